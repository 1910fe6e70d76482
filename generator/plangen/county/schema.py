"""The schema of a county's spec: the one place where the English and the Chinese spelling of each key stand.

``SCHEMA`` is a Cerberus schema; what plangen reads of it is explained in :mod:`plangen.county.schema_parts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plangen.county.details import DETAILS, PLAN_TABLES
from plangen.county.schema_parts import (
    Rules,
    entries_rules,
    flag_rules,
    mapping_rules,
    name_rules,
    names_rules,
    rules_of,
    text_rules,
    texts_rules,
)
from plangen.county.situation_schema import SITUATION
from plangen.county.voice_schema import NOTICE, PARENT, TEXT

# --- the county ---------------------------------------------------------------------------------------------------

COUNTY: dict[str, Rules] = {
    "name": name_rules("名称", "县（市、区、旗）的全称", "永和县", required=True),
    "city": name_rules("所属市", "所属设区的市（州、盟）的全称", "临汾市", required=True),
    "province": name_rules("所属省", "所属省（自治区、直辖市）的全称", "山西省", required=True),
    "towns": names_rules("镇", "全部镇的名称，每行一个", "[芝河镇, 桑壁镇]"),
    "townships": names_rules("乡", "全部乡的名称，每行一个", "[打石腰乡, 坡头乡]"),
    "subdistricts": names_rules("街道", "全部街道的名称，每行一个", "[城关街道]"),
    "sumu": names_rules("苏木", "全部苏木的名称，每行一个", "[布尔陶亥苏木]"),
}

# --- the roster ---------------------------------------------------------------------------------------------------

UNIT: dict[str, Rules] = {
    "name": name_rules("名称", "单位全称", "永和县应急管理局", required=True),
    "short": name_rules("简称", "责任分工和表格里印的简称", "县应急局", required=True),
    "aliases": names_rules("别名", "本单位的其他写法、旧称", "[县安监局]", meta={"verbatim": True}),
    "covers": names_rules(
        "对应上级单位",
        "上级文件里由本单位对口承担的单位，可带“市”“省”，也可不带；机构合并的，把几个上级单位都写上",
        "[应急局, 防震减灾中心]",
        meta={"verbatim": True},
    ),
    "parent_body": name_rules("上级主管单位", "垂直管理单位的上级主管单位", "临汾市生态环境局"),
    "vertical": flag_rules("垂直管理", "是否垂直管理单位（如气象局、消防救援大队）", "是"),
}

GROUP: dict[str, Rules] = {
    "name": name_rules("名称", "这一组单位合起来的名称，照此印出", "县安委会成员单位", required=True),
    "covers": names_rules(
        "对应上级单位", "上级文件里对应的统称", "[安委会成员单位, 安委会有关成员单位]", meta={"verbatim": True}
    ),
    "members": names_rules("成员", "组内各单位的简称，须在部门名册里", "[县应急局, 县公安局]"),
}

# --- proposals ----------------------------------------------------------------------------------------------------

_ACCEPT_MEASURES = rules_of(
    ["boolean", "string"],
    "flag",
    "采纳措施",
    "系统建议的措施是否作为本县的措施；也可写“是”以外的采纳编号（plangen who 给出），建议的措施以后有改动时会提示",
    "是",
    regex="[0-9a-f]{8}",
)
_SUGGEST_MEASURES = flag_rules(
    "建议措施",
    "是否由系统建议措施：不写时只给既无原文又无本县措施的条目建议，“是”一律建议，“否”一律不建议",
    "否",
)

# --- the plan -----------------------------------------------------------------------------------------------------

PLAN: dict[str, Rules] = {
    "kind": rules_of(
        "string",
        "choice",
        "类型",
        "编制什么文件：实施方案（implementation）或规划（plan），不写即为实施方案",
        "实施方案",
        allowed=["implementation", "plan"],
        meta={
            "values": {"实施方案": "implementation", "规划": "plan"},
            "hint": "请写：类型: 实施方案，或者：类型: 规划",
        },
    ),
    "period": rules_of(
        "list",
        "period",
        "规划期",
        "规划期的起止年份",
        "[2026, 2030]",
        required=True,
        items=[{"type": "integer", "min": 1990, "max": 2100}, {"type": "integer", "min": 1990, "max": 2100}],
    ),
    "title": text_rules(
        "标题", "方案标题；不写则按县名、规划期和上位规划自动拟题", "永和县“十五五”应急体系规划实施方案", maxlength=120
    ),
    "issuer": names_rules(
        "印发单位",
        "印发本方案的机关全称；党委、政府两办联合发文的写两个，主办的在前",
        "永和县人民政府办公室",
        required=True,
        minlength=1,
        maxlength=3,
    ),
    "number": text_rules("发文字号", "发文字号，未定的序号留空格", "永政办发〔2026〕  号", maxlength=60),
    "date": rules_of("date", "date", "成文日期", "成文日期", "2026-12-15"),
    "stage": name_rules(
        "稿次", "征求意见稿（附征求意见的函）、送审稿（附请示）或印发稿（附通知），不写即为征求意见稿", "征求意见稿"
    ),
    **NOTICE,
    "template": text_rules(
        "模板", "自备章节模板所在文件夹（相对本文件的位置），不写则用自带模板", "./本县模板", maxlength=300
    ),
    "knowledge": mapping_rules(
        "知识库",
        "本县自己的知识库：文件夹里与随附知识库同名的文件（如 units.yaml、themes.yaml）代替随附的，其余照用随附的",
        "{文件夹: ./本县知识库}",
        {
            "folder": text_rules(
                "文件夹", "知识库文件夹（相对本文件的位置）", "./本县知识库", required=True, maxlength=300
            )
        },
        meta={"shorthand": "folder"},
    ),
    "accept_suggestions": flag_rules(
        "采纳建议",
        "上位规划没有写明责任单位的条目，是否一律采纳按主题建议的单位；不写即为“否”，建议的单位会标明“建议”",
        "否",
    ),
    "accept_measures": _ACCEPT_MEASURES,
    "suggest_measures": _SUGGEST_MEASURES,
    **PLAN_TABLES,
}

# --- what becomes of each parent item -----------------------------------------------------------------------------

_LEAD = names_rules(
    "牵头",
    "牵头单位，用部门名册里的简称；几个单位共同牵头的写几个，负总责的写在最前",
    "县应急局",
    minlength=1,
    maxlength=4,
    meta={"alone": True},
)
_PARTICIPANTS = names_rules("配合", "配合单位，用部门名册里的简称", "[县公安局, 县财政局]")
NO_REASONS = ("不承接", "无理由", "没理由", "没有理由", "true", "false", "yes", "none", "null", "n/a", "off")
"""What stands in the place of a reason and is none; words of one or two characters (是, 无) never are one."""

_DEADLINE = rules_of(
    "string",
    "deadline",
    "时限",
    "完成时限，可写年份、年月，或者“长期坚持”“持续推进”“每年汛前”“规划期内”",
    "2027年6月",
    empty=False,
    maxlength=40,
    check_with="deadline",
)
_MEASURES = texts_rules(
    "措施",
    "本县的具体措施，每条一句完整的话；写 [] 表示没有措施，也不要系统建议",
    "[每年汛前完成一次隐患点全面排查。]",
)

_CONTENT: dict[str, Rules] = {
    "title": text_rules("标题", "改用的标题", "健全县乡应急指挥体系", maxlength=120),
    "text": text_rules("正文", "改用的正文；分段时各段另起一行", "完善县乡两级应急指挥机制……"),
    "lead": _LEAD,
    "participants": _PARTICIPANTS,
    "deadline": _DEADLINE,
    "target": text_rules("目标", "指标的本县目标值", "下降15%", maxlength=200),
    "measures": _MEASURES,
    "accept_suggestions": flag_rules("采纳建议", "本条采纳按主题建议的责任单位", "是"),
    "accept_measures": _ACCEPT_MEASURES,
    "suggest_measures": _SUGGEST_MEASURES,
    **DETAILS,
}

PART: dict[str, Rules] = {
    **_CONTENT,
    "title": text_rules("标题", "拆分后这一项的标题", "完善县级预案", required=True, maxlength=120),
}

DISPOSITION: dict[str, Rules] = {
    "waive": text_rules(
        "不承接",
        "不承接本条的理由，须同时写明决定单位和日期",
        "县域内无煤矿",
        maxlength=500,
        meta={"empty_words": NO_REASONS},
    ),
    "by": name_rules("决定单位", "决定不承接的机关，须是县级政府", "县政府"),
    "on": rules_of("date", "date", "日期", "决定不承接的日期", "2026-11-20"),
    "merge_into": rules_of(
        "string",
        "identifier",
        "并入",
        "并入哪一条：同一上位规划写条目编号，其他上位规划写“规划编号:条目编号”",
        "T02",
        empty=False,
        maxlength=120,
    ),
    "split": {
        **entries_rules(
            "拆分", "拆成几项本县任务，至少两项，每项写明标题", "[{标题: 甲}, {标题: 乙}]", "拆分的各项", PART
        ),
        "minlength": 2,
    },
    **_CONTENT,
}

# --- what the county adds -----------------------------------------------------------------------------------------

_MEASURED = "目标值是各年的平均数（年均）还是规划期内的累计数（累计），印在规划的指标表里；期末当年的数不写"
_WAYS = {"年均": "yearly", "累计": "cumulative"}

INDICATOR: dict[str, Rules] = {
    "name": text_rules("名称", "指标名称；为上位指标定本县目标时可不写", "乡镇应急站建成率", maxlength=120),
    "target": text_rules("目标", "目标值，照此印出", "100%", required=True, maxlength=200),
    "nature": rules_of(
        "string", "choice", "性质", "约束性或预期性", "约束性", allowed=["约束性", "预期性"], meta={"values": {}}
    ),
    "unit": text_rules("单位", "指标的计量单位，印在规划的指标表里", "起", maxlength=20),
    "measured": rules_of(
        "string", "choice", "口径", _MEASURED, "累计", allowed=[*_WAYS.values()], meta={"values": _WAYS}
    ),
    "baseline": text_rules("基期值", "规划期开始前一年的数值，印在规划的指标表里", "85%", maxlength=60),
    "previous": mapping_rules(
        "上期",
        "上一个规划期的目标和完成情况，印在规划的回顾里",
        "{目标: 90%, 完成: 85%}",
        {
            "target": text_rules("目标", "上一个规划期定的目标值", "90%", maxlength=60),
            "result": text_rules("完成", "上一个规划期末实际完成的数值", "85%", maxlength=60),
        },
    ),
    "of": rules_of(
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
    "title": text_rules("标题", "任务或工程的标题", "红枣加工企业消防安全提升", required=True, maxlength=120),
    "group": text_rules("分组", "归入哪一组标题之下", "强化重点领域风险防控", maxlength=120),
    "text": text_rules("正文", "正文；分段时各段另起一行", "开展红枣加工企业消防安全专项治理……"),
    "measures": _MEASURES,
    "accept_measures": _ACCEPT_MEASURES,
    "suggest_measures": _SUGGEST_MEASURES,
    "lead": _LEAD,
    "participants": _PARTICIPANTS,
    "deadline": _DEADLINE,
    **DETAILS,
}

# --- the whole ----------------------------------------------------------------------------------------------------

SCHEMA: dict[str, Rules] = {
    "county": mapping_rules(
        "县", "本县是哪里", "{名称: 永和县, 所属市: 临汾市, 所属省: 山西省}", COUNTY, required=True
    ),
    "situation": mapping_rules(
        "县情", "本县的基本情况，知道多少写多少；没有写的不会编造", "{国土面积: 1214.38}", SITUATION
    ),
    "roster": entries_rules(
        "部门名册",
        "本县各部门、单位；也可以写 Excel 文件名（如 部门名册.xlsx，与填报文件放在一起）",
        "[{名称: 永和县应急管理局, 简称: 县应急局}]",
        "单位",
        UNIT,
        file=r"\.[xX][lL][sS][xX]\s*$",
    ),
    "groups": entries_rules(
        "成员单位组",
        "上级文件里合称的一组单位（如安委会成员单位）",
        "[{名称: 县安委会成员单位, 成员: [县应急局]}]",
        "组",
        GROUP,
    ),
    "plan": mapping_rules(
        "方案", "要编制的方案", "{规划期: [2026, 2030], 印发单位: 永和县人民政府办公室}", PLAN, required=True
    ),
    "parents": rules_of(
        "list",
        "identifiers",
        "上位规划",
        "要承接的上位规划：自带规划的编号，或者 plangen import 得到的 YAML 文件；第一个决定方案的结构；"
        "只作参考的写明角色",
        "[jincheng-155, {编号: changzhi-145, 角色: 参考}]",
        schema={
            "type": "dict",
            "schema": PARENT,
            "meta": {"read": "mapping", "what": "上位规划", "shorthand": "id"},
        },
    ),
    "text": mapping_rules(
        "正文",
        "引言、工作原则、工作要求和随文通知，写了就照此印出；不写的用自带的话，作为建议标明",
        "{引言: 为贯彻落实……，制定本方案。}",
        TEXT,
    ),
    "inherit": rules_of(
        "dict",
        "free-mapping",
        "承接",
        "对上位规划各条目的处理；没有写到的条目照常承接",
        "{jincheng-155: {P06: {不承接: 县域内无煤矿, 决定单位: 县政府, 日期: 2026-11-20}}}",
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
    "indicators": entries_rules(
        "指标",
        "本县的指标：为上位指标定的本县目标，或者本县自设的指标",
        "[{对应上位指标: jincheng-155:I01, 目标: 0}]",
        "指标",
        INDICATOR,
    ),
    "local_tasks": entries_rules(
        "本县任务", "本县自己增加的任务", "[{标题: 红枣加工企业消防安全提升}]", "任务", LOCAL_ITEM
    ),
    "local_projects": entries_rules(
        "本县工程", "本县自己增加的工程", "[{标题: 县级应急物资库建设工程}]", "工程", LOCAL_ITEM
    ),
    "values": rules_of(
        "dict",
        "free-mapping",
        "数值",
        "建议的措施里用【】留空的期限、频次、数量，本县定为多少；不写的照印【】",
        "{挂牌督办下达: 3日内}",
        keysrules={"type": "string", "empty": False, "maxlength": 40},
        valuesrules={"type": "string", "empty": False, "maxlength": 40, "meta": {"read": "text", "what": "数值"}},
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
