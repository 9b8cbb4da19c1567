"""No code from a workbook, from its folder, or from a file of data. BAD_INPUT 4.5 and 4.6."""

import ast
import json
import os
import subprocess
import sys
import time

import pytest
import xlsxwriter

from tests.test_architecture import ROOT, imports, modules
from xl_addin.files.child_process import _START, ChildProcess, python
from xl_addin.files.workbook_reader import WorkbookReader

MODULES = (
    "numpy",
    "pandas",
    "xlwings",
    "click",
    "scoring",
    "xl_addin",
    "sitecustomize",
    "python_calamine",
    "scipy",
    "lxml",
    "formualizer",
)


@pytest.fixture
def trap(tmp_path):
    """A folder with a workbook's data and modules that leave a mark when they are run."""
    folder = tmp_path / "Downloads"
    folder.mkdir()
    mark = tmp_path / "it ran"
    for name in MODULES:
        text = f"open({str(mark)!r}, 'a').write({name!r})\nraise SystemExit(77)\n"
        (folder / f"{name}.py").write_text(text)
    (folder / "book.zip").write_bytes(b"PK")
    (folder / "xlwings.conf").write_text('"INTERPRETER_WIN","C:\\evil.exe"\n')
    (folder / "sales.csv").write_text("date,customer,amount\n2025-01-10,A,10\n2025-02-10,B,5\n")
    yield folder
    assert not mark.exists(), mark.read_text()


@pytest.mark.parametrize("way", ["script", "module"])
def test_modules_beside_the_workbook_are_never_run(trap, way, tmp_path):
    main = "from xl_addin.cli import main; main(prog_name='clientbase')"
    # the installed command is a script: the folder of the script comes first, not the current one
    script = tmp_path / "bin" / "clientbase"
    script.parent.mkdir()
    script.write_text(main)
    start = [str(script)] if way == "script" else ["-m", "xl_addin"]
    for words in (
        ["new", "book.xlsm"],
        ["import", "sales.csv", "--into", "book.xlsm"],
        ["refresh", "book.xlsm"],
        ["doctor", "book.xlsm"],
    ):
        environment = {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path), "PATH": "/usr/bin"}
        done = subprocess.run(
            [sys.executable, *([] if way == "script" else ["-P"]), *start, *words],
            cwd=trap,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in {0, 1}, done.stderr  # 1: doctor, on a machine without Excel
    assert (trap / "book.xlsm").stat().st_size > 100_000


def test_a19_a20_code_and_configuration_in_a_workbook_to_import_are_data(run, trap, tmp_path):
    file = trap / "handed over.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sales = book.add_worksheet("Sales")
        sales.write_row(0, 0, ["date", "customer", "amount"])
        sales.write_row(1, 0, ["2025-01-10", "A", 10])
        conf = book.add_worksheet("xlwings.conf")
        conf.write_row(0, 0, ["Interpreter_Win", "C:\\evil\\python.exe"])
        conf.write_row(1, 0, ["PYTHONPATH", str(trap)])
        book.add_worksheet("evil.py").write(0, 0, f"open({str(tmp_path / 'it ran')!r}, 'w')")
    assert run("new", trap / "new.xlsm").code == 0
    done = run("import", file, "--into", trap / "new.xlsm", "--sheet", "Sales")
    assert done.code == 0, done.err


FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "input"}
FORBIDDEN_MODULES = {
    *("pickle", "dill", "joblib", "marshal", "shelve", "cloudpickle"),  # data that is code
    *("socket", "ssl", "http", "urllib", "ftplib", "smtplib", "requests", "httpx", "webbrowser"),
    *("xmlrpc", "telnetlib", "asyncio"),  # nothing leaves the machine
}


@pytest.mark.parametrize("room", ["scoring", "xl_addin"])
def test_no_evaluation_no_pickle_no_network(room):
    for name, path in modules(room):
        found = {module.split(".")[0] for module in imports(path)} & FORBIDDEN_MODULES
        assert not found, (name, found)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            assert called not in FORBIDDEN_CALLS, (name, node.lineno, called)
            options = {option.arg: option.value for option in node.keywords}
            assert "allow_pickle" not in options or not options["allow_pickle"].value, name
            assert "shell" not in options, (name, node.lineno)


@pytest.mark.parametrize("kind", ["pkl", "xlsx"])
def test_a24_a_pickle_is_never_opened(run, tmp_path, kind):
    mark = tmp_path / "it ran"
    # a pickle by hand: posix.system("touch ...")
    data = b"\x80\x04c" + b"os\nsystem\n(S'touch " + str(mark).encode() + b"'\ntR."
    file = tmp_path / f"model.{kind}"
    file.write_bytes(data)
    assert run("new", tmp_path / "book.xlsm").code == 0
    done = run("import", file, "--into", tmp_path / "book.xlsm")
    assert done.code == 1
    assert file.name in done.err
    assert not mark.exists()


CHILDREN = ["xl_addin.files.child", "xl_addin.engines.recalc.worker"]


def started(module, folder, safe=("-P",)):
    """A child process started as the product starts it, with ``folder`` as the current one."""
    command = [python(), *safe, "-c", _START, str(ROOT), module]
    environment = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.run(
        command, cwd=folder, env=environment, input=b"", capture_output=True, check=False
    )


@pytest.mark.parametrize("module", CHILDREN)
def test_a_child_looks_into_no_folder_but_ours(trap, module):
    done = started(module, trap)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("module", CHILDREN)
def test_without_p_a_child_would_run_what_lies_there(tmp_path, module):
    """The trap works: so it is -P that keeps the children out of it."""
    (tmp_path / "numpy.py").write_text("raise SystemExit(77)\n")
    assert started(module, tmp_path, safe=()).returncode == 77


def test_children_started_by_the_product_itself(trap, monkeypatch):
    """Both real ones, asked something, from a folder full of traps that also holds the file."""
    monkeypatch.chdir(trap)
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    with xlsxwriter.Workbook(trap / "sales.xlsx") as book:
        book.add_worksheet("Sales").write_row(0, 0, ["date", "customer", 5])
    with WorkbookReader.open(trap / "sales.xlsx") as book:
        assert book.read("Sales").rows()[0][2] == 5
    child = ChildProcess("xl_addin.engines.recalc.worker", 60)
    child.start()
    time.sleep(3)  # it loads numpy, pandas and our methods before it is asked anything
    assert child.is_alive
    child.close()


def test_a_workbook_with_live_formulas_is_computed_without_what_lies_beside_it(trap, tmp_path):
    """The child that computes formulas, through the commands themselves."""
    book = trap / "live.xlsm"
    environment = {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path), "PATH": "/usr/bin"}
    script = tmp_path / "clientbase"
    script.write_text("from xl_addin.cli import main; main(prog_name='clientbase')")
    for words in (["new", "live.xlsm"], ["recalc", "live.xlsm", "--json"]):
        done = subprocess.run(
            [sys.executable, str(script), *words],
            cwd=trap,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in {0, 1}, done.stderr
    assert json.loads(done.stdout)["computed"] > 10
    assert book.exists()
