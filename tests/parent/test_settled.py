"""What a person decides replaces what was there, is not asked again, and takes its figure from the line itself."""

from __future__ import annotations

import pytest

from plangen.parent.correction_files import corrections_in
from plangen.parent.importer import ImportResult, import_lines
from plangen.parent.model import ParentItem
from plangen.parent.replaced_clause import without_replaced
from plangen.parent.stated_target import stated_target
from plangen.reading.lines import Line, SourceDocument
from plangen.terms.place import Place

DOCUMENT = """\
青河市“十五五”应急体系规划
一、主要指标
（1）十万人口火灾死亡率控制在0.17以内；
（2）消防站建成率达到95%以上；
（3）每万人拥有消防员5.2人、消防站1.2座；
（4）建成应急避难场所20处。
二、主要任务
（一）完善体系
修订预案，完善责任链条［牵头部门：市应急局、青铁集团；协同部门：石岭海关］
（二）加强联动。建立联席会议制度。此项工作由市水利局牵头抓总推进并按季报送，定期通报。
（三）加强演练。每年演练一次，分级分类组织，突出重点单位和薄弱环节，形成长效机制。（市应急局牵头）
三、整治范围
（一）化工企业
危险化学品企业。
（二）加油站
城区加油站。"""


def imported(yaml: str = "", text: str = DOCUMENT) -> ImportResult:
    lines = tuple(Line(text=line, place=Place(line=number)) for number, line in enumerate(text.split("\n"), 1))
    document = SourceDocument(name="规划.txt", sha256="0" * 64, format="txt", lines=lines)
    held = corrections_in(f"修正:\n  {yaml}\n", "规划.yaml") if yaml else None
    return import_lines(document, corrections=held)


def named(result: ImportResult, title: str) -> ParentItem:
    (found,) = [item for item in result.plan.all_items() if item.title == title]
    return found


def at(result: ImportResult, line: int) -> set[str]:
    return {finding.code for finding in result.doubts if finding.location.line == line}


# ------------------------------------------------------------------------------------------------ figures


@pytest.mark.parametrize(
    ("line", "name", "target"),
    [
        ("消防站建成率达到95%以上", "消防站建成率", "95%以上"),
        ("应急广播完好率98%", "应急广播完好率", "98%"),
        ("十万人口火灾死亡率控制在0.17以内", "十万人口火灾死亡率", "控制在0.17以内"),
        ("到2030年，行政村预警覆盖率不低于90%", "行政村预警覆盖率", "不低于90%"),
        ("确保较大事故起数下降15%", "较大事故起数", "下降15%"),
        ("力争到2027年底森林火灾受害率稳定在0.9‰以下", "森林火灾受害率", "稳定在0.9‰以下"),
        ("建成应急避难场所20处", "应急避难场所", "20处"),
        ("新增5个避难场所", "避难场所", "5个"),
        ("万元产值能耗≤0.3", "万元产值能耗", "≤0.3"),
        ("隐患整改率：100%", "隐患整改率", "100%"),
        ("预警覆盖率达到百分之九十", "预警覆盖率", "百分之九十"),
    ],
)
def test_the_figure_of_a_line_is_its_target_and_the_rest_what_is_measured(line: str, name: str, target: str) -> None:
    assert stated_target(line, ()) == (name, target)


@pytest.mark.parametrize(
    "line", ["实现重大事故零发生", "消防员达到5.2人、消防站10座", "到2030年体系更加完善", "加强建设"]
)
def test_no_figure_or_several_are_no_target(line: str) -> None:
    assert stated_target(line, ()) is None


def test_a_title_without_a_figure_takes_the_one_of_its_text() -> None:
    assert stated_target("消火栓建设", ("到2030年完好率达到98%。",)) == ("消火栓建设", "98%")
    assert stated_target("消火栓建设", ("完好率达到98%。新建10座。",)) is None


def test_an_indicator_without_a_target_takes_it_from_its_line_or_it_is_said() -> None:
    lines = "、".join(("（1）十万", "（2）消防站", "（4）建成应急")).split("、")
    result = imported(f"是条目: [{', '.join(f'{{行文: {line}, 种类: 指标}}' for line in lines)}]")
    found = {item.title: item for item in result.plan.indicators}
    assert {title: item.target for title, item in found.items()} == {
        "十万人口火灾死亡率": "控制在0.17以内",
        "消防站建成率": "95%以上",
        "应急避难场所": "20处",
    }
    assert all(len(item.quantities) == 1 for item in found.values())
    assert found["应急避难场所"].text == "建成应急避难场所20处"  # the words that the name leaves out
    assert not {"correction-target-missing", "indicator-line-unread"} & (at(result, 3) | at(result, 4) | at(result, 6))
    assert "indicator-line-unread" in at(result, 5)  # nobody has decided about that
    result = imported("是条目: [{行文: （3）每万人, 种类: 指标}]")
    assert "correction-target-missing" in {finding.code for finding in result.findings}
    result = imported("是条目: [{行文: （3）每万人, 种类: 指标, 标题: 每万人消防员, 目标: 5.2人}]")
    assert named(result, "每万人消防员").target == "5.2人"
    assert "correction-target-missing" not in {finding.code for finding in result.findings}


def test_a_title_of_the_persons_own_stays() -> None:
    result = imported("是条目: [{行文: （2）消防站, 种类: 指标, 标题: 站点建成率}]")
    item = named(result, "站点建成率")
    assert (item.target, item.text) == ("95%以上", "消防站建成率达到95%以上")


# ------------------------------------------------------------------------------------------------ the old clause


@pytest.mark.parametrize(
    ("texts", "said", "kept", "clause"),
    [
        (["做甲［责任单位：省甲厅、乙集团］。"], {"省甲厅", "乙集团"}, ["做甲。"], ["责任单位：省甲厅、乙集团"]),
        (
            ["做甲。县甲局牵头，县乙局、丙海关配合。"],
            {"县甲局", "县乙局", "丙海关"},
            ["做甲。"],
            ["县甲局牵头，县乙局、丙海关配合"],
        ),
        (["健全体系——由县甲局牵头，县乙办配合。"], {"县甲局", "县乙办"}, ["健全体系。"], ["由县甲局牵头，县乙办配合"]),
        (["做甲。县甲局牵头，每月报送进展。"], {"县甲局"}, ["做甲。每月报送进展。"], ["县甲局牵头"]),
        (["做甲。{责任单位：县甲局}"], {"县甲局"}, ["做甲。"], ["责任单位：县甲局"]),
        (["做甲。", "牵头：县甲局；配合：丙电力。"], {"县甲局", "丙电力"}, ["做甲。"], ["牵头：县甲局；配合：丙电力"]),
        (["做甲。【牵头单位】县甲局【配合单位】县乙局"], {"县甲局", "县乙局"}, ["做甲。"], None),
        (["做甲（县政府办，县甲局；各镇〔街道〕）。"], {"县政府办", "县甲局", "各镇〔街道〕"}, ["做甲。"], None),
        (["责任单位—县甲局；参加单位—县乙局"], {"县甲局", "县乙局"}, [], None),
    ],
)
def test_the_old_clause_leaves_the_text_and_nothing_else(
    texts: list[str], said: set[str], kept: list[str], clause: list[str] | None
) -> None:
    left, taken = without_replaced(texts, said, whole=True)
    assert left == kept and len(taken) == 1 and clause in (taken, None)


@pytest.mark.parametrize(
    "texts",
    [
        ["做甲（县甲局牵头）。做乙（县乙局牵头）。"],  # each speaks for one measure
        ["学校、企业参与。落实企业主体责任。"],
        ["与县甲局建立协作（含县甲局、武警中队各一处站点）。"],
        ["由县甲局牵头制定方案，报县政府。"],
        ["县甲局牵头的项目优先安排。"],
        ["向县甲局、县乙局报告。"],
        ["做甲。（分管副县长：赵六，县甲局牵头）"],  # a bracket is not torn apart
    ],
)
def test_what_is_no_clause_or_speaks_for_less_stays(texts: list[str]) -> None:
    assert without_replaced(texts, {"县甲局"}, whole=True) == (texts, [])


def test_who_is_said_alone_leaves_the_others_that_the_clause_names() -> None:
    texts = ["做甲［责任单位：县甲局、县乙局］。"]
    assert without_replaced(texts, {"县甲局"}, whole=False) == (texts, [])


def test_a_correction_takes_the_clause_out_of_text_and_points() -> None:
    assert "青铁" in str(imported().plan)
    result = imported("是条目: [{行文: （一）完善体系, 牵头: 市应急局, 配合: [青铁集团, 石岭海关]}]")
    item = named(result, "完善体系")
    assert item.text is not None and item.text.startswith("修订预案，完善责任链条")
    assert not any("青铁" in words or "海关" in words for words in (item.text, *item.points))
    assert item.responsibility is not None and "石岭海关" in item.responsibility.text
    assert not {"clause-suspected", "clause-unparsed"} & (at(result, 8) | at(result, 9))


# ------------------------------------------------------------------------------------------------ not asked again


def test_a_chapter_about_whose_lines_a_person_has_decided_is_not_asked_about() -> None:
    assert "section-guessed" in {finding.code for finding in imported().findings}
    for decided in ("不是条目: [（一）化工企业, （二）加油站]", "是条目: [（一）化工企业, （二）加油站]"):
        assert "section-guessed" not in {finding.code for finding in imported(decided).findings}
    assert "section-guessed" in {finding.code for finding in imported("不是条目: [（一）化工企业]").findings}


def test_a_sentence_like_a_clause_is_asked_about_until_a_person_says_who() -> None:
    text = "青河市规划（2026—2030年）\n一、主要任务\n（一）甲体系。由市水利局牵头抓总并汇总情况，定期通报。\n（二）乙。"
    assert "clause-suspected" in at(imported("", text), 3)
    assert "clause-suspected" not in at(imported("是条目: [{行文: （一）甲体系, 牵头: 市水利局}]", text), 3)


# ------------------------------------------------------------------------------------------------ a reworded line


@pytest.mark.parametrize(
    ("first", "other"), [("（一）健全体系", "（三）强化演练"), ("（一）完善三项体系", "（四）加强演练")]
)
def test_items_that_are_one_stay_one_when_a_line_is_reworded(first: str, other: str) -> None:
    text = DOCUMENT.replace("（一）完善体系", first).replace("（三）加强演练", other)
    result = imported("合并: [[（一）完善体系, （二）加强联动]]", text)
    assert "correction-line-reworded" in {finding.code for finding in result.findings}
    assert "加强联动" not in [item.title for item in result.plan.all_items()]
    result = imported("合并: [[（二）加强联动, （三）加强演练]]", text)
    assert "联席会议" in (named(result, "加强联动").text or "") and "演练一次" in (named(result, "加强联动").text or "")


def test_a_line_that_is_gone_takes_no_other_with_it() -> None:
    text = DOCUMENT.replace("（一）完善体系\n", "（一）配齐装备\n")
    result = imported("合并: [[（一）完善体系, （二）加强联动]]", text)
    assert {"correction-line-not-found"} <= {finding.code for finding in result.findings}
    assert named(result, "加强联动")


CLOSING = """
四、保障措施
（一）强化领导。各级要高度重视。
（二）加大投入。经费列入预算。"""


def test_a_line_that_a_person_leaves_out_is_not_named_again() -> None:
    def told(yaml: str = "") -> set[str]:
        found = imported(yaml, DOCUMENT + CLOSING).findings
        left_out = [finding for finding in found if finding.code == "safeguards-left-out"]
        return {title for finding in left_out for title in finding.values["titles"]}  # type: ignore[attr-defined]

    assert told() == {"（一）强化领导", "（二）加大投入"}
    assert told("不是条目: [（一）强化领导]") == {"（二）加大投入"}
    result = imported("不是条目: [（一）强化领导, （二）加大投入]", DOCUMENT + CLOSING)
    assert not {"safeguards-left-out", "sections-left-out"} & {finding.code for finding in result.findings}
    assert not result.left_out
    assert [one.title for one in result.plan.tasks] == [one.title for one in imported().plan.tasks]


def test_the_heading_of_items_is_said_to_be_one() -> None:
    result = imported("不是条目: [三、整治范围]")
    codes = {finding.code for finding in result.findings}
    assert {"correction-not-applied", "section-guessed"} <= codes
    assert named(result, "化工企业")
