"""What plangen has to say about files, texts and Word documents; :mod:`~.page_rules` is about PDF and web pages."""

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
    "{what}，其中的文字无法读取",
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
FILE_MISSING = rule(
    "file-missing",
    Severity.ERROR,
    "文件不存在",
    "请核对路径和文件名，注意扩展名是否被隐藏",
    why="找不到的文件无从读取。",
    example="把“规划.docx”写成“规划.doc”。",
    unusable=True,
)
FILE_IS_FOLDER = rule(
    "file-is-folder",
    Severity.ERROR,
    "给出的路径是文件夹，不是文件",
    "请给出文件夹中某个文件的路径",
    why="一次读取一份文件。",
    example="给出的是“上位规划”文件夹。",
    unusable=True,
)
FILE_UNREADABLE = rule(
    "file-unreadable",
    Severity.ERROR,
    "文件无法打开",
    "请核对给出的是不是普通文件、有没有读取权限；正在Word或WPS中打开的，请先关闭",
    why="系统不让打开的文件无从读取。",
    example="文件在Word中打开着，网盘还没有同步完。",
    unusable=True,
)
FILE_EMPTY = rule(
    "file-empty",
    Severity.ERROR,
    "文件是空的",
    "请核对文件是否下载或拷贝完整",
    why="没有内容就没有条目。",
    example="下载中断后留下的0字节文件。",
    unusable=True,
)
FILE_TOO_LARGE = rule(
    "file-too-large",
    Severity.ERROR,
    "文件超过{megabytes}MB，无法读取",
    "请核对是否选错了文件；图片太多的，请去除图片后再读取",
    why="上限远高于最长的真实规划。",
    example="内嵌上百张照片的.docx。",
    unusable=True,
)
FILE_BINARY = rule(
    "file-binary",
    Severity.ERROR,
    "文件内容不是文字，也不是可识别的文档格式，可能已损坏",
    "可读取的格式有：.docx、.doc、.pdf、.html、.txt；文本请用UTF-8或GB18030编码保存",
    why="认不出格式就读不出文字。",
    example="改了扩展名的程序文件。",
    unusable=True,
)
FORMAT_UNSUPPORTED = rule(
    "format-unsupported",
    Severity.ERROR,
    "文件是{form}，无法从中读取规划",
    "{hint}",
    why="这类文件里没有可以分出条目的正文。",
    example="把分工表的.xlsx当作规划导入。",
    unusable=True,
)
EXTENSION_MISMATCH = rule(
    "extension-mismatch",
    Severity.WARNING,
    "文件扩展名是“{suffix}”，内容实为{form}，已按内容读取",
    "请核对文件来源，并改正扩展名",
    why="文件是什么，看内容，不看扩展名。",
    example="网页存成了.doc。",
)
ENCODING_CONVERTED = rule(
    "encoding-converted",
    Severity.INFO,
    "文件编码为{encoding}，已转换",
    why="文字一律按UTF-8处理。",
    example="记事本存的GB18030文本。",
)
LINES_JOINED = rule(
    "lines-joined",
    Severity.WARNING,
    "文件每行均在固定宽度处折断，已按段落接续",
    "请核对导入结果；有条件的，请提供原始Word文件",
    why="一段话被拆成多行，会被当成多段。",
    example="从邮件或终端里复制出来的文本。",
)
OFFICE_MISSING = rule(
    "office-missing",
    Severity.ERROR,
    "读取.doc、.wps等旧格式需要LibreOffice，本机未找到",
    "请安装LibreOffice（https://zh-cn.libreoffice.org），或用Word、WPS打开后另存为.docx再导入",
    why="旧格式要先转换成.docx。",
    example="没有装LibreOffice的电脑上导入.doc。",
    unusable=True,
)
OFFICE_FAILED = rule(
    "office-failed",
    Severity.ERROR,
    "旧格式文件转换失败：{detail}",
    "请用Word或WPS打开后另存为.docx，再行导入",
    why="旧格式要先转换成.docx。",
    example="损坏的.doc。",
    unusable=True,
)
DOCUMENT_CONVERTED = rule(
    "document-converted",
    Severity.INFO,
    "旧格式文件已由LibreOffice转换后读取",
    "如与原文有出入，请用Word、WPS另存为.docx后再导入",
    why="转换可能丢失自动编号等细节。",
    example="导入.wps文件。",
)
DOCUMENT_REFERENCES = rule(
    "document-references",
    Severity.INFO,
    "文件有{count}处引用了文件以外的内容，读取时没有取用",
    "如引用的是正文，请用Word、WPS打开，断开链接（保留内容）后另存为.docx再导入",
    why="读取文件时不访问网络和别的文件。",
    example="链接到网络图片的.odt。",
)
