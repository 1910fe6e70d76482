"""What the plan room says about units, the division of labour and the question who does what."""

from __future__ import annotations

from plangen.terms.findings import Severity, rule

ERROR, WARNING, INFO = Severity

# -- from a parent's unit to the county's --------------------------------------------------------------------------

UNIT_UNRESOLVED = rule(
    "unit-unresolved",
    WARNING,
    "上位规划中的“{unit}”在部门名册中没有对应单位，分工表中未列",
    "请确定由哪个单位承担，并写明：{line}{likely}",
    why="上级点名的单位在县里没有着落，它的那一份责任就没有人承担。",
    example="上位规划写“市粮食局”，名册中没有单位对应它",
)
UNIT_NO_COUNTERPART = rule(
    "unit-no-counterpart",
    INFO,
    "上位规划中的“{unit}”{reason}，分工表中未列",
    "如{county}有单位承担其职责，请写明：{line}{likely}",
    why="有的单位只设到市一级，有的是别的县的，县里一般不列。",
    example="上位规划写“海事局”，或者写别县的“沁水县应急局”",
)
UNIT_AMBIGUOUS = rule(
    "unit-ambiguous",
    WARNING,
    "上位规划中的“{unit}”可对应多个单位：{names}，暂按“{first}”安排",
    "请只在部门名册一个单位的“〖对应上级单位〗”中保留它；"
    "个别任务由其他单位承担的，在“〖承接〗”中该任务下用“〖牵头〗”或“〖配合〗”写明。",
    why="名册中几个单位都写了同一个上级单位，只能取排在前面的。",
    example="县应急局和县能源局的“对应上级单位”都有“煤炭局”",
)
LEAD_NOT_NAMED = rule(
    "lead-not-named",
    WARNING,
    "上位规划没有写明牵头单位，暂由排在最前的“{unit}”牵头",
    "请在“〖承接〗”中该条目下确认，例如：T07: {{〖牵头〗: {unit}}}",
    why="上位规划只列责任单位时，谁牵头须由县里定。",
    example="责任单位：市应急局、市公安局",
)
LEAD_MISSING = rule(
    "lead-missing",
    WARNING,
    "{reason}，本项暂无牵头单位，稿中印作【待定】",
    "请在“〖承接〗”中该条目下写明牵头单位，例如：T07: {{〖牵头〗: 县应急局}}；县里有单位承担这项职能的，"
    "在〖部门名册〗中给它写上〖对应上级单位〗。",
    why="没有牵头单位的任务没有人负责。",
    example="上位规划写“市粮食局牵头”，名册中没有单位对应它",
)
SUGGESTION_FALLBACK = rule(
    "suggestion-fallback",
    WARNING,
    "这类工作通常由“{function}”负责，部门名册中没有对应单位，暂建议由“{unit}”牵头",
    "请确定牵头单位，并在部门名册该单位的“〖对应上级单位〗”中加上“{function}”，"
    "或在“〖承接〗”中该条目下用“〖牵头〗”写明。",
    why="建议的单位不是通常负责这类工作的，更要核对。",
    example="名册中没有水利局，任务是防汛",
)

# -- the responsibility for an item --------------------------------------------------------------------------------

UNIT_NOT_IN_ROSTER = rule(
    "unit-not-in-roster",
    ERROR,
    "“{unit}”不在部门名册中",
    "请核对单位名称，或在部门名册中加上这个单位。",
    why="名册以外的单位收不到任务清单，也没有全称可印。",
    example="T05: {牵头: 县煤炭局}",
)
UNIT_DROPPED = rule(
    "unit-dropped",
    WARNING,
    "{about}上位规划列了{originals}，按职责对应{units}，填报文件指定的单位中没有列入",
    "如确不需要，可不处理；如系遗漏，请在“〖配合〗”中补上{units}。",
    why="上级点名的单位被去掉，应当是有意的。",
    example="上位规划列市公安局配合，T05: {配合: [县水利局]}",
)
UNITS_SUGGESTED = rule(
    "units-suggested",
    WARNING,
    "{count}项的责任单位由系统按主题建议，尚待确认",
    "分工表中标“（拟）”的就是这些条目，请逐项核对：在“〖承接〗”中用“〖牵头〗”“〖配合〗”写明，"
    "或写“〖采纳建议〗: 是”表示同意；全部同意的，在“〖方案〗”中写“〖采纳建议〗: 是”。",
    why="上位规划没有写责任单位的，建议的单位要由县里确认。",
    example="上位规划是规划，任务后面没有责任单位",
)
THEME_MISSING = rule(
    "theme-missing",
    WARNING,
    "没有认出这些条目属于哪个主题，责任单位和措施按一般情况拟写",
    "请在“〖承接〗”中为这些条目写明“〖牵头〗”“〖配合〗”和“〖措施〗”；"
    "同类条目较多的，可在 templates/knowledge/themes.yaml 的相应主题中加上标题里的词。",
    why="主题决定建议的单位和措施，认不出主题就只能写一般的话。",
    example="标题“其他工作”",
)
UNIT_WITHOUT_DUTY = rule(
    "unit-without-duty",
    INFO,
    "部门名册中{count}个单位在方案中没有任务：{units}",
    "请核对是否应参加某些任务；与本方案无关的单位可以从部门名册中删去。",
    why="名册中的单位没有任务，可能是分工漏了。",
    example="名册有县档案馆，没有一项任务写到它",
)

# -- the division of labour as a whole -----------------------------------------------------------------------------

ROW_WITHOUT_LEAD = rule(
    "row-without-lead",
    WARNING,
    "{count}项没有牵头单位：{titles}",
    "请在“〖承接〗”中逐项写明牵头单位，例如：{line}",
    why="没有牵头单位的任务没有人负责。",
    example="从别处读来的方案有一行牵头单位空着",
)
SEVERAL_LEADS = rule(
    "several-leads",
    INFO,
    "{count}项有两个以上牵头单位，由排在第一的负总责：{titles}",
    "只由一个单位牵头的，请在“〖承接〗”中写明，其余自动列为配合，例如：{line}",
    why="几个单位牵头时要有一个负总责。",
    example="市应急局、市公安局牵头",
)
CLAUSE_LEAD_PARTICIPATES = rule(
    "clause-lead-participates",
    INFO,
    "上位规划有{count}项把同一单位既列为牵头又列为配合，按牵头安排：{slips}",
    "如只应配合，请在“〖承接〗”的 {parent} 下另写牵头单位，例如：{item}: {{〖牵头〗: 县应急局}}",
    why="同一单位写了两种身份，可能是原文的笔误。",
    example="市应急局牵头，市应急局、市公安局配合",
)
CLAUSE_UNIT_TWICE = rule(
    "clause-unit-twice",
    INFO,
    "上位规划有{count}项把同一单位写了两次，分工表中只列一次：{slips}",
    "请核对原文，看其中一个是否应为别的单位；如是，请在“〖承接〗”的 {parent} 下写全配合单位，"
    "例如：{item}: {{〖配合〗: [县应急局, 县公安局]}}",
    why="同一单位写了两次，其中一个可能是别的单位。",
    example="市水利局、市公安局、市水务局配合",
)
CLAUSE_SPELLINGS = rule(
    "clause-spellings",
    INFO,
    "上位规划对同一单位有几种写法，都已对应到县里的同一单位：{spellings}",
    "请核对是否确为同一单位；不是的，请在部门名册相应单位的“〖对应上级单位〗”中分别写上原文的写法，"
    "例如：〖对应上级单位〗: [交通局]",
    why="写法不同的单位按职能对应，个别可能不是同一单位。",
    example="一处写市交通局，一处写市交通运输局",
)
TEXT_UNIT_UNKNOWN = rule(
    "text-unit-unknown",
    WARNING,
    "正文写到的{count}个单位不在部门名册中，也不在该项的责任单位中：{units}",
    "县里有这个单位的，请{line}；由其他单位承担的，请在该单位的“〖对应上级单位〗”中写上；"
    "写错了的，请用“〖正文〗”或“〖措施〗”改正。",
    why="正文给了任务而分工表没有的单位，不会收到任务清单。",
    example="措施：由县供销社组织开展检查",
)
LEAD_LOAD_UNEVEN = rule(
    "lead-load-uneven",
    INFO,
    "{unit}牵头{led}项，占各单位牵头事项共{whole}项的{share}{guessed}；{others}",
    "属于行业主管部门职责的，可在“〖承接〗”中该条目下改由该部门牵头，例如：〖牵头〗: {next}",
    why="一个单位牵头太多，往往是把行业部门的职责也揽了过来。",
    example="应急局牵头12项，其他单位共牵头1项",
)
OPEN_ENDED_LIST = rule(
    "open-ended-list",
    INFO,
    "{count}项的责任单位在上位规划中以“等”结尾，还有哪些单位没有写明",
    "请与牵头单位商定，在“〖承接〗”中写全配合单位（补在后面），“等”字随之去掉，例如：{line}",
    why="“等”字后面的单位不知道自己有任务。",
    example="市应急局、市公安局等按职责分工负责",
)

# -- who does what -------------------------------------------------------------------------------------------------

WHO_UNKNOWN = rule(
    "who-unknown",
    ERROR,
    "方案和部门名册中没有“{asked}”",
    "{nearest}可以写单位（县水利局）、上位规划条目（T12、jincheng-155:T12）或方案序号（任务3.2）。",
    why="问的单位或条目不在方案里，无从回答。",
    example="plangen who 规划.yaml 外星局",
    unusable=True,
)
