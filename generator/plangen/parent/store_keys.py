"""Keys of a parent plan's file that reading and writing share."""

from __future__ import annotations

from plangen.parent.model import ItemKind

LISTS = {
    "indicators": ItemKind.INDICATOR,
    "goals": ItemKind.GOAL,
    "tasks": ItemKind.TASK,
    "projects": ItemKind.PROJECT,
}


CORRECTION_KEYS = ("修正", "corrections")
"""The key of a person's corrections of the import."""

PLACE_KEYS = ("line", "paragraph", "page", "table", "row", "cell")

_NAMES = {
    "plan": "规划",
    "id": "编号",
    "title": "标题",
    "place": "地区",
    "level": "层级",
    "kind": "类型",
    "period": "规划期",
    "source": "出处",
    "retired": "停用的编号",
    "indicators": "指标",
    "goals": "分项目标",
    "tasks": "任务",
    "projects": "工程",
    "items": "子项",
    "number": "序号",
    "group": "分组",
    "name": "名称",
    "text": "原文",
    "deadline": "时限",
    "target": "目标值",
    "nature": "性质",
    "quantities": "量化要求",
    "what": "什么",
    "direction": "方向",
    "value": "数值",
    "upper": "上限",
    "unit": "单位",
    "by": "到哪一年",
    "per": "每",
    "total": "全域总数",
    "written": "原文写法",
    "points": "要点",
    "responsibility": "责任分工",
    "leads": "牵头单位",
    "participants": "配合单位",
    "open_ended": "等",
    "file": "文件",
    "sha256": "校验值",
    "line": "行",
    "paragraph": "段",
    "page": "页",
    "table": "表",
    "row": "行",
    "cell": "格",
}


def named(key: str) -> str:
    """Return a key as messages name it: its Chinese name, and the word that stands in the file."""
    return f"“{_NAMES[key]}”（{key}）" if key in _NAMES else key
