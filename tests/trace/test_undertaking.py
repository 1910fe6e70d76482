"""What undertakes nothing, and what looks like it and is a measure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.trace.undertaking import Refusal, assess, only_begins, weakened

REAL = "汛前排查地质灾害隐患点，逐点明确监测责任人和转移路线。"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (f"不再{REAL}", Refusal.WITHDRAWN),
        (f"本县暂不{REAL}", Refusal.WITHDRAWN),
        (f"（此条拟删除）{REAL}", Refusal.WITHDRAWN),
        (f"【已作废】{REAL}", Refusal.WITHDRAWN),
        (f"（县民政局意见：建议删去本条）{REAL}", Refusal.WITHDRAWN),
        (f"【财政局：请取消此项】{REAL}", Refusal.WITHDRAWN),
        (f"示例（正式印发时删去）：{REAL}", Refusal.WITHDRAWN),
        (f"停止实施：{REAL}", Refusal.WITHDRAWN),
        (f"以下内容不执行。{REAL}", Refusal.WITHDRAWN),
        ("该项工作已取消。", Refusal.WITHDRAWN),
        ("我县不涉及此项，不作安排。", Refusal.WITHDRAWN),
        ("由市级有关部门负责，本县不再安排。", Refusal.BY_OTHERS),
        ("此项任务由省应急管理厅统一组织实施。", Refusal.BY_OTHERS),
        ("待县政府研究后确定。", Refusal.PUT_OFF),
        ("待上级文件印发后再行安排。", Refusal.PUT_OFF),
        ("视情况适时开展。", Refusal.PUT_OFF),
        ("实施方案另行制定。", Refusal.PUT_OFF),
        ("内容同第5项。", Refusal.REFERENCE),
        ("参照上一条执行。", Refusal.REFERENCE),
        ("同上。", Refusal.REFERENCE),
        ("列入“十六五”时期研究。", Refusal.PUT_OFF),
        ("先期做好避难场所选址可行性研究。", Refusal.PUT_OFF),
        ("上级要求部署统一系统，但我县情况特殊，此项不适用。", Refusal.WITHDRAWN),
        (f"{REAL}本项不作硬性要求。", Refusal.OPTIONAL),
        (f"是否开展由各乡镇自行决定。{REAL}", Refusal.OPTIONAL),
        (f"{REAL}各乡镇结合实际自愿选做。", Refusal.OPTIONAL),
        (f"{REAL}视财政情况决定是否购置。", Refusal.OPTIONAL),
        ("……", Refusal.PLACEHOLDER),
        ("XXX", Refusal.PLACEHOLDER),
        ("此处由牵头单位补充。", Refusal.PLACEHOLDER),
        ("认真贯彻落实上级要求。", Refusal.EMPTY),
        ("结合实际认真组织实施，确保取得实效。", Refusal.EMPTY),
        ("各有关单位按照职责分工抓好落实。", Refusal.EMPTY),
    ],
)
def test_what_undertakes_nothing(text: str, refusal: Refusal) -> None:
    assert assess(text).refusal is refusal


@pytest.mark.parametrize(
    "text",
    [
        REAL,
        f"不再新建高风险化工项目。{REAL}",
        f"不得瞒报、漏报。{REAL}",
        f"非必要不举办大型户外活动。{REAL}",
        f"取消不合理的审批环节。{REAL}",
        "待汛期结束后，修复水毁的堤防和泵站。",
        "由市应急局指导，县应急局组织编制县级总体应急预案。",
        "参照省级标准建设乡镇应急物资储备点。",
        "不予受理不符合安全条件的建设项目。",
        "按照国家标准配备消防水带和灭火器。",
        f"认真贯彻落实上级要求。{REAL}",
        "关停不具备安全生产条件的小煤矿。",
        "根据检查结果决定是否停产整顿。",
        f"（县应急局提出，拟取消的行政许可除外）{REAL}",
        "由县应急局根据雨情决定是否转移群众。",
        "由企业自主选择评价机构，评价报告报县应急局备案。",
        "专家研究论证后组织实施避难场所改造。",
    ],
)
def test_a_measure_is_none_of_these(text: str) -> None:
    assert assess(text).refusal is None


def test_the_heading_may_take_an_item_back() -> None:
    assert assess(REAL, heading="健全监测体系（拟删除）").refusal is Refusal.WITHDRAWN
    assert assess(REAL, heading="取消和下放行政许可事项").refusal is None


def test_what_the_parent_says_itself_is_no_withdrawal() -> None:
    said = "暂不具备条件的村，先建简易避难点。"
    assert assess(said, known=f"{said}其余的村一年内建成。").refusal is None
    assert assess(said).refusal is Refusal.WITHDRAWN


def test_words_that_weaken_are_named_only_where_a_stronger_one_is_lost() -> None:
    assert weakened("对部分行政村开展排查。", "对全部行政村开展排查。") == ("全部", "部分")
    assert weakened("对全部行政村开展排查，部分整改。", "对全部行政村开展排查。") is None
    assert weakened(REAL, REAL) is None


@given(st.text(alphabet="不再暂缓由市级负责待定同上略认真贯彻落实排查隐患点，。（）：", max_size=60))
def test_any_text_is_judged(text: str) -> None:
    found = assess(text)
    assert (found.refusal is None) == (found.said == "")


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [
        ("每两年培训一次。", "每年培训一次。", ("每年", "每两年")),
        ("每半年巡检一遍。", "每季度巡检一遍。", ("每季度", "每半年")),
        ("每月巡检一遍。", "每季度巡检一遍。", None),
        ("每季度巡检一遍，每两年修订预案。", "每季度巡检一遍。", None),
        ("每年选派部分干部培训。", "每年全员培训。", ("全员", "选派")),
    ],
)
def test_a_longer_interval_weakens(text: str, known: str, found: tuple[str, str] | None) -> None:
    assert weakened(text, known) == found


@pytest.mark.parametrize(
    ("deadline", "known", "begins"),
    [
        ("2029年底前启动", "2029年底前", True),
        ("2028年6月开工建设", "2028年底前完成", True),
        ("2027年启动，2029年底前建成", "2029年底前", False),
        ("2029年底前启动", "2029年底前启动", False),
        ("2029年底前", "2029年底前", False),
    ],
)
def test_when_something_begins_is_not_when_it_is_done(deadline: str, known: str, begins: bool) -> None:
    assert only_begins(deadline, known) is begins
