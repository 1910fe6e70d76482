"""Where the templates and the shipped parents are: beside the code in a checkout, inside the package in a wheel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

Cached = TypeVar("Cached", bound=Callable[..., Any])

_own_folder: ContextVar[Path | None] = ContextVar("own_folder", default=None)
_kept: list[Any] = []


@lru_cache(maxsize=1)
def _data_root() -> Path:
    package = Path(__file__).resolve().parent.parent
    packed = package / "_data"
    return packed if packed.is_dir() else package.parent.parent


def templates_folder() -> Path:
    """Return the folder with the template packs, the Word style and the knowledge."""
    return _data_root() / "templates"


def knowledge_file(name: str) -> Path:
    """Return the path of a knowledge file, for instance ``themes.yaml``: the planner's own where there is one."""
    folder = _own_folder.get()
    if folder is not None and (own := folder / name).is_file():
        return own
    return _shipped(name)


@lru_cache(maxsize=64)
def _shipped(name: str) -> Path:
    return templates_folder() / "knowledge" / name


def knowledge_cache(function: Cached) -> Cached:
    """Keep what a function makes of knowledge files, until another folder of them is used."""
    cached: Any = lru_cache(maxsize=4096)(function)
    _kept.append(cached)
    return cached  # type: ignore[no-any-return]  # it is called as the function is


@contextmanager
def own_knowledge(folder: Path | None) -> Iterator[None]:
    """Let single files of a planner's folder stand in for the shipped knowledge files.

    Args:
        folder: the folder; None for the shipped files alone.
    """
    before = _own_folder.get()
    use_knowledge(folder)
    try:
        yield
    finally:
        use_knowledge(before)


def use_knowledge(folder: Path | None) -> None:
    """Let files of a folder stand in for the shipped knowledge files from now on; see :func:`own_knowledge`."""
    if folder != _own_folder.get():
        _own_folder.set(folder)
        for cached in _kept:
            cached.cache_clear()


def uses_own_knowledge() -> bool:
    """Return whether files of a planner's folder stand in for shipped knowledge files."""
    return _own_folder.get() is not None


def shipped_knowledge() -> tuple[str, ...]:
    """Return the names of the shipped knowledge files."""
    return tuple(sorted(path.name for path in (templates_folder() / "knowledge").glob("*.yaml")))


def parents_folder() -> Path:
    """Return the folder with the shipped parent plans (``<id>.yaml``)."""
    return _data_root() / "specs" / "parents"


def shipped_parents() -> tuple[Path, ...]:
    """Return the files of the shipped parent plans, by name; a file's stem is the plan's id."""
    return tuple(sorted(parents_folder().glob("*.yaml")))
