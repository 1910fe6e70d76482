"""What nobody touched of a parent's words stays the parent's; what follows becomes the county's measures."""

from __future__ import annotations

from pathlib import Path

import pytest

import plangen
from draft_surgery import Surgery
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


def test_a_sentence_behind_the_parents_is_a_measure(spec: Path) -> None:
    edits, notes = adopted(spec, T01, "评估改进。", "评估改进。乡镇每半年演练一次。")
    assert edits == {"measures": ["乡镇每半年演练一次。"]}
    assert "另起一段" in notes[0]


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
