"""What must hold of every merge, told without asking the merge itself: clauses are counted before and after."""

from __future__ import annotations

import copy
import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from plangen.living.merge_blocks import Block, blocks_of, cell_text
from plangen.living.merge_line import Line
from plangen.living.revisions import AUTHOR, own, settle
from plangen.office.docx_package import parse_xml, read_parts
from plangen.office.word_xml import W

MAIN = "word/document.xml"
_CLAUSE = re.compile(r"[^，。；：！？\n\t\ufffc]+")


def body_of(data: bytes, *, accept: bool | None = None) -> Any:
    """Return the body of a file, with our changes accepted or rejected."""
    root = parse_xml(read_parts(data)[MAIN])
    if accept is not None:
        settle(root, accept=accept, chosen=own)
    return root.find(f"{W}body")


def looks(body: Any) -> list[Any]:
    """Return everything of a body that a person sees: paragraphs with their properties, each character with its own.

    The number of a row is left out: it only follows from the order.
    """
    numbers = {paragraph for cell in number_cells(blocks_of(body)) for paragraph in cell.iter(f"{W}p")}
    found = []
    for paragraph in body.iter(f"{W}p"):
        runs: dict[Any, bytes] = {}
        chars = []
        for char in Line(paragraph).chars if paragraph not in numbers else ():
            if char.run not in runs:
                runs[char.run] = bare(char.run.find(f"{W}rPr"))
            chars.append((char.sign, runs[char.run]))
        found.append((paragraph.getparent().tag, bare(paragraph.find(f"{W}pPr")), chars))
    rows = [(len(row), bare(row.find(f"{W}trPr"))) for row in body.iter(f"{W}tr")]
    cells = [bare(cell.find(f"{W}tcPr")) for cell in body.iter(f"{W}tc")]
    return [*found, rows, cells]


def bare(properties: Any) -> bytes:
    """Return properties as bytes, those without any content as none."""
    if properties is None or not len(properties):
        return b""
    if properties.find(f".//{W}rPr") is not None:
        properties = copy.deepcopy(properties)
        for node in [*properties.iter(f"{W}rPr")]:
            if not len(node) and node is not properties:
                node.getparent().remove(node)
    return etree.tostring(properties, method="c14n") if len(properties) else b""


def number_cells(blocks: Sequence[Block]) -> Iterator[Any]:
    """Yield the cells that hold the number of a row: figures under a head that says so."""
    heads = {block.table: block for block in reversed(blocks) if block.table is not None}
    for block in blocks:
        head = heads[block.table].cells if block.table is not None else ()
        counted = head and block.cells and cell_text(head[0]).strip() == "序号"
        if counted and cell_text(block.cells[0]).strip().replace(".", "").isdecimal():
            yield block.cells[0]


@functools.lru_cache(maxsize=8)
def _clauses_of(data: bytes) -> Counter[str]:
    return clauses(body_of(data))


def clauses(body: Any) -> Counter[str]:
    """Return what a body says, clause by clause and cell by cell; a row's number is none."""
    blocks = blocks_of(body)
    numbers = set(number_cells(blocks))
    found: Counter[str] = Counter()
    for block in blocks:
        texts = [cell_text(cell) for cell in block.cells if cell not in numbers] if block.is_row else [block.unit.text]
        for text in texts:
            found.update(words for part in _CLAUSE.findall(text) if (words := part.strip()))
    return found


def untold(base: bytes, theirs: bytes, new: bytes, merged: bytes, conflicts: Sequence[Any]) -> list[str]:
    """Return the clauses that the program put in or took out, and that neither came or went nor are listed.

    A clause is to be there as often as the new render has it, fewer where people took some away, more where they wrote
    some themselves.  One that a person's clause was joined to has become another; then the paragraph it stood in says.
    """
    accepted = body_of(merged, accept=True)
    was, now = _clauses_of(base), _clauses_of(new)
    here, made = clauses(body_of(theirs, accept=True)), clauses(accepted)
    said = "\n".join(str(value) for one in conflicts for value in (*one.values.values(), one.location.place))
    said = "".join(said.split()) + "\n" + "".join(commented(merged).split())
    everything = "\n".join(block.unit.text for block in blocks_of(accepted))
    missing = []
    for clause in sorted(c for c in was.keys() | now.keys() if was[c] != now[c]):
        told = "".join(clause.split()) in said
        gone, typed = max(was[clause] - here[clause], 0), max(here[clause] - was[clause], 0)
        if made[clause] < now[clause] - gone and not told and everything.count(clause) < now[clause] - gone:
            missing.append(f"did not come: {clause}")
        if made[clause] > max(now[clause], 0) + typed and not told:
            missing.append(f"did not go: {clause}")
    return missing


def commented(data: bytes) -> str:
    """Return the words of our comments, and of the paragraphs and rows that they stand on."""
    parts = read_parts(data)
    comments = parse_xml(parts["word/comments.xml"]) if "word/comments.xml" in parts else ()
    ours = {node.get(f"{W}id"): "".join(node.itertext()) for node in comments if node.get(f"{W}author") == AUTHOR}
    found = list(ours.values())
    for mark in body_of(data).iter(f"{W}commentReference"):
        if mark.get(f"{W}id") in ours:
            place = next(mark.iterancestors(f"{W}tr"), None)
            place = place if place is not None else next(mark.iterancestors(f"{W}p"))
            found += [Line(paragraph).text for paragraph in place.iter(f"{W}p")]
    return "\n".join(found)
