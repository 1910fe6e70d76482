"""Structure of documents as they are: chapters, lists without numbers, tables flattened or with odd heads.

Every entry is a small document of its own and what must be read from it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from plangen.parent.importer import ImportResult, import_document
from plangen.parent.model import ParentItem

HEAD = "云岭市“十五五”应急体系规划\n"


def read(tmp_path: Path, text: str, name: str = "plan.txt") -> ImportResult:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return import_document(path, plan_id="yunling-155")


def who(item: ParentItem) -> str:
    clause = item.responsibility
    if clause is None:
        return "—"
    ends = "等" if clause.open_ended else ""
    return f"{'、'.join(clause.leads)}；{'、'.join(clause.participants)}{ends}"


def codes(result: ImportResult) -> set[str]:
    return {finding.code for finding in result.findings}


RUN_IN = (
    HEAD + "一、重点任务\n（一）健全监测网络\n布设雨量站点。每村一处，汛前全部校准。\n校准水位仪器。逐台登记，按月巡检。\n"
    "（二）建强救援队伍\n组建轻骑小队。每乡一支，配齐装备。\n定期开展拉练。每季一次，逐次讲评。\n"
)


@pytest.mark.parametrize(
    ("last", "nested"),
    [
        ("（三）做实避险转移\n划定转移路线。一村一图，逐户张贴，每年演练两次。", ["划定转移路线"]),
        (
            "（三）做实避险转移\n坚持人民至上，把转移做在成灾之前，宁可十防九空\n完善名册台账，动态更新到户到人\n"
            "划定转移路线。一村一图，逐户张贴，每年演练两次。",
            ["划定转移路线"],
        ),
        ("（三）做实避险转移\n按照一村一图的要求划定路线，逐户张贴，每年演练两次，确保人人知晓。落实专人。", []),
    ],
)
def test_a_lone_title_where_titles_are_the_habit(tmp_path: Path, last: str, nested: list[str]) -> None:
    tasks = read(tmp_path, RUN_IN + last).plan.tasks
    assert [len(task.items) for task in tasks[:2]] == [2, 2]
    assert [item.title for item in tasks[2].items] == nested


def test_a_lone_title_where_it_is_no_habit(tmp_path: Path) -> None:
    text = HEAD + "一、重点任务\n（一）健全监测网络\n布设雨量站点。每村一处，汛前全部校准。\n（二）建强队伍\n组建小队。每乡一支。"
    assert [task.items for task in read(tmp_path, text).plan.tasks] == [(), ()]
