"""The command line in rough surroundings: pipes, odd encodings, Ctrl+C, wrong words."""

import os
import signal
import subprocess
import sys
import time
import zipfile

import pytest
from click.testing import CliRunner

from xl_addin.cli import main
from xl_addin.cli.exits import Exit
from xl_addin.cli.faults import fault_of
from xl_addin.texts import texts

COMMANDS = ["new", "import", "refresh", "demo", "share", "doctor"]


@pytest.mark.parametrize(
    "words", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)]
)
def test_help_is_light(words, environment):
    code = (
        "import sys\nfrom xl_addin.cli import main\n"
        f"try:\n    main({words!r}, prog_name='clientbase')\nexcept SystemExit as end:\n"
        "    assert end.code == 0, end.code\n"
        "heavy = {'pandas', 'numpy', 'xlwings', 'rich'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)


def test_help_names_every_command_and_examples():
    done = CliRunner().invoke(main, ["--help"])
    assert done.exit_code == 0
    assert all(name in done.stdout for name in (*COMMANDS, "Examples:"))
    assert "..." not in done.stdout.replace("[ARGS]...", "")


@pytest.mark.parametrize(
    "words",
    [["nonsense"], ["refresh"], ["refresh", "a", "--engine", "b"], ["import", "a"], ["new", "--x"]],
)
def test_wrong_usage_is_2_and_goes_to_stderr(words):
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Usage" in done.stderr


def test_click_runner_and_process_agree(run, process, tmp_path):
    path = tmp_path / "none.xlsm"
    inside, outside = run("refresh", path), process("refresh", path)
    assert inside == outside
    assert inside.code == 3


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "cp1251", "PYTHONUTF8": "0"},
    ],
)
@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_every_encoding_is_survived(process, small, surroundings, flags):
    # latin-1 reads any byte; what counts is that nothing broke
    words = ["refresh", small, "--dry-run", "--lang", "ru", *flags]
    done = process(*words, env=surroundings, encoding="latin-1")
    assert done.code == 0, done.err
    if "ascii" in surroundings.values():
        assert done.out.isascii()
    if flags and "cp1251" not in surroundings.values():
        assert done.answer["segments"][0]["name"] == "Чемпионы"


@pytest.mark.parametrize("surroundings", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_pipe_gets_no_colours_and_no_progress(process, small, surroundings):
    done = process("refresh", small, "--dry-run", env=surroundings)
    assert "\x1b" not in done.out + done.err
    assert done.err == ""


def test_json_stands_alone_on_stdout(process, small):
    done = process("refresh", small, "--dry-run", "--json")
    assert done.answer["ok"] is True
    assert done.err == ""


def test_quiet_says_nothing(process, small):
    done = process("refresh", small, "--dry-run", "--quiet")
    assert (done.code, done.out, done.err) == (0, "", "")


def test_a_reader_that_leaves_early(small, environment):
    words = [sys.executable, "-m", "xl_addin", "refresh", str(small), "--dry-run"]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        words,
        stdout=writer,
        stderr=subprocess.PIPE,
        env=environment,
        check=False,
    )
    os.close(writer)
    assert done.returncode == 0
    assert done.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to a process there")
@pytest.mark.parametrize("after", [0.3, 0.6, 0.9])
def test_interrupted_leaves_everything_as_it_was(tmp_path, environment, after):
    kept = tmp_path / "clientbase-demo.xlsm"
    kept.write_bytes(b"mine")
    code = (
        "from xl_addin.cli import main\n"
        "print('ready', flush=True)  # from here on an interrupt is ours to answer\n"
        "main(['demo', '--force'])\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    assert process.stdout.readline() == b"ready\n"
    time.sleep(after)
    os.killpg(process.pid, signal.SIGINT)  # a terminal tells the reading child too
    began = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - began < 2
    assert b"Traceback" not in err
    assert [entry.name for entry in tmp_path.iterdir()] == [kept.name]
    if process.returncode == Exit.DONE:  # a quick machine was done before the signal came
        assert zipfile.is_zipfile(kept)
    else:
        assert process.returncode == Exit.INTERRUPTED
        assert out == b""
        assert kept.read_bytes() == b"mine"


def test_our_own_bug_is_one_line_and_a_log(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    try:
        _ = 1 / 0
    except ZeroDivisionError as error:
        fault = fault_of(error, texts("en"))
    assert fault.code == Exit.BUG
    (line,) = fault.lines
    assert "clientbase.log" in line
    assert "ZeroDivisionError" not in line


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(2, "No such file", "a.xlsm"),
        PermissionError(13, "Permission denied", "a.xlsm"),
        IsADirectoryError(21, "Is a directory", "a.xlsm"),
        OSError(28, "No space left on device", "a.xlsm"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_the_system_refuses_is_3_and_names_the_file(error, language):
    fault = fault_of(error, texts(language))
    assert fault.code == Exit.FILES
    assert "a.xlsm" in fault.lines[0]


def test_a_full_disk_without_a_file_name_is_no_bug():
    fault = fault_of(OSError(28, "No space left on device"), texts("en"))
    assert fault.code == Exit.FILES
    assert "No space left" in fault.lines[0]


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
@pytest.mark.parametrize(("seconds", "shown"), [(0.2, False), (1.6, True)])
def test_progress_on_a_terminal_after_a_second(environment, seconds, shown):
    code = (
        "import time\nfrom xl_addin.cli.console import Console\n"
        f"with Console('refresh').working() as step:\n    step('assess', 0.5)\n"
        f"    time.sleep({seconds})"
    )
    reader, writer = os.openpty()
    subprocess.run([sys.executable, "-c", code], stderr=writer, check=True, env=environment)
    os.set_blocking(reader, False)
    try:
        told = os.read(reader, 1 << 16)
    except BlockingIOError:
        told = b""
    os.close(reader)
    os.close(writer)
    assert (b"Computing" in told) is shown


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of that kind there")
@pytest.mark.parametrize("kilobytes", [8, 300])
@pytest.mark.parametrize("command", ["new", "demo --output"])
def test_no_room_for_the_file(environment, tmp_path, command, kilobytes):
    # a limit on file size stands in for a full disk: the system refuses the same write
    line = f"ulimit -f {kilobytes}; exec {sys.executable} -m xl_addin {command} book.xlsm"
    done = subprocess.run(
        ["bash", "-c", line],  # noqa: S607
        cwd=tmp_path,
        env={**environment, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert "book.xlsm" in done.stderr
    assert ".clientbase-" not in done.stderr
    assert list(tmp_path.iterdir()) == []
