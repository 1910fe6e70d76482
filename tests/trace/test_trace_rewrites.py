"""Honest rewrites: a county that says the same in its own words throughout has not lost the duty."""

from __future__ import annotations

import re

import pytest

from draft_surgery import Surgery, drop_bookmarks, remove, text_of, type_over
from example_drafts import by_key, example
from plangen.trace.check import check_draft
from plangen.trace.model import Status

REWRITES = {
    "yonghe": {
        "T05": "县应急局每年2月底前印发年度执法检查计划，燃气、危化、工地和人员密集场所全部列入检查，检查情况逐季公布；"
        "联合县司法局评查执法案卷，统一处罚标准。",
        "T13": "县里不另建平台，雨情水情、地质灾害监测和林区视频全部接到上级系统，县应急局设监测值守席位；"
        "四部门汛期每周会商，预警由乡镇逐户通知。",
        "T03": "每年选定三到五个整治题目，主管部门分别拿出方案；整治完半年回头看，"
        "管用的办法固定下来，反弹的领域接着整治。",
        "T07": "制定年度演练计划，两年内把县级专项预案演练一遍，山洪沟道村汛前组织群众转移演练，"
        "学校、医院、敬老院定期组织疏散。",
        "T08": "以县消防救援大队为骨干，整合县级综合救援队和乡镇队伍，每季度合练一次防汛、森林灭火；"
        "与上级矿山、危化救援队签订增援协议。",
        "T12": "以小流域为单元治理山洪和滑坡，项目列表管理，按月调度进度，汛前完不成的做好防护和群众避让。",
    }
}


@pytest.mark.parametrize("bookmarks", [True, False])
def test_the_same_in_other_words_throughout_is_carried(bookmarks: bool) -> None:
    plan, data = example("yonghe")
    surgery = Surgery(data)
    keys = {f"jincheng-155:{item}": text for item, text in REWRITES["yonghe"].items()}
    for key, text in keys.items():
        first, *rest = surgery.under(surgery.find(key))
        clause = re.search(r"（[^（）]*牵头[^（）]*）$", text_of((first, *rest)[-1]))
        for paragraph in rest:
            remove(paragraph)
        type_over(first, text + (clause[0] if clause else ""))
    if not bookmarks:
        drop_bookmarks(surgery.root)
    found = by_key(check_draft(plan, surgery.data()))
    assert {key: found[key].status for key in keys} == dict.fromkeys(keys, Status.CARRIED)
