"""What plangen has to say about PDF files and web pages."""

from __future__ import annotations

from plangen.terms.findings import Severity, rule

PDF_EXTRA_MISSING = rule(
    "pdf-extra-missing",
    Severity.ERROR,
    "读取PDF需要的组件没有安装",
    '请运行 pip install "plangen[pdf]" 后重试，或将PDF转换为.docx再行导入',
    why="PDF组件是可选的。",
    example="只装了基本部分。",
    unusable=True,
)
PDF_SCAN = rule(
    "pdf-scan",
    Severity.ERROR,
    "PDF共{count}页，没有文字层，应为扫描件或图片，无法读取文字",
    "请向发文单位索取Word文件或由Word导出的PDF，或先用文字识别（OCR）软件转换并校对后再行导入",
    why="图片里的文字读不出来。",
    example="纸质文件的扫描件。",
    unusable=True,
)
PDF_GARBLED = rule(
    "pdf-garbled",
    Severity.ERROR,
    "PDF的字体没有附文字编码，读出的文字是乱码",
    "请索取Word文件，或用“打印为PDF”以外的方式重新导出PDF",
    why="没有编码的字形无法还原为文字。",
    example="用旧版打印驱动生成的PDF。",
    unusable=True,
)
PDF_CUT_OFF = rule(
    "pdf-cut-off",
    Severity.WARNING,
    "PDF尾部异常，可能没有下载完整",
    "请核对最后几页是否齐全，必要时重新下载",
    why="末尾缺失的文件可能缺页。",
    example="下载中断的PDF。",
)
PDF_PARAGRAPHS_UNCERTAIN = rule(
    "pdf-paragraphs-uncertain",
    Severity.WARNING,
    "PDF各段首行没有缩进，段落划分系按行末位置推定",
    "请用 --show-text 核对有无两段误接；能取得Word文件的，以Word文件导入为宜",
    why="PDF里没有段落，只有行。",
    example="网页打印成的PDF。",
)
PDF_SCANNED_PAGES = rule(
    "pdf-scanned-pages",
    Severity.WARNING,
    "第{pages}页没有文字层，像是扫描件或图片，其内容未读入",
    "请核对这些页有无任务、指标或表格，必要时录入后重新导入",
    why="图片里的文字读不出来。",
    example="附件是扫描页。",
)
PDF_RECOGNISED_TEXT = rule(
    "pdf-recognised-text",
    Severity.WARNING,
    "第{pages}页是整页图片，其文字层应由识别（OCR）软件生成，可能有错字、漏字",
    "请逐条对照原文核对；能取得Word文件的，以Word文件导入为宜",
    why="识别出的数字和单位名称常有错。",
    example="扫描后又做过文字识别的PDF。",
)
PDF_PAGE_TOO_COMPLEX = rule(
    "pdf-page-too-complex",
    Severity.WARNING,
    "第{pages}页{problem}",
    "请核对这些页有无文字和表格",
    why="线条太多的页读起来没有尽头。",
    example="有地图的一页。",
)
PDF_UNREADABLE_CHARACTERS = rule(
    "pdf-unreadable-characters",
    Severity.WARNING,
    "第{pages}页共有{count}个字符没有编码，以“�”代替",
    "请对照原文核对",
    why="没有编码的字形无法还原为文字。",
    example="用了自造字的PDF。",
)
PDF_WATERMARK = rule(
    "pdf-watermark",
    Severity.WARNING,
    "第{pages}页有{count}个倾斜或横置的字符（一般为水印），未读入",
    "请核对这些字符是否属于正文或横排表格",
    why="水印混进正文会改坏条目。",
    example="斜着的“内部资料”。",
)
PDF_FURNITURE = rule(
    "pdf-furniture",
    Severity.INFO,
    "各页重复的页眉、页脚{heads}等未作为正文读取",
    why="页眉页脚不是正文。",
    example="每页上方的文件名。",
)
PDF_ROW_JOINED = rule(
    "pdf-row-joined",
    Severity.WARNING,
    "表{table}有{count}行被分页断开，已接续",
    "请对照原文核对这些行",
    why="跨页的一行会被当成两行。",
    example="分工表的一行跨了两页。",
)
HTML_WITHOUT_TEXT = rule(
    "html-without-text",
    Severity.ERROR,
    "网页中没有可读取的正文，可能由脚本动态生成，或正文是图片、附件",
    "请在浏览器中打开网页，全选正文复制到Word后另存为.docx，或下载网页所附的文件再行导入",
    why="脚本生成的内容不在保存的网页里。",
    example="只存下了网页的框架。",
    unusable=True,
)
HTML_SELECTOR = rule(
    "html-selector",
    Severity.ERROR,
    "网页正文容器清单有误：{detail}",
    "写法见该文件开头的说明",
    why="清单写错了就找不到正文。",
    example="templates/knowledge/web_containers.yaml里多写了一个括号。",
    unusable=True,
)
HTML_ATTACHMENT = rule(
    "html-attachment",
    Severity.INFO,
    "网页附有文件“{title}”，其内容不在网页中",
    "如规划正文或分工表在附件中，请下载后另行导入：{address}",
    why="附件是另一份文件。",
    example="通知的网页，规划在附件里。",
)
HTML_ATTACHMENTS_MORE = rule(
    "html-attachments-more",
    Severity.INFO,
    "网页共链接{count}个文件，其余未列出",
    why="链接太多时只列前几个。",
    example="网站地图一样的网页。",
)
HTML_ENCODING = rule(
    "html-encoding",
    Severity.WARNING,
    "网页中有{count}个字符无法解码，以“�”代替",
    "请在浏览器中打开网页，另存为“网页，全部”（UTF-8编码）后重新导入",
    why="编码声明与内容不符。",
    example="声明UTF-8、实为GBK的网页。",
)
HTML_BODY_GUESSED = rule(
    "html-body-guessed",
    Severity.WARNING,
    "网页没有已知的正文容器，正文范围系按文字疏密推定",
    "请用 --show-text 核对正文首尾；可在templates/knowledge/web_containers.yaml中补充该网站的正文容器{extra}",
    why="推定的范围可能多了网站栏目，或少了一段。",
    example="没见过的政府网站。",
)
HTML_BODY_SEVERAL = rule(
    "html-body-several",
    Severity.WARNING,
    "网页有{count}处正文容器，已按顺序全部读取",
    "请核对有无混入与规划无关的内容",
    why="宁可多读，不可漏读。",
    example="一页上有两篇文章。",
)
HTML_BODY_PART = rule(
    "html-body-part",
    Severity.WARNING,
    "所读正文只占全页文字的{share}",
    "请用 --show-text 核对正文是否完整；正文分页显示的，请将各页合并后导入",
    why="占比太小，可能漏了正文。",
    example="正文分成了多页。",
)
HTML_LIST_NUMBERS = rule(
    "html-list-numbers",
    Severity.INFO,
    "有{count}个编号系浏览器自动生成，已补入文字",
    "如网页上不显示这些编号，请以网页为准",
    why="列表的编号不在文字里。",
    example="<ol>列表。",
)
HTML_LEFT_OUT = rule(
    "html-left-out",
    Severity.INFO,
    "正文范围内有{hidden}处隐藏内容、{furniture}处分享按钮等网站内容，未读入",
    why="网页不显示的和网站自己的内容不是正文。",
    example="“打印本页”按钮。",
)
