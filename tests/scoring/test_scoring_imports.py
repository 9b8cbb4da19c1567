import ast
import inspect
import subprocess
import sys
from importlib import import_module

import pytest

import scoring

METHODS = {"scoring.assessment", "scoring.diagnosis.audit", "scoring.value.rfm"}


def run(code):
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_scoring_loads_nothing_heavy():
    run(
        "import sys, scoring\n"
        "for name in scoring.__all__: getattr(scoring, name)\n"
        "heavy = {'scipy', 'lifetimes', 'xlwings', 'matplotlib', 'polars'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )


@pytest.mark.parametrize("module", ["scoring", "scoring.tables", "scoring.errors"])
def test_the_gate_does_not_wait_for_the_methods(module):
    run(
        f"import sys, {module}\n"
        "loaded = [n for n in sys.modules if n.startswith(('scoring.value', 'scoring.assess'))]\n"
        "assert not loaded, loaded\n"
    )


def test_a_name_is_loaded_when_it_is_asked_for():
    run("from scoring import assess, gate_sales\nassert assess and gate_sales")
    run(
        "import sys, scoring\n"
        "first = scoring.gate_sales\n"
        f"assert not {METHODS} & set(sys.modules)\n"
        "assert scoring.gate_sales is first\n"
        "assert scoring.assess.__module__ == 'scoring.assessment'\n"
    )
    run("from scoring import *\nassert assess and Settings and MESSAGES")


def test_dir_is_complete_before_anything_is_loaded():
    run("import scoring\nassert {*scoring.__all__, '__doc__'} <= {*dir(scoring)}")


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match="'scoring' has no attribute 'nothing'"):
        _ = scoring.nothing
    with pytest.raises(ImportError, match="nothing"):
        from scoring import nothing  # noqa: F401


def test_type_checkers_see_the_same_names_in_the_same_places():
    tree = ast.parse(inspect.getsource(scoring))
    seen = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module.startswith("scoring")
        for alias in node.names
    }
    assert seen.keys() == set(scoring.__all__)
    for name, module in seen.items():
        assert getattr(scoring, name) is getattr(import_module(module), name), name


def test_public_names_are_sorted_and_once_each():
    def kind(name):
        return (not name.isupper(), not name[0].isupper(), name)

    assert list(scoring.__all__) == sorted(set(scoring.__all__), key=kind)


def test_every_public_name_is_there_and_explained():
    for name in scoring.__all__:
        thing = getattr(scoring, name)
        if callable(thing):
            assert (thing.__doc__ or "").strip().endswith((".", "Source.")), name
