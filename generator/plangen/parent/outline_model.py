"""The tree of a document's headings."""

from __future__ import annotations

from dataclasses import dataclass, field

from plangen.parent.block_model import Block, Paragraph
from plangen.terms.findings import Finding
from plangen.terms.marks import Mark


@dataclass(eq=False)
class Node:
    """A heading with what stands under it.

    Attributes:
        paragraph: the heading's line; None for the root.
        mark: its number; None for a heading without a number and for the root.
        line: the heading's line without the number.
        list_head: the unnumbered line that introduces the list this heading belongs to (专栏, “重点品类”), or None.
        body: blocks between this heading and the next one, list heads included.
        children: headings one level below.
    """

    paragraph: Paragraph | None = None
    mark: Mark | None = None
    line: str = ""
    list_head: Paragraph | None = None
    body: list[Block] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    def walk(self) -> list[Node]:
        """Return the node and everything under it, in the document's order."""
        nodes = [self]
        for child in self.children:
            nodes += child.walk()
        return nodes


@dataclass(frozen=True, kw_only=True)
class Outline:
    """The tree, and the doubts about its numbers."""

    root: Node
    findings: tuple[Finding, ...]
