"""The letter, request or notice that goes with the plan, and the chapters that no parent gives, word by word."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import plan_builders as build_
from plan_builders import build, clause, item, parent
from plangen.county.spec import Consultation, County, PlanText, Roster, RosterUnit, Section
from plangen.document.compose import compose, load_pack
from plangen.document.department import department_markdown
from plangen.document.docx_writer import build_docx
from plangen.document.markdown import parse_markdown
from plangen.office.word_document import read_docx
from plangen.parent.model import ParentPlan
from plangen.plan.model import CountyPlan
from plangen.screen import summary

TITLE = "永和县“十五五”应急体系规划实施方案"
DAY = {"date": date(2026, 12, 15)}
ROSTER = Roster(
    units=(
        RosterUnit(name="永和县人民政府办公室", short="县政府办公室"),
        RosterUnit(name="中共永和县委组织部", short="县委组织部"),
        RosterUnit(name="永和县应急管理局", short="县应急局", covers=("应急局",)),
        RosterUnit(name="永和县气象局", short="县气象局"),
    )
)
TASK = item(
    "T01",
    "健全机制",
    responsibility=clause("应急局", with_=("组织部", "气象局", "各县（市、区）人民政府", "政府办公室")),
)
GIVEN = Consultation(
    deadline=date(2026, 12, 25),
    contact="张三",
    phone="0357-0000000",
    email="yjj@example.cn",
    number="永政办函〔2026〕12号",
)
ACCEPTED = {"text": PlanText(accept=("preface", "principles", "requirements", "notice"))}


def plan(
    *references: ParentPlan, text: PlanText | None = None, parents: list[ParentPlan] | None = None, **settings: Any
) -> CountyPlan:
    spec = replace(build_.spec(roster=ROSTER, **{**DAY, **settings}), text=text or PlanText())
    made, _ = build_.build_plan(parents or [parent(TASK)], spec, build_.KNOWLEDGE, references)
    return made


def markdown(made: CountyPlan) -> str:
    return compose(made, load_pack("implementation"))


def notice(made: CountyPlan) -> str:
    """Return what stands before the plan's own title, with titles on one line and without attributes."""
    before = markdown(made).split("{.title .page-break}")[0]
    text = re.sub(r"^\{[^}]*\}\n", "", before.replace("\\\n", ""), flags=re.MULTILINE)
    return text.replace("\\.", ".").strip()


def chapter(made: CountyPlan, begin: str, end: str) -> str:
    text = markdown(made)
    return text[text.index(begin) : text.index(end)]


LETTER = """\
永和县人民政府办公室

永政办函〔2026〕12号

永和县人民政府办公室关于征求《永和县“十五五”应急体系规划实施方案（征求意见稿）》意见的函

各乡镇人民政府，县委组织部，县应急局，县气象局：

《永和县“十五五”应急体系规划实施方案（征求意见稿）》已经起草完成，现送你们征求意见。请结合职责研究，逐项核对本单位牵头和配合的事项，于2026年12月25日前填写函后所附的意见反馈表，经主要负责人签字并加盖公章，反馈至县应急局；无意见的也请反馈。

联系人：张三；联系电话：0357-0000000；电子邮箱：yjj@example.cn。

永和县人民政府办公室

2026年12月15日

意见反馈表"""

REQUEST = """\
永和县应急管理局关于提请审议《永和县“十五五”应急体系规划实施方案（送审稿）》的请示

县人民政府：

现将《永和县“十五五”应急体系规划实施方案（送审稿）》呈上，请予审议。审议通过后，拟由永和县人民政府办公室印发。妥否，请批示。

永和县应急管理局

2026年12月15日

（联系人：张三，电话：0357-0000000）"""

ORDER = """\
永和县人民政府办公室文件

永政办发〔2026〕8号

永和县人民政府办公室关于印发《永和县“十五五”应急体系规划实施方案》的通知

各乡镇人民政府，县直有关单位：

《永和县“十五五”应急体系规划实施方案》已经县人民政府同意，现印发给你们，请结合实际抓好落实。

永和县人民政府办公室

2026年12月15日

（此件公开发布）"""

JOINT = """\
中共永和县委办公室文件

永办发〔2026〕8号

中共永和县委办公室 永和县人民政府办公室关于印发《永和县“十五五”应急体系规划实施方案》的通知

各乡镇党委、政府，县委各部门，县直各单位：

《永和县“十五五”应急体系规划实施方案》已经县委、县人民政府同意，现印发给你们，请结合实际抓好落实。

中共永和县委办公室　　永和县人民政府办公室

2026年12月15日"""

GOVERNMENT = """\
永和县人民政府文件

永政发〔2026〕8号

永和县人民政府关于印发《永和县“十五五”应急体系规划实施方案》的通知

各乡镇人民政府，县直有关单位：

现将《永和县“十五五”应急体系规划实施方案》印发给你们，请结合实际抓好落实。

永和县人民政府

2026年12月15日

（此件依申请公开）"""

BOTH = {"issuer": "中共永和县委办公室", "co_issuers": ("永和县人民政府办公室",)}


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"consultation": GIVEN}, LETTER),
        ({"stage": "送审稿", "consultation": GIVEN}, REQUEST),
        (
            {"stage": "印发稿", "number": "永政办发〔2026〕8号", "approved": "县人民政府同意", "disclosure": "public"},
            ORDER,
        ),
        ({"stage": "印发稿", "number": "永办发〔2026〕8号", "approved": "县委、县人民政府同意", **BOTH}, JOINT),
        (
            {
                "stage": "印发稿",
                "number": "永政发〔2026〕8号",
                "issuer": "永和县人民政府",
                "disclosure": "on-request",
            },
            GOVERNMENT,
        ),
    ],
)
def test_what_goes_with_the_plan_at_each_stage(settings: dict[str, Any], text: str) -> None:
    found = notice(plan(**ACCEPTED, **settings))
    assert found.split("\n\n反馈单位")[0] == text


@pytest.mark.parametrize(
    ("kinds", "recipients"),
    [
        (
            {"towns": ("甲镇",), "subdistricts": ("乙街道",)},
            "各镇党委、政府，各街道党工委、办事处，区委各部门，区直各单位",
        ),
        ({"subdistricts": ("乙街道",)}, "各街道党工委、办事处，区委各部门，区直各单位"),
        ({"townships": ("丙乡",)}, "各乡党委、政府，区委各部门，区直各单位"),
    ],
)
def test_a_joint_order_names_committees_and_offices_as_they_are(kinds: dict[str, Any], recipients: str) -> None:
    made = plan(stage="印发稿", **BOTH)
    district = County(name="忻府区", city="忻州市", province="山西省", **kinds)
    assert f"\n\n{recipients}：\n" in notice(replace(made, spec=replace(made.spec, county=district)))


def test_what_the_spec_does_not_say_is_printed_as_open() -> None:
    gaps = "发文字号 反馈截止时间 联系人 电话 邮箱 发函日期"
    assert set(re.findall("【(.+?)待定】", notice(plan(date=None)))) == set(gaps.split())
    order = notice(plan(stage="印发稿", date=None))
    assert re.findall("【(.+?)待定】", order) == ["发文字号", "审议情况", "成文日期"]
    assert "公开" not in order


def test_only_the_order_has_a_red_head_and_an_imprint() -> None:
    for stage, there in (("征求意见稿", False), ("送审稿", False), ("印发稿", True)):
        text = markdown(plan(stage=stage))
        marks = [mark in text for mark in ("{.issuer-mark}", "{.document-number}", "{.copy-to}", "{.print-date}")]
        assert marks == [there] * 4, stage
        assert (f"（{stage}）" in text) is not there


def test_the_county_may_write_the_notice_itself() -> None:
    found = notice(plan(text=PlanText(notice="第一段。\n第二段。")))
    assert "\n\n第一段。\n\n第二段。\n\n" in found and "起草完成" not in found


def test_what_is_ours_is_marked_until_it_is_taken_or_written() -> None:
    spans = re.findall(r"\[[^\]]+\]\{\.proposal\}", markdown(plan()))
    ours = "\n".join(spans)
    for words in ("现送你们征求意见", "制定本方案", "逐项承接，一项不漏", "压紧责任链条", "向谁求助"):
        assert words in ours, words
    assert "{.legend}" in markdown(plan())
    one = markdown(plan(text=PlanText(accept=("principles",))))
    assert "## （一）逐项承接，一项不漏" in one and "[压紧责任链条]{.proposal}" in one
    taken = markdown(plan(accept_measures=True))
    assert "{.proposal}" not in taken and "{.legend}" not in taken


def test_the_county_may_write_preface_principles_and_requirements() -> None:
    own = PlanText(
        preface="为做好*工作*，制定本方案。",
        principles=(Section(title="生命至上", text="甲。\n乙。"), Section(title="预防为主", text="丙。")),
        requirements=(Section(title="加强领导", text="丁。"),),
    )
    made = plan(text=own)
    assert "为做好\\*工作\\*，制定本方案。\n\n本方案实施期" in markdown(made)
    assert chapter(made, "# 一、", "# 二、") == (
        "# 一、工作原则\n\n## （一）生命至上\n\n甲。\n\n乙。\n\n## （二）预防为主\n\n丙。\n\n"
    )
    assert chapter(made, "# 三、", "{.attachments}") == "# 三、工作要求\n\n## （一）加强领导\n\n丁。\n\n"


# -- whose subject, whose office -------------------------------------------------------------------------------------

_EMERGENCY = re.compile("应急|灾|事故|安全生产")


@pytest.mark.parametrize(
    "title", ["晋城市“十五五”消防事业发展规划", "晋城市城镇燃气发展规划（2026—2030年）", "晋城市“十五五”供水规划"]
)
def test_no_chapter_of_ours_speaks_of_another_subject(title: str) -> None:
    made = plan(parents=[parent(item("T01", "健全机制"), title=title)])
    text = markdown(made).replace("县应急局", "")
    ours = text[: text.index("# 二、")] + text[text.index("# 三、") : text.index("{.attachments}")]
    assert _EMERGENCY.findall(ours) == []


def test_who_gathers_is_asked_too_where_the_issuer_does_not_command_it() -> None:
    fire = RosterUnit(name="永和县消防救援大队", short="县消防救援大队")
    spec = build_.spec(roster=replace(ROSTER, units=(*ROSTER.units, fire)))
    made, _ = build(parent(item("T01"), title="晋城市“十五五”消防规划"), spec)
    assert "协调县消防救援大队对照附件汇总" in markdown(made)
    joint = replace(made, spec=replace(spec, plan=replace(spec.plan, **BOTH)))
    assert "[县消防救援大队对照附件汇总" in markdown(joint)
    assert "\n\n[县应急局对照附件汇总" in markdown(plan())


def test_facts_that_another_subject_needs_are_left_out() -> None:
    facts = {"geohazard_sites.total": 180, "fire_safety_units.total": 36, "forest_area_wan_mu": 52}
    spec = build_.spec(roster=ROSTER, facts=facts)

    def preface(title: str) -> str:
        made, _ = build(parent(item("T01"), title=title), spec)
        return chapter(made, "本方案实施期", "# 一、")

    fire, all_of_it = preface("晋城市“十五五”消防规划"), preface("晋城市“十五五”应急体系规划")
    assert "36家" in fire and "隐患点" not in fire
    assert all(figure in all_of_it for figure in ("180处", "36家", "52万亩"))


def test_our_words_promise_no_figure() -> None:
    text = "".join(re.findall(r"\[([^\]]+)\]\{\.proposal\}", markdown(plan(parents=[parent(TASK, title="规划")]))))
    bare = re.sub("《[^》]*》|【[^】]*】|（[一二三四]）", "", text)
    assert not re.search(r"\d|每[年季月半周]|日内|不少于|不低于|成以上|中期|年初|年底", bare), bare


def test_the_office_of_the_issuer_decides_what_cannot_be_settled() -> None:
    assert "报县人民政府确定" in markdown(plan())
    assert "报县委、县人民政府确定" in markdown(plan(**BOTH))


def test_the_text_asks_whom_the_issuer_does_not_command() -> None:
    asked = "（县应急局牵头，各乡镇人民政府、县政府办公室按职责分工负责，商请县委组织部配合，协调县气象局配合）"
    assert asked in markdown(plan())
    assert "各乡镇人民政府、县政府办公室；商请县委组织部；协调县气象局 |" in markdown(plan())
    joint = markdown(plan(**BOTH))
    assert "商请" not in joint and "协调县" not in joint


def test_the_departments_sheet_says_to_whom_it_goes_back() -> None:
    assert "反馈县应急局；" in department_markdown(plan(), "县气象局")
    gas = plan(parents=[parent(item("T01"), title="晋城市“十五五”燃气规划")])
    assert "【汇总单位待定】" in department_markdown(gas, "县应急局")


# -- parents that are only named -------------------------------------------------------------------------------------


def test_a_reference_is_named_and_hands_nothing_down() -> None:
    other = parent(item("T09", "国家的事"), identifier="china-145", title="“十四五”国家应急体系规划")
    made = plan(other)
    text = markdown(made)
    assert "参照《晋城市“十五五”应急体系规划》（以下简称上位规划）" in text
    assert "参考《“十四五”国家应急体系规划》，结合实际" in text
    assert "国家的事" not in text and "china-145" not in text
    assert {row.origin.parent for row in made.trace} == {"jincheng-155"}
    assert [one.id for one in made.parents] == ["jincheng-155"]


def test_several_parents_are_listed_without_marks_between_titles() -> None:  # GB/T 15834-2011, 4.5.3.5
    parents = [parent(item("T01", f"事{key}"), identifier=key, title=f"规划{key}") for key in ("甲", "乙", "丙")]
    assert "《规划甲》《规划乙》和《规划丙》（以下统称上位规划）" in markdown(plan(parents=parents))


def test_the_summary_says_what_is_open_and_which_words_are_ours() -> None:
    other = parent(item("T09"), identifier="china-145", title="“十四五”国家应急体系规划")
    said = "\n".join(summary(plan(other, text=PlanText(accept=("preface", "notice"))), ()))
    assert "自带的工作原则、工作要求还是建议" in said
    assert "待填：反馈截止（未填）、联系人（未填）、电话（未填）、邮箱（未填）、函的文号（未填）\n" in said
    assert "参考规划：“十四五”国家应急体系规划（china-145），不承接" in said
    assert "自带的" not in "\n".join(summary(plan(accept_measures=True), ()))


# -- in Word ---------------------------------------------------------------------------------------------------------


def test_the_letter_and_its_form_come_out_in_word() -> None:
    document = parse_markdown(markdown(plan()))
    assert document.findings == ()
    pack = load_pack("implementation")
    built = build_docx(document, style=pack.style, properties={}, title=TITLE, author="", date=None)
    assert built.findings == ()
    word = read_docx(built.data)
    assert list(word.tables[0].texts[0]) == ["序号", "所在事项", "原文", "修改意见", "理由"]
    assert any("□无意见" in paragraph.text for paragraph in word.paragraphs)
