"""What levels are called, how alike texts are, and signs that nobody sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.terms.levels import LevelWords, place_stem
from plangen.terms.likeness import Similarity, character_pairs, grams, plain, text_likeness, title_likeness
from plangen.terms.text import UNPRINTABLE, without_controls, without_unseen

TEXTS = st.text("应急预案演练水利局ab1，。（） ", max_size=12)


@pytest.mark.parametrize(
    ("name", "level", "stem"),
    [
        ("永和县", "县", "永和"),
        ("侯马市", "市", "侯马"),
        ("尧都区", "区", "尧都"),
        ("固阳旗", "旗", "固阳"),
        ("某某自治县", "县", "某某"),
        ("盂县", "县", "盂县"),
        ("某地", "县", "某地"),
        ("", "县", ""),
    ],
)
def test_a_county_is_called_by_its_level(name: str, level: str, stem: str) -> None:
    assert (LevelWords(name).level, LevelWords(name).stem) == (level, stem)


@pytest.mark.parametrize(
    ("kinds", "all_of_them"),
    [
        ((False, False, False), "各乡镇人民政府"),
        ((True, True, False), "各乡镇人民政府"),
        ((True, False, False), "各镇人民政府"),
        ((False, True, True), "各乡人民政府（街道办事处）"),
        ((False, False, True), "各街道办事处"),
    ],
)
def test_the_governments_below(kinds: tuple[bool, bool, bool], all_of_them: str) -> None:
    words = LevelWords("永和县", *kinds)
    assert words.lower_governments == all_of_them
    assert words.lower == ("乡镇（街道）" if kinds[2] else "乡镇")
    assert words.lower_government == ("乡镇人民政府（街道办事处）" if kinds[2] else "乡镇人民政府")


def test_places_lose_their_class_once() -> None:
    assert [place_stem(name) for name in ("晋城市", "山西省", "广西壮族自治区", "阿拉善盟", "市县区")] == [
        "晋城", "山西", "广西壮族", "阿拉善", "市县",
    ]  # fmt: skip


@given(TEXTS, TEXTS)
def test_likeness_is_a_share_and_the_same_both_ways(first: str, second: str) -> None:
    for measure in (title_likeness, text_likeness, Similarity([first, second]).between):
        assert 0 <= measure(first, second) <= 1 + 1e-9
        assert measure(first, second) == pytest.approx(measure(second, first))
    if plain(first):
        assert title_likeness(first, first) == text_likeness(first, first) == 1


def test_what_is_compared() -> None:
    assert character_pairs("应急局") == {"应急", "急局"}
    assert list(grams("应急局", (1, 3))) == ["应", "急", "局", "应急局"]
    assert plain("（Ａ）应急、预案 1") == "a应急预案1"
    assert title_likeness("健全应急预案", "健全，应急预案。") == 1
    assert title_likeness("完善指挥", "新建场所") == 0
    assert text_likeness("应急应急", "应急") == pytest.approx(0.5)


def test_signs_that_nobody_sees() -> None:
    hidden = "\u200b\u200e\u202e\u2066\ufeff\xad\x07"
    assert without_unseen(f"县{hidden}应急局\n\t") == "县应急局\n\t"
    assert without_controls("县\x07应急局\x9f\ud800\n\t") == "县应急局\n\t"
    assert UNPRINTABLE.sub("", "县\x07\r\u2028\u202e\u2066\ufeff应急局\n\t") == "县应急局\n\t"
