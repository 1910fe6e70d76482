"""Reading YAML: which loader, what a broken file says, and that nothing of it is loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from plangen.terms.findings import FindingsError
from plangen.terms.yaml_data import parse_yaml, yaml_loader, yaml_words


def test_the_slow_loader_stands_in_where_the_fast_one_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert yaml_loader() is yaml.SafeLoader
    assert parse_yaml("甲: [1, 乙]") == {"甲": [1, "乙"]}
    with pytest.raises(ValueError, match="recursion"):
        parse_yaml("[" * 3000)


@pytest.mark.parametrize("text", ["a: [", "a: *b", "a: !!python/object:os.system x", "a: 2026-13-45"])
def test_what_is_no_yaml_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_yaml(text)


def read_number(path: Path) -> float:
    with yaml_words(path, code="some-words", message="读不出来", hint="请改正。") as data:
        return float(data["number"])


def test_words_are_built_from_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_bytes(b"\xef\xbb\xbfnumber: 2\n")
    assert read_number(path) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "No such file"),
        (b"\xff\xff", "invalid start byte"),
        (b"number: [", "did not find expected node content"),
        (b"other: 1", "'number'"),
        (b"number: many", "could not convert"),
        (b"- 1", "list indices"),
        (b"", "'NoneType'"),
    ],
)
def test_whatever_is_wrong_with_a_file_is_one_finding(tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / "words.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FindingsError) as caught:
        read_number(path)
    [finding] = caught.value.findings
    assert (finding.code, finding.hint, finding.location.file) == ("some-words", "请改正。", str(path))
    assert finding.message.startswith("读不出来：") and reason in finding.message


def test_the_module_does_not_load_yaml_by_itself() -> None:
    code = "import sys, plangen.terms.yaml_data; sys.exit('yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
