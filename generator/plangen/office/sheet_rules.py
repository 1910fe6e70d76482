"""What there is to say about the workbooks that plangen writes."""

from __future__ import annotations

from plangen.terms.findings import Severity, rule

CELL_CUT = rule(
    "cell-text-cut",
    Severity.WARNING,
    "这一格的文字超过 Excel 单元格的上限，后面的部分没有写入工作簿。",
    "全文见 Word 稿或者原文件；请检查这一项的内容是否多得不正常。",
    why="Excel 的一个单元格最多容纳 32767 个字符。",
    example="一项任务的措施合起来有四万字",
)
