"""A process that forks writers of a small index and kills them, or lets their disk fill up, and looks at what is left.

    python -m tests.index_build.living.shaken kill|fill FOLDER COUNT

Prints a line of JSON for each writer; what it should not have found is in it as `wrong`.
"""

import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from index_build import build as building
from index_build import growth
from index_build.build import build
from index_build.generation import cut
from index_build.readers import Cut, Found
from index_build.sources import Source
from index_build.successor import following
from index_build.verify import verify
from qa import index
from qa.encoder import HashEncoder
from qa.errors import IndexUnavailable
from tests.index_build.living import towns

ENCODER = HashEncoder()
CORPUS = ("320106", "440303")
#: Versions of the plans that there are, by town.
State = dict[str, int]
#: A town and the version that goes in, None where its plan goes; no town stands for a rebuild.
Step = tuple[str | None, int | None]


class Known:
    """A `Reader` that opens no file: the plan is known by its id and text."""

    def read(self, sources: Iterable[Source], taken: Collection[str]) -> Found:
        for source in sources:
            town = str(source.known["id"])[:6]
            versions = (towns.plan(town, version) for version in range(4))
            text = next(text for text in versions if text.raw.encode() == source.data)
            yield source, Cut(text, cut(text, ENCODER))


def steps(seed: int, state: State) -> Iterator[tuple[Step, State]]:
    """Endless changes, each with the state that it leads to."""
    chance, towns_there = random.Random(seed), dict(state)
    while True:
        town = chance.choice(list(towns.TOWNS))
        kind = chance.choice(["put", "put", "remove", "rebuild"])
        if kind == "put":
            towns_there[town] = chance.randint(1, 3)
            yield (town, towns_there[town]), dict(towns_there)
        elif kind == "remove" and town in towns_there and len(towns_there) > 1:
            del towns_there[town]
            yield (town, None), dict(towns_there)
        elif kind == "rebuild":
            towns_there = {**dict.fromkeys(CORPUS, 0), **{t: v for t, v in towns_there.items() if v}}
            yield (None, None), dict(towns_there)


def change(root: Path, step: Step) -> None:
    town, version = step
    if town is None:
        build(root.parent / "corpus", root, ENCODER, reader=Known())
        return
    with following(root, ENCODER) as successor:
        if version is None:
            successor.remove(f"{town}-2021")
        else:
            text = towns.plan(town, version)
            successor.add(text, towns.source(text))
        successor.publish(lambda *_: None)


def found(root: Path) -> State:
    """What the index holds. Whatever is wrong with it is raised."""
    faults = [f"{check.what}：{check.fault}" for check in verify(root) if check.fault]
    assert not faults, faults
    with closing(index.open_index(root, ENCODER)) as opened:
        texts = [opened.store.plan_text(plan) for plan in opened.store.plans]
    versions = {t: {towns.plan(t, v).raw: v for v in range(4)} for t in towns.TOWNS}
    return {text.plan.id[:6]: versions[text.plan.id[:6]][text.raw] for text in texts}


def left_over(root: Path) -> list[str]:
    """What no writer that was killed once may leave: more than one of a kind."""
    names = sorted(path.name for path in root.iterdir())
    kinds = {"generation": [n for n in names if n.startswith("g-")], "pointer": [n for n in names if ".CURRENT-" in n]}
    known = {index.CURRENT, ".lock", ".building", "embeddings"}
    strange = [n for n in names if n not in known and not any(n in kind for kind in kinds.values())]
    return strange + [n for kind, ns in kinds.items() for n in ns[2 if kind == "generation" else 1 :]]


def killed(root: Path, seed: int, longest: float) -> dict[str, object]:
    """One writer that changes the index again and again until it is killed. longest: seconds of a processor it has."""
    before = found(root)
    read, write = os.pipe()
    child = os.fork()
    if not child:
        for step, _ in steps(seed, before):
            change(root, step)
            os.write(write, b".")
    os.close(write)
    moment = random.Random(seed).uniform(0, longest)
    # Its own time, so that a busy machine kills at the same places as an idle one: clock_getcpuclockid(3).
    while time.clock_gettime((~child << 3) | 2) < moment:
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    done = len(os.read(read, 1 << 16))
    os.close(read)
    expected, ahead = [before], steps(seed, before)
    for _ in range(done + 1):
        expected.append(next(ahead)[1])
    after = found(root)
    wrong = [] if after in expected[-2:] else [f"{after} is neither of {expected[-2:]}"]
    return {"done": done, "moved": after != before, "wrong": wrong + left_over(root)}


def filled(root: Path, room: int) -> dict[str, object]:
    """One change with a disk that takes no file of more bytes than `room`."""
    before = found(root)
    town = next(t for t in towns.TOWNS if t not in before) if len(before) < len(towns.TOWNS) else "320106"
    read, write = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        said = ""
        try:
            change(root, (town, 1))
        except IndexUnavailable as error:
            said = error.message
        except BaseException as error:
            said = f"not worded: {error!r}"
        os.write(write, said.encode())
        os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    said = os.read(read, 1 << 16).decode()
    os.close(read)
    after = found(root)
    expected = before if said else {**before, town: 1}
    wrong = [] if after == expected else [f"{after} instead of {expected}"]
    return {"said": said, "moved": after != before, "wrong": wrong + left_over(root)}


def main() -> None:
    # All divisions take longer to write than all else together.
    few = [region for region in towns.DIVISIONS if region.code in towns.TOWNS]
    for module in (building, growth):
        module.read_csv = lambda _: few
    how, folder, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    root = folder / "index"
    build(towns.write(folder / "corpus", *CORPUS), root, ENCODER, reader=Known())
    # What loads at first use is loaded before the writers are forked.
    warm: list[Step] = [("422823", 1), ("320106", 2), ("422823", None), (None, None)]
    for step in warm:
        started = time.process_time()
        change(root, step)
    longest = 5 * (time.process_time() - started)
    size = (root / (root / index.CURRENT).read_text() / index.STORE).stat().st_size
    for i in range(count):
        told = killed(root, i, longest) if how == "kill" else filled(root, int(1.2 * size * (i + 1) / count))
        print(json.dumps(told, ensure_ascii=False), flush=True)
    change(root, (None, None))
    print(json.dumps({"wrong": [p.name for p in root.glob("*") if p.name.startswith((".building", ".CURRENT-"))]}))


if __name__ == "__main__":
    main()
