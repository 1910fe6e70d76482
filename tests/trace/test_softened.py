"""Words that take back half of what they say: rarer, about, strive for, begun; and words that do not."""

from __future__ import annotations

import pytest

from plangen.trace.contradictions import softer_target
from plangen.trace.undertaking import only_begins, softened, weakened


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ("每季度抽查一次。", "每年抽查一次。"),
        ("每周巡查重点部位。", "每月巡查重点部位。"),
        ("每月检查，每年总结。", "每年检查，每年总结。"),
        ("每10天调度一次。", "每半年调度一次。"),
        ("每年演练一次。", "每两年演练一次。"),
        ("储备不少于30顶帐篷。", "储备30顶左右帐篷。"),
        ("2小时以内报告。", "2小时上下报告。"),
        ("所有企业建立台账。", "大部分企业建立台账。"),
        ("覆盖率达到95%。", "覆盖率力争达到95%。"),
        ("建成3座消防站。", "争取建成3座消防站。"),
    ],
)
def test_rarer_and_vaguer_is_less(known: str, text: str) -> None:
    assert weakened(text, known) is not None


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ("每季度抽查一次。", "每3个月抽查一次。"),
        ("每3个月抽查一次。", "每季度抽查一次。"),
        ("每年抽查一次。", "每季度抽查一次。"),
        ("每两年评估一次。", "每年评估一次。"),
        ("每周巡查，每月通报。", "每周巡查，每月通报，每年总结。"),
        ("每月10日前报送。", "每月10日前报送，每年汇总。"),
        ("储备不少于30顶帐篷。", "储备30顶以上帐篷。"),
    ],
)
def test_as_often_or_more_often_is_not_less(known: str, text: str) -> None:
    assert weakened(text, known) is None


@pytest.mark.parametrize("said", ["95%左右", "力争95%", "基本达到95%", "95个百分点"])
def test_a_target_that_is_only_about_it_is_softer(said: str) -> None:
    assert softer_target(said, "95%以上") is not None


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("95%", "≥95%"), ("下降10%以上", "下降10%"), ("力争达到90%", "力争90%"), ("提高2个百分点", "2个百分点")],
)
def test_the_same_target_in_other_words_is_not(said: str, wanted: str) -> None:
    assert softer_target(said, wanted) is None


@pytest.mark.parametrize(
    ("said", "soft"), [("力争2027年底前", True), ("2027年底前启动", True), ("2027年12月31日前", False)]
)
def test_a_time_that_is_only_striven_for_or_begun(said: str, soft: bool) -> None:
    assert (softened(said, "2027年底前") is not None or only_begins(said, "2027年底前")) is soft
