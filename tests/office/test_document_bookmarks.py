"""Bookmark names: legal in Word, different for different keys, and readable again."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.office.bookmarks import (
    LONGEST_NAME,
    PREFIXES,
    TEXT_PREFIXES,
    BookmarkRegister,
    bookmark_name,
    item_key,
    keys_at,
    pack_map,
    text_key,
    unpack_map,
)

ITEM_KEYS = st.from_regex(
    r"[a-z]{1,12}(-[a-z0-9]{1,6}){0,2}:[A-Z][0-9]{1,3}(\.[0-9]{1,2}){0,2}(/[0-9])?", fullmatch=True
)
ANY_KEYS = st.one_of(ITEM_KEYS, st.text(alphabet="aAtT1-_:./n2x郡", min_size=1, max_size=50), st.text(min_size=1))


@pytest.mark.parametrize(
    ("prefix", "key", "name"),
    [
        ("pg", "jincheng-155:T10", "pg_jincheng_155__T10"),
        ("pg_", "jincheng-155:T13.1/2", "pg_jincheng_155__T13_1x2"),
        ("pgr_", "local:P3", "pgr_local__P3"),
        ("pgt", "tasks", "pgt_tasks"),
    ],
)
def test_usual_keys_stay_readable(prefix: str, key: str, name: str) -> None:
    assert bookmark_name(prefix, key) == name
    assert item_key(name) == key


@given(st.sampled_from(sorted(PREFIXES)), ANY_KEYS, st.integers(1, 9999))
def test_names_are_legal_in_word(prefix: str, key: str, occurrence: int) -> None:
    name = bookmark_name(prefix, key, occurrence)
    assert len(name) <= LONGEST_NAME
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name)


@given(st.lists(st.tuples(st.sampled_from(sorted(PREFIXES)), ANY_KEYS, st.integers(1, 20)), unique=True, max_size=40))
def test_different_keys_have_different_names_even_without_case(triples: list[tuple[str, str, int]]) -> None:
    names = [bookmark_name(*triple).lower() for triple in triples]
    assert len(set(names)) == len(triples)


@given(st.lists(st.tuples(st.sampled_from(sorted(set(PREFIXES) - TEXT_PREFIXES)), ANY_KEYS), max_size=40))
def test_every_name_of_a_document_leads_back_to_its_key(pairs: list[tuple[str, str]]) -> None:
    register = BookmarkRegister()
    given_names = [(register.take(prefix, key), key) for prefix, key in pairs]
    assert len(register.names) == len(pairs)
    names = unpack_map(pack_map(register.names))
    for name, key in given_names:
        assert item_key(name, names) == key
        assert item_key(f"{name}_Copy_1", names) == key


def test_the_map_holds_only_what_cannot_be_read_off() -> None:
    register = BookmarkRegister()
    register.take("pg", "jincheng-155:T10")
    register.take("pg", "jincheng-155:T10")
    assert pack_map(register.names) == ""
    name = register.take("pg", "太原:T=1;2%")
    assert unpack_map(pack_map(register.names)) == {name: "太原:T=1;2%"}


def test_the_second_bookmark_of_a_key_is_numbered() -> None:
    register = BookmarkRegister()
    assert [register.take("pg", "a:T13") for _ in range(3)] == ["pg_a__T13", "pg_a__T13_n2", "pg_a__T13_n3"]
    assert register.take("pg", "a:T13.2") == "pg_a__T13_2"


def test_foreign_bookmarks_have_no_key() -> None:
    assert item_key("_GoBack") is None
    assert item_key("OLE_LINK1") is None
    assert item_key("pg__0123456789abcdef01234567") is None


@pytest.mark.parametrize(("prefix", "key", "occurrence"), [("zz", "a:T1", 1), ("pg", "", 1), ("pg", "a:T1", 0)])
def test_what_cannot_be_named_raises(prefix: str, key: str, occurrence: int) -> None:
    with pytest.raises(ValueError, match="bookmark"):
        bookmark_name(prefix, key, occurrence)


@given(st.sampled_from(sorted(TEXT_PREFIXES)), st.text(min_size=1))
def test_what_stands_for_no_item_is_known_by_its_words_alone(prefix: str, text: str) -> None:
    register = BookmarkRegister()
    first, second = register.take(prefix, text_key(text)), register.take(prefix, text_key(f" {text}\n"))
    assert re.fullmatch(rf"{prefix}_[0-9a-f]{{16}}", first) and second == f"{first}_n2"
    assert pack_map(register.names) == "" and item_key(first) is None
    assert keys_at([first, second], "pg", {}, {first, second}) == keys_at([first], "pgr", {}, {first}) == ((), ())
