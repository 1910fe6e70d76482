"""Changing one value of a spec in its file, as a planner names it."""

from __future__ import annotations

import codecs
import difflib
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from plangen.cli import plangen
from plangen.county.load import parse_spec
from plangen.county.write_back import Changed, change_spec
from plangen.parent.store import find_parent, load_parent
from plangen.plan.scaffold import new_spec
from plangen.terms.findings import FindingsError
from plangen.terms.text import decode

SMALL = """\
# 某县
县: {名称: 永和县, 所属市: 临汾市, 所属省: 山西省, 镇: [芝河镇]}  # 所在
方案:
  规划期: [2026, 2030]
  印发单位: "永和县人民政府办公室"
上位规划: [jincheng-155, ./parents/甲.乙.yaml]
县情:
  煤矿: {数值: 0, 年份: 2022, 备注: 待核}
  地质灾害隐患点: {总数: 180, 大型: 2}
部门名册:
  - 名称: 永和县应急管理局   # 牵头多
    简称: 县应急局
  - {名称: 永和县公安局, 简称: 县公安局}
承接:
  jincheng-155:
    Ｔ０１: {牵头: 县应急局}
"""


def change(text: str, path: str, value: str | None) -> Changed:
    return change_spec(text.encode(), "县.yaml", Path(), path, value)


def new_lines(text: str, changed: Changed) -> list[str]:
    lines = difflib.ndiff(text.splitlines(), decode(changed.content).text.splitlines())
    return [line[2:] for line in lines if line.startswith("+")]


@pytest.mark.parametrize(
    ("path", "value", "lines"),
    [
        ("县.名称", "隰县", ["县: {名称: 隰县, 所属市: 临汾市, 所属省: 山西省, 镇: [芝河镇]}  # 所在"]),
        (
            "county.towns",
            "芝河镇、桑壁镇",
            ["县: {名称: 永和县, 所属市: 临汾市, 所属省: 山西省, 镇: [芝河镇, 桑壁镇]}  # 所在"],
        ),
        ("方案.印发单位", "永和县人民政府", ["  印发单位: [永和县人民政府]"]),
        ("方案.成文日期", "2026-12-15", ["  成文日期: 2026-12-15"]),
        ("plan.period", "2027-2031", ["  规划期: 2027-2031"]),
        ("方案.规划期", "[2026, 2029]", ["  规划期: [2026, 2029]"]),
        ("方案.采纳建议", "是", ["  采纳建议: 是"]),
        ("县情.煤矿", "2", ["  煤矿: {数值: 2, 年份: 2022, 备注: 待核}"]),
        ("县情.煤矿.年份", "2023", ["  煤矿: {数值: 0, 年份: 2023, 备注: 待核}"]),
        ("县情.地质灾害隐患点", "181", ["  地质灾害隐患点: {总数: 181, 大型: 2}"]),
        ("县情.其他.红枣", "12", ["  其他:", "    红枣: 12"]),
        ("部门名册.县应急局.别名", "[县安监局, 县煤监局]", ["    别名: [县安监局, 县煤监局]"]),
        ("部门名册.2.简称", "公安局", ["  - {名称: 永和县公安局, 简称: 公安局}"]),
        ("部门名册.3", "{名称: 永和县水利局, 简称: 县水利局}", ["  - {名称: 永和县水利局, 简称: 县水利局}"]),
        ("承接.jincheng-155.T01.牵头", "县公安局", ["    Ｔ０１: {牵头: 县公安局}"]),
        ("承接.jincheng-155.T13.1.时限", "2027", ["    T13.1: {时限: 2027}"]),
        (
            "承接.jincheng-155.T02",
            "{不承接: 县域内无煤矿, 决定单位: 县应急局, 日期: 2026-11-20}",
            ["    T02: {不承接: 县域内无煤矿, 决定单位: 县应急局, 日期: 2026-11-20}"],
        ),
        ('承接."./parents/甲.乙.yaml".T02.牵头', "县公安局", ["  ./parents/甲.乙.yaml:", "    T02: {牵头: 县公安局}"]),
        ("承接.jincheng-155.T01.正文", "甲: 乙 # 丙", ['    Ｔ０１: {牵头: 县应急局, 正文: "甲: 乙 # 丙"}']),
        ("本县任务.1.标题", "红枣加工企业消防安全提升", ["本县任务:", "  - {标题: 红枣加工企业消防安全提升}"]),
        ("承接.jincheng-155.T01", None, []),
        ("部门名册.1.简称", "县应急局", []),
    ],
)
def test_a_value_is_changed_where_it_stands(path: str, value: str | None, lines: list[str]) -> None:
    changed = change(SMALL, path, value)
    assert new_lines(SMALL, changed) == lines


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("承接.jincheng-155.T02.牵投", "县应急局", "是不是要写“牵头”"),
        ("县情.煤矿座数", "3", "不认识“煤矿座数”"),
        ("县.名称.甲", "乙", "不认识“甲”"),
        ("", "乙", "不认识"),
        ("部门名册.县水利局.简称", "县水利局", "不认识“县水利局”"),
        ("部门名册.9.简称", "县水利局", "不认识“9”"),
        ("承接.jincheng-155.T01.牵头", "县水利局", "不在部门名册里"),
        ("承接.jincheng-155.T01.时限", "明年", "看不出是什么时候"),
        ("县情.煤矿", "许多", "应当写整数"),
        ("县.镇", "[芝河镇", "不符合 YAML 的写法"),
        ("县.名称", None, "缺少“名称”"),
        ("方案.标题", None, "文件里没有这一项"),
        ("部门名册", None, "没有写部门名册"),
    ],
)
def test_what_the_schema_refuses_is_refused(path: str, value: str | None, words: str) -> None:
    with pytest.raises(FindingsError) as caught:
        change(SMALL, path, value)
    assert words in str(caught.value)


def test_a_spec_with_other_errors_can_be_changed_and_gets_better() -> None:
    broken = SMALL.replace("牵头: 县应急局", "牵头: 县水利局, 时限: 2027") + "  xinzhou-145: {T01: {牵头: 县林业局}}\n"
    changed = change(broken, "承接.jincheng-155.T01.牵头", "县应急局")
    assert sum(finding.code == "unknown-unit" for finding in changed.findings) == 1


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("gb18030"),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.rstrip("\n").encode(),
    ],
)
def test_encoding_and_line_ends_stay_as_they_are(encode: object) -> None:
    assert callable(encode)
    before = encode(SMALL)
    changed = change_spec(before, "县.yaml", Path(), "承接.jincheng-155.T02.牵头", "县公安局")
    added = encode("    T02: {牵头: 县公安局}\n")
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        added = added.removeprefix(mark)
    assert changed.content.replace(added, b"").rstrip() == before.rstrip()
    back = change_spec(changed.content, "县.yaml", Path(), "承接.jincheng-155.T02", None)
    assert back.content.rstrip() == before.rstrip()


def test_a_file_with_slips_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "县.yaml"
    path.write_text(SMALL.replace("  印发单位: ", "  印发单位："), "utf-8")
    before = path.read_bytes()
    result = CliRunner().invoke(plangen, ["set", str(path), "县.名称", "隰县"])
    assert "错误" in result.output and "全角冒号" in result.output
    assert path.read_bytes() == before


def test_the_command_says_what_it_changed(tmp_path: Path) -> None:
    path = tmp_path / "县.yaml"
    path.write_text(SMALL, "utf-8")
    result = CliRunner().invoke(plangen, ["set", str(path), "inherit.jincheng-155.T01.lead", "县公安局"])
    assert result.output == "承接.jincheng-155.Ｔ０１.牵头：县应急局 → 县公安局\n"
    assert "Ｔ０１: {牵头: 县公安局}" in path.read_text("utf-8")
    assert CliRunner().invoke(plangen, ["set", str(path), "承接.jincheng-155.T01", "--delete"]).exit_code == 0
    assert "Ｔ０１" not in path.read_text("utf-8")
    for wrong in (["县.名称"], ["县.名称", "隰县", "--delete"]):
        assert CliRunner().invoke(plangen, ["set", str(path), *wrong]).exit_code == 2


@pytest.fixture(scope="module")
def texts(repository: Path) -> dict[str, str]:
    parent, _ = load_parent(find_parent("jincheng-155", repository))
    shipped = {name: (repository / "specs" / name).read_text("utf-8") for name in ("yonghe.yaml", "yonghe-145.yaml")}
    return {**shipped, "init": new_spec("某某县", parent)}


PLACES = ["县.镇.1", "县情.常住人口", "县情.水库", "方案.标题", "方案.发文字号", "承接.{}.T02.标题", "承接.{}.T03.时限",
          "承接.{}.T04.措施", "承接.{}.P02.正文", "本县任务.1.标题", "本县工程.1.措施", "县情.学校.总数"]  # fmt: skip
WORDS = st.text(st.sampled_from("健全机制，。；“”: #-'\"[]{}&*!|>%@`~ 12"), min_size=3, max_size=20).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_in_the_examples_and_a_first_spec_only_the_value_changes(texts: dict[str, str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(texts)))
    text = texts[name]
    parent = "xinzhou-145" if name == "yonghe-145.yaml" else "jincheng-155"
    path = data.draw(st.sampled_from(PLACES)).format(parent)
    number = "县情" in path
    value = str(data.draw(st.integers(3_000, 5_000))) if number else "2028" if "时限" in path else data.draw(WORDS)
    try:
        changed = change(text, path, value)
    except FindingsError:
        return  # what the schema does not take
    before, after = text.splitlines(keepends=True), changed.content.decode().splitlines(keepends=True)
    [*same] = difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    assert len(before) - sum(block.size for block in same) <= 4  # the lines of the old value
    assert changed.after is not None
    spec, _ = parse_spec(changed.content, name, Path())
    assert spec is not None
    again = change(changed.content.decode(), path, value)
    assert again.content == changed.content


# --- several changes together ---------------------------------------------------------------------------------------

SEVERAL = """\
县: {名称: 永和县, 所属市: 临汾市, 所属省: 山西省}   # 县
方案:
  规划期: [2026, 2030]
  印发单位: 永和县人民政府
"""


def together(text: str, *edits: tuple[tuple[str | int, ...], object]) -> str:
    from plangen.county.write_back import Edit, change_together

    made = change_together(text.encode(), "甲.yaml", Path(), [Edit(path=path, value=value) for path, value in edits])
    return made.content.decode()


def test_several_changes_are_made_together_in_the_words_of_the_file() -> None:
    measure = "每年汛前完成一次隐患点全面排查，逐处落实责任人和转移路线。"
    changed = together(
        SEVERAL,
        (("inherit", "上级", "T02", "measures"), [measure]),
        (("inherit", "上级", "T02", "deadline"), "2028"),
        (("plan", "accept_suggestions"), True),
        (("text", "accept"), ["preface"]),
    )
    assert changed.startswith("县: {名称: 永和县, 所属市: 临汾市, 所属省: 山西省}   # 县\n")
    assert "  采纳建议: 是\n" in changed
    assert f"    T02:\n      措施:\n        - {measure}\n      时限: 2028\n" in changed
    assert "采纳: [引言]" in changed


def test_a_mapping_in_braces_opens_where_a_sentence_comes_into_it() -> None:
    text = SEVERAL + "承接:\n  上级:\n    T02: {标题: 新标题}   # 说明\n    T03: {牵头: 县应急局}\n"
    measure = "每年汛前完成一次隐患点全面排查，逐处落实责任人和转移路线。"
    changed = together(text, (("inherit", "上级", "T02", "measures"), [measure]))
    opened = f"    T02:   # 说明\n      标题: 新标题\n      措施:\n        - {measure}\n    T03: {{牵头: 县应急局}}\n"
    assert changed.endswith(opened)


def test_where_one_change_is_wrong_none_is_made() -> None:
    with pytest.raises(FindingsError):
        together(SEVERAL, (("plan", "title"), "甲"), (("plan", "period"), [2030, 2026]))
