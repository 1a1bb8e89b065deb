"""A damaged index built anew from what can still be read of it; the vectors come from the cache.

The old generation stays until the new one stands, and beside it where plans were lost.
"""

import os
import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from index_build import catalogue
from index_build.generation import Generation, Progress
from index_build.originals import Originals
from index_build.sandbox import Sandbox
from index_build.verify import verify
from index_build.wreck import Wreck
from qa import index
from qa.errors import IndexMismatch, IndexUnavailable
from qa.milvus import Milvus
from qa.ports import Encoder
from qa.regions import shared

#: What the folder of a generation of which plans were lost is called from then on.
_LEFT = "damaged-"
_SCRATCH = "wreck.sqlite"


@dataclass(frozen=True)
class Salvaged:
    """folder: of the generation in use. lost: titles of the plans that could not be saved, by id. left: where what
    remained of the old generation is, if any were lost."""

    folder: Path
    lost: Mapping[str, str]
    left: Path | None


def is_whole(root: Path, milvus: Milvus | None = None) -> bool:
    """IndexMismatch where it is of another format: nothing here can read it."""
    try:
        return not any(check.fault for check in verify(root, milvus))
    except IndexMismatch:
        raise
    except IndexUnavailable:
        return False


def repair(
    root: Path, corpus: Path, encoder: Encoder, progress: Progress = lambda *_: None, milvus: Milvus | None = None
) -> Salvaged:
    """Build anew what is damaged. corpus: the folder that the index was built from; milvus: as for `build`.

    IndexUnavailable where nothing can be saved; what is there stays as it is then.
    """
    with index.staged(root) as folder, Sandbox() as sandbox:
        divisions = catalogue.divisions()
        generation, kept, old = Generation(folder, divisions, encoder, milvus), Originals(folder), _remains(root)
        lost = {}
        scratch = folder / _SCRATCH
        with closing(Wreck(old, corpus, scratch, sandbox, shared(tuple(divisions)))) as wreck:
            for done, (plan, title) in enumerate(wreck.plans.items(), 1):
                if text := wreck.text(plan):
                    generation.add(text, wreck.parts(text))
                    if original := wreck.original(text):
                        kept.keep(plan, original)
                else:
                    lost[plan] = title
                progress("抢救规划", done, len(wreck.plans))
        scratch.unlink(missing_ok=True)
        if not generation.plans:
            raise IndexUnavailable(f"{old} 中没有一份规划能救回，未作改动。请运行 planqa index 重建索引。")
        generation.seal(progress)
        left = _set_aside(old) if lost else None
        return Salvaged(index.publish(root, folder), lost, left)


def _remains(root: Path) -> Path:
    """The generation in use, or where nobody knows which that is, the youngest. IndexUnavailable."""
    try:
        pointed = index.generation(root)
    except (OSError, ValueError):
        pointed = None
    found = sorted(root.glob("g-*"), key=lambda path: path.stat().st_mtime)
    if pointed in found:
        return pointed
    if not found:
        raise IndexUnavailable(f"{root} 中没有可修复的索引。请运行 planqa index 建立索引。")
    return found[-1]


def _set_aside(old: Path) -> Path:
    target = old.with_name(_LEFT + old.name)
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(old, target, copy_function=os.link)
    return target
