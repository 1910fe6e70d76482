"""Why a YAML text cannot be read, said to someone who writes documents and not programs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plangen.terms.yaml_events import Spot, Stop

_ALIGN = "同一层的各项要左对齐，下一层比上一层多空两格；某一项的内容写在同一行冒号后面，或者全部写在下面各行。"
_SPACES = "请删去制表符，改用半角空格，每层两个。"

_WORDS: dict[str, tuple[str, str]] = {
    "long quote": (
        "“{first}”里的引号没有配对，一直读到第 {number} 行才遇到下一个引号。",
        '请在这一行内容末尾补上同样的引号，例如：标题: "内容"；'
        "内容确实要写几行的，请检查第 {number} 行引号后面多出的文字。",
    ),
    "open quote": ("“{first}”里的引号没有配对。", '请在内容末尾补上同样的引号，例如：标题: "内容"'),
    "backslash": (
        "双引号里的反斜杠“\\”有特殊含义，这里不能这样写。",
        "内容里有反斜杠时请改用单引号，例如：模板: 'C:\\模板'；文件夹也可以写作 C:/模板。",
    ),
    "after quote": (
        "“{line}”里引号后面还有内容。",
        '引号要把整个内容包住，例如：标题: "“十五五”应急体系规划实施方案"；'
        "里面可用中文引号“ ”，不要再用同样的半角引号。",
    ),
    "tab": ("这里用了制表符（Tab），YAML 的缩进只认半角空格。", _SPACES),
    "special": ("内容不能以“{sign}”开头。", '请给整个内容加上双引号，例如："{rest}"'),
    "anchor": (
        "内容以“{begin}”开头，在 YAML 里有特殊含义，这里读不下去。",
        '请给整个内容加上双引号，例如："{begin}……"；星号作列表符号时请改用短横线“- ”。',
    ),
    "percent": ("一行不能以“%”开头。", '内容以百分号开头时请加双引号，例如："%……"'),
    "tag": ("内容以感叹号“!”开头，在 YAML 里有特殊含义。", '请给整个内容加上双引号，例如："!……"'),
    "open bracket": ("到文件末尾，“{first}”里的{bracket}还没有写完。", "请在最后补上缺少的“{closing}”。"),
    "comma": ("“{line}”里的括号中少了一项，或者多了一个逗号。", "请补上内容或删去多余的逗号、括号。"),
    "closing": (
        "“{line}”里多了一个“{sign}”，前面没有与它配对的括号。",
        "请删去这个“{sign}”，或者补上前面的括号。",
    ),
    "wide signs": (
        "“{first}”的{bracket}里用了全角标点，读不下去。",
        "{bracket}里请用半角标点，后面空一格：{example}",
    ),
    "bracket": (
        "“{first}”里的{bracket}“{opening}”没有配对的“{closing}”，或者两项之间少了逗号。",
        "请补上“{closing}”，两项之间用半角逗号加空格隔开。",
    ),
    "no colon": (
        "“{first}”缺少冒号，不知道是哪一项。",
        "请写成“名称: 内容”的形式，半角冒号后面空一格，例如：名称: 永和县；列表里的一项前面写“- ”。",
    ),
    "two colons": (
        "“{line}”一行里有两个“冒号加空格”，或者缩进比上一行多。",
        f"内容本身带冒号时，请给内容加上双引号。{_ALIGN}",
    ),
    "loose colon": ("“{line}”与上一行的缩进接不上。", f"内容本身带冒号时，请给内容加上双引号。{_ALIGN}"),
    "dash": ("“{line}”里冒号后面不能直接写“- ”。", "列表请另起一行，每项一行，以“- ”开头；或者写成 [甲, 乙]。"),
    "list": (
        "“{line}”与上面的列表没有对齐。",
        "列表各项的短横线“-”要对齐；一项里的各行与短横线后面的第一个字对齐。",
    ),
    "indent": ("“{line}”的缩进与上面各行对不齐。", _ALIGN),
    "extra": ("从“{line}”起多出了内容。", "请检查上一行是否多了括号，或者有一行“...”“---”把文件截断了。"),
    "block text": (
        "“{line}”里的“|”或“>”表示下面几行是正文，同一行不能再写别的内容。",
        "请把正文写在下面各行，都比这一行多缩进两格；内容本身以“|”“>”开头的，请加双引号。",
    ),
    "unknown": (
        "“{line}”不符合 YAML 的写法。",
        "请对照上下各行检查缩进、冒号、引号和括号；内容里有特殊符号时，给整个内容加上双引号。",
    ),
}
_AT_START = frozenset({"long quote", "open quote", "anchor", "tag", "open bracket", "wide signs", "no colon"})
_BRACKET_TROUBLES = ("open bracket", "wide signs", "bracket")
_BRACKETS = {
    "{": ("花括号", "}", "{牵头: 县应急局, 时限: 2027}"),
    "[": ("方括号", "]", "[县应急局, 县公安局]"),
}


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What is wrong, in Chinese, at the place where the planner has to look.  Line and column count from 0."""

    message: str
    hint: str
    line: int
    column: int


def quoted(line: str) -> str:
    """Return a line as messages show it: without its indentation, cut to 40 characters."""
    text = line.strip()
    return text if len(text) <= 40 else f"{text[:40]}……"


def explain(stop: Stop, lines: Sequence[str]) -> Explanation:
    """Return what is wrong and how to write it right.

    Args:
        stop: where the YAML reader stopped (the C reader or the Python one).
        lines: the file's lines, as the planner wrote them.
    """
    trouble = _trouble(stop, lines)
    start = stop.quote or (stop.opened if trouble in _BRACKET_TROUBLES else stop.start)
    line, first = lines[stop.at[0]], lines[start[0]]
    bracket, closing, example = _BRACKETS.get(stop.inside, ("括号", "", ""))
    values = {
        "line": quoted(line),
        "first": quoted(first),
        "number": stop.at[0] + 1,
        "sign": line[stop.at[1] : stop.at[1] + 1],
        "rest": quoted(line[stop.at[1] :]),
        "begin": first[start[1] : start[1] + 1],
        "bracket": bracket,
        "opening": stop.inside,
        "closing": closing,
        "example": example,
    }
    place = start if trouble in _AT_START or (trouble == "bracket" and start[0] != stop.at[0]) else stop.at
    if trouble == "percent":
        place = (stop.at[0], 0)
    elif trouble == "backslash":
        place = (stop.at[0], max(line.rfind("\\", 0, stop.at[1] + 1), 0))
    message, hint = (text.format_map(values) for text in _WORDS[trouble])
    return Explanation(message=message, hint=hint, line=place[0], column=place[1])


def _trouble(stop: Stop, lines: Sequence[str]) -> str:
    """Return what is wrong, as a key of the words: judged by what stands where reading stopped and began."""
    line = lines[stop.at[0]]
    before, here = line[: stop.at[1]].rstrip(), line[stop.at[1] : stop.at[1] + 1]
    begin = lines[stop.start[0]][stop.start[1] : stop.start[1] + 1]
    at_end = not here and not any(rest.strip() for rest in lines[stop.at[0] + 1 :])
    if stop.quote:
        return "long quote"
    if begin in ("'", '"') and _left_open(lines, stop.start, stop.at):
        return "open quote" if at_end or begin == "'" or line.startswith(("---", "...")) else "backslash"
    by_sign = {"*": "anchor", "&": "anchor", "!": "tag", "|": "block text", ">": "block text"}
    if begin in by_sign and begin:
        return by_sign[begin]
    if line.startswith("%") and stop.at[1] <= 1:
        return "percent"
    if "\t" in (here, *line[: len(line) - len(line.lstrip())]):
        return "tab"
    if here and here in "@`%|>":
        return "special"
    if here and here in "]}" and stop.inside not in ("{", "["):
        return "closing"
    if stop.complete and not (here == ":" and stop.inside == ""):
        return "extra"
    if stop.inside in ("{", "["):
        return _bracket_trouble(stop, lines, here, at_end)
    return _line_trouble(stop, lines, before, "" if at_end else here)


def _bracket_trouble(stop: Stop, lines: Sequence[str], here: str, at_end: bool) -> str:
    if at_end:
        return "open bracket"
    if here == ",":
        return "comma"
    return "wide signs" if any(sign in lines[stop.opened[0]] for sign in "，：｝］｛［") else "bracket"


def _line_trouble(stop: Stop, lines: Sequence[str], before: str, here: str) -> str:
    first = lines[stop.start[0]][stop.start[1] :]
    if here == ":":
        return "two colons" if ":" in before or before.lstrip().startswith("- ") else "loose colon"
    if before.endswith(("'", '"')):
        return "after quote"
    if here == "-" and before.endswith(":"):
        return "dash"
    if (not here or stop.start[0] != stop.at[0]) and not first.startswith("- ") and not re.search(r":(\s|$)", first):
        return "no colon"
    return {"-": "list", ":": "indent"}.get(stop.inside, "unknown")


def _left_open(lines: Sequence[str], start: Spot, at: Spot) -> bool:
    """Return whether the quoted text that begins at ``start`` has no end before ``at``."""
    quote = lines[start[0]][start[1]]
    parts = [*lines[start[0] : at[0]], lines[at[0]][: at[1]]]
    text = "\n".join(parts)[start[1] + 1 :]
    return quote not in (re.sub(r"\\.", "", text, flags=re.S) if quote == '"' else text.replace("''", ""))
