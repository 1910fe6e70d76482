"""Which annexes stand in the draft, which in a file of their own, and what the check makes of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from plan_builders import build, item, parent, spec
from plangen.county.spec import Disposition, LocalItem
from plangen.document.annexes import annexes_of, places_of, unknown_annexes
from plangen.document.compose import compose, load_pack
from plangen.document.rendering import docx_of, markdown_of, text_findings
from plangen.office.word_document import read_docx
from plangen.parent.model import ParentItem
from plangen.plan.model import CountyPlan
from plangen.terms.quantity import Quantity
from plangen.trace.check import check_draft
from plangen.trace.model import Status

RATE = Quantity(what="现场通信畅通率", direction="达到", value=95, unit="%")
WAIVED = Disposition(waive="县域没有这类企业", by="县政府", on=date(2026, 11, 20))


def plan_with(**annexes: str) -> CountyPlan:
    items = parent(item("T01", "加强防汛", text="修编防汛预案。"), item("T02", "煤矿整治", text="关闭小煤矿。"))
    return build(items, spec({"T02": WAIVED}, annexes=annexes))[0]


def marks(plan: CountyPlan, where: str) -> list[tuple[str, str]]:
    return [(one.mark, one.key) for one in annexes_of(plan, load_pack("implementation"), where)]


def test_duties_trace_and_waived_items_stand_in_a_file_of_their_own() -> None:
    plan = plan_with()
    assert marks(plan, "draft") == [("附件", "tasks")]
    assert marks(plan, "companion") == [("附表1", "departments"), ("附表2", "trace"), ("附表3", "waived")]
    draft, companion = markdown_of(plan), markdown_of(plan, where="companion")
    assert "部门任务清单" not in draft and "煤矿整治" not in draft
    assert "煤矿整治" in companion and "不涉及，见附表3" in companion
    assert text_findings(plan, draft, companion) == ()
    assert [one.code for one in text_findings(plan, draft)] == ["items-not-in-tables"]


@pytest.mark.parametrize("name", ["waived", "不涉及事项"])
def test_the_spec_places_an_annex_by_key_or_title(name: str) -> None:
    plan = plan_with(**{name: "draft", "承接对照表": "none"})
    assert marks(plan, "draft") == [("附件1", "tasks"), ("附件2", "waived")]
    assert marks(plan, "companion") == [("附表", "departments")]


def test_an_annex_that_does_not_exist_is_an_error() -> None:
    (found,) = unknown_annexes(plan_with(部门清单="draft", trace="none").spec)
    assert found.code == "annex-unknown" and found.severity == "error" and "部门任务清单" in found.message + found.hint
    assert places_of(plan_with(表="draft").spec, load_pack("implementation")) == places_of(
        plan_with().spec, load_pack("implementation")
    )  # 表 may be any of them: nothing is guessed


def test_a_pack_that_places_an_unknown_annex_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("chapters: [title.md.j2]\nannexes: {}\ncompanion: [funds]\n", "utf-8")
    assert [one.code for one in load_pack("implementation", tmp_path).findings][:1] == ["annex-unknown"]


def test_a_file_of_annexes_may_be_empty() -> None:
    plan = plan_with(departments="none", trace="none", waived="draft")
    assert compose(plan, load_pack("implementation"), "companion") == ""


def test_the_check_needs_no_companion() -> None:
    plan = plan_with()
    data, _ = docx_of(plan, markdown_of(plan), load_pack("implementation").style)
    report = check_draft(plan, data)
    assert [one.status for one in report.items] == [Status.CARRIED, Status.WAIVED]
    assert not {"trace-annex-missing", "trace-row-missing"} & {one.code for one in report.findings}
    wanted = plan_with(waived="draft", trace="draft")
    report = check_draft(wanted, data)  # the draft should have both tables and has neither
    assert [one.status for one in report.items] == [Status.CARRIED, Status.MISSING]
    assert "trace-annex-missing" in {one.code for one in report.findings}


def test_a_group_stands_over_its_table_on_every_page() -> None:
    plan, _ = build(
        parent(item("T01", "甲一", group="防风险"), item("T02", "乙一", group="强基层"), item("T03", "丙一")), spec()
    )
    document = read_docx(docx_of(plan, markdown_of(plan), load_pack("implementation").style)[0])
    labels = [table.texts[0] for table in document.tables if len(table.texts) > 1 and "任务" in table.texts[1]]
    assert [label[0][:5] for label in labels[:2]] == ["1.防风险", "2.强基层"]


@pytest.mark.parametrize(
    ("by", "reported"),
    [
        ("县政府", False),
        ("永和县人民政府办公室", False),
        ("县应急局", True),
        ("芝河镇人民政府", True),
        ("县委编办", True),
    ],
)
def test_a_bureau_alone_cannot_decide(by: str, reported: bool) -> None:
    decision = Disposition(waive="县域没有这类企业", by=by, on=date(2026, 11, 20))
    _, findings = build(parent(item("T01", "煤矿整治"), item("T02", "防汛")), spec({"T01": decision}))
    assert ("waived-by-bureau" in {one.code for one in findings}) is reported


def test_further_columns_stand_where_the_spec_has_them() -> None:
    items = parent(item("T01", "加强防汛", item("T01.1", "修预案")), item("T02", "普法"), item("P01", "物资库工程"))
    said = Disposition(details={"leader": "张某某", "milestones": "2027年(上半年)完成设计,2028年建成"})
    built = Disposition(details={"site": "芝河镇", "investment": "600万元"})
    plan, _ = build(items, spec({"T01": said, "P01": built}))
    text = markdown_of(plan)
    rows = {line.split("|")[2].strip(): line for line in text.splitlines() if line.startswith("| [")}
    assert "| 牵头领导 | 年度节点 |" in text and "| 地点 | 投资 |" in text and "| 资金来源 |" not in text
    assert rows["加强防汛"].endswith("| 张某某 | 2027年（上半年）完成设计，2028年建成 |")
    assert rows["修预案"].endswith("| — | — |") and rows["普法"].endswith("| 【待填】 | 【待填】 |")
    assert rows["物资库工程"].endswith("| 芝河镇 | 600万元 |")
    data, findings = docx_of(plan, text, load_pack("implementation").style)
    assert findings == ()
    report = check_draft(plan, data)
    assert {one.status for one in report.items} == {Status.CARRIED}
    local = LocalItem(title="本县工程", details={"funding": "县级财政"})
    assert "| 县级财政 |" in markdown_of(build(items, spec(projects=(local,)))[0])


def test_the_spec_reads_further_columns_everywhere() -> None:
    from plangen.county.details import DETAILS
    from plangen.county.schema import DISPOSITION, LOCAL_ITEM, PART

    for fields in (DISPOSITION, LOCAL_ITEM, PART):
        assert set(DETAILS) <= set(fields)


@pytest.mark.parametrize("pack", ["implementation", "plan"])
def test_a_table_of_goals_has_no_columns_for_figures_that_nobody_gave(pack: str) -> None:
    def heads(*goals: ParentItem) -> list[str]:
        plan, _ = build(parent(*goals, item("T01", "加强防汛")), spec())
        return [line for line in markdown_of(plan, load_pack(pack)).splitlines() if "| 分项目标 |" in line]

    (told,) = heads(item("G01", "救援更快", quantities=(RATE,)), item("G02", "基层更稳"))
    (untold,) = heads(item("G01", "救援更快"), item("G02", "基层更稳"))
    assert "目标值" in told and "目标值" not in untold
