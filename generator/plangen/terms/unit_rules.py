"""What is said about units, lists of units and responsibility clauses."""

from __future__ import annotations

from plangen.terms.findings import Severity, rule

UNIT_DOUBTFUL = rule(
    "unit-doubtful",
    Severity.INFO,
    "责任分工中的“{words}”不像单位名称，请核对",
    "请对照原文核对",
    why="单位名称以局、委、办、政府、公司等结尾，不像名称的多半是断句有误，照原样保留。",
    example="（市应急局牵头，加大宣传力度）",
)
UNIT_TWICE = rule(
    "unit-twice",
    Severity.WARNING,
    "责任分工中“{words}”出现不止一次，已只保留一处，请核对原文是否另有所指",
    "请对照原文核对，必要时在生成的文件中改正",
    why="同一单位在一处分工里写两次，往往是把另一个单位写错了。",
    example="（市应急局牵头，市水利局、市应急局按职责分工负责）",
)
LABEL_UNKNOWN = rule(
    "label-unknown",
    Severity.INFO,
    "责任分工中的“{words}”说的不是单位，没有作为单位读入",
    "如写的是单位，请在生成的文件中补入 participants",
    why="责任分工的括号里有时也写适用范围、资金来源等，不能当作单位。",
    example="（负责部门：市气象局；适用范围：沿河各县）",
)
CLAUSE_UNPARSED = rule(
    "clause-unparsed",
    Severity.WARNING,
    "责任分工“{words}”未能拆分为牵头单位和配合单位",
    "已保留在正文中，请手工填写牵头单位和配合单位",
    why="没有读出单位的责任分工，县级分工表里就没有人承担。",
    example="（党委政府高度重视）",
)
