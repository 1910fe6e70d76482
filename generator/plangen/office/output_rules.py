"""What there is to say when files are written."""

from __future__ import annotations

from plangen.terms.findings import Severity, rule

_ERROR = Severity.ERROR

OUTPUT_IS_INPUT = rule(
    "output-is-input",
    _ERROR,
    "“{path}”就是这次要读的“{input}”，不能把结果写在上面。",
    "请用 -o 另写一个文件名；正在读的文件，加 --force 也不会覆盖。",
    why="结果写到原件上，原件就没有了；经快捷链接或者另一种写法指到同一个文件的也一样。",
    example="plangen check 某某县.yaml -o 某某县.yaml",
    unusable=True,
)
OUTPUT_ENDING = rule(
    "output-ending",
    _ERROR,
    "“{path}”的扩展名与要写的格式（{form}）不符。",
    "请写成“{better}”；要换格式的，改 --format。",
    why="扩展名与内容不符的文件打不开，还可能盖掉另一种文件。",
    example="plangen check 某某县.yaml --format html -o 核对.docx",
    unusable=True,
)
OUTPUT_TWICE = rule(
    "output-twice",
    _ERROR,
    "有两个结果都要写成“{path}”。",
    "请分开生成，或者改名。",
    why="后写的会盖掉先写的；Windows 上大小写不同的文件名是同一个文件。",
    example="plangen render a.yaml b/a.yaml",
    unusable=True,
)
OUTPUT_IS_FOLDER = rule(
    "output-is-folder",
    _ERROR,
    "“{path}”是文件夹，不能写成文件。",
    "请用 -o 指明文件名。",
    why="文件夹不能换成文件。",
    example="plangen init 某某县 -o 资料",
    unusable=True,
)
OUTPUT_IS_LINK = rule(
    "output-is-link",
    _ERROR,
    "“{path}”是链接或者设备，不是普通文件，没有写入。",
    "请直接写明要写的文件。",
    why="顺着链接写，改到的是别处的文件；换掉链接，别处的文件又不再更新。",
    example="-o 指向一个符号链接",
    unusable=True,
)
OUTPUT_CHANGED = rule(
    "output-changed",
    _ERROR,
    "“{path}”在生成之后被人改过（或者不是本程序为同一件事生成的），没有覆盖。",
    "请先另存或改名；确实要覆盖的，加 --force（会把现有文件另存一份）。",
    why="人改过的文件不覆盖：本程序写的文件带有校验值，校验值不符的就是有人动过。",
    example="在 Word 里改过 output/某某县.docx 之后再次运行 plangen render 某某县.yaml",
)
OUTPUT_UNWRITABLE = rule(
    "output-unwritable",
    _ERROR,
    "“{path}”写不进去：{reason}。",
    "请检查文件夹是否存在、是否有写入权限，文件是否设为只读，是否正在 Word 或 WPS 中打开。",
    why="写不进去的时候，原有的文件保持原样，同一次要写的其他文件也不写。",
    example="目标文件正在 Word 中打开，或者磁盘已满",
    unusable=True,
)
