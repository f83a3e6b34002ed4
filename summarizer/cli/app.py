"""Define all commands, and report usage errors."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer
from typer._completion_classes import completion_init
from typer.main import get_command

from summarizer.cli.commands import answers, batch, reports, service, tools
from summarizer.cli.messages import Messenger, UsageError
from summarizer.version import __version__

__all__ = ["app", "invoke"]

NAME = "summarizer"
# A shell that requests completions passes no arguments.
COMPLETING = "_SUMMARIZER_COMPLETE"
EPILOG = "--lang zh|en：提示语言，可用于任何命令 / language of messages, for every command"

# The parser's messages → our Chinese; its English is kept.
_CHINESE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), sentence)
    for pattern, sentence in (
        (r"No such option: (\S+)", "没有选项 {0}"),
        (r"No such command '(.*)'", "没有命令 '{0}'"),
        (r"Missing command", "缺少命令"),
        (r"Missing (?:argument|option|parameter) (.*?)\.", "缺少参数 {0}"),
        (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", "多出的参数 {0}"),
        (r"Option (.*) requires an argument", "选项 {0} 缺少值"),
        (r"Option (.*) does not take a value", "选项 {0} 不带值"),
        (r"Invalid value for (.*?): '(.*)' is not one of (.*?)\.?$", "{0} 不能是 {1!r}，可选：{2}"),
        (r"Invalid value for (.*?): (.*?)\.?$", "{0} 的值无效（{1}）"),
    )
)

# Where the English part of a help text begins.
_LANGUAGES = re.compile(r" ?/ (?=[A-Za-z(])")

app = typer.Typer(
    name=NAME,
    help="预算绩效评价报告 → 核对过的摘要 / budget performance reports → checked summaries",
    epilog=EPILOG,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"{NAME} {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="打印版本 / print the version"
        ),
    ] = False,
) -> None:
    """Handle `--version`; everything else is a command."""


for _command in (
    reports.run,
    reports.verify,
    reports.annotate,
    reports.form,
    reports.compare,
    reports.quality,
    reports.quantities,
    service.serve,
    service.worker,
    tools.doctor,
    tools.mcp,
    tools.schema,
    tools.completion,
):
    app.command(short_help=_command.__doc__, epilog=EPILOG)(_command)


def _group(name: str, summary: str, **members: Callable[..., int]) -> None:
    """Group commands under a common word."""
    group = typer.Typer(name=name, help=summary, epilog=EPILOG, rich_markup_mode=None)
    for word, command in members.items():
        group.command(word, short_help=command.__doc__, epilog=EPILOG)(command)
    app.add_typer(group)


_group(
    "batch",
    "多份报告 / many reports",
    run=batch.run,
    export=batch.export,
    **{"import": batch.import_responses},
)
_group(
    "answers",
    "存下的模型回答 / stored answers of the model",
    list=answers.list_all,
    show=answers.show,
    purge=answers.purge,
)
_group(
    "keys",
    "服务密钥 / keys of the service",
    create=service.keys_create,
    list=service.keys_list,
    revoke=service.keys_revoke,
)
_group(
    "decisions",
    "人工核对结论 / decisions of reviewers",
    export=service.decisions_export,
    **{"import": service.decisions_import},
)
_group(
    "jobs",
    "服务任务 / jobs of the service",
    list=service.jobs_list,
    show=service.jobs_show,
    resume=service.jobs_resume,
    adopt=service.jobs_adopt,
)


def invoke(arguments: Sequence[str], messages: Messenger) -> int:
    """Run the command and return its exit code. Raises UsageError for invalid arguments."""
    command = get_command(app)
    completion_init()
    speak(command, messages)
    if not arguments and not os.environ.get(COMPLETING):
        arguments = ["--help"]
    try:
        outcome: Any = command.main(
            list(arguments), prog_name=NAME, standalone_mode=False, obj=messages
        )
    except typer.TyperException as error:
        raise _usage_error(error) from None
    except typer.Abort:
        raise KeyboardInterrupt from None
    return outcome if isinstance(outcome, int) else 0


def _usage_error(error: typer.TyperException) -> UsageError:
    english = error.format_message().replace("Value error, ", "").replace("' / '", "/")
    if type(error).__name__ == "NoArgsIsHelpError":
        english = "Missing command."
    context = getattr(error, "ctx", None)
    path = context.command_path if context else NAME
    if path == f"{NAME} run" and "unexpected extra argument" in english:
        return UsageError(
            f"{_chinese(english)}；run 只读一份报告，多份请用 {NAME} batch run 文件… --out 文件夹",
            f"{english.rstrip('.')}; run takes one report, for several use {NAME} batch run"
            " FILES… --out DIR",
        )
    return UsageError(
        f"{_chinese(english)}；用法见 {path} --help",
        f"{english.rstrip('.')}; see {path} --help",
    )


def speak(command: Any, messages: Messenger) -> None:
    """Reduce the help of a command and its subcommands to the requested language."""
    if messages.language == "both":
        return
    for holder in (command, *command.params):
        for name in ("help", "short_help", "epilog"):
            said = getattr(holder, name, None)
            zh, *en = _LANGUAGES.split(said or "", maxsplit=1)
            if en:
                setattr(holder, name, messages.choose((zh, en[0])))
    for member in getattr(command, "commands", {}).values():
        speak(member, messages)


def _chinese(english: str) -> str:
    for pattern, sentence in _CHINESE:
        if found := pattern.search(english):
            return sentence.format(*found.groups())
    return "命令用法不对"
