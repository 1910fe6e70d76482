"""An item of the county that was moved under another heading, or whose group's heading was reworded, has that group."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

import plangen
from draft_surgery import Surgery, W, text_of
from hand_edits import new_paragraph, say
from own_items import GAS, TREATED, WATCHED, WATER

SPECS = Path(__file__).resolve().parents[2] / "specs"
T02, OWN = "jincheng-155:T02", "防范化解县域突出风险"
FIRST = "，".join(("推动超前防范、源头治理", "着力提升本质安全水平"))
LAST = "深化社会共治格局，推进城乡安全发展"
MAIN = "承接上位规划的重点工程"
Edit = Callable[[Surgery], None]


@cache
def rendered() -> bytes:
    return plangen.render(SPECS / "yonghe.yaml").data


def desk(folder: Path, edit: Edit) -> tuple[Path, Path]:
    surgery = Surgery(rendered())
    edit(surgery)
    draft, spec = folder / "文稿.docx", folder / "填报.yaml"
    draft.write_bytes(surgery.data())
    spec.write_bytes((SPECS / "yonghe.yaml").read_bytes())
    return draft, spec


def heading(surgery: Surgery, words: str) -> etree._Element:
    return next(one for one in surgery.body.iter(f"{W}p") if text_of(one) == words)


def whole(surgery: Surgery, key: str) -> list[etree._Element]:
    first = surgery.find(key)
    return [first, *surgery.under(first)]


def move(key: str, behind: str) -> Edit:
    def apply(surgery: Surgery) -> None:
        last = whole(surgery, behind)[-1]
        for one in reversed(whole(surgery, key)):
            last.addnext(one)

    return apply


def new_heading(key: str, words: str) -> Edit:
    def apply(surgery: Surgery) -> None:
        surgery.find(key).addprevious(new_paragraph(surgery, words, heading(surgery, OWN)))

    return apply


def typed_under_new_heading(surgery: Surgery) -> None:
    first, *rest = whole(surgery, WATER)
    title = new_paragraph(surgery, "管好沿黄景区", heading(surgery, OWN))
    rest[-1].addnext(title)
    item = new_paragraph(surgery, "强化景区巡查", first)
    title.addnext(item)
    item.addnext(new_paragraph(surgery, "组织巡查景区。（县文旅局牵头，县公安局配合）", rest[-1]))


GROUPED: dict[str, tuple[Edit, dict[str, str]]] = {
    "moved into a group of the parents": (move(WATER, T02), {"管好黄河沿岸和景区涉水安全": FIRST}),
    "project moved to those of the parents": (
        move(TREATED, "jincheng-155:P01.2"),
        {"芝河镇城区地质灾害隐患点综合治理工程": MAIN},
    ),
    "a heading typed above it": (
        new_heading(WATER, "管好沿黄景区"),
        {"管好黄河沿岸和景区涉水安全": "管好沿黄景区", "强化黄土崩塌滑坡和窑洞住房避险": OWN},
    ),
    "its group's heading reworded": (
        lambda surgery: say(heading(surgery, OWN), "县域", "本县"),
        {"管好黄河沿岸和景区涉水安全": "防范化解本县突出风险", "加强天然气开采和输气管道安全": "防范化解本县突出风险"},
    ),
    "typed under a typed heading": (
        typed_under_new_heading,
        {"强化景区巡查": "管好沿黄景区", "管好黄河沿岸和景区涉水安全": OWN},
    ),
}


@pytest.mark.parametrize("name", GROUPED)
def test_the_group_is_the_heading_that_it_stands_under(name: str, tmp_path: Path) -> None:
    edit, wanted = GROUPED[name]
    draft, spec = desk(tmp_path, edit)
    found = plangen.adopt(draft, spec)
    assert (bool(found.adoption.adopted), found.failed) == (True, False)
    spec.write_bytes(found.content)
    plan = plangen.build_plan(spec).plan
    assert plan is not None
    groups = {item.title: group.title for group in (*plan.task_groups, *plan.project_groups) for item in group.items}
    assert {title: groups[title] for title in wanted} == wanted
    assert len({one.title for one in plan.project_groups}) == len(plan.project_groups)
    again = plangen.adopt(draft, spec)
    assert (again.adoption.adopted, again.adoption.conflicts, again.adoption.unsaid) == ((), (), ())


LISTED: dict[str, tuple[Edit, str]] = {
    "moved within its group": (
        lambda surgery: [surgery.find(GAS).addprevious(one) for one in whole(surgery, WATER)] and None,
        "彼此的次序照填报文件",
    ),
    "moved among the projects": (move(WATER, WATCHED), "不是同一类事项的分组"),
    "the heading of a parent's group": (
        lambda surgery: say(heading(surgery, LAST), "深化", "持续深化"), "组名随上位规划",
    ),
    "a heading typed above an item of the parents": (new_heading("jincheng-155:T03", "专项整治"), "组名写不进"),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTED)
def test_what_is_no_group_of_the_countys_own_is_listed(name: str, tmp_path: Path) -> None:
    edit, reason = LISTED[name]
    draft, spec = desk(tmp_path, edit)
    found = plangen.adopt(draft, spec)
    assert (found.adoption.adopted, found.content == found.before) == ((), True)
    assert reason in "".join(one.reason for one in found.adoption.unsaid)


def test_a_group_that_the_spec_has_changed_too_is_a_conflict(tmp_path: Path) -> None:
    draft, spec = desk(tmp_path, move(WATER, T02))
    text = spec.read_text("utf-8")
    at = text.index("  - title: 管好黄河沿岸")
    spec.write_text(text[:at] + text[at:].replace(f"group: {OWN}", f"group: {LAST}", 1), "utf-8")
    found = plangen.adopt(draft, spec)
    clash = [(one.field.value, one.rendered, one.draft, one.spec) for one in found.adoption.conflicts]
    assert (clash, found.adoption.adopted) == ([("group", OWN, FIRST, LAST)], ())
