"""The order of a report: the likeliest loss first, and a group of which nothing was found is one line."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from plan_builders import item, parent
from plangen.trace import rules
from plangen.trace.model import CheckReport, ItemStatus, Match, Status, Via, count_statuses
from plangen.trace.report_ranking import Gone, depth_note, listed, ranked
from plangen.trace.report_rows import ORDER, report_rows
from plangen.trace.report_text import lines
from plangen.trace.report_workbook import workbook

TEXT = "逐户登记台账，每月核验一次，年底前向社会公开结果，接受群众监督。"
PARENT = parent(
    item("T01", "登记", item("T01.1", "入户", text=TEXT), text=TEXT, group="摸清底数"),
    item("T02", "核验", text=TEXT, group="摸清底数"),
    item("T03", "公开", text=TEXT, group="接受监督"),
    item("T04", "监督", text=TEXT, group="接受监督"),
    item("T05", "总结", text=TEXT, group="总结提高"),
)
IDS = [one.id for one in PARENT.all_items()]
PLACE = Match(number="3.", title="登记", location="第8段", score=0.9, text=TEXT)


def status(identity: str, found: Status, **fields: object) -> ItemStatus:
    titles = {one.id: (one.title, one.kind) for one in PARENT.all_items()}
    title, kind = titles[identity]
    base = ItemStatus(parent=PARENT.id, id=identity, kind=kind, title=title, status=found, via=Via.ANCHOR)
    return replace(base, **fields)  # type: ignore[arg-type]


def report(*items: ItemStatus, **fields: object) -> CheckReport:
    whole = CheckReport(parents=count_statuses([PARENT], items), items=items)
    return replace(whole, **fields)  # type: ignore[arg-type]


def order(whole: CheckReport) -> list[str]:
    return [one.row.item.id for one in ranked(report_rows(whole, [PARENT]))]


def test_more_missing_points_come_first_and_an_unsure_place_before_a_sure_one() -> None:
    little, much = ("年底前向社会公开结果",), ("逐户登记台账，每月核验一次", "年底前向社会公开结果")
    whole = report(
        status("T01", Status.CARRIED, matches=(PLACE,)),
        status("T01.1", Status.CARRIED, matches=(replace(PLACE, score=0.6),)),
        status("T02", Status.PARTIAL, matches=(PLACE,), missing_points=little),
        status("T03", Status.PARTIAL, matches=(PLACE,), missing_points=much),
        status("T04", Status.CARRIED, matches=(PLACE,), missing_points=little),
        status("T05", Status.CARRIED, matches=(PLACE,), missing_points=much),
    )
    assert order(whole) == ["T03", "T02", "T05", "T04", "T01.1", "T01"]


def test_what_a_warning_is_about_comes_before_what_nothing_is_said_of() -> None:
    late = rules.DEADLINE_LATER.found(
        items=[f"{PARENT.id}:T03"], item="“公开”", found="2029年", expected="2027年", earliest="2027年"
    )
    carried = [status(one, Status.CARRIED, matches=(PLACE,)) for one in IDS]
    assert order(report(*carried, findings=(late,))) == ["T03", "T01", "T01.1", "T02", "T04", "T05"]


@given(st.lists(st.sampled_from(list(Status)), min_size=len(IDS), max_size=len(IDS)), st.integers(0, 10))
def test_every_row_stands_once_and_states_are_not_mixed(found: list[Status], score: int) -> None:
    place = replace(PLACE, score=score / 10)
    items = [status(one, state, matches=(place,)) for one, state in zip(IDS, found, strict=True)]
    rows = report_rows(report(*items), [PARENT])
    states = [ORDER.index(one.row.state) for one in ranked(rows)]
    assert states == sorted(states)
    shown = [row for one in listed(rows) for row in (one.rows if isinstance(one, Gone) else (one,))]
    assert sorted(row.index for row in shown) == list(range(len(rows)))


NOTHING = report(
    status("T01", Status.MISSING),
    status("T01.1", Status.MISSING),
    status("T02", Status.MISSING),
    status("T03", Status.MISSING, reason="稿中没有相近的内容"),
    status("T04", Status.CARRIED, matches=(PLACE,)),
    status("T05", Status.MISSING),
)
"""A whole group is gone; of another one item, and a group has only one item."""


def test_a_group_of_which_nothing_was_found_is_one_entry_and_the_first() -> None:
    first, *others = listed(report_rows(NOTHING, [PARENT]))
    assert isinstance(first, Gone)
    assert (first.title, [row.item.id for row in first.rows]) == ("摸清底数", ["T01", "T01.1", "T02"])
    assert not any(isinstance(one, Gone) for one in others), "a group of one item is that item"
    # where the parents are not at hand no group is known
    assert not any(isinstance(one, Gone) for one in listed(report_rows(NOTHING, [])))


def test_the_terminal_says_a_group_that_is_gone_in_one_line() -> None:
    shown = lines(NOTHING, parents=[PARENT])
    (line,) = [one for one in shown if "摸清底数" in one]
    assert "整组缺失" in line and "3项在文稿中都没有找到" in line
    assert shown[shown.index(line) + 1].strip() == "T01 登记、T01.1 入户、T02 核验"
    assert sum("任务“核验”" in one for one in shown) == 0 and any("缺失（5项）" in one for one in shown)
    assert any("稿中没有相近的内容" in one for one in shown)


def test_the_sheet_folds_the_items_of_a_group_that_is_gone() -> None:
    sheet = load_workbook(BytesIO(workbook(NOTHING, parents=[PARENT]).data))["审核表"]
    names = [sheet.cell(row, 1).value for row in range(4, sheet.max_row + 1)]
    assert names == ["整组", "T01", "T01.1", "T02", "T03", "T05", "T04"]
    folded = [bool(sheet.row_dimensions[row].hidden) for row in range(4, sheet.max_row + 1)]
    assert folded == [False, True, True, True, False, False, False]
    assert sheet.row_dimensions[5].outlineLevel == 1 and sheet.row_dimensions[4].collapsed
    assert not sheet.sheet_properties.outlinePr.summaryBelow
    assert "3项" in sheet["G4"].value and "T01.1 入户" in sheet["C4"].value


def test_the_reports_say_how_far_down_the_losses_stand() -> None:
    assert depth_note(by_text=False) and depth_note(by_text=True) != depth_note(by_text=False)
    sheet = load_workbook(BytesIO(workbook(NOTHING, parents=[PARENT]).data))["审核表"]
    assert depth_note(by_text=False) in sheet["A2"].value
