"""A parent's text into which somebody wrote is the county's; what nobody touched stays the parent's."""

from __future__ import annotations

from pathlib import Path

import pytest

import plangen
from draft_surgery import Surgery, text_of
from hand_edits import say

SPECS = Path(__file__).resolve().parents[2] / "specs"
PARENT = """# 某市“十五五”应急体系规划（2026—2030年）

## 一、主要任务

### （一）夯实基础

1.健全应急预案。修订总体预案和专项预案，明确部门职责。每年组织一次综合演练，评估改进。（责任单位：市应急局）

2.强化物资保障。按照分级负责的原则储备应急物资。建立调运机制。（责任单位：市应急局）
"""
T01, T02 = "mou-155:T01", "mou-155:T02"


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """The example's spec with a parent that has its texts, and no decisions about it."""
    (tmp_path / "某市.md").write_text(PARENT, "utf-8")
    imported = plangen.import_parent(tmp_path / "某市.md", plan_id="mou-155")
    plangen.write(imported.at(tmp_path / "mou.yaml"))
    text = (SPECS / "yonghe.yaml").read_text("utf-8")
    start, end = text.index("# 承接："), text.index("# 指标：晋城市")
    made = tmp_path / "县.yaml"
    made.write_text((text[:start] + text[end:]).replace("[jincheng-155]", "[mou.yaml]"), "utf-8")
    return made


def adopted(spec: Path, key: str, old: str, new: str) -> tuple[dict[str, object], tuple[str, ...]]:
    surgery = Surgery(plangen.render(spec).data)
    say(surgery.under(surgery.find(key))[0], old, new)
    draft = spec.with_name("文稿.docx")
    draft.write_bytes(surgery.data())
    (one,) = plangen.adopt(draft, spec).adoption.adopted
    return {str(edit.path[-1]): edit.after for edit in one.edits}, one.notes


def test_a_sentence_in_the_parents_paragraph_stays_in_it(spec: Path) -> None:
    edits, notes = adopted(spec, T01, "评估改进。", "评估改进。乡镇每半年演练一次。")
    assert edits == {
        "text": "修订总体预案和专项预案，明确部门职责。每年组织一次综合演练，评估改进。乡镇每半年演练一次。"
    }
    assert "整段作为本县的正文" in notes[0]


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("建立调运机制。", "建立县乡两级调运机制。", "按照分级负责的原则储备应急物资。建立县乡两级调运机制。"),
        ("建立调运机制。", "", "按照分级负责的原则储备应急物资。"),
        ("建立调运", "每年盘点。建立调运", "按照分级负责的原则储备应急物资。每年盘点。建立调运机制。"),
    ],
)
def test_where_the_parents_own_words_were_changed_the_text_is_written(
    old: str, new: str, text: str, spec: Path
) -> None:
    assert adopted(spec, T02, old, new)[0] == {"text": text}


def test_the_parents_text_cannot_be_deleted_without_another(spec: Path) -> None:
    surgery = Surgery(plangen.render(spec).data)
    say(surgery.under(surgery.find(T02))[0], "按照分级负责的原则储备应急物资。建立调运机制。", "")
    draft = spec.with_name("文稿.docx")
    draft.write_bytes(surgery.data())
    found = plangen.adopt(draft, spec)
    assert found.adoption.adopted == ()
    assert all("原文不能删去" in one.reason for one in found.adoption.unsaid)


OTHER = """# 某省“十五五”应急体系规划（2026—2030年）

## 一、主要任务

### （一）夯实基础

1.完善应急预案体系。推进预案数字化管理。明确预案衔接关系。（责任单位：省应急厅）
"""
FIRST = "修订总体预案和专项预案，明确部门职责。每年组织一次综合演练，评估改进。"
SECOND = "推进预案数字化管理。明确预案衔接关系。"


@pytest.fixture
def joined(spec: Path) -> Path:
    """The same with a second parent, whose first task is carried together with the first one's."""
    folder = spec.parent
    (folder / "某省.md").write_text(OTHER, "utf-8")
    plangen.write(plangen.import_parent(folder / "某省.md", plan_id="sheng-155").at(folder / "sheng.yaml"))
    text = spec.read_text("utf-8").replace("[mou.yaml]", "[mou.yaml, sheng.yaml]")
    spec.write_text(f"{text}\ninherit:\n  sheng-155:\n    T01: {{merge_into: 'mou-155:T01'}}\n", "utf-8")
    return spec


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("评估改进。", "评估改进。乡镇每半年演练一次。", {"mou-155": f"{FIRST}乡镇每半年演练一次。"}),
        ("推进预案数字化管理", "推进预案数字化", {"sheng-155": SECOND.replace("数字化管理", "数字化")}),
        ("衔接关系。", "衔接关系。逐级备案。", {"sheng-155": f"{SECOND}逐级备案。"}),
    ],
)
def test_of_two_parents_the_one_whose_words_were_changed_gets_the_text(
    old: str, new: str, wanted: dict[str, str], joined: Path
) -> None:
    surgery = Surgery(plangen.render(joined).data)
    paragraphs = surgery.under(surgery.find(T01))
    say(next(one for one in paragraphs if old in text_of(one)), old, new)
    draft = joined.with_name("文稿.docx")
    draft.write_bytes(surgery.data())
    found = plangen.adopt(draft, joined)
    edits = [edit for one in found.adoption.adopted for edit in one.edits if edit.path[-1] == "text"]
    assert {str(edit.path[1]): edit.after for edit in edits} == wanted
    joined.write_bytes(found.content)
    again = plangen.adopt(draft, joined)
    assert (again.adoption.adopted, again.adoption.conflicts, again.adoption.unsaid) == ((), (), ())
    item = next(one for one in plangen.build_plan(joined).plan.all_items() if one.key == T01)  # type: ignore[union-attr]
    said = "".join(one.text for one in item.paragraphs)
    assert (new in said, said.count("修订总体预案"), said.count("明确预案衔接关系")) == (True, 1, 1)


def test_what_two_parents_say_alike_is_changed_for_both(joined: Path) -> None:
    for name in ("mou.yaml", "sheng.yaml"):
        path = joined.with_name(name)
        path.write_text(path.read_text("utf-8").replace(SECOND, FIRST), "utf-8")
    surgery = Surgery(plangen.render(joined).data)
    say(surgery.under(surgery.find(T01))[0], "评估改进。", "每年评估。")
    draft = joined.with_name("文稿.docx")
    draft.write_bytes(surgery.data())
    found = plangen.adopt(draft, joined)
    edits = [edit for one in found.adoption.adopted for edit in one.edits if edit.path[-1] == "text"]
    assert {str(edit.path[1]) for edit in edits} == {"mou-155", "sheng-155"}
    joined.write_bytes(found.content)
    item = next(one for one in plangen.build_plan(joined).plan.all_items() if one.key == T01)  # type: ignore[union-attr]
    assert [one.text for one in item.paragraphs] == [FIRST.replace("评估改进", "每年评估")]


def test_the_words_of_one_of_two_parents_cannot_all_be_deleted(joined: Path) -> None:
    surgery = Surgery(plangen.render(joined).data)
    paragraph = next(one for one in surgery.under(surgery.find(T01)) if SECOND in text_of(one))
    say(paragraph, SECOND, "")
    draft = joined.with_name("文稿.docx")
    draft.write_bytes(surgery.data())
    found = plangen.adopt(draft, joined)
    assert found.adoption.adopted == ()
    assert any("一句都没有留下" in one.reason for one in found.adoption.unsaid)
