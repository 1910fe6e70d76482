"""What was worked out from a file once, kept on disk for the next run: a folder of the user's own, safe to delete.

Nothing depends on it.  An entry is known by the bytes that it was made from, the program and Python as they are, and
carries a digest, so that one which is damaged, cut off or another's is passed over and written anew.  Of two runs that
write one, either is kept whole.  Where the folder cannot be had, or others could write in it, there is no cache, and
nothing is said.

``PLANGEN_CACHE`` names another folder, by its whole path, or is ``off``.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from io import FileIO
from itertools import count
from pathlib import Path

from plangen.terms.resources import templates_folder
from plangen.terms.version import __version__

VARIABLE = "PLANGEN_CACHE"
"""The variable of the environment that names another folder, or turns the cache off."""

MOST_BYTES = 32 * 1024 * 1024
"""How much is kept; the entries that were used longest ago go first."""

MOST_ENTRY_BYTES = 4 * 1024 * 1024
"""The largest entry that is kept."""

_OFF = frozenset({"off", "0", "no", "false", ""})
_FOLDER = "plangen"
_MARK = b"plangen cache 1\n"
_DIGEST = 32
_ENDING, _UNFINISHED = ".kept", ".part"
_DAY, _HOUR = 86_400, 3_600
_TIDIED_EVERY = 64
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def recall(kind: str, made_from: bytes) -> bytes | None:
    """Return what was kept, or None where there is nothing that can be relied on.

    Args:
        kind: what it is: ``yaml``, ``template``.
        made_from: all that it was made from, beside the program.
    """
    folder = _folder()
    if folder is None:
        return None
    try:
        path = folder / _name(kind, made_from)
        with FileIO(path, opener=_plain_file) as stream:
            state = os.fstat(stream.fileno())
            if not stat.S_ISREG(state.st_mode) or not _ours(state) or state.st_size > MOST_ENTRY_BYTES:
                return None
            found = stream.readall()
    except OSError:
        return None
    head, content = found[: len(_MARK) + _DIGEST], found[len(_MARK) + _DIGEST :]
    if head != _MARK + _digest(path.name, content):
        return None
    if time.time() - state.st_mtime > _DAY:  # a later look at the folder takes it for one that is in use
        with suppress(OSError):
            os.utime(path)
    return content


def keep(kind: str, made_from: bytes, content: bytes) -> None:
    """Keep something for the next run, as far as that can be done; see :func:`recall`."""
    folder = _folder()
    if folder is None or len(content) + len(_MARK) + _DIGEST > MOST_ENTRY_BYTES:
        return
    unfinished = folder / f"{os.urandom(12).hex()}{_UNFINISHED}"
    try:
        path = folder / _name(kind, made_from)
        with os.fdopen(os.open(unfinished, _NEW, 0o600), "wb") as stream:
            stream.write(_MARK + _digest(path.name, content) + content)
        unfinished.replace(path)
    except OSError:  # no space, no right to write, or another run has it open (Windows)
        return
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    if next(_kept) % _TIDIED_EVERY == 0:
        _tidy(folder)


_kept = count()


def _plain_file(name: str, flags: int) -> int:
    """Open a file, but follow no link and wait for no pipe."""
    return os.open(name, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _digest(name: str, content: bytes) -> bytes:
    return hashlib.blake2b(name.encode() + b"\0" + content, digest_size=_DIGEST).digest()


def _name(kind: str, made_from: bytes) -> str:
    known = hashlib.blake2b(program_state(), digest_size=20)
    known.update(made_from)
    return f"{kind}-{known.hexdigest()}{_ENDING}"


@lru_cache(maxsize=1)
def program_state() -> bytes:
    """Return what changes with the program: version, files (by time and size, as Python itself knows them again), the
    shipped knowledge, and Python.
    """
    package = Path(__file__).resolve().parent.parent
    files = [*_states(package, ".py"), *_states(templates_folder() / "knowledge", ".yaml")]
    python = (sys.implementation.cache_tag, sys.version, sys.flags.optimize)
    return hashlib.blake2b(repr((__version__, python, sorted(files))).encode()).digest()


def _states(folder: Path, ending: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(ending):
                state = entry.stat()
                yield entry.path, state.st_mtime_ns, state.st_size
            elif "." not in entry.name and not entry.name.startswith("_") and entry.is_dir():
                yield from _states(Path(entry.path), ending)


# --- the folder ---


def _folder() -> Path | None:
    """Return the folder, which is there, ours and nobody else's, or None."""
    return _prepared(os.environ.get(VARIABLE), *map(os.environ.get, _variables()))


def _variables() -> tuple[str, str]:
    return ("LOCALAPPDATA", "USERPROFILE") if os.name == "nt" else ("XDG_CACHE_HOME", "HOME")


@lru_cache(maxsize=8)
def _prepared(given: str | None, caches: str | None, home: str | None) -> Path | None:
    if given is not None:
        named = None if given.strip().lower() in _OFF else given
    elif caches and Path(caches).is_absolute():
        named = caches
    else:
        named = str(Path(home) / _USUAL) if home else None
    if named is None or not Path(named).is_absolute():
        return None
    folder = Path(named) / _FOLDER
    try:
        # no more is made than this folder and the one of all caches: a home that is not there is not made
        folder.parent.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        state = folder.lstat()
    except (OSError, ValueError):
        return None
    return folder if stat.S_ISDIR(state.st_mode) and _ours(state) and _inside_profile(folder, home) else None


_USUAL = {"nt": "AppData/Local"}.get(os.name) or ("Library/Caches" if sys.platform == "darwin" else ".cache")


def _ours(state: os.stat_result) -> bool:
    """Return whether a file or folder is the user's own and nobody else can read or write it."""
    if not hasattr(os, "geteuid"):
        return True
    return state.st_uid == os.geteuid() and not stat.S_IMODE(state.st_mode) & 0o077


def _inside_profile(folder: Path, home: str | None) -> bool:
    """Return whether nobody else can write in a folder where files do not say whose they are: Windows keeps others out
    of a user's profile.
    """
    return hasattr(os, "geteuid") or (home is not None and folder.resolve().is_relative_to(Path(home).resolve()))


def _tidy(folder: Path) -> None:
    """Delete what is too much, and what a run that was killed has left."""
    entries: list[tuple[float, int, str]] = []
    with suppress(OSError), os.scandir(folder) as found:
        for one in found:
            with suppress(OSError):
                state = one.stat(follow_symlinks=False)
                if one.name.endswith(_ENDING):
                    entries.append((state.st_mtime, state.st_size, one.path))
                elif one.name.endswith(_UNFINISHED) and time.time() - state.st_mtime > _HOUR:
                    Path(one.path).unlink()
    left = sum(size for _, size, _ in entries)
    for _, size, path in sorted(entries):
        if left <= MOST_BYTES:
            break
        left -= size
        with suppress(OSError):
            Path(path).unlink()
