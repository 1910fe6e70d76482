"""From a reader's lines to blocks: whole paragraphs and tables, without contents pages and web furniture.

What is taken out is remembered (:class:`Note`), so that a person can ask why a line is not an item.
"""

from __future__ import annotations

from dataclasses import replace

from plangen.parent import rules
from plangen.parent.block_model import Contents, Paragraph, Prepared, Work, clean, locate
from plangen.parent.contents_page import contents_spans, entry_text
from plangen.parent.joining import join_cut_paragraphs
from plangen.parent.table_blocks import group_lines
from plangen.reading.lines import Line, SourceDocument
from plangen.terms.text import comparable
from plangen.terms.vocabulary import vocabulary


def prepare(document: SourceDocument) -> Prepared:
    """Turn a document's lines into paragraphs and tables."""
    work = Work(document.name)
    lines = [line for raw in document.lines if (line := replace(raw, text=clean(raw.text))).text or raw.cells]
    lines = _without_furniture(lines, work)
    lines, contents = _without_contents(lines, work)
    # only in a text file do the numbers of the lines show where a blank line stood
    blocks = join_cut_paragraphs(group_lines(lines, work, document.format == "txt"), work, document.format == "txt")
    return Prepared(blocks=tuple(blocks), contents=contents, notes=tuple(work.notes), findings=tuple(work.findings))


def _without_furniture(lines: list[Line], work: Work) -> list[Line]:
    words = vocabulary()
    kept = []
    for line in lines:
        text = comparable(line.text)
        bare = text.strip("()。")
        if line.table is None and len(text) <= 80 and (words.furniture.match(text) or bare in words.furniture.whole):
            work.skip(line, "网页或公文的附着文字，不属于正文")
        else:
            kept.append(line)
    return kept


def _without_contents(lines: list[Line], work: Work) -> tuple[list[Line], Contents]:
    spans = contents_spans(lines)
    if not spans:
        return lines, Contents()
    taken = {index for start, stop in spans for index in range(start, stop)}
    entries = []
    for index in sorted(taken):
        line = lines[index]
        work.skip(line, "目录，不作为条目重复导入")
        text = entry_text(line.text)
        if "contents" not in vocabulary().roles(text):
            entries.append(Paragraph(text=text, place=line.place, places=(line.place,)))
    first = lines[spans[0][0]]
    work.findings.append(rules.CONTENTS_SKIPPED.found(locate(work.name, first.place), lines=len(entries)))
    return [line for index, line in enumerate(lines) if index not in taken], Contents(entries=tuple(entries))
