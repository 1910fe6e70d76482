"""What merging tells: what was put in, and what was not, as a finding and as a comment in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plangen.living.merge_blocks import Block
from plangen.living.merge_carrier import Carrier
from plangen.living.revisions import P, is_revised
from plangen.terms.findings import Finding, Location, Rule

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SHOWN = 24
_CHAPTER = re.compile("[一二三四五六七八九十]+（[一二三四五六七八九十]+）[0-9.（）①-⑳]*")


@dataclass(frozen=True, kw_only=True)
class Told:
    """Something that was put into a person's file.

    Attributes:
        kind: ``changed``, ``added``, ``deleted``.
        place: where, in Chinese.
        old: the words before.
        new: the words now.
    """

    kind: str
    place: str
    old: str = ""
    new: str = ""


@dataclass
class Words:
    """Keeps what there is to tell.

    Attributes:
        carrier: the person's file.
        file: its name.
    """

    carrier: Carrier
    file: str
    told: list[Told] = field(default_factory=list)
    conflicts: list[Finding] = field(default_factory=list)
    said: list[Finding] = field(default_factory=list)
    touched: dict[Element | None, set[str]] = field(default_factory=dict)
    """What was told of each paragraph and row: kinds as of :class:`Told`, and ``conflict``."""
    _said: set[tuple[str, Element | None]] = field(default_factory=set)
    _revised: set[Element] = field(default_factory=set)

    def __post_init__(self) -> None:
        # seen before we write anything, so that our own marks are not taken for somebody's
        self._revised = {node for node in self.carrier.root.iter(P) if is_revised(node)}
        self._revised |= {row for row in self.carrier.root.iter(_ROW) if is_revised(row)}

    def is_revised(self, element: Element) -> bool:
        """Return whether a paragraph or row had tracked changes before we wrote any."""
        return element in self._revised

    def tell(self, kind: str, block: Block, *, old: str = "", new: str = "") -> None:
        """Record that something was put in."""
        # where something stands only follows from the order: that is no change of it
        if not (_CHAPTER.fullmatch(old) and _CHAPTER.fullmatch(new)):
            self.touched.setdefault(block.element, set()).add(kind)
        self.told.append(Told(kind=kind, place=short(block), old=old, new=new))

    def say(self, rule: Rule, block: Block) -> None:
        """Record what a person should look at, once for a table."""
        if (rule.code, block.table) not in self._said:
            self._said.add((rule.code, block.table))
            self.said.append(rule.found(Location(file=self.file or None, place=short(block))))

    def conflict(self, rule: Rule, element: Element | None, block: Block, *, new: str, theirs: str = "") -> None:
        """Record that something was not put in, and say so in a comment where it would stand."""
        found = rule.found(Location(file=self.file or None, place=short(block)), new=new, theirs=theirs)
        self.conflicts.append(found)
        self.touched.setdefault(block.element, set()).add("conflict")
        paragraph = next(element.iter(P), None) if element is not None else next(self.carrier.root.iter(P), None)
        if paragraph is not None:
            place = "" if element is not None and element is block.element else f"{short(block)}："
            self.carrier.comment(paragraph, f"{place}{found.message}")


def short(block: Block) -> str:
    """Return the first words of a block, as a planner finds it."""
    text = block.unit.text.replace("\n", " ").strip("| ")
    head = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"
    return f"表中“{head}”一行" if block.is_row else f"“{head}”"


_ROW = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tr"
