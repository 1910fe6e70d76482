"""The commands for a draft that people have worked in: what they changed."""

from __future__ import annotations

from pathlib import Path

import click

import plangen as public
from plangen import options, screen, targets
from plangen.console import ChineseCommand


@click.command(cls=ChineseCommand)
@click.argument("draft", metavar="文稿", type=options.PATH)
@click.argument("spec", metavar="[填报文件]", required=False, type=options.PATH)
@options.REPORT_FORMAT
@options.REPORT_OUTPUT
@options.FORCE
def changes(draft: Path, spec: Path | None, form: str, output: Path | None, force: bool) -> int:
    """说明文稿生成以后人改了什么：增删、改写、移动、单位、时限、批注、修订。"""
    targets.needs_output(form, output)
    found = public.changes(draft, spec)
    files = [found.at(output, form)] if output else []
    written = public.write(files, inputs=found.inputs, force=force)
    if form == "json" and output is None:
        screen.say_json(found.as_json())
    else:
        screen.say(found.findings)
        if form == "text" and output is None:
            click.echo(found.as_text(colour=screen.in_colour()), nl=False)
    screen.say_written(written, said="已写入", err=True)
    return screen.EXIT_FINDINGS if found.failed else 0
