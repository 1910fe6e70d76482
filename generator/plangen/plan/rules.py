"""What the plan room says about parents, the spec's decisions, the same in several parents, wording and figures.

What it says about units and the division of labour stands in :mod:`~plangen.plan.unit_rules`.
"""

from __future__ import annotations

from plangen.terms.findings import Severity, rule

ERROR, WARNING, INFO = Severity

# -- parents and the spec's decisions about their items ------------------------------------------------------------

DUPLICATE_PARENT = rule(
    "duplicate-parent",
    ERROR,
    "上位规划“{parent}”写了两次，只按一次承接",
    "请在“〖上位规划〗”中只保留一行；内容不同的两份规划请使用不同的编号。",
    why="同一份规划承接两次，每一条任务都会在方案中出现两遍。",
    example="上位规划: [jincheng-155, jincheng-155]",
)
DUPLICATE_ITEM = rule(
    "duplicate-item",
    ERROR,
    "上位规划“{parent}”中编号“{item}”用了两次",
    "请给其中一个条目换一个没有用过的编号，再重新生成。",
    why="处理意见按编号写，编号重复就分不清写给哪一条。",
    example="上位规划文件中有两条 id: T05",
)
UNKNOWN_PARENT = rule(
    "unknown-parent",
    ERROR,
    "“{parent}”不是本县要承接的上位规划{then}",
    "{remedy}",
    why="写给不承接的规划的处理意见用不上，往往是编号写错了。",
    example="承接: {jincheng-15: {T05: {牵头: 县应急局}}}",
)
UNKNOWN_ITEM = rule(
    "unknown-item",
    ERROR,
    "上位规划“{parent}”中没有编号为“{item}”的条目",
    "{guess}可用 plangen parents {parent} 查看全部编号。",
    why="处理意见写给了不存在的条目，真正要写的那一条就按原样承接了。",
    example="承接: {jincheng-155: {T99: {牵头: 县应急局}}}",
)
DECISION_CONFLICT = rule(
    "decision-conflict",
    ERROR,
    "{item}同时写了{decisions}，暂按原样承接",
    "一个条目只能有一种处理方式，请保留其中一个。",
    why="不承接、并入和拆分互相排斥。",
    example="T05: {不承接: 县域无煤矿, 并入: T06}",
)
WAIVED_WITH_TASK = rule(
    "waived-with-task",
    INFO,
    "{item}不承接，其下{count}个子项随之不承接：{nested}",
    "如某个子项仍要承接，请在“〖承接〗”中为它写“〖并入〗”。",
    why="任务不承接，写在它下面的子项就没有了着落。",
    example="T05 写明不承接，它有子项 T05.1 和 T05.2",
)
NESTED_SETTINGS_UNUSED = rule(
    "nested-settings-unused",
    WARNING,
    "{item}随{host}不承接，为它写的内容没有用上",
    "如仍要承接这一子项，请用“〖并入〗”把它并入其他任务，或不对上一级任务写“〖不承接〗”。",
    why="填报文件为子项写了牵头或措施，而它随任务不承接了。",
    example="T05 写明不承接，又写 T05.1: {牵头: 县应急局}",
)
TARGET_WITHOUT_INDICATOR = rule(
    "target-without-indicator",
    WARNING,
    "{item}不是指标，写在这里的目标值“{target}”用不上",
    "目标值请写给指标（编号以 I 开头）；任务的要求请写进措施。",
    why="只有指标表有目标值一栏。",
    example="T05: {目标: 下降15%}",
)
SETTING_UNUSED = rule(
    "setting-unused",
    WARNING,
    "{item}写的{settings}没有用上：{what}不用写这{measure}项",
    "请删去，或改用相应的处理方式。",
    why="写了而没有印出来的内容，填报人会以为已经在方案里。",
    example="T05: {并入: T06, 标题: 新的标题}",
)
MERGE_TARGET_UNKNOWN = rule(
    "merge-target-unknown",
    ERROR,
    "{item}要并入的“{target}”不存在，暂按原样承接",
    "{way}",
    why="并入的去处不存在，条目就会丢失。",
    example="T05: {并入: T99}",
)
MERGE_TARGET_WAIVED = rule(
    "merge-target-waived",
    ERROR,
    "{item}要并入的{target}不承接，暂按原样承接",
    "请改并入一个承接的条目，或为这一条目单独写明处理方式。",
    why="并入一个不承接的条目等于不承接，而又没有写理由。",
    example="T05: {并入: T06}，T06 写明不承接",
)
MERGE_KIND = rule(
    "merge-kind",
    ERROR,
    "{item}是{kind}，不能并入{target}（{other}），暂按原样承接",
    "指标只能并入指标，分项目标只能并入分项目标，任务、工程及其子项可以互相并入。",
    why="指标、分项目标和任务在方案中分别成表，不能互相代替。",
    example="I01: {并入: T05}",
)
SPLIT_KIND = rule(
    "split-kind",
    ERROR,
    "{item}是指标，不能拆分，暂按原样承接",
    "如县里要分成几个指标，请在“〖指标〗”中另写。",
    why="拆分后的目标值不能由原来的目标值得出。",
    example="I01: {拆分: [{标题: 甲}, {标题: 乙}]}",
)
SPLIT_TOO_FEW = rule(
    "split-too-few",
    ERROR,
    "{item}只拆成了一项，暂按原样承接",
    "“〖拆分〗”至少写两项；只是改写的，直接写“〖标题〗”“〖牵头〗”等。",
    why="拆成一项就是没有拆分。",
    example="T05: {拆分: [{标题: 甲}]}",
)
SPLIT_NESTED = rule(
    "split-nested",
    INFO,
    "{item}拆成{count}项，其下子项{nested}随第一项",
    "如应归到第二项，请为该子项写 〖并入〗: {id}/2。",
    why="子项归到拆分后的哪一项，须由人核对。",
    example="T05 拆分成两项，它有子项 T05.1",
)

# -- the same in several parents, and where further parents' items stand -------------------------------------------

AUTO_MERGED = rule(
    "auto-merged",
    INFO,
    "后面的上位规划中{count}项与前面的规划是同一件事，已合并{alike}",
    "逐项对照见“上位规划条目承接对照表”；如某项不应合并，请在“〖承接〗”中为后一规划的该条目写明“〖标题〗”，它就单独成项。",
    why="几级规划常写同一件事；标题实质相同的合并成一项，其余分别承接。",
    example="省、市两级规划都有“严格安全准入”",
)
POSSIBLY_SAME = rule(
    "possibly-same",
    INFO,
    "有{count}对条目相近，没有把握是同一件事，已分别承接：{pairs}",
    "确为同一件事的，请在“〖承接〗”中合并，例如在 {parent} 下写：{item}: {{〖并入〗: {into}}}",
    why="合并错了会丢任务，拿不准的留给人定。",
    example="“完善应急预案”和“健全应急预案体系”",
)
GROUP_PLACED = rule(
    "group-placed",
    INFO,
    "后面的上位规划中{count}项没有同样的条目，按内容排进首个上位规划的各组：{groups}",
    "如不合适，请用“〖并入〗”写明并入哪一条，或调整“〖上位规划〗”的先后。",
    why="方案的结构取自首个上位规划，其余规划的条目按内容归组。",
    example="两个上位规划，后一个多出几项任务",
)
GROUP_NEW = rule(
    "group-new",
    INFO,
    "后面的上位规划中{count}项排不进首个上位规划的任何一组，另立标题：{groups}",
    "如不合适，请用“〖并入〗”写明并入哪一条，或调整“〖上位规划〗”的先后。",
    why="同各组的标题和任务都不相近的条目另立一组，免得放错地方。",
    example="首个上位规划没有海洋防灾一组，后一个有",
)

# -- wording -------------------------------------------------------------------------------------------------------

LEFT_CITY_WORDING = rule(
    "left-city-wording",
    WARNING,
    "{explanation}：{words}",
    "请在“〖承接〗”中为这些条目写明“〖标题〗”或“〖正文〗”，例如：{example}: {{〖标题〗: 按本县实际改写的标题}}",
    why="上级的说法不能自动改成县里的，原样留着就会写错主体。",
    example="上位规划正文：在长治市设立分中心",
)
WORDING_CHANGED = rule(
    "wording-changed",
    INFO,
    "{explanation}：{words}",
    "请在“〖承接〗”中为这些条目写明“〖标题〗”或“〖正文〗”，例如：{example}: {{〖标题〗: 按本县实际改写的标题}}",
    why="按规则降了一级的说法，有的要人核对。",
    example="上位规划正文：各县（市、区）建立协调机制",
)
LEVELS_BESIDE = rule(
    "levels-beside",
    WARNING,
    "“{title}”的子项分别写了上级和县级的事，{labels}是上级承担的部分，已按县级改写",
    "请核对本县是否承担；不承担的写明“〖不承接〗”，或用“〖并入〗”并到县级的子项，"
    "例如：{example}: {{〖不承接〗: 由市级建设, 〖决定单位〗: 县应急局, 〖日期〗: 2026-11-20}}",
    why="市级、县级分别列出的子项，上级的那一部分一般不由县里承担。",
    example="任务下有“建设市级指挥中心”和“建设县级指挥中心”",
)
CITY_QUANTITY = rule(
    "city-quantity",
    WARNING,
    "{count}项里的数量或金额是上级的，已随所在的句子写成本县的：{clauses}",
    "请逐项改成本县的数，在“〖承接〗”中写明“〖正文〗”或“〖标题〗”，"
    "例如：{example}: {{〖正文〗: 按本县实际改写的正文}}；指标写“〖目标〗”；由上级统一建设的，写明“〖不承接〗”。",
    why="全市的数字不是县里的数字，照抄就成了县里的任务。",
    example="上位规划正文：全市42座煤矿完成改造",
)
LEVEL_LOWERED = rule(
    "level-lowered",
    INFO,
    "{count}项的标题写的是上级自己的事，已降为本县的：{titles}",
    "请核对是否确由本县承担；由上级承担的，写明“〖不承接〗”，"
    "例如：{example}: {{〖不承接〗: 由市级统一建设, 〖决定单位〗: 县应急局, 〖日期〗: 2026-11-20}}",
    why="写明“市级”的工程，县里不一定有对应的一项。",
    example="建设市级应急物资储备库",
)

# -- deadlines -----------------------------------------------------------------------------------------------------

DEADLINE_MISSING = rule(
    "deadline-missing",
    INFO,
    "上位规划没有写{count}项的完成时限，分工表中写作规划期末（{end}）",
    "需要提前完成的，请在“〖承接〗”中写“〖时限〗”，例如：{example}: {{〖时限〗: {year}}}",
    why="分工表每一行都有完成时限，上位规划没有写的按规划期末。",
    example="上位规划的任务没有“完成时限”",
)
DEADLINE_AFTER_PARENT = rule(
    "deadline-after-parent",
    WARNING,
    "{item}上位规划要求{asked}完成，本县写的是“{own}”，晚于上级时限",
    "请核对；不应晚于上级规定的时限。",
    why="县里的时限晚于上级的时限，上级考核时就没有完成。",
    example="上位规划要求2027年底前完成，T05: {时限: 2028}",
)
DEADLINE_TOO_SOON = rule(
    "deadline-too-soon",
    WARNING,
    "{count}项的完成时限离成文日期{issued}不足三个月，或者已经过去：{deadlines}",
    "请核对时限和成文日期；时限来自上位规划、确实来不及的，请商上级后在“〖承接〗”中写明本县的“〖时限〗”，"
    "已经完成的，请在“〖正文〗”中写明。",
    why="印发时已经到期的时限，部门无法完成。",
    example="成文日期 2026-12-15，任务要求2026年底前完成",
)
DEADLINE_MERGED = rule(
    "deadline-merged",
    INFO,
    "合并的条目在几个上位规划中的完成时限不同，取最早的",
    "如需另定，请在“〖承接〗”中为在前的条目写“〖时限〗”。",
    why="取最早的时限，哪一级的要求都不会落空。",
    example="省里要求2028年底前完成，市里要求2027年底前完成",
)

# -- indicators ----------------------------------------------------------------------------------------------------

INDICATOR_TARGETS_DIFFER = rule(
    "indicator-targets-differ",
    WARNING,
    "“{title}”在几个上位规划中的目标值不同（{targets}），取要求最高的“{strictest}”",
    "请核对；本县另有目标值的，在“〖指标〗”中写“〖对应上位指标〗”和“〖目标〗”。",
    why="取要求最高的目标值，哪一级的要求都不会落空。",
    example="省里下降15%，市里下降20%",
)
INDICATOR_WEAKER = rule(
    "indicator-weaker",
    WARNING,
    "{item}的本县目标值“{own}”低于上位规划要求的“{parent}”",
    "请核对是否写错；确需低于上级要求的，应事先报上级同意。",
    why="本县目标值低于上级要求，上级考核时就没有完成。",
    example="上位规划下降15%，本县目标写下降10%",
)
INDICATOR_NOT_COMPARABLE = rule(
    "indicator-not-comparable",
    INFO,
    "{item}的本县目标值“{own}”与上位规划的“{parent}”写法不同，不能自动比较",
    "请人工核对本县目标值不低于上级要求。",
    why="单位或说法不同的目标值，程序不能比较高低。",
    example="上位规划下降15%，本县目标写5人以内",
)
INDICATOR_OF_UNKNOWN = rule(
    "indicator-of-unknown",
    ERROR,
    "上位规划中没有指标“{of}”，暂作本县自设指标",
    "“〖对应上位指标〗”请写“规划编号:指标编号”，例如 〖对应上位指标〗: xinzhou-145:I01；"
    "本县自设的指标不写这一项，只写“〖名称〗”。",
    why="对应不上的目标值，上位规划的那一项指标就没有采用它。",
    example="指标: [{对应上位指标: I99, 目标: 下降15%}]",
)
INDICATOR_OF_WAIVED = rule(
    "indicator-of-waived",
    ERROR,
    "{item}已写明不承接，又给了本县目标值，暂作本县自设指标",
    "请保留其中一种：不承接，或给出目标值。",
    why="不承接和给出目标值互相矛盾。",
    example="I01 写明不承接，指标中又写了它的目标",
)
INDICATOR_TARGET_MISSING = rule(
    "indicator-target-missing",
    WARNING,
    "上位规划没有写指标的目标值，暂写作“{stand_in}”",
    "请在“〖指标〗”中写明本县目标值，例如：{{〖对应上位指标〗: {of}, 〖目标〗: 下降15%}}",
    why="没有目标值的指标不能考核。",
    example="上位规划的指标表目标值一栏空着",
)
INDICATOR_TWICE = rule(
    "indicator-twice",
    ERROR,
    "{item}给了两个本县目标值，取“{target}”",
    "请只在一处写本县目标值：“〖指标〗”中的一行，或者“〖承接〗”中的“〖目标〗”；几个上位规划的同一指标在方案中只列一行。",
    why="同一指标只能有一个目标值。",
    example="指标中有两行写 对应上位指标: I01",
)

# -- measures and facts --------------------------------------------------------------------------------------------

MEASURE_TEMPLATE = rule(
    "measure-template",
    ERROR,
    "句子“{sentence}”填不上：{problem}",
    "请检查 templates/knowledge 下主题库或通用句库里这一句双花括号中的名称。",
    why="句子里的名称没有值，印出来就会缺字。",
    example="句库里的一句写了 {{ villlages }}",
)
THING_ABSENT = rule(
    "thing-absent",
    WARNING,
    "县情写明没有这类对象（“{fact}”），以下{count}项与之有关：{titles}",
    "请考虑不承接并写明理由，例如：{example}: {{〖不承接〗: 县域没有这类企业或设施, 〖决定单位〗: 县应急局, "
    "〖日期〗: 2026-11-20}}；仍要承接的，请在“〖承接〗”中写明本县的“〖措施〗”。",
    why="县里没有的对象，任务无从落实。",
    example="县情: {煤矿: 0}，上位规划有煤矿安全的任务",
)
FACT_UNKNOWN = rule(
    "fact-unknown",
    INFO,
    "县情中没有填{facts}，与之有关的{count}项措施按一般情况写",
    "请在“〖县情〗”中补上这些数字，措施会随之具体；县里没有的填 0。",
    why="措施里的数字只取自县情，没有填的程序不会编造。",
    example="县情中没有写“村庄”",
)
FACT_CONFLICT = rule(
    "fact-conflict",
    WARNING,
    "县情“{fact}”与另一项县情的名称冲突，没有用上",
    "同一名称不能既是一个数、又分成几项；请保留一种写法。",
    why="名称冲突的两项，模板只能取到其中一项。",
    example="县情同时写 other.甲: 1 和 other.甲.乙: 2",
)
