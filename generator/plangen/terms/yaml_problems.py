"""What a YAML reader's complaints mean, said to someone who writes documents and not programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """What the YAML reader said.  Lines and columns count from 0.

    Attributes:
        problem: its words, in English.
        line, column: where it stopped.
        context: what it was reading.
        context_line, context_column: where that began; None where it does not say.
    """

    problem: str
    line: int
    column: int
    context: str = ""
    context_line: int | None = None
    context_column: int | None = None


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A complaint in Chinese, at the place where the planner has to look.  Line and column count from 0."""

    message: str
    hint: str
    line: int
    column: int


_INDENT_HINT = "同一层的各项要左对齐，下一层比上一层多空两格；某一项的内容写在同一行冒号后面，或者全部写在下面各行。"


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number] if 0 <= number < len(lines) else ""


def quoted(line: str) -> str:
    """Return a line as messages show it: without its indentation, cut to 40 characters."""
    text = line.strip()
    return text if len(text) <= 40 else f"{text[:40]}……"


def explain(complaint: Complaint, lines: Sequence[str]) -> Explanation:
    """Return what is wrong and how to write it right.

    Args:
        complaint: what the YAML reader said (of the C reader or of the Python one).
        lines: the file's lines, as the planner wrote them.
    """
    for explainer in (_quotes, _characters, _brackets, _structure, _markers):
        if explanation := explainer(complaint, lines):
            return explanation
    shown = quoted(_line(lines, complaint.line))
    return Explanation(
        message=f"“{shown}”不符合 YAML 的写法（{complaint.problem}）。",
        hint="请对照上下各行检查缩进、冒号、引号和括号；内容里有特殊符号时，给整个内容加上双引号。",
        line=complaint.line,
        column=complaint.column,
    )


def open_quote(start: tuple[int, int], complaint: Complaint, lines: Sequence[str]) -> Explanation:
    """Return what is wrong where a quoted text runs over several lines into one that it should not reach.

    Args:
        start: line and column of the opening quote, from 0.
        complaint: what the YAML reader said, behind the quote that it took for the closing one.
        lines: the file's lines.
    """
    line, column = start
    shown = quoted(_line(lines, line))
    return Explanation(
        message=f"“{shown}”里的引号没有配对，一直读到第 {complaint.line + 1} 行才遇到下一个引号。",
        hint='请在这一行内容末尾补上同样的引号，例如：标题: "内容"；'
        f"内容确实要写几行的，请检查第 {complaint.line + 1} 行引号后面多出的文字。",
        line=line,
        column=column,
    )


def _at(complaint: Complaint, message: str, hint: str, *, context: bool = False) -> Explanation:
    if context and complaint.context_line is not None:
        line, column = complaint.context_line, complaint.context_column or 0
    else:
        line, column = complaint.line, complaint.column
    return Explanation(message=message, hint=hint, line=line, column=column)


def _quotes(complaint: Complaint, lines: Sequence[str]) -> Explanation | None:
    problem = complaint.problem
    if "quoted scalar" in complaint.context and ("end of stream" in problem or "document" in problem):
        shown = quoted(_line(lines, complaint.context_line or 0))
        return _at(
            complaint, f"“{shown}”里的引号没有配对。", '请在内容末尾补上同样的引号，例如：标题: "内容"', context=True
        )
    if "escape" in problem or "hexdecimal" in problem or "hexadecimal" in problem:
        return _at(
            complaint,
            "双引号里的反斜杠“\\”有特殊含义，这里不能这样写。",
            "内容里有反斜杠时请改用单引号，例如：模板: 'C:\\模板'；文件夹也可以写作 C:/模板。",
        )
    line = _line(lines, complaint.line)
    before = line[: complaint.column].rstrip()
    if ("expected key" in problem or "block end" in problem) and before[-1:] in ("'", '"'):
        return _at(
            complaint,
            f"“{quoted(line)}”里引号后面还有内容。",
            '引号要把整个内容包住，例如：标题: "“十五五”应急体系规划实施方案"；'
            "里面可用中文引号“ ”，不要再用同样的半角引号。",
        )
    return None


def _characters(complaint: Complaint, lines: Sequence[str]) -> Explanation | None:
    problem = complaint.problem
    line = _line(lines, complaint.line)
    character = line[complaint.column : complaint.column + 1]
    if "cannot start any token" in problem:
        if character == "\t":
            return _at(
                complaint,
                "这里用了制表符（Tab），YAML 的缩进只认半角空格。",
                "请删去制表符，改用半角空格，每层两个。",
            )
        return _at(
            complaint,
            f"内容不能以“{character}”开头。",
            f'请给整个内容加上双引号，例如："{quoted(line[complaint.column :])}"',
        )
    if "tab character" in problem:
        return _at(
            complaint, "行首缩进用了制表符（Tab），YAML 只认半角空格。", "请删去制表符，改用半角空格，每层两个。"
        )
    if "alphabetic or numeric" in problem or "while scanning an alias" in complaint.context:
        sign = line[complaint.context_column or 0 :][:1]
        return _at(
            complaint,
            f"内容以“{sign}”开头，在 YAML 里有特殊含义，这里读不下去。",
            f'请给整个内容加上双引号，例如："{sign}……"；星号作列表符号时请改用短横线“- ”。',
            context=True,
        )
    if "directive" in problem or "directive" in complaint.context:
        return _at(complaint, "一行不能以“%”开头。", '内容以百分号开头时请加双引号，例如："%……"', context=True)
    if "tag" in problem or "tag" in complaint.context:
        return _at(
            complaint,
            "内容以感叹号“!”开头，在 YAML 里有特殊含义。",
            '请给整个内容加上双引号，例如："!……"',
            context=True,
        )
    return None


def _brackets(complaint: Complaint, lines: Sequence[str]) -> Explanation | None:
    problem, context = complaint.problem, complaint.context
    if "flow" not in context:
        return None
    mapping = "mapping" in context
    opening, closing, name = ("{", "}", "花括号") if mapping else ("[", "]", "方括号")
    line = _line(lines, complaint.line)
    if not line.strip() and ("node content" in problem or "flow node" in context):
        return _at(complaint, "到文件末尾，前面的括号还没有写完。", "请在最后补上缺少的“]”或“}”。")
    if "node content" in problem or "flow node" in context:
        return _at(
            complaint, f"“{quoted(line)}”里的括号中少了一项，或者多了一个逗号。", "请补上内容或删去多余的逗号、括号。"
        )
    example = "牵头: 县应急局, 时限: 2027" if mapping else "县应急局, 县公安局"
    start = complaint.context_line if complaint.context_line is not None else complaint.line
    opened = _line(lines, start)
    if any(sign in opened for sign in "，：｝］｛［"):
        return _at(
            complaint,
            f"“{quoted(opened)}”的{name}里用了全角标点，读不下去。",
            f"{name}里请用半角标点，后面空一格：{opening}{example}{closing}",
            context=True,
        )
    return _at(
        complaint,
        f"“{quoted(opened)}”里的{name}“{opening}”没有配对的“{closing}”，或者两项之间少了逗号。",
        f"请补上“{closing}”，两项之间用半角逗号加空格隔开。",
        context=start != complaint.line,
    )


def _structure(complaint: Complaint, lines: Sequence[str]) -> Explanation | None:
    problem = complaint.problem
    line = _line(lines, complaint.line)
    if "could not find expected ':'" in problem:
        shown = quoted(_line(lines, complaint.context_line or 0))
        return _at(
            complaint,
            f"“{shown}”缺少冒号，不知道是哪一项。",
            "请写成“名称: 内容”的形式，半角冒号后面空一格，例如：名称: 永和县；列表里的一项前面写“- ”。",
            context=True,
        )
    if "mapping values are not allowed" in problem:
        head = line[: complaint.column]
        if ":" in head.replace("：", "") or head.lstrip().startswith("- "):
            message = f"“{quoted(line)}”一行里有两个“冒号加空格”，或者缩进比上一行多。"
        else:
            message = f"“{quoted(line)}”与上一行的缩进接不上。"
        hint = f"内容本身带冒号时，请给内容加上双引号。{_INDENT_HINT}"
        return _at(complaint, message, hint)
    if "sequence entries are not allowed" in problem:
        return _at(
            complaint,
            f"“{quoted(line)}”里冒号后面不能直接写“- ”。",
            "列表请另起一行，每项一行，以“- ”开头；或者写成 [甲, 乙]。",
        )
    dash = (
        "'-' indicator" in problem or "block collection" in complaint.context or "block sequence" in complaint.context
    )
    if "expected key" in problem or dash or "block end" in problem:
        if dash:
            message = f"“{quoted(line)}”与上面的列表没有对齐。"
            hint = "列表各项的短横线“-”要对齐；一项里的各行与短横线后面的第一个字对齐。"
        else:
            message = f"“{quoted(line)}”的缩进与上面各行对不齐。"
            hint = _INDENT_HINT
        return _at(complaint, message, hint)
    return None


def _markers(complaint: Complaint, lines: Sequence[str]) -> Explanation | None:
    problem = complaint.problem
    line = _line(lines, complaint.line)
    if "document start" in problem:
        return _at(
            complaint,
            f"从“{quoted(line)}”起多出了内容。",
            "请检查上一行是否多了括号，或者有一行“...”“---”把文件截断了。",
        )
    if "comment or line break" in problem or "block scalar" in complaint.context:
        return _at(
            complaint,
            f"“{quoted(line)}”里的“|”或“>”表示下面几行是正文，同一行不能再写别的内容。",
            "请把正文写在下面各行，都比这一行多缩进两格；内容本身以“|”“>”开头的，请加双引号。",
        )
    if "end of stream" in problem:
        return _at(
            complaint, "文件到这里突然结束，前面有引号或括号没有配对。", "请补上缺少的引号或括号。", context=True
        )
    return None
