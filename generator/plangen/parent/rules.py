"""What the parent room has to say: doubts about a document, its outline, its items, and about a parent's own file."""

from __future__ import annotations

from plangen.terms.findings import Severity, rule

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

# ------------------------------------------------------------------------------------------------ the document

LINE_TOO_LONG = rule(
    "line-too-long",
    _ERROR,
    "有一段长达{length}字，超过{most}字，段落可能在转换中丢失，未予导入。",
    "请提供保留原有分段的文件（.docx原件最好）后重新导入。",
    why="分段丢失以后，编号和标题都看不出来，读出的条目不可信。",
    example="全文连成一段的文本文件",
    unusable=True,
)
NO_HEADINGS = rule(
    "no-headings",
    _ERROR,
    "文中没有任何编号标题或可识别的表格，无法分出条目。",
    "请确认这是规划或实施方案的正文；若标题编号在转换中丢失，请改用 .docx 原件导入。",
    why="条目靠编号标题和表格分出，都没有就无从承接。",
    example="只有一段说明文字的文件",
    unusable=True,
)
CONTENTS_SKIPPED = rule(
    "contents-skipped",
    _INFO,
    "识别出目录（{lines}行），未重复导入。",
    why="目录中的标题在正文中都有，重复导入会多出一倍条目。",
    example="目　录　一、总体要求 …… 1",
)
PARAGRAPHS_JOINED = rule(
    "paragraphs-joined",
    _INFO,
    "有{count}处段落被页末截断，已与下文接续：{where}。",
    why="截断的段落会丢掉后半句。",
    example="（市应急局牵头，　换页　市水利局配合）",
)
CONTENTS_MISMATCH = rule(
    "contents-mismatch",
    _WARNING,
    "目录中的{entry}与正文不一致{difference}。",
    "条目以正文为准；请核对正文是否有遗漏。",
    why="目录里有、正文里没有的标题，可能是正文漏印或者没有读到。",
    example="目录：（三）防汛抗旱　正文：（三）防汛",
)
HEADING_NOT_IN_CONTENTS = rule(
    "contents-lacks-heading",
    _INFO,
    "正文标题{heading}不在目录中。",
    "条目以正文为准。",
    why="目录列全了同级标题，唯独缺这一个，两处总有一处需要订正。",
    example="正文有“（四）”，目录只到“（三）”",
)

# ------------------------------------------------------------------------------------------------ what the plan is

TITLE_COMPOSED = rule(
    "title-composed",
    _WARNING,
    "文件没有名称，拟名为《{title}》。",
    "请按文件印发时的名称改正 title。",
    why="名称要印进县里的文件，不能是程序拟的。",
    example="正文前没有标题的文本文件",
)
TITLE_QUOTED = rule(
    "title-quoted",
    _INFO,
    "名称《{title}》取自正文中的引用，请核对。",
    why="正文引用的名称可能是另一份文件的。",
    example="现将《××市“十五五”应急体系规划》印发给你们",
)
PLACE_GUESSED = rule(
    "place-guessed",
    _WARNING,
    "名称中没有地名，按正文中最常提到的{place}（{count}次）认定。",
    "如不正确，请在生成的文件中改正 place 和 level。",
    why="地名决定口径怎样改成县里的，认错了全文都错。",
    example="“十五五”应急体系规划",
)
PLACE_UNKNOWN = rule(
    "place-unknown",
    _WARNING,
    "未能识别是哪个地方的规划。",
    "请在生成的文件中填写 place 和 level。",
    why="不知道是哪一级的规划，就无法改成县里的口径。",
    example="全文没有一个地名",
)
PERIOD_GUESSED = rule(
    "period-guessed",
    _WARNING,
    "名称中没有规划期，按正文认定为{first}—{last}年。",
    "如不正确，请在生成的文件中改正 period。",
    why="规划期决定哪些年份是完成时限。",
    example="××市应急体系规划",
)
PERIOD_UNKNOWN = rule(
    "period-unknown",
    _WARNING,
    "未能识别规划期。",
    "请在生成的文件中填写 period，例如 [2026, 2030]。",
    why="规划期决定哪些年份是完成时限。",
    example="全文没有起止年份",
)
ID_GUESSED = rule(
    "id-guessed",
    _WARNING,
    "未能由地名和规划期得出编号，暂用{identity}。",
    "请用 --id 指定，例如 --id linfen-155。",
    why="填报文件按编号指明承接哪一份规划，编号应当固定。",
    example="地名不在行政区划表中",
)
PLAN_ID_INVALID = rule(
    "plan-id-invalid",
    _ERROR,
    "编号“{identity}”不能使用：只能用英文字母、数字和连字符。",
    "例如 --id {near}。",
    why="编号要用作文件名和书签的一部分。",
    example="--id 临汾155",
    unusable=True,
)

# ------------------------------------------------------------------------------------------------ outline and sections

NUMBERING_GAP = rule(
    "numbering-gap",
    _WARNING,
    "编号不连续：第{last}项之后是“{raw}”（{title}）。",
    "请核对中间的条目是否漏印或编号有误。",
    why="缺号的地方可能有一条任务没有读到。",
    example="（三）之后是（五）",
)
NUMBERING_REPEAT = rule(
    "numbering-repeat",
    _WARNING,
    "编号重复：“{raw}”出现两次（{title}）。",
    "请核对原文编号；条目均已导入。",
    why="编号重复时，两条可能被看作一条。",
    example="（三）之后又是（三）",
)
NUMBERING_ORDER = rule(
    "numbering-order",
    _WARNING,
    "编号倒退：第{last}项之后又是“{raw}”（{title}）。",
    "请核对原文编号和层级；条目均已导入。",
    why="编号倒退时，层级可能读错。",
    example="（五）之后是（二）",
)
NUMBERING_START = rule(
    "numbering-start",
    _WARNING,
    "列表从“{raw}”开始，前面没有第一项（{title}）。",
    "请核对前面的条目是否漏印。",
    why="没有第一项的列表，前面可能漏读了条目。",
    example="（二）之前没有（一）",
)
SECTION_GUESSED = rule(
    "section-guessed",
    _WARNING,
    "有{count}个章节的标题未写明性质（{titles}），按所处位置作为重点任务读入。",
    "请对照原文核对；如其中有不属于任务的章节，可在生成的文件中删去。",
    why="宁可多读，不可漏读：漏掉的任务没有人做。",
    example="三、筑牢安全防线",
)
SECTION_SKIPPED = rule(
    "section-skipped",
    _WARNING,
    "章节{title}看不出是目标、任务还是工程，未读入条目。",
    "如果其中有任务，请在该章标题中写明“重点任务”等字样后重新导入，或手工补入。",
    why="没有读入的章节里可能有任务。",
    example="五、其他",
)
SECTIONS_LEFT_OUT = rule(
    "sections-left-out",
    _INFO,
    "以下章节不含条目，未读入：{named}。",
    "如其中有需要落实的任务（例如保障措施中的具体要求），请手工补入。",
    why="背景、原则、保障等章节一般没有要承接的任务，但要由人确认。",
    example="一、发展环境（第3—20行）",
)
GROUP_OUTER = rule(
    "group-outer",
    _INFO,
    "条目之上有两级分组，条目只记下一级；上一级分组为：{titles}。",
    "如需按上一级分组编排，请在生成的文件中改写 group。",
    why="方案只按一级分组编排。",
    example="一、……（一）……1.……",
)
INTRODUCTION_NOT_KEPT = rule(
    "intro-not-kept",
    _INFO,
    "以下段落是章节导语，不属于任何条目，未写入：{where}。",
    "如其中有需要落实的任务，请手工补入。",
    why="导语有时也布置任务。",
    example="章节标题之下、第一条之前的一段话",
)

# ------------------------------------------------------------------------------------------------ items

NO_ITEMS = rule(
    "no-items",
    _ERROR,
    "文中有标题，但没有读到任何指标、目标、任务或工程。",
    "请确认文件内容。",
    why="没有条目就没有可以承接的内容。",
    example="只有背景和原则的文件",
)
NO_INDICATORS = rule(
    "no-indicators",
    _INFO,
    "没有读到指标。",
    "如原文有，请核对章节标题或表头。",
    why="多数规划有指标表。",
    example="没有指标表的实施方案",
)
NO_GOALS = rule(
    "no-goals",
    _INFO,
    "没有读到分项目标。",
    "如原文有，请核对章节标题或表头。",
    why="多数规划列有分项目标。",
    example="只写总体目标的规划",
)
NO_TASKS = rule(
    "no-tasks",
    _WARNING,
    "没有读到任务。",
    "如原文有，请核对章节标题或表头。",
    why="没有任务的规划很少见，多半是没有读出来。",
    example="任务一章的标题没有读出",
)
NO_PROJECTS = rule(
    "no-projects",
    _INFO,
    "没有读到工程。",
    "如原文有，请核对章节标题或表头。",
    why="多数规划列有重点工程。",
    example="没有工程一章的实施方案",
)
NO_RESPONSIBILITIES = rule(
    "no-responsibilities",
    _INFO,
    "全文没有责任分工，牵头单位和配合单位需由县级按职能确定。",
    why="没有分工的规划，单位只能按职能建议。",
    example="只有正文、没有分工表的规划",
)
TASK_WITHOUT_LEAD = rule(
    "task-without-lead",
    _WARNING,
    "{kind}{title}{detail}。",
    "请核对原文；县级方案中需要明确一个牵头单位。",
    why="没有牵头单位的任务没有人负责到底。",
    example="（市财政局、市水利局）",
)
TITLE_REPEATED = rule(
    "title-repeated",
    _WARNING,
    "{kind}{title}出现两次（{first}、{second}），均已保留。",
    "请核对是否重复导入。",
    why="同名的两条可能是一条读了两遍。",
    example="两处都有“加强宣传教育”",
)
HEADING_WITHOUT_BODY = rule(
    "heading-without-body",
    _WARNING,
    "{kind}{title}只有标题，没有内容。",
    "请核对原文是否缺页或转换时丢失。",
    why="只有标题的条目说不出要做什么。",
    example="（三）防汛抗旱　（四）森林防火",
)
TITLE_FROM_SENTENCE = rule(
    "title-from-sentence",
    _INFO,
    "该条没有单独的标题，取首句前半{title}作标题。",
    "请核对；可在生成的文件中改写 title。",
    why="标题要印进分工表，取得不当会误导。",
    example="（二）加强值班值守，落实领导带班制度。",
)
TITLE_REPEATS_PARENT = rule(
    "title-repeats-parent",
    _INFO,
    "子项{title}与所属条目同名，两者均已保留。",
    "请核对原文编排是否有误。",
    why="同名的上下两级往往是编排差错。",
    example="（一）宣传教育　1.宣传教育",
)
UNNUMBERED_ITEM = rule(
    "unnumbered-item",
    _INFO,
    "以下段落没有编号，按“标题＋内容”的写法读作{kind}：{titles}。",
    "请对照原文核对。",
    why="没有编号的段落是不是条目，要由人确认。",
    example="应急指挥平台。建设……",
)
CLAUSE_FOR_GROUP = rule(
    "clause-for-group",
    _WARNING,
    "{title}之后单独成段的责任分工，按适用于本组{count}项读入。",
    "请核对是否只针对最后一项。",
    why="写在一节末尾、单独成段的责任分工一般管全节，但也可能只管最后一项。",
    example="1.……　2.……　责任单位：市应急局、市气象局",
)
FIRST_NAMED_LEADS = rule(
    "first-named-leads",
    _INFO,
    "原文写明列在第一位的单位牵头，{count}项的第一个单位已按牵头单位读入。",
    "请核对原文是否只指其中一部分。",
    why="写一次“下同”的约定管全文，不照办就没有一项有牵头单位。",
    example="（市气象局、市应急局负责，排在第一位的为牵头单位，下同）",
)
CLAUSE_SUSPECTED = rule(
    "clause-suspected",
    _WARNING,
    "{title}中疑似责任分工，未读出：{sentence}。",
    "已保留在正文中；如确是责任分工，请在生成的文件中填写 responsibility 的 leads 和 participants。",
    why="像责任分工的句子没有读出，单位就会漏掉。",
    example="此项工作由市水利局会同市应急局办理。",
)
CLAUSE_UNBALANCED = rule(
    "clause-unbalanced",
    _WARNING,
    "责任分工的括号不成对：{clause}。",
    "请核对原文括号；单位已按现有文字读入。",
    why="括号不成对时，后面的正文可能被当作单位。",
    example="（市水利局牵头，市应急局配合",
)
CLAUSE_SEVERAL = rule(
    "clause-several",
    _INFO,
    "{title}有{count}处责任分工，已合并。",
    "请核对各单位分别对应哪项工作。",
    why="合并以后看不出哪个单位负责哪一句。",
    example="……（市水利局牵头）……（市应急局牵头）",
)
CLAUSE_MOVED = rule(
    "clause-moved",
    _INFO,
    "末尾子项之后的责任分工适用于整条，已归到{title}。",
    "请核对是否只针对该子项。",
    why="写在列表末尾的责任分工，可能只管最后一项。",
    example="1.……2.……（市水利局牵头）",
)
SEVERAL_YEARS = rule(
    "several-years",
    _INFO,
    "{title}写有多个年份，完成时限取{year}年，另有{others}。",
    "请核对以哪一年为准。",
    why="多个年份往往是分步目标，取错一个就早了或者晚了。",
    example="到2027年……到2030年……",
)
DEADLINE_OF_ONE_MEASURE = rule(
    "deadline-of-one-measure",
    _INFO,
    "{title}中的年份只针对“{measure}”，没有作为整条的完成时限。",
    "整条都应在该年完成的，请在生成的文件中填写 deadline。",
    why="一项措施的时限当作整条的时限，长期的任务就会到期了事。",
    example="建立清单，长期坚持。2026年底前印发目录。完善机制。",
)
YEAR_OUTSIDE_PERIOD = rule(
    "year-outside-period",
    _WARNING,
    "{title}写有{year}年，不在规划期{first}—{last}年内，未作为完成时限。",
    "请核对年份是否有误。",
    why="规划期以外的年份多半是笔误或者远期展望。",
    example="到2035年……（规划期2026—2030年）",
)
DEADLINE_OPEN = rule(
    "deadline-open",
    _INFO,
    "{title}的完成时限为{deadline}，没有具体年份，已按原文记为 deadline_text。",
    "需要年份的，请在生成的文件中填写 deadline，并删去 deadline_text。",
    why="没有年份的时限不能按年考核。",
    example="完成时限：长期坚持",
)

# ------------------------------------------------------------------------------------------------ tables and lines

TABLE_UNEQUAL_ROWS = rule(
    "table-unequal-rows",
    _INFO,
    "表格第{row}行的单元格数与其他行不同，已按内容归并。",
    "请对照原文核对该行的指标名称、目标值和责任单位。",
    why="单元格错位时，目标值会读到别的栏里。",
    example="少了一格的表格行",
)
TABLE_NOT_TAKEN = rule(
    "table-not-taken",
    _INFO,
    "表格{caption}是上期完成情况，不是本期指标，未读入。",
    "如是本期指标，请手工补入。",
    why="上期的完成值不是本期的目标。",
    example="“十四五”主要指标完成情况",
)
TABLE_TARGET_CHOSEN = rule(
    "table-target-chosen",
    _INFO,
    "指标表有多个数值栏，目标值取自“{column}”一栏。",
    "如应取另一栏，请在生成的文件中改正 target。",
    why="取错一栏，目标值就全错。",
    example="2025年　2027年　2030年",
)
TABLE_ROW_UNREAD = rule(
    "table-row-unread",
    _WARNING,
    "表格中有一行未能读成条目：{text}。",
    "请对照原文，必要时手工补入。",
    why="没有读出的一行可能是一条任务。",
    example="没有任务内容的一行",
)
INDICATOR_WITHOUT_TARGET = rule(
    "indicator-without-target",
    _WARNING,
    "指标{title}没有读到目标值。",
    "请对照原文补入 target。",
    why="没有目标值的指标无法分解。",
    example="目标值一格是空的",
)
TABLE_MERGED = rule(
    "table-merged",
    _INFO,
    "分工表中的{title}与正文同名任务合并。",
    "请核对两处责任单位是否一致。",
    why="正文和分工表说的是同一件事，不能算两条。",
    example="正文和附表都有“防汛抗旱”",
)
TABLE_CONTRADICTS_TEXT = rule(
    "table-contradicts-text",
    _WARNING,
    "分工表中的{title}与正文同名任务合并，两处责任单位不一致，以正文为准。",
    "请核对两处责任单位是否一致。",
    why="正文和分工表的单位不同，总有一处不对。",
    example="正文：市水利局牵头　附表：市应急局牵头",
)
INDICATOR_LINE_UNREAD = rule(
    "indicator-line-unread",
    _WARNING,
    "指标标题之下的{line}没有读出目标值，未作为指标。",
    "请核对；指标写作“名称：目标值（约束性）”，或在生成的文件中移到 indicators 并填写 target。",
    why="没有读出的一行可能是一项指标。",
    example="应急广播覆盖率明显提高",
)
INDICATOR_REPEATED = rule(
    "indicator-repeated",
    _INFO,
    "指标{title}出现两次，目标值相同，只保留一项。",
    why="表格和正文说的是同一项指标。",
    example="正文和指标表都有“死亡人数下降15%”",
)

# ------------------------------------------------------------------------------------------------ proofreading

LATIN_WORD = rule(
    "latin-word",
    _WARNING,
    "{title}的中文里夹有外文{word}，可能是转换差错。",
    "请对照原文改正。",
    why="转换差错会原样印进县里的文件。",
    example="加强 yingji 值守",
)
NO_END_PUNCTUATION = rule(
    "no-end-punctuation",
    _WARNING,
    "{title}有一段末尾没有标点：……{tail}",
    "可能漏了句号，也可能文字被截断，请对照原文核对。",
    why="被截断的一段会丢掉后半句要求。",
    example="配齐抢险装备和",
)

# ------------------------------------------------------------------------------------------------ a parent's own file

PARENT_UNKNOWN = rule(
    "parent-unknown",
    _ERROR,
    "{what}。",
    "{advice}",
    why="找不到上位规划就无从承接。",
    example="〖上位规划〗: [jinchen-155]",
    unusable=True,
)
PARENT_UNREADABLE = rule(
    "parent-unreadable",
    _ERROR,
    "上位规划文件{reason}。",
    why="读不出的上位规划无从承接。",
    example="给出的是文件夹",
    unusable=True,
)
PARENT_YAML = rule(
    "parent-yaml",
    _ERROR,
    "文件不是合格的 YAML：{reason}。",
    "请检查该行附近的缩进、冒号后的空格和引号。",
    why="写法不对的文件读不出条目。",
    example="title:没有空格",
    unusable=True,
)
PARENT_INVALID = rule(
    "parent-invalid",
    _ERROR,
    "{what}。",
    "{advice}",
    why="类型不对或者缺项的条目不能承接。",
    example="deadline: 明年",
    unusable=True,
)
PARENT_DUPLICATE_ID = rule(
    "parent-duplicate-id",
    _ERROR,
    "条目编号“{identity}”重复，第{line}行已用过。",
    "请改用没有用过的编号。",
    why="编号重复时，填报文件里的决定不知道是对哪一条的。",
    example="两条都写 id: T05",
    unusable=True,
)
PARENT_DUPLICATE_KEY = rule(
    "parent-duplicate-key",
    _ERROR,
    "{where}中“{key}”写了两次。",
    "请删去其中一处。",
    why="写了两次的项不知道以哪一个为准。",
    example="同一条里有两个 deadline",
    unusable=True,
)
PARENT_UNKNOWN_KEY = rule(
    "parent-unknown-key",
    _WARNING,
    "{where}中的“{key}”不是可识别的键，已忽略。",
    "{advice}",
    why="写错的键等于没有写。",
    example="titel: 严格安全准入",
)
PARENT_WITHOUT_ITEMS = rule(
    "parent-without-items",
    _ERROR,
    "上位规划《{title}》没有任何指标、目标、任务或工程，没有可以承接的内容。",
    "请核对是否漏填或导入失败；可用 plangen import 从规划原文重新导入。",
    why="没有条目的上位规划会让核对得出“全部承接”的假话。",
    example="tasks: []",
    unusable=True,
)

# ------------------------------------------------------------------------------------------------ importing again

ADDED_ITEMS_KEPT = rule(
    "added-items-kept",
    _INFO,
    "原有文件里由人补充的条目已保留：{names}。",
    "修订稿里已经有这些内容的，请删去补充的一份。",
    why="再次导入只更新从文件里读出的条目，人补充的条目不会删掉。",
    example="在临汾市规划.yaml 里补写一个任务之后，再次导入修订稿并加 --force",
)
CORRECTIONS_REPLACED = rule(
    "corrections-replaced",
    _WARNING,
    "原有文件里由人改过的内容已换成这次读到的：{names}。",
    "需要保留的，请从另存的原文件里抄回。",
    why="加 --force 再次导入，以文件为准；改过的内容在另存的原文件里都有。",
    example="在临汾市规划.yaml 里改过 T05 的牵头单位之后，再次导入并加 --force",
)
