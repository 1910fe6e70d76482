"""Keys of the county's own items, as the plan makes them of their titles; those of the examples by their place."""

from __future__ import annotations

from plangen.plan.own_keys import own_keys

TASKS = ("加强天然气开采和输气管道安全", "强化黄土崩塌滑坡和窑洞住房避险", "管好黄河沿岸和景区涉水安全")
PROJECTS = ("芝河镇城区地质灾害隐患点综合治理工程", "沟道雨水情监测补点工程")


def own(letter: str, title: str) -> str:
    """Return the key of the only own item of a kind with a title."""
    return own_keys(letter, [title])[0]


GAS, SLOPES, WATER = own_keys("T", TASKS)
TREATED, WATCHED = own_keys("P", PROJECTS)
DEATHS = own("I", "生产安全事故死亡人数")
COMMUNITIES = own("I", "新创建省级综合减灾示范社区（个）")
