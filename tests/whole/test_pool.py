"""The processes that work on many: one that dies, hangs or is interrupted leaves nothing half, and none behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

import plangen
from many_counties import DYING, spec, write_counties
from plangen.api import many, pool
from plangen.api.pool import Pool
from plangen.office.base import BASE_PROPERTY
from plangen.office.docx_package import read_parts, read_properties
from plangen.terms import allowance

REPOSITORY = Path(__file__).resolve().parent.parent.parent
WORK = "many_counties:busy_work"


def test_every_piece_has_its_answer_and_processes_are_used_again() -> None:
    with Pool(WORK, 2) as workers:
        found = [{answer.number: answer.value for answer in workers.run([{"do": "say", "text": "=甲\n乙"}] * 5)}]
        found.append({answer.number: answer.value for answer in workers.run([{"do": "say"}] * 2)})
    assert list(map(sorted, found)) == [[0, 1, 2, 3, 4], [0, 1]]
    first, second = ({value["pid"] for value in one.values()} for one in found)
    assert os.getpid() not in first and 1 <= len(first) <= 2 and second <= first
    assert found[0][3]["text"] == "=甲\n乙" and found[0][0]["folder"] == str(Path.cwd())


def test_a_process_that_dies_costs_its_piece_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "MOST_PIECES", 2)
    pieces = [{"do": "die" if number == 1 else "say"} for number in range(6)]
    with Pool(WORK, 1) as workers:
        answers = sorted(workers.run(pieces), key=lambda one: one.number)
    assert [answer.exit_code for answer in answers] == [None, 7, None, None, None, None]
    assert len({answer.value["pid"] for answer in answers if answer.value}) == 3, (
        "a new one after each death and two pieces"
    )


def test_a_process_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "MOST_SECONDS", 1.0)
    with Pool(WORK, 1) as workers:
        waited, said = sorted(workers.run([{"do": "wait"}, {"do": "say"}]), key=lambda one: one.number)
    assert waited.late and waited.exit_code is not None and said.value["pid"]


@pytest.mark.skipif(os.name == "nt", reason="Windows bounds no processor time")
def test_each_piece_may_take_what_a_command_may_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "is_bound", lambda: True)
    with Pool(WORK, 1) as workers:
        answers = list(workers.run([{"do": "spend"}] * 4 + [{"do": "burn"}, {"do": "say"}]))
    left = [answer.value for answer in answers[:4]]
    assert min(left) > allowance.SECONDS - 1, "what earlier pieces took does not count"
    assert answers[4].slow and not answers[4].late and answers[5].value["pid"]
    monkeypatch.setattr(pool, "is_bound", lambda: False)
    with Pool(WORK, 1) as workers:
        (free,) = workers.run([{"do": "spend"}])
    assert free.value == float("inf"), "a program that calls plangen is not bound, nor are its processes"


def test_a_piece_may_ask_while_it_is_done() -> None:
    with Pool(WORK, 1) as workers:
        (answer,) = workers.run([{"do": "ask"}], lambda number, question: f"{question['what']}{number}")
        assert answer.value == ["甲0", "乙0"]
        with pytest.raises(ValueError, match="nobody answers"):
            list(workers.run([{"do": "ask"}]))


def test_whoever_stops_listening_ends_the_processes() -> None:
    with Pool(WORK, 1) as workers:
        answers = workers.run([{"do": "say"}, {"do": "wait"}, {"do": "say"}])
        pid = next(answers).value["pid"]
        start = time.monotonic()
        answers.close()
    assert time.monotonic() - start < 10
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


# ------------------------------------------------------------------------------------------------------- counties


def settings() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(REPOSITORY / "generator")}


def wait_for_the_end_of(group: int) -> None:
    """Wait until no process of a group is left; each may do the county that it is at."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("a process is left behind")


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither groups of processes nor SIGINT for them")
@pytest.mark.parametrize(("sign", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_an_interrupt_leaves_no_half_file_and_no_process(tmp_path: Path, sign: str, code: int) -> None:
    write_counties(tmp_path / "填报", {f"县{number:02d}": spec("青石县") for number in range(60)})
    words = [sys.executable, "-P", "-m", "plangen", "render", "填报", "--format", "docx", "--format", "html"]
    process = subprocess.Popen(
        words, cwd=tmp_path, env=settings(), start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("output/*.html")) and time.monotonic() < deadline:
        time.sleep(0.02)
    if sign == "SIGINT":  # a terminal gives it to all of them
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=30)
    assert process.returncode == code and (sign == "SIGTERM" or "已中止" in said.decode("utf-8"))
    wait_for_the_end_of(process.pid)
    names = {path.name for path in (tmp_path / "output").iterdir() if path.is_file()}
    done = {name.removesuffix(".html") for name in names if name.endswith(".html") and "附表" not in name}
    assert 0 < len(done) < 60
    endings = (".docx", ".html", ".附表.docx", ".附表.html")
    assert names == {f"{name}{ending}" for name in done for ending in endings}, "each county whole or not at all"
    for path in (tmp_path / "output").glob("*.docx"):
        assert zipfile.ZipFile(path).testzip() is None
        assert BASE_PROPERTY in read_properties(read_parts(path.read_bytes()))
    assert len(list((tmp_path / "output" / ".plangen").iterdir())) == 2 * len(done)


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither groups of processes nor SIGKILL")
def test_processes_end_where_nobody_gives_out_work_any_more(tmp_path: Path) -> None:
    write_counties(tmp_path / "填报", {f"县{number:02d}": spec("青石县") for number in range(40)})
    words = [sys.executable, "-P", "-m", "plangen", "render", "填报", "--format", "md"]
    process = subprocess.Popen(words, cwd=tmp_path, env=settings(), start_new_session=True, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("output/*.md")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.wait()
    wait_for_the_end_of(process.pid)
    assert len(list(tmp_path.glob("output/*.md"))) < 80 and not list(tmp_path.glob("output/.*.tmp"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_check_at_which_a_process_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_counties(tmp_path, {"断县": spec("断县"), "青石县": spec("青石县")})
    plangen.write(plangen.render("青石县.yaml").documents[0].at("稿/青石县.docx"))
    (tmp_path / "稿" / "断县.docx").write_bytes((tmp_path / "稿" / "青石县.docx").read_bytes())
    monkeypatch.setattr(many, "WORK", DYING)
    done = plangen.check_many(["断县.yaml", "青石县.yaml"], "稿", how=plangen.Many(workers=1))
    killed, sound = done.summary.outcomes
    assert (killed.code, killed.findings[0].code, sound.code) == (2, "work-died", 0)
    assert done.code == 2 and done.written is None


def test_each_county_has_its_own_guards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ("青石县", "白云区", "河口县")
    write_counties(tmp_path, {name: spec(name) for name in names})
    specs = [f"{name}.yaml" for name in names]
    one = plangen.Many(workers=1)
    assert plangen.render_many(specs, formats=["docx", "md"], how=one).code == 0
    edited = Path("output/白云区.md")
    edited.write_text(edited.read_text("utf-8") + "改过", "utf-8")
    for name in names:
        Path(f"{name}.yaml").write_text(spec(name, waived=True), "utf-8")
    before = {path: path.read_bytes() for path in Path("output").rglob("白云区*")}
    done = plangen.render_many(specs, formats=["docx", "md"], how=one)
    assert [one.code for one in done.summary.outcomes] == [0, 1, 0]
    refused = done.summary.outcomes[1]
    assert [one.code for one in refused.findings] == ["output-changed"] and not refused.written
    assert all(path.read_bytes() == data for path, data in before.items()), "all of a county's files, or none"
    assert "已经建成" in Path("output/青石县.附表.md").read_text("utf-8")
    forced = plangen.render_many(specs, formats=["docx", "md"], how=plangen.Many(force=True, workers=1))
    assert forced.code == 0 and forced.summary.outcomes[1].backups == ("output/白云区.备份1.md",)


def test_no_county_writes_over_what_another_has_read_or_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    from plangen.county.roster_template import roster_template
    from plangen.county.spec import RosterUnit

    roster = roster_template([RosterUnit(name="青石县水利局", short="县水利局")])
    Path("名册.xlsx").write_bytes(roster)
    text = spec("青石县")
    start, end = text.index("部门名册:"), text.index("方案:")
    write_counties(tmp_path, {"甲": f"{text[:start]}部门名册: 名册.xlsx\n{text[end:]}", "名册": spec("白云区")})
    how = plangen.Many(force=True, workers=1)
    done = plangen.render_many(["甲.yaml", "名册.yaml"], ".", formats=["xlsx"], how=how)
    assert [one.code for one in done.summary.outcomes] == [0, 2]
    assert done.summary.outcomes[1].findings[0].code == "output-is-input" and Path("名册.xlsx").read_bytes() == roster
    # the names of departments are known when a plan is: here sheets of two counties would be one file
    named = spec("青石县").replace("简称: 县水利局", "简称: 甲-县水利局, 对应上级单位: [水利局]")
    write_counties(tmp_path / "乙", {"县": named, "县-甲": spec("白云区")})
    done = plangen.render_many(["乙"], "表", departments=["全部"], formats=["md"], how=plangen.Many(workers=1))
    first, second = done.summary.outcomes
    assert (first.code, second.code, second.findings[0].code) == (0, 2, "output-twice")
    assert "白云区" in Path("表/县-甲-县水利局.md").read_text("utf-8") and not second.written


def test_a_draft_that_people_changed_is_merged_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ("青石县", "白云区")
    write_counties(tmp_path / "一", {name: spec(name) for name in names})
    plangen.render_many(["一"], "一/稿", how=plangen.Many(workers=1))
    place = Path("一/稿/白云区.docx")
    with zipfile.ZipFile(place) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode("utf-8")
    assert body.count("排查事故隐患") > 1
    parts["word/document.xml"] = body.replace("排查事故隐患", "排查治理事故隐患", 1).encode("utf-8")
    with zipfile.ZipFile(place, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    edited = place.read_bytes()
    for name in names:
        Path(f"一/{name}.yaml").write_text(spec(name, waived=True), "utf-8")
    single = plangen.render("一/白云区.yaml")
    expected = plangen.merge_over(single.documents[0], place, date=single.date)
    done = plangen.render_many(["一"], "一/稿", how=plangen.Many(workers=1))
    merged = done.summary.outcomes[0]
    assert merged.county == "白云区" and "人改的都保留" in merged.said
    assert place.read_bytes() == expected.output.data != edited
    assert [Path(path).read_bytes() for path in merged.backups] == [edited]
