"""The spec's keys for tables, boxes and the cover: where annexes stand, and what a county may add to a task or project.

Who leads it in person, when what is done, what it costs: a column stands in a table where some item of it has the key.
"""

from __future__ import annotations

from plangen.county.schema_parts import Rules, flag_rules, name_rules, rules_of, text_rules

_LONGEST = 200

ITEM_DETAILS: dict[str, Rules] = {
    "leader": name_rules("牵头领导", "牵头的县领导，印在分工表里", "张某某"),
    "person": name_rules("责任人", "牵头单位的责任人，印在分工表里", "李某某"),
    "quantified": text_rules("量化目标", "做到什么数，印在分工表里", "新增储备点6处", maxlength=_LONGEST),
    "milestones": text_rules(
        "年度节点", "各年做到哪一步，印在分工表里", "2027年完成设计，2028年建成", maxlength=_LONGEST
    ),
    "funding": text_rules("资金来源", "资金从哪里来，印在分工表里", "县级财政、上级专项", maxlength=_LONGEST),
}

PROJECT_DETAILS: dict[str, Rules] = {
    "construction": text_rules("建设内容", "建什么，印在工程分工表里", "新建物资库1座", maxlength=_LONGEST),
    "site": text_rules("地点", "建在哪里，印在工程分工表里", "芝河镇", maxlength=_LONGEST),
    "scale": text_rules("规模", "建多大，印在工程分工表里", "800平方米", maxlength=_LONGEST),
    "investment": text_rules("投资", "投资多少，印在工程分工表里", "600万元", maxlength=_LONGEST),
    "years": text_rules("年度", "哪几年建设，印在工程分工表里", "2027—2028年", maxlength=_LONGEST),
}

DETAILS: dict[str, Rules] = {**PROJECT_DETAILS, **ITEM_DETAILS}
"""All of them, in the order of the columns."""

PLAN_TABLES: dict[str, Rules] = {
    "units_in_text": flag_rules(
        "正文列单位", "正文各条之后是否写明责任单位和时限；不写的，实施方案写，规划不写、只列在分工表里", "是"
    ),
    "cover": flag_rules("封面", "规划是否印封面：标题、稿次、印发单位和年月，单独一面，不印页码", "是"),
    "boxes_from": rules_of(
        "integer",
        "number",
        "专栏",
        "规划里一项任务下的子项达到几项的，列成专栏；0 为都不列，不写的按模板",
        "6",
        min=0,
        max=99,
    ),
    "accept_merges": rules_of(
        "string",
        "choice",
        "合并相近",
        "几个上位规划中相近的条目，写“采纳”就按提示的各对一律合并；不写的分别承接",
        "采纳",
        allowed=["accept"],
        meta={"values": {"采纳": "accept"}},
    ),
    "annexes": rules_of(
        "dict",
        "free-mapping",
        "附件",
        "各附件放在哪里：“文内”随方案印发，“另附”另成一个文件，“不附”不写；没有写到的按模板",
        "{部门任务清单: 文内, 承接对照表: 不附}",
        keysrules={"type": "string", "empty": False, "maxlength": 60},
        valuesrules=rules_of(
            "string",
            "choice",
            "位置",
            "这个附件放在哪里",
            "文内",
            allowed=["draft", "companion", "none"],
            meta={"values": {"文内": "draft", "另附": "companion", "不附": "none"}},
        ),
    ),
}
"""Keys of 方案 about tables, boxes and the cover, and about what several parents have alike."""
