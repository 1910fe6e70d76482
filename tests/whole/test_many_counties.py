"""Many counties in one run: as with one, one after the other, whatever becomes of a single one."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

import plangen
from many_counties import DYING, spec, write_counties
from plangen.api import many

REPOSITORY = Path(__file__).resolve().parent.parent.parent
NO_PROCESS = "many_counties:no_such_work"
SOUND = {"白云区": spec("白云区"), "河口县": spec("河口县", waived=True), "青石县": spec("青石县")}
UNSOUND = {
    "=1+1": "县: [",
    "<b>坏": "县: {名称: <i>甲</i>}",
    "缺县": spec("缺县", parent="没有.yaml"),
}
GOLDEN = [
    ("白云区", "clean", "上位规划条目3项，承接3项，不承接0项。生成2个文件。"),
    (
        "断县",
        "failed",
        "“填报/断县.yaml”处理到一半，进程中断（SIGKILL，内存不足时系统会这样做），没有完成；其他各份不受影响。",
    ),
    ("河口县", "clean", "上位规划条目3项，承接2项，不承接1项。生成2个文件。"),
    ("缺县", "findings", "找不到上位规划文件“没有.yaml”。"),
    ("青石县", "clean", "上位规划条目3项，承接3项，不承接0项。生成2个文件。"),
]


@pytest.fixture(scope="module")
def county_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three small counties, some that are broken, and one at which a process dies."""
    folder = tmp_path_factory.mktemp("many")
    write_counties(folder / "填报", SOUND | UNSOUND | {"断县": spec("断县")})
    return folder


@pytest.fixture(scope="module")
def rendered(county_folder: Path) -> plangen.ManyDone:
    """What came of rendering that folder."""
    patch = pytest.MonkeyPatch()
    with patch.context() as changed:
        changed.chdir(county_folder)
        changed.setattr(many, "WORK", DYING)
        return plangen.render_many(["填报"], how=plangen.Many(summary="汇总.xlsx", workers=2))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_what_becomes_of_one_county_stops_no_other(rendered: plangen.ManyDone, county_folder: Path) -> None:
    outcomes = {Path(one.spec).stem: one for one in rendered.summary.outcomes}
    assert list(outcomes) == sorted(outcomes), "in the order of the input"
    known = [outcomes[name] for name in ("白云区", "断县", "河口县", "缺县", "青石县")]
    assert [(one.county, one.state.value, one.said) for one in known] == GOLDEN
    assert (outcomes["=1+1"].code, outcomes["<b>坏"].code) == (2, 1) and rendered.code == 2
    assert outcomes["缺县"].findings[0].location.line == 7
    assert {path.stem for path in (county_folder / "output").glob("*.docx")} == {
        f"{name}{part}" for name in SOUND for part in ("", ".附表")
    }
    assert rendered.summary.totals == {"total": 9, "carried": 8, "waived": 1}
    (passed,) = rendered.summary.findings
    assert passed.code == "folder-passed-over" and passed.values["names"] == ["上位规划.yaml"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_the_same_bytes_as_one_at_a_time(
    rendered: plangen.ManyDone, county_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(county_folder)
    written = sorted(path for path in Path("output").rglob("*") if path.is_file())
    assert len(written) == 12  # the bases of documents too
    for name in SOUND:
        place = Path("single") / f"{name}.docx"
        for one in plangen.render(f"填报/{name}.yaml").documents:
            plangen.write(one.at(place.with_name(f"{name}.附表.docx") if one.companion else place))
    for path in written:
        assert Path("single", path.relative_to("output")).read_bytes() == path.read_bytes(), path


def test_a_summary_names_every_county_and_runs_nothing(rendered: plangen.ManyDone, county_folder: Path) -> None:
    book = load_workbook(county_folder / "汇总.xlsx")
    sheet = book["汇总"]
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"], "a text is never a formula"
    named = {cell.value: cell for cell in sheet["B"] if cell.value}
    assert {"=1+1", "<b>坏", "断县", "缺县", *SOUND, "合计"} <= set(named)
    assert named["=1+1"].quotePrefix, "nor does it become one when somebody edits it"
    heads = {cell.value: cell.column - 1 for cell in sheet[3]}
    rows = {row[1]: row for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert [rows["河口县"][heads[name]] for name in ("结果", "条目", "承接", "不承接", "错误")] == [
        "没有错误",
        3,
        2,
        1,
        0,
    ]
    assert rows["断县"][heads["结果"]] == "没有完成" and "SIGKILL" in rows["断县"][heads["说明"]]
    assert rows["合计"][heads["承接"]] == 8 and "缺失" not in heads, "a render counts nothing that only a check can"
    assert [row[1] for row in sheet.iter_rows(min_row=4, values_only=True)][:2] == ["=1+1", "断县"], "the worst first"
    assert "缺县" in [cell.value for cell in book["问题"]["A"]]
    page = plangen.summary_at(rendered.summary, "汇总.html").data.decode("utf-8")
    assert "&lt;b&gt;坏" in page and "<b>坏" not in page and "<i>甲" not in page
    assert "default-src 'none'" in page and "<script" not in page
    form = json.loads(plangen.summary_at(rendered.summary, "汇总.json").data)
    assert [one["county"] for one in form["counties"]] == [one.county for one in rendered.summary.outcomes]
    assert form["code"] == 2 and form["states"] == {"failed": 2, "findings": 2, "clean": 3}


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_text_that_looks_like_a_formula_is_text_wherever_it_stands(start: str) -> None:
    text = f"{start}HYPERLINK(1)"
    finding = plangen.Finding(code="x", severity=plangen.Severity.ERROR, message=text, hint=text)
    one = plangen.CountyOutcome(county=text, title=text, said=text, written=(text,)).with_findings([finding])
    summary = plangen.Summary(command="check", outcomes=(one,), findings=(finding,))
    book = load_workbook(io.BytesIO(plangen.summary_at(summary, "a.xlsx").data))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if str(cell.value).startswith(start)]
    assert len(cells) >= 7 and {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}


def test_the_summary_is_the_same_for_the_same_outcomes(rendered: plangen.ManyDone) -> None:
    for name in ("a.xlsx", "a.html", "a.json"):
        made = [plangen.summary_at(rendered.summary, name).data for _ in range(2)]
        assert made[0] == made[1]
    with pytest.raises(ValueError, match=r"a\.csv"):
        plangen.summary_at(rendered.summary, "a.csv")


# --------------------------------------------------------------------------------------------- on the command line


def command(*words: str) -> list[str]:
    return [sys.executable, "-P", "-m", "plangen", *words]


def settings(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(REPOSITORY / "generator"), **more}


def test_json_is_one_object_in_utf8_whatever_the_console(tmp_path: Path) -> None:
    write_counties(tmp_path / "填报", {"青石县": spec("青石县"), "坏": "县: ["})
    done = subprocess.run(
        command("check", "填报", "--format", "json"),
        cwd=tmp_path,
        env=settings(PYTHONIOENCODING="gbk", PYTHONUTF8="0", LANG="C"),
        capture_output=True,
        check=False,
    )
    form = json.loads(done.stdout.decode("utf-8"))
    assert done.returncode == form["code"] == 2 and done.stderr == b""
    bad, good = form["counties"]
    assert (bad["county"], bad["state"], good["county"]) == ("坏", "failed", "青石县")
    assert bad["findings"][0]["code"] == "yaml-syntax"
    single = plangen.check(tmp_path / "填报" / "青石县.yaml").as_json()
    assert good["review"]["items"] == single["items"] and good["review"]["parents"] == single["parents"]
    assert not (tmp_path / "output").exists(), "what is printed needs no summary beside it"


def on_a_terminal(words: list[str], folder: Path) -> tuple[subprocess.CompletedProcess[bytes], str]:
    """Run a command whose stderr is a terminal, and return what was shown there."""
    import pty

    master, slave = pty.openpty()
    done = subprocess.run(words, cwd=folder, env=settings(), stdout=subprocess.PIPE, stderr=slave, check=False)
    os.close(slave)
    shown = b""
    try:
        while more := os.read(master, 65536):
            shown += more
    except OSError:  # Linux says so that nobody writes any more
        pass
    os.close(master)
    return done, shown.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_progress_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    write_counties(tmp_path, {"青石县": spec("青石县"), "白云区": spec("白云区")})
    words = command("render", "青石县.yaml", "白云区.yaml", "--format", "md")
    seen, shown = on_a_terminal(words, tmp_path)
    assert "正在生成" in shown and "2/2" in shown
    plain = subprocess.run(words, cwd=tmp_path, env=settings(), capture_output=True, check=False)
    assert seen.returncode == plain.returncode == 0 and seen.stdout == plain.stdout
    assert "正在" not in plain.stderr.decode("utf-8") + plain.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("seconds", "terminal", "shown"), [(0.0, True, True), (60.0, True, False), (0.0, False, False)]
)
def test_one_file_that_takes_long_says_so_on_a_terminal(
    invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, terminal: bool, shown: bool
) -> None:
    from plangen import screen

    write_counties(tmp_path, {"青石县": spec("青石县")})
    monkeypatch.setattr(screen, "_PATIENCE_SECONDS", seconds)
    monkeypatch.setattr("_pytest.capture.CaptureIO.isatty", lambda self: terminal, raising=False)
    result = invoke("render", "青石县.yaml", "--format", "md")
    assert result.code == 0 and ("正在处理，请稍候……" in result.err) is shown


def test_one_file_starts_no_process(invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_counties(tmp_path, {"青石县": spec("青石县")})
    monkeypatch.setattr(many, "WORK", NO_PROCESS)
    assert invoke("render", "青石县.yaml").code == 0
    assert invoke("check", "青石县.yaml").code == 0
    assert invoke("audit", "output/青石县.docx", "--parent", "上位规划.yaml").code in {0, 1}
    names = [path.name for path in (tmp_path / "output").iterdir()]
    assert sorted(names) == [".plangen", "青石县.docx", "青石县.附表.docx"], "and writes no summary"


def test_two_that_would_write_one_file_are_found_before_anything_is_written(invoke, tmp_path: Path) -> None:
    write_counties(tmp_path / "甲", {"县": spec("青石县")})
    write_counties(tmp_path / "乙", {"县": spec("白云区"), "县.附表": spec("河口县"), "生成汇总": spec("河口县")})
    before = sorted(tmp_path.rglob("*"))
    clashes = {
        "render 甲 乙": "县.docx",
        "render 甲/县.yaml 乙/县.附表.yaml": "县.附表.docx",
        "render 乙/县.yaml 乙/生成汇总.yaml --format xlsx": "生成汇总.xlsx",
        "check 甲/县.yaml 乙/县.yaml --format html -o 报告": "县.核对.html",
    }
    for words, name in clashes.items():
        result = invoke(*words.split())
        assert result.code == 2 and "many-to-one-file" in result.err and name in result.err, words
        assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("render a.yaml b.yaml -o a.docx", "-o 应写文件夹"),
        ("render a.yaml b.yaml --jobs 0", "正整数"),
        ("render a.yaml --summary a.csv", ".xlsx、.html 或者 .json"),
        ("check a.yaml b.yaml --draft c.docx", "用 --drafts"),
        ("check a.yaml b.yaml --page c.docx", "--page"),
        ("check a.yaml b.yaml --format html", "文件夹"),
        ("check a.yaml --drafts 没有", "没有"),
        ("render 空", "folder-without-specs"),
        ("audit 空 --parent jincheng-155", "folder-without-drafts"),
        ("audit a.txt b.txt --parent no-such", "no-such"),
    ],
)
def test_usage_that_is_wrong_for_many(invoke, tmp_path: Path, words: str, said: str) -> None:
    (tmp_path / "空").mkdir()
    write_counties(tmp_path, {"a": spec("青石县"), "b": spec("白云区")})
    before = sorted(tmp_path.iterdir())
    result = invoke(*words.split())
    assert result.code == 2 and said in result.err, result.err
    assert sorted(tmp_path.iterdir()) == before


def test_nothing_that_lies_in_the_current_folder_is_run(tmp_path: Path) -> None:
    write_counties(tmp_path, {"青石县": spec("青石县"), "白云区": spec("白云区")})
    for name in ("json", "pickle", "multiprocessing", "yaml", "plangen"):
        (tmp_path / f"{name}.py").write_text(f"open('{name}-was-run', 'w').close()\n", "utf-8")
    done = subprocess.run(
        command("render", ".", "--format", "md"), cwd=tmp_path, env=settings(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode("utf-8")
    assert not list(tmp_path.glob("*-was-run"))


def test_audits_and_checks_write_the_reports_that_one_writes(invoke, tmp_path: Path) -> None:
    write_counties(tmp_path, {name: spec(name) for name in ("青石县", "白云区")})
    for name in ("青石县", "白云区"):
        plangen.write(plangen.render(tmp_path / f"{name}.yaml", "md").documents[0].at(tmp_path / "稿" / f"{name}.md"))
    parent = ("--parent", "上位规划.yaml")
    for form in ("xlsx", "text"):
        ending = ".txt" if form == "text" else f".{form}"
        result = invoke("audit", "稿", "没有.docx", *parent, "--format", form, "-o", "审", "--jobs", "1")
        assert result.code == 2 and "没有.docx" in result.err and "白云区" in result.out
        invoke("audit", "稿/白云区.md", *parent, "--format", form, "-o", f"单{ending}")
        assert (tmp_path / "审" / f"白云区.核对{ending}").read_bytes() == (tmp_path / f"单{ending}").read_bytes()
    assert invoke("check", ".", "--format", "html", "-o", "核").code == 0
    invoke("check", "白云区.yaml", "--format", "html", "-o", "单核.html")
    assert (tmp_path / "核" / "白云区.核对.html").read_bytes() == (tmp_path / "单核.html").read_bytes()
    names = {path.name for path in (tmp_path / "核").iterdir()}
    assert names == {"白云区.核对.html", "青石县.核对.html", "核对汇总.xlsx"}
