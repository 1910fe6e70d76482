"""How much processor time and memory this process may still take; every file that is read adds to it.

A file of a stranger can be made so that reading it never ends, in more ways than single checks can name.  Only a
process that was put under the bounds has them (:func:`bind`): the command line's own, and those that it starts.
"""

from __future__ import annotations

import contextlib
import math
import os
import time
from typing import Any

try:
    import resource as _resource
except ImportError:  # Windows has none
    _resource = None  # type: ignore[assignment]  # there it is a module that is not there

SECONDS = 6
"""Processor seconds for a command by itself; the longest real plans take one or two.  A slower machine has more."""
SECONDS_PER_MEGABYTE = 2.5
"""And for each megabyte that it reads; a megabyte of text, some twelve plans, takes three less what is above."""
MEMORY_BYTES = 400 * 1024 * 1024
"""Memory for a command by itself; real plans take 70 MB."""
MEMORY_PER_BYTE = 40
"""And for each byte that it reads: a packed file unfolds."""
OUTPUT_BYTES = 400 * 1024 * 1024
"""Most bytes of a file that is written."""
UNBOUNDED = "PLANGEN_UNBOUNDED"
"""Environment variable: with 1, nothing is bounded."""

_ROUNDS, _USUAL_SECONDS = 100_000, 0.001
"""A loop of so many rounds takes so long on the machine on which the bounds were measured."""
_MOST_SLOWNESS = 8.0


class _Allowance:
    """What this process may take: nothing is bounded before it is bound."""

    seconds = math.inf
    slowness = 1.0
    memory: float = math.inf


_ALLOWANCE = _Allowance()


def bind(*, output: bool = True) -> None:
    """Put this process under the bounds, counted from now; those of a process that it starts begin anew.

    Where the system cannot bound a process, :func:`seconds_left` is for whoever watches it.

    Args:
        output: whether what it writes is bounded too.
    """
    if os.environ.get(UNBOUNDED) == "1":
        return
    _ALLOWANCE.slowness = min(max(_slowness(), 1.0), _MOST_SLOWNESS)
    _ALLOWANCE.seconds = time.process_time() + SECONDS * _ALLOWANCE.slowness
    _ALLOWANCE.memory = MEMORY_BYTES
    if _resource is not None:
        _set(_resource.RLIMIT_CORE, 0)
        if output:
            _set(_resource.RLIMIT_FSIZE, OUTPUT_BYTES)
    _apply()


def is_bound() -> bool:
    """Return whether this process is under the bounds."""
    return _ALLOWANCE.seconds < math.inf


def allow(size: int) -> None:
    """Let this process take more, because it reads a file; without bounds nothing changes.

    Args:
        size: how many bytes the file has.
    """
    if is_bound():
        _ALLOWANCE.seconds += size / 1_000_000 * SECONDS_PER_MEGABYTE * _ALLOWANCE.slowness
        _ALLOWANCE.memory += size * MEMORY_PER_BYTE
        _apply()


def seconds_left() -> float:
    """Return how many processor seconds this process may still take; infinite without bounds."""
    return _ALLOWANCE.seconds - time.process_time()


def _slowness() -> float:
    """Return how many times slower this machine is than the one on which the bounds were measured."""

    def once() -> float:
        start = time.process_time()
        for _ in range(_ROUNDS):
            pass
        return time.process_time() - start

    return min(once(), once()) / _USUAL_SECONDS


def _apply() -> None:
    if _resource is not None:
        _set(_resource.RLIMIT_CPU, int(_ALLOWANCE.seconds) + 1)
        _set(_resource.RLIMIT_DATA, int(_ALLOWANCE.memory))


def _set(what: int, most: int) -> None:
    """Set the soft bound alone: programs that are started, as LibreOffice, may raise it again for themselves."""
    library: Any = _resource
    with contextlib.suppress(OSError, ValueError):
        hard = library.getrlimit(what)[1]
        library.setrlimit(what, (most if hard == library.RLIM_INFINITY else min(most, hard), hard))
