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
