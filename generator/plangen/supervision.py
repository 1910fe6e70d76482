"""Runs the command line in a process under bounds, and says what ended that process if it did not end by itself.

Whatever a stranger's file does to the program, the planner gets a message and an exit code, within seconds.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from itertools import pairwise

from plangen.screen import EXIT_UNUSABLE, say_failure
from plangen.terms import allowance
from plangen.terms import allowance_rules as rules
from plangen.terms.findings import FindingsError

_WATCHED_EACH = 0.2
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


def supervised(work: Callable[[], int]) -> int:
    """Run a command under the bounds of :mod:`plangen.terms.allowance` and return its exit code.

    Args:
        work: runs the command, prints what there is to say, and returns the exit code.
    """
    if os.environ.get(allowance.UNBOUNDED) == "1":
        return work()
    if not hasattr(os, "fork"):
        allowance.bind()
        threading.Thread(target=_watch, daemon=True).start()
        return work()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    child = os.fork()
    if child == 0:
        _work_and_leave(work)
    return _outcome(_waited(child))


def _work_and_leave(work: Callable[[], int]) -> None:
    """Do the work in the child, and end it with the work's exit code."""
    code = EXIT_UNUSABLE
    try:
        _die_with_parent()
        allowance.bind()
        code = work()
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        # nothing that the parent has set up is torn down a second time
        code = _flushed(code)
        os._exit(code)


def _flushed(code: int) -> int:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):  # closed, or a full disk: what was printed is lost
            code = code or EXIT_UNUSABLE
    return code


def _waited(child: int) -> int:
    """Wait for the child, hand on to it what is meant to end the program, and return its status."""

    def hand_on(number: int, _: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)

    # Ctrl-C reaches the child too, from the terminal; it says so and ends
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, hand_on)
    return os.waitpid(child, 0)[1]


def _outcome(status: int) -> int:
    """Return the exit code of a child's status; say what ended it where a signal did."""
    if not os.WIFSIGNALED(status):
        return os.WEXITSTATUS(status)
    number = os.WTERMSIG(status)
    if number in (signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        return 128 + number
    if number == signal.SIGXCPU:
        return _said(rules.WORK_TOO_LONG.error(variable=allowance.UNBOUNDED))
    return _said(rules.WORK_ENDED.error(number=int(number)))


def _said(error: FindingsError) -> int:
    """Print what ended the work, in the form that the command was asked for."""
    asked = "--format=json" in sys.argv or ("--format", "json") in pairwise(sys.argv)
    return say_failure(error, "json" if asked else None)


def _die_with_parent() -> None:
    """Let the system end this process when its parent is ended, where it can."""
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)


def _watch() -> None:
    """End the process once it has taken more time than it may."""
    while allowance.seconds_left() > 0:
        time.sleep(_WATCHED_EACH)
    os._exit(_said(rules.WORK_TOO_LONG.error(variable=allowance.UNBOUNDED)))
