"""What the document room has to say: about templates, the Markdown that they write, styles and departments."""

from __future__ import annotations

from plangen.terms.findings import Severity, rule

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

# ------------------------------------------------------------------------------------------------ template packs

TEMPLATE_PACK_MISSING = rule(
    "template-pack-missing",
    _ERROR,
    "没有“{kind}”这一类文稿的模板。",
    why="文稿的章节和次序写在模板清单 pack.yaml 里，没有清单就不知道写什么。",
    example="方案的类别在 templates/ 下没有同名文件夹",
)
TEMPLATE_PACK_UNREADABLE = rule(
    "template-pack-unreadable",
    _ERROR,
    "模板清单读不出来：{reason}。",
    "请对照 templates/implementation/pack.yaml 改正，或者删去自己的 pack.yaml。",
    why="模板清单只能是文字、数、列表和对照表，chapters 是章节文件名的列表。",
    example="chapters: 5",
)
TEMPLATE_FOLDER_EMPTY = rule(
    "template-folder-empty",
    _WARNING,
    "模板文件夹是空的，全部采用原有模板。",
    "请把要替换的章节文件放进去，文件名与原模板相同。",
    why="写明了模板文件夹，多半是想换掉某一章。",
    example="模板: 我的模板（文件夹里没有文件）",
)
TEMPLATE_EMPTY = rule(
    "template-empty",
    _WARNING,
    "“{name}”是空的，这一部分不会写进文稿。",
    "不是有意省略的，请补上内容或者删去该文件。",
    why="空的章节文件会替换掉原有的一章。",
    example="我的模板/requirements.md.j2 没有内容",
)
TEMPLATE_UNUSED = rule(
    "template-unused",
    _WARNING,
    "模板文件夹里的“{name}”没有用上。",
    "{advice}",
    why="文件名与原模板相同才会替换，写错一个字就不起作用。",
    example="我的模板/requirement.md.j2（少了一个 s）",
)
ANNEX_WITHOUT_CHAPTER = rule(
    "annex-without-chapter",
    _ERROR,
    "附件“{title}”（{key}）没有章节文件，只会列名，不会印出来。",
    "请在 pack.yaml 的 chapters 中写上“{chapter}”，并建好这个文件；不要这个附件的，从 annexes 中删去。",
    why="annexes 中的每个附件由同名的一章写出：annex-编号.md.j2。",
    example="annexes 中写了 funds: 资金安排表，chapters 中没有 annex-funds.md.j2",
)
ANNEX_NOT_LISTED = rule(
    "annex-not-listed",
    _WARNING,
    "章节“{chapter}”是附件，annexes 中却没有“{key}”，它没有附件号，也不会列在附件说明里。",
    "请在 pack.yaml 的 annexes 中写上“{key}: 附件名称”；不要这个附件的，从 chapters 中删去这一章。",
    why="附件的编号和名称取自 annexes，没有列入的附件在正文里找不到。",
    example="chapters 中有 annex-funds.md.j2，annexes 中没有 funds",
)
ANNEX_EMPTY = rule(
    "annex-empty",
    _ERROR,
    "附件{number}“{title}”列入了附件说明，章节“{chapter}”却什么也没有写出来。",
    '请检查该章的内容，例如 annex_named("{key}") 中的编号是否与 annexes 中的一致。',
    why="附件说明里有的附件，后面必须印出来。",
    example='annex-funds.md.j2 中写成 annex_named("fund")',
)

# ------------------------------------------------------------------------------------------------ templates

TEMPLATE_MISSING = rule(
    "template-missing",
    _ERROR,
    "缺少模板文件“{name}”。",
    "请检查模板文件夹和 pack.yaml。",
    why="清单或者 {% include %} 提到的文件要在自己的文件夹或者原模板里。",
    example="{% include '没有.j2' %}",
)
TEMPLATE_SYNTAX = rule(
    "template-syntax",
    _ERROR,
    "模板写法有误（{reason}）。",
    "请对照原模板检查 {{{{ }}}}、{{% %}} 是否成对，{{% if %}}、{{% for %}} 是否有结尾。",
    why="模板用 Jinja 的写法，写错了就生成不了。",
    example="{% if %}",
)
TEMPLATE_UNDEFINED = rule(
    "template-undefined",
    _ERROR,
    "模板用了没有定义的名称“{name}”。",
    "请检查名称的拼写；可用的名称见 README“换掉模板”一节。",
    why="写错的名称不能变成文稿里的空白。",
    example="{{ coutny.name }}",
)
TEMPLATE_EMPTY_VALUE = rule(
    "template-empty-value",
    _ERROR,
    "模板输出了一个空值。",
    "请先用 {{% if %}} 判断该值是否填写。",
    why="没有填写的值不能变成文稿里的空白。",
    example='{{ fact("没有填的县情") }}',
)
TEMPLATE_FORBIDDEN = rule(
    "template-forbidden",
    _ERROR,
    "模板做了不允许的操作：{reason}。",
    "模板只能读取方案的内容，不能做别的；循环和重复也有限度。",
    why="模板可能来自别人，不能读写文件，也不能让程序停不下来。",
    example='{{ "x" * 10000000000 }}',
)
TEMPLATE_FAILED = rule(
    "template-failed",
    _ERROR,
    "模板运行出错（{reason}）。",
    "请对照原模板检查这一处；反复引用自己的，检查 {{% include %}} 和宏。",
    why="模板运行时出了错，文稿不完整，不能生成。",
    example="{{ 1 / 0 }}",
)
TEMPLATE_TOO_LONG = rule(
    "template-too-long",
    _ERROR,
    "模板“{name}”生成的文字过长，请检查其中的循环。",
    why="文稿不会有几百万字，这样长的只能是循环写错了。",
    example="{% for number in range(100000) %}一整章{% endfor %}",
)

# ------------------------------------------------------------------------------------------------ Markdown

CHARACTER_REMOVED = rule(
    "character-removed",
    _WARNING,
    "文中有{number}个不能印出的控制字符，已删去。",
    why="控制字符看不见，Word 文件里也不能有。",
    example="从别的程序粘贴来的文字带有不可见的字符",
)
ATTRIBUTE_LINE_TEXT = rule(
    "attribute-line-text",
    _ERROR,
    "属性行“{source}”的花括号后面还有文字，这些文字不会印出。",
    "属性要单独占一行，正文从下一行写起。",
    why="花括号后面的文字会不声不响地丢掉。",
    example="{.title} 某某县实施方案",
)
ATTRIBUTE_LINE_LONELY = rule(
    "attribute-line-lonely",
    _ERROR,
    "属性行“{source}”下面没有段落或表格。",
    "请删去这一行。",
    why="属性说明的是紧接着的段落或表格。",
    example="文稿的最后一行是 {.note}",
)
ATTRIBUTE_UNKNOWN = rule(
    "attribute-unknown",
    _ERROR,
    "属性“{name}”在这里没有意义。",
    "{advice}",
    why="写错名称的属性不起作用，例如条目编号没有标上。",
    example='{item="jincheng-155:T01"}（应为 items）',
)
CLASS_SEVERAL = rule(
    "class-several",
    _ERROR,
    "一处只能用一个样式，这里写了{classes}。",
    "请只留一个。",
    why="一个段落在 Word 里只有一个样式。",
    example="{.title .note}",
)
HEADING_LEVEL = rule(
    "heading-level",
    _ERROR,
    "标题最多五级（#####）。",
    "更深的层次请写成正文段落。",
    why="公文的层次到“①”为止。",
    example="###### 六级标题",
)
LANDSCAPE_NOT_CLOSED = rule(
    "landscape-not-closed",
    _ERROR,
    "横排页（::: landscape）没有结束。",
    "请在横排内容之后另起一行写 :::。",
    why="不结束的话，后面的正文也会排成横页。",
    example="::: landscape 之后没有 :::",
)
LANDSCAPE_NESTED = rule(
    "landscape-nested",
    _ERROR,
    "横排页里又套了一层横排页。",
    "请去掉里面的一层 ::: landscape。",
    why="横排页只有一层。",
    example="两个 ::: landscape 之间没有 :::",
)
TABLE_ROW_CELLS = rule(
    "table-row-cells",
    _ERROR,
    "表格这一行有{cells}格，表头有{columns}格：{row}",
    "各行的格数要与表头相同；格内的竖线要写成 \\|。",
    why="多出来的格会丢掉，少的格会空着。",
    example="表头三格，一行写了四格",
)
TABLE_WIDTHS = rule(
    "table-widths",
    _ERROR,
    "列宽“{value}”有误，应当是{columns}个大于0的数。",
    '例如三列的表写作 widths="20 60 40"。',
    why="每一列要有一个宽度。",
    example='三列的表写作 widths="20 60"',
)
TABLE_MERGE = rule(
    "table-merge",
    _ERROR,
    "合并列“{value}”有误，应当是1到{columns}之间的列号。",
    '例如合并前两列写作 merge="1 2"。',
    why="列号不对，就不知道合并哪一列。",
    example='三列的表写作 merge="4"',
)
SPAN_NESTED = rule(
    "span-nested",
    _WARNING,
    "样式“{inner}”套在样式“{outer}”里面，只有里面的起作用。",
    "请改成前后相接的两段。",
    why="一段文字只有一个文字样式。",
    example="[甲[乙]{.strong}丙]{.run-in}",
)
MARKUP_UNSUPPORTED = rule(
    "markup-unsupported",
    _ERROR,
    "行首的“{mark}”不是本文档支持的写法：{text}",
    "列表请逐段写并自己编号；表格的表头行、分隔行格数要一致；用户填写的文字要转义。",
    why="公文里没有列表、引用和分隔线，写了会原样印出来。",
    example="- 第一项",
)
MARKUP_LEFT_OVER = rule(
    "markup-left-over",
    _ERROR,
    "文中残留记号“{mark}”：{text}",
    "请检查花括号、星号是否成对；属性行之前要空一行；用户填写的文字要转义。",
    why="多余的记号会原样印进文稿。",
    example="正文{.title",
)
PARAGRAPH_JOINED = rule(
    "paragraph-joined",
    _ERROR,
    "这一行与上一行会连成一段：{text}",
    "另起一段请在前面空一行；段内换行请在上一行末尾写 \\。",
    why="带编号的一行多半是另一段。",
    example="“1.甲”的下一行就写“2.乙”",
)

# ------------------------------------------------------------------------------------------------ completeness

ITEMS_NOT_IN_TEXT = rule(
    "items-not-in-text",
    _ERROR,
    "方案中有 {count} 项没有写进正文：{keys}。",
    '换用的章节模板漏写了条目；请对照原模板，用 {{items="{{{{ item | keys }}}}"}} 标明每一项。',
    why="上位规划的每一项都要写进文稿，换掉的章节可能漏写。",
    example="自己的 tasks.md.j2 只写了前三项任务",
)
ITEMS_NOT_IN_TABLES = rule(
    "items-not-in-tables",
    _WARNING,
    "有 {count} 项没有列入附件的表格：{keys}。",
    "请检查换用的附件模板。",
    why="分工表是各部门核对任务的依据，漏列的事项没有人认领。",
    example="自己的 annex-tasks.md.j2 没有写出表格",
)
ITEMS_UNKNOWN = rule(
    "items-unknown",
    _ERROR,
    "模板中标了方案里没有的条目编号：{keys}。",
    "请改正 items 中的编号，或者去掉。",
    why="标错的编号会让核对把别的段落当作这一项。",
    example='{items="no-such:T99"}',
)
ITEMS_REPEATED = rule(
    "items-repeated",
    _WARNING,
    "正文中有 {count} 项写了不止一处：{keys}。",
    "每一项只在一处标明编号。",
    why="一项标在两处，核对时不知道以哪一处为准。",
    example="同一个编号标在两个标题上",
)

# ------------------------------------------------------------------------------------------------ styles

STYLE_UNREADABLE = rule(
    "style-unreadable",
    _ERROR,
    "样式文件读不出来：{reason}。",
    "请在 Word 或 WPS 中打开原样式文件（templates/style/gongwen.docx），修改样式后另存为 .docx 文档。",
    why="文稿的字体、字号、版心都取自样式文件，读不出来就排不了版。",
    example="style.docx 是改了扩展名的 .doc 文件",
)
STYLE_MACROS = rule(
    "style-macros",
    _ERROR,
    "样式文件带有宏，不能使用。",
    "请另存为不带宏的 .docx 文档。",
    why="宏会在打开文稿的电脑上运行，样式用不着宏。",
    example="style.docx 由 .docm 改名而来",
)
STYLE_TEMPLATE = rule(
    "style-template",
    _ERROR,
    "样式文件是 Word 模板（.dotx），不是文档。",
    "请另存为 .docx 文档。",
    why="模板与文档的格式不同，改扩展名不能互换。",
    example="style.docx 由 .dotx 改名而来",
)
STYLE_LINK = rule(
    "style-link",
    _WARNING,
    "样式文件链接到外部的“{target}”，已去掉。",
    "页眉页脚只采用文字和页码；请删去链接的图片等内容。",
    why="打开文稿时不应当从网上或者别的电脑取东西。",
    example="页眉中的图片是网页上的链接",
)
STYLE_DROPPED = rule(
    "style-dropped",
    _WARNING,
    "样式文件中的下列内容没有采用：{names}。",
    "只采用样式、编号、字体、页面设置，以及页眉页脚中的文字和页码；其余的请从样式文件中删去。",
    why="样式文件可能来自别人，域、对象、链接等会在打开文稿时运行程序或者取外部文件。",
    example="页眉中有 DDEAUTO 域",
)
STYLE_VALUES = rule(
    "style-values",
    _WARNING,
    "样式文件中的下列取值不合理，没有采用：{values}。",
    "请在 Word 或 WPS 中打开样式文件，改正这些样式的字号、缩进、边距或者所依据的样式。",
    why="超出范围的数、不存在的样式、循环依据的样式会使 Word 打不开文稿。",
    example="字号为 0；样式甲以样式乙为基准，样式乙又以样式甲为基准",
)
STYLE_PAGE = rule(
    "style-page",
    _WARNING,
    "样式文件里没有可用的{page}，{instead}。",
    "请从原样式文件改起，保留竖排页和后半部分的横排页。",
    why="正文用竖排页，附件的表格用横排页，页边距和页码取自样式文件。",
    example="style.docx 只有竖排页",
)
WORD_BROKEN = rule(
    "word-broken",
    _ERROR,
    "生成的 Word 文件没有通过检查：{problems}。",
    "请换用原样式文件再试；仍不行的，请把样式文件和填报文件发给维护人员。",
    why="Word 打不开、或者要修复才能打开的文件不能交出去。",
    example="样式文件里的内容互相矛盾",
)
CLASS_UNKNOWN = rule(
    "class-unknown",
    _ERROR,
    "{what}样式“.{name}”没有定义。",
    "{advice}",
    why="模板中的样式名要在 templates/style/styles.yaml 里有对应的 Word 样式。",
    example="{.titel}",
)
STYLE_MISSING = rule(
    "style-missing",
    _WARNING,
    "样式文件里没有样式“{name}”，用到它的地方按{instead}排。",
    "请在样式文件里新建一个同名的样式，或者从原样式文件改起。",
    why="文稿的每一类段落按名称找样式，名称改了就找不到。",
    example="样式文件里的“公文标题”改成了“大标题”",
)

# ------------------------------------------------------------------------------------------------ departments

UNKNOWN_DEPARTMENT = rule(
    "unknown-department",
    _ERROR,
    "部门名册里没有“{name}”，方案里也没有分给它的任务。",
    "{advice}",
    why="部门按名册里的简称、全称或别名查找。",
    example="plangen render 某某县.yaml --department 县应急句",
)
