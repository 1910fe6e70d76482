"""The check of a draft: statuses and findings, from what stands in the document."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from draft_surgery import (
    Surgery,
    W,
    copy_paste,
    delete_row_tracked,
    delete_tracked,
    divide,
    drop_bookmarks,
    empty,
    hide,
    join_with_previous,
    remove,
    text_of,
    type_over,
)
from example_drafts import by_key, example
from plan_builders import WAIVED, build, clause, item, parent, spec
from plangen.county.spec import Disposition, LocalIndicator
from plangen.document.rendering import docx_of, markdown_of
from plangen.office.docx_package import CUSTOM_PART, custom_properties_xml, read_parts, read_properties, write_parts
from plangen.parent.model import ParentPlan
from plangen.plan.model import CountyPlan
from plangen.terms.findings import Finding, FindingsError
from plangen.trace.check import check_draft
from plangen.trace.model import CheckReport, ItemStatus, Status, Via

FIRST = "建立全市危险化学品企业安全风险清单，逐企业明确管控责任人。"
SECOND = "推动老旧生产装置淘汰退出，三年内完成改造提升。"
PARENT = parent(
    item("I01", "生产安全事故死亡人数", target="下降15%"),
    item("G01", "防控能力明显增强", text="重大风险得到有效管控，群众安全感稳步提高。"),
    item(
        "T01",
        "加强危险化学品安全监管",
        text=FIRST + SECOND,
        deadline=2028,
        group="防范风险",
        responsibility=clause("市应急局", with_=("市公安局", "市住建局")),
    ),
    item(
        "T02",
        "提升防汛抗旱水平",
        item("T02.1", "山洪灾害防治", text="在山洪沟口布设简易雨量站和报警器，落实看护人员。"),
        item("T02.2", "水库除险", text="对病险水库逐座编制除险方案，汛前空库迎汛。"),
        text="修编江河洪水防御方案，划定洪水风险图。",
        group="防范风险",
        responsibility=clause("市水利局", with_=("市应急局",)),
    ),
    item(
        "T03",
        "开展普法宣传",
        text="每年举办安全生产法律知识竞赛。\n执法人员办案时向当事人讲清所违反的条款。",
        responsibility=clause("市司法局"),
    ),
    item("P01", "煤矿救援基地建设", text="建设矿山救援基地一处。", responsibility=clause("市应急局")),
)


def county(parents: ParentPlan = PARENT, **inherit: Disposition) -> CountyPlan:
    decisions = {"P01": WAIVED, **inherit}
    made = spec(decisions, indicators=(LocalIndicator(of="I01", target="下降16%", lead="县应急局"),))
    whole = dict.fromkeys(("departments", "trace", "waived"), "draft")  # all that a draft can be asked for
    plan, _ = build(parents, replace(made, plan=replace(made.plan, annexes=whole)))
    return plan


PLAN = county()


def drawn(plan: CountyPlan) -> bytes:
    from plangen.document.compose import load_pack

    pack = load_pack("implementation")
    return docx_of(plan, markdown_of(plan, pack), pack.style)[0]


DATA = drawn(PLAN)


def checked(surgery: Surgery | bytes, plan: CountyPlan = PLAN) -> CheckReport:
    return check_draft(plan, surgery if isinstance(surgery, bytes) else surgery.data(), name="稿.docx")


def status(report: CheckReport, identifier: str) -> ItemStatus:
    return by_key(report)[f"jincheng-155:{identifier}"]


def codes(report: CheckReport) -> list[str]:
    return [finding.code for finding in report.findings]


def finding(report: CheckReport, code: str) -> Finding:
    return next(one for one in report.findings if one.code == code)


def key(identifier: str) -> str:
    return f"jincheng-155:{identifier}"


def replaced(data: bytes, *pairs: tuple[str, str]) -> bytes:
    """Replace words wherever a single run has them."""
    surgery = Surgery(data)
    for text in surgery.root.iter(f"{W}t"):
        for old, new in pairs:
            text.text = (text.text or "").replace(old, new)
    return surgery.data()


# ------------------------------------------------------------------------------------------------ own render


@pytest.mark.parametrize("name", ["yonghe", "yonghe-145"])
def test_own_render_carries_all_that_the_plan_carries(name: str) -> None:
    plan, data = example(name)
    for report in (check_draft(plan), check_draft(plan, data)):
        waived = {row.origin.key for row in plan.waived}
        assert len(report.items) == sum(1 for parent in plan.parents for _ in parent.all_items())
        for one in report.items:
            expected = Status.WAIVED if f"{one.parent}:{one.id}" in waived else Status.CARRIED
            assert (one.status, one.via) == (expected, Via.ANCHOR), one
            # what is waived stands in the file of further annexes, not in the draft
            assert bool(one.matches) is (expected is Status.CARRIED)
        assert not report.failed
        # yonghe has two items without a text of anybody, whose measures are still to be filled in
        assert set(codes(report)) <= {"deadline-later", "measures-open"}
    for counts in report.parents:
        assert counts.counts["carried"] + counts.counts["waived"] == counts.counts["total"]


def test_own_render_of_a_parent_with_sentences() -> None:
    report = check_draft(PLAN)
    assert {one.id: one.status for one in report.items} == {
        **dict.fromkeys(["I01", "G01", "T01", "T02", "T02.1", "T02.2", "T03"], Status.CARRIED),
        "P01": Status.WAIVED,
    }
    first = status(report, "T01").matches
    assert first[0].title == "加强危险化学品安全监管" and first[0].number == "（1）" and first[0].text
    assert "加强危险化学品安全监管" in first[0].location and re.fullmatch(r"“.+”（表4）第3行", first[1].location)
    assert codes(report) == []


# ------------------------------------------------------------------------------------------------ edits in the body


def test_what_word_does_not_show_is_not_in_the_draft() -> None:
    surgery = Surgery(DATA)
    heading = surgery.find(key("T02.1"))
    for one in (heading, *surgery.under(heading)):
        hide(one)
    delete_row_tracked(surgery.find(key("T03"), "pgr_"))
    report = checked(surgery)
    assert status(report, "T02.1").status is Status.MISSING
    assert status(report, "T02").status is Status.PARTIAL
    assert status(report, "T03").status is Status.PARTIAL
    assert "分工表中没有这一条" in (status(report, "T03").reason or "")
    hidden, deleted = finding(report, "word-hidden-text"), finding(report, "word-tracked-changes")
    assert hidden.values["count"] == 1 and "提升防汛抗旱水平" in hidden.message
    assert deleted.values["deleted"] == 1 and "表5" in deleted.message


def test_a_draft_has_the_bounds_of_an_import(monkeypatch: pytest.MonkeyPatch) -> None:
    from plangen.office import word_stream

    monkeypatch.setitem(word_stream.BOUNDS, "tr", (3, "表格行"))
    with pytest.raises(FindingsError) as error:
        checked(DATA)
    (found,) = error.value.findings
    assert found.code == "document-too-large" and found.location.file == "稿.docx"


def test_a_draft_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from plangen.office import word_document

    read = word_document.read_body
    calls: list[bool] = []

    def counted(*arguments: Any, **options: Any) -> Any:
        calls.append(True)
        return read(*arguments, **options)

    monkeypatch.setattr(word_document, "read_body", counted)
    checked(DATA)
    stranger = Surgery(DATA)
    drop_bookmarks(stranger.root)
    stranger.parts.pop(CUSTOM_PART)
    checked(stranger)
    assert len(calls) == 2


def test_a_lost_sentence_is_named_in_the_parents_words() -> None:
    surgery = Surgery(DATA)
    (text,) = surgery.under(surgery.find(key("T01")))
    type_over(text, text_of(text).replace(FIRST.replace("全市", "全县"), ""))
    found = status(checked(surgery), "T01")
    assert found.status is Status.PARTIAL
    assert found.missing_points == (FIRST.rstrip("。"),)


def test_a_point_of_which_only_a_half_is_left_is_lost() -> None:
    surgery = Surgery(DATA)
    (text,) = surgery.under(surgery.find(key("T01")))
    type_over(text, text_of(text).replace(SECOND, "推动老旧生产装置淘汰。"))
    found = status(checked(surgery), "T01")
    assert found.status is Status.PARTIAL and found.missing_points == (SECOND.rstrip("。"),)


def test_a_sentence_moved_to_another_item_is_found_there() -> None:
    surgery = Surgery(DATA)
    (text,) = surgery.under(surgery.find(key("T01")))
    type_over(text, text_of(text).replace(SECOND, ""))
    other = surgery.under(surgery.find(key("T03")))[0]
    type_over(other, SECOND + text_of(other))
    found = status(checked(surgery), "T01")
    assert found.status is Status.CARRIED
    assert "开展普法宣传" in [match.title for match in found.matches]


def test_heading_without_text_and_text_without_heading() -> None:
    surgery = Surgery(DATA)
    for text in surgery.under(surgery.find(key("T03"))):
        remove(text)
    remove(surgery.find(key("T01")))
    report = checked(surgery)
    assert status(report, "T03").status is Status.MISSING
    assert "标题下没有内容" in (status(report, "T03").reason or "")
    assert status(report, "T01").status is Status.PARTIAL and status(report, "T01").via is Via.TEXT
    assert "标题没有了" in (status(report, "T01").reason or "")


def test_a_missing_nested_item_makes_its_host_partial() -> None:
    surgery = Surgery(DATA)
    remove(surgery.find(key("T02.1")))
    remove(surgery.find(key("T02.1"), "pgr_"))
    report = checked(surgery)
    assert status(report, "T02.1").status is Status.MISSING
    assert status(report, "T02.1").missing_points == ("在山洪沟口布设简易雨量站和报警器，落实看护人员",)
    assert status(report, "T02").status is Status.PARTIAL
    assert "山洪灾害防治" in status(report, "T02").missing_points
    assert status(report, "T02.2").status is Status.CARRIED
    assert report.failed


def test_tracked_deletion_counts_as_deleted() -> None:
    surgery = Surgery(DATA)
    heading = surgery.find(key("T03"))
    for one in [*surgery.under(heading), heading]:
        delete_tracked(one)
    found = status(checked(surgery), "T03")
    assert found.status is Status.MISSING and found.missing_points[:1] == ("每年举办安全生产法律知识竞赛",)
    assert "只有分工表中有" in (found.reason or "")


def test_other_words_at_the_bookmark_are_not_the_item() -> None:
    surgery = Surgery(DATA)
    heading = surgery.find(key("T03"))
    for one in [heading, *surgery.under(heading)]:
        type_over(one, "办公室盆栽由值班人员浇水")
    found = status(checked(surgery), "T03")
    assert found.status is Status.MISSING and "已改写成" in (found.reason or "")


def test_a_text_that_was_written_anew_is_said() -> None:
    surgery = Surgery(DATA)
    first, second = surgery.under(surgery.find(key("T03")))
    remove(second)
    type_over(first, "办公室盆栽由值班人员每天浇水，窗户及时关好。")
    report = checked(surgery)
    assert "开展普法宣传" in finding(report, "item-rewritten").message
    assert status(report, "T03").status is Status.SUSPECT


def test_another_items_text_under_the_heading() -> None:
    surgery = Surgery(DATA)
    (first,), (second, measure) = (surgery.under(surgery.find(key(one))) for one in ("T01", "T03"))
    remove(measure)
    one, other = text_of(first), text_of(second)
    type_over(first, other)
    type_over(second, one)
    report = checked(surgery)
    for identifier, title in (("T01", "开展普法宣传"), ("T03", "加强危险化学品安全监管")):
        found = status(report, identifier)
        assert found.status in (Status.MISSING, Status.PARTIAL, Status.SUSPECT)
        assert title in (found.reason or "")


def test_dividing_joining_copying_and_moving_lose_nothing() -> None:
    surgery = Surgery(DATA)
    divide(surgery.find(key("T01")), names_twice=True)
    # a heading that is divided becomes two that Word numbers; a text stays the text of its heading
    divide(surgery.under(surgery.find(key("T03")))[0], names_twice=False)
    join_with_previous(surgery.find(key("T02.2")))
    copy_paste(surgery.find(key("G01")), tail="_Copy_1")
    moved = surgery.find(key("T02"))
    block = [moved, *surgery.under(moved)]
    before = surgery.find(key("T01"))
    for one in block:
        before.addprevious(one)
    report = checked(surgery)
    assert {one.status for one in report.items} == {Status.CARRIED, Status.WAIVED}
    assert "item-copied" in codes(report) and "items-joined" in codes(report)
    assert not report.failed


def test_lost_bookmarks_are_replaced_by_the_text() -> None:
    surgery = Surgery(DATA)
    drop_bookmarks(surgery.find(key("T01")))
    drop_bookmarks(surgery.find(key("T02"), "pgr_"))
    report = checked(surgery)
    assert {one.status for one in report.items} == {Status.CARRIED, Status.WAIVED}
    assert [status(report, one).via for one in ("T01", "T02", "T03")] == [Via.TEXT, Via.TEXT, Via.ANCHOR]
    drop_bookmarks(surgery.root)
    report = checked(surgery)
    assert {one.status for one in report.items} == {Status.CARRIED, Status.WAIVED}
    assert {one.via for one in report.items} == {Via.TEXT}
    assert "draft-without-anchors" in codes(report)


# ------------------------------------------------------------------------------------------------ edits in tables


@pytest.mark.parametrize(
    ("column", "words", "said"),
    [
        (1, "", "事项名称"),
        (2, "", "主要内容"),
        (3, "", "牵头单位"),
        (3, "待定", "牵头单位"),
        (1, "开展普法宣传", "开展普法宣传"),
    ],
)
def test_an_incomplete_row_makes_the_item_partial(column: int, words: str, said: str) -> None:
    surgery = Surgery(DATA)
    cell = surgery.find(key("T01"), "pgr_").findall(f"{W}tc")[column]
    type_over(cell, words)
    found = status(checked(surgery), "T01")
    wanted = Status.SUSPECT if words == "待定" else Status.PARTIAL  # who says that nobody leads has decided nothing
    assert found.status is wanted and said in (found.reason or "")


@pytest.mark.parametrize("sign", ["和", "及", "以及", "与", "，", "；", "/", "／", " ", "\n"])
def test_a_unit_is_not_lost_whatever_stands_between_the_units(sign: str) -> None:
    surgery = Surgery(DATA)
    row = surgery.find(key("T01"), "pgr_")
    cell = row.findall(f"{W}tc")[4]
    units = "".join(cell.itertext()).strip()
    assert "、" in units
    type_over(cell, sign.join(units.split("、")))
    assert "units-lost" not in codes(checked(surgery))


def test_a_unit_that_its_group_names_is_not_lost() -> None:
    both = clause("市水利局", with_=("市公安局", "市安委会成员单位"))
    plan = county(parent(item("T01", "整治消防通道", text=FIRST, responsibility=both), item("P01")))
    data = drawn(plan)
    assert "县公安局" not in text_of(Surgery(data).find(key("T01"), "pgr_"))
    assert "units-lost" not in codes(checked(data, plan))


def test_a_deleted_row_and_a_deleted_column() -> None:
    surgery = Surgery(DATA)
    remove(surgery.find(key("T01"), "pgr_"))
    found = status(checked(surgery), "T01")
    assert found.status is Status.PARTIAL and found.reason == "分工表中没有这一条"
    surgery = Surgery(DATA)
    tables = {next(surgery.find(key(one), "pgr_").iterancestors(f"{W}tbl")) for one in ("T01", "T02", "T03")}
    assert len(tables) == 2  # one for each group
    for row in (row for table in tables for row in table.findall(f"{W}tr")[1:]):
        remove(row.findall(f"{W}tc")[3])
    report = checked(surgery)
    assert {status(report, one).status for one in ("T01", "T02", "T03")} == {Status.PARTIAL}


def test_a_table_without_its_head_is_still_read() -> None:
    surgery = Surgery(DATA)
    table = next(surgery.find(key("T01"), "pgr_").iterancestors(f"{W}tbl"))
    for head in table.findall(f"{W}tr")[:2]:
        remove(head)
    assert status(checked(surgery), "T01").status is Status.CARRIED


def test_lead_units_and_deadline_of_the_draft_are_compared() -> None:
    surgery = Surgery(DATA)
    cells = surgery.find(key("T01"), "pgr_").findall(f"{W}tc")
    type_over(cells[3], "县公安局")
    type_over(cells[4], "县应急局")
    type_over(cells[5], "2029年底前")
    type_over(surgery.find(key("T02"), "pgr_").findall(f"{W}tc")[5], "—")
    type_over(surgery.find(key("T03"), "pgr_").findall(f"{W}tc")[5], "2024年底前")
    report = checked(surgery)
    assert status(report, "T01").status is Status.SUSPECT
    assert "晚于" in (status(report, "T01").reason or "")
    assert "填报文件由县应急局牵头，文稿中由县公安局牵头" in finding(report, "lead-changed").message
    assert "县住建局" in finding(report, "units-lost").message
    assert "2029年" in finding(report, "deadline-later").message
    assert "提升防汛抗旱水平" in finding(report, "deadline-blank").message
    assert "2024年" in finding(report, "past-deadline").message


@pytest.mark.parametrize(
    "cell", ["县公安局和县住建局", "县公安局、县住建局等", "县公安局 县住建局", "县公安局及县住建局"]
)
def test_units_may_be_parted_otherwise_than_by_the_plan(cell: str) -> None:
    surgery = Surgery(DATA)
    type_over(surgery.find(key("T01"), "pgr_").findall(f"{W}tc")[4], cell)
    assert codes(checked(surgery)) == []


def test_a_finding_names_the_items_that_it_is_about() -> None:
    surgery = Surgery(DATA)
    type_over(surgery.find(key("T01"), "pgr_").findall(f"{W}tc")[3], "县公安局")
    found = finding(checked(surgery), "lead-changed")
    assert found.items == (key("T01"),)
    assert (found.values["expected"], found.values["found"]) == (["县应急局"], ("县公安局",))


def test_lead_in_the_body_is_compared_too() -> None:
    report = checked(replaced(DATA, ("（县司法局牵头", "（县公安局牵头")))
    assert "县公安局" in finding(report, "lead-changed").message


def test_annex_of_parent_items_must_list_all() -> None:
    surgery = Surgery(DATA)
    row = next(row for row in surgery.root.iter(f"{W}tr") if "山洪灾害防治承接" in text_of(row))
    remove(row)
    report = checked(surgery)
    assert "T02.1" in finding(report, "trace-row-missing").message
    assert status(report, "T02.1").status is Status.CARRIED


# ------------------------------------------------------------------------------------------------ indicators


@pytest.mark.parametrize(
    ("ours", "theirs", "weaker"),
    [("下降10%", "下降15%", True), ("下降20%", "下降15%", False), ("<0.8", "<0.5", True), ("90%", "95%", True)],
)
def test_weaker_targets(ours: str, theirs: str, weaker: bool) -> None:
    name = "隐患整改覆盖率" if ours == "90%" else "生产安全事故死亡人数"
    plan, _ = build(
        parent(item("I01", name, target=theirs)),
        spec(indicators=(LocalIndicator(of="I01", target=ours, lead="县应急局"),)),
    )
    report = check_draft(plan)
    assert ("target-weaker" in codes(report)) is weaker
    assert status(report, "I01").status is (Status.PARTIAL if weaker else Status.CARRIED)


def test_a_target_weakened_in_the_draft_only() -> None:
    surgery = Surgery(DATA)
    paragraph = surgery.find(key("I01"))
    type_over(paragraph, text_of(paragraph).replace("下降16%", "下降6%"))
    report = checked(surgery)
    assert {"target-differs", "target-weaker"} <= set(codes(report))
    assert status(report, "I01").status is Status.SUSPECT
    type_over(paragraph, "（1）生产安全事故死亡人数：（约束性）。（县应急局牵头负责）")
    assert status(checked(surgery), "I01").status is Status.MISSING
    report = checked(replaced(DATA, ("下降16%", "低于全市平均水平")))
    assert "target-not-comparable" in codes(report)


# ------------------------------------------------------------------------------------------------ waived


def test_a_waiver_must_be_in_the_document() -> None:
    surgery = Surgery(DATA)
    type_over(surgery.find(key("P01"), "pgr_").findall(f"{W}tc")[3], "")
    found = status(checked(surgery), "P01")
    assert found.status is Status.PARTIAL and "理由" in (found.reason or "")
    drop_bookmarks(surgery.find(key("P01"), "pgr_"))
    assert status(checked(surgery), "P01").via is Via.TEXT
    surgery = Surgery(DATA)
    empty(surgery.find(key("P01"), "pgr_"))
    assert status(checked(surgery), "P01").status is Status.MISSING
    remove(surgery.find(key("P01"), "pgr_"))
    found = status(checked(surgery), "P01")
    assert found.status is Status.MISSING and "没有列出" in (found.reason or "")


def test_waived_in_one_place_only() -> None:
    carried = county(P01=Disposition(lead="县应急局"))
    report = checked(DATA, carried)
    assert status(report, "P01").status is Status.MISSING
    surgery = Surgery(DATA)
    drop_bookmarks(surgery.find(key("P01"), "pgr_"))
    assert "waived-in-draft-only" in codes(checked(surgery, carried))
    report = checked(drawn(carried))
    assert status(report, "P01").status is Status.MISSING
    assert "waived-but-carried" in codes(report)


# ------------------------------------------------------------------------------------------------ suspect


def revised(**titles: str) -> ParentPlan:
    def change(one: object) -> object:
        return replace(one, text=titles[one.id]) if one.id in titles else one  # type: ignore[attr-defined,type-var]

    return replace(
        PARENT,
        tasks=tuple(map(change, PARENT.tasks)),  # type: ignore[arg-type]
        projects=tuple(map(change, PARENT.projects)),  # type: ignore[arg-type]
    )


def test_items_that_the_parent_changed_are_suspect() -> None:
    plan = county(revised(T03="每年举办两次安全生产法律知识竞赛。", P01="建设矿山救援基地两处。"))
    report = checked(DATA, plan)
    assert status(report, "T03").status is Status.SUSPECT
    assert "已经修改" in (status(report, "T03").reason or "")
    assert status(report, "P01").status is Status.SUSPECT and "重新研究" in (status(report, "P01").reason or "")
    assert status(report, "T01").status is Status.CARRIED
    assert report.failed


def test_a_new_item_of_the_parent_is_missing_and_a_dropped_one_is_said() -> None:
    new = item("T04", "建设应急广播", text="村村通应急广播。", responsibility=clause("市应急局"))
    plan = county(replace(PARENT, tasks=(*PARENT.tasks[:2], new)))
    report = checked(DATA, plan)
    assert status(report, "T04").status is Status.MISSING
    assert "开展普法宣传" in finding(report, "item-unknown").message


def test_an_item_that_the_parent_got_after_the_draft_was_made_is_suspect() -> None:
    parts = read_parts(DATA)
    properties = read_properties(parts)
    name = f"plangen.parent.{PARENT.id}"
    taken = [pair for pair in properties[name].split() if not pair.startswith(("T03=", "P01="))]
    parts[CUSTOM_PART] = custom_properties_xml({**properties, name: " ".join(taken)})
    report = checked(write_parts(parts))
    suspect = {one.id: one.reason or "" for one in report.items if one.status is Status.SUSPECT}
    assert set(suspect) == {"T03", "P01"} and all("才有这一条" in reason for reason in suspect.values())
    assert report.failed


def test_lost_properties_are_said() -> None:
    surgery = Surgery(DATA)
    surgery.parts[CUSTOM_PART] = re.sub(rb"<property .*</property>", b"", surgery.parts[CUSTOM_PART], flags=re.DOTALL)
    report = checked(surgery)
    assert {one.status for one in report.items} == {Status.CARRIED, Status.WAIVED}
    assert "fingerprints-lost" in codes(report)


# ------------------------------------------------------------------------------------------------ wording


def test_city_wording_and_past_periods() -> None:
    data = replaced(
        DATA,
        ("修编江河洪水防御方案", "全市“十四五”期间修编江河洪水防御方案，2024年底前完成"),
        ("每年举办", "与“十四五”末相比，每年举办"),
    )
    report = checked(data)
    assert "全市" in finding(report, "city-wording-left").message
    assert "十四五" in finding(report, "past-period").message
    assert "2024年" in finding(report, "past-deadline").message
    assert not [one for one in report.findings if one.code == "past-period" and "末相比" in one.message]
    assert not {"city-wording-left", "past-period", "past-deadline"} & set(codes(check_draft(PLAN)))


# ------------------------------------------------------------------------------------------------ other drafts


def word_file(*paragraphs: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    main = f'<w:document xmlns:w="{W[1:-1]}"><w:body>{body}</w:body></w:document>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}" Target="word/document.xml"/></Relationships>'
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    return write_parts(
        {"[Content_Types].xml": types.encode(), "_rels/.rels": links.encode(), "word/document.xml": main.encode()}
    )


def test_a_draft_that_plangen_never_wrote() -> None:
    report = checked(
        word_file(
            "永和县实施方案",
            "一、主要任务",
            "（一）加强危险化学品安全监管",
            FIRST.replace("全市", "全县") + SECOND + "（县应急局牵头，县公安局配合）",
            "（二）其他事项",
            "不承接事项：煤矿救援基地建设，县域没有这类企业。",
        )
    )
    assert codes(report)[0] == "draft-by-others"
    assert status(report, "T01").status is Status.CARRIED and status(report, "T01").via is Via.TEXT
    assert status(report, "T02").status is Status.MISSING
    assert status(report, "P01").status is Status.WAIVED
    report = checked(word_file("一、其他", "（一）盆栽", "每天浇水，保持整洁。"))
    assert status(report, "P01").reason == "填报文件写明不承接，但文稿没有列出理由"
    assert {one.status for one in report.items} == {Status.MISSING}


def test_a_draft_of_another_spec() -> None:
    plan, data = example("yonghe")
    with pytest.raises(FindingsError) as error:
        check_draft(PLAN, example("yonghe-145")[1])
    (found,) = error.value.findings
    assert (found.code == "draft-of-another-spec" and "2022-2025" in found.message) or "实施期" in found.message
    other = replace(plan, spec=replace(plan.spec, county=replace(plan.spec.county, name="隰县")))
    with pytest.raises(FindingsError, match="文稿是永和县的，填报文件是隰县的"):
        check_draft(other, data)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (DATA[: len(DATA) // 2], "document-damaged"),
        (b"PK\x03\x04" + b"\x00" * 40, "document-damaged"),
        (b"%PDF-1.7 ...", "document-damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 60, "format-unsupported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "office-failed"),
        (write_parts({"word/document.xml": b"<a>"}), "document-damaged"),
        (word_file(), "draft-empty"),
    ],
)
def test_what_is_no_usable_draft(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "稿.docx"
    path.write_bytes(content)
    with pytest.raises(FindingsError) as error:
        check_draft(PLAN, path)
    (found,) = error.value.findings
    assert found.code == code
    assert found.location.file == "稿.docx" and found.hint


def test_drafts_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, code in ((tmp_path / "没有.docx", "file-missing"), (tmp_path, "file-is-folder")):
        with pytest.raises(FindingsError) as error:
            check_draft(PLAN, path)
        assert error.value.findings[0].code == code
    locked = tmp_path / "锁.docx"
    locked.write_bytes(DATA)

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "locked")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(FindingsError, match="先关闭"):
        check_draft(PLAN, locked)


def test_an_encrypted_package_is_said() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", b"<a/>")
    data = bytearray(stream.getvalue())
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(FindingsError) as error:
        check_draft(PLAN, bytes(data), name="密.docx")
    assert error.value.findings[0].code == "document-encrypted"


# ------------------------------------------------------------------------------------------------ LibreOffice, codes


@pytest.mark.office
@pytest.mark.parametrize("name", ["yonghe", "yonghe-145"])
def test_the_same_after_libreoffice_saved_it(name: str, tmp_path: Path) -> None:
    plan, data = example(name)
    surgery = Surgery(data)
    remove(next(place for place, keys in surgery.anchored() if not any(one.startswith("local") for one in keys)))
    changed = surgery.data()
    (tmp_path / "稿.docx").write_bytes(changed)
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(tmp_path / "saved"),
            str(tmp_path / "稿.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    before = check_draft(plan, changed, name="稿.docx")
    after = check_draft(plan, tmp_path / "saved" / "稿.docx")
    assert [(one.id, one.status, one.via, one.missing_points) for one in after.items] == [
        (one.id, one.status, one.via, one.missing_points) for one in before.items
    ]
    assert sum(one.status is Status.MISSING for one in after.items) >= 1
    assert codes(after) == codes(before)


def test_the_words_of_the_check_are_read_or_said(tmp_path: Path) -> None:
    from plangen.trace.check_words import load_check_words

    path = tmp_path / "check.yaml"
    path.write_text("columns: {}\n", "utf-8")
    with pytest.raises(FindingsError) as error:
        load_check_words(path)
    assert error.value.findings[0].code == "knowledge-missing-key"
    assert load_check_words().thresholds["point"] > 0
