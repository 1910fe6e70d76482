"""No command writes over what it reads, or over what it did not write itself."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import plangen
from plangen.county.roster_template import roster_template
from plangen.county.spec import RosterUnit

REPOSITORY = Path(__file__).resolve().parent.parent.parent
YONGHE = REPOSITORY / "specs" / "yonghe.yaml"
DOCUMENT = (
    "某市“十五五”应急体系规划\n\n一、规划背景\n\n本规划期为2026-2030年。\n\n二、主要任务\n\n（一）加强源头治理\n\n"
    "1.严格安全准入\n\n新建项目由市应急局把关。（市应急局牵头，市发展改革委按职责分工负责）\n\n"
    "2.排查事故隐患\n\n2027年底前完成一轮全面排查。（市应急局负责）\n\n三、重点工程\n\n（一）避难场所工程\n\n建设避难场所。\n"
)
COMMANDS = {
    "render": ("render 县.yaml", (".docx", ".md", ".xlsx"), ("县.yaml", "名册.xlsx", "上级.yaml", "模板/style.docx")),
    "check": (
        "check 县.yaml --draft 稿.docx",
        (".txt", ".json", ".html", ".xlsx"),
        ("县.yaml", "名册.xlsx", "上级.yaml", "模板/style.docx", "稿.docx"),
    ),
    "audit": (
        "audit 别人的稿.txt --parent 上级.yaml --parent 规划.txt",
        (".txt", ".json", ".html", ".xlsx"),
        ("别人的稿.txt", "上级.yaml", "规划.txt"),
    ),
    "import": ("import 规划.txt", (".yaml",), ("规划.txt",)),
    "init": ("init 某某县 --parent 上级.yaml", (".yaml",), ("上级.yaml",)),
}
FORMATS = {".txt": "text", ".yaml": None}
# every command with every input, its formats by turns
CASES = [
    (command, endings[number % len(endings)], name)
    for command, (_, endings, names) in COMMANDS.items()
    for number, name in enumerate(names)
]
RESULTS = [(command, ending) for command, (_, endings, _) in COMMANDS.items() for ending in endings]
SPEC = """
县: {名称: 青石县, 所属市: 某市, 所属省: 山西省, 镇: [河口镇]}
部门名册: 名册.xlsx
方案: {规划期: [2026, 2030], 印发单位: 青石县人民政府办公室, 成文日期: 2026-12-15, 模板: 模板}
上位规划: [上级.yaml]
"""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a spec, its roster, its parent, its own style, a draft, and a document to import."""
    folder = tmp_path_factory.mktemp("county")
    (folder / "县.yaml").write_text(SPEC, "utf-8")
    units = [
        RosterUnit(name=f"青石县{full}", short=f"县{short}")
        for full, short in (("应急管理局", "应急局"), ("水利局", "水利局"), ("发展和改革局", "发展改革局"))
    ]
    (folder / "名册.xlsx").write_bytes(roster_template(units))
    (folder / "规划.txt").write_text(DOCUMENT, "utf-8")
    plangen.write(plangen.import_parent(folder / "规划.txt").at(folder / "上级.yaml"))
    (folder / "模板").mkdir()
    shutil.copy(REPOSITORY / "templates" / "style" / "gongwen.docx", folder / "模板" / "style.docx")
    (folder / "别人的稿.txt").write_text(DOCUMENT.replace("市", "县"), "utf-8")
    rendered = plangen.render(folder / "县.yaml", "docx")
    (folder / "稿.docx").write_bytes(rendered.data)
    return folder


def words(command: str, ending: str, target: str) -> list[str]:
    form = FORMATS.get(ending, ending[1:])
    return [*COMMANDS[command][0].split(), *(("--format", form) if form else ()), "-o", target]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("command", "ending", "name"), CASES)
def test_no_command_writes_over_its_inputs(
    invoke, county: Path, tmp_path: Path, command: str, ending: str, name: str
) -> None:
    shutil.copytree(county, tmp_path, dirs_exist_ok=True)
    other = f"另一个名字{ending}"
    os.link(tmp_path / name, tmp_path / other)
    before = contents(tmp_path)
    for target, more in ((name, ()), (other, ("--force",))):
        result = invoke(*words(command, ending, target), *more)
        assert contents(tmp_path) == before, target
        assert result.code == 2, result.err
        assert target == name or "output-is-input" in result.out + result.err
        assert "已" not in result.out


@pytest.mark.parametrize(("command", "ending"), RESULTS)
def test_no_command_writes_over_what_it_did_not_write(
    invoke, county: Path, tmp_path: Path, command: str, ending: str
) -> None:
    shutil.copytree(county, tmp_path, dirs_exist_ok=True)
    target = tmp_path / f"结果{ending}"
    assert invoke(*words(command, ending, target.name)).code in {0, 1}
    first = target.read_bytes()
    again = invoke(*words(command, ending, target.name))
    assert again.code in {0, 1} and "output-changed" not in again.out + again.err
    assert target.read_bytes() == first
    others = b"a file of somebody else's\n"
    target.write_bytes(others)
    refused = invoke(*words(command, ending, target.name))
    assert refused.code == 1 and "output-changed" in refused.out + refused.err and target.read_bytes() == others
    forced = invoke(*words(command, ending, target.name), "--force")
    assert "output-changed" not in forced.out + forced.err and target.read_bytes() == first
    assert (tmp_path / f"结果.备份1{ending}").read_bytes() == others


@pytest.mark.parametrize(("command", "ending"), RESULTS)
def test_the_ending_must_fit_the_format(invoke, county: Path, tmp_path: Path, command: str, ending: str) -> None:
    shutil.copytree(county, tmp_path, dirs_exist_ok=True)
    before = contents(tmp_path)
    wrong = ".docx" if ending != ".docx" else ".md"
    assert invoke(*words(command, ending, f"结果{wrong}"), "--force").code == 2
    assert contents(tmp_path) == before


def test_another_document_of_ours_is_not_replaced_either(invoke, county: Path, tmp_path: Path) -> None:
    shutil.copytree(county, tmp_path, dirs_exist_ok=True)
    assert invoke("render", "县.yaml", "-o", "a.docx").code == 0
    sheet = invoke("render", "县.yaml", "--department", "县水利局", "-o", "a.docx")
    assert sheet.code == 1 and "output-changed" in sheet.err
    assert invoke("render", "县.yaml", "--format", "xlsx", "-o", "a.xlsx").code == 0
    review = invoke("check", "县.yaml", "--format", "xlsx", "-o", "a.xlsx")
    assert review.code == 1 and "output-changed" in review.err


def test_the_files_of_a_county_are_written_together_or_not_at_all(invoke, county: Path, tmp_path: Path) -> None:
    shutil.copytree(county, tmp_path, dirs_exist_ok=True)
    shutil.copy(tmp_path / "县.yaml", tmp_path / "邻县.yaml")
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "邻县.md").write_text("改过", "utf-8")
    result = invoke("render", "邻县.yaml", "--format", "md", "--format", "docx")
    assert result.code == 1 and [path.name for path in (tmp_path / "output").iterdir()] == ["邻县.md"]
    # of several counties, too, and the others have nothing to do with it
    result = invoke("render", "县.yaml", "邻县.yaml", "--format", "md", "--format", "docx")
    names = {path.name for path in (tmp_path / "output").iterdir() if path.suffix}
    assert result.code == 1 and names == {"县.md", "县.附表.md", "县.docx", "县.附表.docx", "邻县.md", "生成汇总.xlsx"}
    assert "output-changed" in result.err and (tmp_path / "output" / "邻县.md").read_text("utf-8") == "改过"


def test_a_spec_with_errors_does_not_keep_the_others_back(invoke, county: Path, tmp_path: Path) -> None:
    shutil.copytree(county, tmp_path, dirs_exist_ok=True)
    (tmp_path / "坏.yaml").write_text("county: {}", "utf-8")
    result = invoke("render", "坏.yaml", "县.yaml", "--format", "md")
    assert result.code == 1 and {path.name for path in (tmp_path / "output").iterdir()} == {
        "县.md",
        "县.附表.md",
        "生成汇总.xlsx",
    }


# -------------------------------------------------------------------------------------------- import, init


def test_a_revised_document_is_imported_over_the_untouched_file(invoke, tmp_path: Path) -> None:
    (tmp_path / "规划.txt").write_text(DOCUMENT, "utf-8")
    assert invoke("import", "规划.txt", "-o", "某市.yaml", "--id", "moushi-155").code == 0
    (tmp_path / "修订稿.txt").write_text(
        DOCUMENT.replace("1.严格安全准入", "1.新增任务\n\n新写的内容。\n\n2.严格安全准入"), "utf-8"
    )
    result = invoke("import", "修订稿.txt", "-o", "某市.yaml")
    assert result.code == 0, result.err
    assert "新增" in result.out and [path.name for path in tmp_path.glob("某市*")] == ["某市.yaml"]
    titles = {item.id: item.title for item in plangen.load_parent(tmp_path / "某市.yaml").plan.all_items()}
    assert (titles["T01"], titles["T03"]) == ("严格安全准入", "新增任务")


def test_a_file_that_a_person_changed_is_kept_and_so_is_what_was_added(invoke, tmp_path: Path) -> None:
    (tmp_path / "规划.txt").write_text(DOCUMENT, "utf-8")
    assert invoke("import", "规划.txt", "-o", "某市.yaml").code == 0
    target = tmp_path / "某市.yaml"
    target.write_text(
        target.read_text("utf-8").replace("\nprojects:", "\n  - {id: T90, title: 补充的任务}\nprojects:"), "utf-8"
    )
    edited = target.read_bytes()
    refused = invoke("import", "规划.txt", "-o", "某市.yaml")
    assert refused.code == 1 and "output-changed" in refused.err and target.read_bytes() == edited
    forced = invoke("import", "规划.txt", "-o", "某市.yaml", "--force")
    assert forced.code == 0 and "added-items-kept" in forced.err and "补充的任务" in forced.err
    assert "补充的任务" in target.read_text("utf-8")
    assert (tmp_path / "某市.备份1.yaml").read_bytes() == edited
    # what was kept is still a person's the next time, and the file counts as changed no more
    assert invoke("import", "规划.txt", "-o", "某市.yaml").code == 0
    assert "补充的任务" in target.read_text("utf-8")


def test_another_citys_plan_is_not_imported_over_this_one(invoke, tmp_path: Path) -> None:
    (tmp_path / "规划.txt").write_text(DOCUMENT, "utf-8")
    (tmp_path / "邻市.txt").write_text(DOCUMENT.replace("某市", "邻市"), "utf-8")
    assert invoke("import", "规划.txt", "-o", "某市.yaml").code == 0
    assert invoke("import", "邻市.txt", "-o", "某市.yaml").code == 1


def test_a_roster_for_a_county_that_has_its_spec(invoke, tmp_path: Path) -> None:
    assert invoke("init", "某某县").code == 0
    spec = tmp_path / "某某县.yaml"
    spec.write_text(spec.read_text("utf-8") + "# 改过\n", "utf-8")
    before = spec.read_bytes()
    result = invoke("init", "某某县", "--roster-xlsx")
    assert result.code == 0, result.err
    assert (tmp_path / "部门名册.xlsx").is_file() and spec.read_bytes() == before
    assert "没有改动" in result.out
    again = invoke("init", "某某县")
    assert again.code == 1 and spec.read_bytes() == before


def test_init_lists_the_items_of_every_parent(invoke, tmp_path: Path) -> None:
    assert invoke("init", "某某县", "--parent", "jincheng-155", "--parent", "xinzhou-145").code == 0
    spec = plangen.load_spec(tmp_path / "某某县.yaml").spec
    assert spec is not None and spec.parents == ("jincheng-155", "xinzhou-145")
    text = (tmp_path / "某某县.yaml").read_text("utf-8")
    for name in spec.parents:
        part = text[text.index(f"\n  {name}:\n") :]
        for item in plangen.load_parent(name).plan.all_items():
            assert f"#{item.id}: {{}}" in part
    assert invoke("validate", "某某县.yaml").code == 0
    assert invoke("render", "某某县.yaml", "--format", "md").code == 0


def test_several_departments_get_their_sheets(invoke, tmp_path: Path) -> None:
    assert invoke("render", str(YONGHE), "--department", "县水利局", "--department", "县教育局").code == 0
    assert len(list((tmp_path / "output").glob("*.docx"))) == 2


@pytest.mark.parametrize("word", ["全部", "all"])
def test_every_department_gets_its_sheet(invoke, tmp_path: Path, word: str) -> None:
    plan = plangen.build_plan(YONGHE).plan
    busy = {one.unit for one in plan.duties if one.leads or one.participates}
    groups = {group.name for group in plan.spec.roster.groups}
    assert invoke("render", str(YONGHE), "--department", word, "--format", "md").code == 0
    names = {path.stem.removeprefix("yonghe-") for path in (tmp_path / "output").iterdir()}
    assert names >= busy - groups and not names & groups and "县医疗集团" in names, "members of groups are asked too"
    assert invoke("render", str(YONGHE), "--department", word, "-o", "a.docx").code == 2


@pytest.mark.parametrize(
    "line",
    [
        "render a.yaml -o a -o b",
        "check a.yaml --draft a.docx --draft b.docx",
        "check a.yaml --format json --format html",
        "audit a.txt --parent x -o a.txt --output b.txt",
        "diff a b --spec a.yaml --spec b.yaml",
        "import a.txt --id a-1 --id b-1",
        "import a.txt --explain 1 --explain 2",
        "init 某某县 -o a.yaml -o b.yaml",
        "schema --format text --format json",
        "validate a.yaml --format text --format json",
    ],
)
def test_an_option_that_counts_once_is_not_given_twice(invoke, tmp_path: Path, line: str) -> None:
    result = invoke(*line.split())
    assert result.code == 2 and "只能写一次" in result.err
    assert list(tmp_path.iterdir()) == []
