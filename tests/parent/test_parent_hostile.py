"""Documents as counties really get them: clauses in sentences, months, background, indicators in lines, huge files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import plan_builders as builders
from plangen.county.spec import Disposition
from plangen.parent.block_model import Paragraph
from plangen.parent.identity import check_plan_id, is_plan_id, nearest_plan_id
from plangen.parent.importer import LONGEST_LINE, MOST_CHARACTERS, ImportResult, import_document
from plangen.parent.indicator_lines import parse_indicator
from plangen.parent.model import ItemKind, ParentItem
from plangen.parent.outline import _headings, build_outline
from plangen.parent.outline_search import cheapest_reading
from plangen.parent.revision import keep_ids
from plangen.parent.store import dump_parent
from plangen.parent.store_reading import load_parent
from plangen.plan.wording import parent_deadline
from plangen.terms.clause_search import find_clauses, is_clause_paragraph, suspected_clause
from plangen.terms.deadline import Deadline, deadline_in_cell, deadline_of, moment_of
from plangen.terms.findings import Finding, FindingsError, Severity
from plangen.terms.place import Place
from plangen.terms.responsibility import Responsibility
from plangen.terms.vocabulary import vocabulary

TITLE = "临汾市“十五五”应急体系规划"


def imported(folder: Path, *lines: str) -> ImportResult:
    path = folder / "规划.txt"
    path.write_text("\n".join((TITLE, *lines)), encoding="utf-8")
    return import_document(path)


def task(folder: Path, *lines: str) -> tuple[ParentItem, ImportResult]:
    result = imported(
        folder,
        "一、重点任务",
        "（一）体制",
        *lines,
        "2. 乙项。写明。（市水利局负责）",
        "3. 丙项。写明。（市水利局负责）",
    )
    return result.plan.tasks[0], result


def of_code(result: ImportResult, code: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.code == code]


# ------------------------------------------------------------------------------------------------ clauses in sentences


@pytest.mark.parametrize(
    ("sentence", "leads", "participants", "rest"),
    [
        (
            "完善两级指挥部，由市应急局牵头，市公安局、市住建局配合。",
            ["市应急局"],
            ["市公安局", "市住建局"],
            "完善两级指挥部。",
        ),
        ("完善两级指挥部。由市应急局牵头，市公安局配合。", ["市应急局"], ["市公安局"], "完善两级指挥部。"),
        (
            "完善目录。市应急局负责，市财政局、市粮食和储备局配合。",
            ["市应急局"],
            ["市财政局", "市粮食和储备局"],
            "完善目录。",
        ),
        ("完善目录。责任单位：市林草局、市应急局。", [], ["市林草局", "市应急局"], "完善目录。"),
        ("完善目录，牵头单位：市林草局，配合单位：市应急局。", ["市林草局"], ["市应急局"], "完善目录。"),
        ("责任单位：市林草局。2028年12月底前完成。", [], ["市林草局"], "2028年12月底前完成。"),
    ],
)
def test_a_clause_in_a_closing_sentence_is_read(
    tmp_path: Path, sentence: str, leads: list[str], participants: list[str], rest: str
) -> None:
    item, _ = task(tmp_path, "1. 甲项。健全机制。", sentence)
    assert item.responsibility is not None
    assert list(item.responsibility.leads) == leads
    assert list(item.responsibility.participants) == participants
    assert item.text == f"健全机制。\n{rest}"


@pytest.mark.parametrize(
    "sentence",
    [
        "配备电话，由应急部门牵头落实有关要求，其他部门抓好配合工作。",
        "成立专班，由市应急局牵头，市公安局配合，定期会商研判。",
        "由市应急局牵头制定办法，报市政府批准。",
    ],
)
def test_a_sentence_that_is_not_names_alone_is_a_doubt_with_its_line(tmp_path: Path, sentence: str) -> None:
    item, result = task(tmp_path, "1. 甲项。健全机制。", sentence)
    assert item.responsibility is None
    assert item.text is not None and sentence in item.text
    (finding,) = of_code(result, "clause-suspected")
    assert finding.severity is Severity.ERROR and finding.location.line == 5
    assert "疑似责任分工，未读出" in finding.message


def test_running_text_about_responsibility_is_no_clause() -> None:
    for text in ("压实责任，由企业主要负责人负责。", "明确牵头部门和配合部门的职责。", "推行谁主管、谁负责的原则。"):
        assert find_clauses(text) == (text, ())
    assert suspected_clause("明确各部门的职责。") is None
    assert is_clause_paragraph("牵头单位：市应急局。配合单位：市公安局。")
    assert find_clauses("由市应急局牵头，市公安局配合。")[0], "a heading never loses all of its words"


# ------------------------------------------------------------------------------------------------ deadlines


@pytest.mark.parametrize(
    ("text", "year", "exact"),
    [
        ("2027年6月底前完成。", 2027, "2027年6月底前"),
        ("2027年6月30日前完成。", 2027, "2027年6月30日前"),
        ("2027年上半年，完成建设。", 2027, "2027年6月底前"),
        ("2027年第三季度前完成。", 2027, "2027年9月底前"),
        ("2027年6月前完成。", 2027, "2027年6月前"),
        ("2027年12月底前完成。", 2027, None),
        ("2027年底前完成。", 2027, None),
        ("2027年3月底前启动。2027年9月底前全部完成。", 2027, "2027年9月底前"),
        ("2027年6月底前完成一期，到2028年建成。", 2028, None),
    ],
)
def test_the_month_of_a_deadline_is_kept(text: str, year: int, exact: str | None) -> None:
    found = deadline_of(text, (2026, 2030))
    assert (found.year, found.text) == (year, exact)


def test_deadline_cells_without_a_year_keep_their_words() -> None:
    assert deadline_in_cell("长期坚持").text == "长期坚持"
    assert deadline_in_cell("每年12月底前").text == "每年12月底前"
    assert deadline_in_cell("2026年起每年开展") == Deadline(text="2026年起每年开展")
    assert deadline_in_cell("2026-2030年").text is None
    assert deadline_in_cell("2027.6").text == "2027年6月底前"
    assert deadline_in_cell("-").text is None
    assert moment_of("2027年6月前") == date(2027, 5, 31)


def test_the_month_survives_the_file_and_counts_in_the_fingerprint(tmp_path: Path) -> None:
    item, result = task(tmp_path, "1. 甲项。2027年6月底前完成。（牵头单位：市应急局）")
    assert (item.deadline, item.deadline_text) == (2027, "2027年6月底前")
    path = tmp_path / "plan.yaml"
    path.write_text(dump_parent(result.plan), encoding="utf-8")
    assert load_parent(path)[0].tasks[0].deadline_text == "2027年6月底前"
    later = replace(item, deadline_text="2027年9月底前")
    assert later.fingerprint != item.fingerprint
    new = replace(result.plan, tasks=(later, *result.plan.tasks[1:]))
    assert [change.kind for change in keep_ids(new, result.plan)[1]] == ["reworded"]


def test_a_label_without_a_year_is_kept_and_told(tmp_path: Path) -> None:
    item, result = task(tmp_path, "1. 甲项。开展演练。（牵头单位：市应急局；完成时限：长期坚持）")
    assert (item.deadline, item.deadline_text) == (None, "长期坚持")
    assert "deadline_text" in of_code(result, "deadline-open")[0].message


def test_the_county_prints_the_parents_month() -> None:
    item = ParentItem(id="T01", kind=ItemKind.TASK, title="甲", deadline=2027)
    assert parent_deadline(item) == "2027年底前"
    assert parent_deadline(replace(item, deadline_text="2027年6月底前")) == "2027年6月底前"
    assert parent_deadline(replace(item, deadline=None)) is None
    end, june, before = (moment_of(text) for text in ("2027年底前", "2027年6月底前", "2027年6月前"))
    assert end is not None and june is not None and before is not None
    assert end > june > before


def test_the_drafts_table_shows_the_parents_month_and_a_later_one_is_told() -> None:
    plans = builders.parent(
        builders.item("T01", deadline=2027, deadline_text="2027年6月底前"),
        builders.item("T02", deadline_text="长期坚持"),
        builders.item("T03", deadline=2027, deadline_text="2027年6月底前"),
        identifier="jincheng-155",
    )
    later = builders.spec({"T03": Disposition(deadline="2027年9月底前")})
    plan, findings = builders.build(plans, later)
    printed = [builders.named(plan, identity).deadline for identity in ("T01", "T02", "T03")]
    assert printed == ["2027年6月底前", "长期坚持", "2027年9月底前"]
    assert "要求2027年6月底前完成" in builders.of_code(findings, "deadline-after-parent").message


# ------------------------------------------------------------------------------------------------ what is no task


@pytest.mark.parametrize(
    "heading", ["发展形势", "发展环境", "发展基础", "发展现状", "建设基础", "突出问题", "发展短板"]
)
def test_background_stays_background_whatever_verb_it_begins_with(tmp_path: Path, heading: str) -> None:
    assert vocabulary().roles(heading)[0] == "background"
    result = imported(tmp_path, f"一、{heading}", "十四五以来成绩明显。", "二、重点任务", "（一）甲项。写明内容。")
    assert [item.title for item in result.plan.tasks] == ["甲项"]
    (left,) = of_code(result, "sections-left-out")
    assert heading in left.message and "第2—3行" in left.message


@pytest.mark.parametrize("heading", ["补齐短板", "解决突出问题", "应对风险挑战能力提升", "提升建设成效", "推进发展"])
def test_what_is_to_be_done_is_no_background(heading: str) -> None:
    assert "background" not in vocabulary().roles(heading)


def test_guessed_sections_are_a_warning(tmp_path: Path) -> None:
    result = imported(tmp_path, "一、加强指挥", "（一）甲项。写明内容。", "二、完善机制", "（一）乙项。写明内容。")
    assert [finding.severity for finding in of_code(result, "section-guessed")] == [Severity.WARNING]


def test_sections_without_items_are_named_once(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        "一、总体要求",
        "（一）指导思想",
        "坚持安全第一。",
        "（二）主要目标",
        "1. 体系更全。形成体系。",
        "2. 能力更强。形成能力。",
        "二、重点任务",
        "（一）甲项。写明内容。",
        "三、保障措施",
        "（一）加强领导。各地要重视。",
    )
    (left,) = of_code(result, "sections-left-out")
    assert left.severity is Severity.INFO
    assert "“指导思想”（第3—4行）" in left.message and "“保障措施”（第10—11行）" in left.message


# ------------------------------------------------------------------------------------------------ indicators in lines


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("死亡人数：下降15%（约束性）", ("死亡人数", "下降15%", "约束性")),
        ("灾害损失占比：≤1.2%", ("灾害损失占比", "≤1.2%", None)),
        ("受害率低于0.8‰（预期性）", ("受害率", "低于0.8‰", "预期性")),
        ("体系更加健全：形成统一的体系", None),
        ("体系更加健全。形成10支队伍。", None),
    ],
)
def test_lines_of_indicators(line: str, found: tuple[str, str, str | None] | None) -> None:
    assert parse_indicator(line) == found


@pytest.mark.parametrize(
    "lines",
    [
        ("专栏1 核心指标", "1.死亡人数：下降15%（约束性）", "2.受害率：低于0.8‰（预期性）"),
        ("专栏1 核心指标", "死亡人数：下降15%（约束性）", "受害率：低于0.8‰（预期性）"),
        ("（三）核心指标", "（1）死亡人数：下降15%（约束性）", "（2）受害率：低于0.8‰（预期性）"),
    ],
)
def test_lines_under_an_indicator_heading_are_indicators(tmp_path: Path, lines: tuple[str, ...]) -> None:
    result = imported(
        tmp_path,
        "一、总体要求",
        "（一）指导思想",
        "坚持安全第一。",
        "（二）分项目标",
        "1. 体系更全。形成体系。",
        "2. 能力更强。形成能力。",
        *lines,
        "二、重点任务",
        "（一）甲项。写明内容。",
    )
    found = [(item.title, item.target, item.nature) for item in result.plan.indicators]
    assert found == [("死亡人数", "下降15%", "约束性"), ("受害率", "低于0.8‰", "预期性")]
    assert [item.title for item in result.plan.goals] == ["体系更全", "能力更强"]


def test_a_line_without_a_value_is_a_doubt_and_not_lost(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        "一、核心指标",
        "（一）死亡人数：下降15%",
        "（二）队伍建设更强",
        "二、重点任务",
        "（一）甲项。写明内容。",
    )
    assert [item.title for item in result.plan.indicators] == ["死亡人数"]
    assert [item.title for item in result.plan.goals] == ["队伍建设更强"]
    assert of_code(result, "indicator-line-unread")[0].location.line == 4


def test_indicators_of_the_last_period_are_not_taken(tmp_path: Path) -> None:
    result = imported(
        tmp_path,
        "一、发展基础",
        "（一）主要指标",
        "1.死亡人数：下降30%（约束性）",
        "二、重点任务",
        "（一）甲项。写明。",
    )
    assert not result.plan.indicators


# ------------------------------------------------------------------------------------------------ ids, empty plans


@pytest.mark.parametrize("identity", ["../x", "青阳", "", "a/b", "-a", "a b", "x" * 200])
def test_an_id_that_could_not_be_read_back_is_refused(tmp_path: Path, identity: str) -> None:
    path = tmp_path / "规划.txt"
    path.write_text(f"{TITLE}\n一、重点任务\n（一）甲项。写明内容。", encoding="utf-8")
    with pytest.raises(FindingsError) as raised:
        import_document(path, plan_id=identity)
    assert [finding.code for finding in raised.value.findings] == ["plan-id-invalid"]
    assert is_plan_id(nearest_plan_id(identity))


def test_the_nearest_id_is_proposed() -> None:
    assert nearest_plan_id("../x") == "x"
    assert nearest_plan_id("永和县145") == "yonghe-145"
    check_plan_id("linfen-155")


def test_a_parent_without_items_is_an_error(tmp_path: Path) -> None:
    result = imported(tmp_path, "一、总则", "说明。")
    path = tmp_path / "empty.yaml"
    path.write_text(dump_parent(replace(result.plan, goals=(), tasks=(), projects=())), encoding="utf-8")
    with pytest.raises(FindingsError) as raised:
        load_parent(path)
    assert [finding.code for finding in raised.value.findings] == ["parent-without-items"]


# ------------------------------------------------------------------------------------------------ size


def test_open_lists_do_not_grow_with_the_document() -> None:
    texts = ["一、甲", "（一）乙", "1. 丙", "（1）丁", "①戊", "3. 己", "（四）庚", "5）壬"] * 60
    place = Place(line=1)
    blocks = [Paragraph(text=text, place=replace(place, line=n), places=(place,)) for n, text in enumerate(texts, 1)]
    state = cheapest_reading(_headings(blocks)[0])
    assert len(state.levels) <= 10
    assert len(state.memory) <= 10 * 12
    assert len(build_outline(blocks, "x").root.walk()) == len(texts) + 1, "every heading is in the tree"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("（一）" + "甲" * (LONGEST_LINE + 1), "line-too-long"),
        ("\n".join(["（一）甲项。" + "乙" * 5000] * (MOST_CHARACTERS // 5000 + 1)), "plan-too-long"),
    ],
)
def test_what_is_no_plan_by_its_size_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(FindingsError) as raised:
        imported(tmp_path, "一、重点任务", text)
    assert [finding.code for finding in raised.value.findings] == [code]


def test_more_headings_than_any_plan_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plangen.parent.outline.MOST_HEADINGS", 50)
    with pytest.raises(FindingsError) as raised:
        imported(tmp_path, "一、重点任务", *(f"（一）第{number}项。写明内容。" for number in range(60)))
    assert [finding.code for finding in raised.value.findings] == ["document-too-large"]


def test_many_findings_of_one_code_become_one_that_lists_the_lines(tmp_path: Path) -> None:
    points = [f"（{number}）第{number}项内容更加完善" for number in range(2, 90, 2)]
    result = imported(tmp_path, "一、重点任务", "（一）甲项。写明内容。", *points)
    gaps = of_code(result, "numbering-gap")
    assert len(gaps) == 11
    assert "同类问题另有" in gaps[-1].message and "第46行" in gaps[-1].message


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "乙"},
        {"text": "乙"},
        {"deadline": 2028},
        {"deadline_text": "2027年6月底前"},
        {"target": "下降16%"},
        {"responsibility": Responsibility(text="市水利局牵头", leads=("市水利局",))},
    ],
)
def test_whatever_an_item_asks_counts_in_its_fingerprint(changed: dict[str, object]) -> None:
    item = ParentItem(
        id="I01",
        kind=ItemKind.INDICATOR,
        title="甲",
        text="甲",
        deadline=2027,
        target="下降15%",
        responsibility=Responsibility(text="市应急局牵头", leads=("市应急局",)),
    )
    assert replace(item, **changed).fingerprint != item.fingerprint  # type: ignore[arg-type]
    assert replace(item, number="（9）", id="I09").fingerprint == item.fingerprint
