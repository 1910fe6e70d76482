"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from plangen.console import option

PATH = click.Path(path_type=Path)
SPECS = click.argument("specs", metavar="填报文件|文件夹...", nargs=-1, required=True, type=PATH)
SPEC = click.argument("spec", metavar="填报文件", type=PATH)
KINDS = {"实施方案": "implementation", "规划": "plan"}
KIND = option(
    "--kind",
    type=click.Choice([*KINDS]),
    metavar="实施方案|规划",
    help="生成哪一种文件，不写的按填报文件的“类型”；与它不同的，标题、模板、附件按这一种的通例。",
)
NEW_KIND = option(
    "--kind",
    type=click.Choice([*KINDS]),
    default="实施方案",
    metavar="实施方案|规划",
    help="要编制哪一种文件。",
)
FORCE = option("--force", is_flag=True, help="目标文件被人改过也覆盖（先另存一份）。")
TEXT_OR_JSON = option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出形式。")
REPORT_FORMAT = option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html", "xlsx"]),
    default="text",
    help="text 在屏幕上显示，json 供程序使用，html 为网页，xlsx 为审核表。",
)
REPORT_OUTPUT = option("-o", "--output", type=PATH, metavar="文件", help="报告写到哪里；html、xlsx 必须写。")
PAGE = option("--page", type=PATH, metavar="文件", help="另写一页给领导看的结果，写 .docx 或 .html 文件。")
PAGE_BY = option("--by", metavar="单位", help="这一页由谁核对；不写的留空待填。")
PAGE_DATE = option("--date", type=click.DateTime(["%Y-%m-%d"]), metavar="年-月-日", help="核对日期，默认今天。")
JOBS = option("--jobs", type=int, metavar="几个", help="处理多份时同时用几个进程，默认与处理器的核数相同。")
SUMMARY = option(
    "--summary",
    type=PATH,
    metavar="文件",
    help="处理多份时的汇总表写到哪里，写 .xlsx、.html 或者 .json 文件；不写的，写在放结果的文件夹里。",
)
