"""How a plan's sentences are written, whoever wrote them."""

from __future__ import annotations

import pytest

from plangen.terms.language import tidy, without_heading


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("健全制度,完善机制;明确责任:逐项落实.", "健全制度，完善机制；明确责任：逐项落实。"),
        ("应急广播(县级)覆盖率达到95%,提高预警能力", "应急广播（县级）覆盖率达到95%，提高预警能力"),
        ("达到95%, 2027年前完成", "达到95%, 2027年前完成"),  # between a figure and a figure it may be part of both
        ("完成 , 再提高", "完成，再提高"),
        ("加强排查。。做到全覆盖；。", "加强排查。做到全覆盖。"),
        ("我县矿山，我县域，我区产业，我区域", "本县矿山，我县域，本区产业，我区域"),
        ("死亡人数-15.5%", "死亡人数下降15.5%"),
        ("－33.5%", "下降33.5%"),
        ("提高10%-15%，2026-2030年", "提高10%-15%，2026-2030年"),
        ("10,000人次，8:30前，GB/T 9704-2012", "10,000人次，8:30前，GB/T 9704-2012"),
        ("“1+3+N”（试行）", "“1+3+N”（试行）"),
        ("落实《某市规划(2026,草案)》,逐项承接", "落实《某市规划(2026,草案)》，逐项承接"),
        ("按《甲》(以下简称规划)执行", "按《甲》（以下简称规划）执行"),
        ("2023 年 10 小时内达到 80% 以上", "2023年10小时内达到80%以上"),
        ("建成“ 1+3 ”体系，占比 0.4‰ ；直 I 型、GB/T 9704 标准", "建成“1+3”体系，占比0.4‰；直I型、GB/T 9704标准"),
        ("《甲 2023 年规划》 2 项，AI 应用 3 处", "《甲 2023 年规划》2项，AI应用3处"),
        ("", ""),
    ],
)
def test_words_are_tidied_and_names_of_documents_are_not(written: str, printed: str) -> None:
    assert tidy(written) == printed
    assert tidy(printed) == printed


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("加强防汛。修编预案。", "修编预案。"),
        ("加强 防汛。", ""),
        ("加强防汛工作。修编预案。", "加强防汛工作。修编预案。"),
        ("加强防汛", ""),
        ("修编预案。加强防汛。", "修编预案。加强防汛。"),
    ],
)
def test_a_heading_is_not_said_again(text: str, left: str) -> None:
    assert without_heading(text, "加强防汛") == left
