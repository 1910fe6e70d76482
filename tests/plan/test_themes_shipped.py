"""The shipped themes and general sentences: whole, varied, fit for a county, and found in the titles of real plans."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.parent.model import ItemKind
from plangen.plan.facts import filled, place_names
from plangen.plan.knowledge import allowed_sentence
from plangen.plan.measures import MeasureRequest, write_measures
from plangen.plan.sentences import summarise
from plangen.plan.themes import Theme, load_themes, printed_quantities, rank_themes
from plangen.terms.levels import LevelWords
from plangen.terms.units import canonical, load_units

THEMES = load_themes()
YONGHE = LevelWords("永和县", towns=True, townships=True)
PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
FACT = re.compile(r"\{\{ (?!level|towns|county|end)[a-z][a-z_0-9.]* \}\}")

# What a county must never read in a sentence of its own: another level's words, years that grow old, empty words.
NOT_COUNTY = re.compile(
    r"规划期|前两年|第一年|县人民政府|百分之|三日|六个月|全市|市级|我市|本市|各县|全省|我省|20\d\d|十四五|十五五|None"
)

# theme -> titles of real plans that must be recognised as its own
TITLES = {
    "command-system": ["完善领导指挥体制", "强化领导指挥体系", "优化组织指挥架构", "构建扁平化、一体化应急指挥中枢"],
    "command-linkage": ["完善指挥联动机制", "健全应急指挥工作机制", "完善应急指挥协调工作机制"],
    "department-coordination": ["优化应急协同机制", "建强应急协同机制"],
    "regional-linkage": ["建立联防联控机制", "强化区域协同"],
    "agency-building": ["健全应急管理机构"],
    "military-forces": ["依托军队和武警部队", "加强应急救援军地联动", "打造应急救援力量硬核"],
    "graded-response": ["健全分级响应机制"],
    "emergency-plans": ["强化应急预案准备", "规范应急预案管理", "完善应急预案体系", "加快预案制修订"],
    "drills": ["加强应急预案演练与评估", "完善实战化、场景化应急预案演练体系"],
    "fire-rescue-force": ["建强国家综合性消防救援队伍", "强化综合性消防救援能力建设", "建强应急救援主力军国家队"],
    "professional-teams": ["强化行业专业救援队伍", "专业应急救援能力建设工程", "提升行业救援力量专业水平"],
    "comprehensive-team": ["打造县级“一专多能”核心救援队伍", "加强市县应急救援队伍建设", "应急救援能力提升工程"],
    "mine-rescue": ["矿山应急救护队伍基地建设工程"],
    "social-forces": ["发展社会应急救援队伍", "培育社会应急力量", "引导社会应急力量有序发展"],
    "vanguard-teams": ["健全各级各部门应急先锋队"],
    "team-coordination": ["提升队伍协同应对能力", "凝聚队伍协同应对合力"],
    "aviation-rescue": ["建设航空应急救援力量", "完善航空应急救援基础设施建设", "提高航空应急救援能力"],
    "training-bases": ["应急管理教育实训工程建设"],
    "command-center": ["应急救援中心建设工程", "应急指挥中心建设工程", "应急救援保障中心建设工程"],
    "supplies": ["强化应急物资装备准备", "强化应急物资保障", "全域应急物资储备体系建设工程"],
    "supply-depots": ["健全储备模式", "健全储备基地体系", "加强物资实物储备"],
    "supply-categories": ["健全储备品类结构和规模体系", "生活类救灾物资", "防汛抗旱物资装备", "森林草原防灭火物资装备"],
    "supply-dispatch": ["落实物资一体化调动机制"],
    "equipment": ["研制先进适用装备"],
    "tech-equipment": ["灾害防治技术装备现代化工程", "安全应急装备推广应用示范"],
    "transport": ["强化紧急运输保障", "打造紧急运输机制", "强化应急运输保障"],
    "emergency-communications": ["提升应急通信保障能力", "强化应急信息保障"],
    "warning-release": ["优化应急“叫应”机制"],
    "power-supply": ["增强电力保障能力"],
    "comprehensive-support": ["优化区域保障机制", "强化体制保障能力", "强化应急技术保障"],
    "funding": ["强化应急资金保障", "强化财政经费保障"],
    "risk-survey": ["灾害风险调查和重点隐患排查工程", "全面普查自然灾害综合风险", "灾害事故风险区划图编制"],
    "risk-assessment": ["加强风险源头预防管控", "强化事前风险评估", "有效管控灾害风险"],
    "disaster-governance": ["加强自然灾害综合治理", "强化自然灾害风险管控", "实施灾害综合防治工程"],
    "monitoring-warning": ["强化风险监测预警预报", "风险监测预警信息化工程", "强化灾害监测预警预报"],
    "meteorology": ["气象灾害应急能力提升工程"],
    "meteorology-water": ["深化“气象+水利”协同治理机制建设"],
    "flood-drought": ["防汛抗旱水利提升工程"],
    "mountain-torrent": ["山洪沟治理"],
    "river-works": ["河道治理工程"],
    "reservoirs": ["水库除险加固", "水库清淤"],
    "silt-dams": ["病险淤地坝除险加固"],
    "geohazard": ["地质灾害综合治理和避险移民搬迁工程"],
    "earthquake": ["加强防震减灾工作"],
    "seismic-retrofit": ["地震易发区房屋设施加固工程"],
    "forest-fire": ["森林火灾防控"],
    "forest-communications": ["森林火场通信和机动通信系统工程"],
    "ecology": ["重点生态功能区生态修复工程"],
    "urban-flooding": ["城市内涝治理"],
    "urban-safety": ["强化城市运行安全管理", "提高城乡生命线保障能力"],
    "resilient-city": ["高标准建设安全韧性城市"],
    "resilient-village": ["扎实推进安全韧性乡村建设"],
    "rural-housing": ["农村危房改造"],
    "disaster-infrastructure": ["城乡防灾基础设施建设工程", "提高城乡基础保障能力", "提高重大设施设防水平"],
    "shelters": ["应急避难场所建设工程"],
    "demonstration-community": ["综合减灾示范社区创建工程", "推动全国综合减灾示范县创建"],
    "information-officers": ["织密全覆盖、网格化基层风险群防群控网络"],
    "grassroots-capacity": ["基层应急能力建设工程", "提升基层治理能力", "基层应急管理能力建设"],
    "family-reserve": ["家庭应急物资储备示范工程"],
    "fire-stations": ["全面推进乡镇消防站建设"],
    "fire-bases": ["全县消防救援现代化强基提质工程", "推进消防基地改造"],
    "disaster-relief": ["强化救助恢复准备", "强化灾后救助保障", "健全灾害救助机制"],
    "relief-participation": ["构建多元协同社会救助参与格局"],
    "reconstruction": ["规范灾后恢复重建", "夯实科学规划灾后重建基础支撑"],
    "public-health": ["增强公共卫生事件快速响应能力"],
    "smart-emergency": ["应急管理信息化建设工程", "强化信息支撑保障", "实施应急管理信息系统工程"],
    "ai-supervision": ["应急管理AI全链条智治体系应用工程"],
    "data-security": ["同步构建全域化数据与视频资源体系"],
    "safety-monitoring": ["重点行业安全精准智控战略工程", "分层分类推进重点行业监测系统建设"],
    "technology": ["强化理论技术创新", "建设科技创新团队", "破解重大瓶颈难题"],
    "talent": ["打造人才聚集高地", "应急管理专业人才建设工程", "打造高素质人才队伍"],
    "university-cooperation": ["深化校地合作共建，强化应急人才支撑", "聚力产学研协同创新，攻坚应急核心技术"],
}

# theme -> goals of real plans; no plan gets a sentence twice, so that goals of one plan have different themes
GOALS = {
    "agency-building": ["应急管理体制机制更加完善", "应急管理体制机制不断完善", "应急管理体制机制高效运行"],
    "prevention-capacity": ["锚定高危领域，筑牢本质安全屏障"],
    "risk-assessment": ["灾害事故防控能力全面提升", "灾害事故风险防控更加高效"],
    "disaster-governance": ["灾害事故预防体系更加稳固", "聚焦多元灾害风险，构建精准防控体系"],
    "graded-response": ["强化系统协同，提升应急处置效能"],
    "emergency-plans": ["灾害应对准备能力显著增强", "大灾巨灾应对准备更加充分"],
    "professional-teams": ["应急救援力量体系更加完备"],
    "public-health": ["公共卫生应急体系健全有力"],
    "smart-emergency": ["应急要素资源配置更加优化"],
    "talent": ["履职基础保障体系更加完善", "基础保障体系更加有力"],
    "comprehensive-support": ["应急综合支撑体系更加高效", "应急支撑体系更加高效"],
    "regulations": ["法规标准体系更加科学", "应急管理制度体系更加科学"],
    "grid-governance": ["共建共治共享体系更加健全", "共建共治共享体系协同高效", "夯实基层治理根基，织牢末端安全防线"],
}

# titles that must be recognised as something, whatever the theme is called
OTHER_TITLES = """\
完善监管监察体制
压实应急管理和安全生产责任
强化规范性文件管理
健全学法普法机制
严格安全监管执法
完善执法监督机制
严格应急标准落实
严格安全准入
推进产业结构调整
开展隐患排查治理
持续推进专项整治
壮大安全应急产业
加强安全应急文化建设
发挥市场主体作用
危险化学品
矿山
工贸
消防
道路运输
其他交通运输
城市建设
危险废物
开发区（产业园区）
安全生产预防能力提升工程
公众科普宣教能力建设工程
严格考核评价和责任追究
落实企业主体责任
强化风险管控与隐患治理
全面提升煤矿本质安全水平
推进危险化学品安全专项整治
推进建筑领域安全专项整治
推进交通运输领域安全专项整治
落实油气输送管道完整性管理
推行安全责任保险
提高公众参与能力
提升社会服务能力
强化党委核心领导作用
强化政府及部门职责权限
建立健全应急管理制度
健全安全培训教育体系
强化产业支撑能力
完善精准画像提醒机制
抓实常态化督导巡查机制
深化全员化考核机制
落实信用化管理机制
筑牢全流程督办机制
健全动态化提示机制
规范全环节核查机制
强化全链条问责机制
细化“红黄牌”警告机制
提升监管执法效能
持续强化应急宣传工作
系统开展应急培训工作
县级应急科普馆建设
""".splitlines()


def sentences(theme: Theme) -> Iterator[str]:
    for measure in theme.measures:
        yield measure.text
        if measure.fallback:
            yield measure.fallback
    if theme.absent:
        yield theme.absent
    if theme.goal:
        yield theme.goal


def test_there_are_enough_themes_each_with_enough_measures() -> None:
    assert len(THEMES) >= 60
    for theme in THEMES:
        assert 2 <= len(theme.measures) <= 4, theme.id
        assert theme.name, theme.id


def test_no_sentence_stands_in_two_themes() -> None:
    every = [sentence for theme in THEMES for sentence in sentences(theme)]
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.id)
def test_a_theme_reads_as_a_county_would_write(theme: Theme) -> None:
    for sentence in sentences(theme):
        printed = PLACEHOLDER.sub("12", sentence)
        assert 24 <= len(printed) <= 90, f"{len(printed)}: {sentence}"
        assert not NOT_COUNTY.search(printed), sentence


# Places of every sort: what they are called, and which words for levels must not be read in their plans.
_PLACES = {
    "永和县": ({"towns": True, "townships": True}, "市|街道|苏木|旗|[本全]区|区级|区政府"),
    "忻府区": ({"towns": True, "townships": True, "subdistricts": True}, "县|市|苏木|旗"),
    "原平市": ({"towns": True, "townships": True, "subdistricts": True}, "县|苏木|旗|[本全]区|区级|区政府"),
    "准格尔旗": ({"towns": True, "sumu": True}, "县|市|街道|乡|[本全]区|区级|区政府"),
    "某某自治县": ({"townships": True}, "市|街道|镇|苏木|旗|[本全]区|区级|区政府"),
    "某某区": ({"subdistricts": True}, "县|市|乡|镇|苏木|旗"),
}
_NO_LEVELS = re.compile("城市|市场|超市|集市|市政|城镇|城乡|乡村|县级以上|旗下|集镇")


@pytest.mark.parametrize("place", _PLACES)
def test_every_sentence_reads_right_for_every_sort_of_place(place: str) -> None:
    kinds, wrong = _PLACES[place]
    words = LevelWords(place, **kinds)
    names = {**place_names(words), **printed_quantities(THEMES), "end": "2030年"}
    for theme in THEMES:
        for sentence in sentences(theme):
            printed = filled(FACT.sub("12", sentence), names)
            found = re.search(wrong, _NO_LEVELS.sub("", printed.replace(place, "")))
            assert not found, f"{theme.id}: {found and found.group()}: {printed}"
            assert "{" not in printed and "（（" not in printed and "））" not in printed, printed


def test_no_sentence_holds_a_figure_of_ours() -> None:
    """Read without the rules of sentences.yaml: no digit, and none of the words that measure time or shares."""
    measured = re.compile(
        r"[0-9]|[每逐按](?:年(?!龄)|季|月|周|日|旬)|半年|季度|小时|分钟|工作日|全部|不少于|不低于|[日天月年]内|当[日天月]|一次"
    )
    for theme in THEMES:
        for sentence in sentences(theme):
            bare = re.sub("12350|12345", "", PLACEHOLDER.sub("", sentence))
            assert not measured.search(bare), f"{theme.id}: {sentence}"


SAID = sorted({PLACEHOLDER.sub("某地", sentence) for theme in THEMES for sentence in sentences(theme)})
PROMISES = [
    "每季度通报一次",
    "3日内办结",
    "整改率达到95%",
    "两个月完成",
    "全部达标",
    "配备不少于规定人数",
    "当日反馈",
    "半年复核",
]


@given(sentence=st.sampled_from(SAID), promise=st.sampled_from(PROMISES), last=st.booleans())
def test_a_promise_put_into_any_sentence_is_refused(sentence: str, promise: str, last: bool) -> None:
    clauses = sentence.removesuffix("。").split("，")
    clauses.insert(len(clauses) if last else 0, promise)
    assert allowed_sentence(sentence) == sentence
    with pytest.raises(ValueError, match="没有人定过"):
        allowed_sentence("，".join(clauses) + "。")


def test_few_sentences_need_a_figure() -> None:
    measures = [measure for theme in THEMES for measure in theme.measures]
    names = {name for theme in THEMES for name in theme.quantities}
    needing = [measure for measure in measures if any(f"{{{{ {name} }}}}" in measure.text for name in names)]
    assert 0 < len(needing) <= len(measures) / 8
    for theme in THEMES:
        for name, value in theme.quantities.items():
            assert re.search("[0-9]", value), f"{name}: {value}"


def test_the_units_of_themes_are_known() -> None:
    units = load_units()
    for theme in THEMES:
        for unit in (theme.lead, *theme.support):
            assert canonical(unit, units), f"{theme.id}: {unit}"
        assert theme.lead not in theme.support, theme.id


def test_required_and_needed_facts_exist_in_the_situation() -> None:
    from plangen.county.schema import SCHEMA

    known = set(fact_names(SCHEMA["situation"]["schema"]))
    for theme in THEMES:
        assert theme.requires is None or theme.requires in known, f"{theme.id}: {theme.requires}"
        for measure in theme.measures:
            assert set(measure.needs) <= known, f"{theme.id}: {measure.needs}"
            assert measure.fallback or not measure.needs, f"{theme.id} would lose a measure: {measure.text}"


def fact_names(schema: dict[str, dict[str, object]], before: str = "") -> Iterator[str]:
    for name, rules in schema.items():
        yield before + name
        inner = rules.get("schema")
        if isinstance(inner, dict) and "value" not in inner:
            yield from fact_names(inner, f"{before}{name}.")


@pytest.mark.parametrize(("theme", "title"), [(theme, title) for theme, titles in TITLES.items() for title in titles])
def test_titles_of_real_plans_find_their_theme(theme: str, title: str) -> None:
    assert [found.theme.id for found in rank_themes(THEMES, title)][:1] == [theme]


@pytest.mark.parametrize(("theme", "title"), [(theme, title) for theme, titles in GOALS.items() for title in titles])
def test_goals_of_real_plans_say_what_is_reached(theme: str, title: str) -> None:
    # the units come from the theme that all themes give, the sentence from the first that speaks of goals
    assert [found.theme.id for found in rank_themes(THEMES, title)][:1] == [theme]
    request = MeasureRequest(key="p:G01", kind=ItemKind.GOAL, title=title, wanted=1)
    written = write_measures([request], themes=THEMES, facts={}, county=YONGHE, end_year=2030)
    (sentence,) = written["p:G01"].sentences
    assert sentence.text.startswith("到2030年，")
    assert "本目标" not in sentence.text


def test_every_theme_of_a_goal_suggests_more_than_a_lead() -> None:
    for theme in THEMES:
        assert not theme.goal or len(theme.support) >= 2, theme.id


def test_nearly_all_titles_find_a_theme() -> None:
    titles = [title for titles in TITLES.values() for title in titles] + OTHER_TITLES
    lost = [title for title in titles if not rank_themes(THEMES, title)]
    assert len(titles) > 190
    assert len(lost) <= 0.05 * len(titles), lost


def test_a_whole_plan_says_nothing_twice() -> None:
    titles = [title for titles in TITLES.values() for title in titles] + OTHER_TITLES
    requests = [
        MeasureRequest(key=f"p:T{number}", kind=ItemKind.TASK, title=title, wanted=2)
        for number, title in enumerate(titles)
    ]
    written = write_measures(requests, themes=THEMES, facts={"villages": 69}, county=YONGHE)
    every = [sentence.text for entry in written.values() for sentence in entry.sentences]
    assert len(set(every)) == len(every)
    assert sum(bool(entry.sentences) for entry in written.values()) >= 0.85 * len(written)
    openings = [sentence[:8] for sentence in every]
    assert max(openings.count(opening) for opening in openings) <= 8
    firsts = [entry.sentences[0].text for entry in written.values() if entry.sentences]
    assert all(len(summarise(first)) <= 60 or summarise(first) == first for first in firsts)


@pytest.mark.corpus
def test_the_gold_titles_find_themes(gold: Path) -> None:
    titles = []
    for path in sorted(gold.glob("*-145.json")):
        document = json.loads(path.read_text("utf-8"))
        if "tasks" in document:
            titles += [item for key in ("tasks", "items", "projects") for item in document[key]]
    assert len(titles) > 150
    lost = [item["title"] for item in titles if not rank_themes(THEMES, item["title"])]
    assert len(lost) <= 0.05 * len(titles), lost
