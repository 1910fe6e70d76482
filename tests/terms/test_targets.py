"""Targets and figures: which asks for more, whatever their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.terms.target import Direction, compare_targets, parse_target, same_figures, strictest_target
from plangen.terms.vocabulary import vocabulary

RATE = "生产安全事故死亡人数"


@pytest.mark.parametrize(
    ("first", "second", "name", "order"),
    [
        ("下降15%", "下降10%", RATE, 1),
        ("-15.5%", "下降15%", RATE, 1),
        ("-15%(648)", "下降15%", RATE, 0),
        ("<0.8", "<0.04", RATE, -1),
        ("≤0.8", "＜0.8", RATE, 0),
        ("小于1%", "<0.8%", "直接经济损失占地区生产总值比例", -1),
        ("90%以上", "85%", "公众覆盖率", 1),
        ("不低于80%", "90%", "装备达标率", -1),
        ("不高于3", "5以内", "火灾起数", 1),
        ("0.4‰", "0.04%", "专职消防人员占比", 0),
        ("0", "1", "重大及以上生产安全事故起数", 1),
        ("5", "3", "建成消防标准化示范单位（个）", 1),
        ("低于“十三五”平均水平，力争下降20%", "下降15%", RATE, 1),
        ("低于临汾市平均水平", "下降33%", RATE, None),
        ("3", "5", "某项", None),
        ("2026年2处、2030年5处", "5处", "建成避难场所数量", None),
        ("保持稳定", "保持稳定", RATE, 0),
        ("下降15%", "<0.8", RATE, None),
        ("<20000", "<2万", "受灾人次", 0),
        ("下降至0.5", "下降至0.8", RATE, 1),
        ("下降15%", "下降至0.8", RATE, None),
        ("提高到95%", "提高5个百分点", "公众知晓率", None),
        ("提高10个百分点", "提高5%", "公众知晓率", 1),
        ("10小时以内", "1天以内", "受灾群众得到救助的时间", 1),
        ("30分钟内", "1小时内", "到达现场时间", None),
        ("30分钟以内", "不超过0.5小时", "到达现场时间", 0),
        ("≥3处", "≥2个", "避难场所", None),
        ("不少于3", "不少于2处", "避难场所", 1),
        ("零", "0", "死亡人数", 0),
    ],
)
def test_which_target_asks_for_more(first: str, second: str, name: str, order: int | None) -> None:
    assert compare_targets(first, second, name) == order
    assert compare_targets(second, first, name) == (None if order is None else -order)


@given(st.lists(st.sampled_from(["下降15%", "-15.5%", "下降10%", "保持稳定", "<0.8"]), min_size=1, max_size=5))
def test_the_strictest_is_one_of_them_and_none_is_stricter(targets: list[str]) -> None:
    best = strictest_target(targets, RATE)
    assert best in targets
    assert not any(compare_targets(one, best, RATE) == 1 for one in targets)


@pytest.mark.parametrize("direction", list(Direction))
def test_every_word_of_direction_is_understood(direction: Direction) -> None:
    words = vocabulary().targets
    for word in words.of(direction.name.lower()):
        text = f"5个{word}" if word in words.behind else f"{word}5个"
        target = parse_target(text)
        assert target is not None and (target.direction, target.value, target.unit) == (direction, 5, "个"), word


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [("小于0.8", "<0.8", True), ("小于0.8", "<0.9", False), ("零", "0", True), ("完成上级任务", "持续下降", False)],
)
def test_the_same_figures_in_other_words(first: str, second: str, same: bool) -> None:
    assert same_figures(first, second) is same
