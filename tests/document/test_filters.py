"""The words that templates put together: clauses, lists and references."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.document import filters
from plangen.document.title_lines import title_lines
from plangen.parent.model import ItemKind
from plangen.plan.model import AssignedUnit, Assignment, CountyIndicator, CountyItem, Duties, Origin, Proposed, Rule


def unit(name: str) -> AssignedUnit:
    return AssignedUnit(name=name, rule=Rule.COVER)


def usual(name: str) -> AssignedUnit:
    return AssignedUnit(name=name, rule=Rule.THEME, proposed=Proposed.USUAL)


def item(key: str, reference: str, kind: ItemKind = ItemKind.TASK) -> CountyItem:
    return CountyItem(key=key, kind=kind, ordinal=1, reference=reference, title="严格安全准入")


@pytest.mark.parametrize(
    ("assignment", "deadline", "expected"),
    [
        (Assignment(), None, ""),
        (Assignment(lead=unit("县应急局")), None, "（县应急局牵头负责）"),
        (
            Assignment(lead=unit("县应急局"), participants=(unit("县水利局"), unit("县气象局"))),
            None,
            "（县应急局牵头，县水利局、县气象局按职责分工负责）",
        ),
        (
            Assignment(
                lead=unit("县应急局"),
                co_leads=(unit("县财政局"),),
                participants=(unit("县水利局"),),
                open_ended=True,
            ),
            "2027年底前",
            "（县应急局、县财政局牵头，县水利局等按职责分工负责；2027年底前完成）",
        ),
        (
            Assignment(lead=usual("县应急局"), participants=(usual("县水利局"),)),
            None,
            "（拟由县应急局牵头，县水利局配合）",
        ),
        (
            Assignment(lead=unit("县应急局"), participants=(usual("县水利局"), usual("县林业局"))),
            None,
            "（县应急局牵头，拟由县水利局、县林业局配合）",
        ),
        (
            Assignment(lead=replace(unit("县应急局"), proposed=Proposed.FIRST), participants=(unit("县水利局"),)),
            None,
            "（拟由县应急局牵头，县水利局按职责分工负责）",
        ),
        (
            Assignment(lead=unit("县应急局"), participants=(usual("县水利局"), unit("县公安局")), open_ended=True),
            None,
            "（县应急局牵头，县公安局等按职责分工负责，拟由县水利局配合）",
        ),
        (Assignment(lead=usual("县应急局")), None, "（拟由县应急局牵头）"),
        (
            Assignment(
                lead=unit("县应急局"),
                participants=(unit("县安委会成员单位"), replace(unit("县公安局"), within="县安委会成员单位")),
            ),
            None,
            "（县应急局牵头，县安委会成员单位按职责分工负责）",
        ),
    ],
)
def test_clause(assignment: Assignment, deadline: str | None, expected: str) -> None:
    assert filters.clause(assignment, deadline) == expected


def test_what_is_proposed_is_marked_in_the_table_unit_by_unit() -> None:
    row = Assignment(lead=unit("县应急局"), participants=(unit("县公安局"), usual("县水利局"), usual("县林业局")))
    assert filters.lead_cell(row) == "县应急局"
    assert filters.support_cell(row) == "县公安局、县水利局（拟）、县林业局（拟）"
    assert filters.support_cell(replace(row, participants=row.participants[1:])) == "县水利局、县林业局（均拟）"
    assert filters.support_cell(replace(row, participants=row.participants[2:])) == "县林业局（拟）"
    assert filters.lead_cell(Assignment(lead=usual("县应急局"))) == "县应急局（拟）"
    assert filters.lead_cell(Assignment()) == "【待定】"


def test_the_list_of_a_unit_marks_its_own_place_only() -> None:
    own = replace(item("a:T01", "1"), assignment=Assignment(lead=unit("县应急局"), participants=(usual("县水利局"),)))
    nested = replace(own, key="a:T01.1", reference="1.1", kind=ItemKind.NESTED)
    assert filters.lead_list(Duties(unit="县应急局", leads=(own,))) == "任务1 严格安全准入"
    water = Duties(unit="县水利局", participates=(own, nested, replace(own, key="a:T02", reference="2.1")))
    assert filters.support_list(water) == "拟定待确认：任务1、任务2.1", "of a part of what it takes part in, nothing"
    assert filters.support_list(Duties(unit="县公安局")) == "—"
    bureau = Duties(unit="县应急局", leads=(own, nested, replace(own, key="a:T02", reference="2.1")))
    assert filters.lead_list(bureau) == "任务1 严格安全准入（含1.1）<br>任务2.1 严格安全准入"
    unsure = replace(nested, assignment=Assignment(lead=usual("县应急局")))
    assert filters.lead_list(replace(bureau, leads=(own, unsure))).endswith("任务1.1 严格安全准入（拟）"), "not as sure"


def test_what_a_unit_leads_with_all_its_parts_stands_once() -> None:
    own = replace(item("a:T01", "1"), assignment=Assignment(lead=unit("县应急局")))
    part, deep = (replace(own, key=f"a:T0{at}", reference=at, kind=ItemKind.NESTED) for at in ("1.1", "1.1.1"))
    doubtful = replace(part, key="a:T01.2", reference="1.2", assignment=Assignment(lead=usual("县应急局")))
    alone = replace(part, key="a:T02.1", reference="2.1")

    def lines(*leads: CountyItem) -> list[str]:
        return [line.split()[0] for line in filters.lead_list(Duties(unit="县应急局", leads=leads)).split("<br>")]

    assert lines(own, part, deep) == ["任务1"]
    more = [replace(part, key=f"a:T01.{at}", reference=f"1.{at}") for at in (2, 3, 5)]
    whole = filters.lead_list(Duties(unit="县应急局", leads=(own, part, *more)))
    assert whole == "任务1 严格安全准入（含1.1至1.3、1.5）", "every part that it leads is told"
    assert lines(own, doubtful, alone) == ["任务1", "任务1.2", "任务2.1"], "what waits for a word is not hidden"


@pytest.mark.parametrize(("number", "text"), [(1, "①"), (20, "⑳"), (21, "21）")])
def test_circled(number: int, text: str) -> None:
    assert filters.circled(number) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("健全机制", "健全机制。"), ("健全机制。", "健全机制。"), ("健全机制，", "健全机制。"), ("好！", "好！")],
)
def test_stop(text: str, expected: str) -> None:
    assert filters.stop(text) == expected


def test_references_are_joined_by_kind() -> None:
    items = [
        item("a:T01", "1"),
        item("a:T04.2", "4.2", ItemKind.NESTED),
        item("a:P02.1", "2.1", ItemKind.NESTED),
        CountyIndicator(key="a:I01", ordinal=3, name="死亡人数", target="下降15%"),
    ]
    assert filters.references(items) == "任务1、任务4.2；工程2.1；指标3"


def test_keys_are_checked_before_they_go_into_attributes() -> None:
    assert str(filters.attribute("jincheng-155:T04.2/1")) == "jincheng-155:T04.2/1"
    with pytest.raises(ValueError, match="不能用作编号"):
        filters.attribute('x" .other')


def test_sentence_titles_are_shortened_to_their_first_clause() -> None:
    long = "建强统一视频管理枢纽，打破各领域之间的数据壁垒，为跨部门协同打下基础并形成长效机制。"
    assert filters.short_title(long) == "建强统一视频管理枢纽"
    assert filters.short_title("严格安全准入") == "严格安全准入"


def test_origin_label_names_the_parents_own_number() -> None:
    origin = Origin(parent="a", item="T10", kind=ItemKind.TASK, number="（10）", title="x")
    assert filters.origin_label(origin) == "（10）"


WORDS = ("永和县人民政府办公室", "永和县", "关于印发", "应急体系", "规划", "实施方案", "的通知")


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("永和县应急体系规划", ("永和县应急体系规划",)),
        (
            "永和县人民政府办公室关于印发《永和县“十五五”应急体系规划实施方案》的通知",
            ("永和县人民政府办公室关于印发", "《永和县“十五五”应急体系规划实施方案》的通知"),
        ),
    ],
)
def test_title_lines_break_between_words(title: str, lines: tuple[str, ...]) -> None:
    made = title_lines(title, WORDS)
    assert "".join(made) == title
    assert not any(line.endswith(("《", "“")) or line.startswith(("》", "”", "的")) for line in made)
    if len(lines) == 1:
        assert made == lines


@given(st.text(alphabet="永和县应急规划《》“”的、abc", min_size=1, max_size=60))
def test_title_lines_lose_nothing(title: str) -> None:
    assert "".join(title_lines(title, WORDS)) == title


def test_a_title_that_is_none_is_left_in_one_line_and_costs_no_time() -> None:
    assert title_lines("安全" * 300_000, ["安全"]) == ("安全" * 300_000,)
