"""City wording into county wording: the table of pairs, the protected words, doubts, other levels."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from plangen.county.spec import County
from plangen.parent.model import Level
from plangen.plan.localise import Localised, left_city_wording, localise
from plangen.plan.localise_rules import load_rules
from plangen.plan.powers import load_powers
from plangen.terms.findings import FindingsError

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "localise_pairs.yaml").read_text("utf-8"))
COUNTY = County(name="永和县", city="临汾市", province="山西省", towns=("芝河镇",), townships=("坡头乡",))
PLACES = {"city": "晋城市", "province": "山西省", "nation": "中国", "district": "城区", "county": "平定县"}
RULES = load_rules()
EMPTY = "reasons: {}\npieces: {}\ntiers: {}\nkeep: {}\nrules: "
DOCUMENTS = (
    ("xinzhou-145", "忻州市"),
    ("yangquan-145", "阳泉市"),
    ("changzhi-145", "长治市"),
    ("jincheng-155", "晋城市"),
)

PAIRS = [(level, pair) for level, pairs in TABLE["pairs"].items() for pair in pairs]
TITLES = [(entry["place"], entry["level"], title) for entry in TABLE["titles"].values() for title in entry["unchanged"]]


def run(text: str, level: str = "city", place: str | None = None, county: County = COUNTY) -> tuple[str, set[str]]:
    result = whole(text, level, place, county)
    return result.text, {doubt.reason for doubt in result.doubts}


def whole(text: str, level: str = "city", place: str | None = None, county: County = COUNTY) -> Localised:
    return localise(text, county=county, parent_place=place or PLACES[level], parent_level=Level(level), rules=RULES)


def left(text: str, level: str = "city", place: str = "晋城市") -> tuple[str, ...]:
    return left_city_wording(text, county=COUNTY, parent_place=place, parent_level=Level(level), rules=RULES)


def test_the_table_is_large_enough() -> None:
    assert len(PAIRS) >= 120
    assert len(TITLES) >= 250


@pytest.mark.parametrize(("level", "pair"), PAIRS, ids=[f"{level}-{pair[0]}" for level, pair in PAIRS])
def test_pair(level: str, pair: list[Any]) -> None:
    before, after, reasons = (*pair, []) if len(pair) == 2 else pair
    assert run(before, level) == (after, set(reasons))


@pytest.mark.parametrize(("place", "level", "title"), TITLES)
def test_titles_of_real_plans_without_city_wording_stay(place: str, level: str, title: str) -> None:
    assert run(title, level, place) == (title, set())


@pytest.mark.parametrize(("level", "pair"), PAIRS, ids=[f"{level}-{pair[0]}" for level, pair in PAIRS])
def test_nothing_is_left_but_what_was_reported(level: str, pair: list[Any]) -> None:
    result = localise(pair[0], county=COUNTY, parent_place=PLACES[level], parent_level=Level(level), rules=RULES)
    if level in ("city", "district") and not any(doubt.kept for doubt in result.doubts):
        assert left(result.text, level, PLACES[level]) == ()


def test_left_city_wording_names_what_is_left_once_and_in_order() -> None:
    text = "全市统筹，市应急局牵头；市应急局负责，城市管理部门配合，各县（市、区）落实。"
    assert left(text) == ("全市统筹", "市应急局牵头", "市应急局负责", "各县（市、区）")
    assert left("县应急局牵头，各乡镇落实《全市方案》。") == ()


def test_a_doubt_says_where_and_why() -> None:
    result = whole("先行建设，在阳城县建成一处综合场所。")
    (doubt,) = result.doubts
    assert (doubt.reason, doubt.kept, doubt.open) == ("other-place", True, True)
    assert "阳城县" in doubt.words
    assert doubt.explanation == RULES.reasons["other-place"].say
    assert result.printed == "【先行建设，在阳城县建成一处综合场所】。"


def test_only_the_sentence_that_is_open_is_printed_in_brackets() -> None:
    result = whole("全市统筹推进。\n  建设市级应急指挥中心。健全全市机制。\n")
    assert result.printed == "全县统筹推进。\n  【建设市级应急指挥中心】。健全全县机制。\n"
    assert result.text == result.printed.replace("【", "").replace("】", "")


def test_levels_in_one_sentence_do_not_touch_the_next() -> None:
    result = whole("建强市级骨干队伍、县级专业队伍。完善县级预案。")
    assert result.text == "建强县级专业队伍。完善县级预案。"
    (half,) = result.changes
    assert (half.before, half.after, half.half) == ("市级骨干队伍、", "", True) and half.why


def test_halves_that_cannot_be_parted_are_left_to_the_county() -> None:
    result = whole("市级层面的会商成果要在县级得到运用。")
    assert result.doubts[0].reason == "halves" and result.printed.startswith("【")


def test_a_power_is_named_with_its_ground() -> None:
    (doubt,) = whole("制定应急管理地方标准。").doubts
    assert "第十三条" in doubt.explanation and doubt.open
    assert whole("执行地方标准。").doubts == ()


def test_a_power_without_ground_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "powers.yaml"
    for ground in ("", "ground: ''"):
        path.write_text(
            f"sections:\n  甲:\n    - name: 乙\n      find: 丙\n      reason: 丁\n      {ground}\n", "utf-8"
        )
        with pytest.raises(FindingsError, match=r"ground|依据"):
            load_powers(path)


def test_subdistricts_are_named_with_the_towns() -> None:
    county = County(name="永和县", city="临汾市", province="山西省", towns=("甲镇",), subdistricts=("城关街道",))
    listed = "市水利局和各县（区）人民政府按职责分工负责"
    assert run(listed, county=county)[0] == "县水利局和各镇人民政府（街道办事处）按职责分工负责"
    assert run("各县（区）、各有关部门", county=county)[0] == "各镇（街道）、各有关部门"


def test_a_county_level_city_keeps_its_own_class() -> None:
    county = County(name="侯马市", city="临汾市", province="山西省")
    assert run("全市应急局与市应急局", county=county)[0] == "全市应急局与市应急局"
    district = County(name="尧都区", city="临汾市", province="山西省")
    assert run("全市，市应急局，各县（市、区）", county=district)[0] == "全区，区应急局，本区"


SORTS = (
    County(name="忻府区", city="忻州市", province="山西省", townships=("甲乡",), subdistricts=("乙街道",)),
    County(name="原平市", city="忻州市", province="山西省", towns=("甲镇",)),
    County(name="准格尔旗", city="鄂尔多斯市", province="内蒙古自治区", towns=("甲镇",), sumu=("乙苏木",)),
    County(name="静安区", city="上海市", province="上海市", subdistricts=("甲街道",)),
    COUNTY,
)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("市应急局、各有关部门", ["区应急局", "市应急局", "旗应急局", "区应急局"]),
        ("健全市县乡村四级体系", ["区乡村三级", "市乡村三级", "旗、苏木镇、嘎查村三级", "区、街道、社区三级"]),
        ("各区、各有关部门", ["各乡（街道）", "各镇", "各苏木镇", "各街道"]),
        ("各县（市、区）组织实施", ["本区组织", "本市组织", "本旗组织", "本区组织"]),
        ("市级统筹；区级落实。", ["区级落实。", "市级落实。", "旗级落实。", "区级落实。"]),
    ],
)
def test_every_sort_of_county_has_its_own_words(text: str, written: list[str]) -> None:
    for county, words in zip(SORTS, written, strict=False):
        level = "province" if county.city == county.province else "city"  # a municipality is no province in its words
        assert words in run(text, level, county.city, county)[0], county.name


# -- what must hold for any text -----------------------------------------------------------------------------------


def assert_nothing_is_lost(text: str, result: Localised) -> None:
    """Every word of the parent is in the county's text or in a change that says why."""
    written, position = [], 0
    for change in result.changes:
        assert change.why and change.start >= position and text.startswith(change.before, change.start)
        written += [text[position : change.start], change.after]
        position = change.start + len(change.before)
    assert "".join((*written, text[position:])) == result.text
    assert "".join(sentence.parent for sentence in result.sentences) == text


@given(st.text(alphabet="市县区乡村级两三四各省、（）和；，。统筹建设推动队伍、42座", max_size=40))
def test_no_word_of_the_parent_is_lost_without_a_record(text: str) -> None:
    for level, place in PLACES.items():
        assert_nothing_is_lost(text, whole(text, level, place))


@pytest.mark.corpus
@pytest.mark.parametrize("county", SORTS, ids=lambda county: county.name)
def test_real_sentences_are_lost_nowhere_and_local_text_stays(corpus: Path, county: County) -> None:
    for name, place in (*DOCUMENTS, ("china-145", "中国")):
        level = "nation" if place == "中国" else "city"
        text = (corpus / f"{name}.txt").read_text("utf-8")
        result = whole(text, level, place, county)
        assert_nothing_is_lost(text, result)
        if county.words.level != "市":  # there 市级 is the county's own, and the city's in the parent's text
            assert whole(result.text, level, place, county).text == result.text


def test_the_own_city_as_parent() -> None:
    assert run("临汾市应急局和全市企业", place="临汾市")[0] == "永和县应急局和全县企业"
    assert run("长治久安", place="长治市") == ("长治久安", set())
    assert run("长治高新区", place="长治市") == ("长治高新区", {"institution"})


def test_a_separator_behind_the_last_level_stays() -> None:
    assert run("各省，要抓好落实", "nation", "中国")[0] == "本县，要抓好落实"
    assert run("各省、自治区、直辖市要抓好落实", "nation", "中国")[0] == "本县要抓好落实"
    assert run("各镇、村要抓好落实", "district", "城区")[0] == "各乡镇、村要抓好落实"
    assert run("各镇、街道要抓好落实", "district", "城区")[0] == "各乡镇要抓好落实"


def test_a_place_without_a_short_name_is_no_trouble() -> None:
    assert run("盂县和全县", "county", "盂县")[0] == "永和县和全县"
    assert run("全市", place="")[0] == "全县"


@given(st.text(alphabet="市县区全我本各乡镇级（）、，。《》“”应急局委政府场民晋城永和一二6个省国家支队", max_size=40))
def test_any_text_is_answered_and_only_rule_words_change(text: str) -> None:
    for level, place in PLACES.items():
        result = localise(text, county=COUNTY, parent_place=place, parent_level=Level(level), rules=RULES)
        for name in ("《", "》", "。"):
            assert result.text.count(name) == text.count(name)
        # a comma between levels (县，区; 省，区) stands for 、 and goes with them
        kept = re.sub("(?<=[县市区])，(?=[市县区])", "", text).count("，")
        assert kept <= result.text.count("，") <= text.count("，")


@pytest.mark.parametrize("level", sorted(PLACES))
@pytest.mark.parametrize("stop", ["，", "。", "；", "、"])
def test_a_stop_behind_the_words_of_a_rule_stays(level: str, stop: str) -> None:
    own = {"nation": "省", "province": "市", "city": "县", "county": "镇"}.get(level, "县")
    for words in (
        f"各{own}",
        f"各{own}、",
        "各省",
        "各省（区、市）",
        "各省、自治区、直辖市",
        "各镇",
        "各镇（街道）",
        "各县（市、区）",
        "各乡镇",
    ):
        text = words.rstrip("、") + stop + "防汛"
        assert run(text, level, PLACES[level])[0].endswith(stop + "防汛"), (level, text)


@given(st.text(alphabet="防汛森林火灾预案演练救援队伍建设，。城市市场", max_size=40))
def test_text_without_level_words_stays(text: str) -> None:
    for level, place in PLACES.items():
        if level != "nation":
            assert run(text.replace("市", "城市").replace("城城", "城"), level, place)[0].count("县") == 0


@pytest.mark.parametrize(
    "broken",
    [
        "a: [",
        "just text",
        "reasons: {}",
        EMPTY + "{city: [{why: 由, lines: [{find: 甲, oops: 乙}]}]}",
        EMPTY + "{city: [{why: 由, lines: [{find: 甲, doubt: 没有}]}]}",
        EMPTY + "{city: [{why: '', lines: [{find: 甲, write: 乙}]}]}",
        EMPTY + "{city: [{lines: [{find: 甲, write: 乙}]}]}",
        EMPTY + "{city: [{why: 由, lines: [{pattern: 甲, chain: true}]}]}",
        EMPTY + "{city: [{why: 由, lines: [{find: '{nothing}', write: 乙}]}]}",
    ],
)
def test_a_broken_table_is_a_finding(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "localise.yaml"
    path.write_text(broken, "utf-8")
    with pytest.raises(FindingsError) as error:
        load_rules(path)
    assert {finding.location.file for finding in error.value.findings} == {str(path)}


def test_a_broken_expression_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "localise.yaml"
    path.write_text(
        EMPTY + "{city: [{why: 由, lines: [{pattern: '甲(', write: 乙}]}]}",
        "utf-8",
    )
    with pytest.raises(FindingsError, match="甲"):
        localise("甲乙", county=COUNTY, parent_place="晋城市", parent_level=Level.CITY, rules=load_rules(path))


def test_a_missing_table_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(FindingsError):
        load_rules(tmp_path / "none.yaml")


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "place"), DOCUMENTS)
def test_whole_documents_leave_nothing_unreported(corpus: Path, name: str, place: str) -> None:
    text = (corpus / f"{name}.txt").read_text("utf-8")
    result = localise(text, county=COUNTY, parent_place=place, parent_level=Level.CITY, rules=RULES)
    kept = {doubt.words for doubt in result.doubts if doubt.kept}
    assert "全市" not in re.sub("【[^【】]*】", "", result.text.replace("全市地处", ""))
    assert len(kept) < 40
    for word in ("城县", "县场监", "县民素养", "县政设施", "全县场"):
        assert word not in result.text.replace("阳城县", "").replace("全面", "")


def test_the_counties_own_half_is_said_by_the_level_of_the_place() -> None:
    text = "重点建设市级骨干队伍、县级专业队伍。县级以上部门参加。"
    for county, level in (("永和县", "县"), ("忻府区", "区"), ("准格尔旗", "旗")):
        place = County(name=county, city="忻州市", province="山西省")
        said = localise(text, county=place, parent_place="忻州市", parent_level=Level.CITY, rules=RULES).text
        assert said == f"重点建设{level}级专业队伍。县级以上部门参加。"
