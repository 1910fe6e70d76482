"""Documents as they come: no plans at all, without a title, several plans in one, under an id that is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

import plangen
from plangen.parent.importer import ImportResult, import_document
from plangen.parent.model import TITLE_GAP
from plangen.parent.store import find_parent
from plangen.parent.store_reading import load_parent
from plangen.terms.findings import Finding, FindingsError


def read(folder: Path, text: str, name: str = "input.txt", **wishes: object) -> ImportResult:
    path = folder / name
    path.write_text(text, "utf-8")
    return import_document(path, **wishes)  # type: ignore[arg-type]


def codes(findings: tuple[Finding, ...] | list[Finding]) -> set[str]:
    return {finding.code for finding in findings}


def said(result: ImportResult, code: str) -> Finding:
    (finding,) = [finding for finding in result.findings if finding.code == code]
    return finding


# ------------------------------------------------------------------------------------------------ no plan

REGULATION = """云岭市水上交通安全条例
第一章 总则
第一条 为了加强水上交通安全管理，制定本条例。
第二条 在本市水域航行、停泊的船舶，适用本条例。
第二章 管理职责
第三条 市交通运输部门主管本市水上交通安全。
第三章 法律责任
第四条 违反本条例规定的，责令改正，处五百元罚款。
第四章 附则
第五条 本条例自2026年7月1日起施行。
"""
MEASURES = """河东县烟花爆竹燃放管理办法（试行）
第一条 为规范燃放行为，制定本办法。
第二条 本办法所称燃放，是指点燃烟花爆竹的行为。
第三条 违反本办法的，由公安机关责令改正。
第四条 本办法自印发之日起施行。
"""
CONTINGENCY = """云岭市低温雨雪冰冻灾害应急预案
一、总则
（一）编制目的。规范处置。
（二）适用范围。本预案适用于本市。
二、组织体系
（一）指挥部。由市应急局等组成。
三、应急响应
（一）先期处置。属地先行。
（二）响应终止。由指挥部宣布。
四、后期处置
做好善后。
"""
CONTINGENCY_UNTITLED = """一、总则
1.编制目的。为及时处置，编制本预案。
2.事件分级。分为四级。
二、监测预警
1.预警分级。红橙黄蓝。
2.信息报告。一小时内报送。
三、应急响应
1.响应启动。达到标准即启动一级响应。
2.响应终止。险情消除后终止。
四、后期处置
1.善后处置。妥善安排。
"""
ENROLMENT = """云岭市应急职业学校2026年秋季招生简章
一、招生计划
1.救援技术专业四十人。
2.消防工程专业三十人。
二、报名办法
1.考生携带证件现场报名。
2.录取结果在校门口公布。
"""
RECRUITMENT = """关于2026年公开招聘专职消防员的通知
一、招聘岗位
（一）战斗员二十名。
（二）驾驶员五名。
二、报名
（一）应聘人员登录网站报名。
（二）资格审查后参加面试、体检。
"""
NEWS = """云岭市防汛演练圆满举行
本报讯（记者 张山）近日，云岭市在河东水库举行防汛演练。
一、练指挥
通讯员看到，各支队伍迅速集结。
二、练队伍
据介绍，演练持续两个小时。
"""
NEWS_PLAIN = """秋收时节防火忙
本网讯 日前，河东县林区设立了十个检查站。
据悉，检查将持续到立冬。
"""
MINUTES = """云岭市安全生产委员会第二次会议纪要
一、关于上半年情况
会议听取了市应急局的说明。
二、关于汛期工作
会议强调，要盯紧水库。会议要求，每周报告一次。
"""
MEETING = """一、学习文件
会议传达了有关精神，会议指出要统一认识。
二、研究事项
会议审议并原则通过两项议题，会议决定下周再议。出席会议的有各科负责人。
"""
REPORT = """云岭市应急管理局2025年工作总结
一、工作开展情况
（一）抓检查。检查企业三百家。
（二）抓宣传。发放手册两千册。
二、存在的问题
人手不足。
三、下一步打算
（一）补充人手。
"""
ADDRESS = """一、一年来的工作
各位代表，一年来全市事故下降。
二、今年的工作
（一）抓基层。补短板。
（二）抓基础。强弱项。
以上报告，请予审议。
"""
EXPLAINED = """《云岭市“十五五”应急体系规划》政策解读
一、出台背景
规划到期，需要接续。
二、主要内容
共有六章。
"""

NEWS_OF_A_PLAN = """云岭市出台应急体系规划
本报讯（记者 李河）日前，云岭市印发《云岭市“十五五”应急体系规划》。
一、抓基层
据了解，规划提出建设三十个站点。
二、抓基础
据介绍，规划还提出储备物资。
"""
CONTINGENCY_ISSUED = """云岭市人民政府办公室关于印发云岭市危险化学品事故
应急预案的通知
各有关单位：
现将预案印发给你们。
云岭市危险化学品事故应急预案
一、总则
（一）编制目的。规范处置。
二、应急响应
（一）响应启动。由市应急局牵头，市消防救援支队配合。
"""
GUIDE = """云岭市应急避难场所标识技术规范
一、范围
本标准规定了标识的式样。
二、规范性引用文件
略。
"""

STRANGERS = {
    "regulation": (REGULATION, "法规", "云岭市水上交通安全条例"),
    "measures with articles": (MEASURES, "法规", "河东县烟花爆竹燃放管理办法"),
    "contingency plan": (CONTINGENCY, "应急预案", "云岭市低温雨雪冰冻灾害应急预案"),
    "contingency plan without a title": (CONTINGENCY_UNTITLED, "应急预案", TITLE_GAP),
    "enrolment": (ENROLMENT, "招生", "云岭市应急职业学校2026年秋季招生简章"),
    "recruitment": (RECRUITMENT, "招生", "关于2026年公开招聘专职消防员的通知"),
    "news": (NEWS, "新闻", "云岭市防汛演练圆满举行"),
    "minutes": (MINUTES, "会议", "云岭市安全生产委员会第二次会议纪要"),
    "a meeting without a title": (MEETING, "会议", TITLE_GAP),
    "report": (REPORT, "报告", "云岭市应急管理局2025年工作总结"),
    "an address without a title": (ADDRESS, "报告", TITLE_GAP),
    "an item of news about a plan": (NEWS_OF_A_PLAN, "新闻", None),
    "a notice that issues a contingency plan": (CONTINGENCY_ISSUED, "应急预案", "云岭市危险化学品事故应急预案"),
    "a guide": (GUIDE, "指南", "云岭市应急避难场所标识技术规范"),
    "an explanation of a plan": (EXPLAINED, "解读", "《云岭市“十五五”应急体系规划》政策解读"),
}


@pytest.mark.parametrize("kind", STRANGERS)
def test_a_document_that_is_no_plan_is_said_to_be_one(tmp_path: Path, kind: str) -> None:
    text, what, title = STRANGERS[kind]
    result = read(tmp_path, text)
    finding = said(result, "not-a-plan")
    assert what in finding.message and "“" in str(finding.values["signs"])
    assert title is None or result.plan.title == title


def test_a_news_item_without_headings_says_both(tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as caught:
        read(tmp_path, NEWS_PLAIN)
    assert codes(list(caught.value.findings)) == {"not-a-plan", "no-headings"}


PLANS = {
    "a plan about contingency plans": "云岭市应急预案体系建设规划（2026—2030年）\n一、重点任务\n"
    "（一）修订预案。完善应急响应、先期处置、信息报告、预警分级和响应启动等内容，开展预案演练。（市应急局牵头）\n"
    "（二）加强预案管理。明确事件分级、善后处置。（市应急局牵头）\n",
    "measures that hand out work": "云岭市消防安全责任制实施办法\n"
    "第一条 为落实责任，制定本办法。（市应急局牵头，市公安局配合）\n"
    "第二条 开展检查。每季度一次，违反本办法的责令改正。（市消防救援支队牵头）\n"
    "第三条 加强宣传。进社区。（市教育局牵头，市民政局配合）\n",
    "opinions": "云岭市关于加强基层应急能力建设的意见\n一、重点任务\n（一）招聘队员。组织报名、体检。（市应急局牵头）\n"
    "（二）配齐装备。逐乡验收。（市财政局牵头）\n",
    "a list of duties": "云岭市“十五五”应急体系规划重点任务责任清单\n一、重点任务\n"
    "（一）总结经验。报告如下事项。（市应急局牵头）\n"
    "（二）下一步工作。抓落实。（市水利局牵头）\n",
    "a notice": "云岭市人民政府关于印发《云岭市防汛抗旱能力提升行动计划》的通知\n一、重点任务\n"
    "（一）会议要求落实到位。逐级传达。（市水利局牵头）\n（二）会议审议事项清单化。（市应急局牵头）\n",
    "a notice about the flood season": "关于做好2026年汛期工作的通知\n一、重点任务\n"
    "（一）强化应急响应。及时启动响应，做好先期处置、信息报告和善后处置。\n（二）预警发布。第一时间预警发布到村。\n",
    "a plan of publicity": "关于加强应急宣传的意见\n一、重点任务\n"
    "（一）建队伍。近日起培训记者、通讯员。\n（二）建阵地。设专栏。\n",
    "a plan without a title": "一、指导思想\n坚持以人为本。\n"
    "二、重点任务\n（一）完善应急响应。建立机制。\n（二）加强信息报告。畅通渠道。\n"
    "（三）做好后期处置。恢复秩序。\n",
}


@pytest.mark.parametrize("kind", PLANS)
def test_a_plan_is_never_said_to_be_something_else(tmp_path: Path, kind: str) -> None:
    assert "not-a-plan" not in codes(read(tmp_path, PLANS[kind]).findings)


@pytest.mark.corpus
@pytest.mark.parametrize(
    "name", ["changzhi-145", "china-145", "jincheng-155", "xinzhou-145", "yangquan-145", "yonghe-145"]
)
def test_the_real_plans_are_plans_each_in_a_document_of_its_own(corpus: Path, name: str) -> None:
    found = codes(import_document(corpus / f"{name}.txt").findings)
    assert not found & {"not-a-plan", "several-plans", "id-taken", "place-several", "period-contradicted"}


# ------------------------------------------------------------------------------------------------ no title

BARE = (
    "一、重点任务\n（一）修建泵站。到2030年建成十座。（市水利局牵头，市财政局配合）\n（二）储备沙袋。（市应急局牵头）\n"
)


def test_a_title_is_never_made_up(tmp_path: Path) -> None:
    result = read(tmp_path, "临汾市“十五五”时期要全面发力。“十五五”时期，临汾市加强应急体系建设。\n" + BARE)
    assert result.plan.title == TITLE_GAP
    assert "title-missing" in codes(result.findings)
    assert (result.plan.place, result.plan.period) == ("临汾市", (2026, 2030))


@pytest.mark.parametrize(
    "title",
    [
        "云岭市应急管理重点工作任务分工",
        "临汾市2026年安全生产工作总体安排",
        "“十五五”期间应急广播体系建设部署",
        "永和县森林防火专项行动",
    ],
)
def test_a_first_line_is_a_title_however_it_ends(tmp_path: Path, title: str) -> None:
    result = read(tmp_path, f"云岭市人民政府办公室\n云政办发〔2026〕5号\n{title}\n各有关单位：\n{BARE}")
    assert result.plan.title == title
    assert [task.title for task in result.plan.tasks] == ["修建泵站", "储备沙袋"]


@pytest.mark.parametrize(
    "line",
    ["云岭市人民政府文件", "2026年3月5日", "各县人民政府：", "“十五五”时期，全市要再上台阶。", "云岭市应急管理局"],
)
def test_other_first_lines_are_no_titles(tmp_path: Path, line: str) -> None:
    assert read(tmp_path, f"{line}\n{BARE}").plan.title == TITLE_GAP


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("临汾市防汛能力提升规划（2026—2030年）.txt", "临汾市防汛能力提升规划（2026—2030年）"),
        ("云岭市“十五五”应急体系规划(1).txt", "云岭市“十五五”应急体系规划"),
        ("云岭市安全生产工作方案-定稿.txt", "云岭市安全生产工作方案"),
    ],
)
def test_the_name_of_a_file_serves_where_it_is_a_title_and_that_is_said(tmp_path: Path, name: str, title: str) -> None:
    result = read(tmp_path, BARE, name)
    assert result.plan.title == title
    assert "title-from-name" in codes(result.findings)


def test_a_title_that_a_person_gives_counts(tmp_path: Path) -> None:
    result = read(tmp_path, BARE, title="临汾市“十五五”防汛规划")
    assert (result.plan.title, result.plan.place, result.plan.id) == ("临汾市“十五五”防汛规划", "临汾市", "linfen-155")
    assert not codes(result.findings) & {"title-missing", "title-from-name", "title-quoted"}


def test_a_given_title_may_leave_out_the_place_and_the_years(tmp_path: Path) -> None:
    plan = read(tmp_path, f"临汾市“十五五”防汛规划\n{BARE}", title="防汛专项规划").plan
    assert (plan.title, plan.place, plan.period, plan.id) == ("防汛专项规划", "临汾市", (2026, 2030), "linfen-155")


def test_a_gap_is_said_again_when_the_file_is_used_and_a_filled_one_stays(tmp_path: Path) -> None:
    document, made = tmp_path / "input.txt", tmp_path / "上级.yaml"
    document.write_text("临汾市“十五五”时期，临汾市“十五五”要全面发力。\n" + BARE, "utf-8")
    imported = plangen.import_parent(document, plan_id="linfen-155")
    plangen.write(imported.at(made))
    assert "parent-without-title" in codes(plangen.load_parent(made).findings)
    made.write_text(made.read_text("utf-8").replace(TITLE_GAP, "临汾市“十五五”防汛规划"), "utf-8")
    assert "parent-without-title" not in codes(plangen.load_parent(made).findings)
    again = plangen.import_over(plangen.import_parent(document, plan_id="linfen-155"), made)
    assert again.plan.title == "临汾市“十五五”防汛规划"
    assert "title-kept" in codes(again.findings)


# ------------------------------------------------------------------------------------------------ several plans

FIRE = """云岭市“十五五”消防规划
一、重点任务
（一）新建消防站。建成三座。（市消防救援支队牵头）
（二）铺设管网。补齐欠账。（市住房城乡建设局牵头）
二、保障措施
抓好落实。
"""
FLOOD = """云岭市“十五五”防汛规划
一、总体要求
坚持预防为主。
二、重点任务
（一）疏浚河道。清淤十里。（市水利局牵头）
"""
ROADS = """云岭市人民政府关于印发云岭市公路抢通能力
提升行动方案的通知
各有关单位：
现印发给你们，请认真执行。
云岭市公路抢通能力提升行动方案
一、主要目标
路断能通。
二、重点任务
（一）购置装备。配齐机械。（市交通运输局牵头）
"""


def test_several_plans_are_said_with_where_they_stand(tmp_path: Path) -> None:
    result = read(tmp_path, FIRE + FLOOD + ROADS)
    finding = said(result, "several-plans")
    for words in ("云岭市“十五五”消防规划》（第1—6行）", "防汛规划》（第7—11行）", "提升行动方案》（第12—20行）"):
        assert words in finding.message
    assert "--part" in str(finding.hint)


@pytest.mark.parametrize(
    ("part", "title", "tasks"),
    [
        (1, "云岭市“十五五”消防规划", ["新建消防站", "铺设管网"]),
        (2, "云岭市“十五五”防汛规划", ["疏浚河道"]),
        (3, "云岭市公路抢通能力提升行动方案", ["购置装备"]),
    ],
)
def test_one_of_several_plans_is_read_alone(tmp_path: Path, part: int, title: str, tasks: list[str]) -> None:
    result = read(tmp_path, "云岭市专项规划汇编\n" + FIRE + FLOOD + ROADS, part=part, plan_id="yunling-155")
    assert result.plan.title == title
    assert [task.title for task in result.plan.tasks] == tasks
    assert "part-taken" in codes(result.findings) and "several-plans" not in codes(result.findings)
    assert any("属于另一份规划" in line.verdict for line in result.explained)


def test_a_compendium_in_parts_whose_titles_name_neither_place_nor_period(tmp_path: Path) -> None:
    fire = FIRE.replace("云岭市“十五五”消防规划", "第一篇 消防专项规划")
    flood = FLOOD.replace("云岭市“十五五”防汛规划", "第二篇 防汛抗旱专项规划")
    finding = said(read(tmp_path, "云岭市“十五五”专项规划汇编\n2026年5月6日\n" + fire + flood), "several-plans")
    assert "《消防专项规划》" in finding.message and "《防汛抗旱专项规划》" in finding.message
    result = read(tmp_path, fire + flood, part=2)
    assert [task.title for task in result.plan.tasks] == ["疏浚河道"]


def test_a_compendium_with_a_cover_and_a_contents_page(tmp_path: Path) -> None:
    lines = [line for line in (FIRE + FLOOD).splitlines() if line.startswith(("云", "一、", "二、"))]
    contents = "".join(f"{line} …… {page}\n" for page, line in enumerate(lines, 1))
    text = f"云岭市“十五五”专项规划汇编\n目  录\n{contents}{FIRE}{FLOOD}"
    parts = str(said(read(tmp_path, text), "several-plans").values["parts"])
    assert parts.startswith("1. 《云岭市“十五五”消防规划》（") and "2. 《云岭市“十五五”防汛规划》（" in parts
    assert read(tmp_path, text, part=1).plan.title == "云岭市“十五五”消防规划"


@pytest.mark.parametrize(("text", "part"), [(FIRE + FLOOD, 3), (FIRE + FLOOD, 0), (FIRE, 2)])
def test_a_part_that_is_not_there_is_said_with_those_that_are(tmp_path: Path, text: str, part: int) -> None:
    with pytest.raises(FindingsError) as caught:
        read(tmp_path, text, part=part)
    assert codes(list(caught.value.findings)) == {"part-unknown"}


@pytest.mark.parametrize(
    "text",
    [
        ROADS,
        FIRE + "附件：云岭市“十五五”消防规划重点任务分工表\n1.新建消防站\n2.铺设管网\n",
        "云岭市“十五五”消防规划\n目录\n一、重点任务\n二、保障措施\n" + FIRE,
    ],
)
def test_a_notice_an_annex_and_a_cover_are_no_further_plans(tmp_path: Path, text: str) -> None:
    assert "several-plans" not in codes(read(tmp_path, text).findings)
    assert read(tmp_path, text, part=1).plan.tasks


# ------------------------------------------------------------------------------------------------ ids


@pytest.mark.parametrize(
    ("title", "proposal"),
    [
        ("忻州市“十四五”消防规划", "xinzhou-xiaofang-145"),
        ("阳泉市“十四五”防震减灾规划", "yangquan-fangzhen-145"),
        ("长治市“十四五”供水规划", "changzhi-145-2"),
    ],
)
def test_an_id_that_is_taken_is_said_with_the_title_and_another_id(tmp_path: Path, title: str, proposal: str) -> None:
    finding = said(read(tmp_path, f"{title}\n{BARE}"), "id-taken")
    assert proposal in str(finding.hint)
    assert "应急" in str(finding.values["shipped"]) and title in finding.message


def test_the_same_plan_may_have_its_id(tmp_path: Path) -> None:
    shipped, _ = load_parent(find_parent("yonghe-145"))
    text = f"{shipped.title}\n（2021—2025年）\n{BARE}"
    assert "id-taken" not in codes(read(tmp_path, text).findings)
    assert "id-taken" not in codes(read(tmp_path, f"忻州市“十四五”消防规划\n{BARE}", plan_id="xz-xf-145").findings)
