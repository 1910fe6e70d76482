"""The keys of a spec about its voice: the letter, the county's own chapters, and what a parent is to it."""

from __future__ import annotations

from plangen.county.schema_parts import Rules, entries_rules, mapping_rules, name_rules, rules_of, text_rules

_CONSULTATION: Rules = mapping_rules(
    "征求意见",
    "征求意见的函里的反馈要求；没有写的印作待定",
    "{反馈截止: 2026-12-25, 联系人: 张三, 电话: 0357-0000000, 邮箱: yjj@example.cn}",
    {
        "deadline": rules_of("date", "date", "反馈截止", "反馈意见的截止日期", "2026-12-25"),
        "contact": name_rules("联系人", "联系人姓名", "张三"),
        "phone": text_rules("电话", "联系电话", "0357-0000000", maxlength=60),
        "email": text_rules("邮箱", "接收意见的电子邮箱", "yjj@example.cn", maxlength=120),
        "number": text_rules("文号", "这件函的发文字号，不是规划、方案的", "永政办函〔2026〕12号", maxlength=60),
    },
)

NOTICE: dict[str, Rules] = {
    "coordinator": name_rules(
        "汇总单位", "汇总意见、跟踪进展的单位，用部门名册里的简称；不写则按上位规划的主题提出", "县应急局"
    ),
    "approved": text_rules("审议", "印发稿写“已经……”的审议情况，照此印出", "县人民政府同意", maxlength=200),
    "disclosure": rules_of(
        "string",
        "choice",
        "公开方式",
        "印发稿的公开方式：主动公开、依申请公开或不予公开",
        "主动公开",
        allowed=["public", "on-request", "withheld"],
        meta={"values": {"主动公开": "public", "依申请公开": "on-request", "不予公开": "withheld"}},
    ),
    "consultation": _CONSULTATION,
}

# --- the chapters that no parent gives ------------------------------------------------------------------------------

_SECTION: dict[str, Rules] = {
    "title": text_rules("标题", "这一段的标题", "落实责任", required=True, maxlength=120),
    "text": text_rules("正文", "这一段的正文；分段时各段另起一行", "各单位按照分工抓好落实。", required=True),
}
_SECTIONS = "[{标题: 落实责任, 正文: 各单位按照分工抓好落实。}]"

TEXT: dict[str, Rules] = {
    "preface": text_rules("引言", "方案开头的引言；分段时各段另起一行", "为贯彻落实……，制定本方案。"),
    "principles": entries_rules("工作原则", "工作原则各条，每条写明标题和正文", _SECTIONS, "一条", _SECTION),
    "requirements": entries_rules("工作要求", "工作要求各条，每条写明标题和正文", _SECTIONS, "一条", _SECTION),
    "review": entries_rules(
        "回顾", "规划用：上一个规划期做了什么、还有什么问题，每条写明标题和正文", _SECTIONS, "一条", _SECTION
    ),
    "outlook": entries_rules("形势", "规划用：面临的形势，每条写明标题和正文", _SECTIONS, "一条", _SECTION),
    "guiding": text_rules("指导思想", "规划用：指导思想；分段时各段另起一行", "深入贯彻……"),
    "safeguards": entries_rules("保障措施", "规划用：保障措施各条，每条写明标题和正文", _SECTIONS, "一条", _SECTION),
    "glossary": entries_rules(
        "名词解释",
        "规划用：附在后面的名词解释，标题写名词，正文写解释",
        "[{标题: 应急避难场所, 正文: 供群众临时安置的场地和设施。}]",
        "一条",
        _SECTION,
    ),
    "notice": text_rules("通知", "随文的函、请示或者通知的正文，按稿次改写", "现将《……》印发给你们，请认真贯彻执行。"),
    "accept": rules_of(
        "list",
        "texts",
        "采纳",
        "上面几项里没有写的，采用自带的话：列出哪几项",
        "[引言, 通知]",
        schema={
            "type": "string",
            "allowed": ["preface", "principles", "requirements", "safeguards", "notice"],
            "meta": {
                "read": "choice",
                "values": {
                    "引言": "preface",
                    "工作原则": "principles",
                    "工作要求": "requirements",
                    "保障措施": "safeguards",
                    "通知": "notice",
                },
            },
        },
    ),
}

# --- parents ------------------------------------------------------------------------------------------------------

PARENT: dict[str, Rules] = {
    "id": rules_of(
        "string",
        "identifier",
        "编号",
        "规划的编号，或者 YAML 文件的位置",
        "jincheng-155",
        required=True,
        empty=False,
        maxlength=300,
    ),
    "role": rules_of(
        "string",
        "choice",
        "角色",
        "上位（要承接，不写即为上位）或参考（只在引言里列名，不承接）",
        "参考",
        allowed=["carried", "reference"],
        meta={"values": {"上位": "carried", "参考": "reference"}},
    ),
}
