"""The schema of the county's situation: its facts with their units and the numbers that a county can have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plangen.county.schema_parts import Rules, mapping_rules, rules_of, text_rules

_YEAR = rules_of(
    "string",
    "month",
    "年份",
    "数据所属年份或年月；整组数据同一年份时，写在组里即可，不必逐项写",
    "2022",
    check_with="month",
)
_NOTE = text_rules("备注", "编制人员自己看的说明（如数据出处、更正原因），不会印入方案", "原文单位有误，已更正")


def _fact_value(types: list[str], read: str, description: str, example: str, meta: Mapping[str, Any]) -> Rules:
    return rules_of(types, read, "数值", description, example, required=True, meta=dict(meta))


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
    return mapping_rules(
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
    return mapping_rules(name, description, example, {**facts, "year": _YEAR, "note": _NOTE}, meta=meta)


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
    "as_of": rules_of("string", "month", "截至", "没有单独写年份的县情数据截至什么时候", "2022-10", check_with="month"),
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
    "other": rules_of(
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
