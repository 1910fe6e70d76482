"""A 规划 from the data of an 实施方案: its chapters, what only the county can say, its contents page, bad input."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from example_drafts import SPECS, example
from own_items import GAS, TREATED
from plan_builders import codes, of_code
from plangen.api.prepare import Prepared, build_plan
from plangen.api.reviews import audit, check
from plangen.api.starting import new_spec
from plangen.document.blocks import Cover, Paragraph, Table
from plangen.document.filters import item_keys
from plangen.document.markdown import parse_markdown
from plangen.document.rendering import docx_of, markdown_of, text_findings
from plangen.document.template_pack import load_pack
from plangen.office.docx_package import read_parts
from plangen.office.word_xml import W
from plangen.parent.importer import import_document
from plangen.plan.model import CountyPlan
from plangen.terms.findings import FindingsError
from plangen.trace.check import check_draft

CHAPTERS = ["一、现状与形势", "二、总体要求", "三、主要任务", "四、重点工程", "五、保障措施"]


@cache
def started(tmp: Path) -> Prepared:
    """Return what the spec that ``init`` writes gives, with nothing filled in."""
    path = tmp / "乙县.yaml"
    path.write_bytes(new_spec("乙县", ["jincheng-155"], path=path, kind="plan").data)
    return build_plan(path)


def plan_of(prepared: Prepared) -> CountyPlan:
    assert prepared.plan is not None, prepared.findings
    return prepared.plan


def spec_with(tmp: Path, old: str, new: str) -> Prepared:
    """Return what the example gives with one thing in its spec changed."""
    text = (SPECS / "yonghe-guihua.yaml").read_text("utf-8")
    assert old in text
    path = tmp / "spec.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return build_plan(path)


def paragraphs(text: str) -> list[Paragraph]:
    return [block for block in parse_markdown(text).walk() if isinstance(block, Paragraph)]


def test_the_chapters_stand_in_their_order() -> None:
    plan, _ = example("yonghe-guihua")
    assert [one.text for one in paragraphs(markdown_of(plan)) if one.level == 1] == CHAPTERS


def test_what_only_the_county_knows_is_left_to_be_filled_in_and_listed(tmp_path: Path) -> None:
    text = markdown_of(plan_of(started(tmp_path)))
    for gap in ("“十四五”时期的工作进展和存在的问题", "“十五五”时期面临的机遇和挑战", "指导思想", "乙县基本情况"):
        assert f"【待填：{gap}】" in text
    situation = text.split("# 一、现状与形势")[-1].split("# 二、总体要求")[0]
    assert re.sub(r"\[【[^】]*】\]\{\.placeholder\}|#+ .*|\s", "", situation) == ""


def test_the_text_names_no_units_unless_the_spec_asks() -> None:
    plan, _ = example("yonghe-guihua")
    asked = replace(plan, spec=replace(plan.spec, plan=replace(plan.spec.plan, units_in_text=True)))
    bodies = [markdown_of(one).split("# 三、主要任务")[-1].split("{.annex-mark}")[0] for one in (plan, asked)]
    assert "县应急局牵头" not in bodies[0] and "县应急局牵头" in bodies[1]


@pytest.mark.parametrize("name", ["yonghe-guihua", "yonghe", "yonghe-145"])
def test_a_check_finds_every_item(name: str) -> None:
    review = check(build_plan(SPECS / f"{name}.yaml", kind="plan"))
    states = {item.status.value for item in review.report.items}
    assert states <= {"carried", "doubtful", "waived", "not-applicable"}, states
    assert not [one for one in review.findings if one.code in ("own-item-missing", "past-period")]


def test_one_spec_gives_both_kinds() -> None:
    plan, _ = example("yonghe-guihua", "implementation")
    assert plan.title.endswith("规划实施方案") and "# 二、工作分工" in markdown_of(plan)


def test_the_indicators_have_a_baseline_or_say_that_it_is_missing() -> None:
    plan, _ = example("yonghe-guihua")
    tables = [block for block in parse_markdown(markdown_of(plan)).blocks if isinstance(block, Table)]
    (table,) = (one for one in tables if any("基期值" in cell.text for cell in one.header))
    rows = [[cell.text for cell in row] for row in table.rows]
    assert [row[1] for row in rows] == [one.name for one in plan.indicators]
    assert [row[3] for row in rows] == [one.baseline or "【待填】" for one in plan.indicators]
    assert rows[-1][2] == "%" and rows[-1][4] == "100" and plan.indicators[-1].target == "100%"


def test_every_entry_of_the_contents_asks_for_the_page_of_its_heading() -> None:
    plan, data = example("yonghe-guihua")
    body = etree.fromstring(read_parts(data)["word/document.xml"])
    asked = [node.text.split()[1] for node in body.iter(f"{W}instrText") if "PAGEREF" in (node.text or "")]
    marked = {
        node.get(f"{W}name"): "".join(text.text or "" for text in node.getparent().iter(f"{W}t"))
        for node in body.iter(f"{W}bookmarkStart")
        if node.get(f"{W}name", "").startswith("_Toc")
    }
    entries = [one.text for one in paragraphs(markdown_of(plan)) if (one.style or "").startswith("contents-")]
    assert asked == list(marked) and len(asked) == len(entries) > 20
    # numbers are automatic: the heading's own text does not have them
    assert all(entry.endswith(said) for entry, said in zip(entries, marked.values(), strict=True))


def test_an_indicator_without_baseline_is_found() -> None:
    found = of_code(build_plan(SPECS / "yonghe-guihua.yaml").findings, "baseline-missing")
    assert found.location.line and "灾害信息员" in found.message and "减灾示范社区" not in found.message
    assert "baseline-missing" not in codes(build_plan(SPECS / "yonghe.yaml").findings)


def test_a_last_value_without_target_is_found(tmp_path: Path) -> None:
    prepared = spec_with(tmp_path, 'previous: {target: "1"}', 'previous: {result: "1"}')
    assert of_code(prepared.findings, "previous-without-target").location.line
    assert "previous-without-target" not in codes(build_plan(SPECS / "yonghe-guihua.yaml").findings)


@pytest.mark.parametrize(("money", "bare"), [("600", True), ("约1.2亿", True), ("600万元", False), ("1.2亿元", False)])
def test_money_without_a_unit_is_found(money: str, bare: bool, tmp_path: Path) -> None:
    prepared = spec_with(tmp_path, "    site: 芝河镇城区\n", f"    site: 芝河镇城区\n    investment: {money}\n")
    assert ("money-without-unit" in codes(prepared.findings)) is bare


def test_a_sentence_in_two_chapters_is_found(tmp_path: Path) -> None:
    said = "乡镇和村一级应急力量薄弱，人员、器材和演练都不足，一些人员密集场所没有做过消防安全评估。"
    prepared = spec_with(tmp_path, "  guiding: ", f"  guiding: {said}")
    found = of_code(prepared.findings, "text-repeated")
    assert "回顾" in found.message and "指导思想" in found.message and found.location.line


def test_a_final_draft_may_not_have_blanks(tmp_path: Path) -> None:
    found = of_code(spec_with(tmp_path, "stage: 征求意见稿", "stage: 送审稿").findings, "chapters-blank")
    for said in ("5项指标的基期值", "6项指标的上期完成情况", "10项工程的投资、年度", "9项工程的规模、资金来源"):
        assert said in found.message


def project_table(text: str) -> tuple[list[str], list[list[str]]]:
    """Return the head of the table of projects, and its rows."""
    tables = [one for one in parse_markdown(text).walk() if isinstance(one, Table)]
    found = [one for one in tables if "工程名称" in [cell.text for cell in one.header]]
    return [cell.text for cell in found[0].header], [[cell.text for cell in row] for one in found for row in one.rows]


def with_details(plan: CountyPlan, number: int, **details: str) -> CountyPlan:
    """Return the plan with details for its first projects."""
    tops = {one.key for one in plan.projects[:number]}
    groups = [
        replace(
            group,
            items=tuple(
                replace(one, details={**one.details, **details}) if one.key in tops else one for one in group.items
            ),
        )
        for group in plan.project_groups
    ]
    return replace(plan, project_groups=tuple(groups))


def test_a_column_stands_in_the_table_of_projects_where_half_of_them_fill_it() -> None:
    plan, _ = example("yonghe-guihua")
    head, rows = project_table(markdown_of(plan))
    assert not {"规模", "地点", "投资", "资金来源", "年度"} & set(head)
    assert not [cell for row in rows for cell in row if cell == "【待填】"]
    (own,) = (row for row in rows if "芝河镇城区" in row[2])
    assert "规模：21处" in own[3] and "地点：芝河镇城区；" in own[3] and own[3].endswith("。")
    head, rows = project_table(markdown_of(with_details(plan, 6, investment="30万元")))
    assert "投资" in head and "年度" not in head
    column = [row[head.index("投资")] for row in rows]
    assert column.count("30万元") == 6 and column.count("【待填】") == len(plan.projects) - 6
    assert not [row for row in rows if "投资：" in row[3]]


DIGITAL = """# {{ chapter.heading }}

## （一）数据归集

见第{{ chapters.tasks.mark }}章“{{ chapters.tasks.title }}”。
"""


def own_pack(folder: Path, *changes: tuple[str, str]) -> Path:
    """Return a folder with a pack.yaml of the planner's own: the shipped one with some lines changed."""
    text = (SPECS.parent / "templates" / "plan" / "pack.yaml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_pack_must_have_the_files_of_its_chapters(tmp_path: Path) -> None:
    plan, _ = example("yonghe-guihua")
    own = own_pack(tmp_path, ("  - safeguards.md.j2", "  - none.md.j2"), ("  safeguards: ", "  none: "))
    with pytest.raises(Exception, match=r"none\.md\.j2"):
        markdown_of(plan, load_pack("plan", own))


def test_a_pack_may_add_drop_and_rename_chapters_and_annexes(tmp_path: Path) -> None:
    own = own_pack(
        tmp_path,
        ("  - situation.md.j2", "  - digital.md.j2"),  # one for another, at the same place
        ("  situation: 现状与形势", "  digital: 数字应急"),
        ("  - safeguards.md.j2", "  #"),
        ("  safeguards: 保障措施\n", ""),
        ("  tasks: 主要任务\n", "  tasks: 重点任务\n"),
        ("  - overall.md.j2", "  - tasks.md.j2\n  - overall.md.j2"),
        ("  - tasks.md.j2                    #", "  #"),
        ("  glossary: 名词解释", "  glossary: 术语"),
        ("  - annex-indicators.md.j2", "  #"),
        ("  indicators: 目标指标分工表\n", ""),
    )
    (own / "digital.md.j2").write_text(DIGITAL, encoding="utf-8")
    pack = load_pack("plan", own)
    assert pack.findings == ()
    plan, _ = example("yonghe-guihua")
    text = markdown_of(plan, pack)
    chapters = ["一、数字应急", "二、重点任务", "三、总体要求", "四、重点工程"]
    written = paragraphs(text)
    assert [one.text for one in written if one.level == 1] == chapters
    contents = [one.text for one in written if one.style == "contents-1"]
    assert contents == ["前　言", *chapters, "附件1　主要任务分工表", "附件2　重点工程项目表", "附件3　术语"]
    assert "见第二章“重点任务”。" in text
    places = place_column(text)
    assert places[GAS] == "二（五）20" and places[TREATED] == "四（九）"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  tasks: 主要任务\n", "  taskz: 主要任务\n", "title-without-chapter"),
        ("  tasks: 主要任务\n", "  tasks: [主要任务]\n", "template-pack-unreadable"),
        ("  - projects.md.j2", "  #", "title-without-chapter"),
    ],
)
def test_a_title_that_fits_no_chapter_is_found(old: str, new: str, code: str, tmp_path: Path) -> None:
    own = own_pack(tmp_path, (old, new))
    try:
        found = load_pack("plan", own).findings
    except FindingsError as error:
        found = error.findings
    assert [one.code for one in found] == [code]


def place_column(text: str) -> dict[str, str]:
    """Return what the tables say of each item's place in the text, by key."""
    tables = [one for one in parse_markdown(text).walk() if isinstance(one, Table) and len(one.header) > 1]
    rows = [row for one in tables if one.header[1].text == "规划章节" for row in one.rows]
    return {row[0].items[0]: row[1].text for row in rows}


@pytest.mark.parametrize("place", ["draft", "companion"])
def test_the_tables_name_the_place_in_the_text_wherever_they_stand(place: str) -> None:
    plan, _ = example("yonghe-guihua")
    placed = replace(plan.spec.plan, annexes={"tasks": place})
    plan = replace(plan, spec=replace(plan.spec, plan=placed))
    text = markdown_of(plan)
    places = {**place_column(text), **place_column(markdown_of(plan, where="companion"))}
    assert set(places) == {str(item_keys(one)).split()[0] for one in (*plan.all_items(), *plan.indicators)}
    # each place is that of the paragraph with the item's title, counted anew from the headings before it
    numbers: list[str] = []
    for one in paragraphs(text.split("{.annex-mark}")[0]):
        number = re.match(r"[一二三四五六七八九十]+(?=、)|（[^（）]+）|\d+(?=\.)|[一二三四五六]是", one.text)
        if one.level:
            numbers = [*numbers[: one.level - 1], number[0] if number else ""]
        for key in one.items:
            place, above = places[key], "".join(numbers)
            if "是" in place:  # below a paragraph, whose number stands between
                assert place.startswith(above) and place.endswith(number[0] if number else ""), key
            else:
                assert place == above + (number[0] if number and not one.level else ""), key
    assert {places[one.key] for one in plan.indicators} == {"二（三）"}


def test_a_word_file_is_made_without_complaint() -> None:
    plan, _ = example("yonghe-guihua")
    pack = load_pack("plan")
    _, findings = docx_of(plan, markdown_of(plan, pack), pack.style)
    assert findings == ()


def indicator_table(text: str) -> Table:
    """Return the table of the chapter that says what the indicators are to be."""
    tables = [one for one in parse_markdown(text).blocks if isinstance(one, Table)]
    return next(one for one in tables if any("基期值" in cell.text for cell in one.header))


def test_a_yearly_mean_and_a_sum_over_the_period_are_marked_where_the_spec_says_so(tmp_path: Path) -> None:
    plan, _ = example("yonghe-guihua")
    text = markdown_of(plan)
    table = indicator_table(text)
    column = [cell.text for cell in table.header].index("年均/累计")
    words = {None: "—", "yearly": "年均", "cumulative": "[累计]"}
    # nothing is guessed: not from the 年均 in a name either
    assert [row[column].text for row in table.rows] == [words[one.measured] for one in plan.indicators]
    assert {one.measured for one in plan.indicators} == set(words)
    assert "目标值为2026—2030年累计数；标“年均”的" in text
    bare = replace(plan, indicators=tuple(replace(one, measured=None) for one in plan.indicators))
    assert len(indicator_table(markdown_of(bare)).header) == len(table.header) - 1 and "累计数" not in markdown_of(bare)
    found = spec_with(tmp_path, "measured: 年均", "measured: 平均").findings
    assert any("年均" in one.message + one.hint for one in found if one.location.line)


def test_a_short_table_of_indicators_is_not_torn_between_two_pages() -> None:
    _, data = example("yonghe-guihua")
    body = etree.fromstring(read_parts(data)["word/document.xml"])
    tables = [one for one in body.iter(f"{W}tbl") if "基期值" in "".join(one.itertext())]
    rows = list(tables[0].iter(f"{W}tr"))
    kept = [all(one.find(f"{W}pPr/{W}keepNext") is not None for one in row.iter(f"{W}p")) for row in rows]
    assert all(kept[:-1]) and len(rows) == 8


def boxed(plan: CountyPlan, count: int | None) -> CountyPlan:
    """Return the plan with boxes for lists of so many items."""
    return replace(plan, spec=replace(plan.spec, plan=replace(plan.spec.plan, boxes_from=count, cover=True)))


def boxes_of(text: str) -> list[Table]:
    return [one for one in parse_markdown(text).walk() if isinstance(one, Table) and one.style == "box"]


def test_a_long_list_of_a_task_stands_in_a_box() -> None:
    plan, _ = example("yonghe-guihua")
    for count, number in ((None, 6), (3, 3), (1, 1)):
        boxes = boxes_of(markdown_of(boxed(plan, count)))
        long = [one for one in plan.tasks if len(one.items) >= number]
        titles = [f"专栏{at}　{one.title}" for at, one in enumerate(long, 1)]
        assert [one.header[0].text for one in boxes] == titles and long
        for task, box in zip(long, boxes, strict=True):
            keys = [key for row in box.rows for key in row[0].items]
            assert keys == [key for one in task.items for inner in one.walk() for key in str(item_keys(inner)).split()]
    assert boxes_of(markdown_of(boxed(plan, 0))) == []


@pytest.mark.parametrize("name", ["yonghe-guihua", "yonghe-145"])
def test_what_stands_in_boxes_is_read_as_what_stands_in_the_text(name: str, tmp_path: Path) -> None:
    plan, _ = example(name, "plan")
    pack = load_pack("plan")
    seen = []
    for count in (0, 1):
        text = markdown_of(boxed(plan, count), pack)
        assert bool(boxes_of(text)) is bool(count)
        assert text_findings(boxed(plan, count), text, markdown_of(boxed(plan, count), pack, "companion")) == ()
        path = tmp_path / "规划.docx"
        path.write_bytes(docx_of(boxed(plan, count), text, pack.style)[0])
        read = import_document(path).plan
        assert read.title == plan.title
        states = [
            [(one.parent, one.id, one.status) for one in report.items]
            for report in (check_draft(boxed(plan, count), path), audit(path, [one.id for one in plan.parents]).report)
        ]
        items = [(one.title, one.text) for top in (*read.goals, *read.tasks, *read.projects) for one in top.walk()]
        assert [title for title, _ in items] == [one.title for one in plan.all_items()]
        seen.append((states, items))
    assert seen[0] == seen[1]


def test_a_box_is_no_row_of_a_division_of_labour() -> None:
    plan, _ = example("yonghe-guihua")
    none = replace(plan.spec.plan, boxes_from=1, annexes={"tasks": "none"})
    plan = replace(plan, spec=replace(plan.spec, plan=none))
    found = text_findings(plan, markdown_of(plan), markdown_of(plan, where="companion"))
    assert [one.code for one in found] == ["items-not-in-tables"]
    assert {key for one in plan.tasks for inner in one.items for key in str(item_keys(inner)).split()} <= set(
        found[0].items
    )


def test_a_cover_bears_title_body_and_month() -> None:
    plan, _ = example("yonghe-guihua")
    settings = replace(plan.spec.plan, cover=True, co_issuers=("永和县应急管理局",))
    covered = replace(plan, spec=replace(plan.spec, plan=settings))
    (cover,) = (one for one in parse_markdown(markdown_of(covered)).blocks if isinstance(one, Cover))
    said = [one.text.replace("\n", "") for one in cover.blocks if isinstance(one, Paragraph)]
    assert said == [plan.title, "（征求意见稿）", "永和县人民政府办公室", "永和县应急管理局", "2026年12月"]
    undated = replace(covered, spec=replace(covered.spec, plan=replace(settings, date=None)))
    assert "【成文日期待定】" in markdown_of(undated)
    bare = replace(covered, spec=replace(covered.spec, plan=replace(settings, cover=False)))
    assert not [one for one in parse_markdown(markdown_of(bare)).blocks if isinstance(one, Cover)]
