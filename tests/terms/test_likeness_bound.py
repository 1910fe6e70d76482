"""The bound on how alike two texts are holds, and says more than their lengths."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plangen.terms.likeness import largest_likeness, text_likeness

TEXTS = st.text(alphabet="建设完善应急监测体系县市01，。 ", max_size=60)


@given(TEXTS, TEXTS)
def test_no_two_texts_are_more_alike_than_the_bound(first: str, second: str) -> None:
    assert text_likeness(first, second) <= largest_likeness(first, second) + 1e-12


@given(TEXTS)
def test_a_text_is_as_alike_to_itself_as_can_be(text: str) -> None:
    assert largest_likeness(text, text) == text_likeness(text, text)


def test_the_bound_tells_texts_of_one_length_apart() -> None:
    first = "建设尾矿库在线监测平台，每年排查不少于四次，二〇二八年底前全部建成。"
    second = "组织烟花爆竹销售网点负责人培训，编印宣传手册，逐村张贴到户并造册。"
    assert largest_likeness(first, second) < 0.2
