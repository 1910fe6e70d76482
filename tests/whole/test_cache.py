"""What is kept on disk for the next run changes how long a run takes, and nothing else."""

from __future__ import annotations

import hashlib
import json
import marshal
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from plangen.document.compose import chapter_environment, load_pack
from plangen.document.sandbox import CompiledTemplates
from plangen.plan.themes import load_themes
from plangen.plan.works import load_works
from plangen.terms import disk_cache, yaml_data
from plangen.terms.findings import FindingsError
from plangen.terms.resources import knowledge_file, own_knowledge

COUNTED = """
import json, sys
import yaml
from jinja2 import Environment
counts = {"yaml": 0, "template": 0}
def counting(owner, name, key):
    whole = getattr(owner, name)
    def counted(*arguments, **named):
        counts[key] += 1
        return whole(*arguments, **named)
    setattr(owner, name, counted)
counting(yaml, "load", "yaml")
counting(Environment, "compile", "template")
from plangen.cli import plangen
from plangen.console import run
sys.argv = ["plangen", *sys.argv[1:]]
code = run(plangen)
print(json.dumps(counts), file=sys.stderr)
sys.exit(code)
"""


def start(spec: Path, folder: Path, cache: str) -> subprocess.Popen[bytes]:
    folder.mkdir()
    words = ["render", str(spec), "-o", "draft.docx"]
    return subprocess.Popen(
        [sys.executable, "-c", COUNTED, *words],
        cwd=folder,
        env=os.environ | {"PLANGEN_CACHE": cache, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(running: subprocess.Popen[bytes], folder: Path) -> tuple[Mapping[str, str], Mapping[str, int]]:
    """Return the digests of all that a run printed and wrote, and how often it parsed YAML and compiled a template."""
    out, err = running.communicate()
    assert running.returncode == 0, err.decode()
    *said, counts = err.decode().splitlines()
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}
    return {**digests, "out": out.decode(), "err": "\n".join(said)}, json.loads(counts)


def test_the_same_bytes_with_nothing_kept_with_all_kept_with_all_damaged_and_without(
    repository: Path, tmp_path: Path
) -> None:
    spec, cache = repository / "specs" / "yonghe.yaml", tmp_path / "cache"

    def run(name: str, kept: str) -> tuple[Mapping[str, str], Mapping[str, int]]:
        return finish(start(spec, tmp_path / name, kept), tmp_path / name)

    without, everything = run("without", "off")
    assert not cache.exists()
    assert len(without) == 6
    both = [start(spec, tmp_path / name, str(cache)) for name in ("one", "two")]  # at once, with nothing kept
    for name, running in zip(("one", "two"), both, strict=True):
        assert finish(running, tmp_path / name)[0] == without
    kept = sorted((cache / "plangen").iterdir())
    assert {path.suffix for path in kept} == {".kept"}
    assert 40 < len(kept) < 200

    warm, counts = run("warm", str(cache))
    assert warm == without
    assert counts == {"yaml": 0, "template": 0}, everything
    assert everything["yaml"] > 10 and everything["template"] > 10

    for number, path in enumerate(kept):
        content = path.read_bytes()
        path.write_bytes((content[: len(content) // 2], content[:-3] + b"abc", b"", os.urandom(500))[number % 4])
    damaged, again = run("damaged", str(cache))
    assert damaged == without
    assert again["template"] == everything["template"]
    assert sorted((cache / "plangen").iterdir()) == kept
    for path in kept:  # which are written anew
        content = path.read_bytes()
        assert content[:48].endswith(disk_cache._digest(path.name, content[48:]))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and a program that has nothing in its memory."""
    monkeypatch.setenv("PLANGEN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "plangen"


def templates(cache: Path) -> list[str]:
    return sorted(path.name for path in cache.glob("template-*"))


def test_the_code_of_a_planners_own_templates_is_never_kept(cache: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "one.md.j2").write_text("{{ 1 + 1 }}", "utf-8")
    (own / "tasks.md.j2").write_bytes((load_pack("implementation").folders[0] / "tasks.md.j2").read_bytes())
    environment = chapter_environment(load_pack("implementation", own))
    environment.bytecode_cache = CompiledTemplates("chapter")
    for name in ("one.md.j2", "tasks.md.j2"):
        environment.get_template(name)
    assert templates(cache) == []
    environment.get_template("title.md.j2")
    assert len(templates(cache)) == 1


def test_code_that_was_kept_costs_a_document_what_compiling_it_would(cache: Path) -> None:
    spent = []
    for _ in range(2):
        environment = chapter_environment(load_pack("implementation"))
        environment.bytecode_cache = CompiledTemplates("chapter")
        environment.get_template("tasks.md.j2")
        spent.append(environment.meter.spent)
    assert spent[0] == spent[1]
    assert len(templates(cache)) == 1


def test_code_is_not_run_unless_its_digest_is_right(cache: Path, tmp_path: Path) -> None:
    environment = chapter_environment(load_pack("implementation"))
    environment.bytecode_cache = CompiledTemplates("chapter")
    environment.get_template("title.md.j2")
    (entry,) = cache.glob("template-*")
    trace = tmp_path / "was run"
    code = compile(f"open({str(trace)!r}, 'w')", "title.md.j2", "exec")
    head = entry.read_bytes()[:48]
    entry.write_bytes(head + marshal.dumps((code, 0)))
    environment = chapter_environment(load_pack("implementation"))
    environment.bytecode_cache = CompiledTemplates("chapter")
    environment.get_template("title.md.j2")
    assert not trace.exists()


def test_templates_compiled_with_a_planners_own_knowledge_are_not_kept(cache: Path, tmp_path: Path) -> None:
    own = tmp_path / "knowledge"
    own.mkdir()
    (own / "plan.yaml").write_bytes(knowledge_file("plan.yaml").read_bytes())
    with own_knowledge(own):
        chapter_environment(load_pack("implementation")).get_template("title.md.j2")
    assert templates(cache) == []


def test_a_planners_own_rule_is_asked_of_sentences_that_were_right_by_the_shipped_ones(
    cache: Path, tmp_path: Path
) -> None:
    own = tmp_path / "knowledge"
    own.mkdir()
    rule = "rules:\n  - {because: 不这样写, patterns: [隐患]}\n"
    copy = tmp_path / "themes.yaml"
    copy.write_bytes(knowledge_file("themes.yaml").read_bytes())
    assert load_themes(copy)
    assert list(cache.glob("knowledge-*"))
    os.utime(copy, (0, 0))  # it is read again, as what was kept of it has it
    assert load_themes(copy)
    (own / "sentences.yaml").write_text(rule, "utf-8")
    os.utime(copy, (1, 1))
    with own_knowledge(own), pytest.raises(FindingsError, match="隐患"):
        load_themes(copy)


def test_knowledge_that_is_wrong_is_said_to_be_each_time(cache: Path, tmp_path: Path) -> None:
    load_themes()  # and what it asks the units
    names = {path.name for path in cache.glob("*")}
    wrong = tmp_path / "works.yaml"
    text = knowledge_file("works.yaml").read_text("utf-8")
    wrong.write_text(text.replace("measures:", "measure:", 1), "utf-8")
    for _ in range(2):
        with pytest.raises(FindingsError, match="是不是要写“measures”"):
            load_works(wrong)
    kept = {path.name for path in cache.glob("knowledge-*")}
    wrong.write_text(text, "utf-8")
    assert load_works(wrong)
    assert len({path.name for path in cache.glob("knowledge-*")} - kept - names) >= 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a: [1, 2.5, true, null, 文, {b: ''}]", True),
        ("a: 2026-11-20", False),  # a date
        ("1: a", False),  # a number as a key
        ("a: .nan", False),
        ("a: .inf", False),
        ("a: !!binary aGFsbG8=", False),
        ("a: !!set {b, c}", False),
        ("a: &a [1]\nb: [*a, *a]", True),
    ],
)
def test_data_is_kept_only_where_it_comes_back_as_it_was(cache: Path, text: str, kept: bool) -> None:
    content = text.encode()
    first = yaml_data.kept_data("yaml", content, lambda: yaml_data.parse_yaml(text))
    assert bool(list(cache.glob("yaml-*"))) is kept
    again = yaml_data.kept_data("yaml", content, lambda: yaml_data.parse_yaml(text))
    assert repr(again) == repr(first)


def test_references_that_multiply_are_not_unfolded(cache: Path) -> None:
    lines = ["a0: &a0 [" + ", ".join(["甲"] * 10) + "]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 12)]
    text = "\n".join(lines)
    yaml_data.kept_data("yaml", text.encode(), lambda: yaml_data.parse_yaml(text))
    assert not list(cache.glob("*"))


def test_what_was_kept_and_is_no_data_is_passed_over(cache: Path) -> None:
    disk_cache.keep("yaml", b"a: 1", b"{")
    assert yaml_data.kept_data("yaml", b"a: 1", lambda: {"a": 1}) == {"a": 1}
    assert yaml_data.recall_data("yaml", b"a: 1") == {"a": 1}
