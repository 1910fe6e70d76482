"""Runs plangen's command line over hostile input, and says what it did that it must not.

The commands run in forks of one process that has everything imported already, under the same bounds as for a planner;
each costs what the work costs, and ten thousand of them are tried in minutes.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from plangen.cli import plangen as command_line
from plangen.console import run
from plangen.document.word_check import lint_docx
from plangen.supervision import supervised
from plangen.terms import allowance

MOST_SECONDS = 10.0
MOST_MEGABYTES = 500
_HUNG_SECONDS = 90.0
_RESIDENT, _DATA = 1, 5
"""Fields of /proc/self/statm, in pages."""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What a command did.

    Attributes:
        arguments: the command's words.
        code: its exit code; negative where a signal ended it, None where it had to be killed.
        seconds: how much processor time it and the programs that it waited for took; a busy machine adds nothing.
        wall: how long it took.
        megabytes: the most memory that it or a program of its took, beyond that of the process that it is a fork of.
        out: what it printed.
        err: what it said.
        made: files that were not there before, or have other content now.
    """

    arguments: tuple[str, ...]
    code: int | None
    seconds: float
    wall: float
    megabytes: float
    out: str
    err: str
    made: tuple[str, ...]

    @property
    def refused(self) -> bool:
        """Whether the command said no."""
        return self.code in (1, 2)


@dataclass(frozen=True, kw_only=True)
class Blow:
    """A signal to the program and all that it started, so many seconds after the start."""

    seconds: float
    number: signal.Signals = signal.SIGKILL


def attempt(arguments: Sequence[str], folder: Path, *, blow: Blow | None = None, closed: Sequence[int] = ()) -> Attempt:
    """Run a command in a folder.

    Args:
        arguments: the command's words without ``plangen``.
        folder: where it runs; it gets no other input and writes nowhere else.
        blow: what happens to it while it works.
        closed: numbers of the streams that are closed when it starts: 1 its output, 2 its messages.
    """
    before = _content(folder)
    said = folder.with_name(f"{folder.name}.said")
    said.mkdir(exist_ok=True)
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        _run(arguments, folder, said, closed)
    code, usage = _ended(child, started, blow)
    words = {name: (said / name).read_bytes().decode("utf-8", "replace") for name in ("out", "err")}
    after = _content(folder)
    made = tuple(sorted(name for name, known in after.items() if before.get(name) != known))
    gone = tuple(f"-{name}" for name in sorted(before.keys() - after.keys()))
    return Attempt(
        arguments=tuple(arguments),
        code=code,
        seconds=usage.ru_utime + usage.ru_stime,
        wall=time.monotonic() - started,
        megabytes=max(usage.ru_maxrss / 1024 - _megabytes(_RESIDENT), 0.0),
        made=made + gone,
        **words,
    )


def _megabytes(field: int) -> float:
    """Return how much memory this process has, where the system says so."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[field])
    except OSError:
        return 0.0
    return pages * resource.getpagesize() / 1024 / 1024


def _content(folder: Path) -> dict[str, tuple[int, int]]:
    found = {}
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            known = path.lstat()
            if not path.is_dir():
                found[str(path.relative_to(folder))] = known.st_mtime_ns, known.st_size
    return found


def _run(arguments: Sequence[str], folder: Path, said: Path, closed: Sequence[int]) -> None:
    code = 99
    try:
        os.setsid()
        os.chdir(folder)
        for number, name in ((1, "out"), (2, "err")):
            handle = os.open(said / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(handle, number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - the descriptor itself
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        os.environ.update({"HOME": str(said), "TMPDIR": str(said), "XDG_CACHE_HOME": str(said)})
        for number in closed:
            os.close(number)
        # what the fork has from its parent is not the command's
        allowance.MEMORY_BYTES += int(_megabytes(_DATA) * 1024 * 1024)
        sys.argv = ["plangen", *arguments]
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        code = supervised(partial(run, command_line))
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
    finally:
        os._exit(code)


def _ended(child: int, started: float, blow: Blow | None) -> tuple[int | None, resource.struct_rusage]:
    pause = 0.002
    while True:
        if blow is not None and time.monotonic() - started > blow.seconds:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, blow.number)
            blow = None
        found, status, usage = os.wait4(child, os.WNOHANG)
        if found:
            code = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
            return code, usage
        if time.monotonic() - started > _HUNG_SECONDS:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            return None, os.wait4(child, 0)[2]
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)


def faults_of(tried: Attempt, may_write: Iterable[str] = (), folder: Path | None = None) -> Iterator[str]:
    """Yield what a command did that it must not.

    Args:
        tried: the command.
        may_write: the names of files that it may make, without their endings; and what goes beside them.
        folder: where it ran; given, the Word files that it made are looked into.
    """
    if tried.code is None:
        yield f"hung for {_HUNG_SECONDS:.0f} s"
    elif tried.code not in (0, 1, 2):
        yield f"exit code {tried.code}"
    if "Traceback" in tried.err + tried.out:
        yield f"a traceback: {tried.err[-300:]}"
    if "程序内部出错" in tried.err:
        yield f"an internal error: {tried.err[-300:]}"
    if tried.code in (1, 2) and not (tried.err.strip() or tried.out.strip()):
        yield "refused without a word"
    if tried.seconds > MOST_SECONDS:
        yield f"{tried.seconds:.1f} s"
    if tried.megabytes > MOST_MEGABYTES:
        yield f"{tried.megabytes:.0f} MB"
    allowed = tuple(may_write)
    for name in tried.made:
        if name.endswith(".tmp"):
            yield f"left a temporary file: {name}"
        elif not any(name.startswith((one, f".plangen/{one}")) for one in allowed):
            yield f"wrote {name}"
        elif folder is not None and name.endswith(".docx"):
            yield from (f"{name} is not valid: {line}" for line in lint_docx((folder / name).read_bytes()))


def fresh(folder: Path, name: str) -> Path:
    """Return an empty folder of that name; what was in it is gone."""
    place = folder / name
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    return place
