"""Loading themes and finding them in titles: small themes of the tests' own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.plan.facts import filled
from plangen.plan.themes import Measure, Theme, load_themes, printed_quantities, rank_themes
from plangen.terms.findings import FindingsError, Severity

FLOOD = """\
themes:
  - id: flood
    name: 防汛抗旱
    words: [防汛抗旱, 防汛]
    not_words: [物资]
    requires: reservoirs
    absent: 本{{ level }}目前没有水库，出现后即行纳入。
    lead: 水利局
    support: [应急局, 气象局]
    measures:
      - text: 对{{ villages }}个行政村逐村登记。
        needs: [villages]
        fallback: 对各行政村逐村登记。
      - 汛前逐段检查堤防。
"""


def theme(identifier: str, *words: str, not_words: tuple[str, ...] = ()) -> Theme:
    sentences = (Measure(text=f"{identifier}一。"), Measure(text=f"{identifier}二。"))
    return Theme(id=identifier, name=identifier, words=words, not_words=not_words, lead="应急局", measures=sentences)


def load(tmp_path: Path, text: str) -> tuple[Theme, ...]:
    path = tmp_path / "themes.yaml"
    path.write_text(text, encoding="utf-8")
    return load_themes(path)


def complaints(tmp_path: Path, text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(FindingsError) as caught:
        load(tmp_path, text)
    for finding in caught.value.findings:
        assert finding.severity is Severity.ERROR
        assert finding.location.file == str(tmp_path / "themes.yaml")
    return [(finding.code, finding.location.line) for finding in caught.value.findings]


def test_a_theme_is_read_whole(tmp_path: Path) -> None:
    (flood,) = load(tmp_path, FLOOD)
    assert flood == Theme(
        id="flood",
        name="防汛抗旱",
        words=("防汛抗旱", "防汛"),
        not_words=("物资",),
        requires="reservoirs",
        absent="本{{ level }}目前没有水库，出现后即行纳入。",
        lead="水利局",
        support=("应急局", "气象局"),
        measures=(
            Measure(text="对{{ villages }}个行政村逐村登记。", needs=("villages",), fallback="对各行政村逐村登记。"),
            Measure(text="汛前逐段检查堤防。"),
        ),
    )


def test_a_goal_is_read(tmp_path: Path) -> None:
    (flood,) = load(
        tmp_path, FLOOD.replace("    measures:\n", "    goal: 到{{ end }}，{{ county }}没有水患。\n    measures:\n")
    )
    assert flood.goal == "到{{ end }}，{{ county }}没有水患。"


def test_words_are_folded_as_titles_are(tmp_path: Path) -> None:
    text = FLOOD.replace("[防汛抗旱, 防汛]", "[“气象＋水利”, ai视频, 开发区（产业园区）]")
    (flood,) = load(tmp_path, text)
    assert flood.words == ("气象+水利", "AI视频", "开发区(产业园区)")
    assert [found.theme for found in rank_themes((flood,), "深化“气象+水利”协同")] == [flood]
    assert [found.theme for found in rank_themes((flood,), "建强ＡＩ 视频枢纽")] == [flood]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("name: 防汛抗旱", "naem: 防汛抗旱", [("knowledge-unknown-key", 3), ("knowledge-missing-key", 2)]),
        ("    lead: 水利局\n", "", [("knowledge-missing-key", 2)]),
        ("    lead: 水利局\n", "    lead: 水利局\n    lead: 应急局\n", [("duplicate-key", 9)]),
        ("id: flood", "id: Flood Control", [("knowledge-wrong-value", 2)]),
        ("words: [防汛抗旱, 防汛]", "words: [防汛抗旱, 汛]", [("knowledge-wrong-value", 4)]),
        ("words: [防汛抗旱, 防汛]", "words: []", [("knowledge-wrong-value", 4)]),
        ("words: [防汛抗旱, 防汛]", "words: 防汛", [("knowledge-wrong-shape", 4)]),
        ("    absent: 本{{ level }}目前没有水库，出现后即行纳入。\n", "", [("knowledge-wrong-value", 2)]),
        ("汛前逐段检查堤防。", "汛前逐段检查堤防", [("knowledge-wrong-value", 14)]),
        ("汛前逐段检查堤防。", "检查堤防。检查涵洞。", [("knowledge-wrong-value", 14)]),
        ("汛前逐段检查堤防。", "对各行政村逐村登记。", [("knowledge-wrong-value", 14)]),
        ("汛前逐段检查堤防。", "检查{{ reservoirs }}座水库。", [("knowledge-wrong-value", 14)]),
        ("汛前逐段检查堤防。", "'检查{% if villages %}。'", [("knowledge-wrong-value", 14)]),
        ("      - 汛前逐段检查堤防。\n", "", [("knowledge-wrong-value", 11)]),
        ("    measures:\n", "    goal: 到{{ end }}，没有水患\n    measures:\n", [("knowledge-wrong-value", 10)]),
        ("    measures:\n", "    goal: 到{{ year }}，没有水患。\n    measures:\n", [("knowledge-wrong-value", 10)]),
        ("汛前逐段检查堤防。", "'到{{ end }}检查。'", [("knowledge-wrong-value", 14)]),
        ("needs: [villages]", "needs: [行政村]", [("knowledge-unknown-word", 12)]),
    ],
)
def test_every_complaint_has_its_line(tmp_path: Path, old: str, new: str, expected: list[tuple[str, int]]) -> None:
    assert old in FLOOD
    assert complaints(tmp_path, FLOOD.replace(old, new, 1)) == expected


def test_all_complaints_come_in_one_run(tmp_path: Path) -> None:
    text = FLOOD.replace("id: flood", "id: 洪水").replace("name:", "nmae:").replace("堤防。", "堤防")
    assert len(complaints(tmp_path, text)) >= 2


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("堤防每月检查，隐患登记。", "每月"),
        ("堤防每两年检查，隐患登记。", "每两年"),
        ("汛前检查堤防，险情2小时上报。", "2"),
        ("堤防隐患三日内整改。", "日内"),
        ("堤防隐患在半个月之内整改。", "月之内"),
        ("每座水库巡查不少于规定次数。", "不少于"),
        ("堤防全部检查到位。", "全部"),
        ("堤防达标率达到八成。", "八成"),
        ("水库清淤完成三分之一。", "三分之"),
        ("汛前组织一次转移演练。", "一次"),
        ("抢险队伍配备两台水泵。", "两台"),
        ("按季通报堤防隐患。", "按季"),
        ("险情处置情况当日报告。", "当日"),
        ("险情每隔五天通报，记录存档。", "每隔五天"),
        ("堤防隐患逢双月检查，记录存档。", "双月"),
        ("堤防检查做到日清月结。", "日清月结"),
        ("水毁项目月调度，进展公布。", "月调度"),
        ("抢险队伍扩编十余人，登记造册。", "十余人"),
        ("逾期三十天未整改的通报。", "三十天"),
        ("巡查率达到九成的予以通报。", "九成"),
        ("报市政府审定后修堤。", "市"),
        ("各苏木逐段检查堤防。", "苏木"),
        ("落实省定目标，检查堤防。", "省"),
        ("县委常委会研究防汛工作。", "县"),
        ("我县逐段检查堤防。", "县"),
        ("各乡镇逐段检查堤防。", "乡"),
        ("街道办事处逐段检查堤防。", "街道"),
        ("全区逐段检查堤防。", "全区"),
        ("市级水库由市里检查。", "市"),
        ("组织部把防汛列入干部考核。", "组织部"),
        ("制定防汛地方标准并执行。", "地方标准"),
    ],
)
def test_a_figure_a_level_or_a_foreign_duty_is_refused(tmp_path: Path, sentence: str, word: str) -> None:
    with pytest.raises(FindingsError) as caught:
        load(tmp_path, FLOOD.replace("汛前逐段检查堤防。", sentence))
    (finding,) = caught.value.findings
    assert (finding.code, finding.location.line) == ("knowledge-wrong-value", 14)
    assert f"里的“{word}”" in finding.message and "请" in finding.message


@pytest.mark.parametrize("key", ["absent", "goal", "fallback"])
def test_no_kind_of_sentence_may_hold_a_figure(tmp_path: Path, key: str) -> None:
    text = FLOOD.replace("    measures:\n", "    goal: 到{{ end }}，没有水患。\n    measures:\n")
    line = next(number for number, line in enumerate(text.splitlines(), 1) if f"{key}:" in line)
    ending = text.splitlines()[line - 1]
    changed = text.replace(ending, ending.removesuffix("。") + "，水库按月检查。")
    ((code, found),) = complaints(tmp_path, changed)
    assert code == "knowledge-wrong-value" and found in (line, line - 2)  # a measure is complained of where it begins


@pytest.mark.parametrize(
    "sentence",
    [
        "畅通“12350”渠道，落实三管三必须，堤防险情统一登记。",
        "四、五类桥梁设立限载标识，规模以上企业投保，一企一策治理。",
        "各{{ towns }}逐段检查堤防，结果报本{{ level }}水利部门，{{ county }}公布。",
        "提请组织部门把防汛列入干部考核，商请武警参加抢险。",
        "城镇、乡村、城市和市场排水设施汛前检查。",
        "以上级推荐目录为准配备水泵，岁末年初增加检查。",
        "各区域分片检查，国省道交叉口设标志，第三方机构检测。",
        "九小场所、三防设施、季节性停产企业和月饼企业汛前检查。",
        "组织第一次全国自然灾害综合风险普查成果应用，发动千家万户。",
    ],
)
def test_names_with_numerals_and_gaps_are_no_figures(tmp_path: Path, sentence: str) -> None:
    (flood,) = load(tmp_path, FLOOD.replace("汛前逐段检查堤防。", sentence))
    assert flood.measures[1].text == sentence


QUANTITY = FLOOD.replace("汛前逐段检查堤防。", "险情发现后{{ 险情上报时限 }}上报。").replace(
    "    measures:\n", "    quantities: {险情上报时限: 2小时内}\n    measures:\n"
)


def test_a_quantity_is_printed_in_brackets_until_somebody_decides(tmp_path: Path) -> None:
    themes = load(tmp_path, QUANTITY)
    sentence = themes[0].measures[1].text
    assert filled(sentence, printed_quantities(themes)) == "险情发现后【2小时内】上报。"
    assert filled(sentence, printed_quantities(themes, {"险情上报时限": "1小时内"})) == "险情发现后1小时内上报。"
    assert set(printed_quantities(themes, {"别的": "3日内", "险情上报时限": ""})) == {"险情上报时限"}
    assert printed_quantities(themes, {"险情上报时限": ""})["险情上报时限"] == "【2小时内】"
    assert hash(themes[0])


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        # one that no sentence uses, and a gap that has none
        ("{险情上报时限: 2小时内}", "{险情上报期限: 2小时内}", {10, 15}),
        ("{险情上报时限: 2小时内}", "{险情上报时限: 2小时内, 整改完成时限: 5日内}", {10}),
        ("{险情上报时限: 2小时内}", "{deadline: 2小时内}", {10}),
        ("{险情上报时限: 2小时内}", "{险情上报时限: 【2小时内】}", {10}),
        ("    quantities: {险情上报时限: 2小时内}\n", "", {14}),
    ],
)
def test_quantities_and_gaps_belong_together(tmp_path: Path, old: str, new: str, line: set[int]) -> None:
    found = complaints(tmp_path, QUANTITY.replace(old, new))
    assert {code for code, _ in found} == {"knowledge-wrong-value"}
    assert {place for _, place in found} == line


def test_a_quantity_has_one_meaning_in_all_themes(tmp_path: Path) -> None:
    second = QUANTITY.replace("themes:\n", "").replace("id: flood", "id: other").replace("登记", "核对")
    second = second.replace("水库，", "库，").replace("险情发现后", "险情露头后")
    assert complaints(tmp_path, QUANTITY + second) == [("knowledge-wrong-value", 24)]


def test_two_themes_with_one_id(tmp_path: Path) -> None:
    second = FLOOD.replace("themes:\n", "").replace("登记", "核对").replace("堤防", "涵洞").replace("水库，", "库，")
    assert complaints(tmp_path, FLOOD + second) == [("knowledge-wrong-value", 15)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "knowledge-wrong-shape"),
        (b"themes: [a, {b}", "yaml-syntax"),
        (b"themes:\n\t- id: x\n", "tab-indent"),
        (b"- 1\n", "knowledge-wrong-shape"),
        (b"themes: 3\n", "knowledge-wrong-shape"),
        (b"\x00\x01\x02", "knowledge-unreadable"),
        (b"themes: " + b"[" * 3000, "too-deep"),
    ],
)
def test_a_broken_file_is_a_finding(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "themes.yaml"
    path.write_bytes(content)
    with pytest.raises(FindingsError) as caught:
        load_themes(path)
    assert caught.value.findings[0].code == code
    assert caught.value.findings[0].message


def test_a_missing_file_and_a_folder_are_findings(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.yaml", tmp_path):
        with pytest.raises(FindingsError) as caught:
            load_themes(path)
        assert caught.value.findings[0].code == "knowledge-unreadable"


# --- matching --------------------------------------------------------------------------------------------------


def test_the_longer_word_wins() -> None:
    general, special = theme("general", "防汛", "救援"), theme("special", "防汛抗旱")
    assert rank_themes((general, special), "加强防汛抗旱")[0].theme is special


def test_the_title_beats_any_text() -> None:
    by_title, by_text = theme("by-title", "消防"), theme("by-text", "森林草原火灾", "扑火队")
    text = "森林草原火灾扑火队森林草原火灾扑火队" * 40
    assert rank_themes((by_text, by_title), "消防", text, "森林草原火灾")[0].theme is by_title


def test_the_text_decides_where_the_title_is_silent() -> None:
    flood, fire = theme("flood", "防汛抗旱"), theme("fire", "森林火灾")
    assert [
        found.theme for found in rank_themes((fire, flood), "健全机制", "汛前检查，做好防汛抗旱，防汛抗旱责任到人")
    ] == [flood]
    assert [found.theme for found in rank_themes((fire, flood), "健全机制", None, "强化森林火灾防控")] == [fire]
    assert rank_themes((fire, flood), "健全机制") == ()


def test_a_not_word_in_the_title_rules_a_theme_out() -> None:
    fire = theme("fire", "消防", not_words=("森林消防",))
    assert [found.theme for found in rank_themes((fire,), "消防")] == [fire]
    assert rank_themes((fire,), "森林消防") == ()
    assert [found.theme for found in rank_themes((fire,), "消防", "森林消防队")] == [fire]


def test_a_word_inside_a_longer_word_does_not_count_twice() -> None:
    once, nested = theme("once", "防汛抗旱"), theme("nested", "防汛抗旱", "防汛", "抗旱")
    (first, second) = rank_themes((once, nested), "防汛抗旱")
    assert first.score == pytest.approx(second.score)


def test_what_a_title_mentions_in_passing_is_left_out() -> None:
    mine, fire = theme("mine", "矿山应急救护队伍"), theme("fire", "基地")
    assert [found.theme for found in rank_themes((fire, mine), "矿山应急救护队伍基地建设工程")] == [mine]


def test_the_order() -> None:
    several = [theme(f"t{index}", "应急" * (index + 1)) for index in range(5)]
    found = rank_themes(several, "应急" * 5)
    assert [one.theme.id for one in found][:2] == ["t4", "t3"]


def test_informatisation_is_no_chemical_industry() -> None:
    chemical = theme("chemical", "化工")
    assert rank_themes((chemical,), "风险监测预警信息化工程") == ()
    assert rank_themes((chemical,), "消防救援现代化工程") == ()
    assert [found.theme for found in rank_themes((chemical,), "化工工程安全")] == [chemical]
    assert [found.theme for found in rank_themes((chemical,), "化工园区")] == [chemical]


@given(title=st.text(max_size=60), text=st.text(max_size=200) | st.none(), group=st.text(max_size=40) | st.none())
def test_matching_never_fails(title: str, text: str | None, group: str | None) -> None:
    several = (theme("one", "防汛", "应急"), theme("two", "AA", "消防", not_words=("B",)))
    found = [one.theme for one in rank_themes(several, title, text, group)]
    assert set(found) <= set(several)
    assert len(set(found)) == len(found)
