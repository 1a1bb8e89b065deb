"""Who may import whom, and how large anything may grow: read from the source, nothing is run."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {"api": {"api", "index_build", "qa"}, "index_build": {"index_build", "qa"}, "qa": {"qa"}, "corpus": set()}
#: A file of qa may import lower floors only.
FLOORS = {
    0: "packed_linear records errors numerals arrays files plural sizes export.packing export.printable",
    1: (
        "milvus milvus_filter homes citing query_map postings text glossary phrases fusion settings region_names ports "
        "columns dialogue.ellipsis "
        "traced_model exact.document_numbers exact.paths answers.wanted answers.bodies labels writing.marked "
        "writing.prompt"
    ),
    2: (
        "regions unit_names encoder around vectors vectors_milvus keyword_build keyword_scores exact.keys "
        "answers.agents answers.stated answers.period writing.orders "
        "writing.polarity writing.charges writing.writer export.measure"
    ),
    3: (
        "keyword_best keyword_growth batching filters responsibilities dialogue.frame exact.key_tables "
        "exact.tasks writing.facts"
    ),
    4: "keywords store store_writer question",
    5: "exact.lookup index answers.evidence dialogue.followups vocabulary writing.grounding",
    6: "exact.scoping exact.replies writing.written retrieve dialogue.conversation answers.direct answers.duties",
    7: "confidence answers.parts each matches",
    8: "answers.sheet",
    9: "answers.answer",
    10: "compare evaluate.cases evaluate.estimate",
    11: "service evaluate.outcome evaluate.ranking",
    12: "evaluate.run evaluate.values evaluate.reliability export.content export.wordml",
    13: (
        "evaluate.metrics evaluate.saved export.references export.outline export.differences export.docx_styles "
        "export.slides export.xlsx_sheets"
    ),
    14: (
        "evaluate.compare export.passages export.docx_notes export.quiz_outline export.pptx_layout "
        "export.xlsx export.xlsx_duties"
    ),
    15: "export.options export.single export.markdown export.docx export.pptx_charts export.deck",
    16: "export.quiz export.pptx",
    17: "export.lesson export.forms",
}
FLOOR = {f"qa.{name}": floor for floor, names in FLOORS.items() for name in names.split()}
PACKAGES = {
    "qa",
    "qa.answers",
    "qa.dialogue",
    "qa.evaluate",
    "qa.exact",
    "qa.export",
    "qa.writing",
    "index_build",
    "api",
    "corpus",
}
#: The rooms within index_build, and which of them each may ask; what stands beside them is the journey through all.
READING = {
    "duties": set(),
    "structure": {"duties"},
    "repair": {"structure"},
    "identify": {"structure"},
    "extract": {"repair", "structure"},
}
#: Doors are called by frameworks, which name every argument: HTTP routes and subcommands.
DOORS = {"app", "router", "cli"}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_name(path): path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}
modules = pytest.mark.parametrize("module", FILES)


def imported(module: str) -> set[str]:
    """The project's own modules that a module imports, wherever in the file."""
    names = chain.from_iterable(_names(module, node) for node in ast.walk(TREES[module]))
    return {name for name in names if name in FILES}


def _names(module: str, node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert not node.level, f"{module}:{node.lineno}: relative imports hide the room"
        inside = [f"{node.module}.{alias.name}" for alias in node.names]
        # `from qa import index` imports the file qa/index.py, `from qa.index import FORMAT` a name in it.
        yield from (name if name in FILES else str(node.module) for name in inside)


def functions(module: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (n for n in ast.walk(TREES[module]) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def test_every_room_is_read() -> None:
    assert {name.split(".")[0] for name in FILES} == set(ROOMS)
    assert imported("index_build.build") >= {"qa.index", "qa.regions", "index_build.catalogue"}


@modules
def test_imports_run_one_way_between_rooms(module: str) -> None:
    rooms = {name.split(".")[0] for name in imported(module)}
    assert rooms <= ROOMS[module.split(".")[0]]


def test_every_file_of_qa_has_a_floor() -> None:
    assert set(FLOOR) == {name for name in FILES if name.startswith("qa.")} - PACKAGES


@pytest.mark.parametrize("module", FLOOR)
def test_qa_imports_strictly_down(module: str) -> None:
    assert {name for name in imported(module) - PACKAGES if FLOOR[name] >= FLOOR[module]} == set()


@modules
def test_rooms_of_reading_ask_only_those_they_may(module: str) -> None:
    room = module.split(".")[1] if module.startswith("index_build.") else ""
    if room in READING:
        asked = {name.split(".")[1] for name in imported(module) - PACKAGES if name.startswith("index_build.")}
        assert asked <= READING[room] | {room, "aligned"}


def test_no_import_cycles() -> None:
    TopologicalSorter({module: imported(module) for module in FILES}).prepare()


@modules
def test_files_stay_under_300_lines(module: str) -> None:
    assert len(FILES[module].read_text(encoding="utf-8").splitlines()) < 300


@modules
def test_functions_stay_under_50_lines(module: str) -> None:
    sizes = {f.name: (f.end_lineno or 0) - f.lineno + 1 for f in functions(module)}
    assert {name: size for name, size in sizes.items() if size >= 50} == {}


@modules
def test_at_most_six_arguments(module: str) -> None:
    counts = {f.name: _arguments(f) for f in functions(module) if not (module.startswith("api.") and _is_door(f))}
    assert {name: count for name, count in counts.items() if count > 6} == {}


def _arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    given = function.args
    names = [a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg) if a]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def _is_door(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it is decorated with a method of an app or a router: @router.get(...), @app.command()."""
    called = (d.func for d in function.decorator_list if isinstance(d, ast.Call))
    owners = (f.value for f in called if isinstance(f, ast.Attribute))
    return any(isinstance(owner, ast.Name) and owner.id in DOORS for owner in owners)


@modules
def test_only_settings_read_the_environment(module: str) -> None:
    readers = {"environ", "environb", "getenv", "getenvb", "BaseSettings"}
    nodes = list(ast.walk(TREES[module]))
    used = {n.attr for n in nodes if isinstance(n, ast.Attribute)}
    taken = {a.name for n in nodes if isinstance(n, ast.ImportFrom) for a in n.names}
    assert not (used | taken) & readers or module == "qa.settings"
