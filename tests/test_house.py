"""The house keeps its shape: imports run one way, nothing imports in a function, no drawers, no endless files."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(
    path for top in ("archive", "editorial") for path in (ROOT / top).rglob("*.py") if "migrations" not in path.parts
)
MOST_LINES = 330  # "about 300"

#: Storeys from the ground up. A room may import from its own storey and from those below.
STOREYS = (
    (
        "archive.languages",
        "archive.folding",
        "archive.clitics",
        "archive.search_form",
        "archive.highlighting",
        "archive.query",
        "archive.dates",
        "archive.stages",
        "archive.differences",
        "archive.guards",
        "archive.fulltext",
        "archive.compression",
        "archive.store",
        "archive.faults",
        "archive.fault_log",
        "archive.redis_cache",
        "archive.readers",
        "archive.orders",
        "archive.bag",
        "archive.spreadsheet",
    ),
    ("archive.models",),
    ("archive.vocabulary", "archive.search", "archive.integrity", "archive.dump"),
    ("archive.public", "archive.templatetags"),
    ("archive.urls", "archive.environment", "archive.settings", "archive.wsgi", "archive.apps", "archive.management"),
)
EDITORIAL_STOREYS = (
    (
        "editorial.records",
        "editorial.roles",
        "editorial.quality",
        "editorial.fingerprints",
        "editorial.paragraphs",
        "editorial.margin",
        "editorial.division",
        "editorial.lookalikes",
        "editorial.occurrences",
        "editorial.occurrences",
        "editorial.segments",
        "editorial.fulltext",
        "editorial.bilingual",
        "editorial.xliff",
        "editorial.tmx",
    ),
    ("editorial.models",),
    ("editorial.intake", "editorial.workflow", "editorial.machine"),
    (
        "editorial.date_fields",
        "editorial.capture_margin",
        "editorial.queues",
        "editorial.overview",
        "editorial.digest",
        "editorial.forms",
        "editorial.recipe_form",
        "editorial.allowances",
        "editorial.desk",
        "editorial.door",
        "editorial.door_forms",
        "editorial.guessing",
        "editorial.second_factor",
        "editorial.sitting",
        "editorial.typed",
        "editorial.admin",
        "editorial.templatetags",
        "editorial.demo",
        "editorial.management",
        "editorial.apps",
    ),
)
GROUND = STOREYS[0][:9] + EDITORIAL_STOREYS[0]
DRAWERS = {"utils", "helpers", "common", "misc", "services", "managers", "base"}


def module_of(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def storey(module: str) -> int | None:
    """How high a module lies; the whole of editorial lies above archive. None for a package's own top."""
    for height, rooms in enumerate(STOREYS + EDITORIAL_STOREYS):
        if any(module == room or module.startswith(room + ".") for room in rooms):
            return height
    return None


MODULES = {module_of(path): path for path in FILES}


def imports(path: Path) -> Iterator[str]:
    """Our own modules that a file imports, as dotted names of existing modules."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            while name:
                if name in MODULES:
                    yield name
                    break
                name = name.rpartition(".")[0]


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_imports_run_down(path):
    own = module_of(path)
    height = storey(own)
    for name in imports(path):
        assert not (own.startswith("archive") and name.startswith("editorial")), f"{own} imports {name}"
        if height is not None and storey(name) is not None:
            assert storey(name) <= height, f"{own} imports {name}, which lies above it"
        if own.startswith(GROUND):
            assert ".models" not in name, f"{own} is ground and imports {name}"


def test_every_room_has_a_storey():
    assert [name for name in MODULES if storey(name) is None] == ["archive", "editorial"]


def test_intake_and_workflow_do_not_know_each_other():
    for own, path in MODULES.items():
        for here, there in (("editorial.intake", "editorial.workflow"), ("editorial.workflow", "editorial.intake")):
            if own.startswith(here):
                assert not [name for name in imports(path) if name.startswith(there)], own


def test_no_import_runs_in_a_circle():
    below = {own: {name for name in imports(path) if name != own} for own, path in MODULES.items()}
    seen: dict[str, str] = {}

    def walk(name: str, way: tuple[str, ...]) -> None:
        assert seen.get(name) != "open", " → ".join([*way, name])
        if name in seen:
            return
        seen[name] = "open"
        for other in sorted(below[name]):
            walk(other, (*way, name))
        seen[name] = "done"

    for name in MODULES:
        walk(name, ())


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_files_are_rooms(path):
    assert path.stem not in DRAWERS
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    assert path.name == "__init__.py" or ast.get_docstring(tree), "say what the file holds"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = [one.lineno for one in ast.walk(node) if isinstance(one, ast.Import | ast.ImportFrom)]
            assert not inner, f"{node.name} imports inside itself"


def test_the_top_level_is_fixed():
    allowed = {
        "manage.py", "pyproject.toml", "README.md", "LICENSE", "requirements.lock",
        "archive", "editorial", "templates", "tests",
    }  # fmt: skip
    made = {"var", "build", "dist"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and path.suffix != ".egg-info"}
    assert found - made <= allowed
