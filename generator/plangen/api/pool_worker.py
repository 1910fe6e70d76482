"""What a process of the pool runs: it takes one piece of work after the other and answers each with a line of JSON."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import FrameType
from typing import Any, BinaryIO

from plangen.terms import allowance

TOO_LONG = 75
"""Exit code of a process that took more time than it may, where the system does not end it."""

_GLANCE_SECONDS = 0.2

Ask = Callable[[Mapping[str, Any]], Any]
"""Asks the process that gave out the work, and returns what it answers."""


class _Stop:
    """Ends the process at the first sign that it shall end, but never between the first and the last file of a set."""

    def __init__(self) -> None:
        self.held = False
        self.wanted = False
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            if (number := getattr(signal, name, None)) is not None:
                signal.signal(number, self)

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        # what is cleaned up on the way out must not be broken off by a second sign
        if not self.wanted:
            self.wanted = True
            if not self.held:
                raise KeyboardInterrupt


_stop: _Stop | None = None


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put off the end of this process, where it is one of a pool, until some files are written."""
    if _stop is None:
        yield
        return
    _stop.held = True
    try:
        yield
    finally:
        _stop.held = False
    if _stop.wanted:
        raise KeyboardInterrupt


def main(work: str, *, bounded: bool) -> None:
    """Do what standard input says, line by line, until it ends.

    Args:
        work: the function that does it, ``module:name``; it is given a piece of work and :data:`Ask`.
        bounded: each piece may take what a command may take, see :mod:`plangen.terms.allowance`.
    """
    global _stop  # noqa: PLW0603 - there is one process, and its signals are its own
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # a library that prints must not write into the answers
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    try:
        _stop = _Stop()
        module, _, name = work.partition(":")
        do = getattr(import_module(module), name)

        def ask(question: Mapping[str, Any]) -> Any:
            _say(answers, {"ask": question})
            if not (line := asked.readline()):
                raise KeyboardInterrupt  # nobody is there any more
            return json.loads(line)

        if bounded and not hasattr(signal, "SIGXCPU"):
            threading.Thread(target=_watch, daemon=True).start()
        for line in iter(asked.readline, b""):
            if bounded:
                allowance.bind()
            _say(answers, {"answer": do(json.loads(line), ask)})
            if _stop.wanted:  # where the sign met code that lets no exception out
                break
    except (KeyboardInterrupt, BrokenPipeError):
        os._exit(1)


def _watch() -> None:
    """End the process once a piece takes more time than it may, where the system does not."""
    while allowance.seconds_left() > 0:
        time.sleep(_GLANCE_SECONDS)
    os._exit(TOO_LONG)


def _say(answers: BinaryIO, what: Mapping[str, Any]) -> None:
    answers.write(json.dumps(what).encode("ascii") + b"\n")
    answers.flush()
