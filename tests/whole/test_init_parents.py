"""``plangen init`` with the parents that a county really has: documents, files, ids, by turns; then a draft, always."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import plangen

SHIPPED = [path.stem for path in (Path(plangen.__file__).parents[2] / "specs" / "parents").glob("*.yaml")]
TASKS = (
    "青河市“十五五”应急体系规划\n\n一、规划背景\n\n本规划期为2026-2030年。\n\n二、主要任务\n\n（一）加强源头治理\n\n"
    "1.严格安全准入\n\n新建项目联合把关。（市矿山服务中心牵头，市发展改革委、各县（市、区）人民政府、市直有关部门配合）\n\n"
    "2.排查事故隐患\n\n2027年底前完成一轮全面排查。（市通用航空办公室负责）\n\n"
    "三、重点工程\n\n（一）避难场所工程\n\n建设避难场所。（市审计局牵头，市邮政管理局配合）\n"
)
NOTICE = (
    "沙湾市人民政府办公室关于进一步加强农村防火工作的若干措施\n\n各县（区）人民政府：\n\n"
    "一、落实网格责任。每村明确一名防火网格员。（责任单位：市农房办，各镇村委会）\n\n"
    "二、清理可燃物。每年11月底前完成一次集中清理。（牵头单位：市柴草整治专班；责任单位：市乡村建设指挥部）\n\n"
    "三、配齐器材。（市供销集团牵头，市农机推广站、沙湾石化储运库等单位配合）\n"
)
TABLE = (
    "<html><head><title>白水州防汛备汛任务分解表</title></head><body><h1>白水州2026年防汛备汛任务分解表</h1>"
    "<table><tr><th>序号</th><th>工作任务</th><th>牵头单位</th><th>配合单位</th><th>完成时限</th></tr>"
    "<tr><td>1</td><td>修复水毁堤防</td><td>州河道管护站</td><td>州水文中心、州抢险服务队</td><td>2026年5月底前</td></tr>"
    "<tr><td>2</td><td>核对预警名单</td><td>州山洪预警室</td><td>各乡镇</td><td>2026年4月底前</td></tr></table></body></html>"
)
DOCUMENTS = {"规划.txt": TASKS, "若干措施.md": NOTICE, "分解表.html": TABLE}


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """Return the working folder with three documents whose units nobody knows."""
    for name, text in DOCUMENTS.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def switched_on(text: str) -> str:
    return re.sub(r"(?m)^( *)#(?=- \{名称)", r"\1", text)


@pytest.mark.parametrize("parent", [*SHIPPED, *DOCUMENTS])
def test_what_init_writes_gives_a_draft_with_and_without_its_proposals(invoke, documents: Path, parent: str) -> None:
    begun = invoke("init", "永和县", "--parent", parent)
    assert begun.code in {0, 1}, begun.err
    text = (documents / "永和县.yaml").read_text("utf-8")
    (documents / "全部启用.yaml").write_text(switched_on(text), "utf-8")
    for spec in ("永和县.yaml", "全部启用.yaml"):
        result = invoke("render", spec, "--format", "md")
        assert result.code == 0 and "Traceback" not in result.err, result.err
        assert (documents / "output" / spec).with_suffix(".md").is_file()


def test_a_lead_without_a_counterpart_is_open_in_the_draft_and_said(invoke, documents: Path) -> None:
    assert invoke("init", "永和县", "--parent", "分解表.html").code in {0, 1}
    result = invoke("render", "永和县.yaml", "--format", "md")
    draft = (documents / "output" / "永和县.md").read_text("utf-8")
    assert result.code == 0 and "警告 lead-missing" in result.err and "【待定】" in draft
    (documents / "永和县.yaml").write_text(switched_on((documents / "永和县.yaml").read_text("utf-8")), "utf-8")
    settled = invoke("render", "永和县.yaml", "--format", "md", "--force")
    draft = (documents / "output" / "永和县.md").read_text("utf-8")
    assert settled.code == 0 and "lead-missing" not in settled.err and "【待定】" not in draft
    assert "【县河道管护站】" in draft and "placeholder" in settled.err


def test_a_document_is_imported_beside_the_spec_and_it_is_said_where(invoke, documents: Path) -> None:
    (documents / "县").mkdir()
    result = invoke("init", "永和县", "--parent", "规划.txt", "-o", "县/永和县.yaml")
    assert result.code == 0, result.err
    assert "规划.txt → 县/规划.yaml" in result.out and "id-guessed" in result.err
    spec = plangen.load_spec(documents / "县" / "永和县.yaml").spec
    assert spec is not None and [Path(name).name for name in spec.parents] == ["规划.yaml"]
    assert plangen.load_parent(documents / "县" / "规划.yaml").counts["tasks"] == 2


def test_documents_files_and_ids_go_together_in_their_order(invoke, documents: Path) -> None:
    assert invoke("import", "若干措施.md", "-o", "措施.yaml", "--id", "shawan-cs").code in {0, 1}
    names = ["规划.txt", "xinzhou-145", "措施.yaml", "分解表.html", "规划.txt"]
    result = invoke("init", "永和县", *(word for name in names for word in ("--parent", name)))
    assert result.code in {0, 1}, result.err
    spec = plangen.load_spec("永和县.yaml").spec
    assert spec is not None
    assert [Path(name).name for name in spec.parents] == ["规划.yaml", "xinzhou-145", "措施.yaml", "分解表.yaml"]
    assert len(set(spec.inherit)) == 4
    assert invoke("render", "永和县.yaml").code == 0


def test_the_exit_code_is_the_imports_and_the_spec_is_written_all_the_same(
    invoke, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plangen.parent import importer, rules
    from plangen.terms.findings import Location, Severity

    real = importer.import_document

    def with_an_error(path: Path, **more: object) -> importer.ImportResult:
        from dataclasses import replace

        result = real(path, **more)  # type: ignore[arg-type]
        lost = rules.SECTIONS_LEFT_OUT.found(Location(file=str(path)), severity=Severity.ERROR, named="第五章")
        return replace(result, findings=(*result.findings, lost))

    monkeypatch.setattr(importer, "import_document", with_an_error)
    result = invoke("init", "永和县", "--parent", "规划.txt")
    assert result.code == 1
    assert "第五章" in result.err.splitlines()[0]
    assert (
        "条目可能不全" in result.out and (documents / "永和县.yaml").is_file() and (documents / "规划.yaml").is_file()
    )


def test_a_document_that_cannot_be_read_leaves_nothing_behind(invoke, tmp_path: Path) -> None:
    (tmp_path / "规划.txt").write_text("没有标题的一行。", "utf-8")
    result = invoke("init", "永和县", "--parent", "规划.txt")
    assert result.code in {1, 2} and "错误" in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["规划.txt"]
    missing = invoke("init", "永和县", "--parent", "没有.docx")
    assert missing.code == 2 and "没有.docx" in missing.err


def test_a_second_run_imports_again_and_keeps_the_ids(invoke, documents: Path) -> None:
    assert invoke("init", "永和县", "--parent", "规划.txt").code == 0
    (documents / "规划.txt").write_text(TASKS.replace("1.严格", "1.新增一项\n\n新写的内容。\n\n2.严格"), "utf-8")
    assert invoke("init", "邻和县", "--parent", "规划.txt").code == 0
    plan = plangen.load_parent(documents / "规划.yaml").plan
    assert [item.id for item in plan.tasks] == ["T03", "T01", "T02"]
    assert "T03" in (documents / "邻和县.yaml").read_text("utf-8")


def test_a_file_that_a_person_has_worked_on_is_used_as_it_is(invoke, documents: Path) -> None:
    assert invoke("init", "永和县", "--parent", "规划.txt").code == 0
    target = documents / "规划.yaml"
    target.write_text(target.read_text("utf-8").replace("严格安全准入", "严把安全准入"), "utf-8")
    edited = target.read_bytes()
    result = invoke("init", "邻和县", "--parent", "规划.txt")
    assert result.code == 0 and target.read_bytes() == edited
    assert "规划.yaml 照用" in result.out and "严把安全准入" in (documents / "邻和县.yaml").read_text("utf-8")
    # the document changed as well: what to keep is the planner's to say
    (documents / "规划.txt").write_text(TASKS.replace("建设避难场所", "新建避难场所"), "utf-8")
    refused = invoke("init", "第三县", "--parent", "规划.txt")
    assert refused.code == 1 and "output-changed" in refused.err and target.read_bytes() == edited
    assert not (documents / "第三县.yaml").exists()
    assert invoke("init", "第三县", "--parent", "规划.txt", "--force").code == 0
    assert (documents / "规划.备份1.yaml").read_bytes() == edited


def test_the_yaml_takes_no_other_files_place(invoke, tmp_path: Path) -> None:
    for folder, text in (("甲", TASKS), ("乙", TASKS.replace("青河", "白河")), ("丙", TASKS.replace("青河", "黑河"))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "永和县.txt").write_text(text, "utf-8")
    parents = [word for folder in "甲乙丙" for word in ("--parent", f"{folder}/永和县.txt")]
    result = invoke("init", "永和县", *parents)
    assert result.code == 0, result.err
    assert len(list(tmp_path.glob("*.yaml"))) == 4
    spec = plangen.load_spec("永和县.yaml").spec
    assert spec is not None and len(spec.inherit) == 3
    assert invoke("render", "永和县.yaml").code == 0


@pytest.mark.parametrize("name", ["规 划  稿", "规划：最终#1", "规划（送审稿）[2]", "'规划'", "-规划", "2026"])
def test_the_spec_finds_the_yaml_whatever_the_documents_name(invoke, tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.txt").write_text(TASKS, "utf-8")
    assert invoke("init", "永和县", "--parent", f"{name}.txt").code == 0
    assert (tmp_path / f"{name}.yaml").is_file()
    result = invoke("render", "永和县.yaml")
    assert result.code == 0, result.err


def test_the_roster_workbook_proposes_too(invoke, documents: Path) -> None:
    assert invoke("init", "永和县", "--parent", "规划.txt", "--roster-xlsx").code == 0
    from plangen.office.sheet_reader import read_sheets

    sheets = {sheet.name: sheet for sheet in read_sheets((documents / "部门名册.xlsx").read_bytes())}
    cells = {cell.text for cell in sheets["上位规划另有单位"].cells.values()}
    assert {"【县矿山服务中心】", "【县通用航空办公室】"} <= cells
