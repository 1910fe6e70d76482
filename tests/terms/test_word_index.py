"""Words are looked up by how they begin: the same words as by looking for each, and no more work for more of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plangen.terms.word_index import WordIndex

TEXTS = st.text(alphabet="防汛抗旱救灾a", max_size=30)
WORDS = st.lists(st.text(alphabet="防汛抗旱救灾a", max_size=5), max_size=12)


@given(words=WORDS, text=TEXTS)
def test_the_words_of_a_text_are_those_that_stand_in_it(words: list[str], text: str) -> None:
    index = WordIndex(words)
    assert index.words_of(text) == {word for word in words if word and word in text}
    assert sorted(index.places(text)) == sorted(
        (place, word) for word in {*words} - {""} for place in range(len(text)) if text.startswith(word, place)
    )
    for place in range(len(text) + 1):
        found = list(index.at(text, place))
        assert set(found) == {word for word in words if word and text.startswith(word, place)}
        assert [len(word) for word in found] == sorted(map(len, found), reverse=True)


class Asked(str):
    """A text that counts how often it is asked whether a word stands somewhere."""

    __slots__ = ("count",)

    def startswith(self, *about: object) -> bool:
        self.count = getattr(self, "count", 0) + 1
        return super().startswith(*about)  # type: ignore[arg-type]


def test_words_that_begin_otherwise_cost_nothing() -> None:
    text = Asked("汛前开展防汛检查和抗旱演练")
    few = WordIndex(["防汛", "抗旱"])
    many = WordIndex(["防汛", "抗旱", *(chr(0x5000 + number) * 2 for number in range(5_000))])
    assert few.words_of(text) == {"防汛", "抗旱"}
    asked = text.count
    assert many.words_of(Asked(text)) == {"防汛", "抗旱"}
    assert text.count == asked == 2
