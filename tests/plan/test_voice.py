"""In whose name the plan speaks: whom an issuer binds, whom it asks, who gathers, to whom the letter goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import plan_builders as build_
from plan_builders import build, clause, item, parent
from plangen.county.load import parse_spec
from plangen.county.spec import Roster, RosterGroup, RosterUnit
from plangen.document import filters
from plangen.parent.model import ParentItem
from plangen.plan.model import AssignedUnit, Assignment, Proposed, Rule
from plangen.plan.voice import Voice, load_voice_words, paper_of
from plangen.plan.voice_checks import check_paper, check_voice
from plangen.plan.wording import load_plan_words, plan_subject, plan_title
from plangen.terms.clauses import parse_clause, read_cells
from plangen.terms.findings import Finding, FindingsError
from plangen.terms.resources import knowledge_file
from plangen.terms.units import load_units

OFFICE, COMMITTEE_OFFICE = "永和县人民政府办公室", "中共永和县委办公室"
ROSTER = Roster(
    units=(
        RosterUnit(name="永和县供电公司", short="县供电公司"),
        RosterUnit(name="中国移动永和分公司", short="移动永和分公司"),
        RosterUnit(name="永和县人民武装部", short="县人武部"),
        RosterUnit(name="武警永和中队", short="武警永和中队", vertical=True),
        RosterUnit(name="永和县气象局", short="县气象局"),
        RosterUnit(name="永和县某某监测站", short="县监测站", vertical=True),
        RosterUnit(name="永和县总工会", short="县总工会"),
        RosterUnit(name="永和县应急管理局", short="县应急局"),
        RosterUnit(name="永和县人民政府办公室", short="县政府办公室"),
        RosterUnit(name="永和县人民法院", short="县法院"),
        RosterUnit(name="永和县人民检察院", short="县检察院"),
        RosterUnit(name="永和县人大常委会办公室", short="县人大办"),
        RosterUnit(name="政协永和县委员会办公室", short="县政协办"),
        RosterUnit(name="中共永和县委组织部", short="县委组织部"),
        RosterUnit(name="中共永和县委某某工作部", short="县委工作部"),
        RosterUnit(name="永和县消防救援大队", short="县消防救援大队"),
        RosterUnit(name="永和县住房和城乡建设局", short="县住建局"),
    ),
    groups=(
        RosterGroup(name="县通信企业", members=("移动永和分公司", "县供电公司")),
        RosterGroup(name="县安委会成员单位", members=("县应急局", "县委组织部")),
    ),
)
ASKED = {
    "县委组织部": "商请",
    "县委工作部": "商请",  # no knowledge names it: its own name says what it is
    "县法院": "商请",
    "县人大办": "商请",
    "县政协办": "商请",
    "县人武部": "商请",
    "武警永和中队": "商请",
    "县气象局": "协调",
    "县监测站": "协调",  # the roster says that it is under vertical management
    "县供电公司": "协调",
    "县通信企业": "协调",  # each of its members is asked
}
BOUND = ("县应急局", "县总工会", "县安委会成员单位", "各乡镇人民政府", "芝河镇人民政府", "县住建局")


def voice(*issuers: str) -> Voice:
    spec = build_.spec(roster=ROSTER, issuer=issuers[0], co_issuers=issuers[1:])
    return Voice(spec, load_units(), load_voice_words())


def test_a_government_office_asks_whom_it_does_not_command() -> None:
    said = voice(OFFICE)
    assert {name: said.word_for(name) for name in ASKED} == ASKED
    assert [name for name in BOUND if said.word_for(name)] == []


@pytest.mark.parametrize("issuers", [(COMMITTEE_OFFICE, OFFICE), (OFFICE, COMMITTEE_OFFICE), (COMMITTEE_OFFICE,)])
def test_with_the_party_committee_all_are_bound(issuers: tuple[str, ...]) -> None:
    said = voice(*issuers)
    assert [name for name in (*ASKED, *BOUND) if said.word_for(name)] == []


def test_a_bureau_by_itself_binds_nobody_but_itself() -> None:
    said = voice("永和县应急管理局")
    assert said.word_for("县应急局") == ""
    assert all(said.word_for(name) for name in ("县住建局", "各乡镇人民政府", "县委组织部", "县气象局"))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("永和县人民政府", "government"),
        ("准格尔旗人民政府办公室", "government"),
        ("忻府区人民政府办公室", "government"),
        ("永和县政府办", "government"),
        ("中共永和县委员会", "party"),
        ("中共原平市委办公室", "party"),
        ("永和县安全生产委员会", "committee"),
        ("永和县应急救援总指挥部办公室", "committee"),
        ("永和县应急管理局", "department"),
        ("永和县应急专班", None),
        ("张三", None),
    ],
)
def test_what_kind_of_body_issues_a_paper(name: str, kind: str | None) -> None:
    found = load_voice_words().issuer(name)
    assert (found.kind if found else None) == kind


def test_recipients_stand_in_the_order_of_protocol_each_once() -> None:
    names = [unit.short for unit in ROSTER.units] + ["县通信企业", "各乡镇人民政府", "芝河镇人民政府"]
    task = item("T01", "健全机制", responsibility=clause("县应急局", with_=tuple(names)))
    plan, _ = build(parent(task), build_.spec(roster=ROSTER))
    paper = paper_of(plan, load_plan_words().stages[0])
    assert paper.recipients == (
        ("各乡镇人民政府",),
        ("县委组织部", "县委工作部"),
        ("县应急局", "县住建局"),
        ("县人大办", "县政协办"),
        ("县人武部", "武警永和中队"),
        ("县法院", "县检察院"),
        ("县总工会",),
        ("县气象局", "县监测站", "县消防救援大队"),
        ("县供电公司", "移动永和分公司"),
    )


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("晋城市“十五五”消防应急救援规划", "县消防救援大队"),
        ("晋城市“十五五”应急体系和消防救援规划", "县应急局"),
        ("晋城市城镇燃气发展规划（2026—2030年）", "县住建局"),
        ("晋城市“十五五”综合交通规划", None),
    ],
)
def test_who_gathers_comes_from_the_parents_subject(title: str, unit: str | None) -> None:
    plan, _ = build(parent(item("T01"), title=title), build_.spec(roster=ROSTER))
    paper = paper_of(plan, load_plan_words().stages[0])
    assert (paper.coordinator, paper.coordinator_given) == (unit, False)


def test_the_spec_says_who_gathers() -> None:
    plan, _ = build(parent(item("T01")), build_.spec(roster=ROSTER, coordinator="县住建局"))
    paper = paper_of(plan, load_plan_words().stages[0])
    assert (paper.coordinator, paper.coordinator_name, paper.coordinator_given) == (
        "县住建局",
        "永和县住房和城乡建设局",
        True,
    )


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("晋城市“十五五”消防规划", "消防规划"),
        ("晋城市消防事业发展“十五五”规划", "消防事业发展规划"),
        ("山西省晋城市城镇燃气发展规划（2026—2030年）", "城镇燃气发展规划"),
        ("关于印发晋城市“十五五”防震减灾规划的通知", "防震减灾规划"),
        ("晋城市“十五五”规划", None),
    ],
)
def test_the_title_says_what_the_parent_is_about(title: str, subject: str | None) -> None:
    assert plan_subject(title, "晋城市") == subject
    made = plan_title(build_.spec(), [parent(item("T01"), title=title)], load_plan_words())
    assert made == f"永和县“十五五”{subject or '规划'}实施方案"


# -- the clause and the cells ----------------------------------------------------------------------------------------


def unit(name: str, asked: str = "") -> AssignedUnit:
    return AssignedUnit(name=name, rule=Rule.SPEC, asked=asked)


def usual(one: AssignedUnit) -> AssignedUnit:
    return replace(one, proposed=Proposed.USUAL)


HYDRO, FINANCE = unit("县水利局"), unit("县财政局")
PARTY, COURT, WEATHER = unit("县委组织部", "商请"), unit("县法院", "商请"), unit("县气象局", "协调")
BRANCH = unit("永和金融监管支局", "协调")


@pytest.mark.parametrize(
    ("assignment", "text", "support"),
    [
        (
            Assignment(lead=PARTY, participants=(HYDRO, FINANCE)),
            "（商请县委组织部牵头，县水利局、县财政局按职责分工负责）",
            "县水利局、县财政局",
        ),
        (
            Assignment(lead=HYDRO, participants=(WEATHER, FINANCE, PARTY, COURT), open_ended=True),
            "（县水利局牵头，县财政局等按职责分工负责，协调县气象局配合，商请县委组织部、县法院配合）",
            "县财政局等；协调县气象局；商请县委组织部、县法院",
        ),
        (
            Assignment(lead=HYDRO, participants=(BRANCH,), open_ended=True),
            "（县水利局牵头负责，协调永和金融监管支局等配合）",
            "协调永和金融监管支局等",
        ),
        (
            Assignment(lead=usual(WEATHER), participants=(usual(HYDRO), usual(PARTY))),
            "（拟协调县气象局牵头，县水利局配合，商请县委组织部配合）",
            "县水利局（拟）；商请县委组织部（拟）",
        ),
        (
            Assignment(lead=HYDRO, participants=(usual(PARTY), usual(FINANCE), usual(COURT)), open_ended=True),
            "（县水利局牵头，拟由县财政局等配合，拟商请县委组织部、县法院配合）",
            "县财政局（拟）等；商请县委组织部、县法院（均拟）",
        ),
        (
            Assignment(lead=HYDRO, participants=(FINANCE, PARTY, usual(BRANCH), usual(COURT))),
            "（县水利局牵头，县财政局按职责分工负责，商请县委组织部配合，拟协调永和金融监管支局配合，拟商请县法院配合）",
            "县财政局；商请县委组织部、县法院（拟）；协调永和金融监管支局（拟）",
        ),
        (
            Assignment(lead=usual(HYDRO), participants=(FINANCE, PARTY)),
            "（拟由县水利局牵头，县财政局按职责分工负责，商请县委组织部配合）",
            "县财政局；商请县委组织部",
        ),
        (
            Assignment(lead=HYDRO, co_leads=(PARTY,), participants=()),
            "（县水利局牵头，商请县委组织部共同牵头负责）",
            "—",
        ),
    ],
)
def test_units_that_are_asked_are_written_so_and_read_back(assignment: Assignment, text: str, support: str) -> None:
    assert filters.clause(assignment) == text
    assert filters.support_cell(assignment) == support
    leads, others = ({one.name for one in units} for units in (assignment.leads, assignment.participants))
    cells = read_cells(filters.lead_cell(assignment), support.replace("—", "") or None)
    for read in (parse_clause(text), cells):
        assert read is not None
        assert set(read.responsibility.leads) == leads
        assert set(read.responsibility.participants) == others
        assert read.responsibility.open_ended == assignment.open_ended


def test_a_name_that_begins_like_a_word_of_asking_stays_whole() -> None:
    assert parse_clause("县协调办公室牵头，协调办、县水利局按职责分工负责").responsibility.participants == (
        "协调办",
        "县水利局",
    )


DECIDED: dict[str, Any] = {
    "accept_measures": True,
    "number": "永政办发〔2026〕1号",
    "date": date(2026, 12, 15),
    "approved": "县人民政府同意",
}
# -- what is wrong with a spec ---------------------------------------------------------------------------------------

GOOD = """\
县: {名称: 永和县, 所属市: 临汾市, 所属省: 山西省, 镇: [芝河镇]}
部门名册:
  - {名称: 永和县应急管理局, 简称: 县应急局}
方案:
  规划期: [2026, 2030]
  印发单位: 永和县人民政府办公室
  稿次: 征求意见稿
  成文日期: 2026-12-15
上位规划: [jincheng-155, {编号: china-145, 角色: 参考}]
"""


def said_about(text: str) -> tuple[Finding, ...]:
    spec, findings = parse_spec(text.encode(), "县.yaml", Path())
    assert spec is not None, findings
    return check_voice(spec)


def test_a_good_spec_is_passed_over_in_silence() -> None:
    assert said_about(GOOD) == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "word"),
    [
        ("稿次: 征求意见稿", "稿次: 试行稿", "stage-unknown", 7, "征求意见稿、送审稿、印发稿"),
        ("稿次: 征求意见稿", "稿次: 送审搞", "stage-unknown", 7, "是不是要写“送审稿”？"),
        ("永和县人民政府办公室", "永和县应急专班", "issuer-unknown", 6, "永和县人民政府办公室"),
        ("永和县人民政府办公室", "[永和县人民政府办公室, 永和县规划股]", "issuer-unknown", 6, "全称"),
        ("永和县人民政府办公室", "永和县应急管理局", "issuer-without-power", 6, "议事协调机构"),
        ("永和县人民政府办公室", "大宁县人民政府办公室", "issuer-elsewhere", 6, "抄了别处"),
        ("规划期: ", "汇总单位: 县应急管理办\n  规划期: ", "coordinator-unknown", 5, "县应急局"),
        ("成文日期: ", "征求意见: {反馈截止: 2026-12-01}\n  成文日期: ", "consultation-over", 8, "其后"),
        (
            "[jincheng-155, {编号: china-145, 角色: 参考}]",
            "[{编号: china-145, 角色: 参考}]",
            "only-references",
            9,
            "角色",
        ),
    ],
)
def test_what_is_wrong_with_the_voice_is_said_with_its_line(
    old: str, new: str, code: str, line: int, word: str
) -> None:
    (found,) = said_about(GOOD.replace(old, new))
    assert (found.code, found.location.line) == (code, line)
    assert word in (found.hint or "")


@pytest.mark.parametrize(
    ("stage", "notice", "word"),
    [
        ("印发稿", "现送你们征求意见。", "征求意见"),
        ("送审稿", "现印发给你们，请抓好落实。", "印发给你们"),
        ("征求意见稿", "请予审议。", "请予审议"),
        ("印发稿", "现印发给你们，执行中的意见请反馈县应急局。", None),
        ("征求意见稿", "请研究后反馈。", None),
        ("印发稿", "请各单位照办。", None),
    ],
)
def test_the_countys_own_notice_must_be_that_of_its_stage(stage: str, notice: str, word: str | None) -> None:
    found = said_about(GOOD.replace("征求意见稿", stage) + f"正文: {{通知: {notice}}}\n")
    assert [(one.code, one.location.line, one.values["word"]) for one in found] == (
        [("notice-of-other-stage", 10, word)] if word else []
    )


def test_unknown_keys_and_words_of_the_countys_own_text_are_said() -> None:
    text = GOOD + "正文: {前言: 甲, 采纳: [通知, 附件], 工作原则: [{标题: 乙}]}\n"
    _, findings = parse_spec(text.encode(), "县.yaml", Path())
    assert {finding.code for finding in findings} == {"unknown-key", "unknown-choice", "missing-key"}
    assert {finding.location.line for finding in findings} == {10}


@pytest.mark.parametrize(
    ("stage", "words"), [(None, "letter"), ("征求意见稿（第二稿）", "letter"), ("送审稿", "request")]
)
def test_a_stage_is_known_by_a_word_of_its_name(stage: str | None, words: str) -> None:
    found = load_plan_words().stage(stage)
    assert found is not None and found.notice == words


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("plan.yaml", "[送审稿, 审议稿", "[送审稿, 征求意见稿", "“征求意见稿”已经是第1种稿次的名称"),
        ("plan.yaml", "names: [送审稿, 审议稿, 报批稿, 报审稿]", "names: []", "没有写名称"),
        ("plan.yaml", "notice: request", "notice: reqest", "request"),
        ("voice.yaml", "party: 商请, assembly", "partey: 商请, assembly", "party"),
        ("voice.yaml", "unit: 消防救援大队", "unit: 消防救援中心队", "消防救援"),
        ("voice.yaml", "[geohazard_sites, geohazard_residents]", "[geohazard_site]", "geohazard_sites"),
        ("voice.yaml", "'人民政府$'", "'人民政府($'", "人民政府("),
    ],
)
def test_wrong_words_in_the_knowledge_are_said_with_their_line(
    tmp_path: Path, name: str, old: str, new: str, problem: str
) -> None:
    text = knowledge_file(name).read_text("utf-8")
    assert old in text
    path = tmp_path / name
    path.write_text(text.replace(old, new, 1), "utf-8")
    load = load_plan_words if name == "plan.yaml" else load_voice_words
    with pytest.raises(FindingsError) as raised:
        load(path)
    said = [finding for finding in raised.value.findings if problem in f"{finding.message}{finding.hint}"]
    assert said and said[0].location.line


def test_at_a_final_stage_nothing_of_ours_and_no_gap_is_left() -> None:
    plan, _ = build(parent(item("T01")), build_.spec(stage="印发稿"))
    chapters, gaps, items = check_paper(plan)
    assert [one.code for one in (chapters, gaps, items)] == ["chapters-proposed", "notice-open", "items-open"]
    assert [word in gaps.message for word in ("发文字号", "审议", "成文日期", "联系人")] == [True, True, True, False]
    draft = replace(plan, spec=replace(plan.spec, plan=replace(plan.spec.plan, stage="征求意见稿")))
    assert check_paper(draft) == ()


def test_accepted_words_are_the_countys_own() -> None:
    plan, _ = build(parent(item("T01")), build_.spec(stage="印发稿", accept_measures=True))
    assert "chapters-proposed" not in [finding.code for finding in check_paper(plan)]


@pytest.mark.parametrize(
    ("indicator", "said"),
    [
        (item("I01", "覆盖率", target="【本县数待定；全市80个】", responsibility=clause("市应急局")), "1项有【】"),
        (item("I01", "覆盖率", target="100%"), "1项有拟定的单位"),
        (item("I01", "覆盖率", target="100%", responsibility=clause("市应急局")), None),
    ],
)
def test_an_indicator_that_is_open_is_seen_at_a_final_stage(indicator: ParentItem, said: str | None) -> None:
    plan, _ = build(parent(indicator), build_.spec(stage="印发稿", **DECIDED))
    found = check_paper(plan)
    assert [(one.code, said in one.message) for one in found] == ([("items-open", True)] if said else [])
