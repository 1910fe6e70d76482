"""What the trace room says about drafts: what of a parent they lack, and what two versions of a parent have apart.

What it says about a draft of our own, with its marks, annexes and wording, stands in
:mod:`~plangen.trace.check_rules`.
"""

from __future__ import annotations

from plangen.terms.findings import Severity, rule

ERROR, WARNING, INFO = Severity

# -- the draft and the parents as a whole --------------------------------------------------------------------------

DRAFT_EMPTY = rule(
    "draft-empty",
    ERROR,
    "文稿里没有可以核对的文字",
    "请核对是不是拿错了文件；扫描件请先作文字识别",
    why="没有文字的文稿什么也没有承接，多半是扫描件或者空文档。",
    example="plangen audit 扫描件.pdf --parent 临汾市规划.yaml",
    unusable=True,
)
DRAFT_WITHOUT_HEADINGS = rule(
    "draft-without-headings",
    WARNING,
    "稿子里没有识别出标题，只能逐段按文字比对",
    "请给各项任务加上“一、”“（一）”“1.”这样的编号标题，或在 Word 里使用标题样式，再核对一次",
    why="标题说明一段文字写的是哪一件事，没有标题就容易对错。",
    example="任务只用加粗的段落写，没有编号和标题样式",
)
DRAFT_WITHOUT_UNITS = rule(
    "draft-without-units",
    WARNING,
    "稿中没有写明责任单位，{count}个找到的条目都无法核对由谁负责",
    "实施方案应在每项任务后写明牵头单位和配合单位，或附任务分工表",
    why="上位规划点名了单位，文稿一个也没有写，只说一次，不逐条重复。",
    example="任务后面没有“（县应急局牵头）”，也没有分工表",
)
PARENT_GIVEN_TWICE = rule(
    "parent-given-twice",
    WARNING,
    "上位规划{parent}重复给出，只核对一次",
    why="同一份规划核对两次，每一条都会列两遍。",
    example="plangen audit 方案.docx --parent jincheng-155 --parent jincheng-155",
)
PARENT_WITHOUT_TEXT = rule(
    "parent-without-text",
    INFO,
    "上位规划{parent}未附正文，只能核对标题、所在组、责任单位和时限",
    "用 plangen import 导入文件原文（不加 --facts-only）后再核对，才能逐句查出漏项",
    why="没有正文就不知道每一条具体要求什么，只看标题不能说明写全了。",
    example="plangen import 规划.pdf --facts-only",
)

# -- one item in a draft -------------------------------------------------------------------------------------------

ITEM_DOUBTFUL = rule(
    "item-doubtful",
    WARNING,
    "{item}：稿中最相近的是{place}，拿不准是否承接了这一条",
    "请对照上位规划原文人工核对；确已承接的，宜在标题或首句里写明同一件事",
    why="只凭文字比对，相近到这个程度的有的是同一件事，有的不是。",
    example="上位规划写“水上搜救”，文稿只有“水域安全”",
)
LEAD_CHANGED = rule(
    "lead-changed",
    WARNING,
    "{item}：{source}由{expected}牵头，文稿中由{found}牵头",
    "请确认牵头单位的调整已经有关部门同意；确定调整的，请在填报文件中改写“〖牵头〗”，再重新生成或核对",
    why="牵头单位对整件事负责，换了牵头单位应当是有意的。",
    example="上位规划由市应急局牵头，文稿写“县公安局牵头”",
)
UNITS_LOST = rule(
    "units-lost",
    WARNING,
    "{item}：{where}中少了{units}{leading}",
    "请补上对应的单位，本级没有这个单位的，写明由谁承担；确定不再参与的，请在填报文件中改写“〖配合〗”",
    why="点了名的单位在文稿里没有着落，它的那一份责任就没有人承担。",
    example="删去分工表“配合单位”一格中的县住建局",
)
DEADLINE_LATER = rule(
    "deadline-later",
    WARNING,
    "{item}：完成时限{found}晚于上位规划（{expected}）",
    "请改为{earliest}，或报上级同意后推迟",
    why="县里的时限晚于上级的时限，上级考核时就没有完成。",
    example="上位规划要求2027年底前完成，文稿写“2029年底前”",
)
TARGET_WEAKER = rule(
    "target-weaker",
    WARNING,
    "{item}：目标值低于上位规划，文稿为{found}，上位规划为{expected}",
    "县级目标一般不应低于上位规划；确需调整的，请报上级同意",
    why="各县的目标都低于上级，上级的目标就完不成。",
    example="上位规划“下降15%”，文稿“下降10%”",
)
TARGET_NOT_COMPARABLE = rule(
    "target-not-comparable",
    WARNING,
    "{item}：文稿为{found}，上位规划为{expected}，无法比较高低",
    "请人工核对目标值是否不低于上位规划",
    why="写法或者单位不同的目标值，程序不猜哪个更高。",
    example="上位规划“下降15%”，文稿“控制在3起以内”",
)
TARGET_NOT_FOUND = rule(
    "target-not-found",
    WARNING,
    "{item}：稿中提到了该指标，没有找到目标值{expected}",
    "请在指标表中写明目标值",
    why="只有指标名称，没有目标值，无法考核。",
    example="正文写“降低生产安全事故死亡人数”，没有写降低多少",
)
TARGET_MISSING = rule(
    "target-missing",
    WARNING,
    "{item}：稿中没有写目标值",
    "上位规划的目标值是{expected}",
    why="只有指标名称，没有目标值，无法考核。",
    example="指标表的“目标值”一格空着",
)

# -- two versions of a parent --------------------------------------------------------------------------------------

DIFF_WITHOUT_TEXT = rule(
    "diff-without-text",
    WARNING,
    "{which}，只比较了标题、分组、目标值、责任单位和时限，没有比较正文",
    "请用 plangen import 把两个版本都连正文导入（不加 --facts-only）后再比较",
    why="只有一个版本有正文，或者都没有，就看不出要求有没有改。",
    example="旧版本用 --facts-only 导入，新版本连正文导入",
)
DIFF_NOTHING_IN_COMMON = rule(
    "diff-nothing-in-common",
    WARNING,
    "{old}和{new}没有相同的条目，可能不是同一文件的两个版本",
    "请确认给出的两个文件",
    why="没有一条相同，多半是拿错了文件。",
    example="plangen diff 临汾市规划.yaml 晋城市规划.yaml",
)
DIFF_PLAN_CHANGED = rule(
    "diff-plan-changed",
    WARNING,
    "两个版本的{what}不同：原为{old}，现为{new}",
    "请确认两个文件是同一规划的两个版本",
    why="规划期、级别或者地名不同的，往往不是同一份规划。",
    example="旧版本“规划期: 2021—2025年”，新版本“2026—2030年”",
)
DIFF_IDS_DIFFER = rule(
    "diff-ids-differ",
    INFO,
    "有{count}个条目在新版本里换了编号（{pairs}）",
    "把新文件导入到原来的上位规划文件上（plangen import 新文件 -o 原文件），相同的条目就会保留原来的编号",
    why="处理意见按编号写，换了编号就写给了别的条目。",
    example="新版本在前面加了一条，后面的T05变成T06",
)
DIFF_OTHER_PARENT = rule(
    "diff-other-parent",
    WARNING,
    "填报文件没有承接{parent}（{identity}），下面按它会承接来列出需要复核的内容",
    "请确认填报文件和上位规划的编号",
    why="没有承接的规划怎样修改，与本县的方案无关。",
    example="plangen diff 旧.yaml 新.yaml --spec 另一个县.yaml",
)
