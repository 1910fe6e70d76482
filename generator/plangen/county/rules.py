"""What can be said about a county's spec."""

from __future__ import annotations

from plangen.terms.findings import Severity, rule

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

# --- changing a value ---------------------------------------------------------------------------------------------

SET_UNKNOWN_PATH = rule(
    "set-unknown-path",
    _ERROR,
    "填报文件里没有“{path}”这样一项：不认识“{word}”。",
    "{remedy}",
    why="只能改填报文件里可以写的项目，名称从上到下用“.”连起来。",
    example="plangen set 永和县.yaml 承接.jincheng-155.T02.牵投 县应急局",
    unusable=True,
)
SET_REFUSED = rule(
    "set-refused",
    _ERROR,
    "“{path}”没有改：{problem}。",
    "请在文件里直接修改这一项。",
    why="改一项不能动到文件里的其他内容；做不到的就不改。",
    example="要改的内容是用“*”引用别处的",
    unusable=True,
)
SET_BAD_VALUE = rule(
    "set-bad-value",
    _ERROR,
    "“{path}”要写的内容“{value}”不符合 YAML 的写法。",
    "列表请写 [甲, 乙]，分项内容请写 {{名称: 甲, 简称: 乙}}，两端加引号以免被命令行拆开。",
    why="列表和分项内容按 YAML 的写法给出。",
    example="plangen set 永和县.yaml 县.镇 '[芝河镇'",
    unusable=True,
)

# --- the form of the whole ----------------------------------------------------------------------------------------

NOT_A_MAPPING = rule(
    "not-a-mapping",
    _ERROR,
    "填报文件最上面一层应当是“县”“部门名册”“方案”等各项。",
    "请写成“名称: 内容”的形式；可用 plangen init 某某县 生成一份样本对照。",
    why="填报的内容按名称找。",
    example="文件里只有一个列表",
    unusable=True,
)
TOO_MANY_FINDINGS = rule(
    "too-many-findings",
    _ERROR,
    "问题太多，只列出前 {count} 个。",
    "请先改正上面的问题，再检查一次。",
    why="几百个问题多半有同一个原因。",
    example="整个文件的缩进都错了",
)
UNKNOWN_KEY = rule(
    "unknown-key",
    _ERROR,
    "不认识“{key}”这一项，它的内容没有采用。",
    "{remedy}",
    why="写错名称的项没有人读，内容就丢了。",
    example="简成: 县水利局",
)
MISSING_KEY = rule(
    "missing-key",
    _ERROR,
    "{where}里缺少{name}。",
    "请补上一行，例如：{example}",
    why="没有这一项，方案编不出来。",
    example="县: {名称: 永和县}（缺少所属市、所属省）",
)
BOTH_SPELLINGS = rule(
    "both-spellings",
    _ERROR,
    "“{first}”和“{second}”是同一项，写了两次：第 {line} 行和第 {here} 行。",
    "中文名称和英文名称写一个即可，请删去一项；后写的这一项没有采用。",
    why="同一项写了两次，不知道以哪一次为准。",
    example="上位规划: …… 和 parents: ……",
)
NAME_NORMALISED = rule(
    "name-normalised",
    _INFO,
    "“{written}”读作“{read}”（多余的空格、引号或全角字符已改）。",
    "建议写作：{read}",
    why="名称按改过的写法使用和印出。",
    example="名称: 永和　县",
)

# --- the form of values -------------------------------------------------------------------------------------------

EMPTY_VALUE = rule(
    "empty-value",
    _ERROR,
    "{name}没有填写。",
    "请填写内容，例如：{example}",
    why="必填的项空着，方案编不出来。",
    example="所属市:",
)
WRONG_TYPE = rule(
    "wrong-type",
    _ERROR,
    "{name}{wanted}，这里{given}。",
    "{remedy}",
    why="写法不对的内容读不出来。",
    example="部门名册: 县应急局（应当写成列表）",
)
BAD_NUMBER = rule(
    "bad-number",
    _ERROR,
    "{name}应当写{kind}（单位：{unit}），这里{given}。",
    "{remedy}",
    why="数字要参与核对和排版，单位由项目名称固定。",
    example="常住人口: 5.6万人",
)
BAD_DATE = rule(
    "bad-date",
    _ERROR,
    "{name}{problem}。",
    "{remedy}",
    why="日期要印进方案。",
    example="成文日期: 2026-02-30",
)
BAD_MONTH = rule(
    "bad-month",
    _ERROR,
    "{name}写的是“{written}”，看不出是哪一年（哪一月）。",
    "请写年份、年月或年月日，例如：{key}: 2022-10",
    why="县情数据要注明时点。",
    example="年份: 去年",
)
BAD_DEADLINE = rule(
    "bad-deadline",
    _ERROR,
    "{name}写的是“{written}”，看不出是什么时候。",
    "请写年份或年月，例如：{example}；{key}: 2027年底前。没有年份的，可写“长期坚持”“持续推进”“每年汛前”“规划期内”。",
    why="完成时限要能核对，“尽快”“明年”核对不了。",
    example="时限: 明年",
)
BAD_PERIOD = rule(
    "bad-period",
    _ERROR,
    "规划期写的是“{written}”，看不出起止年份。",
    "请写起止两个年份，例如：{example}",
    why="标题、时限和指标都按规划期计算。",
    example="规划期: 十五五",
)
UNKNOWN_CHOICE = rule(
    "unknown-choice",
    _ERROR,
    "{name}只能写{choices}，这里写的是“{written}”。",
    "{remedy}",
    why="程序只会做列出的这几种。",
    example="类型: 规划",
)
OUT_OF_RANGE = rule(
    "out-of-range",
    _ERROR,
    "{name}写的是“{written}”，不应{bound} {limit}。",
    "例如：{example}",
    why="超出范围的数多半是写错了。",
    example="行政村数: -3",
)
TOO_FEW = rule(
    "too-few",
    _ERROR,
    "{name}至少要写 {limit} 项。",
    "例如：{example}",
    why="拆分成一项等于没有拆分。",
    example="拆分: [{标题: 甲}]",
)
TOO_LONG = rule(
    "too-long",
    _ERROR,
    "{name}太长了（{length} 字），最多 {limit} 字。",
    "请检查是否少了换行、冒号或引号，把几项内容连成了一项。",
    why="过长的内容排不进它的位置，多半是几项连成了一项。",
    example="一个六十多字的单位名称",
)
INVALID_VALUE = rule(
    "invalid-value",
    _ERROR,
    "{name}写的是“{written}”，不符合要求。",
    "例如：{example}",
    why="不符合要求的内容没有采用。",
    example="不符合格式要求的内容",
)
NAMES_JOINED = rule(
    "names-joined",
    _ERROR,
    "“{written}”看起来是 {count} 个名称（{shown}），却写成了一项。",
    "请用半角逗号加空格隔开：[{list}]；或者每行一个，前面写“- ”。",
    why="连成一项的几个名称，在名册里找不到。",
    example="配合: [县公安局、县财政局]",
)
NAMES_SPLIT = rule(
    "names-split",
    _INFO,
    "“{written}”读作 {count} 个名称。",
    "建议写作列表：[{list}]",
    why="顿号、逗号隔开的文字照几个名称读，写成列表更清楚。",
    example="镇: 芝河镇、桑壁镇",
)
FULL_WIDTH_BRACKET = rule(
    "full-width-bracket",
    _ERROR,
    "“{written}”用了全角方括号，这样不能读作列表。",
    "请用半角方括号和半角逗号：[{list}]",
    why="YAML 只认半角方括号。",
    example="镇: 【芝河镇，桑壁镇】",
)
NAME_OVER_LINES = rule(
    "name-over-lines",
    _ERROR,
    "这一项写了几行，连成了“{written}”。",
    "请检查下一行是否少了冒号，或者冒号写成了全角；一个名称要写在一行里。",
    why="缩进比上一项多的行算作上一项的续行。",
    example="“名称: 永和县”下面一行多缩进两格的“全称”",
)
