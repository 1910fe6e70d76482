"""click in Chinese: help headings, usage errors and exit codes, and consoles that do not know every character."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any

import click

from plangen.screen import patience, say_failure
from plangen.terms.allowance import UNBOUNDED
from plangen.terms.allowance_rules import WORK_TOO_LARGE
from plangen.terms.findings import FindingsError

_OBJECTS_BETWEEN_LOOKS = 200_000


class _ChineseHelp:
    """Help pages with Chinese headings, for commands and groups alike."""

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(context)
        formatter.write_usage(context.command_path, " ".join(pieces), prefix="用法：")

    def collect_usage_pieces(self, context: click.Context) -> list[str]:
        pieces: list[str] = super().collect_usage_pieces(context)  # type: ignore[misc]
        words = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]..."}
        return [words.get(piece, piece) for piece in pieces]

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        options = [one for one in self.get_params(context) if isinstance(one, click.Option)]  # type: ignore[attr-defined]
        records = [record for option in options if (record := option.get_help_record(context))]
        if records:
            with formatter.section("选项"):
                formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(context, formatter)

    def get_help_option(self, context: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(context)  # type: ignore[misc]
        if option:
            option.help = "显示本说明。"
        return option


class ChineseCommand(_ChineseHelp, click.Command):
    """A command whose help is Chinese, and which says what ended its run in the form that it was asked for."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and return its exit code."""
        try:
            return super().invoke(ctx)
        except FindingsError as error:
            return say_failure(error, ctx.params.get("form"))
        except MemoryError:
            return say_failure(WORK_TOO_LARGE.error(variable=UNBOUNDED), ctx.params.get("form"))


class LongCommand(ChineseCommand):
    """A command that may take longer than a person waits without a sign."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and return its exit code."""
        with patience():
            return super().invoke(ctx)


class OnceOption(click.Option):
    """An option that may be given once: click would keep the last of several values and say nothing."""

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """Let the parser collect every value that is given."""
        if self.multiple or self.is_flag or self.count:
            super().add_to_parser(parser, ctx)
        else:
            names = (*self.opts, *self.secondary_opts)
            parser.add_option(obj=self, opts=list(names), dest=self.name, action="append", nargs=self.nargs)

    def consume_value(self, ctx: click.Context, opts: Mapping[str, Any]) -> tuple[Any, Any]:
        """Return the one value that was given.

        Raises:
            UsageError: there are several.
        """
        value, source = super().consume_value(ctx, opts)
        given = opts.get(self.name or "")
        if not isinstance(given, list) or self.multiple:
            return value, source
        if len(given) > 1:
            words = "、".join(map(str, given))
            raise click.UsageError(f"{'/'.join(self.opts)} 只能写一次，现在写了 {len(given)} 次：{words}。", ctx)
        return given[0], source


option = partial(click.option, cls=OnceOption)


class ChineseGroup(_ChineseHelp, click.Group):
    """A group of commands whose help is Chinese."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        commands = [(name, self.commands[name]) for name in self.commands]
        with formatter.section("命令"):
            formatter.write_dl([(name, command.get_short_help_str(limit=60)) for name, command in commands])


def look_seldom_for_rings() -> None:
    """Let Python look through the objects of this process for rings that nobody holds after every so many.

    A command makes some hundred thousand objects and keeps most of them to its end: after every 700, as is usual, it
    would take a tenth of the time and find next to nothing.
    """
    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS)


def run(group: click.Group) -> int:
    """Run a command line and return its exit code; click's own errors are said in Chinese and give 2."""
    if sys.flags.optimize > 1:  # Cerberus reads docstrings
        click.echo("错误：Python 带 -OO（或者环境变量 PYTHONOPTIMIZE=2）时不能运行，请去掉后再试。", err=True)
        return 2
    for stream in (sys.stdout, sys.stderr):
        # a GBK console shows what it can and never ends the program with an encoding error
        if reconfigure := getattr(stream, "reconfigure", None):
            with suppress(OSError):  # the stream is closed
                reconfigure(errors="replace")
    try:
        result: Any = group.main(prog_name="plangen", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        return 2
    except click.ClickException as error:
        click.echo(f"错误：{_message(error)}", err=True)
        context = getattr(error, "ctx", None)
        if context is not None:
            click.echo(f"运行 {context.command_path} --help 查看用法。", err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中止。", err=True)
        return 130
    except OSError as error:
        # where no room has said it better: a name that is too long, a disk that went away
        click.echo(f"错误：文件读写不了（{error.strerror or type(error).__name__}），没有完成。", err=True)
        return 2
    except Exception as error:
        if os.environ.get("PLANGEN_DEBUG"):
            raise
        # a planner can do nothing with a traceback; whoever mends the program asks for it with PLANGEN_DEBUG=1
        click.echo(
            f"程序内部出错（{type(error).__name__}：{error}），没有完成。请把这段话和所用的文件发给维护人员。", err=True
        )
        return 2
    return result if isinstance(result, int) else 0


def _message(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f"，是否想写 {'、'.join(error.possibilities)}" if error.possibilities else ""
        return f"没有“{error.option_name}”这个选项{near}。"
    if isinstance(error, click.MissingParameter):
        what = getattr(error.param, "metavar", None) or (error.param.human_readable_name if error.param else "")
        given = isinstance(error.param, click.Option)
        return f"缺少 {'/'.join(error.param.opts)}，请写明{what}。" if given and error.param else f"缺少参数：{what}。"
    if isinstance(error, click.BadParameter) and getattr(error.param, "type", None) is click.INT and error.param:
        return f"{'/'.join(error.param.opts)} 后面要写一个整数，例如 2。"
    if isinstance(error, click.BadParameter) and isinstance(getattr(error.param, "type", None), click.Choice):
        choices = "、".join(map(str, error.param.type.choices))  # type: ignore[union-attr]
        return f"{'/'.join(error.param.opts)} 只能是 {choices}。"  # type: ignore[union-attr]
    if isinstance(error, click.UsageError) and error.message.startswith("No such command"):
        command = error.message.removeprefix("No such command").split("'")[1:2]
        return f"没有“{''.join(command)}”这个命令。"
    if isinstance(error, click.BadOptionUsage):
        return f"{error.option_name} 的写法不对：后面少了内容，或者它后面本不写内容。"
    if isinstance(error, click.UsageError) and error.message.startswith("Got unexpected extra argument"):
        return f"多出了参数 {error.message.split('(')[-1].rstrip(')')}。"
    return error.format_message()
