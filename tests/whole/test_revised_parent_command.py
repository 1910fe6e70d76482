"""The city revises its plan: imported anew, it shows in the draft, whether people work in it or nobody edited it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import hand_edits
from draft_surgery import Surgery
from merge_oracle import body_of
from plangen.living.merge_blocks import blocks_of
from plangen.office.base import Base, find_base, with_base
from plangen.office.docx_package import read_parts, write_parts
from plangen.office.word_document import read_docx

CITY = """青江市“十五五”应急体系规划

一、主要任务
（一）加强防灾减灾
1.排查地质灾害隐患。组织排查村庄周边的滑坡、崩塌隐患，逐处建立台账。（市自然资源局牵头，市应急局配合，2028年底前完成）
2.建设应急物资库。建设应急物资储备库，分类存放防汛和生活保障物资。（市应急局牵头，市财政局配合，2028年底前完成）
3.组建综合救援队伍。依托消防救援力量组建综合救援队伍。（市消防救援支队牵头，市应急局配合，2029年底前完成）
"""
REVISED = (
    "".join(
        line.replace("2028年底前", "2027年底前").replace("村庄周边的滑坡、崩塌", "村庄和学校周边的滑坡、崩塌")
        for line in CITY.splitlines(keepends=True)
        if not line.startswith("3.")
    )
    + "3.开展防灾宣传进村入户。组织宣传进村入户，讲解避险路线。（市应急局牵头，2030年底前完成）\n"
)
T01, T02, T03, T04 = (f"parent-155:T0{number}" for number in range(1, 5))


@pytest.fixture
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, invoke: Any) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("市规划.txt").write_text(CITY, "utf-8")
    assert invoke("init", "安河县", "--parent", "市规划.txt", "-o", "安河县.yaml").code == 0
    for path, value in (
        ("县.镇", "[城关镇]"),
        ("方案.成文日期", "2026-12-15"),
        ("承接.parent-155.T02.时限", "2028"),
    ):
        assert invoke("set", "安河县.yaml", path, value).code == 0
    assert invoke("render", "安河县.yaml").code == 0
    return tmp_path / "output" / "安河县.docx"


def edit(draft: Path) -> None:
    surgery = Surgery(draft.read_bytes())
    hand_edits.under(T01, lambda one: hand_edits.say(one, "（县自然资源局", "汛前再核一遍。（县自然资源局"))(surgery)
    draft.write_bytes(surgery.data())


def revise(invoke: Any, text: str = REVISED) -> None:
    """The city's new version is imported over the old one, whose ids are kept."""
    Path("市规划.txt").write_text(text, "utf-8")
    parent = next(one for one in Path().glob("*.yaml") if one.name != "安河县.yaml")
    done = invoke("import", "市规划.txt", "-o", str(parent))
    assert done.code == 0, done.err


def comments(draft: Path) -> dict[str, str]:
    return {one.text.partition("“")[2].partition("”")[0]: one.text for one in read_docx(draft).comments.values()}


def older(draft: Path) -> None:
    """Make of a draft one whose base does not remember what the parents said."""
    data = draft.read_bytes()
    base = find_base(draft, data).base
    assert base is not None and base.parents
    bare = Base(text=base.text, spec=base.spec, version=base.version, identity=base.identity)
    draft.write_bytes(write_parts(with_base(read_parts(data), bare)))
    shutil.rmtree(draft.parent / ".plangen")


def test_a_revision_shows_in_a_draft_that_people_work_in(draft: Path, invoke: Any) -> None:
    edit(draft)
    revise(invoke)
    done = invoke("render", "安河县.yaml")
    assert done.code == 1 and done.err.count("merge-parent-revised") == 1
    said = "上位规划修订了任务“建设应急物资库”（时限：“2028年”改为“2027年”）"
    (line,) = (one for one in done.err.splitlines() if "merge-parent-revised" in one)
    assert f"{T02}: 错误 merge-parent-revised {said}" in line, line
    assert "填报文件另行定了时限（2028年底前），不会随上位规划更新" in done.err
    assert "上位规划修订：改写2条、新增1条、删去1条，其中1条与本县的决定有关" in done.out
    assert f"新增 {T04} 任务“开展防灾宣传进村入户”" in done.out and f"删去 {T03} 任务“组建综合救援队伍”" in done.out
    found = comments(draft)
    assert set(found) == {"排查地质灾害隐患", "建设应急物资库", "组建综合救援队伍", "开展防灾宣传进村入户"}
    assert (
        "村庄周边的滑坡、崩塌隐患" in found["排查地质灾害隐患"]
        and "文稿已改，用修订标出。" in found["排查地质灾害隐患"]
    )
    text = "\n".join(block.unit.text for block in blocks_of(body_of(draft.read_bytes(), accept=True)))
    assert "村庄和学校周边" in text and "汛前再核一遍。" in text and "2028年底前" in text and "综合救援队伍" not in text
    before = draft.read_bytes()
    again = invoke("render", "安河县.yaml")
    assert again.code == 0 and draft.read_bytes() == before and "没有动它" in again.out
    # what the county then settles in the city's way is a change like any other, without another comment
    assert invoke("set", "安河县.yaml", "承接.parent-155.T02.时限", "2027").code == 0
    assert invoke("render", "安河县.yaml").code == 0
    assert comments(draft) == found


def test_a_revision_shows_in_a_draft_that_nobody_edited(draft: Path, invoke: Any) -> None:
    untouched = draft.read_bytes()
    revise(invoke)
    assert invoke("set", "安河县.yaml", "承接.parent-155.T02.时限", "2027").code == 0
    done = invoke("render", "安河县.yaml")
    assert done.code == 0, "the county has followed: there is nothing to decide"
    assert "上位规划有变动，写在上次的文稿里（要一份新的，加 --force）" in done.out
    assert len(comments(draft)) == 4 and (draft.parent / "安河县.备份1.docx").read_bytes() == untouched
    assert {one.author for paragraph in read_docx(draft).paragraphs for one in paragraph.revisions} == {"plangen"}
    assert invoke("render", "安河县.yaml", "--force").code == 0
    assert comments(draft) == {} and find_base(draft).base.parents  # type: ignore[union-attr]


def test_a_draft_that_nobody_edited_is_written_anew_where_the_parent_says_the_same(draft: Path, invoke: Any) -> None:
    revise(invoke, CITY.replace("（一）加强防灾减灾", "（二）加强防灾减灾"))
    assert invoke("set", "安河县.yaml", "承接.parent-155.T01.时限", "2026").code == 0
    done = invoke("render", "安河县.yaml")
    assert done.code == 0 and "上位规划有变动" not in done.out and comments(draft) == {}
    assert not list(draft.parent.glob("*备份*")) or "2026年底前" in "".join(
        paragraph.text for paragraph in read_docx(draft).paragraphs
    )


def test_a_draft_that_does_not_remember_the_parents_says_so(draft: Path, invoke: Any) -> None:
    edit(draft)
    older(draft)
    same = invoke("render", "安河县.yaml")
    assert same.code == 0 and "merge-parent-unknown" not in same.err
    revise(invoke)
    done = invoke("render", "安河县.yaml")
    assert done.code == 0 and comments(draft) == {}
    assert "merge-parent-unknown" in done.err and f"{T01}、{T02}、{T03}、{T04}" in done.err
    revise(invoke, REVISED.replace("2027年底前", "2026年底前"))
    assert invoke("render", "安河县.yaml").code == 1 and set(comments(draft)) == {"排查地质灾害隐患", "建设应急物资库"}


def test_plainly_put_in_it_has_its_comments_too(draft: Path, invoke: Any) -> None:
    edit(draft)
    revise(invoke)
    assert invoke("render", "安河县.yaml", "--accept").code == 1
    found = comments(draft)
    assert len(found) == 4 and not any("修订标出" in one for one in found.values())
    assert not [one for paragraph in read_docx(draft).paragraphs for one in paragraph.revisions]
