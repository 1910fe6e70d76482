"""What plangen has to say about a document while it reads it."""

from __future__ import annotations

from plangen.terms.findings import Severity, rule

DOCUMENT_WITHOUT_TEXT = rule(
    "document-without-text",
    Severity.ERROR,
    "文件中没有可读取的文字{scan}",
    "请核对是否选错了文件；扫描件请向发文单位索取可编辑的电子文本，或先用文字识别（OCR）软件转换并校对",
    why="图片里的文字读不出来；没有文字就没有条目。",
    example="把纸质文件扫描后贴进Word。",
    unusable=True,
)
DOCUMENT_PICTURES = rule(
    "document-pictures",
    Severity.WARNING,
    "文件中有{count}处图片或图表，其中的文字无法读取",
    "指标表、分工表如系图片，请录入为Word表格后再读取",
    why="条目若写在图片里，就会漏掉。",
    example="指标表是一张截图。",
)
DOCUMENT_MACROS = rule(
    "document-macros",
    Severity.INFO,
    "文件带有宏，读取时未运行",
    why="宏是程序，别人的程序不运行。",
    example="带宏的.docm。",
)
WORD_TRACKED_CHANGES = rule(
    "word-tracked-changes",
    Severity.WARNING,
    "文件带有修订痕迹：插入{inserted}处，已读入；删除{deleted}处，未读入{places}",
    "请核对是否为定稿；在Word中“接受所有修订”后再读取更为稳妥",
    why="按“接受所有修订”之后的样子读取：Word 显示为已删除的段落、表格行和文字不算在内。",
    example="分工表中一行打上了“删除”修订。",
)
WORD_HIDDEN_TEXT = rule(
    "word-hidden-text",
    Severity.WARNING,
    "有{count}处隐藏文字，屏幕和打印稿上都不显示，未读入：{places}",
    "如属正文，请在Word中取消“隐藏文字”（包括样式中的“隐藏”）；不需要的，请删去",
    why="Word 不显示的文字，读者看不到，不能算写在文中。",
    example="整段设为“隐藏文字”的一条任务。",
)
WORD_OBJECTS = rule(
    "word-objects",
    Severity.WARNING,
    "文件中有{count}处嵌入对象（如Excel表格），其中的内容无法读取",
    "请将嵌入的表格转为Word表格后再读取",
    why="条目若写在嵌入的表格里，就会漏掉。",
    example="分工表是嵌入的Excel工作表。",
)
WORD_NOTES = rule(
    "word-notes",
    Severity.INFO,
    "有{count}处脚注或尾注，其内容未读入",
    why="注释不是正文。",
    example="指标名称后的脚注。",
)
WORD_COMMENTS = rule(
    "word-comments",
    Severity.INFO,
    "有{count}处批注，其内容未读入",
    why="批注不是正文。",
    example="征求意见稿上的批注。",
)
WORD_SYMBOLS = rule(
    "word-symbols",
    Severity.WARNING,
    "有{count}个图形符号无法转换为文字，未读入",
    "请对照原文核对，尤其是指标值前的≥、≤等符号",
    why="图形字体里的符号没有通用编码。",
    example="用Wingdings插入的符号。",
)
WORD_NUMBER_FIELD = rule(
    "word-number-field",
    Severity.WARNING,
    "有{count}处编号由域（AUTONUM、LISTNUM）生成，无法还原",
    "请在Word中将其改为手工编号或自动编号后再读取",
    why="这类域不保存显示出来的编号。",
    example="用LISTNUM域编的序号。",
)
WORD_NUMBER_WITHOUT_TEXT = rule(
    "word-number-without-text",
    Severity.INFO,
    "有{count}个段落只有自动编号、没有文字，未读入，其后编号照常顺延",
    why="Word 把空的编号段落也计数。",
    example="多按了一次回车留下的空编号。",
)
WORD_NUMBER_FORMAT = rule(
    "word-number-format",
    Severity.WARNING,
    "自动编号格式{forms}无法识别，已按阿拉伯数字读取",
    "请对照原文核对有关编号",
    why="编号错了，条目的层次就可能错。",
    example="自动编号用了少见的格式。",
)
WORD_CONTENTS_OPEN = rule(
    "word-contents-open",
    Severity.WARNING,
    "自动目录的结尾丢失，目录与正文相连，已尽量分开",
    "请核对正文开头部分有无遗漏或重复；可在Word中更新或删除目录后再读取",
    why="目录分不开时，宁可把目录行读两遍，也不漏正文。",
    example="删目录时只删了一半。",
)
WORD_CONTENTS_SKIPPED = rule(
    "word-contents-skipped",
    Severity.INFO,
    "自动目录{count}行未作为正文读取",
    why="目录重复了标题，不是正文。",
    example="文首的自动目录。",
)
