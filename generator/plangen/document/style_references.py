"""What the parts of a style document refer to in each other: ids that exist, chains that end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from plangen.document.word_grammar import Sieve, short_name
from plangen.office.word_xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAXIMUM_STYLES = 2_000
MAXIMUM_BASES = 30
"""How many styles may be based on each other in a row."""

_VAL = f"{W}val"
_STYLES = {
    "pStyle": "paragraph",
    "rStyle": "character",
    "tblStyle": "table",
    "next": "paragraph",
    "styleLink": "numbering",
    "numStyleLink": "numbering",
}
"""References to a style, and the kind that it must have."""


class StyleReferences:
    """Takes out what refers to nothing, what is there twice, and chains without end.

    Args:
        roots: the parts by name, cleaned; they are changed.
        sieve: notes what was taken out.

    Raises:
        ValueError: there are more styles than any document has.
    """

    def __init__(self, roots: Mapping[str, Element], sieve: Sieve) -> None:
        self.roots = roots
        self.sieve = sieve
        if sum(1 for _ in self._all("style")) > MAXIMUM_STYLES:
            raise ValueError("too many styles")

    def mend(self) -> None:
        """Make every reference lead somewhere."""
        for name, key in (("style", "styleId"), ("abstractNum", "abstractNumId"), ("num", "numId")):
            self._once(name, key)
        kinds = {node.get(f"{W}styleId"): node.get(f"{W}type") for node in self._all("style")}
        for tag, kind in _STYLES.items():
            self._must_be(tag, {identifier for identifier, known in kinds.items() if known == kind})
        self._must_be("link", kinds)
        self._must_be("basedOn", kinds)
        self._end_chains()
        abstract = {node.get(f"{W}abstractNumId") for node in self._all("abstractNum")}
        for number in list(self._all("num")):
            if all(node.get(_VAL) not in abstract for node in number.iter(f"{W}abstractNumId")):
                self._take_out(number)
        self._must_be("numId", {node.get(f"{W}numId") for node in self._all("num")} | {"0"})

    def _all(self, name: str) -> Iterator[Any]:
        for root in self.roots.values():
            yield from root.iter(f"{W}{name}")

    def _once(self, name: str, key: str) -> None:
        seen: set[str | None] = set()
        for node in list(self._all(name)):
            if (identifier := node.get(f"{W}{key}")) in seen:
                self._take_out(node)
            seen.add(identifier)

    def _must_be(self, name: str, known: Iterable[str | None]) -> None:
        allowed = set(known)
        for node in list(self._all(name)):
            if node.get(_VAL) not in allowed:
                self._take_out(node)

    def _end_chains(self) -> None:
        styles = {node.get(f"{W}styleId"): node for node in self._all("style")}
        bases = {identifier: node.find(f"{W}basedOn") for identifier, node in styles.items()}
        for identifier, style in styles.items():
            current, seen = identifier, {identifier}
            while (base := bases[current]) is not None:
                current = base.get(_VAL)
                other_kind = styles[current].get(f"{W}type") != style.get(f"{W}type")
                if current in seen or other_kind or len(seen) > MAXIMUM_BASES:
                    self._take_out(bases[identifier])
                    bases[identifier] = None
                    break
                seen.add(current)

    def _take_out(self, node: Any) -> None:
        name = short_name(node.tag)
        value = next((str(value) for value in node.attrib.values()), "")
        self.sieve.odd[f"{name}={value[:20]}"] = None
        node.getparent().remove(node)
