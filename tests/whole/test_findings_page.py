"""docs/findings.md says what the program can say: it is made from the rules, and a stale page fails here."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from plangen.county.schema import known_words
from plangen.terms.levels import LevelWords

TOOL = "tools/findings_page.py"


def test_the_page_is_current(repository: Path) -> None:
    done = subprocess.run([sys.executable, "-P", str(repository / TOOL), "--check"], check=False)
    assert done.returncode == 0, f"run python {TOOL}"


def loaded(repository: Path) -> Any:
    import importlib.util

    spec = importlib.util.spec_from_file_location("findings_page", repository / TOOL)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_rule_is_complete_and_marks_keys_and_words_of_the_level_only(repository: Path) -> None:
    rules = [rule for rules in loaded(repository).rules_by_room().values() for rule in rules]
    assert len(rules) > 250
    words, district = set(known_words()), LevelWords("某某区")
    for rule in rules:
        assert rule.message.strip() and rule.words.why.strip() and rule.words.example.strip(), rule.code
        assert rule.hint is None or rule.hint.strip(), rule.code
        named = re.findall("〖([^〖〗{}]+)〗", f"{rule.message}{rule.hint or ''}")
        strange = {word for word in named if word not in words and district.own(word) == word}
        assert not strange, rule.code


def test_every_word_belongs_to_a_rule(repository: Path) -> None:
    rules = [rule for rules in loaded(repository).rules_by_room().values() for rule in rules]
    declared = {(rule.file, rule.code) for rule in rules}
    folder = repository / "templates" / "findings"
    written = {(path.stem, code) for path in folder.glob("*.yaml") for code in yaml.safe_load(path.read_text("utf-8"))}
    assert written == declared
