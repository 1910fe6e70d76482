"""What can be said about how a YAML file is written."""

from __future__ import annotations

from plangen.terms.findings import Severity, rule

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

# --- the file -----------------------------------------------------------------------------------------------------

SPEC_IS_FOLDER = rule(
    "spec-is-folder",
    _ERROR,
    "这是一个文件夹，不是县级填报文件。",
    "请写出文件夹里的 .yaml 文件名。",
    why="一次读一个县的填报文件。",
    example="plangen render specs",
    unusable=True,
)
SPEC_NOT_FOUND = rule(
    "spec-not-found",
    _ERROR,
    "找不到这个文件。",
    "请检查文件名和所在文件夹；还没有填报文件的，可用 plangen init 某某县 生成一份。",
    why="没有文件就没有可读的内容。",
    example="plangen render 永合县.yaml",
    unusable=True,
)
SPEC_UNREADABLE = rule(
    "spec-unreadable",
    _ERROR,
    "文件打不开（{reason}）。",
    "请检查文件是否正被别的程序占用、是否有读取权限。",
    why="文件在，但操作系统不让读。",
    example="文件没有读取权限",
    unusable=True,
)
SPEC_TOO_LARGE = rule(
    "spec-too-large",
    _ERROR,
    "文件超过 {limit} MB，不像是县级填报文件。",
    "请检查是否选错了文件。",
    why="一个县的填报文件不过几百 KB，更大的多半是选错了。",
    example="把一份扫描件当作填报文件",
    unusable=True,
)
SPEC_BINARY = rule(
    "spec-binary",
    _ERROR,
    "文件不是文本文件。",
    "请写出 .yaml 文件；Word、WPS、Excel 文件不能直接当作填报文件，请用记事本等文本编辑器保存为 UTF-8 文本。",
    why="填报文件是纯文本，二进制内容读不出来。",
    example="plangen render 永和县.docx",
    unusable=True,
)
ENCODING = rule(
    "encoding",
    Severity.INFO,
    "文件编码是 {encoding}。",
    "照常读取；建议另存为不带 BOM 的 UTF-8 编码，其他软件也能正确打开。",
    why="别的软件可能把这种编码读成乱码。",
    example="记事本以 ANSI 编码保存的文件",
)
EMPTY_SPEC = rule(
    "empty-spec",
    _ERROR,
    "文件里没有内容。",
    "可用 plangen init 某某县 生成一份填报文件。",
    why="没有内容就没有方案。",
    example="只有注释的文件",
    unusable=True,
)
YAML_SYNTAX = rule(
    "yaml-syntax",
    _ERROR,
    "{what}",
    "{how}",
    why="从这里起不符合 YAML 的写法，后面的内容读不出来。",
    example='标题: "永和县实施方案',
    unusable=True,
)
SEVERAL_DOCUMENTS = rule(
    "several-documents",
    _ERROR,
    "从这一行“---”起是另一份文件的内容，没有读取。",
    "一个文件只写一个县，请删去中间的“---”，或者把两部分分成两个文件。",
    why="一个文件里只读第一份内容。",
    example="县: …… 之后另起一行 ---",
)
TOO_DEEP = rule(
    "too-deep",
    _ERROR,
    "内容嵌套超过 {limit} 层，不像是填报的内容。",
    "请检查括号和缩进。",
    why="正常的内容不过七八层，更深的多半是括号或缩进写错了。",
    example="[[[[[[[[[[[[[[[[[[[[[[[[[",
)
TOO_MANY_VALUES = rule(
    "too-many-values",
    _ERROR,
    "内容超过 {limit} 项，不像是填报的内容。",
    "请检查是否选错了文件，是否有反复引用的内容。",
    why="正常的文件不过几千项。",
    example="层层引用的“*”",
)

# --- what a Chinese keyboard and Word leave in the lines ----------------------------------------------------------

CONTROL_CHARACTER = rule(
    "control-character",
    _ERROR,
    "{where}有看不见的控制字符（{codes}），不能写进文件。",
    "多半是从 Word 里粘贴带来的，请删除这个字符（把这一项重新打一遍即可）；双引号里以反斜杠“\\”开头的写法也请删去。",
    why="控制字符不能写进 Word 文件，有的还会把文字顺序颠倒过来。",
    example="从 Word 里带软回车粘贴的文字",
)
TAB_INDENT = rule(
    "tab-indent",
    _ERROR,
    "行首缩进用了制表符（Tab），YAML 只认半角空格{lines}。",
    "请删去行首的制表符（Tab），改用半角空格缩进，每层两个。",
    why="YAML 靠行首的半角空格分层。",
    example="按 Tab 键缩进的一行",
)
FULL_WIDTH_INDENT = rule(
    "full-width-indent",
    _ERROR,
    "行首缩进用了全角空格，YAML 只认半角空格{lines}。",
    "请删去行首的全角空格，改用半角空格缩进，每层两个。",
    why="YAML 靠行首的半角空格分层。",
    example="　　名称: 永和县",
)
FULL_WIDTH_COLON = rule(
    "full-width-colon",
    _ERROR,
    "“{key}”后面用了全角冒号“：”，这样不能读作一项。",
    "请改用半角冒号，冒号后面空一格：{shown}{sentence}",
    why="YAML 只认半角冒号。",
    example="名称：永和县",
)
COLON_WITHOUT_SPACE = rule(
    "colon-without-space",
    _ERROR,
    "“{key}”后面的冒号与内容之间没有空格，这样不能读作一项。",
    "请在冒号后面空一格：{shown}{sentence}",
    why="没有空格时，冒号算作文字的一部分。",
    example="名称:永和县",
)
FULL_WIDTH_COMMA = rule(
    "full-width-comma",
    _ERROR,
    "花括号里“{key}”前面用了全角逗号“，”，前后两项连成了一项。",
    "请改用半角逗号，逗号后面空一格：, {key}: ……",
    why="花括号里的各项用半角逗号隔开。",
    example="{名称: 永和县应急管理局，简称: 县应急局}",
)
DASH_WITHOUT_SPACE = rule(
    "dash-without-space",
    _ERROR,
    "列表项的短横线“-”后面没有空格，这样不能读作一项。",
    "请在短横线后面空一格：- {shown}",
    why="没有空格时，短横线算作文字的一部分。",
    example="-县应急局",
)
SWALLOWED_LINE = rule(
    "swallowed-line",
    _ERROR,
    "这一行以“-”开头，却被读成了上一项“{above}”的一部分。",
    "列表各项的短横线“-”要上下对齐；确是同一段文字的，请给整段文字加上双引号。",
    why="缩进比上一项多的行算作上一项的续行。",
    example="“- 甲”下面一行多缩进两格的“- 乙”",
)

# --- keys, values, references -------------------------------------------------------------------------------------

BAD_KEY = rule(
    "bad-key",
    _ERROR,
    "{problem}",
    "{remedy}",
    why="每一项都要有名称，名称是文字。",
    example="{{ 县名 }}: 内容",
)
DUPLICATE_KEY = rule(
    "duplicate-key",
    _ERROR,
    "“{key}”写了两次：第 {first} 行和第 {line} 行。",
    "请合并成一项或者删去一项；后写的这一项没有采用。",
    why="同一层里一项只能写一次，不然不知道以哪一次为准。",
    example="同一个“方案”下面写了两行“规划期”",
)
BAD_ALIAS = rule(
    "bad-alias",
    _ERROR,
    "“*{name}”引用的内容{problem}。",
    '确是文字的，请加双引号："*{name}"；列表符号请用短横线“- ”。',
    why="星号开头在 YAML 里表示引用前面的内容。",
    example="*应急局",
)
UNSUPPORTED_TAG = rule(
    "unsupported-tag",
    _ERROR,
    "内容以感叹号“!”开头，在 YAML 里有特殊含义，这里不支持。",
    '请给整个内容加上双引号，例如："!……"',
    why="感叹号开头在 YAML 里表示类型。",
    example="标题: !甲",
)

# --- what other programs, or the planner, may read otherwise ------------------------------------------------------

BOOLEAN_WORD = rule(
    "boolean-word",
    _WARNING,
    "“{text}”没有加引号，有的软件读作“{meant}”，有的读作文字。",
    '表示“{meant}”请写 {word}；确是文字的请加双引号："{text}"',
    why="YAML 的新旧版本对 yes、no、on、off 读法不同。",
    example="煤矿: no",
)
SEXAGESIMAL = rule(
    "sexagesimal",
    _WARNING,
    "“{text}”没有加引号，有的软件会按六十进制读成另一个数；这里读作文字。",
    '请加双引号："{text}"',
    why="YAML 的旧版本把它读成六十进制数。",
    example="值班: 8:30",
)
LEADING_ZERO = rule(
    "leading-zero",
    _WARNING,
    "“{text}”以 0 开头又没有加引号，作数字读时开头的 0 会丢失，有的软件还会按八进制读。",
    '是编号的请加双引号："{text}"；是数字的请去掉开头的 0。',
    why="数字开头的 0 不会保留。",
    example="编号: 010",
)
IMPOSSIBLE_DATE = rule(
    "impossible-date",
    _WARNING,
    "“{text}”像是日期，但没有这一天（或这个月）。",
    '日期请写作 2026-12-15，年月请写作 2026-12；不是日期的请加双引号："{text}"',
    why="写错的日期不会被当作日期。",
    example="日期: 2026-02-30",
)

DOUBTS = (BOOLEAN_WORD, SEXAGESIMAL, LEADING_ZERO, IMPOSSIBLE_DATE)
"""What may only be read otherwise: said where nothing worse is said about the same value."""

# --- files of words (knowledge, templates): what does not fit the shape -------------------------------------------

_RESTORE = "改乱了可以取回随程序发布的同名文件。"

KNOWLEDGE_UNREADABLE = rule(
    "knowledge-unreadable",
    _ERROR,
    "文件读不出来：{reason}。",
    "请确认文件存在、编码为 UTF-8；" + _RESTORE,
    why="没有这个文件里的词语和参数，程序不能工作。",
    example="templates/knowledge/units.yaml 被删除",
    unusable=True,
)
KNOWLEDGE_WRONG_SHAPE = rule(
    "knowledge-wrong-shape",
    _ERROR,
    "{where}应当是{wanted}，这里写的是{given}。",
    "请对照文件中的说明改正；" + _RESTORE,
    why="写法不对的内容如果照样读取，判断会在不知不觉中改变。",
    example="ends: 规划（应当写成列表：ends: [规划]）",
    unusable=True,
)
KNOWLEDGE_WRONG_VALUE = rule(
    "knowledge-wrong-value",
    _ERROR,
    "{where}不能这样写：{problem}。",
    "请对照文件中的说明改正；" + _RESTORE,
    why="这样的内容会让判断失去意义或互相矛盾。",
    example="missing: 9000（界限应在 0 与 1000 之间）",
    unusable=True,
)
KNOWLEDGE_UNKNOWN_KEY = rule(
    "knowledge-unknown-key",
    _ERROR,
    "{where}：这里没有“{word}”这个键。",
    "{remedy}",
    why="写错名称的键没有人读，它的内容会悄悄失去作用。",
    example="alias: [安监局]（应为 aliases）",
    unusable=True,
)
KNOWLEDGE_UNKNOWN_WORD = rule(
    "knowledge-unknown-word",
    _ERROR,
    "{where}：“{word}”不是已知的{what}。",
    "{remedy}",
    why="不认识的名称对不上任何内容，写了等于没写。",
    example="lead: 应急菅理局",
    unusable=True,
)
KNOWLEDGE_MISSING_KEY = rule(
    "knowledge-missing-key",
    _ERROR,
    "{where}缺少“{key}”。",
    "请补写一行“{key}: ……”；" + _RESTORE,
    why="这一项没有默认值，缺了不能工作。",
    example="thresholds 中删去了 missing 一行",
    unusable=True,
)
KNOWLEDGE_UNUSED = rule(
    "knowledge-unused",
    _WARNING,
    "知识库文件夹里的“{name}”没有用上。",
    "{remedy}",
    why="只有与随附知识库同名的文件才会代替随附的。",
    example="文件夹里有 unit.yaml（应为 units.yaml）",
)
KNOWLEDGE_FOLDER_MISSING = rule(
    "knowledge-folder-missing",
    _ERROR,
    "找不到知识库文件夹“{folder}”。",
    "位置从填报文件所在的文件夹算起；没有自备知识库的，请删去〖知识库〗这一项。",
    why="写明了自备知识库而找不到，就不能悄悄改用随附的。",
    example="知识库: {文件夹: ./本县知识库}（没有这个文件夹）",
)
KNOWLEDGE_BAD_PATTERN = rule(
    "knowledge-bad-pattern",
    _ERROR,
    "{where}：“{pattern}”不是正确的正则表达式（{reason}）。",
    "请检查括号是否配对；括号、点、星号等符号要照原样匹配时，前面加反斜杠。",
    why="不能编译的表达式什么也匹配不了。",
    example="boilerplate: ['(进一步']",
    unusable=True,
)
