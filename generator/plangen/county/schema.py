"""The schema of a county's spec: the one place where the English and the Chinese spelling of each key stand.

``SCHEMA`` is a Cerberus schema.  Cerberus ignores what stands under ``meta``; plangen reads it:

* ``name``: the key's Chinese spelling; both spellings are accepted everywhere.
* ``description``: what a planner writes there, in Chinese.
* ``example``: a value as it is written in the YAML file.
* ``read``: how :mod:`plangen.county.normalise` reads what the planner wrote, see :data:`READERS`.
* ``values``: Chinese spelling of a choice to the value that is kept.
* ``shorthand``: the key that a bare value stands for where a mapping is expected (``population: 56000``).
* ``unit``: unit of a number; ``plausible``: lowest and highest number that a county can have.
* ``what``: what one entry of a list or of a free mapping is called in Chinese, for messages.
* ``file``: pattern of the name of a file that may be given instead of a list.
* ``verbatim``: names as the parents' documents write them, in which 、 may belong to the name.
* ``hint``: what to say where the value is none of the allowed ones.
* ``forms``: regular expressions of the texts without a year that are deadlines.
* ``empty_words``: what people write instead of a reason that is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Rules = dict[str, Any]

READERS = (
    "name",  # a name: no spaces inside or around it
    "names",  # a list of names; one text such as 芝河镇、桑壁镇 is taken apart
    "identifier",  # an id: half width, no spaces around it
    "identifiers",  # a list of ids
    "text",  # a text as it is to be printed; a bare number is its text
    "texts",  # a list of texts; one text stands for a list of one
    "date",  # a day: 2026-12-15 or 2026年12月15日
    "month",  # a year, month or day that a fact holds for: 2022, 2022-10, 2022年10月
    "deadline",  # 2027, 2027年6月, 2027年底前, 长期坚持
    "period",  # first and last year: [2026, 2030] or 2026-2030
    "flag",  # true or false, 是 or 否
    "choice",  # one of the allowed values or of meta.values
    "number",  # a number
    "fact",  # true, false or a number, 有 or 无
    "free",  # whatever scalar the planner wrote
    "mapping",  # known keys
    "free-mapping",  # keys that the planner chooses
    "entries",  # a list of mappings
)


def _rules(type_name: str | list[str], read: str, name: str, description: str, example: str, **more: Any) -> Rules:
    """Return Cerberus rules with their meta; optional keys may be left empty."""
    meta = {"name": name, "description": description, "example": example, "read": read}
    meta.update(more.pop("meta", {}))
    rules: Rules = {"type": type_name, **more, "meta": meta}
    if not rules.get("required"):
        rules.setdefault("nullable", True)
    return rules


def _name(name: str, description: str, example: str, **more: Any) -> Rules:
    return _rules("string", "name", name, description, example, empty=False, maxlength=60, **more)


def _names(name: str, description: str, example: str, **more: Any) -> Rules:
    entry: Rules = {"type": "string", "empty": False, "maxlength": 60, "meta": {"read": "name"}}
    return _rules("list", "names", name, description, example, schema=entry, **more)


def _text(name: str, description: str, example: str, **more: Any) -> Rules:
    more.setdefault("maxlength", 20_000)
    return _rules("string", "text", name, description, example, empty=False, **more)


def _texts(name: str, description: str, example: str, **more: Any) -> Rules:
    entry: Rules = {"type": "string", "empty": False, "maxlength": 5_000, "meta": {"read": "text"}}
    return _rules("list", "texts", name, description, example, schema=entry, **more)


def _flag(name: str, description: str, example: str, **more: Any) -> Rules:
    return _rules("boolean", "flag", name, description, example, **more)


def _mapping(name: str, description: str, example: str, schema: Mapping[str, Rules], **more: Any) -> Rules:
    return _rules("dict", "mapping", name, description, example, schema=dict(schema), **more)


def _entries(
    name: str, description: str, example: str, what: str, schema: Mapping[str, Rules], file: str | None = None
) -> Rules:
    entry: Rules = {"type": "dict", "schema": dict(schema), "meta": {"read": "mapping", "what": what}}
    return _rules("list", "entries", name, description, example, schema=entry, meta={"file": file} if file else {})


# --- the county ---------------------------------------------------------------------------------------------------

COUNTY: dict[str, Rules] = {
    "name": _name("名称", "县（市、区、旗）的全称", "永和县", required=True),
    "city": _name("所属市", "所属设区的市（州、盟）的全称", "临汾市", required=True),
    "province": _name("所属省", "所属省（自治区、直辖市）的全称", "山西省", required=True),
    "towns": _names("镇", "全部镇的名称，每行一个", "[芝河镇, 桑壁镇]"),
    "townships": _names("乡", "全部乡的名称，每行一个", "[打石腰乡, 坡头乡]"),
    "subdistricts": _names("街道", "全部街道的名称，每行一个", "[城关街道]"),
}

# --- the situation ------------------------------------------------------------------------------------------------

_YEAR = _rules(
    "string",
    "month",
    "年份",
    "数据所属年份或年月；整组数据同一年份时，写在组里即可，不必逐项写",
    "2022",
    check_with="month",
)
_NOTE = _text("备注", "编制人员自己看的说明（如数据出处、更正原因），不会印入方案", "原文单位有误，已更正")


def _fact_value(types: list[str], read: str, description: str, example: str, meta: Mapping[str, Any]) -> Rules:
    return _rules(types, read, "数值", description, example, required=True, meta=dict(meta))


def _fact(
    name: str,
    unit: str,
    plausible: tuple[float, float],
    example: str,
    *,
    existence: bool = False,
    whole: bool = False,
) -> Rules:
    """Return the rules of one fact: a bare value, or a mapping of value, year and note.

    Args:
        name: Chinese name.
        unit: Chinese unit, fixed by the name.
        plausible: lowest and highest value that a county can have.
        example: a value.
        existence: whether true and false may be written instead of a number.
        whole: whether the number has no decimals.
    """
    number = "integer" if whole else "number"
    types = [number, "boolean"] if existence else [number]
    description = f"{name}，单位：{unit}，只写数字"
    if existence:
        description += "；不清楚数量时可写“有”或“无”（true 或 false），写“无”或 0 表示县内没有"
    meta = {"unit": unit, "plausible": plausible, "subject": name}
    value = _fact_value(types, "fact" if existence else "number", description, example, meta)
    value["min"] = 0
    return _mapping(
        name,
        description,
        example,
        {"value": value, "year": _YEAR, "note": _NOTE},
        meta={"shorthand": "value", "unit": unit},
    )


def _fact_group(name: str, example: str, facts: Mapping[str, Rules], shorthand: str | None = None) -> Rules:
    """Return the rules of a group of facts, which may carry a year and a note for all of them."""
    description = f"{name}，分项填写" + ("；只有总数时可以直接写数字" if shorthand else "")
    meta: dict[str, Any] = {"group": True}
    if shorthand:
        meta["shorthand"] = shorthand
    return _mapping(name, description, example, {**facts, "year": _YEAR, "note": _NOTE}, meta=meta)


def _sites(name: str, *, road: bool) -> Rules:
    high = (0, 5_000)
    facts = {
        "total": _fact("总数", "处", high, "180", whole=True),
        "large": _fact("大型", "处", high, "2", whole=True),
        "medium": _fact("中型", "处", high, "29", whole=True),
        "small": _fact("小型", "处", high, "149", whole=True),
    }
    if road:
        facts["road"] = _fact("道路隐患点", "处", high, "42", whole=True)
    return _fact_group(name, "{总数: 180, 大型: 2, 年份: 2022}", facts, "total")


def _exists(name: str, unit: str, highest: float = 100_000, *, whole: bool = True) -> Rules:
    return _fact(name, unit, (0, highest), "3", existence=True, whole=whole)


_OTHER_VALUE = _fact_value(
    ["string", "number", "boolean"], "free", "数字或文字，怎样写就怎样印", "12", {"subject": "其他县情"}
)

SITUATION: dict[str, Rules] = {
    "as_of": _rules("string", "month", "截至", "没有单独写年份的县情数据截至什么时候", "2022-10", check_with="month"),
    "area_km2": _fact("国土面积", "平方公里", (10, 250_000), "1214.38"),
    "population": _fact("常住人口", "人", (3_000, 5_000_000), "56000", whole=True),
    "villages": _fact("行政村数", "个", (0, 2_000), "69", whole=True),
    "communities": _fact("社区数", "个", (0, 1_500), "7", whole=True),
    "forest_area_wan_mu": _exists("森林面积", "万亩", 5_000, whole=False),
    "forest": _fact_group(
        "森林防火",
        "{瞭望哨: 3, 防火巡查通道: 110}",
        {
            "lookout_posts": _fact("瞭望哨", "座", (0, 1_000), "3", whole=True),
            "patrol_roads_km": _fact("防火巡查通道", "公里", (0, 50_000), "110"),
        },
    ),
    "geohazard_sites": _sites("地质灾害隐患点", road=True),
    "geohazard_sites_urban": _sites("城区地质灾害隐患点", road=False),
    "geohazard_residents": _fact_group(
        "高风险隐患区住户",
        "{户数: 1200, 人数: 4100}",
        {
            "households": _fact("户数", "户", (0, 200_000), "1200", whole=True),
            "people": _fact("人数", "人", (0, 1_000_000), "4100", whole=True),
        },
    ),
    "fire_safety_units": _fact_group(
        "消防安全重点单位",
        "{总数: 33, 学校: 6}",
        {
            "total": _fact("总数", "个", (0, 10_000), "33", whole=True),
            "schools": _fact("学校", "个", (0, 10_000), "6", whole=True),
            "hospitals": _fact("医院", "个", (0, 10_000), "2", whole=True),
            "scenic_spots": _fact("景区", "个", (0, 10_000), "1", whole=True),
            "others": _fact("其他", "个", (0, 10_000), "24", whole=True),
        },
        "total",
    ),
    "heating_area_wan_m2": _fact("集中供热面积", "万平方米", (0, 20_000), "110"),
    "water_supply": _fact_group(
        "城镇供水",
        "{日供水量: 3000, 管网长度: 42}",
        {
            "daily_tons": _fact("日供水量", "吨", (0, 5_000_000), "3000"),
            "network_km": _fact("管网长度", "公里", (0, 20_000), "42"),
            "residents": _fact("用水人口", "人", (0, 5_000_000), "20000", whole=True),
        },
    ),
    "gas": _fact_group(
        "天然气",
        "{年产能: 10}",
        {"annual_capacity_yi_m3": _fact("年产能", "亿立方米", (0, 1_000), "10")},
    ),
    "wind_power_mw": _exists("风电规模", "兆瓦", 50_000, whole=False),
    "special_headquarters": _fact("专项应急指挥部", "个", (0, 100), "16", whole=True),
    "shelters": _fact_group(
        "应急避难场所", "{总数: 12}", {"total": _fact("总数", "处", (0, 5_000), "12", whole=True)}, "total"
    ),
    "rescue_teams": _fact_group(
        "应急救援队伍",
        "{总数: 12, 人数: 320}",
        {
            "total": _fact("总数", "支", (0, 2_000), "12", whole=True),
            "people": _fact("人数", "人", (0, 100_000), "320", whole=True),
        },
        "total",
    ),
    "supply_depots": _fact("应急物资储备库", "个", (0, 1_000), "2", whole=True),
    "schools": _fact_group("学校", "{总数: 35}", {"total": _fact("总数", "所", (0, 5_000), "35", whole=True)}, "total"),
    "hospitals": _fact_group("医院", "{总数: 4}", {"total": _fact("总数", "所", (0, 1_000), "4", whole=True)}, "total"),
    "rural_roads_km": _fact("农村公路里程", "公里", (0, 50_000), "860"),
    "gas_users": _exists("燃气用户", "户", 2_000_000),
    "coal_mines": _exists("煤矿", "座", 500),
    "noncoal_mines": _exists("非煤矿山", "座", 1_000),
    "tailings_ponds": _exists("尾矿库", "座", 500),
    "hazchem_enterprises": _exists("危险化学品企业", "家", 2_000),
    "chemical_parks": _exists("化工园区", "个", 50),
    "development_zones": _exists("开发区", "个", 50),
    "metallurgy_enterprises": _exists("冶金企业", "家", 1_000),
    "dust_explosion_enterprises": _exists("涉爆粉尘企业", "家", 2_000),
    "fireworks_shops": _exists("烟花爆竹经营点", "个", 5_000),
    "oil_gas_extraction": _exists("油气开采", "处", 50_000),
    "oil_gas_pipelines": _exists("油气管道", "条", 1_000),
    "reservoirs": _exists("水库", "座", 1_000),
    "silt_dams": _exists("淤地坝", "座", 5_000),
    "railways": _exists("铁路", "条", 100),
    "waterways": _exists("水路运输", "条", 1_000),
    "general_aviation": _exists("通用航空", "处", 100),
    "scenic_spots": _exists("景区", "个", 1_000),
    "large_complexes": _exists("大型商业综合体", "个", 1_000),
    "high_rise_buildings": _exists("高层建筑", "栋", 50_000),
    "solar_power": _exists("光伏发电", "处", 10_000, whole=False),
    "grassland": _exists("草原", "处", 100_000, whole=False),
    "military_units": _exists("驻县部队", "个", 500),
    "other": _rules(
        "dict",
        "free-mapping",
        "其他",
        "上面没有列出的县情，名称自定，写成“名称: 数值”",
        "{红枣种植面积（万亩）: 12.5}",
        keysrules={"type": "string", "empty": False, "maxlength": 60},
        valuesrules={
            "type": "dict",
            "schema": {"value": _OTHER_VALUE, "year": _YEAR, "note": _NOTE},
            "meta": {"read": "mapping", "shorthand": "value", "what": "其他县情"},
        },
    ),
}

# --- the roster ---------------------------------------------------------------------------------------------------

UNIT: dict[str, Rules] = {
    "name": _name("名称", "单位全称", "永和县应急管理局", required=True),
    "short": _name("简称", "责任分工和表格里印的简称", "县应急局", required=True),
    "aliases": _names("别名", "本单位的其他写法、旧称", "[县安监局]", meta={"verbatim": True}),
    "covers": _names(
        "对应上级单位",
        "上级文件里由本单位对口承担的单位，可带“市”“省”，也可不带；机构合并的，把几个上级单位都写上",
        "[应急局, 防震减灾中心]",
        meta={"verbatim": True},
    ),
    "parent_body": _name("上级主管单位", "垂直管理单位的上级主管单位", "临汾市生态环境局"),
    "vertical": _flag("垂直管理", "是否垂直管理单位（如气象局、消防救援大队）", "是"),
}

GROUP: dict[str, Rules] = {
    "name": _name("名称", "这一组单位合起来的名称，照此印出", "县安委会成员单位", required=True),
    "covers": _names(
        "对应上级单位", "上级文件里对应的统称", "[安委会成员单位, 安委会有关成员单位]", meta={"verbatim": True}
    ),
    "members": _names("成员", "组内各单位的简称，须在部门名册里", "[县应急局, 县公安局]"),
}

# --- the plan -----------------------------------------------------------------------------------------------------

PLAN: dict[str, Rules] = {
    "kind": _rules(
        "string",
        "choice",
        "类型",
        "编制什么文件：目前只能是“实施方案”（implementation），不写即为实施方案",
        "实施方案",
        allowed=["implementation"],
        meta={
            "values": {"实施方案": "implementation"},
            "hint": "目前只有实施方案的模板；要编“规划”的，可以先生成实施方案，再在 Word 中改写。请写：类型: 实施方案",
        },
    ),
    "period": _rules(
        "list",
        "period",
        "规划期",
        "规划期的起止年份",
        "[2026, 2030]",
        required=True,
        items=[{"type": "integer", "min": 1990, "max": 2100}, {"type": "integer", "min": 1990, "max": 2100}],
    ),
    "title": _text(
        "标题", "方案标题；不写则按县名、规划期和上位规划自动拟题", "永和县“十五五”应急体系规划实施方案", maxlength=120
    ),
    "issuer": _name("印发单位", "印发本方案的机关全称", "永和县人民政府办公室", required=True),
    "number": _text("发文字号", "发文字号，未定的序号留空格", "永政办发〔2026〕  号", maxlength=60),
    "date": _rules("date", "date", "成文日期", "成文日期", "2026-12-15"),
    "stage": _name("稿次", "印在标题下方的稿次", "征求意见稿"),
    "template": _text(
        "模板", "自备章节模板所在文件夹（相对本文件的位置），不写则用自带模板", "./本县模板", maxlength=300
    ),
    "knowledge": _mapping(
        "知识库",
        "本县自己的知识库：文件夹里与随附知识库同名的文件（如 units.yaml、themes.yaml）代替随附的，其余照用随附的",
        "{文件夹: ./本县知识库}",
        {"folder": _text("文件夹", "知识库文件夹（相对本文件的位置）", "./本县知识库", required=True, maxlength=300)},
        meta={"shorthand": "folder"},
    ),
    "accept_suggestions": _flag(
        "采纳建议",
        "上位规划没有写明责任单位的条目，是否一律采纳按主题建议的单位；不写即为“否”，建议的单位会标明“建议”",
        "否",
    ),
    "trace_table": _flag("对照表", "是否附上位规划条目与本县条目对照表，不写即为“是”", "是"),
}

# --- what becomes of each parent item -----------------------------------------------------------------------------

_LEAD = _name("牵头", "牵头单位，只写一个，用部门名册里的简称", "县应急局")
_PARTICIPANTS = _names("配合", "配合单位，用部门名册里的简称", "[县公安局, 县财政局]")
NO_REASONS = ("不承接", "无理由", "没理由", "没有理由", "true", "false", "yes", "none", "null", "n/a", "off")
"""What stands in the place of a reason and is none; words of one or two characters (是, 无) never are one."""

_DEADLINE = _rules(
    "string",
    "deadline",
    "时限",
    "完成时限，可写年份、年月，或者“长期坚持”“持续推进”“每年汛前”“规划期内”",
    "2027年6月",
    empty=False,
    maxlength=40,
    check_with="deadline",
)
_MEASURES = _texts("措施", "本县的具体措施，每条一句完整的话", "[每年汛前完成一次隐患点全面排查。]")

_CONTENT: dict[str, Rules] = {
    "title": _text("标题", "改用的标题", "健全县乡应急指挥体系", maxlength=120),
    "text": _text("正文", "改用的正文；分段时各段另起一行", "完善县乡两级应急指挥机制……"),
    "lead": _LEAD,
    "participants": _PARTICIPANTS,
    "deadline": _DEADLINE,
    "target": _text("目标", "指标的本县目标值", "下降15%", maxlength=200),
    "measures": _MEASURES,
    "accept_suggestions": _flag("采纳建议", "本条采纳按主题建议的责任单位", "是"),
}

PART: dict[str, Rules] = {
    **_CONTENT,
    "title": _text("标题", "拆分后这一项的标题", "完善县级预案", required=True, maxlength=120),
}

DISPOSITION: dict[str, Rules] = {
    "waive": _text(
        "不承接",
        "不承接本条的理由，须同时写明决定单位和日期",
        "县域内无煤矿",
        maxlength=500,
        meta={"empty_words": NO_REASONS},
    ),
    "by": _name("决定单位", "决定不承接的单位", "县应急局"),
    "on": _rules("date", "date", "日期", "决定不承接的日期", "2026-11-20"),
    "merge_into": _rules(
        "string",
        "identifier",
        "并入",
        "并入哪一条：同一上位规划写条目编号，其他上位规划写“规划编号:条目编号”",
        "T02",
        empty=False,
        maxlength=120,
    ),
    "split": {
        **_entries("拆分", "拆成几项本县任务，至少两项，每项写明标题", "[{标题: 甲}, {标题: 乙}]", "拆分的各项", PART),
        "minlength": 2,
    },
    **_CONTENT,
}

# --- what the county adds -----------------------------------------------------------------------------------------

INDICATOR: dict[str, Rules] = {
    "name": _text("名称", "指标名称；为上位指标定本县目标时可不写", "乡镇应急站建成率", maxlength=120),
    "target": _text("目标", "目标值，照此印出", "100%", required=True, maxlength=200),
    "nature": _rules(
        "string", "choice", "性质", "约束性或预期性", "约束性", allowed=["约束性", "预期性"], meta={"values": {}}
    ),
    "of": _rules(
        "string",
        "identifier",
        "对应上位指标",
        "为哪一个上位指标定目标，写“规划编号:指标编号”",
        "jincheng-155:I01",
        empty=False,
        maxlength=120,
    ),
    "lead": _LEAD,
    "participants": _PARTICIPANTS,
}

LOCAL_ITEM: dict[str, Rules] = {
    "title": _text("标题", "任务或工程的标题", "红枣加工企业消防安全提升", required=True, maxlength=120),
    "group": _text("分组", "归入哪一组标题之下", "强化重点领域风险防控", maxlength=120),
    "text": _text("正文", "正文；分段时各段另起一行", "开展红枣加工企业消防安全专项治理……"),
    "measures": _MEASURES,
    "lead": _LEAD,
    "participants": _PARTICIPANTS,
    "deadline": _DEADLINE,
}

# --- the whole ----------------------------------------------------------------------------------------------------

SCHEMA: dict[str, Rules] = {
    "county": _mapping("县", "本县是哪里", "{名称: 永和县, 所属市: 临汾市, 所属省: 山西省}", COUNTY, required=True),
    "situation": _mapping("县情", "本县的基本情况，知道多少写多少；没有写的不会编造", "{国土面积: 1214.38}", SITUATION),
    "roster": _entries(
        "部门名册",
        "本县各部门、单位；也可以写 Excel 文件名（如 部门名册.xlsx，与填报文件放在一起）",
        "[{名称: 永和县应急管理局, 简称: 县应急局}]",
        "单位",
        UNIT,
        file=r"\.[xX][lL][sS][xX]\s*$",
    ),
    "groups": _entries(
        "成员单位组",
        "上级文件里合称的一组单位（如安委会成员单位）",
        "[{名称: 县安委会成员单位, 成员: [县应急局]}]",
        "组",
        GROUP,
    ),
    "plan": _mapping(
        "方案", "要编制的方案", "{规划期: [2026, 2030], 印发单位: 永和县人民政府办公室}", PLAN, required=True
    ),
    "parents": _rules(
        "list",
        "identifiers",
        "上位规划",
        "要承接的上位规划：自带规划的编号，或者 plangen import 得到的 YAML 文件；第一个决定方案的结构",
        "[jincheng-155]",
        schema={"type": "string", "empty": False, "maxlength": 300, "meta": {"read": "identifier"}},
    ),
    "inherit": _rules(
        "dict",
        "free-mapping",
        "承接",
        "对上位规划各条目的处理；没有写到的条目照常承接",
        "{jincheng-155: {P06: {不承接: 县域内无煤矿, 决定单位: 县应急局, 日期: 2026-11-20}}}",
        keysrules={"type": "string", "empty": False, "maxlength": 120},
        valuesrules={
            "type": "dict",
            "nullable": True,
            "keysrules": {"type": "string", "empty": False, "maxlength": 40},
            "valuesrules": {
                "type": "dict",
                "nullable": True,
                "schema": DISPOSITION,
                "meta": {"read": "mapping", "what": "条目的处理"},
            },
            "meta": {"read": "free-mapping", "what": "上位规划的条目"},
        },
    ),
    "indicators": _entries(
        "指标",
        "本县的指标：为上位指标定的本县目标，或者本县自设的指标",
        "[{对应上位指标: jincheng-155:I01, 目标: 0}]",
        "指标",
        INDICATOR,
    ),
    "local_tasks": _entries("本县任务", "本县自己增加的任务", "[{标题: 红枣加工企业消防安全提升}]", "任务", LOCAL_ITEM),
    "local_projects": _entries(
        "本县工程", "本县自己增加的工程", "[{标题: 县级应急物资库建设工程}]", "工程", LOCAL_ITEM
    ),
}


def fields_of(rules: Rules) -> dict[str, Rules] | None:
    """Return the rules of a mapping's keys; None where ``rules`` is not for a mapping with known keys."""
    return rules.get("schema") if rules["type"] == "dict" else None


def rules_at(path: Sequence[str | int]) -> Rules | None:
    """Return the rules for a place in a spec.

    Args:
        path: English keys, free names and list indices from the top; the empty path is the whole.

    Returns:
        The rules, or None where the schema knows no such place.
    """
    rules: Rules | None = {"type": "dict", "schema": SCHEMA, "required": True, "meta": {"name": "全文"}}
    for step in path:
        if rules is None:
            return None
        if rules["type"] == "list":
            items = rules.get("items")
            rules = items[step] if items and isinstance(step, int) and step < len(items) else rules.get("schema")
        elif "valuesrules" in rules:
            rules = rules["valuesrules"]
        else:
            rules = rules.get("schema", {}).get(step)
    return rules


def known_words() -> dict[str, None]:
    """Return every key of the schema in both spellings, in the schema's order."""
    words: dict[str, None] = {}

    def walk(fields: Mapping[str, Rules]) -> None:
        for key, rules in fields.items():
            words[key] = None
            words[rules["meta"]["name"]] = None
            inner: Rules | None = rules
            while inner is not None:
                if fields_inside := fields_of(inner):
                    walk(fields_inside)
                    break
                inner = inner.get("valuesrules") or (inner.get("schema") if inner["type"] == "list" else None)

    walk(SCHEMA)
    return words
