"""The command line as a planner meets it: exit codes, messages, files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent
YONGHE = REPOSITORY / "specs" / "yonghe.yaml"


def test_render_writes_where_the_readme_says(invoke, tmp_path: Path) -> None:
    result = invoke("render", str(YONGHE))
    assert result.code == 0, result.err
    assert (tmp_path / "output" / "yonghe.docx").is_file()
    assert "已生成：" in result.out
    assert "承接" in result.out


def test_render_both_formats_into_a_folder(invoke, tmp_path: Path) -> None:
    result = invoke("render", str(YONGHE), "-o", "初稿", "--format", "docx", "--format", "md")
    assert result.code == 0, result.err
    assert sorted(path.name for path in (tmp_path / "初稿").iterdir()) == [
        ".plangen",
        "yonghe.docx",
        "yonghe.md",
        "yonghe.附表.docx",
        "yonghe.附表.md",
    ]


def test_same_input_same_bytes(invoke, tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        assert invoke("render", str(YONGHE), "-o", name).code == 0
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_several_specs_at_once(invoke, tmp_path: Path) -> None:
    result = invoke("render", str(YONGHE), str(REPOSITORY / "specs" / "yonghe-145.yaml"), "-o", "out")
    assert result.code == 0, result.err
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        ".plangen",
        "yonghe-145.docx",
        "yonghe-145.附表.docx",
        "yonghe.docx",
        "yonghe.附表.docx",
        "生成汇总.xlsx",
    ]


def test_rendering_again_replaces_an_untouched_file(invoke) -> None:
    assert invoke("render", str(YONGHE)).code == 0
    assert invoke("render", str(YONGHE)).code == 0


@pytest.mark.parametrize("form", ["docx", "html", "md"])
def test_a_changed_file_is_not_overwritten(invoke, tmp_path: Path, form: str) -> None:
    assert invoke("render", str(YONGHE), "--format", form).code == 0
    target = tmp_path / "output" / f"yonghe.{form}"
    if form == "docx":
        import docx

        document = docx.Document(str(target))
        document.paragraphs[8].add_run("改动")
        document.save(str(target))
    else:
        target.write_text(target.read_text("utf-8").replace("工作原则", "工作的原则"), "utf-8")
    changed = target.read_bytes()
    refused = invoke("render", str(YONGHE), "--format", form)
    assert refused.code == (0 if form == "docx" else 1)
    assert ("没有动它" in refused.out) if form == "docx" else ("output-changed" in refused.err)
    assert target.read_bytes() == changed
    forced = invoke("render", str(YONGHE), "--format", form, "--force")
    assert forced.code == 0
    assert (tmp_path / "output" / f"yonghe.备份1.{form}").read_bytes() == changed


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, 2),
        (b"", 2),
        (b"\x00\x01\x02\xff", 2),
        (b"county: {a: 1", 2),
        ("只有一行字".encode(), 2),
        (b"county: {}", 1),
    ],
)
def test_unusable_specs(invoke, tmp_path: Path, content: bytes | None, code: int) -> None:
    spec = tmp_path / "县.yaml"
    if content is not None:
        spec.write_bytes(content)
    result = invoke("render", str(spec))
    assert result.code == code, result.err
    assert "错误" in result.err
    assert "Traceback" not in result.err
    assert not (tmp_path / "output").exists()


def test_folder_instead_of_a_spec(invoke, tmp_path: Path) -> None:
    result = invoke("render", str(tmp_path))
    assert result.code == 2
    assert "文件夹" in result.err


def test_output_that_cannot_be_written(invoke, tmp_path: Path) -> None:
    (tmp_path / "占用").write_text("x", "utf-8")
    result = invoke("render", str(YONGHE), "-o", "占用/a.docx")
    assert result.code == 2
    assert "写不进去" in result.err


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("period: [2026, 2030]", "period: [2030, 2026]", 1, "2030"),
        ("parents: [jincheng-155]", "parents: [jincheng-156]", 1, "jincheng-155"),
        ("county:", "countyy:", 1, "county"),
    ],
)
def test_broken_copies_of_the_example(invoke, tmp_path: Path, old: str, new: str, code: int, words: str) -> None:
    text = YONGHE.read_text("utf-8")
    assert old in text
    spec = tmp_path / "坏.yaml"
    spec.write_text(text.replace(old, new, 1), "utf-8")
    result = invoke("render", str(spec))
    assert result.code == code, result.err
    assert words in result.err
    assert not (tmp_path / "output").exists()


def template_spec(tmp_path: Path) -> Path:
    text = YONGHE.read_text("utf-8")
    spec = tmp_path / "模板.yaml"
    spec.write_text(text.replace("\nplan:\n", "\nplan:\n  template: 我的模板\n", 1), "utf-8")
    (tmp_path / "我的模板").mkdir()
    return spec


def test_own_chapter_replaces_one_chapter(invoke, tmp_path: Path) -> None:
    spec = template_spec(tmp_path)
    own = tmp_path / "我的模板" / "requirements.md.j2"
    own.write_text("# 三、组织保障\n\n由{{ county.name }}人民政府统一组织。\n", "utf-8")
    assert invoke("render", str(spec), "--format", "md").code == 0
    text = (tmp_path / "output" / "模板.md").read_text("utf-8")
    assert "三、组织保障" in text and "三、工作要求" not in text and "一、工作原则" in text


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("{{ coutny.name }}", "template-undefined"),
        ("{% if %}", "template-syntax"),
        ("{{ settings.stage.__class__.__mro__ }}", "template-forbidden"),
        ("{% include '没有.j2' %}", "template-missing"),
        ("{{ fact('no_such_fact') }}", "template-empty-value"),
        ("{{ 1 / 0 }}", "template-failed"),
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "template-forbidden"),
        ('{{ "x" * 10000000000 }}', "template-forbidden"),
        ("{{ 9 ** 999999 }}", "template-forbidden"),
        ("{% include 'requirements.md.j2' %}", "template-failed"),
    ],
)
def test_broken_templates_are_findings_with_their_place(invoke, tmp_path: Path, template: str, code: str) -> None:
    spec = template_spec(tmp_path)
    (tmp_path / "我的模板" / "requirements.md.j2").write_text(f"# 三、要求\n\n{template}\n", "utf-8")
    result = invoke("render", str(spec))
    assert result.code == 1
    assert code in result.err
    assert "requirements.md.j2:3" in result.err or code == "template-missing"
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    ("name", "text", "codes", "code"),
    [
        ("tasks.md.j2", "## （二）重点任务\n\n省略。\n", ["items-not-in-text"], 1),
        ("requirements.md.j2", '{items="no-such:T99"}\n三、要求\n', ["items-unknown"], 1),
        ("requirements.md.j2", '{items="jincheng-155:T01"}\n三、要求\n', ["items-repeated"], 0),
        ("annex-tasks.md.j2", "不列表。\n", ["items-not-in-tables"], 0),
        ("requirements.md.j2", "", ["template-empty"], 0),
        ("requirement.md.j2", "# 三、要求\n", ["template-unused", "requirements.md.j2"], 0),
        ("工作要求.md.j2", "# 三、要求\n", ["template-unused"], 0),
    ],
)
def test_own_chapters_lose_nothing_in_silence(
    invoke, tmp_path: Path, name: str, text: str, codes: list[str], code: int
) -> None:
    spec = template_spec(tmp_path)
    (tmp_path / "我的模板" / name).write_text(text, "utf-8")
    for form in ("docx", "md"):
        result = invoke("render", str(spec), "--format", form)
        assert result.code == code, result.err
        assert all(word in result.err for word in codes)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_own_chapters_in_the_encodings_of_office_computers(invoke, tmp_path: Path, encoding: str) -> None:
    spec = template_spec(tmp_path)
    (tmp_path / "我的模板" / "requirements.md.j2").write_bytes("# 三、组织保障\n\n抓好落实。\n".encode(encoding))
    assert invoke("render", str(spec), "--format", "md").code == 0
    text = (tmp_path / "output" / "模板.md").read_text("utf-8")
    assert "\n# 三、组织保障\n" in text and "\ufeff" not in text


def test_an_empty_template_folder_is_said_to_be_one(invoke, tmp_path: Path) -> None:
    result = invoke("render", str(template_spec(tmp_path)))
    assert result.code == 0 and "template-folder-empty" in result.err


def test_templates_stay_in_their_folder(invoke, tmp_path: Path) -> None:
    spec = template_spec(tmp_path)
    (tmp_path / "秘密.txt").write_text("口令", "utf-8")
    try:
        (tmp_path / "我的模板" / "requirements.md.j2").symlink_to(tmp_path / "秘密.txt")
    except OSError:
        pytest.skip("links are not allowed here")
    result = invoke("render", str(spec), "--format", "md")
    assert result.code == 1 and "template-forbidden" in result.err
    assert not (tmp_path / "output").exists()


def test_two_specs_of_one_name_are_not_written_over_each_other(invoke, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for spec in (tmp_path / "a.yaml", tmp_path / "b" / "a.yaml"):
        shutil.copy(YONGHE, spec)
    result = invoke("render", "a.yaml", "b/a.yaml")
    assert result.code == 2 and "都会写成" in result.err
    assert not (tmp_path / "output").exists()


def test_the_draft_of_another_county_is_not_replaced(invoke, tmp_path: Path) -> None:
    assert invoke("render", str(YONGHE), "-o", "e.docx").code == 0
    assert invoke("init", "某某县", "--parent", "jincheng-155").code == 0
    before = (tmp_path / "e.docx").read_bytes()
    result = invoke("render", "某某县.yaml", "-o", "e.docx")
    assert result.code == 1 and "output-changed" in result.err
    assert (tmp_path / "e.docx").read_bytes() == before


@pytest.mark.parametrize("words", [("-o", "x.pdf"), ("-o", "x.md"), ("-o", "x.docx", "--format", "md")])
def test_output_names_that_do_not_fit(invoke, tmp_path: Path, words: tuple[str, ...]) -> None:
    result = invoke("render", str(YONGHE), *words)
    assert result.code == 2, result.err
    assert list(tmp_path.iterdir()) == []


def test_a_format_named_twice_is_one_file(invoke, tmp_path: Path) -> None:
    assert invoke("render", str(YONGHE), "--format", "md", "--format", "md", "-o", "q.md").code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["q.md", "q.附表.md"]


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_the_readmes_spec_is_sound(invoke, tmp_path: Path, name: str) -> None:
    blocks = (REPOSITORY / name).read_text("utf-8").split("```yaml\n")[1:]
    assert blocks
    for block in blocks:
        (tmp_path / "县.yaml").write_text(block.split("```")[0], "utf-8")
        result = invoke("render", "县.yaml", "-o", "out")
        assert result.code == 0, result.err


def test_init_validates_and_renders_as_it_is(invoke, tmp_path: Path) -> None:
    assert invoke("init", "某某县", "--parent", "jincheng-155").code == 0
    text = (tmp_path / "某某县.yaml").read_text("utf-8")
    assert "# " in text and "T01" in text and "P09" in text
    assert invoke("validate", "某某县.yaml").code == 0
    assert invoke("render", "某某县.yaml").code == 0
    again = invoke("init", "某某县")
    assert again.code == 1 and "output-changed" in again.err


def test_validate_as_json_prints_one_object(invoke, tmp_path: Path) -> None:
    spec = tmp_path / "a.yaml"
    spec.write_text(YONGHE.read_text("utf-8").replace("county:", "countyy:", 1), "utf-8")
    result = invoke("validate", "a.yaml", "--format", "json")
    assert result.code == 1
    findings = json.loads(result.out)["findings"]
    assert any(finding["severity"] == "error" and finding["location"]["line"] for finding in findings)


def test_schema_is_json(invoke) -> None:
    result = invoke("schema", "--format", "json")
    schema = json.loads(result.out)
    assert result.code == 0
    assert "county" in schema["properties"] and "县" in schema["properties"]
    shipped = json.loads((REPOSITORY / "specs" / "plangen-schema.json").read_text("utf-8"))
    assert shipped == schema, "write it anew: plangen schema --format json > specs/plangen-schema.json"


def test_parents_lists_and_shows(invoke) -> None:
    listing = invoke("parents")
    assert listing.code == 0
    for name in ("xinzhou-145", "yangquan-145", "changzhi-145", "jincheng-155", "yonghe-145"):
        assert name in listing.out
    one = invoke("parents", "xinzhou-145")
    assert "T10" in one.out and "严格安全准入" in one.out
    wrong = invoke("parents", "xinzou-145")
    assert wrong.code == 2 and "xinzhou-145" in wrong.err


def test_import_and_render_with_an_own_parent(invoke, tmp_path: Path) -> None:
    document = tmp_path / "某市规划.txt"
    document.write_text(
        "某市“十五五”应急体系规划\n\n一、规划背景\n\n本规划期为2026-2030年，全市上下共同努力。\n\n"
        "二、主要任务\n\n（一）加强源头治理\n\n1.严格安全准入\n\n新建项目由市应急局会同市发展改革委联合把关。"
        "（市应急局牵头，市发展改革委按职责分工负责）\n\n2.排查事故隐患\n\n2027年底前完成一轮全面排查。（市应急局负责）\n\n"
        "三、重点工程\n\n（一）城乡避难场所建设工程\n\n在全市各县（市、区）建设避难场所。\n\n"
        "四、保障措施\n\n各级各部门要加强领导。\n",
        "utf-8",
    )
    result = invoke("import", str(document), "-o", "某市.yaml", "--id", "moushi-155")
    assert result.code == 0, result.err
    text = YONGHE.read_text("utf-8")
    head, _, _ = text.partition("\nparents:")
    (tmp_path / "县.yaml").write_text(head + "\nparents: [某市.yaml]\n", "utf-8")
    rendered = invoke("render", "县.yaml", "--format", "md")
    assert rendered.code == 0, rendered.err
    draft = (tmp_path / "output" / "县.md").read_text("utf-8")
    assert "新建项目由县应急局会同县发展改革局联合把关" in draft
    assert "2027年底前" in draft


def test_import_of_an_existing_target_is_refused(invoke, tmp_path: Path) -> None:
    shutil.copy(REPOSITORY / "specs" / "parents" / "xinzhou-145.yaml", tmp_path / "a.yaml")
    (tmp_path / "规划.txt").write_text("一、重点任务\n\n（一）甲\n\n做好甲。\n\n（二）乙\n\n做好乙。\n", "utf-8")
    result = invoke("import", "规划.txt", "-o", "a.yaml")
    assert result.code in {1, 2}
    assert (tmp_path / "a.yaml").read_bytes() == (REPOSITORY / "specs" / "parents" / "xinzhou-145.yaml").read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rendr",), "没有“rendr”这个命令"),
        (("render",), "缺少参数"),
        (("render", "--frmat", "md", "a"), "--frmat"),
        (("render", "a.yaml", "--format", "pdf"), "只能是"),
        (("render", "a.yaml", "--department"), "--department 的写法不对：后面少了内容"),
        (("render", "a.yaml", "--force=1"), "--force 的写法不对"),
        (("audit", "a.txt"), "缺少 --parent，请写明上位规划"),
    ],
)
def test_wrong_usage_is_said_in_chinese(invoke, words: tuple[str, ...], said: str) -> None:
    result = invoke(*words)
    assert result.code == 2
    assert said in result.err


def test_help_of_every_command(invoke) -> None:
    for command in ("render", "validate", "import", "parents", "init", "schema"):
        result = invoke(command, "--help")
        assert result.code == 0
        assert result.out.startswith("用法：")
        assert "Show this message" not in result.out


def test_workbook_beside_the_word_file(invoke, tmp_path: Path) -> None:
    assert invoke("render", str(YONGHE), "--format", "xlsx", "--format", "docx").code == 0
    first = (tmp_path / "output" / "yonghe.xlsx").read_bytes()
    assert invoke("render", str(YONGHE), "--format", "xlsx").code == 0
    assert (tmp_path / "output" / "yonghe.xlsx").read_bytes() == first
    import openpyxl

    names = openpyxl.load_workbook(tmp_path / "output" / "yonghe.xlsx", read_only=True).sheetnames
    assert names[0] == "总表" and any("县水利局" in name for name in names)


def test_a_department_gets_its_own_sheet(invoke, tmp_path: Path) -> None:
    assert invoke("render", str(YONGHE), "--department", "永和县水利局").code == 0
    (path,) = (tmp_path / "output").glob("*.docx")
    assert path.suffix == ".docx" and "水利局" in path.name
    wrong = invoke("render", str(YONGHE), "--department", "县水力局")
    assert wrong.code in {1, 2} and "县水利局" in wrong.err


def test_who_says_who_does_what_and_why(invoke) -> None:
    unit = invoke("who", "永和县水利局", str(YONGHE))
    assert unit.code == 0 and "牵头" in unit.out and "依据" in unit.out
    item = invoke("who", "T12", str(YONGHE))
    assert item.code == 0 and "县应急局" in item.out
    wrong = invoke("who", "县水力局", str(YONGHE))
    assert wrong.code == 2 and "县水利局" in wrong.err


def test_the_roster_may_be_an_excel_file(invoke, tmp_path: Path) -> None:
    assert invoke("init", "青石县", "--roster-xlsx").code == 0
    assert (tmp_path / "部门名册.xlsx").is_file()
    from plangen.county.load import load_spec
    from plangen.county.roster_template import roster_template

    spec, _ = load_spec(YONGHE)
    assert spec is not None
    (tmp_path / "名册.xlsx").write_bytes(roster_template(spec.roster.units, spec.roster.groups))
    text = YONGHE.read_text("utf-8")
    head, rest = text.split("\nroster:\n", 1)
    tail = rest[rest.index("\nplan:\n") :]
    (tmp_path / "县.yaml").write_text(f"{head}\nroster: 名册.xlsx\n{tail}", "utf-8")
    assert invoke("render", "县.yaml", "--format", "md", "-o", "a.md").code == 0
    assert invoke("render", str(YONGHE), "--format", "md", "-o", "b.md").code == 0
    one, two = ((tmp_path / name).read_text("utf-8").rsplit("<!--", 1)[0] for name in ("a.md", "b.md"))
    assert one == two


def test_check_of_the_own_draft_finds_everything(invoke) -> None:
    result = invoke("check", str(YONGHE), "--format", "json")
    assert result.code == 0, result.err
    report = json.loads(result.out)
    assert set(report) == {"parents", "items", "findings"}
    counts = report["parents"][0]["counts"]
    assert counts["missing"] == counts["suspect"] == counts["partial"] == 0
    assert counts["carried"] + counts["doubtful"] + counts["waived"] == counts["total"] == 109
    # in doubt is only what the county has yet to write
    doubts = [finding for finding in report["findings"] if finding["severity"] != "info"]
    assert {finding["code"] for finding in doubts} <= {"measures-open"}
    assert counts["doubtful"] == len(doubts)


def test_check_of_a_draft_that_lost_a_task(invoke, tmp_path: Path) -> None:
    import docx

    assert invoke("render", str(YONGHE), "-o", "a.docx").code == 0
    document = docx.Document(str(tmp_path / "a.docx"))
    (place,) = [p for p in document.paragraphs if p.text == "强化风险精准化源头治理" and p.style.name == "Heading 4"]
    for paragraph in (place._p.getnext(), place._p):
        paragraph.getparent().remove(paragraph)
    document.save(str(tmp_path / "a.docx"))
    result = invoke("check", str(YONGHE), "--draft", "a.docx", "--format", "json")
    (item,) = [one for one in json.loads(result.out)["items"] if one["id"] == "T02"]
    assert item["status"] in {"missing", "partial"}
    others = [one for one in json.loads(result.out)["items"] if one["id"] != "T02"]
    assert {one["status"] for one in others} <= {"carried", "waived"}


@pytest.mark.parametrize(("form", "name"), [("html", "核对.html"), ("xlsx", "审核表.xlsx")])
def test_reports_are_written(invoke, tmp_path: Path, form: str, name: str) -> None:
    assert invoke("check", str(YONGHE), "--format", form).code == 2
    result = invoke("check", str(YONGHE), "--format", form, "-o", name)
    assert result.code == 0, result.err
    assert (tmp_path / name).stat().st_size > 5000


def test_audit_of_a_foreign_draft(invoke, tmp_path: Path) -> None:
    (tmp_path / "稿.txt").write_text(
        "某县实施方案\n\n一、重点任务\n\n（一）严格安全准入\n\n把好新建项目安全关口。\n\n（二）强化应急预案准备\n\n修订应急预案。\n",
        "utf-8",
    )
    result = invoke("audit", "稿.txt", "--parent", "xinzhou-145", "--format", "json")
    assert result.code == 1
    items = {one["id"]: one["status"] for one in json.loads(result.out)["items"]}
    assert len(items) == 76
    assert items["T20"] == "missing"
    assert items["T10"] != "missing"
    assert invoke("audit", "没有.docx", "--parent", "xinzhou-145").code == 2
    assert invoke("audit", "稿.txt", "--parent", "xinzou-145").code == 2


@pytest.mark.parametrize("name", ["核对结果.docx", "核对结果.HTML"])
def test_check_writes_a_page_for_the_leader(invoke, tmp_path: Path, name: str) -> None:
    arguments = ("check", str(YONGHE), "--page", name, "--date", "2026-12-01")
    result = invoke(*arguments, "--by", "永和县应急管理局")
    assert result.code == 0 and f"已写入：{name}" in result.err, result.err
    first = (tmp_path / name).read_bytes()
    # the report itself is printed all the same, and the page is the same for the same day
    assert "承接率" in result.out
    assert invoke(*arguments, "--by", "永和县应急管理局").code == 0 and (tmp_path / name).read_bytes() == first
    if name.endswith("HTML"):
        text = first.decode("utf-8")
        assert "2026年12月1日" in text and "永和县应急管理局" in text and "永和县“十五五”应急体系建设实施方案" in text


def test_audit_names_the_draft_on_the_page_by_its_title(invoke, tmp_path: Path) -> None:
    text = "某县“十四五”应急体系规划实施方案\n\n一、重点任务\n\n（一）严格安全准入\n\n把好新建项目安全关口。\n"
    (tmp_path / "稿0713改2.txt").write_text(text, "utf-8")
    result = invoke("audit", "稿0713改2.txt", "--parent", "xinzhou-145", "--page", "页.html")
    assert result.code == 1
    page = (tmp_path / "页.html").read_text("utf-8")
    assert "《某县“十四五”应急体系规划实施方案》" in page and "0713" not in page
    assert "【填写单位】" in page and "年" in page


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--page", "页.pdf"), "--page 请写 .docx 或者 .html"),
        (("--by", "县应急局"), "要同时写 --page"),
        (("--date", "2026-12-01"), "要同时写 --page"),
        (("--page", "页.docx", "--date", "12月1日"), "--date"),
    ],
)
def test_a_page_that_cannot_be_is_refused(invoke, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    result = invoke("check", str(YONGHE), *arguments)
    assert result.code == 2 and words in result.err and not list(tmp_path.iterdir())


def test_diff_names_what_changed(invoke, tmp_path: Path) -> None:
    shipped = REPOSITORY / "specs" / "parents" / "xinzhou-145.yaml"
    (tmp_path / "新.yaml").write_text(shipped.read_text("utf-8").replace("严格安全准入", "严把安全准入关"), "utf-8")
    result = invoke("diff", "xinzhou-145", "新.yaml", "--format", "json")
    assert "严把安全准入关" in result.out
    same = invoke("diff", "xinzhou-145", "xinzhou-145")
    assert same.code == 0
