"""Who may import whom: walked over the sources, so that the house keeps its shape."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = {"diagnosis", "value", "solvency", "behaviour", "offers"}
METHOD_FLOOR = {"value.periods"}  # what several chapters need stands below them all


def modules(room):
    for path in sorted((ROOT / room).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(path):
    """Every module that a file imports, at the top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module


def roots(path):
    return {name.split(".")[0] for name in imports(path)} - set(sys.stdlib_module_names)


@pytest.mark.parametrize(("name", "path"), list(modules("scoring")))
def test_scoring_knows_only_numbers(name, path):
    lifetimes = {"lifetimes"} if name == "scoring.value.ltv.lifetimes_engine" else set()
    assert roots(path) <= {"numpy", "pandas", "scipy", "scoring"} | lifetimes, name


@pytest.mark.parametrize(("name", "path"), list(modules("scoring")))
def test_scoring_is_built_in_floors(name, path):
    inner = {module for module in imports(path) if module.startswith("scoring.")}
    floor = name.split(".")[1] if "." in name else ""
    if floor == "errors":
        assert not inner
    elif floor == "checks":
        assert inner <= {"scoring.errors"}
    elif floor == "settings":
        own = {module for module in inner if module.startswith("scoring.settings")}
        assert inner - own <= {"scoring.errors", "scoring.checks"}
    elif floor == "tables":
        own = {module for module in inner if module.startswith("scoring.tables")}
        assert inner - own <= {"scoring.errors", "scoring.checks"}
    elif floor in CHAPTERS:
        assert "scoring.assessment" not in inner
        others = {m.removeprefix("scoring.") for m in inner} - METHOD_FLOOR
        chapters = {m.split(".")[0] for m in others} & CHAPTERS
        assert chapters <= {floor}, f"{name} imports another chapter: {sorted(others)}"


@pytest.mark.parametrize(("name", "path"), list(modules("xl_addin")))
def test_who_touches_a_workbook(name, path):
    touches = "xlwings" in roots(path)
    room = name.split(".")[1] if "." in name else ""
    allowed = room in {"book", "engines", "ribbon", "functions"} or name in {
        "xl_addin.cli.books",  # opens and saves; hands the book to the ribbon
        "xl_addin.doctor",  # asks for xlwings' version and paths
        "xl_addin.template.vba_modules",  # takes the VBA modules out of the installed package
    }
    assert allowed or not touches, f"{name} imports xlwings"


@pytest.mark.parametrize("room", ["scoring", "xl_addin"])
def test_no_paid_xlwings_and_no_pickle(room):
    for name, path in modules(room):
        found = set(imports(path))
        assert not {m for m in found if m.startswith("xlwings.pro")}, name
        assert not found & {"pickle", "dill", "joblib", "marshal", "shelve"}, name


@pytest.mark.parametrize("room", ["scoring", "xl_addin"])
def test_no_room_for_leftovers(room):
    names = {part for name, _ in modules(room) for part in name.split(".")}
    assert not names & {"utils", "util", "helpers", "common", "misc"}


def test_help_loads_neither_pandas_nor_xlwings():
    code = (
        "import sys\n"
        "from xl_addin.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'pandas', 'numpy', 'xlwings', 'scipy', 'lxml'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_functions_load_nothing_heavy():
    code = (
        "import sys\nimport xl_addin.functions\n"
        "heavy = {'scipy', 'lifetimes', 'matplotlib', 'docx', 'polars'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
