"""What there is to say about a roster that is an Excel file; places are sheets and cells."""

from __future__ import annotations

from plangen.terms.findings import Severity, rule

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

# --- the file ---

FILE_MISSING = rule(
    "roster-file-missing",
    _ERROR,
    "部门名册文件“{name}”读不到：{reason}。",
    "位置从本文件所在的文件夹算起；还没有名册的，可用 plangen init 某某县 --roster-xlsx 生成一份。",
    why="部门名册写成 Excel 文件名的，必须能找到并打开这个文件。",
    example="部门名册: 没有这个文件.xlsx",
)
NOT_XLSX = rule(
    "roster-not-xlsx",
    _ERROR,
    "部门名册文件不是 Excel 工作簿（.xlsx）。",
    "只改扩展名不能改变格式；请在 Excel 或 WPS 中打开，另存为 .xlsx 格式，填报文件里写另存后的文件名。",
    why="只读取 .xlsx 格式，旧格式（.xls、.et）和文本（.csv）读不准。",
    example="部门名册: 部门名册.xls",
)
ENCRYPTED = rule(
    "roster-encrypted",
    _ERROR,
    "部门名册文件设了打开密码，读不出来。",
    "请在 Excel 或 WPS 中打开，取消密码后再保存。",
    why="加了密码的文件，程序看不到里面的内容。",
    example="名册保存时设了打开密码",
)
DAMAGED = rule(
    "roster-damaged",
    _ERROR,
    "部门名册文件已损坏，或者不是完好的 .xlsx 文件。",
    "请在 Excel 或 WPS 中打开并重新保存；打不开的，请从备份恢复。",
    why="读不完整的文件一律不采用，以免漏掉单位。",
    example="没有下载完的部门名册.xlsx",
)
TOO_LARGE = rule(
    "roster-too-large",
    _ERROR,
    "部门名册{what}，不像是一份名册，{unread}没有读取。",
    "请检查是否选错了文件；图片、多余的工作表和表格以外的内容请删去，或者新建一份名册把内容复制过去。",
    why="名册只有几十行；大得多的文件多半选错了，或者会占满内存。",
    example="部门名册里插入了几十兆的图片",
)

# --- the sheets ---

SHEET_MISSING = rule(
    "roster-sheet-missing",
    _ERROR,
    "没有名为“{name}”的表，文件里的表有：{sheets}。",
    "请把写有各单位的表改名为“{name}”。",
    why="单位写在哪张表里，是按表名找的。",
    example="名册只有一张“通讯录”表",
)
SHEET_GUESSED = rule(
    "roster-sheet-name",
    _WARNING,
    "没有名为“{name}”的表，读的是“{read}”表。",
    "请把表名改为“{name}”。",
    why="表名写得不同时，只在没有别的可能时才当作名册读。",
    example="名册的表名为 Sheet1",
)
SHEET_UNREAD = rule(
    "roster-sheet-unread",
    _INFO,
    "“{name}”表没有读取。",
    "名册的内容请写在“部门名册”“成员单位组”两张表里。",
    why="其他表可以保留，但程序不用。",
    example="名册里另有一张“乡镇通讯录”表",
)
EMPTY = rule(
    "roster-empty",
    _ERROR,
    "部门名册是空的，任务无法分工。",
    "请在这张表的表头下面逐行写出本县各部门，例如：永和县应急管理局　县应急局。",
    why="没有单位，上位规划的任务就没有人承担。",
    example="只有表头的“部门名册”表",
)
HEADER_MISSING = rule(
    "roster-header-missing",
    _ERROR,
    "前 {rows} 行里找不到表头。",
    "表头应当写：{titles}。",
    why="哪一列写的是什么，是按列名认的。",
    example="删去了“单位全称　简称”这一行",
)

# --- the columns ---

COLUMN_MISSING = rule(
    "roster-column-missing",
    _ERROR,
    "缺少“{title}”列。",
    "这一列写：{note}。",
    why="没有名称的列，各行就不成为单位；可以不填的列缺了只作提示。",
    example="表头只有“单位全称”，没有“简称”",
)
COLUMN_RENAMED = rule(
    "roster-column-renamed",
    _ERROR,
    "不认识“{heading}”列，它的内容没有采用；表里缺少“{title}”列。",
    "是不是改了列名？请把“{heading}”改回“{title}”。",
    why="改了列名，整列的内容就读不到。",
    example="“对应上级单位”改成了“对应的上级”",
)
COLUMN_TWICE = rule(
    "roster-column-twice",
    _ERROR,
    "“{title}”列有两列，后一列没有采用。",
    "请合并成一列。",
    why="同一个列名出现两次，不知道以哪一列为准。",
    example="表头有两个“简称”",
)
COLUMN_UNREAD = rule(
    "roster-column-unread",
    _INFO,
    "“{heading}”列没有读取。",
    "程序用不到的列可以不管。",
    why="名册里可以有联系人、电话等列，程序不读取。",
    example="表头有“联系电话”",
)

# --- the cells ---

CELL_EMPTY = rule(
    "roster-cell-empty",
    _ERROR,
    "这一行没有写“{title}”。",
    "请在这一格补上：{note}。",
    why="没有全称或者简称，分工表里印不出这个单位。",
    example="一行只写了“对应上级单位”",
)
CELL_VALUE = rule(
    "roster-cell-value",
    _ERROR,
    "“{title}”这一格写的是{text}，没有采用。",
    "请改写为{wanted}。",
    why="公式要由 Excel 计算，错误值（#N/A 等）和看不出是否的写法不能当作内容。",
    example='“垂直管理”写的是“也许”；简称写的是 =CONCATENATE("县","应急局")',
)
MERGED_CELLS = rule(
    "roster-merged-cells",
    _ERROR,
    "{cells} 是合并的单元格，除第一格外都没有内容。",
    "请取消合并，在每一格里写出内容。",
    why="合并的单元格只有第一格有内容，其余各行会缺少这一项。",
    example="两行的“对应上级单位”合并成一格",
)
STRAY_CELL = rule(
    "roster-stray-cell",
    _WARNING,
    "“{text}”写在表格以外的列里，没有采用。",
    "请写到有列名的列里。",
    why="没有列名的一列，不知道写的是什么。",
    example="在最后一列右边写了备注",
)
NAME_CLEANED = rule(
    "roster-name-cleaned",
    _INFO,
    "“{text}”里多余的空格、换行或引号已去掉，读作“{name}”。",
    "建议把这一格改写为：{name}",
    why="名称里夹着空格时，与别处的写法对不上。",
    example="简称写“县应 急局”",
)
CELL_OF_SEVERAL = rule(
    "roster-cell-several",
    _ERROR,
    "“{title}”这一格写了 {number} 个单位：{names}。",
    "一行只写一个单位：请给每个单位另起一行；确实是一个名称的，请给整个名称加上双引号“”。",
    why="两个单位写成一个，分工表里就会印出一个并不存在的单位。",
    example="单位全称写“河曲县民政局、河曲县退役军人事务局”",
)
NAMES_PARTED = rule(
    "roster-names-parted",
    _WARNING,
    "“{title}”里的“{text}”看起来是 {number} 个单位，已读作：{names}。",
    "这一格里几个名称请用顿号“、”隔开；确实是一个名称的，请给它加上双引号“”。",
    why="用斜线、空格或者“和”连写的几个单位，当作一个名称就对不上任何单位。",
    example="对应上级单位写“工信局/商务局”",
)
GROUP_TWICE = rule(
    "roster-group-twice",
    _ERROR,
    "成员单位组“{name}”写了两次：{first}一次，这里又一次。",
    "请只留一处；成员不同的，请先合并成一份。",
    why="同名的两组成员不同时，不知道以哪一组为准。",
    example="填报文件和“成员单位组”表里都写了“县安委会成员单位”",
)
