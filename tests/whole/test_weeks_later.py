"""The draft's life as the README tells it: from init to the final paper, with people's edits in between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import hand_edits
from draft_surgery import Surgery
from plangen.office.word_document import read_docx

SPECS = Path(__file__).resolve().parents[2] / "specs"
PARENT = """青江市“十五五”应急体系规划

一、总体要求
坚持人民至上、生命至上，健全应急体系，提高防灾减灾救灾能力。

二、主要任务
（一）加强防灾减灾
1.排查地质灾害隐患。组织排查村庄周边的滑坡、崩塌隐患，逐处建立台账，落实监测人员。（市自然资源局牵头，市应急局、市水利局配合，2027年底前完成）
2.建设应急物资库。各县建设应急物资储备库，分类存放防汛、抢险和生活保障物资。（市应急局牵头，市财政局配合，2028年底前完成）
（二）提升救援能力
3.组建综合救援队伍。依托消防救援力量组建综合救援队伍，定期开展联合训练。（市消防救援支队牵头，市应急局配合，2029年底前完成）
4.开展防灾宣传。组织防灾减灾宣传进村入户，讲解避险路线和报警方法。（市应急局牵头，市教育局、市文旅局配合，2030年底前完成）
"""
T01, T02, T04 = (f"parent-155:{one}" for one in ("T01", "T02", "T04"))
FILLED = (
    ("县.所属市", "青江市"),
    ("县.所属省", "山西省"),
    ("县.镇", "[城关镇]"),
    ("县.乡", "[白杨乡]"),
    ("方案.成文日期", "2026-12-15"),
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "青江市规划.txt").write_text(PARENT, "utf-8")
    return tmp_path


def people_edit(draft: Path) -> None:
    """A department adds a sentence and comments, the director changes a lead in text and table."""
    surgery = Surgery(draft.read_bytes())
    hand_edits.under(T01, lambda one: hand_edits.say(one, "（县自然资源局", "汛前再核一遍。（县自然资源局"))(surgery)
    hand_edits.under(T04, lambda one: hand_edits.say(one, "县应急局牵头", "县文旅局牵头"))(surgery)
    hand_edits.row_words(T04, "县应急局", "县文旅局")(surgery)
    hand_edits.comment_on(surgery, T02, "请县发展改革局核实选址。", "县财政局")
    draft.write_bytes(surgery.data())


def test_from_init_to_the_final_paper(desk: Path, invoke: Any) -> None:
    assert invoke("init", "安河县", "--parent", "青江市规划.txt", "-o", "安河县.yaml").code == 0
    for path, value in FILLED:
        assert invoke("set", "安河县.yaml", path, value).code == 0
    assert invoke("render", "安河县.yaml").code == 0
    draft = desk / "output" / "安河县.docx"
    people_edit(draft)

    said = invoke("changes", "output/安河县.docx").out
    assert "汛前再核一遍。" in said
    assert "县应急局 → 县文旅局" in said
    assert "批注（县财政局" in said

    taken = invoke("adopt", "output/安河县.docx", "安河县.yaml")
    assert taken.code == 1, "the comment is nothing that a spec can say"
    spec = (desk / "安河县.yaml").read_text("utf-8")
    assert "县文旅局" in spec and "汛前再核一遍。" in spec

    # the city has put a deadline forward meanwhile
    assert invoke("set", "安河县.yaml", "承接.parent-155.T02.时限", "2027").code == 0
    merged = invoke("render", "安河县.yaml")
    assert merged.code == 0
    assert "人改的都保留" in merged.out
    document = read_docx(draft)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "汛前再核一遍。" in text and "县文旅局牵头" in text and "2027年底前" in text
    assert [one.text for one in document.comments.values()] == ["请县发展改革局核实选址。"]
    authors = {one.author for paragraph in document.paragraphs for one in paragraph.revisions}
    assert authors == {"plangen"}
    assert (desk / "output" / "安河县.备份1.docx").is_file()

    checked = invoke("check", "安河县.yaml", "--draft", "output/安河县.docx")
    assert "共4项，均已承接" in checked.out

    # what is still ours is taken or written anew before the paper is issued
    for path, value in (
        ("方案.稿次", "印发稿"),
        ("正文.采纳", "[引言, 工作原则, 工作要求, 通知]"),
        ("方案.发文字号", "安政办发〔2026〕12号"),
        ("方案.审议", "县人民政府同意"),
    ):
        assert invoke("set", "安河县.yaml", path, value).code == 0
    final = invoke("render", "安河县.yaml", "-o", "印发稿.docx")
    assert final.code == 0
    issued = read_docx(desk / "印发稿.docx")
    words = "\n".join(paragraph.text for paragraph in issued.paragraphs)
    assert "汛前再核一遍。" in words and "【" not in words


def test_what_was_taken_into_the_spec_is_not_put_in_twice(desk: Path, invoke: Any) -> None:
    """Of an item that has proposals only, the words become the county's; what is no edit of the person's stays."""
    (desk / "永和县.yaml").write_bytes((SPECS / "yonghe.yaml").read_bytes())
    assert invoke("render", "永和县.yaml").code == 0
    draft = desk / "output" / "永和县.docx"
    surgery = Surgery(draft.read_bytes())
    wanted = ("sentence added", "lead in the text only", "target lowered", "title", "comment")
    for edit in hand_edits.EDITS:
        if edit.name in wanted:
            edit.apply(surgery)
    draft.write_bytes(surgery.data())
    assert invoke("adopt", "output/永和县.docx", "永和县.yaml").code == 1  # the comment
    merged = invoke("render", "永和县.yaml")
    assert merged.code == 0, merged.err
    text = "\n".join(paragraph.text for paragraph in read_docx(draft).paragraphs)
    assert text.count("对学校食堂单独建档。") == 1
    assert "对学校食堂单独建档。（县工信局牵头，" in text
    left = invoke("changes", "output/永和县.docx", "永和县.yaml")
    assert left.code == 0
    assert "改动1处：批注1。" in left.out
