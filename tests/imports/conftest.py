"""An empty Russian workbook, and the command run on it, in this process or in one of its own."""

import json
import os
import shutil
import subprocess
import sys
import time
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
    seconds: float
    megabytes: int

    @property
    def answer(self):
        return json.loads(self.out)


@pytest.fixture(scope="session")
def state(tmp_path_factory):
    return str(tmp_path_factory.mktemp("state"))


@pytest.fixture(scope="session")
def template(state, tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "книга.xlsm"
    done = CliRunner(env={"XDG_STATE_HOME": state}).invoke(
        main, ["new", str(path), "--lang", "ru", "--quiet"]
    )
    assert done.exit_code == 0
    return path


@pytest.fixture
def book(template, tmp_path):
    folder = tmp_path / "book"
    folder.mkdir()
    return Path(shutil.copy(template, folder))


@pytest.fixture(scope="session")
def run(state):
    """``run("import", ...)`` inside this process."""

    def run(*words):
        started = time.perf_counter()
        done = CliRunner(env={"XDG_STATE_HOME": state}).invoke(main, [*map(str, words)])
        assert isinstance(done.exception, (SystemExit, type(None))), done.exception
        seconds = time.perf_counter() - started
        return Ran(done.exit_code, done.stdout, done.stderr, seconds, 0)

    return run


@pytest.fixture(scope="session")
def process(state):
    """The same in a process of its own, whose memory (with its children's) is told."""

    def process(*words, timeout):
        environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "PYTHONUTF8": "1",
            "XDG_STATE_HOME": state,
        }  # fmt: skip
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _MEASURED, *map(str, words)],
            env=environment,
            capture_output=True,
            check=False,
            timeout=timeout,
        )
        seconds = time.perf_counter() - started
        out, err = done.stdout.decode(), done.stderr.decode()
        err, _, kilobytes = err.rpartition("peak kilobytes: ")
        return Ran(done.returncode, out, err, seconds, int(kilobytes) // 1024)

    return process


# the process and its reading child each have a peak of their own; the sum is the bound
_MEASURED = """
import resource, subprocess, sys
code = subprocess.call([sys.executable, "-m", "xl_addin", *sys.argv[1:]])
print("peak kilobytes:", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""
