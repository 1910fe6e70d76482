"""What a person has decided about an import is done, is said, and holds for the revised document."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangen.parent.correction_files import corrections_in
from plangen.parent.corrections import Corrections, Held
from plangen.parent.importer import ImportResult, import_lines
from plangen.parent.model import ItemKind, Level, ParentItem, PlanKind
from plangen.reading.lines import Line, SourceDocument
from plangen.terms.place import Place
from plangen.terms.text import comparable

DOCUMENT = """\
青河市“十五五”应急体系规划
目 录
一、规划背景 1
二、主要任务 2
三、重点工程 5
一、规划背景
本规划期为2026-2030年。
（一）面临形势
形势总体平稳。
二、主要任务
（一）加强源头治理
1.严格安全准入
新建项目联合把关。（市安监局牵头，市发展改革委、适用范围配合）
应急广播建设
行政村全部覆盖应急广播。
2.排查事故隐患
2027年底前完成一轮全面排查。（市应急局负责）
3.全面推行
网格化管理
4.加强培训。每年培训一次。（市安监局负责）
（1）企业负责人培训。
（2）应急队员培训。
三、重点工程
（一）避难场所工程
建设避难场所。（市住建局牵头）
（二）抢险装备
配齐装备。（市应急局牵头）
四、保障措施
（一）加强组织领导
各级要高度重视。
（二）完善投入机制
落实资金。"""


def document(text: str = DOCUMENT) -> SourceDocument:
    lines = tuple(Line(text=line, place=Place(line=number)) for number, line in enumerate(text.split("\n"), 1) if line)
    return SourceDocument(name="规划.txt", sha256="0" * 64, format="txt", lines=lines)


def held(yaml: str) -> Held:
    return corrections_in("修正:\n" + "".join(f"  {line}\n" for line in yaml.strip("\n").split("\n")), "规划.yaml")


def imported(yaml: str, text: str = DOCUMENT) -> ImportResult:
    return import_lines(document(text), corrections=held(yaml))


def named(result: ImportResult, title: str) -> ParentItem:
    (found,) = [item for item in result.plan.all_items() if item.title == title]
    return found


def codes(result: ImportResult) -> set[str]:
    return {finding.code for finding in result.findings if finding.code.startswith("correction")}


def titles(result: ImportResult) -> list[str]:
    return [item.title for item in result.plan.all_items()]


# ------------------------------------------------------------------------------------------------ this line is one


@pytest.mark.parametrize(
    "line",
    [
        "应急广播建设",
        "应急广播",
        "（二）完善投入机制",
        "(二)完善投入机制",
        "（九）完善投入机制",
        "完善投入机制",
        "(一) 面临形势",
    ],
)
@pytest.mark.parametrize("kind", ["任务", "工程", "目标", "指标", "子项", "task", "project"])
def test_a_line_of_any_chapter_becomes_an_item_of_the_kind_that_is_said(line: str, kind: str) -> None:
    result = imported(f"是条目: [{{行文: '{line}', 种类: {kind}}}]")
    (new,) = [title for title in titles(result) if title not in titles(import_lines(document()))] or [""]
    if (line, kind) == ("(一) 面临形势", "子项"):
        assert new == "面临形势" and codes(result) >= {"correction-not-applied"}  # nothing stands before it
        return
    item = named(result, new)
    wanted = {"task": "任务", "project": "工程", "目标": "分项目标"}.get(kind, kind)
    missing = {"correction-target-missing"} if kind == "指标" else set()  # none of these lines states a figure
    assert item.kind.label == wanted and codes(result) == {"corrections-applied"} | missing
    assert item.text in ("行政村全部覆盖应急广播。", "落实资金。", "形势总体平稳。")


def test_an_item_takes_its_text_out_of_the_item_that_it_was_read_into() -> None:
    result = imported("是条目: [应急广播建设]")
    assert "广播" not in (named(result, "严格安全准入").text or "")
    item = named(result, "应急广播建设")
    assert (item.group, item.text) == ("加强源头治理", "行政村全部覆盖应急广播。")
    assert [one.title for one in result.plan.tasks][:3] == ["严格安全准入", "应急广播建设", "排查事故隐患"]


def test_a_nested_item_goes_under_the_item_before_it_or_the_one_that_is_said() -> None:
    result = imported("是条目: [{行文: 应急广播建设, 种类: 子项}]")
    assert [one.title for one in named(result, "严格安全准入").items] == ["应急广播建设"]
    result = imported("是条目: [{行文: 应急广播建设, 属于: 排查事故隐患}, {行文: （二）抢险装备, 属于: 避难场所}]")
    assert [one.title for one in named(result, "排查事故隐患").items] == ["应急广播建设"]
    assert [one.title for one in named(result, "避难场所工程").items] == ["抢险装备"]


def test_an_item_becomes_one_of_another_kind_with_all_that_is_its() -> None:
    result = imported("是条目: [{行文: 4.加强培训, 种类: 工程}, {行文: （1）企业负责人培训, 种类: 任务}]")
    project = named(result, "加强培训")
    assert project.kind is ItemKind.PROJECT and project.responsibility is not None
    assert [one.title for one in project.items] == ["应急队员培训"]
    assert named(result, "企业负责人培训").kind is ItemKind.TASK


def test_another_title_keeps_the_words_of_the_line() -> None:
    result = imported("是条目: [{行文: 排查事故隐患, 标题: 开展隐患大排查}]")
    assert named(result, "开展隐患大排查").text == "排查事故隐患\n2027年底前完成一轮全面排查。"


def test_units_deadline_and_target_as_a_person_says() -> None:
    result = imported("是条目: [{行文: 排查事故隐患, 牵头: 市应急局, 配合: [市公安局, 市应急局], 时限: 2028年6月底前}]")
    item = named(result, "排查事故隐患")
    assert (item.deadline, item.deadline_text) == (2028, "2028年6月底前")
    assert item.responsibility is not None and item.responsibility.text == "市应急局负责"
    assert (item.responsibility.leads, item.responsibility.participants) == (("市应急局",), ("市公安局",))
    result = imported("是条目: [{行文: 应急广播建设, 种类: 指标, 目标: 100%, 牵头: [市应急局, 市文旅局]}]")
    item = named(result, "应急广播建设")
    assert item.target == "100%" and item.responsibility is not None and len(item.responsibility.leads) == 2
    result = imported("是条目: [{行文: 严格安全准入, 时限: 2027}]")
    assert (named(result, "严格安全准入").deadline, named(result, "严格安全准入").deadline_text) == (2027, None)


def test_a_group_may_be_an_item_itself() -> None:
    result = imported("是条目: [（一）加强源头治理]")
    assert named(result, "加强源头治理").items[0].title == "严格安全准入"


def test_a_row_of_a_table_that_was_not_understood() -> None:
    rows = (("片区", "内容"), ("东片", "修复水毁堤防三处"), ("西片", "新建泵站"))
    lines = list(document().lines)
    lines += [
        Line(text="\t".join(row), place=Place(table=1, row=number), table=1, cells=row)
        for number, row in enumerate(rows, 1)
    ]
    source = SourceDocument(name="规划.docx", sha256="0", format="docx", lines=tuple(lines))
    result = import_lines(source, corrections=held("是条目: [修复水毁堤防]"))
    assert named(result, "修复水毁堤防三处").text == "东片"
    whole = import_lines(source, corrections=held("是条目: [西片 新建泵站]"))
    assert named(whole, "新建泵站").text == "西片"


def test_a_document_without_headings_has_the_items_that_a_person_names() -> None:
    text = "关于汛期值班的安排\n请各单位值好班。\n河道巡查由市水利局牵头。\n其余事项另行通知。"
    result = imported("是条目: [{行文: 河道巡查, 标题: 河道巡查}]", text)
    assert titles(result) == ["河道巡查"]


# ------------------------------------------------------------------------------------------------ this one is none


def test_a_line_that_is_no_item_is_text_of_the_item_before_it() -> None:
    result = imported("不是条目: [2.排查事故隐患]")
    assert "排查事故隐患" not in titles(result)
    text = named(result, "严格安全准入").text or ""
    assert text.endswith("2.排查事故隐患\n2027年底前完成一轮全面排查。\n（市应急局负责）")
    (dropped,) = [one for one in result.findings if one.code == "correction-drops-clause"]
    assert "市应急局负责" in dropped.message and dropped.severity == "info"
    assert (
        named(result, "严格安全准入").responsibility == named(import_lines(document()), "严格安全准入").responsibility
    )


def test_a_nested_line_that_is_none_is_text_of_the_item_that_it_stands_under() -> None:
    result = imported("不是条目: [{行文: （2）应急队员}]")
    item = named(result, "加强培训")
    assert [one.title for one in item.items] == ["企业负责人培训"]
    assert "（2）应急队员培训" in (item.text or "")


def test_what_was_nested_moves_up_and_takes_the_clause() -> None:
    result = imported("不是条目: [4.加强培训]")
    item = named(result, "企业负责人培训")
    assert item.kind is ItemKind.TASK and item.group == "加强培训"
    assert item.responsibility is not None and item.responsibility.text == "市安监局负责"
    assert "correction-drops-clause" not in codes(result)
    assert "每年培训一次。" in "".join(one.text or "" for one in result.plan.tasks)


def test_where_nothing_stands_before_it_the_words_are_named() -> None:
    result = imported("不是条目: [（一）避难场所工程]")
    (left,) = [one for one in result.findings if one.code == "correction-leaves-out"]
    assert "避难场所工程" in left.message and "建设避难场所。" in left.message and "市住建局牵头" in left.message


def test_a_line_that_is_none_already_is_no_matter() -> None:
    result = imported("不是条目: [应急广播建设]")
    assert result.plan == import_lines(document()).plan and codes(result) == set()


# ------------------------------------------------------------------------------------------------ these two are one


def test_a_title_that_a_line_end_has_cut_is_one() -> None:
    result = imported("合并: [[3.全面推行, 网格化管理]]")
    assert "全面推行网格化管理" in titles(result) and "全面推行" not in titles(result)


def test_words_that_go_on_in_the_next_line_are_found() -> None:
    result = imported("是条目: [{行文: 3.全面推行网格化管理, 种类: 工程}]")
    assert named(result, "全面推行网格化管理").kind is ItemKind.PROJECT


def test_two_items_are_one_with_all_that_both_say() -> None:
    result = imported("合并: [[1.严格安全准入, 4.加强培训]]")
    item = named(result, "严格安全准入")
    assert "4.加强培训" in (item.text or "") and "每年培训一次。" in (item.text or "")
    assert item.responsibility is not None and item.responsibility.leads == ("市安监局",)
    assert [one.title for one in item.items] == ["企业负责人培训", "应急队员培训"]


def test_an_item_and_one_under_it() -> None:
    result = imported("合并: [[4.加强培训, （1）企业负责人]]")
    assert [one.title for one in named(result, "加强培训").items] == ["应急队员培训"]
    refused = imported("合并: [[（1）企业负责人, 4.加强培训]]")
    assert "correction-not-applied" in codes(refused) and titles(refused) == titles(import_lines(document()))


def test_lines_that_are_no_items_and_stand_apart_are_not_merged() -> None:
    result = imported("合并: [[形势总体平稳, 落实资金]]")
    assert codes(result) == {"correction-not-applied"} and result.plan == import_lines(document()).plan


def test_a_line_that_was_wrongly_joined_to_the_one_before_becomes_an_item() -> None:
    text = DOCUMENT.replace("新建项目联合把关。（市安监局牵头", "新建项目由各方、\n共同把关机制建设\n（市安监局牵头")
    assert not any("共同把关" in title for title in titles(import_lines(document(text))))
    result = imported("是条目: [共同把关机制建设]", text)
    assert "共同把关机制建设" in titles(result) and "新建项目由各方" in (named(result, "严格安全准入").text or "")


# ------------------------------------------------------------------------------------------------ units, what it is


def test_units_are_those_that_are_meant_and_the_clause_stays() -> None:
    result = imported("单位: {市安监局: 市应急管理局, 适用范围: [], 市住建局: [市住房局, 市城管局]}")
    clause = named(result, "严格安全准入").responsibility
    assert clause is not None and clause.leads == ("市应急管理局",) and clause.participants == ("市发展改革委",)
    assert clause.text == "市安监局牵头，市发展改革委、适用范围配合"
    project = named(result, "避难场所工程").responsibility
    assert project is not None and project.leads == ("市住房局", "市城管局")
    trained = named(result, "加强培训").responsibility
    assert trained is not None and trained.participants == ("市应急管理局",)
    assert not any(one.code == "unit-doubtful" for one in result.findings)


def test_a_unit_that_leads_does_not_take_part_as_well() -> None:
    result = imported("单位: {市发展改革委: 市安监局}")
    clause = named(result, "严格安全准入").responsibility
    assert clause is not None and (clause.leads, clause.participants) == (("市安监局",), ("适用范围",))


def test_what_the_plan_is() -> None:
    plan = imported("题名: 晋城市应急规划\n规划期: 2021-2025\n地区: 晋城市\n类型: 实施方案").plan
    assert (plan.title, plan.period, plan.place, plan.level) == ("晋城市应急规划", (2021, 2025), "晋城市", Level.CITY)
    assert plan.kind is PlanKind.IMPLEMENTATION and plan.id == "jincheng-145"
    assert imported("层级: 县").plan.level is Level.COUNTY


def test_the_period_counts_for_deadlines() -> None:
    result = imported("规划期: [2021, 2025]")
    assert named(result, "排查事故隐患").deadline is None
    assert any(one.code == "year-outside-period" for one in result.findings)


# ------------------------------------------------------------------------------------------------ what cannot be done


@pytest.mark.parametrize(
    ("yaml", "code"),
    [
        ("是条目: [没有这一行]", "correction-line-not-found"),
        ("不是条目: [没有这一行]", "correction-line-not-found"),
        ("合并: [[严格安全准入, 没有这一行]]", "correction-line-not-found"),
        ("是条目: [{行文: 应急广播建设, 属于: 没有这一行}]", "correction-line-not-found"),
        ("是条目: [加强]", "correction-line-ambiguous"),
        ("单位: {市没有局: 市有局}", "correction-unit-not-found"),
        ("是条目: [{行文: 应急广播建设, 属于: 形势总体平稳}]", "correction-not-applied"),
        ("是条目: [{行文: 4.加强培训, 属于: （1）企业负责人}]", "correction-not-applied"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(yaml: str, code: str) -> None:
    result = imported(yaml)
    assert codes(result) == {code}
    assert titles(result) == titles(import_lines(document()))
    assert all(one.severity == "warning" for one in result.findings if one.code == code)


def test_a_line_of_the_contents_page_is_not_meant() -> None:
    result = imported("是条目: [{行文: 三、重点工程, 种类: 任务}]")
    assert codes(result) == {"corrections-applied"}


def test_of_several_lines_the_one_that_is_an_item_is_meant_where_it_is_to_be_none() -> None:
    text = DOCUMENT.replace("形势总体平稳。", "排查事故隐患任务重。")
    result = imported("不是条目: [排查事故隐患]", text)
    assert "排查事故隐患" not in titles(result)


# ------------------------------------------------------------------------------------------------ whatever is decided


LINES = [line for line in DOCUMENT.split("\n")[5:] if len(line) > 3]
lines = st.sampled_from(LINES)
kinds = st.sampled_from([None, *ItemKind])


@st.composite
def decisions(draw: st.DrawFn) -> Corrections:
    from plangen.parent.corrections import ItemLine

    chosen = draw(st.lists(lines, unique=True, max_size=6))
    cut = draw(st.integers(0, len(chosen)))
    items = tuple(ItemLine(line=one, kind=draw(kinds), under=draw(st.none() | lines)) for one in chosen[:cut])
    merged = draw(st.lists(st.lists(lines, min_size=2, max_size=3, unique=True).map(tuple), max_size=2))
    return Corrections(items=items, not_items=tuple(chosen[cut:]), merged=tuple(merged))


def everything(result: ImportResult) -> str:
    """Return all words of the items, and those that the findings name."""

    def words() -> Iterator[str]:
        for item in result.plan.all_items():
            clause = item.responsibility.text if item.responsibility else ""
            yield f"{item.number or ''}{item.title}{item.group or ''}{item.text or ''}{clause}{item.target or ''}"
        named = ("correction-leaves-out", "correction-loses-items")
        yield from (str(list(one.values.values())) for one in result.findings if one.code in named)

    return spelled("".join(words()))


def spelled(text: str) -> str:
    return re.sub(r"[。：:；;，,、]", "", comparable(text))


def test_a_chapter_is_not_joined_with_its_first_point() -> None:
    result = imported("合并: [[四、保障措施, （一）加强组织领导]]")
    assert codes(result) == {"correction-not-applied"} and result.plan == import_lines(document()).plan


@settings(max_examples=150, deadline=None)
@given(decisions())
def test_whatever_a_person_decides_no_words_of_an_item_are_lost(decided: Corrections) -> None:
    before = import_lines(document())
    after = import_lines(document(), corrections=Held(corrections=decided, file="修正.yaml"))
    kept = everything(after)
    for item in before.plan.all_items():
        for part in (item.title, *(item.text or "").split("\n")):
            assert spelled(part) in kept, part
    again = import_lines(document(), corrections=Held(corrections=decided, file="修正.yaml"))
    assert again == after
    ids = [item.id for item in after.plan.all_items()]
    assert len(ids) == len(set(ids))
