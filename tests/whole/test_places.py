"""A plan that uses every theme, for county-level places of every sort: no word of another level stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plan_builders import item, parent
from plangen.api import parents, prepare, starting
from plangen.document.compose import load_pack
from plangen.document.rendering import markdown_of
from plangen.plan.sentence import SentenceSource
from plangen.plan.themes import load_themes

THEMES = load_themes()
# name -> city, province, what is below it, what must not be read
PLACES = {
    "永和县": ("临汾市", "山西省", "  镇: [甲镇]\n  乡: [乙乡]\n", "街道|苏木|旗|[本全]区|区[级委直]|区政府"),
    "忻府区": ("忻州市", "山西省", "  镇: [甲镇]\n  乡: [乙乡]\n  街道: [丙街道]\n", "县|苏木|旗"),
    "原平市": ("忻州市", "山西省", "  镇: [甲镇]\n  街道: [丙街道]\n", "县|乡|苏木|旗|[本全]区|区[级委直]|区政府"),
    "准格尔旗": ("鄂尔多斯市", "内蒙古自治区", "  镇: [甲镇]\n  苏木: [乙苏木]\n", "县|乡|街道|[本全]区(?!域)"),
    "徐汇区": ("上海市", "上海市", "  街道: [丙街道, 丁街道]\n", "县|乡|镇|苏木|旗"),
}
NAMES = re.compile("县级以上|城镇|城乡|乡村|集镇|区域|驻地")
GOALS = ["应急管理体制机制更加完善", "应急救援力量体系更加完备", "灾害事故预防体系更加稳固"]


def spec_of(place: str, folder: Path, *, empty: bool) -> Path:
    """Write a parent whose tasks are called as the themes, and a spec for the place as init writes it.

    Args:
        place: its name.
        folder: where to write.
        empty: the place has nothing of what themes are about: no mine, no reservoir.
    """
    city, province, below, _ = PLACES[place]
    tasks = [item(f"T{number:03}", f"加强{theme.name}工作") for number, theme in enumerate(THEMES, 1)]
    goals = [item(f"G{number:02}", title) for number, title in enumerate(GOALS, 1)]
    source = folder / "parent.yaml"
    source.write_text(parents.parent_yaml(parent(*goals, *tasks, identifier="all", place=city)), "utf-8")
    target = folder / f"{place}.yaml"
    text = starting.new_spec(place, [str(source)], path=target).data.decode()
    head, rest = text.split("\n县情:\n", 1)
    head = re.sub(r"^  (?:镇|乡|街道|苏木|所属市|所属省):.*\n", "", head, flags=re.M)
    above = f"  所属市: {city}\n  所属省: {province}\n"
    head = re.sub(r"^(  名称:.*\n)", rf"\g<1>{above}{below}", head, count=1, flags=re.M)
    facts = sorted({theme.requires for theme in THEMES if theme.requires}) if empty else []
    stated = "".join(f"  {fact}: 0\n" for fact in facts)
    target.write_text(f"{head}\n县情:\n{stated}{rest}", "utf-8")
    return target


def lines_of(markdown: str, place: str) -> Iterator[str]:
    """Yield the draft's lines without the names of places and words that hold the same characters."""
    for line in markdown.splitlines():
        yield NAMES.sub("", re.sub(rf"{place}|[甲乙丙丁](?:镇|乡|街道|苏木)", "", line))


@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("place", PLACES)
def test_no_word_of_another_level_stands_in_a_whole_plan(place: str, empty: bool, tmp_path: Path) -> None:
    plan = prepare.plan_of(spec_of(place, tmp_path, empty=empty))
    proposed = [one for entry in plan.all_items() for one in entry.sentences if one.source is SentenceSource.PROPOSAL]
    assert len({one.basis for one in proposed}) > 0.8 * len(THEMES)
    assert any("目前没有" in one.text for one in proposed) is empty
    wrong, settings = re.compile(PLACES[place][-1]), plan.spec.plan
    found = [
        f"{match[0]}：{line[max(0, match.start() - 15) : match.end() + 15]}"
        for line in lines_of(markdown_of(plan, load_pack(settings.kind, settings.template)), place)
        for match in wrong.finditer(line)
    ]
    assert not found, (len(found), found[:12])
