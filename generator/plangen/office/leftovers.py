"""Files that plangen writes beside their places before it puts them there, and what an ended run left of them.

Whoever makes such a file holds a lock on it, where the system has locks of that kind: the lock ends with the process,
so that another run knows at once what nobody works on any more.
"""

from __future__ import annotations

import os
import secrets
import time
from contextlib import ExitStack, suppress
from pathlib import Path

try:
    import fcntl as _fcntl
except ImportError:  # Windows has none
    _fcntl = None  # type: ignore[assignment]  # there it is a module that is not there

_BEGIN, _END = ".plangen-", ".tmp"
_FORGOTTEN_SECONDS = 3600
"""Where there are no locks, a file of this age is nobody's any more."""


def temporary_file(folder: Path, until: ExitStack) -> Path:
    """Make an empty file beside others, which is gone and unlocked when the stack is left.

    Args:
        folder: where.
        until: the stack; a file that was put in its place by then stays there.

    Raises:
        OSError: the folder cannot be written to.
    """
    # the name is short: a long name of the file itself must not make it too long; one that exists is never opened
    path = folder / f"{_BEGIN}{secrets.token_hex(8)}{_END}"
    until.callback(removed, path)  # before it is there: an interruption may come at any moment
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    if _fcntl is None:
        os.close(handle)
    else:
        until.callback(os.close, handle)
        with suppress(OSError):  # a network drive without locks
            _fcntl.flock(handle, _fcntl.LOCK_EX | _fcntl.LOCK_NB)
        if not path.exists():  # between the two another run took it for a leftover
            return temporary_file(folder, until)
    return path


def clear(folder: Path) -> None:
    """Remove what ended runs left in a folder; what a run still works on stays.

    Args:
        folder: the folder; nothing happens where it cannot be read or written to.
    """
    with suppress(OSError):
        for path in folder.glob(f"{_BEGIN}*{_END}"):
            if _is_left(path):
                removed(path)


def _is_left(path: Path) -> bool:
    try:
        if path.is_symlink() or not path.is_file():
            return False
        if _fcntl is None:
            return time.time() - path.stat().st_mtime > _FORGOTTEN_SECONDS
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        _fcntl.flock(handle, _fcntl.LOCK_EX | _fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def removed(path: Path) -> None:
    """Remove a file, if it is there and can be removed."""
    with suppress(OSError):
        path.unlink()
