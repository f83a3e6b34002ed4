"""Arguments and options shared by several commands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from summarizer.cli.messages import UsageError

if TYPE_CHECKING:
    from summarizer.settings import Settings

__all__ = [
    "CacheOption",
    "EngineName",
    "EngineOption",
    "FormatName",
    "FormatOption",
    "OutputOption",
    "RedactOption",
    "SourceFile",
    "check_suffix",
    "choose_format",
    "keep_input",
    "model_settings",
]

EngineName = Literal["auto", "rules", "llm"]
FormatName = Literal["table", "json", "md", "html", "xlsx", "csv", "docx"]

SourceFile = Annotated[
    str, typer.Argument(metavar="FILE", help="报告文件，- 为标准输入 / the report; - is stdin")
]
EngineOption = Annotated[
    EngineName,
    typer.Option(
        help="抽取引擎；auto：配置了模型用 llm，否则 rules / auto: llm when configured, else rules"
    ),
]
CacheOption = Annotated[
    bool | None,
    typer.Option(
        "--cache/--no-cache",
        help="是否使用存下的回答 / whether stored answers are used",
        show_default=False,
    ),
]
RedactOption = Annotated[
    bool | None,
    typer.Option(
        "--redact/--no-redact",
        help="发送前替换个人信息；默认：外部地址才替换"
        " / replace personal data before sending; default: for remote hosts",
        show_default=False,
    ),
]
FormatOption = Annotated[
    FormatName | None,
    typer.Option(
        "--format",
        "-f",
        help="输出格式；默认：终端为 table，管道为 json，-o 按扩展名"
        " / default: table on a terminal, json in a pipe, the suffix of -o",
    ),
]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="写入文件（整体写成才改名）/ write to a file, atomically",
    ),
]
_SUFFIXES: dict[str, FormatName] = {
    ".json": "json",
    ".md": "md",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".csv": "csv",
    ".docx": "docx",
    ".txt": "table",
}


def choose_format(asked: FormatName | None, output: str | None) -> FormatName:
    """Return the requested format, else that of the file suffix, else table or JSON for stdout."""
    to_stdout = output is None or output == "-"
    on_terminal = to_stdout and sys.stdout is not None and sys.stdout.isatty()
    if asked in ("xlsx", "docx") and on_terminal:
        raise UsageError(
            f"{asked} 不能显示在终端上；请加 -o 文件.{asked}",
            f"{asked} is not for a terminal; add -o FILE.{asked}",
        )
    if asked:
        return asked
    if output and not to_stdout:
        return _by_suffix(output)
    return "table" if on_terminal else "json"


def _by_suffix(output: str) -> FormatName:
    """Return the format of a file name; JSON without a suffix."""
    suffix = Path(output).suffix.lower()
    if suffix and suffix not in _SUFFIXES:
        known = " ".join(sorted(_SUFFIXES))
        raise UsageError(
            f"不知道 {suffix!r} 是什么格式；-o 的扩展名可以是 {known}，或用 --format 指定",
            f"unknown format {suffix!r}; the suffix of -o can be {known}, or pass --format",
        )
    return _SUFFIXES[suffix] if suffix else "json"


def check_suffix(output: str, *suffixes: str) -> None:
    """Raise UsageError for a file name whose suffix belongs to another format."""
    if output != "-" and Path(output).suffix.lower() not in suffixes:
        known = " ".join(suffixes)
        raise UsageError(
            f"输出文件 {output!r} 的扩展名应为 {known}",
            f"the output {output!r} must end in {known}",
        )


def keep_input(output: str | None, *inputs: str) -> None:
    """Raise UsageError when the output would overwrite an input."""
    if output is None or not Path(output).exists():
        return
    for name in inputs:
        if Path(name).is_file() and Path(name).samefile(output):
            raise UsageError(
                f"输出会覆盖输入 {name!r}；请换一个文件名",
                f"the output would replace the input {name!r}; choose another name",
            )


def model_settings(cache: bool | None, redact: bool | None) -> Settings:
    """Return the settings of this process with the model options of the command line."""
    from summarizer.settings import load_settings

    redacts = {True: "on", False: "off", None: None}[redact]
    return load_settings(llm_cache=cache, llm_redact=redacts)
