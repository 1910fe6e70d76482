"""The units' knowledge file and the finding of names in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.terms.findings import FindingsError
from plangen.terms.resources import knowledge_file
from plangen.terms.units import (
    CanonicalUnit,
    canonical,
    level_forms,
    load_units,
    names_at_county,
    unit_key,
)
from plangen.terms.yaml_data import parse_yaml

UNITS = load_units()
LOOK_ALIKES = parse_yaml(knowledge_file("units.yaml").read_text("utf-8"))["look_alikes"]


def function_of(name: str) -> str | None:
    """Return the id of the function behind a name."""
    unit = canonical(name, UNITS)
    return unit.id if unit else None


@pytest.mark.parametrize(
    ("function", "names"),
    [
        (
            "应急局",
            "应急管理部 省应急管理厅 山西省应急厅 忻州市应急管理局 县应急局 永和县应急管理局 城区应急局 安监局",
        ),
        ("发展改革局", "国家发展改革委 国家发改委 市发展和改革委员会 市发改委 县发改局 发展改革部门"),
        ("市场监管局", "市场监管局 市市场监管局 忻州市市场监督管理局 县市场监管局"),
        ("城市管理局", "市城市管理局 晋城市城市管理局 市城管局"),
        ("自然资源局", "市规划和自然资源局 市规划自然资源局 县自然资源局 国土资源局"),
        ("消防救援大队", "国家消防救援局 省消防救援总队 市消防救援支队 县消防救援大队"),
        ("交警大队", "市公安局交警支队 市交警支队 县公安局交警大队"),
        ("金融监管支局", "忻州银保监分局 国家金融监督管理总局临汾监管分局 国家金融监督管理总局永和监管支局"),
        ("生态环境局", "市生态环境局 临汾市生态环境局永和分局 市环保局"),
        ("人武部", "阳泉军分区 县人武部 永和县人民武装部"),
        ("武警中队", "武警阳泉支队 武警永和县中队 县武警中队"),
        ("宣传部", "市委宣传部 中共永和县委宣传部 市宣传部"),
        ("团委", "团市委 团县委 共青团永和县委员会"),
        ("数据局", "市大数据局 县大数据中心 国家数据局"),
        ("人防办", "市人防办 市国动办 市人防办（市国动办）"),
        ("供电公司", "国网永和县供电公司 县供电公司"),
        ("铁路车站", "北京铁路局阳泉站 太原铁路局 永和火车站"),
        ("开发区管委会", "高新区管委会 各开发区管委会 忻州经济开发区管委会"),
        ("安委会成员单位", "市安委会成员单位 市安委会有关成员单位 安委会各相关成员单位 安全生产委员会成员单位"),
        ("有关部门", "各有关部门 市直有关部门 相关单位"),
        (
            "乡镇人民政府",
            "各县〈市、区〉人民政府 各县(区)政府 各县（市、区） 各县人民政府 各乡（镇）人民政府 各街道办事处",
        ),
        ("人民政府", "县人民政府 永和县人民政府 市政府"),
    ],
)
def test_one_function_behind_many_names(function: str, names: str) -> None:
    assert {name: function_of(name) for name in names.split()} == dict.fromkeys(names.split(), function)


@pytest.mark.parametrize(
    "name", ["", "　", "场监管局", "高新区公安局", "市水务发展中心", "县", "委", "甲" * 5000, "共青团"[:2]]
)
def test_what_is_no_known_unit_is_none(name: str) -> None:
    assert canonical(name, UNITS) is None


@pytest.mark.parametrize(("first", "second"), LOOK_ALIKES)
@pytest.mark.parametrize("prefix", ["", "市", "县", "永和县"])
def test_look_alikes_stay_apart(first: str, second: str, prefix: str) -> None:
    one, other = canonical(prefix + first, UNITS), canonical(prefix + second, UNITS)
    assert one is not None
    assert other is not None
    assert one is not other


def test_width_and_spaces_do_not_count() -> None:
    assert unit_key("各县〈市、区〉人民政府") == unit_key(" 各县(市,区)政府") == unit_key("各县（市、区）人民政府　")
    assert function_of("市 应急局") == "应急局"


def test_forms_fall_from_the_full_name_to_the_bare_one() -> None:
    assert level_forms("忻州市水利局") == ("忻州市水利局", "水利局")
    assert level_forms("县水利局") == ("县水利局", "水利局")


def test_the_knowledge_file_has_what_counties_need() -> None:
    assert 80 <= len(UNITS) <= 140
    needed = """林业局 融媒体中心 供销社 残联 妇联 团委 公路段 供电公司 移动公司
        联通公司 铁塔公司 邮政公司 粮食和物资储备局 数据局 医保局
        退役军人局 乡村振兴局 信访局 档案馆 纪委监委 组织部 编办 网信办 统战部"""
    assert set(needed.split()) <= {unit.id for unit in UNITS}


def test_every_spelling_finds_its_unit() -> None:
    for unit in UNITS:
        for spelling in (unit.id, unit.full_name, *unit.aliases):
            assert canonical(spelling.replace("××", "永和"), UNITS) is unit, spelling


def test_county_names_belong_to_their_unit() -> None:
    for unit in UNITS:
        for name in names_at_county(unit):
            found = canonical(name, UNITS)
            assert found is unit, f"{name} is taken for {found.id if found else None}"


def test_no_counterpart_is_said_and_stand_ins_exist() -> None:
    by_id = {unit.id: unit for unit in UNITS}
    assert not by_id["铁路车站"].county_names
    assert not by_id["开发区管委会"].county_names
    assert all(stand_in in by_id for unit in UNITS for stand_in in unit.stand_ins)


@given(
    st.sampled_from(UNITS), st.sampled_from(["", "市", "县", "省", "永和县", "临汾市", "山西省临汾市", "中共永和县"])
)
def test_a_prefix_never_changes_the_function(unit: CanonicalUnit, prefix: str) -> None:
    if unit.type not in ("government", "military") and not unit.id.startswith("团"):
        assert canonical(prefix + unit.full_name, UNITS) is unit


@given(st.text(max_size=80))
def test_any_text_is_answered(text: str) -> None:
    found = canonical(text, UNITS)
    assert found is None or found in UNITS
    assert level_forms(text)[0] == unit_key(text)


def test_loading_is_done_once() -> None:
    assert load_units() is load_units()


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("units: [", "yaml-syntax", "还没有写完"),
        ("", "knowledge-wrong-shape", "空的"),
        ("units: []", "knowledge-wrong-value", "没有可用的单位"),
        ("units: [{full_name: 应急管理局, type: mass, county_names: []}]", "knowledge-missing-key", "id"),
        ("units: [{id: 应急局, full_name: 应急管理局, type: department}]", "knowledge-missing-key", "county_names"),
        (
            "units: [{id: 应急局, full_name: 应急管理局, type: office, county_names: []}]",
            "knowledge-unknown-word",
            "type",
        ),
        (
            "units: [{id: 甲局, full_name: 甲局, type: mass, county_names: [], alias: []}]",
            "knowledge-unknown-key",
            "alias",
        ),
        (
            "units: [{id: 甲局, full_name: 甲局, type: mass, county_names: [], aliases: 乙局}]",
            "knowledge-wrong-shape",
            "aliases",
        ),
        (
            "units: [{id: 甲局, full_name: 甲局, type: mass, county_names: [], stand_ins: [丙局]}]",
            "knowledge-wrong-value",
            "丙局",
        ),
        (
            "units: [{id: 甲局, full_name: 甲局, type: mass, county_names: [], aliases: [丙局]},"
            " {id: 乙局, full_name: 乙局, type: mass, county_names: [], aliases: [丙局]}]",
            "knowledge-wrong-value",
            "丙局",
        ),
        (
            "{units: [{id: 甲局, full_name: 甲局, type: mass, county_names: [], aliases: [乙局]}],"
            " look_alikes: [[甲局, 乙局]]}",
            "knowledge-wrong-value",
            "同一单位",
        ),
        (
            "{units: [{id: 甲局, full_name: 甲局, type: mass, county_names: []}], look_alikes: [[甲局, 丁局]]}",
            "knowledge-wrong-value",
            "丁局",
        ),
        (
            "{units: [{id: 甲局, full_name: 甲局, type: mass, county_names: []}], look_alikes: [[甲局]]}",
            "knowledge-wrong-value",
            "应当是 2 项",
        ),
    ],
)
def test_a_spoilt_knowledge_file_is_explained(tmp_path: Path, text: str, code: str, words: str) -> None:
    path = tmp_path / "units.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(FindingsError) as caught:
        load_units(path)
    assert {finding.code for finding in caught.value.findings} == {code}
    assert any(words in finding.message for finding in caught.value.findings)


def test_a_missing_or_binary_knowledge_file_is_explained(tmp_path: Path) -> None:
    (tmp_path / "binary.yaml").write_bytes(b"\x00\x01\xff")
    for name in ("missing.yaml", "binary.yaml"):
        with pytest.raises(FindingsError) as caught:
            load_units(tmp_path / name)
        assert caught.value.findings[0].code == "knowledge-unreadable"
        assert caught.value.findings[0].location.file == str(tmp_path / name)


@pytest.mark.corpus
def test_the_units_of_the_real_documents(gold: Path) -> None:
    data = json.loads((gold / "units.json").read_text("utf-8"))
    for entry in data["units"]:
        found = {function_of(alias) for alias in entry["aliases"]}
        assert len(found) == 1 and None not in found, entry["canonical"]
    functions = {function_of(entry["aliases"][0]) for entry in data["units"]}
    assert len(functions) == len(data["units"]) == 43
    for first, second in data["not_aliases"]:
        assert function_of(first) != function_of(second)


def test_the_gap_in_a_name_holds_a_place_and_no_sentence() -> None:
    units = load_units()
    for place, known in (
        ("某", False),
        ("阳泉", True),
        ("阿坝藏族羌族自治州马尔康", True),
        ("阿坝藏族羌族自治州马尔康市", False),
    ):
        found = canonical(f"人行{place}支行", units)
        assert (found is not None and found.id == "人民银行") is known, place
    assert canonical("武警部队和县公安局、县应急局配合开展演练的支队", units) is None
    two_gaps = canonical("长治银保监分局襄垣监管组", units)
    assert two_gaps is not None
    assert canonical("长治银保监分局与县应急局县财政局县公安局监管组", units) is None
