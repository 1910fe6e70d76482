"""The line by which plangen knows a text of its own again."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from plangen.office.text_seal import is_sealed_text, sealed_text

ENDINGS = (".md", ".html", ".txt", ".yaml", ".json")
TEXT = {".json": '{\n  "a": [\n    "甲"\n  ]\n}\n'}


def sealed(ending: str) -> str:
    return sealed_text(TEXT.get(ending, "a: 甲\n"), ending)


@pytest.mark.parametrize("ending", ENDINGS)
def test_any_change_breaks_the_seal(ending: str) -> None:
    text = sealed(ending)
    assert is_sealed_text(text.encode())
    assert is_sealed_text(text.replace("\n", "\r\n").encode())
    assert sealed_text(text, ending) == text
    for changed in (text.replace("甲", "乙"), text + "尾\n", "头\n" + text, text.replace("sha256=", "sha256=0"), ""):
        assert not is_sealed_text(changed.encode()), changed
    assert not is_sealed_text(b"\xff\xfe")


def test_the_seal_does_not_disturb_what_reads_the_file() -> None:
    assert json.loads(sealed(".json"))["a"] == ["甲"]
    assert yaml.safe_load(sealed(".yaml")) == {"a": "甲"}
    assert sealed(".md").startswith("a: 甲\n<!-- plangen:sha256=")


@given(st.text(alphabet="甲\n#<!->plangen:sha256=0 ", max_size=60))
def test_whatever_a_text_holds_it_can_be_sealed(text: str) -> None:
    assert is_sealed_text(sealed_text(text, ".md").encode())


def test_a_quoted_seal_is_no_seal() -> None:
    quoted = f"有人抄了一行：\n{sealed('.md').splitlines()[-1]}\n别的\n"
    assert not is_sealed_text(quoted.encode())
    assert is_sealed_text(sealed_text(quoted, ".md").encode())


@pytest.mark.parametrize("text", ["[]\n", "{}\n", "{\n}\n"])
def test_json_that_has_no_place_for_it(text: str) -> None:
    with pytest.raises(ValueError, match="JSON"):
        sealed_text(text, ".json")
