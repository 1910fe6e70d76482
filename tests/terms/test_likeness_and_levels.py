"""What levels are called, how alike texts are, and signs that nobody sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.terms.levels import LevelWords, own_words, place_stem
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
    ("name", "kinds", "below", "governments"),
    [
        ("永和县", "", "乡镇", "各乡镇人民政府"),
        ("永和县", "镇乡", "乡镇", "各乡镇人民政府"),
        ("永和县", "镇", "镇", "各镇人民政府"),
        ("永和县", "乡街", "乡（街道）", "各乡人民政府（街道办事处）"),
        ("静安区", "街", "街道", "各街道办事处"),
        ("静安区", "镇街", "镇（街道）", "各镇人民政府（街道办事处）"),
        ("忻府区", "", "乡镇（街道）", "各乡镇人民政府（街道办事处）"),
        ("准格尔旗", "", "苏木乡镇", "各苏木乡镇人民政府"),
        ("准格尔旗", "镇苏街", "苏木镇（街道）", "各苏木镇人民政府（街道办事处）"),
    ],
)
def test_the_governments_below(name: str, kinds: str, below: str, governments: str) -> None:
    words = LevelWords(
        name, towns="镇" in kinds, townships="乡" in kinds, subdistricts="街" in kinds, sumu="苏" in kinds
    )
    assert (words.lower, words.lower_governments) == (below, governments)
    assert words.lower_party.endswith(("党委", "党工委", "党工委）"))


@pytest.mark.parametrize(
    ("city", "upper"), [("临汾市", "市"), ("凉山彝族自治州", "州"), ("锡林郭勒盟", "盟"), ("上海市", ""), ("", "市")]
)
def test_what_is_above(city: str, upper: str) -> None:
    assert LevelWords("某某县", city=city).upper == upper


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        ("本县的数，由县应急局报县政府", "本区的数，由区应急局报区政府"),
        ("县里、县级的事", "区里、区级的事"),
        ("县情、某某县、县级以上、永和县应急管理局", "县情、某某县、县级以上、永和县应急管理局"),
    ],
)
def test_words_of_ours_are_said_by_the_level(ours: str, said: str) -> None:
    assert LevelWords("忻府区").own(ours) == said and LevelWords("永和县").own(ours) == ours
    assert own_words({"甲": (ours,)}, LevelWords("忻府区")) == {"甲": (said,)}


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
