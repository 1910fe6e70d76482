"""Patterns that are compiled when they are first used do what compiled ones do."""

from __future__ import annotations

import pickle
import re

import pytest

from plangen.terms import patterns
from plangen.terms.once import once_for_the_same
from plangen.terms.patterns import lazy_pattern


def test_it_does_what_a_compiled_pattern_does() -> None:
    lazy, compiled = lazy_pattern("([一-龥])(b)?", re.IGNORECASE), re.compile("([一-龥])(b)?", re.IGNORECASE)
    text = "a甲B乙,丙"
    for method in ("findall", "split"):
        assert getattr(lazy, method)(text) == getattr(compiled, method)(text)
    assert [match.span() for match in lazy.finditer(text, 2)] == [match.span() for match in compiled.finditer(text, 2)]
    assert (lazy.sub("x", text), lazy.subn("x", text, count=1)) == ("axxxx"[:2] + "x,x", ("ax乙,丙", 1))
    assert lazy.match(text) is None and lazy.match(text, 1) and lazy.search(text) and lazy.fullmatch("甲b")
    assert (lazy.pattern, lazy.groups, lazy.flags) == (compiled.pattern, compiled.groups, compiled.flags)


def test_it_is_compiled_once_and_not_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    whole = re.compile
    monkeypatch.setattr(patterns.re, "compile", lambda source, flags=0: made.append(source) or whole(source, flags))
    lazy = lazy_pattern("甲+")
    assert lazy.pattern == "甲+"
    assert made == []
    for _ in range(3):
        assert lazy.search("乙甲")
        assert lazy.sub("", "甲乙") == "乙"
    assert made == ["甲+"]


def test_a_mistake_shows_at_the_first_use() -> None:
    lazy = lazy_pattern("(甲")
    with pytest.raises(re.error):
        lazy.match("甲")
    assert not hasattr(lazy, "_nothing")


def test_it_can_be_compared_copied_and_sent() -> None:
    lazy = lazy_pattern("甲", re.DOTALL)
    for used in (False, True):
        if used:
            assert lazy.match("甲")
        copied = pickle.loads(pickle.dumps(lazy))
        assert copied == lazy and hash(copied) == hash(lazy)
        assert copied.match("甲")
    assert lazy != lazy_pattern("甲") and lazy != lazy_pattern("乙", re.DOTALL)


def test_what_is_asked_again_of_the_same_objects_is_not_worked_out_again() -> None:
    asked: list[tuple[object, ...]] = []

    @once_for_the_same
    def pair(*about: object) -> tuple[object, ...]:
        asked.append(about)
        return about

    first, equal = ["甲"], ["甲"]
    assert pair(first, 1) is pair(first, 1)
    assert len(asked) == 1
    assert pair(equal, 1)[0] is equal  # equal, but another
    assert pair(first, 1)[0] is first
    assert len(asked) == 3
