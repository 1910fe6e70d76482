"""What can be said about a spec that is held against its parents; see :mod:`~plangen.plan.rules` for the rest."""

from __future__ import annotations

from plangen.terms.findings import Severity, rule

PARENT_PERIOD_DIFFERS = rule(
    "parent-period-differs",
    Severity.WARNING,
    "上位规划“{parent}”的规划期是 {theirs} 年，本方案是 {ours} 年。",
    "请核对是否选错了上位规划；确要承接的可以不改，注意逐条核对时限。",
    why="上一个五年的任务多半已经到期。",
    example="规划期 2026—2030 年，上位规划: [xinzhou-145]",
)
PARENT_OTHER_PLACE = rule(
    "parent-other-place",
    Severity.WARNING,
    "上位规划“{parent}”是{place}的，本县属{own}，请核对。",
    "暂时借用的可以不改；{own}的规划印发后，请用 plangen import 导入并换用。",
    why="要承接的是本县上级的规划。",
    example="所属市: 临汾市，上位规划: [jincheng-155]",
)
INDICATOR_SPLIT = rule(
    "indicator-split",
    Severity.ERROR,
    "{item}是指标，不能拆分成任务。",
    "请删去拆分；需要增加的任务请写在“〖本县任务〗”里。",
    why="指标在目标指标表里占一行，不分给几项任务。",
    example="I01: {拆分: [{标题: 甲}, {标题: 乙}]}",
)
UNKNOWN_PART = rule(
    "unknown-part",
    Severity.ERROR,
    "{target}{said}，没有第“{part}”部分。",
    "请写 {target_id}{which}。",
    why="并入拆分后的某一项时，要写明是第几项。",
    example="T05: {并入: T02/3}（T02 只拆分成两项）",
)
MERGE_OF_DIFFERENT_KINDS = rule(
    "merge-of-different-kinds",
    Severity.ERROR,
    "{item}是{kind}，{target}是{other}，两者不能合并。",
    "指标只能并入指标，任务只能并入任务或工程。",
    why="指标和任务印在不同的表里。",
    example="I01: {并入: T02}",
)
MERGE_INTO_NESTED = rule(
    "merge-into-nested",
    Severity.ERROR,
    "{target}是{item}的子项，不能并入自己的子项。",
    "请反过来把子项并入上一层，或者照常承接。",
    why="子项随上一层承接，并入子项就没有着落了。",
    example="T13: {并入: T13.1}",
)
NOT_AN_INDICATOR = rule(
    "not-an-indicator",
    Severity.ERROR,
    "{item}是{kind}，不是指标。",
    "请写指标的编号（以 I 开头）。",
    why="只能为上位规划的指标定本县目标。",
    example="指标: [{对应上位指标: jincheng-155:T02, 目标: 100%}]",
)
