"""Reading YAML: which loader, and that nothing of it is loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml

from plangen.terms.yaml_data import parse_yaml, yaml_loader


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


def test_the_module_does_not_load_yaml_by_itself() -> None:
    code = "import sys, plangen.terms.yaml_data; sys.exit('yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
