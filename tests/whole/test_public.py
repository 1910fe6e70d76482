"""The public face: what ``import plangen`` offers, and that the README's lines of Python do what they say."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

import plangen

REPOSITORY = Path(__file__).resolve().parent.parent.parent
YONGHE = REPOSITORY / "specs" / "yonghe.yaml"
HEAVY = (
    "yaml",
    "lxml",
    "docx",
    "jinja2",
    "openpyxl",
    "cerberus",
    "rich",
    "markdown_it",
    "plangen.plan",
    "plangen.trace",
)


@pytest.fixture(scope="module")
def prepared() -> plangen.Prepared:
    return plangen.build_plan(YONGHE)


def test_every_public_name_is_there_and_explained() -> None:
    assert sorted(plangen.__all__) == dir(plangen)
    for name in set(plangen.__all__) - {"__version__"}:
        assert (getattr(plangen, name).__doc__ or "").strip(), name
    with pytest.raises(AttributeError, match="no_such_name"):
        plangen.no_such_name  # noqa: B018


@pytest.mark.parametrize("words", [["-c", "import plangen"], ["-P", "-m", "plangen", "--help"]])
def test_nothing_heavy_is_imported_before_it_is_needed(words: list[str]) -> None:
    done = subprocess.run([sys.executable, "-X", "importtime", *words], capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not {name for name in imported if name.split(".")[0] in HEAVY or name.startswith(HEAVY[-2:])}


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_the_readmes_lines_draft_and_check_a_county(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    plangen.write(plangen.new_spec("某某县", ["jincheng-155"]))
    (block,) = (REPOSITORY / name).read_text("utf-8").split("```python\n")[1:]
    source = block.split("```")[0]
    assert len([line for line in source.splitlines() if line.strip()]) <= 10
    found: dict[str, object] = {}
    exec(compile(source, name, "exec"), found)
    assert zipfile.is_zipfile(tmp_path / "初稿.docx")
    review = found["review"]
    assert isinstance(review, plangen.Review) and len(review.items) == 109 and not review.failed
    assert "placeholder" in capsys.readouterr().out


@pytest.mark.parametrize("path", [str(YONGHE), YONGHE])
def test_paths_may_be_text_or_paths(path: str | Path, tmp_path: Path) -> None:
    assert plangen.load_spec(path).spec is not None
    rendered = plangen.render(path, "md")
    draft = tmp_path / "稿.md"
    plangen.write(rendered.documents[0].at(str(draft)), inputs=[path])
    assert plangen.audit(str(draft), [str(REPOSITORY / "specs/parents/jincheng-155.yaml")]).items
    assert not plangen.diff("xinzhou-145", REPOSITORY / "specs" / "parents" / "xinzhou-145.yaml").failed


def test_results_are_frozen_and_carry_their_findings(prepared: plangen.Prepared) -> None:
    rendered = plangen.render(prepared, ("docx", "md", "xlsx"))
    review = plangen.check(prepared, rendered.data)
    results = (
        prepared,
        rendered,
        review,
        plangen.load_spec(YONGHE),
        plangen.load_parent("jincheng-155"),
        plangen.diff("xinzhou-145", "jincheng-155"),
    )
    for result in results:
        assert all(isinstance(finding, plangen.Finding) for finding in result.findings)
        with pytest.raises(dataclasses.FrozenInstanceError):
            result.findings = ()  # type: ignore[misc]
    files = [(document.form, document.companion) for document in rendered.documents]
    assert files == [("docx", False), ("docx", True), ("md", False), ("md", True), ("xlsx", False)]
    assert set(prepared.findings) <= set(rendered.findings)
    for form, start in (("html", b"<!"), ("json", b"{"), ("xlsx", b"PK")):
        assert review.to_bytes(form).startswith(start)


def test_the_bytes_are_those_that_the_command_line_writes(prepared: plangen.Prepared, tmp_path: Path, invoke) -> None:
    assert invoke("render", str(YONGHE), "-o", "out", "--format", "docx", "--format", "md").code == 0
    for document in plangen.render(prepared, ("docx", "md")).documents:
        name = f"yonghe{'.附表' if document.companion else ''}.{document.form}"
        assert (tmp_path / "out" / name).read_bytes() == document.data


def test_what_is_wrong_is_among_the_findings_and_nothing_is_raised(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("county: {a: 1", "utf-8")
    for path in (tmp_path / "a.yaml", tmp_path / "没有.yaml", tmp_path):
        prepared = plangen.build_plan(path)
        assert prepared.plan is None and any(finding.unusable for finding in prepared.findings)
        rendered = plangen.render(prepared)
        assert rendered.documents == () and rendered.errors
        with pytest.raises(plangen.FindingsError):
            plangen.check(prepared)


@pytest.mark.parametrize("formats", ["pdf", ("docx", "doc")])
def test_a_format_that_there_is_not(prepared: plangen.Prepared, formats: str | tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="format"):
        plangen.render(prepared, formats)


def test_word_files_are_word_files(prepared: plangen.Prepared) -> None:
    for department in (None, "县水利局"):
        rendered = plangen.render(prepared, departments=[department] if department else [])
        assert "word/document.xml" in zipfile.ZipFile(BytesIO(rendered.data)).namelist()


# -------------------------------------------------------------------------------------------- what is printed

BROKEN = [
    "validate 没有.yaml --format json",
    "validate 坏.yaml --format json",
    "check 没有.yaml --format json",
    "check 坏.yaml --format json",
    "check 县.yaml --draft 没有.docx --format json",
    "audit 没有.docx --parent xinzhou-145 --format json",
    "audit 县.yaml --parent xinzou-145 --format json",
    "diff xinzou-145 xinzhou-145 --format json",
    "diff xinzhou-145 xinzhou-145 --spec 坏.yaml --format json",
    "import 没有.docx --format json",
    "import 县.yaml -o 县.docx --format json",
]


@pytest.mark.parametrize("line", BROKEN)
def test_json_is_one_object_and_nothing_else_when_the_run_fails_too(invoke, tmp_path: Path, line: str) -> None:
    (tmp_path / "坏.yaml").write_text("county: {}", "utf-8")
    (tmp_path / "县.yaml").write_bytes(YONGHE.read_bytes())
    result = invoke(*line.split())
    found = json.loads(result.out)["findings"]
    assert result.err == "" and any(finding["severity"] == "error" for finding in found)
    assert result.code == (1 if "坏.yaml" in line and not line.startswith(("check", "diff")) else 2)


def test_the_worst_is_said_first_and_what_repeats_is_folded(invoke, tmp_path: Path) -> None:
    text = YONGHE.read_text("utf-8").replace("deadline: 2029", "deadline: 2099", 1)
    text = text.replace("\n  - {name: 永和县水利局", "\n  # {name: 永和县水利局")
    (tmp_path / "县.yaml").write_text(text, "utf-8")
    result = invoke("validate", "县.yaml")
    words = [line.split()[1] for line in result.err.splitlines() if line.startswith("县.yaml")]
    order = ["错误", "警告", "提示"]
    assert "错误" in words and words == sorted(words, key=order.index)
