"""What goes into the spec of edits as people make them, and what of them does not: each was wrong once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

import plangen
from draft_surgery import Surgery, W, remove, text_of
from example_drafts import SPECS, example
from hand_edits import both, new_paragraph, row_words, say, words
from own_items import WATER

T16, T16_3 = (f"jincheng-155:{one}" for one in ("T16", "T16.3"))


def adopted(
    tmp_path: Path, data: bytes, edit: Callable[[Surgery], object], spec: str = "yonghe"
) -> tuple[dict[str, object], list[str]]:
    """Return the values that an edited draft puts into the spec, by their places, and why the rest stays out."""
    surgery = Surgery(data)
    edit(surgery)
    (tmp_path / "文稿.docx").write_bytes(surgery.data())
    (tmp_path / "填报.yaml").write_bytes((SPECS / f"{spec}.yaml").read_bytes())
    found = plangen.adopt(tmp_path / "文稿.docx", tmp_path / "填报.yaml").adoption
    edits = {".".join(map(str, edit.path)): edit.after for one in found.adopted for edit in one.edits}
    return edits, [one.reason for one in found.unsaid]


def type_number(key: str, number: str) -> Callable[[Surgery], None]:
    """Switch the automatic number of an item off and type one."""

    def apply(surgery: Surgery) -> None:
        paragraph = surgery.find(key)
        remove(paragraph.find(f"{W}pPr/{W}numPr"))
        run = etree.Element(f"{W}r")
        etree.SubElement(run, f"{W}t").text = number
        next(paragraph.iter(f"{W}r")).addprevious(run)

    return apply


@pytest.mark.parametrize("numbers", [("（17）", "3."), ("十七、", "③")])
def test_a_number_typed_by_hand_is_no_part_of_a_title(tmp_path: Path, numbers: tuple[str, str]) -> None:
    edit = both(
        type_number(T16, numbers[0]),
        type_number(T16_3, numbers[1]),
        words(T16, "构建全域统筹、韧性强劲的安全发展体系", "建设安全韧性城乡"),
    )
    assert adopted(tmp_path, example("yonghe")[1], edit) == (
        {"inherit.jincheng-155.T16.title": "建设安全韧性城乡"},
        [],
    )


def test_a_cell_that_says_what_the_body_says_now_is_no_work_left(tmp_path: Path) -> None:
    key = "jincheng-155:T04.5"
    edit = both(words(key, "【3日内】", "5日内"), row_words(key, "【3日内】", "5日内"))
    edits, reasons = adopted(tmp_path, example("yonghe")[1], edit)
    assert list(edits) == ["inherit.jincheng-155.T04.5.measures"] and reasons == []
    other = both(words(key, "【3日内】", "5日内"), row_words(key, "【3日内】", "7日内"))
    assert len(adopted(tmp_path, example("yonghe")[1], other)[1]) == 1


def test_units_deleted_from_the_body_are_not_passed_over(tmp_path: Path) -> None:
    clause = "（拟由县应急局牵头，县公安局、县总工会、县司法局配合，商请县纪委监委、县检察院配合）"
    edit = words("jincheng-155:T01.4", clause, "")
    edits, reasons = adopted(tmp_path, example("yonghe")[1], edit)
    assert edits == {} and len(reasons) == 2 and all("照旧写上" in reason for reason in reasons)


def test_what_was_written_into_an_item_that_the_spec_dropped_is_not_passed_over(tmp_path: Path) -> None:
    surgery = Surgery(example("yonghe")[1])
    say(surgery.find(WATER).getnext(), "救生器材", "救生器材和监控")
    (tmp_path / "文稿.docx").write_bytes(surgery.data())
    text = (SPECS / "yonghe.yaml").read_text("utf-8")
    start, end = text.index("  - title: 管好黄河沿岸"), text.index("local_projects:")
    (tmp_path / "填报.yaml").write_text(text[:start] + "\n" + text[end:], "utf-8")
    found = plangen.adopt(tmp_path / "文稿.docx", tmp_path / "填报.yaml").adoption
    assert (found.adopted, found.settled) == ((), ())
    assert [(one.draft.count("救生器材和监控"), one.spec) for one in found.conflicts] == [(1, "（已不在方案里）")]


# --- a department's sheet -------------------------------------------------------------------------------------------


def fill(surgery: Surgery, beside: str, text: str) -> None:
    """Write into the last cell of the row that has these words."""
    row = next(row for row in surgery.root.iter(f"{W}tr") if beside in [text_of(cell) for cell in row.iter(f"{W}tc")])
    cell = list(row.iter(f"{W}tc"))[-1]
    like = next(cell.iter(f"{W}p"))
    like.addprevious(new_paragraph(surgery, text, like))
    remove(like)


@pytest.mark.parametrize(
    "beside", ["深化“气象+水利”协同治理机制建设", "河道治理工程", "聚焦多元灾害风险，构建精准防控体系"]
)
def test_an_opinion_of_a_department_changes_nothing_of_the_item(tmp_path: Path, beside: str) -> None:
    sheet = plangen.render(SPECS / "yonghe.yaml", departments=["县水利局"]).documents[0].data
    edits, reasons = adopted(tmp_path, sheet, lambda surgery: fill(surgery, beside, "建议由县气象局牵头"))
    assert edits == {} and len(reasons) == 1 and "意见只列出" in reasons[0]


def test_a_department_that_changes_its_deadline_changes_only_that(tmp_path: Path) -> None:
    sheet = plangen.render(SPECS / "yonghe.yaml", departments=["县水利局"]).documents[0].data

    def edit(surgery: Surgery) -> None:
        fill(surgery, "其他意见", "无其他意见")
        row = next(
            row for row in surgery.root.iter(f"{W}tr") if "河道治理工程" in [text_of(c) for c in row.iter(f"{W}tc")]
        )
        say(row, "2030年底前", "2029年底前")

    edits, reasons = adopted(tmp_path, sheet, edit)
    assert edits == {"inherit.jincheng-155.P04.2.deadline": "2029"} and ["意见只列出" in one for one in reasons] == [
        True
    ]
