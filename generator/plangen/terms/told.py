"""What takes long says so, without knowing whether anybody looks or where: whoever looks listens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str], None]

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def tell(text: str) -> None:
    """Say what is going on, in Chinese (正在……); an empty text says that it is shown in another way."""
    if (listener := _listener.get()) is not None:
        listener(text)


@contextmanager
def told_to(listener: Listener | None) -> Iterator[None]:
    """Let somebody listen to what is told.

    Args:
        listener: is given each text; None: nobody listens.
    """
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


class Slowly:
    """Tells how far some work is, but only once it takes long, and then now and again.

    Args:
        first: seconds until it tells for the first time.
        again: seconds between one time and the next.
    """

    def __init__(self, first: float = 1.0, again: float = 5.0) -> None:
        self._next = time.monotonic() + first
        self._again = again

    def tell(self, text: str) -> None:
        """Say how far it is, if it is time to."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + self._again
            tell(text)
