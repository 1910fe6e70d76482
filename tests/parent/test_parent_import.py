"""Whole small documents of many makes, from text to items with every doubt told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangen.parent.importer import ImportResult, counts, import_document, import_lines
from plangen.parent.model import TITLE_GAP, ItemKind, Level, ParentItem, PlanKind
from plangen.reading.lines import Line, SourceDocument
from plangen.terms.findings import Finding, FindingsError, Severity
from plangen.terms.place import Place


def imported(text: str, *, facts_only: bool = False, name: str = "规划.txt") -> ImportResult:
    lines = [line.strip() for line in text.strip().split("\n")]
    document = SourceDocument(
        name=name,
        sha256="0",
        format="txt",
        lines=tuple(Line(text=line, place=Place(line=number)) for number, line in enumerate(lines, 1) if line),
    )
    return import_lines(document, facts_only=facts_only)


def written(folder: Path, text: str, *, facts_only: bool = False) -> ImportResult:
    path = folder / "规划.txt"
    path.write_text(text, encoding="utf-8")
    return import_document(path, facts_only=facts_only)


def titles(items: tuple[ParentItem, ...]) -> list[str]:
    return [item.title for item in items]


def found(result: ImportResult, code: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.code == code]


def lines_of(result: ImportResult, code: str) -> list[int | None]:
    return [finding.location.line for finding in found(result, code)]


IMPLEMENTATION = """
临汾市贯彻落实“十五五”应急体系规划实施方案
为做好规划实施工作，制定本方案。
一、工作原则
（一）明确责任。各部门要落实责任。
二、工作分工
（一）目标指标
1.核心指标
2.分项目标
市应急局牵头，市指挥部成员单位按职责分工负责。
（1）指挥体系更加顺畅。三级联动机制全部建立。
（2）救援能力更加过硬。队伍装备达标率超过95%。
（二）重点任务
1.健全机制
（1）完善指挥机制。2027年三级指挥部全部建立。（市应急局牵头，各县〈市、区〉人民政府按职责分工负责）
（2）完善会商机制。（市应急局牵头，市水利局、市气象局等按职责分工负责）
2.提升能力
（3）推进专项整治。2028年巩固整治成果。（市能源局牵头，市指挥部成员单位按职责分工负责）
整治攻坚重点：2026年完成集中整治。
1.矿山。（市能源局牵头，市应急局按职责分工负责）
2.燃气。（市住建局牵头、市应急局按职责分工负责。）
（4）建强救援队伍。2027年补齐装备短板。（市应急局、市消防救援支队牵头，市财政局等按职责分工负责)
（三）重点工程
1.防灾能力工程
到2027年取得阶段进展。2030年各项建设任务全部完成。
（1）山洪沟治理工程。（市水利局牵头，市财政局等和各县〈市、区〉人民政府按职责分工负责）
2.指挥能力工程
指挥中心建设工程。（市应急局牵头，市财政局按职责分工负责）
三、工作要求
（一）加强组织领导。各部门要抓好落实。
"""


def test_an_implementation_plan_with_clauses() -> None:
    result = imported(IMPLEMENTATION)
    plan = result.plan
    assert (plan.title, plan.place, plan.level, plan.kind, plan.period, plan.id) == (
        "临汾市贯彻落实“十五五”应急体系规划实施方案",
        "临汾市",
        Level.CITY,
        PlanKind.IMPLEMENTATION,
        (2026, 2030),
        "linfen-155",
    )
    assert counts(plan) == {"indicators": 0, "goals": 2, "tasks": 4, "nested": 2, "projects": 2}
    assert [(item.id, item.number, item.group, item.title, item.deadline) for item in plan.tasks] == [
        ("T01", "（1）", "健全机制", "完善指挥机制", 2027),
        ("T02", "（2）", "健全机制", "完善会商机制", None),
        ("T03", "（3）", "提升能力", "推进专项整治", 2028),
        ("T04", "（4）", "提升能力", "建强救援队伍", 2027),
    ]
    assert [(item.id, item.number, item.group, item.title, item.deadline) for item in plan.tasks[2].items] == [
        ("T03.1", "1.", "整治攻坚重点", "矿山", 2026),
        ("T03.2", "2.", "整治攻坚重点", "燃气", 2026),
    ]
    first = plan.tasks[0].responsibility
    assert first is not None and first.participants == ("各县〈市、区〉人民政府",)
    assert plan.tasks[0].text == "2027年三级指挥部全部建立。"
    assert plan.tasks[1].text is None
    assert plan.tasks[2].text == "2028年巩固整治成果。\n整治攻坚重点：2026年完成集中整治。"


def test_a_clause_before_a_list_speaks_for_the_whole_list() -> None:
    goals = imported(IMPLEMENTATION).plan.goals
    assert titles(goals) == ["指挥体系更加顺畅", "救援能力更加过硬"]
    assert {goal.responsibility.leads for goal in goals if goal.responsibility} == {("市应急局",)}


def test_a_project_without_a_number_is_taken_with_a_doubt_and_a_group_gives_its_year() -> None:
    result = imported(IMPLEMENTATION)
    assert [(item.number, item.title, item.deadline, item.group) for item in result.plan.projects] == [
        ("（1）", "山洪沟治理工程", 2030, "防灾能力工程"),
        (None, "指挥中心建设工程", None, "指挥能力工程"),
    ]
    assert result.plan.projects[0].responsibility is not None
    assert result.plan.projects[0].responsibility.participants == ("市财政局", "各县〈市、区〉人民政府")
    assert lines_of(result, "unnumbered-item") == [27]
    assert lines_of(result, "intro-not-kept") == [24]


def test_facts_only_keeps_the_clause_and_no_sentence() -> None:
    full, facts = imported(IMPLEMENTATION).plan, imported(IMPLEMENTATION, facts_only=True).plan
    assert all(item.text is None for item in facts.all_items())
    for one, other in zip(full.all_items(), facts.all_items(), strict=True):
        assert (one.id, one.title, one.deadline, one.responsibility) == (
            other.id,
            other.title,
            other.deadline,
            other.responsibility,
        )


def test_every_line_is_explained() -> None:
    result = imported(IMPLEMENTATION)
    assert len(result.explained) == len(result.document.lines)
    why = {entry.place.line: entry.verdict for entry in result.explained}
    assert why[14] == "任务“完善指挥机制”"
    assert why[13].startswith("分组标题")
    assert "责任分工" in why[9]
    assert "保障措施" in why[29]
    assert "名称" in why[1]
    assert "导语" in why[24]


PLAN = """
某县“十五五”综合防灾减灾规划
第一章 发展环境
全县灾害种类较多。
第二章 总体要求
第一节 基本原则
坚持预防为主。落实主体责任。
第二节 发展目标
到2030年，全县防灾能力明显提升。
——责任体系更加严密。三级责任人全部到位。
——监测能力显著增强。隐患点监测全覆盖。
第三章 主要任务
第一节 健全责任体系
一、压实属地责任
县乡两级每年研究防灾工作。
二、落实部门责任
优化职责分工。修订部门责任清单。
强化协作联动。建立月会商制度。
第二节 提升监测能力
一、完善监测站网
到2028年，新建雨量站20处。
第四章 重大工程
专栏1 建设重点
1.山洪灾害防治工程。治理山洪沟6条。
2.避难场所建设工程。建成避难场所3处。
第五章 保障措施
落实资金，明确专人。
"""


def test_a_plan_with_chapters_goals_with_dashes_and_titled_paragraphs() -> None:
    result = imported(PLAN)
    plan = result.plan
    assert (plan.level, plan.kind) == (Level.COUNTY, PlanKind.PLAN)
    assert titles(plan.goals) == ["责任体系更加严密", "监测能力显著增强"]
    assert [(item.title, item.group) for item in plan.tasks] == [
        ("压实属地责任", "健全责任体系"),
        ("落实部门责任", "健全责任体系"),
        ("完善监测站网", "提升监测能力"),
    ]
    assert [(item.title, item.text) for item in plan.tasks[1].items] == [
        ("优化职责分工", "修订部门责任清单。"),
        ("强化协作联动", "建立月会商制度。"),
    ]
    assert plan.tasks[1].text is None
    assert titles(plan.projects) == ["山洪灾害防治工程", "避难场所建设工程"]
    assert found(result, "no-responsibilities") and not found(result, "task-without-lead")


def test_a_mixed_text_has_no_nested_paragraphs() -> None:
    result = imported(
        """
        某县规划
        一、重点任务
        （一）综合治理
        推进重点工程。加快建设进度。
        同时，县乡两级要把隐患排查的结果逐户逐项登记在册并按月更新。
        深化专项整治。聚焦重点场所。
        （二）监测预警
        总的要求是建成覆盖全县的监测网络并保持长期稳定运行。
        完善监测站网。加密站点。
        畅通预警渠道。多种手段发布。
        （三）应急准备
        完善预案体系。修订预案。
        二、保障措施
        抓好落实。
        """
    )
    assert [len(item.items) for item in result.plan.tasks] == [0, 2, 0]
    assert result.plan.tasks[1].text == "总的要求是建成覆盖全县的监测网络并保持长期稳定运行。"
    assert (result.plan.tasks[0].text or "").count("\n") == 2


def test_clauses_on_lines_of_their_own_with_a_time() -> None:
    result = imported(
        """
        某市安全生产攻坚实施方案（2026—2028年）
        一、重点任务
        （一）强化源头管控
        1.严格准入。严把审批关口。
        责任单位：市发展改革委、市工信局
        完成时限：2026年12月底前
        2.推进退出。淘汰落后产能。
        （牵头单位：市工信局；配合单位：市能源局、市应急局）
        3.规范管理（牵头单位：市应急局）
        完善台账。
        二、工作要求
        抓好落实。
        """
    )
    first, second, third = result.plan.tasks
    assert first.responsibility and first.responsibility.participants == ("市发展改革委", "市工信局")
    assert (first.deadline, first.text) == (2026, "严把审批关口。")
    assert second.responsibility and second.responsibility.leads == ("市工信局",)
    assert third.title == "规范管理" and third.responsibility and third.responsibility.leads == ("市应急局",)
    assert result.plan.period == (2026, 2028)
    assert lines_of(result, "task-without-lead") == [4]


def test_a_clause_behind_the_last_point_belongs_to_the_whole() -> None:
    result = imported(
        """
        某市消防工作实施方案
        一、重点任务
        （一）夯实基础。主要任务是：
        1.建站点。新建消防站3座。
        2.配装备。配齐灭火装备。
        3.强队伍。招录专职队员。（市消防救援支队牵头，市财政局配合）
        （二）综合治理。重点是：
        1.治高层。整治高层建筑。
        2.治城中村。打通通道。（市住建局牵头，各县（市、区）人民政府负责）
        二、工作要求
        抓好落实。
        """
    )
    assert titles(result.plan.tasks) == ["夯实基础", "综合治理"]
    assert [item.responsibility.leads for item in result.plan.tasks if item.responsibility] == [
        ("市消防救援支队",),
        ("市住建局",),
    ]
    assert all(nested.responsibility is None for item in result.plan.tasks for nested in item.items)
    assert lines_of(result, "clause-moved") == [6, 9]


def test_chapters_that_do_not_say_what_they_are_are_read_by_their_place() -> None:
    result = imported(
        """
        “十五五”国家应急体系规划
        一、规划背景
        成效明显。
        二、总体要求
        （一）主要目标。到2030年明显提升。
        三、健全领导体制，构建协同格局
        （一）完善机制
        健全会商制度。
        四、防范重大风险，织密防控网络
        （一）严格管控
        落实清单管理。
        五、附则
        本规划由应急管理部门解释。
        六、组织实施
        抓好落实。
        """
    )
    assert (result.plan.level, result.plan.place, result.plan.id) == (Level.NATION, "全国", "china-155")
    assert [(item.title, item.group) for item in result.plan.tasks[:2]] == [
        ("完善机制", "健全领导体制，构建协同格局"),
        ("严格管控", "防范重大风险，织密防控网络"),
    ]
    assert lines_of(result, "section-guessed") == [6]


def test_a_chapter_behind_the_tasks_that_is_none_of_them_is_told() -> None:
    result = imported(
        "某市方案\n一、重点任务\n1.建平台。内容。\n2.强队伍。内容。\n二、保障措施\n抓好落实。\n三、其他\n由本局解释。"
    )
    assert titles(result.plan.tasks) == ["建平台", "强队伍"]
    assert lines_of(result, "section-skipped") == [7]


def test_a_notice_with_points_of_its_own_stays_outside() -> None:
    result = imported(
        """
        某市人民政府办公室关于印发某市防汛能力提升实施方案的通知
        各县（市、区）人民政府，市直各单位：
        《某市防汛能力提升实施方案》已经市政府同意，现印发给你们。
        一、提高认识。充分认识重要性。
        二、加强领导。主要负责同志亲自抓。
        某市人民政府办公室
        2026年3月1日
        某市防汛能力提升实施方案
        一、总体要求
        坚持预防为主。
        二、重点任务
        （一）整治河道。清淤20公里。（市水利局牵头，市财政局配合）
        （二）加固水库。除险加固5座。（市水利局牵头）
        三、保障措施
        加大投入。
        """
    )
    assert result.plan.title == "某市防汛能力提升实施方案"
    assert titles(result.plan.tasks) == ["整治河道", "加固水库"]


def test_headings_without_any_numbers() -> None:
    result = imported(
        """
        某县应急广播建设方案
        主要任务
        建设平台
        建设县级平台，实现三级贯通，年内完成验收。
        布设终端
        在行政村布设终端，在景区增设终端。
        保障措施
        落实资金，明确专人。
        """
    )
    assert [(item.title, item.text) for item in result.plan.tasks] == [
        ("建设平台", "建设县级平台，实现三级贯通，年内完成验收。"),
        ("布设终端", "在行政村布设终端，在景区增设终端。"),
    ]
    assert found(result, "unnumbered-item")


def test_points_that_are_whole_sentences_get_a_title_and_keep_their_text() -> None:
    result = imported(
        """
        某市规划
        一、重点工程
        （一）智慧应急工程
        1.建强统一的视频汇聚枢纽，打通林业、水利、住建等领域的数据通道，夯实协同基础。
        2.围绕隐患治理全链条的主线，按照统一标准推进分级治理、重点整治和监测配套各项工作。
        （二）物资储备工程
        优化储备布局。
        二、保障措施
        抓好落实。
        """
    )
    assert titles(result.plan.projects) == ["智慧应急工程", "物资储备工程"]
    first, second = result.plan.projects[0].items
    assert first.title == "建强统一的视频汇聚枢纽"
    assert first.text == "建强统一的视频汇聚枢纽，打通林业、水利、住建等领域的数据通道，夯实协同基础。"
    assert second.title == "围绕隐患治理全链条的主线，按照统一标准推进分级治理、重点整治和监测配套各项工作"
    assert lines_of(result, "title-from-sentence") == [4]


TABLE = """某市“十五五”应急任务分工表

类别\t序号\t工作任务\t主要内容\t牵头单位\t配合单位\t完成时限
责任体系\t1\t制定责任清单\t1.修订部门清单\t市应急局\t市委编办\t2026年12月底前
责任体系\t2\t健全考核办法\t完善考核细则\t市应急局\t各县（市、区）人民政府\t长期坚持
救援能力\t3\t建设训练基地\t建设主训场\t市消防救援支队\t市财政局、市自然资源局等\t2028年
救援能力\t3\t建设训练基地\t配备训练器材\t市应急局\t市财政局\t2029年
"""


def test_a_division_table_is_read_row_by_row(tmp_path: Path) -> None:
    result = written(tmp_path, TABLE)
    plan = result.plan
    assert (plan.kind, plan.title) == (PlanKind.TASK_TABLE, "某市“十五五”应急任务分工表")
    assert [(item.number, item.group, item.title, item.deadline) for item in plan.tasks] == [
        ("1", "责任体系", "制定责任清单", 2026),
        ("2", "责任体系", "健全考核办法", None),
        ("3", "救援能力", "建设训练基地", None),
    ]
    first = plan.tasks[0].responsibility
    assert first and (first.leads, first.participants) == (("市应急局",), ("市委编办",))
    assert [
        (item.title, item.deadline, item.responsibility and item.responsibility.open_ended)
        for item in plan.tasks[2].items
    ] == [
        ("建设主训场", 2028, True),
        ("配备训练器材", 2029, False),
    ]
    assert len(found(result, "deadline-open")) == 1
    assert not found(result, "task-without-lead")


def test_a_merged_task_cell_over_numbered_rows_is_their_group(tmp_path: Path) -> None:
    table = (
        "某市任务分工表\n\n序号\t重点任务\t具体措施\t牵头单位\n1\t健全体系\t签订责任书\t市应急局\n"
        "2\t健全体系\t完善清单\t市委编办\n3\t强化救援\t组建队伍\t市应急局\n"
    )
    assert [(item.group, item.title) for item in written(tmp_path, table).plan.tasks] == [
        ("健全体系", "签订责任书"),
        ("健全体系", "完善清单"),
        (None, "强化救援"),
    ]


def test_a_table_completes_the_tasks_of_the_text_and_adds_its_own(tmp_path: Path) -> None:
    text = """某市“十五五”安全生产规划
一、重点任务
（一）完善预案体系。修订总体预案。
（二）建设避难场所。新建场所8处。
二、保障措施
抓好落实。

附件
重点任务分工表

序号\t重点任务\t主要内容\t牵头单位\t责任单位\t完成时限
1\t完善预案体系\t修订总体预案\t市应急局\t市财政局\t2026年
2\t建设避难场所\t完善标识标牌\t市住建局\t市应急局\t2028年
3\t提升预警能力\t建设预警平台\t市气象局\t市水利局\t2027年6月底前
"""
    result = written(tmp_path, text)
    assert [(item.title, item.deadline, item.text) for item in result.plan.tasks] == [
        ("完善预案体系", 2026, "修订总体预案。"),
        ("建设避难场所", 2028, "新建场所8处。\n完善标识标牌"),
        ("提升预警能力", 2027, "建设预警平台"),
    ]
    assert len(found(result, "table-merged")) == 2


def test_an_indicator_table_with_two_value_columns(tmp_path: Path) -> None:
    text = """某省“十五五”消防规划
一、总体要求
（一）发展目标
到2030年明显提升。

序号\t指标名称\t单位\t2025年\t2030年\t指标属性
1\t队员配备率\t%\t80\t95\t约束性
2\t响应时间\t分钟\t15\t<10\t预期性
二、主要任务
1.建站点。内容。
2.强队伍。内容。
"""
    result = written(tmp_path, text)
    assert [(item.title, item.target, item.nature) for item in result.plan.indicators] == [
        ("队员配备率", "95%", "约束性"),
        ("响应时间", "<10分钟", "预期性"),
    ]
    assert "2030年" in found(result, "table-target-chosen")[0].message


def test_the_table_of_the_last_period_is_not_taken(tmp_path: Path) -> None:
    text = """某市“十五五”规划
一、规划背景
上期指标完成情况

序号\t指标\t目标值\t完成情况
1\t事故起数\t下降10%\t下降12%
二、规划目标
主要指标

序号\t指标\t目标值\t指标性质
1\t事故起数\t下降15%\t约束性
三、重点任务
1.建平台。内容。
2.强队伍。内容。
"""
    result = written(tmp_path, text)
    assert [item.target for item in result.plan.indicators] == ["下降15%"]
    assert len(found(result, "table-not-taken")) == 1


def test_the_doubts_about_single_items() -> None:
    result = imported(
        """
        某县“十五五”应急规划
        一、重点任务
        1.建平台。完善系统 work 功能，每周巡检维护。
        2.强队伍
        3.抓演练。每年组织演练，检验预案的可操作性并及时修订完善
        5.强储备。到2035年形成体系。（县应急局牵头，县财政局、县财政局按职责分工负责）
        6.促联动。县乡联动。（县应急局牵头，某某机关配合）
        7.严考核。逐月通报。（各有关方面齐抓共管，牵头推进
        8.强储备。补充物资。
        二、保障措施
        抓好落实。
        """
    )
    assert titles(result.plan.tasks)[-1] == "强储备"
    expected = {
        "latin-word": [3],
        "heading-without-body": [4],
        "no-end-punctuation": [5, 8],
        "numbering-gap": [6],
        "unit-twice": [6],
        "year-outside-period": [6],
        "unit-doubtful": [7],
        "clause-unparsed": [8],
        "title-repeated": [9],
        "task-without-lead": [3, 4, 5, 8, 9],
    }
    for code, lines in expected.items():
        assert lines_of(result, code) == lines, code
    assert all(re.search("[一-鿿]", finding.message) for finding in result.findings)


def test_contents_and_body_that_differ_are_told() -> None:
    result = imported(
        """
        某县规划
        目录
        一、背景
        二、重点任务
        1.建强平台
        2.充实队伍
        3.加强演练
        五、保障措施
        为做好工作，制定本规划。
        一、背景
        全县情况良好。
        二、重点任务
        1.建强平台
        完善系统功能。
        2.充实队伍
        配齐装备。
        3.抓好演练
        每年组织演练。
        三、保障措施
        抓好落实。
        """
    )
    assert titles(result.plan.tasks) == ["建强平台", "充实队伍", "抓好演练"]
    messages = [finding.message for finding in found(result, "contents-mismatch")]
    assert len(messages) == 2
    assert "加强演练" in messages[0] and "抓好演练" in messages[0]
    assert "五、保障措施" in messages[1] and "三、保障措施" in messages[1]


def test_a_document_without_a_title_has_a_gap_there_and_the_rest_from_what_it_says() -> None:
    body = "“十五五”时期是我市加快现代化建设的关键时期。长治市地处山区。长治市应急能力不断提升。"
    result = imported(
        f"""
        一、“十五五”时期形势
        {body}
        二、规划目标
        到2030年明显提升。
        三、重点任务
        1.建平台。推进全市应急体系建设。
        2.强队伍。推动全市应急体系和能力建设。
        四、规划实施
        抓好落实。
        """,
        name="草稿.docx",
    )
    assert (result.plan.title, result.plan.id) == (TITLE_GAP, "changzhi-155")
    assert {finding.code for finding in result.findings} >= {"title-missing", "place-guessed", "period-guessed"}


@pytest.mark.parametrize(
    ("title", "place", "level", "period", "kind"),
    [
        ("江西省“十四五”综合防灾减灾规划", "江西省", Level.PROVINCE, (2021, 2025), PlanKind.PLAN),
        ("山西省临汾市永和县“十五五”应急规划", "永和县", Level.COUNTY, (2026, 2030), PlanKind.PLAN),
        ("忻府区防汛能力提升行动方案（2026—2028年）", "忻府区", Level.DISTRICT, (2026, 2028), PlanKind.IMPLEMENTATION),
        ("延边朝鲜族自治州防灾减灾规划(2026-2030年)", "延边朝鲜族自治州", Level.CITY, (2026, 2030), PlanKind.PLAN),
        ("原平市“十五五”安全生产规划", "原平市", Level.COUNTY, (2026, 2030), PlanKind.PLAN),
        ("重庆市应急管理“十五五”规划", "重庆市", Level.PROVINCE, (2026, 2030), PlanKind.PLAN),
        ("吕梁市2027年应急管理工作要点", "吕梁市", Level.CITY, (2027, 2027), PlanKind.IMPLEMENTATION),
        ("吕梁市应急管理工作要点（2027年度）", "吕梁市", Level.CITY, (2027, 2027), PlanKind.IMPLEMENTATION),
        ("吕梁市防汛工作方案（2023年修订）", "吕梁市", Level.CITY, None, PlanKind.IMPLEMENTATION),
    ],
)
def test_place_level_period_and_kind(
    title: str, place: str, level: Level, period: tuple[int, int] | None, kind: PlanKind
) -> None:
    plan = imported(f"{title}\n一、重点任务\n1.建平台。内容。\n2.强队伍。内容。").plan
    assert (plan.title, plan.place, plan.level, plan.period, plan.kind) == (title, place, level, period, kind)


def test_an_id_is_taken_as_given() -> None:
    document = SourceDocument(
        name="x.txt", sha256="0", format="txt", lines=(Line(text="一、任务", place=Place(line=1)),)
    )
    assert import_lines(document, plan_id="my-plan").plan.id == "my-plan"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"  \n\n ", "file-empty"),
        (b"\x00\x01\x02\x03" * 300, "file-binary"),
        ("这是一段没有任何标题的文字。\n第二段也没有。".encode(), "no-headings"),
    ],
)
def test_bad_files_end_with_a_finding(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "规划.dat"
    path.write_bytes(content)
    with pytest.raises(FindingsError) as caught:
        import_document(path)
    assert [finding.code for finding in caught.value.findings if finding.severity is Severity.ERROR] == [code]


def test_missing_files_and_folders_end_with_a_finding(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "没有.txt", "file-missing"), (tmp_path, "file-is-folder")):
        with pytest.raises(FindingsError) as caught:
            import_document(path)
        assert caught.value.findings[0].code == code


def test_headings_without_items_are_an_error() -> None:
    result = imported("某市规划\n一、规划背景\n情况良好。\n二、保障措施\n抓好落实。")
    assert counts(result.plan) == {"indicators": 0, "goals": 0, "tasks": 0, "nested": 0, "projects": 0}
    assert [finding.severity for finding in found(result, "no-items")] == [Severity.ERROR]


def test_hostile_brackets_do_not_take_long() -> None:
    result = imported(
        "某市规划\n一、重点任务\n1.甲。"
        + "（市应急局牵头" * 5_000
        + "\n2.乙。"
        + "（" * 50_000
        + "\n3.丙。"
        + "(甲)" * 20_000
    )
    assert titles(result.plan.tasks) == ["甲", "乙", "丙"]


ALPHABET = "一二三四（）()1234567890.、，。；：\n\n\n\t 市县局牵头负责目录指标序号重点任务工程年到底“”《》-—专栏附件"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=300))
def test_any_text_ends_in_a_plan_or_in_findings(text: str) -> None:
    lines = tuple(Line(text=line, place=Place(line=number)) for number, line in enumerate(text.split("\n"), 1) if line)
    document = SourceDocument(name="x.txt", sha256="0", format="txt", lines=lines)
    try:
        result = import_lines(document)
    except FindingsError as error:
        assert any(finding.severity is Severity.ERROR for finding in error.findings)
        return
    identities = [item.id for item in result.plan.all_items()]
    assert len(identities) == len(set(identities))
    assert len(result.explained) == len(lines)
    for item in result.plan.all_items():
        assert (item.kind is ItemKind.NESTED) == ("." in item.id)
