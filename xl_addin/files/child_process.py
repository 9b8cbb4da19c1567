"""A child process of our own: started, asked, outlived."""

import os
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from xl_addin.files.wire import Array, receive, send

_ROOT = Path(__file__).resolve().parents[2]
_START = (
    "import sys, importlib; sys.path.insert(0, sys.argv[1]); "
    "importlib.import_module(sys.argv[2]).main()"
)


class ChildLostError(Exception):
    """The child ended before it answered; `is_slow` where it was ended for taking too long."""

    def __init__(self, *, is_slow: bool) -> None:
        super().__init__(is_slow)
        self.is_slow = is_slow


class _Watch:
    """Ends a process that is past its time; one thread for the whole life of the process."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.deadline: float | None = None
        self.is_slow = False
        self._process = process
        self._over = threading.Event()

    def begin(self, seconds: float) -> None:
        """Let the watch begin."""
        step = max(min(seconds / 4, 0.5), 0.001)
        threading.Thread(target=self._run, args=(step,), daemon=True).start()

    def end(self) -> None:
        """Let the watch end."""
        self._over.set()

    def _run(self, step: float) -> None:
        while not self._over.wait(step):
            deadline = self.deadline
            if deadline is not None and time.monotonic() > deadline:
                self.is_slow = True
                self._process.kill()
                return


class ChildProcess:
    """Runs `main` of a module in a process of its own and talks to it, one request at a time.

    `seconds` is the limit for one answer. The process ends with this object at the latest.
    """

    def __init__(self, module: str, seconds: float) -> None:
        self.seconds = seconds
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._watch: _Watch | None = None
        self._end: weakref.finalize[..., Any] | None = None

    @property
    def is_running(self) -> bool:
        """Whether it was started and neither closed nor lost."""
        return self._process is not None

    @property
    def is_alive(self) -> bool:
        """Whether the process itself is still there."""
        return self._process is not None and self._process.poll() is None

    def rest(self, seconds: float) -> None:
        """Let the process wait for its next request, and end it if none comes for so long."""
        assert self._watch is not None  # noqa: S101
        self._watch.deadline = time.monotonic() + seconds

    def start(self) -> None:
        """Start the process; it works up to its first request beside this one."""
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter and module
            [python(), "-P", "-c", _START, str(_ROOT), self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._watch = _Watch(self._process)
        self._watch.begin(self.seconds)
        self._end = weakref.finalize(self, _stop, self._process, self._watch)

    def talk(
        self, request: Mapping[str, Any], arrays: Sequence[Array] = ()
    ) -> tuple[dict[str, Any], list[Array]]:
        """Send a request and wait for the answer.

        Raises ChildLostError where none comes, after which the process must be started anew;
        RuntimeError for a fault of ours in the child.
        """
        return next(self.talk_long(request, arrays, answers=1))

    def talk_long(
        self, request: Mapping[str, Any], arrays: Sequence[Array] = (), *, answers: int
    ) -> Iterator[tuple[dict[str, Any], list[Array]]]:
        """Send a request and yield its answers, one after the other. Raises as `talk`."""
        process, watch = self._process, self._watch
        assert process is not None and watch is not None  # noqa: S101, PT018
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018
        missing = answers
        try:
            watch.deadline = time.monotonic() + self.seconds
            send(process.stdin, request, arrays)
            while missing:
                watch.deadline = time.monotonic() + self.seconds
                header, found = receive(process.stdout)
                watch.deadline = None
                if "bug" in header:
                    raise RuntimeError(header["bug"])
                missing -= 1
                yield header, found
        except (EOFError, OSError, ValueError) as error:
            raise ChildLostError(is_slow=watch.is_slow) from error
        finally:
            if missing:  # nobody will hear the rest
                self.close()

    def close(self) -> None:
        """End the process."""
        if self._end is not None:
            self._end()
        self._process = self._watch = self._end = None


def python() -> str:
    """Return the Python to start: this one, or the one beside it inside another program."""
    own = Path(sys.executable or "")
    if own.stem.lower().startswith(("python", "pypy")):
        return str(own)
    folder, name = ("", "python.exe") if os.name == "nt" else ("bin", "python3")
    return str(Path(sys.prefix, folder, name))


def _stop(process: "subprocess.Popen[bytes]", watch: _Watch) -> None:
    watch.end()
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:  # unsent bytes to a dead child
                continue
    process.wait()
