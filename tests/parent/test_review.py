"""An import to be looked through: doubts beside their items, what was left out at the top; the file loads as before."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import plangen
from plangen.parent.comments import own_comments, with_comments
from plangen.parent.correction_files import without_corrections
from plangen.parent.importer import import_lines
from plangen.parent.review import review_comments
from plangen.parent.store import dump_parent
from plangen.parent.store_reading import load_parent
from plangen.reading.lines import Line, SourceDocument
from plangen.terms.place import Place

DOCUMENT = """\
青河市“十五五”应急体系规划

一、规划背景

（一）面临形势

形势总体平稳。

二、主要任务

（一）加强源头治理

1.严格安全准入

新建项目联合把关。（市安监局牵头，市发展改革委、适用范围配合）

2.排查事故隐患

2027年底前完成一轮全面排查。（市应急局负责）

（1）企业负责人培训。每年一次。

（2）应急队员培训。每年一次。（市应急局牵头）

三、保障措施

（一）加强组织领导

各级要高度重视。
"""


def review(tmp_path: Path, text: str = DOCUMENT) -> str:
    (tmp_path / "规划.txt").write_text(text, "utf-8")
    imported = plangen.import_parent(tmp_path / "规划.txt")
    return imported.at(tmp_path / "规划.yaml", review=True).data.decode()


def test_a_doubt_stands_over_the_item_that_it_is_about(tmp_path: Path) -> None:
    text = review(tmp_path)
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("  - id: T01"))
    assert lines[at - 2].startswith("  # 存疑（unit-doubtful，第15行）：") and "适用范围" in lines[at - 2]
    assert lines[at - 1] == "  # 如不对，在“修正”中写明，行文：1.严格安全准入"


def test_a_doubt_about_a_nested_item_stands_over_that(tmp_path: Path) -> None:
    clause = "每年一次。（市应急局牵头"
    document = DOCUMENT.replace(clause, f"{clause}，资金来源配合")
    lines = review(tmp_path, document).split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("      - id: T02.2"))
    assert "资金来源" in lines[at - 2] and lines[at - 2].startswith("      # 存疑")


def test_what_belongs_to_no_item_stands_at_the_top(tmp_path: Path) -> None:
    head = review(tmp_path).split("plan:\n")[0].split("\n")
    assert not any("规划背景" in line for line in head if line.startswith("# 未读入"))  # its one point is named
    assert any(line.startswith("# 存疑（no-indicators）") for line in head)
    assert "# 未读入（第5行）：（一）面临形势" in head and "# 未读入（第27行）：（一）加强组织领导" in head
    assert not any("加强源头治理" in line for line in head if line.startswith("# 未读入"))  # a group of items


def test_every_doubt_is_there_and_none_is_put_together(tmp_path: Path) -> None:
    items = "\n".join(
        f"{number}.第{number}件事\n\n做好这件事。（市应急局牵头，适用范围配合）\n" for number in range(1, 31)
    )
    text = review(tmp_path, f"青河市规划\n\n一、主要任务\n\n（一）甲组\n\n{items}")
    assert text.count("# 存疑（unit-doubtful") == 30 and "同类问题" not in text


def test_the_file_loads_and_is_the_same_every_time(tmp_path: Path) -> None:
    text = review(tmp_path)
    assert text == review(tmp_path)
    (tmp_path / "规划.yaml").write_text(text, "utf-8")
    plan, findings = load_parent(tmp_path / "规划.yaml")
    assert plan == plangen.import_parent(tmp_path / "规划.txt").plan and findings == ()


def test_how_corrections_are_written_is_shown_and_holds_when_it_is_switched_on(tmp_path: Path) -> None:
    text = review(tmp_path)
    at = text.index("#修正:")
    stop = text.index("indicators:")
    switched = text[:at] + text[at:stop].replace("\n#", "\n").removeprefix("#") + text[stop:]
    (tmp_path / "规划.yaml").write_text(switched, "utf-8")
    held = plangen.find_corrections(tmp_path / "规划.yaml")
    assert held.corrections.items and held.corrections.not_items and held.corrections.merged and held.corrections.units
    assert held.corrections.period == (2026, 2030) and held.corrections.title and held.corrections.place
    assert without_corrections(switched) == without_corrections(text)


LINES = [
    "（一）加强",
    "- id: T01",
    "  - id: T02",
    "# 存疑",
    "修正:",
    "1.甲。（市应急局牵头，乙丙）",
    "二、主要任务",
    "|-",
    "正文。",
]
texts = st.lists(st.sampled_from(LINES), max_size=14)


@settings(max_examples=120, deadline=None)
@given(texts)
def test_whatever_the_document_says_the_plan_in_the_file_is_the_same(lines: list[str]) -> None:
    written = ["青河市应急规划", "一、主要任务", "（一）加强值守", "做好值守。", *lines]
    places = tuple(Line(text=line, place=Place(line=number)) for number, line in enumerate(written, 1))
    result = import_lines(SourceDocument(name="规划.txt", sha256="0" * 64, format="txt", lines=places))
    text = with_comments(dump_parent(result.plan), *review_comments(result.plan, result))
    bare = "".join(line for line in text.splitlines(keepends=True) if not line.lstrip().startswith("# "))
    plain = dump_parent(result.plan).splitlines(keepends=True)
    assert bare == "".join(line for line in plain if not line.lstrip().startswith("# "))
    import yaml

    assert yaml.safe_load(text) == yaml.safe_load(dump_parent(result.plan))
    assert own_comments(text) == {}


EDITED = """\
# 张三 2026-11-20 核对
plan:
  id: a-1  # 编号
  title: "规划 # 一"
  place: 青河市
  level: city
  kind: plan
  period: [2026, 2030]   # 规划期
# 任务
tasks:
  # 存疑（x）：不是人写的
  # 第一条
  - id: T01
    title: 加强值守 # 标题
    # 在中间
    text: |-
      一
      # 不是说明
      三 # 也不是
    responsibility: {text: 甲, leads: [甲局], participants: []}  # 分工
    items:
      # 子项上面
      - {id: T01.1, title: 子项}
  # 修正以外

  - id: T02
    title: '它 # 不是'
# 末尾
"""


def test_a_persons_comments_are_found_at_their_items() -> None:
    assert own_comments(EDITED) == {
        "": ["# 张三 2026-11-20 核对", "# 编号", "# 规划期", "# 任务", "# 末尾"],
        "T01": ["# 第一条", "# 标题", "# 在中间", "# 分工"],
        "T01.1": ["# 子项上面"],
        "T02": ["# 修正以外"],
    }


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["T01", "T01.1", "T02", ""]), st.lists(texts.map("".join), max_size=2), max_size=4)
)
def test_comments_that_are_written_are_found_again(said: dict[str, list[str]]) -> None:
    comments = {identity: [f"# 注{one}" for one in own] for identity, own in said.items() if own}
    head = comments.pop("", [])
    plain = "\n".join(line for line in EDITED.split("\n") if "#" not in line or line.lstrip()[:1] not in "#")
    bare = {identity: [] for identity in ("T01", "T01.1", "T02", "")} | own_comments(plain)
    found = own_comments(with_comments(plain, comments, head))
    for identity, own in {**comments, "": head}.items():
        assert [one for one in found.get(identity, []) if one not in bare[identity]] == own


@pytest.mark.parametrize("written", ["修正:\n  题名: 青河市规划\n", "# 我的说明\n修正:\n  单位: {甲办: 乙局}\n"])
def test_the_commented_examples_do_not_stand_beside_a_persons_corrections(tmp_path: Path, written: str) -> None:
    text = review(tmp_path)
    at, stop = text.index("# 要改导入结果的"), text.index("indicators:")
    file = tmp_path / "规划.yaml"
    for block in (text[at:stop] + written, written + text[at:stop], text[at:stop].replace("#修正:\n", written)):
        file.write_text(text[:at] + block + text[stop:], "utf-8")
        again = plangen.import_parent(tmp_path / "规划.txt", corrections=plangen.find_corrections(file))
        content = again.at(file, review=True).data.decode()
        kept = content[content.index("plan:") : content.index("indicators:")]
        assert written in kept and "要改导入结果的" not in kept and "另一行开头" not in kept
        assert content.count("修正:") == 1
