"""Commands run as a user runs them: in a process of their own."""

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from xl_addin.cli import main

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def answer(self):
        return json.loads(self.out)


@pytest.fixture(scope="session")
def environment(tmp_path_factory):
    """Variables for a process: our sources, warnings as errors, a log of its own."""
    state = str(tmp_path_factory.mktemp("state"))
    ours = {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "XDG_STATE_HOME": state}
    return {**os.environ, **ours}


@pytest.fixture(scope="session")
def process(environment):
    """``process("refresh", path, cwd=..., env={...})`` -> code, out, err of a real process."""

    def process(*words, cwd=None, env=None, encoding="utf-8"):
        done = subprocess.run(
            [sys.executable, "-m", "xl_addin", *map(str, words)],
            cwd=cwd,
            env={**environment, "PYTHONUTF8": "1", **(env or {})},
            capture_output=True,
            check=False,
            timeout=120,
        )
        out, err = done.stdout.decode(encoding), done.stderr.decode(encoding)
        assert "Traceback" not in out + err
        return Ran(done.returncode, out, err)

    return process


@pytest.fixture(scope="session")
def run(environment):
    """``run("refresh", path, cwd=...)``: the same inside this process, which is faster."""

    def run(*words, cwd=None):
        runner = CliRunner(env={"XDG_STATE_HOME": environment["XDG_STATE_HOME"]})
        with contextlib.chdir(cwd or "."):
            done = runner.invoke(main, [*map(str, words)], prog_name="python -m xl_addin")
        assert isinstance(done.exception, (SystemExit, type(None))), done.exception
        return Ran(done.exit_code, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def demo(process, tmp_path_factory):
    """The demo workbook and what the command said of it."""
    path = tmp_path_factory.mktemp("demo") / "demo.xlsm"
    done = process("demo", "--output", path, "--json")
    assert done.code == 0, done.err
    return path, done.answer


@pytest.fixture(scope="session")
def small(run, tmp_path_factory):
    """A workbook of some sales, for what does not depend on how many there are."""
    folder = tmp_path_factory.mktemp("small")
    path, file = folder / "small.xlsm", folder / "sales.csv"
    rows = [f"2024-{1 + at % 12:02d}-05,C{at % 9},{100 + at}" for at in range(40)]
    file.write_text("\n".join(["date,customer,amount", *rows]))
    for words in (("new", path), ("import", file, "--into", path, "--no-backup")):
        done = run(*words)
        assert done.code == 0, done.err
    return path


@pytest.fixture
def book(run, tmp_path):
    """An empty workbook."""
    path = tmp_path / "book.xlsm"
    done = run("new", path, "--quiet")
    assert done.code == 0, done.err
    return path
