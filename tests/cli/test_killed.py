"""A command killed at any moment: the workbook is the old or the new one, nothing is in the way.

BAD_INPUT 3, S13. That saving itself is whole after 200 kills is tested in tests/files.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.cli.test_bad_days import filled, place  # noqa: F401

# A process that has everything loaded forks one that runs the command, as often as asked.
KILLED = """
import contextlib, json, os, random, shutil, signal, sys, time
from pathlib import Path
from tests.cli.test_reproducible import parts
from xl_addin.cli import main
from xl_addin.files.backups import backups
from xl_addin.files.names import PREFIX
from xl_addin.files.turns import turn
import scipy.optimize, scipy.special, xl_addin.cli.bring, xl_addin.cli.renew

words, kills, book = json.loads(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
chance, first = random.Random(13), book.read_bytes()

def start():
    child = os.fork()
    if child == 0:
        os.close(1)
        os.open(os.devnull, os.O_WRONLY)
        main(words)
        os._exit(9)
    return child

def leavings():
    return [entry.name for entry in book.parent.iterdir() if entry.name.startswith(PREFIX)]

begun, old = time.monotonic(), parts(book)
_, status = os.waitpid(start(), 0)
assert status == 0, status
lasts, new = time.monotonic() - begun, parts(book)
assert old != new
seen = {"old": 0, "new": 0, "left": 0}
for number in range(kills):
    for kept in backups(book):
        kept.path.unlink()
    book.write_bytes(first)
    child = start()
    time.sleep(lasts * (number + chance.random()) / kills)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    now = parts(book)
    seen["left"] += bool(leavings())
    seen["old" if now == old else "new"] += 1
    assert now in (old, new), number
    assert all(kept.path.read_bytes() == first for kept in backups(book)), number
    with turn(book, seconds=2):  # the next start: no lock is in its way
        pass
    assert not leavings(), (number, leavings())
book.write_bytes(first)
_, status = os.waitpid(start(), 0)
assert status == 0, status
assert parts(book) == new
print(json.dumps(seen))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX systems")
@pytest.mark.parametrize(("command", "kills"), [("refresh", 5), ("import", 20)])
def test_s13_a_command_killed_at_any_moment(environment, place, command, kills):  # noqa: F811
    book = place / "book.xlsm"
    words = [book] if command == "refresh" else [place / "sales.csv", "--into", book, "--append"]
    given = json.dumps([command, *map(str, words)])
    done = subprocess.run(
        [sys.executable, "-c", KILLED, given, str(kills), str(book)],
        env={**environment, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["left"] > kills / 4  # killed in the middle of the work
    assert seen["old"] > kills / 4
