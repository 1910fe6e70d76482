"""Reading YAML fast.

PyYAML is imported when there is something to read: ``plangen --help`` must not wait for it.  What was read of files
that seldom change (knowledge, words, lists of what is allowed) is kept as JSON, see :mod:`plangen.terms.disk_cache`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from math import isfinite
from pathlib import Path
from typing import Any

from plangen.terms import disk_cache

_MOST_VALUES = 100_000


def yaml_loader() -> Any:
    """Return PyYAML's safe loader that is written in C, or the slow one where PyYAML was built without it."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str) -> Any:
    """Return the data that a YAML text holds.

    Raises:
        ValueError: the text is not YAML, or nested too deeply; it says what the parser says.
    """
    import yaml

    try:
        return yaml.load(text, Loader=yaml_loader())
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error)) from error


def read_yaml(path: Path) -> Any:
    """Return the data of a YAML file that comes with the program, or stands in for one.

    Args:
        path: the file, in UTF-8.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not YAML.
    """
    content = path.read_bytes()
    return kept_data("yaml", content, lambda: parse_yaml(content.decode("utf-8-sig")))


def kept_data(kind: str, content: bytes, parse: Callable[[], Any]) -> Any:
    """Return what a file's content means, as it was kept, or parsed now and kept.

    Args:
        kind: how it is parsed.
        content: the file's content.
        parse: parses it; what it raises is handed on, and nothing is kept.
    """
    kept = recall_data(kind, content)
    if kept is None:
        kept = parse()
        keep_data(kind, content, kept)
    return kept


def recall_data(kind: str, content: bytes) -> Any | None:
    """Return the data of a file's content that was kept, or None; see :func:`plangen.terms.disk_cache.recall`."""
    kept = disk_cache.recall(kind, content)
    try:
        return None if kept is None else json.loads(kept)
    except (ValueError, RecursionError):
        return None


def keep_data(kind: str, content: bytes, data: Any) -> None:
    """Keep the data of a file's content, where JSON gives back exactly the same."""
    if _is_plain(data):
        with suppress(UnicodeEncodeError):  # half a character, which JSON in UTF-8 does not hold
            disk_cache.keep(kind, content, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def _is_plain(data: object) -> bool:
    """Return whether JSON gives back exactly the same: no dates, no keys that are numbers, nothing that unfolds."""
    waiting, count = [data], 0
    while waiting:
        value = waiting.pop()
        count += 1
        kind = type(value)
        if count > _MOST_VALUES:
            return False
        if isinstance(value, dict) and kind is dict and all(type(key) is str for key in value):
            waiting += value.values()
        elif isinstance(value, list) and kind is list:
            waiting += value
        elif not (value is None or kind in (str, int, bool) or (isinstance(value, float) and isfinite(value))):
            return False
    return True
