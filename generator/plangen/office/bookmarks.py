"""Names of Word bookmarks: how a paragraph or a row keeps the identity of its item while people edit the document.

A name may have 40 characters, letters, digits and ``_``, begins with a letter, and Word does not tell upper from
lower case.  Keys in their usual shape are written so that they can be read off the name again; any other key is
replaced by a hash, and the map in the document's properties says what it stands for.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

PREFIXES = {
    "pg": "heading or paragraph of an item",
    "pgr": "row of an item in a table",
    "pgt": "table, on its title",
    "pgh": "any other heading or paragraph: its key is made of its words, see text_key",
    "pghr": "any other row of a table, in its first cell: likewise",
}
"""Every kind of bookmark that plangen sets, by the part of the name before the first ``_``."""

TEXT_PREFIXES = frozenset({"pgh", "pghr"})
"""The kinds that stand for no item: they are known again by their name alone, which no map has to explain."""

LONGEST_NAME = 40
MAP_PROPERTY = "plangen.bookmarks"

_OCCURRENCE_ROOM = 6  # for _n2 to _n9999
_ITEM_KEY = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*):([A-Z][0-9]+(?:\.[0-9]+)*)(?:/([0-9]+))?")
_TEXT_KEY = re.compile(r"[0-9a-f]{16}")
_PLAIN_KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_ITEM_NAME = re.compile(r"([a-z0-9]+(?:_[a-z0-9]+)*)__([A-Z][0-9]+(?:_[0-9]+)*)(?:x([0-9]+))?")
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*?")
_OCCURRENCE = re.compile(r"_n[0-9]+\Z")
_COPY = re.compile(r"_Copy_?[0-9]+\Z|_n[0-9]+\Z")


def text_key(text: str) -> str:
    """Return the key of a paragraph or row that no item stands for: the same words, the same key in every version.

    Args:
        text: its words, without the number that Word counts; white space does not count.
    """
    return hashlib.sha256("".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def bookmark_name(prefix: str, item_key: str, occurrence: int = 1) -> str:
    """Return the name of a bookmark.

    Args:
        prefix: one of :data:`PREFIXES`, with or without a ``_`` at its end.
        item_key: key of an item (``jincheng-155:T13.1``) or name of a table.
        occurrence: 1 for the first bookmark of the key with the prefix in a document, 2 for the second, ...

    Returns:
        at most 40 characters; other keys, prefixes and occurrences give other names, also when case is ignored.

    Raises:
        ValueError: unknown prefix, empty key, or an occurrence outside 1..9999.
    """
    kind = prefix.removesuffix("_")
    if kind not in PREFIXES:
        raise ValueError(f"unknown bookmark prefix {prefix!r}")
    if not item_key or not 1 <= occurrence <= 9999:
        raise ValueError(f"no bookmark for {item_key!r}, occurrence {occurrence}")
    body = item_key if kind in TEXT_PREFIXES and _TEXT_KEY.fullmatch(item_key) else _readable(item_key)
    if body is None or len(kind) + 1 + len(body) > LONGEST_NAME - _OCCURRENCE_ROOM:
        # no readable body begins with _, so that a hash is never taken for one
        body = "_" + hashlib.sha256(item_key.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    tail = f"_n{occurrence}" if occurrence > 1 else ""
    return f"{kind}_{body}{tail}"


def _readable(key: str) -> str | None:
    if match := _ITEM_KEY.fullmatch(key):
        plan, item, part = match.groups()
        return f"{plan.replace('-', '_')}__{item.replace('.', '_')}" + (f"x{part}" if part else "")
    if _PLAIN_KEY.fullmatch(key) and not _OCCURRENCE.search(key.replace("-", "_")):
        return key.replace("-", "_")
    return None


def item_key(name: str, names: Mapping[str, str] | None = None) -> str | None:
    """Return the key that a bookmark stands for, or None when it is not plangen's, stands for no item, or lost its key.

    Args:
        name: the bookmark's name; a tail ``_Copy_1``, which LibreOffice gives to a pasted copy, does not count.
        names: the map from the document's properties, for names that cannot be read off; see :func:`unpack_map`.
    """
    if names and name in names:
        return names[name]
    kind, _, body = name.partition("_")
    if kind not in PREFIXES or kind in TEXT_PREFIXES:
        return None
    body = _OCCURRENCE.sub("", re.sub(r"(?:_Copy_[0-9]+)+\Z", "", body))
    if names and (key := names.get(f"{kind}_{body}")):
        return key
    if match := _ITEM_NAME.fullmatch(body):
        plan, item, part = match.groups()
        return f"{plan.replace('_', '-')}:{item.replace('_', '.')}" + (f"/{part}" if part else "")
    return body.replace("_", "-") if _PLAIN_NAME.fullmatch(body) else None


def numbered(names: Iterable[str]) -> dict[str, str]:
    """Return the names that we gave to what stands for the same item once more (in a second table), with their keys.

    Args:
        names: the names of all bookmarks of a document.
    """
    return {name: key for name in names if _OCCURRENCE.search(name) and (key := item_key(name)) is not None}


def bare_name(name: str) -> str:
    """Return the name of the bookmark of which this one is a copy; the name itself where it is none."""
    return _COPY.sub("", name)


def keys_at(
    place: Iterable[str], prefix: str, names: Mapping[str, str], present: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the keys that the bookmarks of one place stand for: its own, and those that were copied to it.

    Args:
        place: the names of the bookmarks that begin there.
        prefix: which kind counts, see :data:`PREFIXES`.
        names: the map from the document's properties.
        present: the names of all bookmarks of the document.
    """
    own: list[str] = []
    copied: list[str] = []
    for name in place:
        key = item_key(name, names) if name.startswith(f"{prefix}_") else None
        if key is not None:
            # a tail is a copy's only while the name without it is in the document too
            bare = _COPY.sub("", name)
            (copied if bare != name and name not in names and bare in present else own).append(key)
    return tuple(dict.fromkeys(own)), tuple(dict.fromkeys(copied))


@dataclass
class BookmarkRegister:
    """Gives out the names of one document, each once.

    Attributes:
        names: every name given out and the key it stands for.
    """

    names: dict[str, str] = field(default_factory=dict)
    _counts: dict[tuple[str, str], int] = field(default_factory=dict)
    _taken: dict[str, str] = field(default_factory=dict)

    def take(self, prefix: str, key: str) -> str:
        """Return a new name for a key.

        Raises:
            ValueError: two keys would get one name, or the key cannot have one.
        """
        count = self._counts.get((prefix, key), 0) + 1
        self._counts[prefix, key] = count
        name = bookmark_name(prefix, key, count)
        other = self._taken.setdefault(name.lower(), key)
        if name in self.names or other != key:
            raise ValueError(f"bookmark {name} stands for {other!r} and {key!r}")
        self.names[name] = key
        return name


def pack_map(names: Mapping[str, str]) -> str:
    """Return, as one document property, the map from bookmark names to keys for names that cannot be read off.

    Args:
        names: every name of the document and its key, as :class:`BookmarkRegister` has them.
    """
    return ";".join(
        f"{name}={_quote(key)}"
        for name, key in names.items()
        if name.partition("_")[0] not in TEXT_PREFIXES and item_key(name) != key
    )


def unpack_map(value: str) -> dict[str, str]:
    """Return the map that :func:`pack_map` made; damaged entries are left out."""
    names: dict[str, str] = {}
    for entry in value.split(";"):
        name, equals, key = entry.partition("=")
        if equals and name and key:
            names[name] = _unquote(key)
    return names


def _quote(key: str) -> str:
    return key.replace("%", "%25").replace(";", "%3B").replace("=", "%3D")


def _unquote(key: str) -> str:
    return key.replace("%3D", "=").replace("%3B", ";").replace("%25", "%")
