"""What people change in a draft is found, named in a planner's words, and nothing is invented."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import county_edits
import county_means
import hand_edits
from draft_surgery import Surgery, drop_bookmarks, remove
from example_drafts import example
from hand_edits import starting
from own_items import SLOPES
from plangen.document.word_style import load_style_data
from plangen.living.changes import Compared, compare
from plangen.living.model import Change
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


COUNTY = [pytest.param(*one, id=one[1].name) for one in county_edits.EDITS if one[1].name not in county_edits.UNSAID]
SILENT = [pytest.param(*one, id=one[1].name) for one in county_edits.EDITS if one[1].name in county_edits.UNSAID]


@pytest.mark.parametrize(("name", "edit"), COUNTY)
def test_what_a_county_does_is_found_and_none_is_invented(name: str, edit: hand_edits.HandEdit) -> None:
    found = [(change.kind.value, change.key) for change in county_edits.compared(name, edit).changes]
    assert sorted(found) == sorted(edit.expected)


@pytest.mark.parametrize(("name", "edit"), COUNTY)
def test_it_is_found_by_the_words_as_well(name: str, edit: hand_edits.HandEdit) -> None:
    found = county_edits.compared(name, edit, bookmarks=False).changes
    assert sorted(change.kind.value for change in found) == county_edits.kinds_of(edit, bookmarks=False)


@pytest.mark.parametrize(("name", "edit"), SILENT)
def test_nothing_is_invented_of_what_is_not_read(name: str, edit: hand_edits.HandEdit) -> None:
    assert county_edits.compared(name, edit).changes == ()


def changes_after(apply: Callable[[Surgery], object], name: str = "yonghe") -> list[Change]:
    return list(county_edits.compared(name, hand_edits.HandEdit("", apply, ())).changes)


def test_a_word_replaced_throughout_is_named_whole() -> None:
    for old, new in (("县应急局", "县应急管理局"), ("各乡镇人民政府", "各乡镇政府"), ("应急", "应急管理")):
        (change,) = changes_after(hand_edits.replace_all(old, new))
        assert (change.before, change.after) == (old, new)
        assert change.times > 100


def test_two_words_replaced_in_the_same_lists_are_two_changes() -> None:
    both = hand_edits.both(
        hand_edits.replace_all("县公安局", "县公安分局"), hand_edits.replace_all("县教育局", "县教体局")
    )
    said = {(change.kind.value, change.before, change.after) for change in changes_after(both)}
    assert said == {("text-replaced", "县公安局", "县公安分局"), ("text-replaced", "县教育局", "县教体局")}


def test_a_change_in_a_table_with_a_new_column_is_found_under_its_head() -> None:
    edit = hand_edits.both(county_means.add_column, hand_edits.row_words(SLOPES, "2027年底前", "2028年底前"))
    found = [(change.kind.value, change.key, change.column) for change in changes_after(edit)]
    assert found == [("column-added", "", "备注"), ("deadline", SLOPES, "完成时限")]


def test_points_typed_one_behind_the_other_are_items_each() -> None:
    def type_two(surgery: Surgery) -> None:
        county_means.type_numbered_item(surgery)
        place = starting(surgery, "建立学校安全联席会议机制")
        words = "（11）建立学校安全月报机制。每月报送一次。（县教育局牵头）"
        place.addnext(hand_edits.new_paragraph(surgery, words, place))

    found = [(change.kind.value, change.title) for change in changes_after(type_two)]
    assert found == [("item-added", "建立学校安全联席会议机制"), ("item-added", "建立学校安全月报机制")]


def test_points_of_a_box_that_were_numbered_anew_are_not_changed() -> None:
    def delete_and_count(surgery: Surgery) -> None:
        remove(surgery.find("jincheng-155:T04.1"))
        for number in range(2, 10):
            paragraph = surgery.find(f"jincheng-155:T04.{number}")
            hand_edits.say(paragraph, f"（{number}）", f"（{number - 1}）")

    found = [(change.kind.value, change.key) for change in changes_after(delete_and_count, "yonghe-guihua")]
    assert found == [("item-deleted", "jincheng-155:T04.1")]


def test_a_tracked_move_is_signed_and_said_once() -> None:
    (change,) = changes_after(county_means.move_tracked)
    assert (change.kind.value, change.author) == ("item-moved", "县司法局")


def test_marks_of_single_places_are_said_one_by_one() -> None:
    keys = [f"jincheng-155:T04.{number}" for number in range(1, 10)]

    def highlight(surgery: Surgery) -> None:
        for key in keys:
            county_means.give(surgery.find(key), ("highlight", "yellow"))

    assert [(change.kind.value, change.key) for change in changes_after(highlight)] == [("format", key) for key in keys]
