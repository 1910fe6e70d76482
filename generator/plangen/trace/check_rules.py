"""What the trace room says about a draft of our own: its marks, what became of its items, its annexes and wording."""

from __future__ import annotations

from plangen.terms.findings import Severity, rule

ERROR, WARNING, INFO = Severity

# -- whether it is our draft ---------------------------------------------------------------------------------------

DRAFT_NOT_DOCX = rule(
    "draft-not-docx",
    ERROR,
    "文稿不是Word文档（.docx），内容是{kind}",
    "请在Word或WPS中另存为.docx后再核对；其他格式的文稿可用 plangen audit 按文字比对",
    why="本程序的标记只在 Word 文档里，其他格式只能按文字比对。",
    example="plangen check 某某县.yaml --draft 方案.pdf",
    unusable=True,
)
DRAFT_OF_ANOTHER_SPEC = rule(
    "draft-of-another-spec",
    ERROR,
    "文稿不是用这个填报文件生成的{differences}",
    "请用生成它的填报文件来核对；填报文件换了上位规划的，请先重新生成文稿",
    why="拿别的填报文件来核对，每一条都会说成缺失。",
    example="plangen check 永和县.yaml --draft 隰县方案.docx",
    unusable=True,
)
DRAFT_BY_OTHERS = rule(
    "draft-by-others",
    WARNING,
    "文稿里没有本程序的标记，只能按文字比对，没有核对分工表和上位规划的变动",
    "文稿如由本程序生成，标记可能在另存时丢失；请用原稿核对，或逐条人工复核“部分承接”的条目",
    why="没有标记，就不知道哪一段写的是哪一条。",
    example="核对一份由人另外起草的方案",
)
DRAFT_WITHOUT_ANCHORS = rule(
    "draft-without-anchors",
    WARNING,
    "文稿里的书签全部丢失，各条只能按文字查找",
    "另存为其他格式或用网页编辑器保存会丢掉书签；请以本程序生成的原稿为底稿修改",
    why="书签指明每一条在哪里，没有书签只能按文字猜。",
    example="把文稿另存为 .txt 再贴回 Word",
)
FINGERPRINTS_LOST = rule(
    "fingerprints-lost",
    WARNING,
    "文稿里没有记下上位规划{parent}生成时的原样，无法判断它之后有没有变动",
    "文稿另存时可能丢了文档属性；请核对填报文件所用的上位规划是不是生成文稿时的那一份",
    why="文稿的属性里记着每一条当时的样子，丢了就看不出上位规划后来改过没有。",
    example="用网页编辑器另存文稿",
)

# -- items where the draft was edited ------------------------------------------------------------------------------

ITEM_UNKNOWN = rule(
    "item-unknown",
    WARNING,
    "文稿里有一条现在的上位规划和填报文件都没有的内容（{key}）：{text}",
    "上位规划可能已经删去这一条，或填报文件里已经去掉；请决定文稿中是否保留",
    why="没有来源的内容会被当作上级要求。",
    example="生成文稿之后，上位规划的修订稿删去了T03",
)
ITEM_COPIED = rule(
    "item-copied",
    INFO,
    "{item}在文稿中复制了一份，复制件不算另一条",
    "请删去多余的一份；另作一条用的，请改写标题和内容",
    why="复制的段落带着同一个书签，多半是编辑时留下的。",
    example="把一条任务复制粘贴到另一章",
)
ITEM_REWRITTEN = rule(
    "item-rewritten",
    WARNING,
    "{item}标题下的内容已全部改写，与生成时没有相同之处",
    "程序只能认出标题，请人工核对内容是否还是这一条的要求",
    why="标题还在，内容是不是这一条的，程序看不出来。",
    example="保留标题，把下面的段落换成别的话",
)
ITEMS_JOINED = rule(
    "items-joined",
    INFO,
    "{item}与{others}并在了同一段",
    "如系误删换行，请重新分段；如系有意合并，请在填报文件中写“〖并入〗”，并按合并后的事项定牵头单位",
    why="两条并成一段，往往是误删了换行。",
    example="在“（2）”前面按了退格键",
)
WAIVED_BUT_CARRIED = rule(
    "waived-but-carried",
    WARNING,
    "{item}：填报文件写明不承接，文稿正文中还有这一条",
    "请重新生成文稿，或在填报文件中去掉“〖不承接〗”",
    why="文稿和填报文件说法相反，报送后无从解释。",
    example="生成文稿以后才在填报文件里写 T05: {不承接: 县域无煤矿}",
)
WAIVED_IN_DRAFT_ONLY = rule(
    "waived-in-draft-only",
    WARNING,
    "{item}：文稿说明不承接，填报文件没有写",
    "确定不承接的，请在填报文件“〖承接〗”中写明“〖不承接〗”的理由、“〖决定单位〗”和“〖日期〗”，再重新核对",
    why="不承接要有决定单位和日期，只在文稿里说一句不算。",
    example="在文稿的不承接事项说明里手工加一行",
)

# -- figures, deadlines, wording, the annex ------------------------------------------------------------------------

TARGET_DIFFERS = rule(
    "target-differs",
    WARNING,
    "{item}：正文的目标值是{body}，指标表中是{table}",
    "请改为一致",
    why="同一指标两个目标值，无法考核。",
    example="只改了指标表，没有改正文",
)
DEADLINE_BLANK = rule(
    "deadline-blank",
    WARNING,
    "{item}：分工表中没有写完成时限，应为{deadline}",
    "请补上完成时限",
    why="没有时限的任务无法督办。",
    example="分工表“完成时限”一格空着",
)
PAST_DEADLINE = rule(
    "past-deadline",
    WARNING,
    "{about}写了早于{start}年的时限：{words}",
    "本方案自{start}年起实施，请改为{start}—{end}年间的时限",
    why="时限在方案开始之前，多半是从上一期的文稿抄来的。",
    example="2026年起实施的方案写“2024年底前”",
)
PAST_PERIOD = rule(
    "past-period",
    WARNING,
    "用了往期规划的名称：{words}",
    "本方案是{own}时期的，请核对是否应改为{own}",
    why="用上一期的名称，多半是从旧文稿抄来的；比较的话（比“十四五”末）不算。",
    example="“十五五”时期的方案写“‘十四五’期间建成”",
)
CITY_WORDING_LEFT = rule(
    "city-wording-left",
    WARNING,
    "还是上位规划的口径：{words}",
    "请改为本县口径，例如“全市”改为“全县”、“市应急局”改为“县应急局”；确指上级的可以保留",
    why="县里的方案写“全市”，说明照抄了上级的文字。",
    example="文稿写“建立全市风险清单”",
)
TRACE_ANNEX_MISSING = rule(
    "trace-annex-missing",
    INFO,
    "文稿没有上位规划条目承接对照表",
    "报送时一般应附；不需要的，请在填报文件的“〖方案〗”部分写“〖对照表〗: 否”",
    why="上级按对照表逐条核对是否承接。",
    example="删去文稿的附件“承接对照表”",
)
TRACE_ROW_MISSING = rule(
    "trace-row-missing",
    WARNING,
    "承接对照表中少了{parent}的{count}条：{names}",
    "请补上，或重新生成对照表",
    why="上级按对照表逐条核对是否承接。",
    example="删去对照表中的一行",
)
