"""Whose draft is whose: by its marks, its title, its name, and never by guessing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

import plangen
from many_counties import spec, write_counties
from plangen.api.folders import Found, find_drafts, find_specs
from plangen.api.marks import DraftMark, SpecMark
from plangen.api.pairing import Paired, pair

YEARS = (2026, 2030)
SPECS = [
    SpecMark(path="a/甲县.yaml", county="甲县", kind="implementation", period=YEARS, document="implementation-1"),
    SpecMark(path="a/乙县.yaml", county="乙县", kind="implementation", period=YEARS, document="implementation-2"),
    SpecMark(
        path="a/乙县旧.yaml", county="乙县", kind="implementation", period=(2021, 2025), document="implementation-3"
    ),
]
FINGERPRINTS = {"a/甲县.yaml": "f1", "b/甲县.yaml": "f2"}


def paired(drafts: Sequence[DraftMark], specs: Sequence[SpecMark] = SPECS) -> Paired:
    return pair(specs, drafts, lambda asked: {one.path: FINGERPRINTS.get(one.path) for one in asked})


def marked(path: str, document: str, **more: object) -> DraftMark:
    return DraftMark(path=path, county="某县", document=document, **more)


def titled(path: str, county: str | None, period: tuple[int, int] | None = YEARS, kind: str | None = None) -> DraftMark:
    return DraftMark(path=path, county=county, period=period, kind=kind)


@pytest.mark.parametrize(
    ("draft", "owner"),
    [
        (marked("乙县.docx", "implementation-1"), "甲县"),  # what it bears counts more than its name
        (marked("定稿.docx", "implementation-3"), "乙县旧"),
        (marked("甲县.docx", "implementation-9"), None),
        (titled("1.docx", "乙县"), "乙县"),
        (titled("1.docx", "乙县", (2021, 2025)), "乙县旧"),
        (titled("1.docx", "乙县", None), None),  # two of them, and neither has its name
        (titled("乙县.docx", "乙县", None), "乙县"),
        (titled("1.docx", "甲县", kind="plan"), None),
        (titled("甲县.docx", "丙县"), "甲县"),  # the check says that it speaks of another
        (titled("丙县.docx", "丙县"), None),
        (titled("甲县.docx", None), "甲县"),
        (titled("甲县（修改稿）.docx", None), "甲县"),
        (titled("乙县（修改稿）.docx", None), None),
        (titled("来文.docx", None), None),
    ],
)
def test_a_draft_finds_its_spec(draft: DraftMark, owner: str | None) -> None:
    found = paired([draft])
    assert found.drafts == ({f"a/{owner}.yaml": draft.path} if owner else {})
    assert set(found.alone) == {one.path for one in SPECS} - {f"a/{owner}.yaml"}
    said = [*found.findings, *(finding for _, finding in found.left)]
    assert [finding.code for finding in said] == (
        [] if owner else ["draft-unknown" if draft.county is None else "draft-without-spec"]
    )


def test_copies_of_a_spec_are_told_apart_by_what_the_draft_was_rendered_from() -> None:
    copy = SpecMark(path="b/甲县.yaml", county="甲县", kind="implementation", period=YEARS, document="implementation-1")
    specs = [SPECS[0], copy]
    drafts = [
        marked("x.docx", "implementation-1", fingerprint="f2"),
        marked("y.docx", "implementation-1", fingerprint="f1"),
    ]
    assert paired(drafts, specs).drafts == {"b/甲县.yaml": "x.docx", "a/甲县.yaml": "y.docx"}
    unknown = paired([marked("甲县.docx", "implementation-1", fingerprint="f0")], specs)
    assert not unknown.drafts and [finding.code for _, finding in unknown.left] == ["draft-without-spec"]


def test_of_several_drafts_the_one_of_its_name_is_taken_and_the_others_are_named() -> None:
    found = paired([marked("甲县.docx", "implementation-1"), marked("甲县最终.docx", "implementation-1")])
    assert found.drafts == {"a/甲县.yaml": "甲县.docx"}
    assert [finding.code for finding in found.findings] == ["draft-not-taken"]
    several = paired([marked("改.docx", "implementation-1"), marked("最终.docx", "implementation-1")])
    assert not several.drafts and several.alone["a/甲县.yaml"].code == "spec-with-drafts"
    assert several.alone["a/甲县.yaml"].values["names"] == ["改.docx", "最终.docx"]


def test_annexes_and_sheets_of_departments_are_nobodys_draft() -> None:
    found = paired([marked("甲县-水利局.docx", "implementation-1", other=True), marked("稿.docx", "implementation-1")])
    assert found.drafts == {"a/甲县.yaml": "稿.docx"}
    assert [finding.code for finding in found.findings] == ["folder-passed-over"]


def test_a_spec_that_cannot_be_read_is_said_to_be_so_and_keeps_its_draft() -> None:
    found = paired([marked("坏县.docx", "implementation-7")], [SpecMark(path="坏县.yaml")])
    assert found.drafts == {"坏县.yaml": "坏县.docx"} and not found.left
    assert not paired([], [SpecMark(path="坏县.yaml")]).alone, "what is wrong with it is said instead"


def names(found: Found) -> tuple[list[str], list[str]]:
    passed = [name for finding in found.findings for name in finding.values["names"]]
    return [path.name for path in found.files], passed


def test_the_specs_of_a_folder(tmp_path: Path) -> None:
    write_counties(tmp_path, {"乙": spec("乙县"), "甲": "countyy: {}"})
    write_counties(tmp_path / "丙县", {"丙": '"县": {}', "pack": "chapters: []", "themes": "themes: []"})
    write_counties(tmp_path / "丙县" / "深处", {"丁": spec("丁县")})
    for name, text in {
        "乙.yml": spec("戊县"),
        ".隐.yaml": "",
        "说明.txt": "",
        "修正.yaml": "修正: {}\n",
        "二进制.yaml": "\0",
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    taken, passed = names(find_specs([tmp_path, tmp_path / "乙.yaml", "没有.yaml"]))
    # what nobody knows is taken, so that it is said what is wrong with it
    assert taken == ["乙.yaml", "乙.yml", "二进制.yaml", "甲.yaml", "丙.yaml", "没有.yaml"]
    assert passed == ["上位规划.yaml", "修正.yaml", "pack.yaml", "themes.yaml", "上位规划.yaml"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among files")
def test_what_is_no_file_is_passed_over_and_named(tmp_path: Path) -> None:
    write_counties(tmp_path, {"甲": spec("甲县")})
    os.mkfifo(tmp_path / "管道.yaml")
    (tmp_path / "断链.yaml").symlink_to("没有.yaml")
    assert names(find_specs([tmp_path])) == (["甲.yaml"], ["上位规划.yaml", "断链.yaml", "管道.yaml"])


def test_the_drafts_of_a_folder(tmp_path: Path) -> None:
    passed = ["甲.附表.docx", "甲.备份1.docx", "甲.核对.html", "核对汇总.html", "甲.pdf", "甲.md"]
    for name in ["甲.docx", "乙.pdf", "乙.txt", "丙.DOC", *passed, "~$甲.docx", "甲.xlsx", "图.png"]:
        (tmp_path / name).write_bytes(b"x")
    taken, others = names(find_drafts([tmp_path]))
    assert sorted(taken) == sorted(["甲.docx", "乙.pdf", "丙.DOC"]) and sorted(others) == sorted([*passed, "乙.txt"])
    with pytest.raises(plangen.FindingsError, match="folder-unreadable"):
        find_drafts([tmp_path / "甲.docx"], folders=True)


def test_a_folder_of_drafts_is_checked_county_by_county(invoke, tmp_path: Path) -> None:
    counties = {
        "青石县": spec("青石县"),
        "白云区": spec("白云区"),
        "河口县": spec("河口县"),
        "丁": spec("丁家县"),
        "坏": "县: [",
    }
    write_counties(tmp_path / "填报", counties)
    drafts = tmp_path / "稿"
    drafts.mkdir()
    for name in ("青石县", "白云区", "丁"):
        for one in plangen.render(tmp_path / "填报" / f"{name}.yaml").documents:
            plangen.write(one.at(drafts / f"{name}{'.附表' if one.companion else ''}.docx"))
    text = plangen.render(tmp_path / "填报" / "河口县.yaml", "md").data.decode("utf-8")
    (drafts / "河口县.txt").write_text("河口县“十五五”应急体系规划实施方案\n\n" + text[:40], "utf-8")
    (drafts / "青石县.docx").rename(drafts / "报送件1.docx")
    shutil.copy(drafts / "白云区.docx", drafts / "~$白云区.docx")
    (drafts / "来文.txt").write_text("请于月底前报送有关材料。\n联系人：张某。\n", "utf-8")
    (tmp_path / "填报" / "丁.yaml").unlink()
    result = invoke("check", "填报", "--drafts", "稿", "--format", "json", "--summary", "汇总.json")
    form = json.loads(result.out)
    found = {one["county"]: one for one in form["counties"]}
    assert list(found) == ["坏", "河口县", "白云区", "青石县", "丁家县"]
    assert found["青石县"]["draft"] == "稿/报送件1.docx" and found["青石县"]["code"] == 0
    assert found["白云区"]["counts"]["carried"] == 3 and found["河口县"]["counts"]["missing"]
    assert found["河口县"]["worst"] and found["河口县"]["draft"] == "稿/河口县.txt"
    assert found["坏"]["state"] == "failed" and found["坏"]["findings"][0]["code"] == "yaml-syntax"
    assert found["丁家县"]["findings"][0]["code"] == "draft-without-spec" and found["丁家县"]["spec"] is None
    assert {one["code"] for one in form["findings"]} == {"folder-passed-over", "draft-unknown"}
    assert result.code == form["code"] == 2
    written = json.loads((tmp_path / "汇总.json").read_text("utf-8"))
    assert written["counties"] == [{key: one[key] for key in one if key != "review"} for one in form["counties"]]
