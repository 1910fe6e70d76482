"""What stands on the other side of 作废: under a heading or a line that says that what follows does not count.

The words are in templates/knowledge/undertakings.yaml.  A heading voids what stands under it; a line voids everything
behind it up to the next heading that is higher than those it stands among.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plangen.reading.lines import Line, SourceDocument
from plangen.terms.findings import Finding, Location
from plangen.terms.marks import parse_mark
from plangen.terms.place import Place
from plangen.terms.text import comparable, short
from plangen.terms.vocabulary import quoted
from plangen.trace import rules
from plangen.trace.undertaking import undertaking_words

_LONGEST_HEADING = 40
_LONGEST_VOID = 24  # characters of a line that says nothing else
_OF_THE_SECTION = ("本部分", "本节", "本章", "本类")  # what they say ends with the section
_FIRST_MARK = 10  # typed numbers come after the nine outline levels
_SHOWN = 20


def voided(lines: Sequence[tuple[str, int | None]]) -> dict[int, int]:
    """Return which lines do not count, each with the line that says so.

    Args:
        lines: text and outline level of every line, in order.
    """
    pattern = undertaking_words().void_lines
    gone: dict[int, int] = {}
    above: int | None = None  # rank of the last heading
    since = until = -1
    for index, (text, level) in enumerate(lines):
        rank = _rank(text, level)
        if since >= 0 and rank is not None and rank <= until:
            since = -1
        if since >= 0:
            gone[index] = since
        elif len(text) <= _LONGEST_VOID and pattern.fullmatch(_bare(text)):
            own = (above or 0) - (not text.strip().startswith(_OF_THE_SECTION))
            since, until = index, rank if rank is not None else own
            gone[index] = index
        above = rank if rank is not None else above
    return gone


def _rank(text: str, level: int | None) -> int | None:
    if level is not None:
        return level
    mark = parse_mark(text.strip()) if len(text) <= _LONGEST_HEADING else None
    return _FIRST_MARK + mark.form if mark else None


def _bare(text: str) -> str:
    mark = parse_mark(text.strip())
    return comparable(mark.rest if mark else text).strip("（）()【】[]：:。—-*")


def with_notes(draft: SourceDocument) -> SourceDocument:
    """Return a draft with its footnotes behind the paragraphs that they hang on: they are seen on the paper.

    Args:
        draft: what a reader of :mod:`plangen.reading` returned.
    """
    if not draft.notes:
        return draft
    notes: dict[Place, list[Line]] = {}
    for note in draft.notes:
        notes.setdefault(note.place, []).append(note)
    lines = []
    for line in draft.lines:
        hanging = notes.pop(line.place, [])
        rows = [note for note in hanging if note.cells is not None]
        lines += rows[:1] or [line, *hanging]
    apart = [note for several in notes.values() for note in several]  # of paragraphs that hold nothing else
    return replace(draft, lines=(*lines, *apart), notes=())


def without_voided(draft: SourceDocument) -> tuple[SourceDocument, tuple[Finding, ...]]:
    """Return a draft without the lines that do not count, and what there is to say of them.

    Args:
        draft: what a reader of :mod:`plangen.reading` returned.
    """
    gone = voided([(line.text, line.level if line.table is None else None) for line in draft.lines])
    if not gone:
        return draft, ()
    notes = []
    for start in dict.fromkeys(gone.values()):
        place = draft.lines[start].place
        location = Location(file=draft.name, line=place.line, place=None if place.line else place.words)
        notes.append(found(draft.lines[start].text, sum(one == start for one in gone.values()) - 1, location))
    kept = tuple(line for index, line in enumerate(draft.lines) if index not in gone)
    return replace(draft, lines=kept), tuple(notes)


def found(text: str, count: int, location: Location) -> Finding:
    """Return that lines do not count.

    Args:
        text: the line that says so.
        count: how many stand behind it.
        location: where it stands.
    """
    return rules.PART_VOID.found(location, line=quoted(short(text.strip(), _SHOWN)), count=count)
