"""What can be said about what a spec means: doubts and contradictions beyond the form of the single value."""

from __future__ import annotations

from plangen.terms.findings import Severity, rule

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

# --- the county and the plan --------------------------------------------------------------------------------------

BAD_COUNTY_NAME = rule(
    "bad-county-name",
    _ERROR,
    "{what}“{name}”不是地名。",
    "请写全称，只用汉字，例如：{example}",
    why="地名要印进标题和正文，也用来认出上级文件里的本县。",
    example="名称: Yonghe",
)
COUNTY_NAME_ENDING = rule(
    "county-name-ending",
    _WARNING,
    "县名“{name}”不以县、市、区、旗结尾。",
    "请写全称，例如：{name}县",
    why="方案里的称呼（本县、全区、全旗）由县名的结尾而定。",
    example="名称: 永和",
)
PLACE_NAME_ENDING = rule(
    "place-name-ending",
    _WARNING,
    "“{name}”写在“{key}”里，名称却不以“{ending}”结尾。",
    "请写全称，并核对它是镇、乡还是街道。",
    why="镇、乡、街道的政府机关名称不同，写错类别，印出的名称就错了。",
    example="镇: [阁底乡]",
)
REPEATED_ENTRY = rule(
    "repeated-entry",
    _WARNING,
    "“{name}”写了两次（{first}写过）。",
    "请删去重复的一项。",
    why="同一个名称只算一次，重复的多半是另一个名称写错了。",
    example="配合: [县公安局, 县公安局]",
)
PLACEHOLDER = rule(
    "placeholder",
    _WARNING,
    "“{value}”还没有换成本县的内容。",
    "请填写实际内容；没有的请删去这一项。",
    why="样本里的“某某”“待填”会照样印进方案。",
    example="所属市: 某某市",
)
TEMPLATE_FOLDER_MISSING = rule(
    "template-folder-missing",
    _ERROR,
    "找不到模板文件夹“{folder}”。",
    "位置从本文件所在的文件夹算起；没有自备模板的，请删去这一行。",
    why="写明了自备模板而找不到，就不能悄悄改用自带的。",
    example="模板: ./没有这个文件夹",
)
PERIOD_REVERSED = rule(
    "period-reversed",
    _ERROR,
    "规划期的起始年份 {start} 晚于结束年份 {end}。",
    "请先写起始年份，例如：{key}: [{end}, {start}]",
    why="时限和标题都按规划期计算。",
    example="规划期: [2030, 2026]",
)
PERIOD_NOT_FIVE_YEARS = rule(
    "period-not-five-years",
    _WARNING,
    "规划期从 {start} 年到 {end} 年，共 {years} 年，不是五年。",
    "五年规划请写五个年度的起止年份，例如：{key}: [2026, 2030]；确实不是五年的可以不改。",
    why="标题按五年规划的期次（如“十五五”）拟定。",
    example="规划期: [2026, 2029]",
)
DATE_OUTSIDE_PERIOD = rule(
    "date-outside-period",
    _WARNING,
    "成文日期 {date} 离规划期 {start}—{end} 年太远。",
    "请核对成文日期的年份。",
    why="方案一般在规划期开始前后印发。",
    example="成文日期: 2016-12-15（规划期 2026—2030 年）",
)

# --- the roster ---------------------------------------------------------------------------------------------------

EMPTY_ROSTER = rule(
    "empty-roster",
    _ERROR,
    "没有写部门名册，任务无法分工。",
    "请在“{key}”下面逐个写出本县各部门，例如：- {{名称: 永和县应急管理局, 简称: 县应急局}}",
    why="每项任务由名册里的单位承担。",
    example="部门名册: []",
)
DUPLICATE_UNIT = rule(
    "duplicate-unit",
    _ERROR,
    "“{name}”既是{first}，又是{second}，分工时分不清是哪个单位。",
    "单位和成员单位组的名称、简称、别名都不能相同；同一个单位只写一次。",
    why="分工按名称找单位，一个名称只能指一个单位。",
    example="两个单位的简称都是县应急局",
)
COVER_CLAIMED_TWICE = rule(
    "cover-claimed-twice",
    _WARNING,
    "“{cover}”已由“{first}”对应（{line}），这里“{second}”又写了一次。",
    "一个上级单位原则上由一个单位对口承担，请只留一处；确由两个单位分担的，请在“承接”里逐条写明牵头和配合。",
    why="上级单位的任务交给第一个对应它的单位。",
    example="两个单位的“对应上级单位”里都有应急局",
)
GROUP_WITHOUT_MEMBERS = rule(
    "group-without-members",
    _WARNING,
    "“{name}”没有写成员单位。",
    "请在“{key}”里写出各成员单位的简称；不写则这一组的任务不会列入各部门的任务清单。",
    why="整组承担的任务要分列到每个成员单位。",
    example="{名称: 县安委会成员单位}",
)
UNKNOWN_UNIT = rule(
    "unknown-unit",
    _ERROR,
    "“{name}”{problem}。",
    "{remedy}",
    why="只有名册里的单位才能牵头、配合、作成员。",
    example="牵头: 县应急管理局（名册里是县应急局）",
)
LEAD_ALSO_PARTICIPATES = rule(
    "lead-also-participates",
    _WARNING,
    "“{name}”既是牵头单位，又是配合单位。",
    "请从配合单位里删去它。",
    why="一个单位在一项任务里只有一个身份。",
    example="{牵头: 县应急局, 配合: [县应急局]}",
)

# --- parents and dispositions -------------------------------------------------------------------------------------

NO_PARENTS = rule(
    "no-parents",
    _WARNING,
    "没有写上位规划，方案里只有本县自己的任务。",
    "请写出要承接的上位规划，例如：{key}: [jincheng-155]；可用 plangen parents 查看自带的规划。",
    why="没有上位规划就没有要承接的条目。",
    example="没有“上位规划”一项",
)
PARENT_LISTED_TWICE = rule(
    "parent-listed-twice",
    _ERROR,
    "上位规划“{name}”写了两次{first}。",
    "请删去重复的一项；确是两个规划而编号相同的，请在导入时另起编号（--id）。",
    why="一个规划的条目只承接一次。",
    example="上位规划: [jincheng-155, jincheng-155]",
)
PARENT_FILE_MISSING = rule(
    "parent-file-missing",
    _ERROR,
    "找不到上位规划文件“{name}”。",
    "位置从本文件所在的文件夹算起；还没有导入的，请先用 plangen import 导入。",
    why="读不到的规划，它的条目就漏掉了。",
    example="上位规划: [./没有.yaml]",
)
DEADLINE_OUTSIDE_PERIOD = rule(
    "deadline-outside-period",
    _WARNING,
    "{whose}完成时限“{deadline}”不在本方案的规划期{start}—{end}年之内{then}",
    "{remedy}",
    why="规划期以外的时限多半是年份写错了。",
    example="时限: 2035（规划期 2026—2030 年）",
)
EMPTY_MEASURES = rule(
    "empty-measures",
    _WARNING,
    "“{key}”里没有内容，按没有写处理。",
    "请写出措施，例如：{key}: [每年汛前完成一次隐患点全面排查。]；没有的请删去这一项。",
    why="空的措施不会印出来，也不会替换原有的措施。",
    example="措施: []",
)
WAIVER_INCOMPLETE = rule(
    "waiver-incomplete",
    _ERROR,
    "{item}不承接，{problem}。",
    "{remedy}",
    why="不承接要经得起上级核对：理由、谁决定、什么时候决定，缺一不可。",
    example="T05: {不承接: 是}",
)
CONTRADICTING_DISPOSITION = rule(
    "contradicting-disposition",
    _ERROR,
    "“{item}”同时写了“{first}”和“{second}”，两者只能选一个。",
    "请删去其中一项。",
    why="一条只能有一种处理。",
    example="T05: {并入: T02, 拆分: [……]}",
)
WAIVED_WITH_CONTENT = rule(
    "waived-with-content",
    _WARNING,
    "“{item}”已写明不承接，{keys}不会写进方案。",
    "请删去这些内容；要承接的，请删去不承接的理由。",
    why="不承接的条目只列入不承接事项说明。",
    example="T05: {不承接: ……, 牵头: 县应急局}",
)
REPEATED_TITLE = rule(
    "repeated-title",
    _WARNING,
    "“{title}”与{first}的{what}相同。",
    "请核对是否重复，或者改用不同的写法。",
    why="两项同名的任务，各部门分不清说的是哪一项。",
    example="本县任务里两项的标题都是“防汛抗旱”",
)
MERGE_INTO_ITSELF = rule(
    "merge-into-itself",
    _ERROR,
    "“{item}”写成了并入它自己。",
    "请写出要并入的另一条的编号；照常承接的，请删去这一行。",
    why="并入自己的条目没有着落。",
    example="T05: {并入: T05}",
)
MERGE_INTO_WAIVED = rule(
    "merge-into-waived",
    _ERROR,
    "“{item}”并入“{target}”，而“{target}”已写明不承接，这条任务就没有着落了。",
    "请并入一条承接的条目，或者照常承接。",
    why="合并后的条目必须有承接的去处。",
    example="T05: {并入: P06}，P06: {不承接: ……}",
)
MERGE_INTO_SPLIT = rule(
    "merge-into-split",
    _WARNING,
    "{item}并入的{target}已拆分，放在拆分后的第一项。",
    "如应放在第二项，请写作 {key}: {id}/2；必要时改为照常承接。",
    why="拆分后的各项分别有牵头单位。",
    example="T05: {并入: T02}，T02: {拆分: [……]}",
)
MERGED_WITH_CONTENT = rule(
    "merged-with-content",
    _WARNING,
    "“{item}”已并入“{target}”，这里写的{keys}可能用不上。",
    "合并后的标题、正文、时限和牵头单位以“{target}”为准，请写到“{target}”下面。",
    why="合并的几条只印一条，以并入的那一条为准。",
    example="T05: {并入: T02, 标题: 甲}",
)
MERGE_CYCLE = rule(
    "merge-cycle",
    _ERROR,
    "几条互相并入，绕成了圈：{ring}。",
    "请留下其中一条照常承接，其余并入它。",
    why="绕成圈的几条都没有着落。",
    example="T02: {并入: T05}，T05: {并入: T02}",
)

# --- indicators and facts -----------------------------------------------------------------------------------------

INDICATOR_WITHOUT_NAME = rule(
    "indicator-without-name",
    _ERROR,
    "这一项指标既没有名称，也没有写明对应哪一个上位指标。",
    "本县自设的指标请写“{name}”；为上位指标定目标的请写“{of}”。",
    why="没有名称的指标印不出来。",
    example="指标: [{目标: 100%}]",
)
INDICATOR_SET_TWICE = rule(
    "indicator-set-twice",
    _ERROR,
    "上位指标“{of}”的本县目标写了两次（{first}写过）。",
    "请合并成一项。",
    why="一个指标只能有一个目标值。",
    example="两项指标都写“对应上位指标: I01”",
)
BAD_REFERENCE = rule(
    "bad-reference",
    _ERROR,
    "“{of}”没有写明是哪个上位规划的指标。",
    "有几个上位规划时要写明是哪一个，例如：{key}: jincheng-155:{of}",
    why="几个规划里都有编号相同的指标。",
    example="对应上位指标: I01（有两个上位规划）",
)
IMPLAUSIBLE_FACT = rule(
    "implausible-fact",
    _WARNING,
    "{subject}写的是 {value} {unit}，{extent}得不像一个县。",
    "{remedy}",
    why="差几个数量级的数字多半是单位弄错了。",
    example="常住人口: 5（单位是人，不是万人）",
)
FACT_AFTER_PERIOD = rule(
    "fact-after-period",
    _WARNING,
    "县情数据的年份“{year}”晚于规划期的最后一年（{end} 年）。",
    "请核对年份。",
    why="还没有到的年份不会有数据。",
    example="截至: 2035（规划期 2026—2030 年）",
)
PARTS_EXCEED_TOTAL = rule(
    "parts-exceed-total",
    _WARNING,
    "“{key}”{part} {number}，大于{whole} {total}。",
    "请核对各分项和总数。",
    why="各分项合计不会大于总数。",
    example="地质灾害隐患点: {总数: 100, 小型: 149}",
)
