"""What people change in a draft is found, named in a planner's words, and nothing is invented."""

from __future__ import annotations

import pytest

import hand_edits
from draft_surgery import Surgery, drop_bookmarks
from example_drafts import example
from plangen.document.word_style import load_style_data
from plangen.living.changes import Compared, compare
from plangen.office.word_document import read_docx
from plangen.trace.check_words import load_check_words


def compared(base: bytes, edited: bytes) -> Compared:
    proposal = load_style_data()["classes"]["character"]["proposal"]
    return compare(read_docx(base, "base"), read_docx(edited, "edited"), load_check_words(), proposal)


def after(edit: hand_edits.HandEdit, *, bookmarks: bool) -> Compared:
    _, data = example("yonghe")
    surgery = Surgery(data)
    edit.apply(surgery)
    if not bookmarks:
        drop_bookmarks(surgery.root)
    return compared(data, surgery.data())


@pytest.mark.parametrize("edit", hand_edits.EDITS, ids=lambda edit: edit.name)
def test_an_edit_is_found_and_none_is_invented(edit: hand_edits.HandEdit) -> None:
    found = [(change.kind.value, change.key) for change in after(edit, bookmarks=True).changes]
    assert sorted(found) == sorted(edit.expected)


@pytest.mark.parametrize("edit", hand_edits.EDITS, ids=lambda edit: edit.name)
def test_it_is_found_by_the_words_where_all_bookmarks_are_gone(edit: hand_edits.HandEdit) -> None:
    # without bookmarks a pasted copy is a new text like any other
    kinds = {"item-copied": "item-added"}
    found = [(change.kind.value, change.key) for change in after(edit, bookmarks=False).changes]
    assert sorted(kind for kind, _ in found) == sorted(kinds.get(kind, kind) for kind, _ in edit.expected)
