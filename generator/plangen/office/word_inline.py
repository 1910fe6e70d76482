"""What stands inside the paragraphs of a Word file: runs, revisions, fields, bookmarks, content controls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from plangen.office.body import Look, Revision, Unseen
from plangen.office.word_styles import Styles
from plangen.office.word_text import OpenParagraph, TextReader
from plangen.office.word_xml import attribute, child, drawing_tags, local_name, word_tags

_DELETED = Look(unseen=Unseen.DELETED)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# what holds no text of its own, and what is read where it is needed
_IGNORED = ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "rt")


class InlineReader:
    """Goes down the elements inside paragraphs; what surrounds the current place is kept in its state.

    Args:
        styles: the document's styles.
        contents: leave out the lines of tables of contents that fields or content controls make.
    """

    def __init__(self, styles: Styles, contents: bool) -> None:
        self._styles = styles
        self._text = TextReader(styles, contents)
        self._paragraph: OpenParagraph | None = None
        self._bookmarks: list[str] = []  # begun between paragraphs, they belong to the next one
        self._look = Look()
        self._gone: Unseen | None = None  # why what is around the place is not shown
        self._ground: str | None = None  # colour of the ground around the place
        self._inserted = False
        self._table_style: str | None = None
        self._handlers = self._all_handlers()

    def _all_handlers(self) -> dict[str, Callable[[Any], None]]:
        """Return what to do with each element, by its tag; what is not there is only gone through."""
        word = self._word_handlers()
        drawing = {
            "AlternateContent": self._take_alternatives,
            "picture": self._count_as("pictures"),
            "object": self._count_as("objects"),
            "math-text": self._take_text,
        }
        tags = {tag: word[name] for tag, name in word_tags(*word).items()}
        return tags | {tag: drawing[name] for tag, name in drawing_tags().items() if name in drawing}

    def _word_handlers(self) -> dict[str, Callable[[Any], None]]:
        return {
            "r": self._take_run,
            "t": self._take_text,
            "delText": self._take_deleted_text,
            "sym": lambda element: self._add(self._text.symbol(element)),
            "instrText": lambda element: None if self._gone else self._text.instruct(element.text or ""),
            "fldChar": self._take_field_step,
            "fldSimple": self._take_field,
            "sdt": self._take_control,
            "docPartGallery": self._take_gallery,
            "del": lambda element: self._take_revision(element, Unseen.DELETED),
            "moveFrom": lambda element: self._take_revision(element, Unseen.MOVED),
            "ins": lambda element: self._take_revision(element, None),
            "moveTo": lambda element: self._take_revision(element, None),
            "bookmarkStart": self._take_bookmark,
            "commentReference": self._take_comment,
            "altChunk": self._count_as("objects"),
            "footnoteReference": self._take_note("footnote"),
            "endnoteReference": self._take_note("endnote"),
            **{name: self._take_sign(sign) for name, sign in _SIGNS.items()},
            "br": self._take_break,
            **dict.fromkeys(_IGNORED, lambda element: None),
        }

    def read(self, element: Any) -> None:
        """Take an element."""
        handler = self._handlers.get(element.tag)
        if handler is not None:
            handler(element)
        elif len(element):
            self.read_inside(element)

    def read_inside(self, element: Any) -> None:
        """Take what is inside an element."""
        for inner in element:
            self.read(inner)

    @contextmanager
    def _within(self, **state: Any) -> Iterator[None]:
        """Change what surrounds the place, and change it back."""
        before = {name: getattr(self, name) for name in state}
        self.__dict__.update(state)
        yield
        self.__dict__.update(before)

    # --- inside paragraphs ------------------------------------------------------------------------------------------

    def _add(self, text: str, look: Look | None = None) -> None:
        self._text.add(text, self._paragraph, look or self._look)

    def _take_run(self, run: Any) -> None:
        outer, paragraph = self._look, self._paragraph
        self._look = self._text.look(
            child(run, "rPr"),
            paragraph.style if paragraph is not None else None,
            self._table_style,
            gone=self._gone,
            ground=self._ground,
            inserted=self._inserted,
        )
        self.read_inside(run)
        self._look = outer

    def _take_text(self, element: Any) -> None:
        self._add(element.text or "")

    def _take_deleted_text(self, element: Any) -> None:
        self._add(element.text or "", self._look if self._gone else _DELETED)

    def _take_sign(self, sign: str) -> Callable[[Any], None]:
        return lambda element: self._add(sign)

    def _take_break(self, element: Any) -> None:
        if attribute(element, "type") == "page" and self._paragraph is not None and self._gone is None:
            self._paragraph.page_break = "inside" if self._paragraph.text.strip() else "before"
        self._add(_SIGNS["br"])

    def _count_as(self, word: str) -> Callable[[Any], None]:
        def take(element: Any) -> None:
            self._text.counts[word] += self._gone is None
            if self._paragraph is not None and self._gone is None:
                self._paragraph.pictures += 1
            self.read_inside(element)

        return take

    def _take_field_step(self, element: Any) -> None:
        if self._gone is None:
            self._text.step_field(attribute(element, "fldCharType"), self._paragraph, self._look)

    def _take_field(self, element: Any) -> None:
        self._text.open_field(attribute(element, "instr") or "")
        self.read_inside(element)
        self._text.close_field()

    def _take_comment(self, element: Any) -> None:
        if self._gone is None and self._paragraph is not None:
            self._text.counts["comments"] += 1
            self._paragraph.comments.append(attribute(element, "id") or "")

    def _take_note(self, kind: str) -> Callable[[Any], None]:
        def take(element: Any) -> None:
            self._text.counts["notes"] += self._gone is None
            if self._gone is None and self._look.unseen is None and self._paragraph is not None:
                self._paragraph.notes.append(f"{kind}:{attribute(element, 'id') or ''}")

        return take

    def _take_bookmark(self, element: Any) -> None:
        if self._gone is None and (name := attribute(element, "name")):
            (self._bookmarks if self._paragraph is None else self._paragraph.bookmarks).append(name)

    def _take_control(self, element: Any) -> None:
        self._text.controls.append(False)
        self.read_inside(element)
        self._text.controls.pop()

    def _take_gallery(self, element: Any) -> None:
        if self._text.controls:
            self._text.controls[-1] = (attribute(element) or "").lower() == "table of contents"

    def _take_revision(self, element: Any, gone: Unseen | None) -> None:
        if gone is None:
            self._text.counts["insertions"] += len(element) > 0 and self._gone is None
        if self._paragraph is not None and self._gone is None:
            # of what was put in, what somebody has deleted again does not stand there
            kinds = ("t",) if gone is None else ("t", "delText")
            text = "".join(inner.text or "" for inner in element.iter() if local_name(inner) in kinds)
            found = revision_of(element, "inserted" if gone is None else "deleted", text)
            self._paragraph.revisions.append(replace(found, inside=self._inserted and gone is not None))
        with self._within(_gone=self._gone or gone, _inserted=self._inserted or gone is None):
            self.read_inside(element)

    def _take_alternatives(self, element: Any) -> None:
        """Take the first alternative that says something; the others say the same in the words of older programs."""
        for choice in element:
            if any(inner.tag in self._handlers for inner in choice.iter()):
                self.read_inside(choice)
                return


def revision_of(element: Any, kind: str, text: str = "") -> Revision:
    """Return a tracked change as its element (``w:ins``, ``w:del``, ...) says it; see :class:`Revision`."""
    return Revision(kind, text, attribute(element, "author") or "", attribute(element, "date") or "")
