"""What the plan room must not pass over: the parent's own numbers and levels, deadlines too near, English keys."""

from __future__ import annotations

from datetime import date

import pytest

from plan_builders import COUNTY, build, clause, codes, hint, item, of_code, parent, said, spec
from plangen.county.names import entry_line, fact_name, item_line, key_name
from plangen.county.spec import Disposition, LocalIndicator, LocalItem
from plangen.parent.model import Level
from plangen.plan.gather import SHOWN, item_list
from plangen.plan.localise import localise
from plangen.plan.localise_rules import load_rules
from plangen.plan.model import CountyItem
from plangen.terms.findings import Severity

# -- the parent's numbers ------------------------------------------------------------------------------------------


def quantities(text: str, level: Level = Level.CITY, place: str = "晋城市") -> tuple[str, ...]:
    return localise(text, county=COUNTY, parent_place=place, parent_level=level, rules=load_rules()).quantities


@pytest.mark.parametrize(
    "text",
    [
        "推进全市42座煤矿智能化改造",
        "全市新建防火通道100公里",
        "投资2.3亿元建设市应急指挥中心",
        "投资1200余万元，改造市级设施",
        "全市建成十二处避难场所",
        "我市培训网格员３０００名",
        "晋城市建成避难场所5处",
    ],
)
def test_a_number_beside_a_level_that_changed_is_the_parents(text: str) -> None:
    assert quantities(f"{text}。健全全市制度。") == (text,)


@pytest.mark.parametrize(
    "text",
    [
        "全市生产安全事故死亡人数下降15%",
        "2027年底前完成全市普查",
        "全市每年开展2次演练，24小时值守",
        "推进全市主城区周边20公里内矿山修复",
        "鼓励每县（市、区）建设1个科普馆",
        "完善市级三级五覆盖体系，建立一个平台",
        "新建防火通道100公里",
    ],
)
def test_rates_times_distances_and_shares_are_no_quantities(text: str) -> None:
    assert quantities(f"{text}。") == ()


def test_quantities_of_a_province_and_of_the_county_itself() -> None:
    assert quantities("全省建设20支救援队", Level.PROVINCE, "山西省") == ("全省建设20支救援队",)
    assert quantities("全县建设20支救援队", Level.COUNTY, "永和县") == ()


def test_one_warning_names_all_items_with_the_parents_numbers() -> None:
    tasks = parent(
        item("T01", "煤矿整治", text="推进全市42座煤矿智能化改造。"),
        item("T02", "新建全市防火通道100公里"),
        item("T03", "健全机制", text="健全全市机制。"),
        item("T04", "别的", text="全市新建避难场所9处。"),
        item("T05", "不承接的", text="全市新建避难场所8处。"),
        item("I01", "避难场所", target="200处"),
        item("I02", "死亡人数", target="下降15%"),
        item("I03", "救援队伍", target="30支"),
        item("I04", "消防站", target="12座"),
    )
    decisions = {
        "T04": Disposition(text="全县新建避难场所1处。"),
        "T05": Disposition(waive="县域没有这类场所", by="县应急局", on=date(2026, 11, 20)),
        "I03": Disposition(target="1支"),
    }
    own = LocalIndicator(name="消防站", target="1座", of="jincheng-155:I04")
    finding = of_code(build(tasks, spec(decisions, indicators=(own,)))[1], "city-quantity")
    assert finding.severity is Severity.WARNING and finding.message.startswith("3项")
    assert finding.location.place == "jincheng-155 I01、T01、T02"
    assert "推进全市42座煤矿智能化改造" in finding.message and "避难场所：200处" in finding.message
    assert "正文: " in hint(finding)


def test_a_title_of_the_parents_own_level_is_told() -> None:
    projects = parent(
        item("P01", "市级应急预案修订工程"),
        item("P02", "市本级物资储备", item("P02.1", "设备")),
        item("P03", "市级培训"),
        item("P04", "乡镇站所"),
    )
    plan, findings = build(projects, spec({"P03": Disposition(title="县级培训")}))
    finding = of_code(findings, "level-lowered")
    assert finding.severity is Severity.INFO and finding.location.place == "jincheng-155 P01、P02"
    assert "“市级应急预案修订工程”写作“县级应急预案修订工程”" in finding.message
    assert plan.projects[0].title == "县级应急预案修订工程"


def test_what_stands_beside_the_countys_own_is_said_once() -> None:
    drills = parent(item("P01", "演练", item("P01.1", "市级演练"), item("P01.2", "县级演练")))
    assert "levels-beside" in codes(build(drills)[1]) and "level-lowered" not in codes(build(drills)[1])
    places = parent(item("P01", "场馆", item("P01.1", "市级体验馆"), item("P01.2", "县级体验馆")))
    said = codes(build(places)[1])  # it is open, and that is said
    assert "sentence-open" in said and not {"levels-beside", "level-lowered"} & set(said)


# -- deadlines that are too near -----------------------------------------------------------------------------------


def test_a_deadline_just_after_the_plans_date_is_a_warning() -> None:
    tasks = parent(
        item("T01", deadline=2026), item("T02", deadline=2027), item("T03", item("T03.1").title, deadline=2026)
    )
    local = LocalItem(title="本县的", deadline="2027年2月底前")
    _, findings = build(tasks, spec(tasks=(local,), date=date(2026, 12, 15)))
    finding = of_code(findings, "deadline-too-soon")
    assert finding.severity is Severity.WARNING and finding.location.place == "jincheng-155 T01、T03"
    assert finding.message.startswith("3项") and "“2027年2月底前”1项" in finding.message and "本县的" in finding.message


def test_what_is_nested_is_counted_with_its_task() -> None:
    tasks = parent(item("T01", "整治", item("T01.1", "排查"), item("T01.2", "治理", deadline=2025), deadline=2026))
    finding = of_code(build(tasks, spec(date=date(2026, 12, 15)))[1], "deadline-too-soon")
    assert finding.location.place == "jincheng-155 T01、T01.2"


@pytest.mark.parametrize("day", [None, date(2026, 9, 30)])
def test_three_months_are_enough(day: date | None) -> None:
    assert "deadline-too-soon" not in codes(build(parent(item("T01", deadline=2026)), spec(date=day))[1])


def test_the_periods_end_is_no_deadline_of_anybody() -> None:
    assert "deadline-too-soon" not in codes(build(parent(item("T01")), spec(date=date(2030, 12, 1)))[1])


# -- the table's summary -------------------------------------------------------------------------------------------


def test_the_summary_begins_with_what_the_parent_asks() -> None:
    tasks = parent(item("T01", text="开展隐患排查。建立台账。"))
    plan, _ = build(tasks, spec({"T01": Disposition(measures=("每年汛前排查一次。",))}))
    assert said(plan.tasks[0].summary) == ("开展隐患排查。", "每年汛前排查一次。")


def test_a_waiver_without_a_real_reason_loses_nothing() -> None:
    waived = Disposition(waive="是", by="县应急局", on=date(2026, 11, 20))
    plan, findings = build(parent(item("T01")), spec({"T01": waived}))
    assert of_code(findings, "waiver-incomplete").severity is Severity.ERROR
    assert not plan.waived and [type(one) for one in plan.tasks] == [CountyItem]


# -- long lists ----------------------------------------------------------------------------------------------------


def test_a_long_list_is_cut_and_counted() -> None:
    refs = [("a", f"T{number:02}") for number in range(1, 60, 2)] + [("b", "T01")]
    assert item_list(refs, 3) == "a T01、T03、T05等31项"
    assert item_list(refs).endswith("T59；b T01")
    assert item_list([("a", f"T{number:02}") for number in range(1, 60)], 3) == "a T01至T59"


def test_suggestions_do_not_bury_the_rest() -> None:
    tasks = [item(f"T{number:02}", f"事项{number}", responsibility=None) for number in range(1, 80)]
    for number in range(0, 79, 2):
        tasks[number] = item(tasks[number].id, tasks[number].title, responsibility=clause("市应急局"))
    finding = of_code(build(parent(*tasks))[1], "units-suggested")
    assert finding.location.place is not None and finding.location.place.endswith("等39项")
    assert finding.location.place.count("、") == SHOWN - 1
    assert "“拟”" in hint(finding)


# -- Chinese names -------------------------------------------------------------------------------------------------


def test_names_come_from_the_schema() -> None:
    assert key_name("inherit") == "承接" and key_name("roster", "", "covers") == "对应上级单位"
    assert item_line("T05", waive="县域无煤矿", by="县应急局") == "T05: {不承接: 县域无煤矿, 决定单位: 县应急局}"
    assert entry_line("indicators", of="a-155:I01", target="0") == "{对应上位指标: a-155:I01, 目标: 0}"
    assert fact_name("coal_mines") == "煤矿" and fact_name("geohazard_sites.road") == "地质灾害隐患点·道路隐患点"
    assert fact_name("other.红枣") == "红枣" and fact_name("unheard_of") == "unheard_of"
    with pytest.raises(KeyError):
        key_name("roster", "", "cover")
