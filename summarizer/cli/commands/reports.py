"""Arguments of the commands for reports."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from summarizer.cli.options import (
    CacheOption,
    EngineOption,
    FormatOption,
    OutputOption,
    RedactOption,
    SourceFile,
    model_settings,
)

__all__ = ["annotate", "compare", "form", "quality", "quantities", "run", "verify"]

SheetFormat = Annotated[
    Literal["table", "json", "md", "xlsx"] | None,
    typer.Option("--format", "-f", help="输出格式 / format of the output"),
]


def run(
    context: typer.Context,
    file: SourceFile,
    engine: EngineOption = "auto",
    format: FormatOption = None,  # noqa: A002
    output: OutputOption = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="JSON 中附全文 / include the full text in the JSON")
    ] = False,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="有错误级发现或不一致条目时退出码 1 / exit 1 on error findings or failed items",
        ),
    ] = False,
    cache: CacheOption = None,
    redact: RedactOption = None,
    estimate: Annotated[
        bool,
        typer.Option(
            "--estimate",
            help="只估算调用、token 与费用，不发送 / only calls, tokens and cost; nothing is sent",
        ),
    ] = False,
) -> int:
    """一份报告 → 核对过的摘要 / one report → a checked summary"""
    settings = model_settings(cache, redact)
    if estimate:
        # The model's libraries take longer to load than the rules engine takes to run.
        from summarizer.cli import exchange

        return exchange.estimate(context.obj, file, settings, engine=engine, format=format)
    from summarizer.cli import run as command

    return command.run(
        context.obj,
        file,
        engine=engine,
        format=format,
        output=output,
        with_text=with_text,
        strict=strict,
        settings=settings,
    )


def verify(
    context: typer.Context,
    summary: Annotated[
        str,
        typer.Argument(
            metavar="SUMMARY",
            help="摘要 JSON、文字文件、- 为标准输入，或直接写出的文字"
            " / a summary's JSON, a file of text, - for stdin, or the text itself",
        ),
    ],
    source: Annotated[
        str, typer.Option(metavar="FILE", help="据以核对的报告 / the report to check against")
    ],
    format: FormatOption = None,  # noqa: A002
    output: OutputOption = None,
) -> int:
    """用报告核对任何摘要，不用模型 / check any summary against a report; no model"""
    from summarizer.cli import verify as command

    return command.verify(context.obj, summary, source=source, format=format, output=output)


def annotate(
    context: typer.Context,
    file: SourceFile,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="OUT", help="写入的文件 / the file to write")
    ],
    summary: Annotated[
        str | None,
        typer.Option(
            metavar="JSON", help="已有的摘要；默认新做一份 / an existing summary; default: make one"
        ),
    ] = None,
    engine: EngineOption = "auto",
    cache: CacheOption = None,
    redact: RedactOption = None,
) -> int:
    """在 docx 或 PDF 原文件中批注核查发现 / write findings as notes into a docx or PDF"""
    from summarizer.cli import annotate as command

    return command.annotate(
        context.obj,
        file,
        output=output,
        summary=summary,
        engine=engine,
        settings=model_settings(cache, redact),
    )


def form(
    context: typer.Context,
    source: Annotated[
        str,
        typer.Argument(
            metavar="FILE|SUMMARY", help="报告文件或摘要 JSON / a report or a summary's JSON"
        ),
    ],
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="OUT.xlsx", help="写入的文件 / the file to write"),
    ],
    fields: Annotated[
        bool,
        typer.Option(
            "--fields",
            help="按预算管理一体化的字段名 / use the field names of the budget system",
        ),
    ] = False,
    engine: EngineOption = "auto",
    cache: CacheOption = None,
    redact: RedactOption = None,
) -> int:
    """标准的项目支出绩效自评表（xlsx）/ the standard self-evaluation form (xlsx)"""
    from summarizer.cli import form as command

    return command.form(
        context.obj,
        source,
        output=output,
        fields=fields,
        engine=engine,
        settings=model_settings(cache, redact),
    )


def compare(
    context: typer.Context,
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="前一份报告或其摘要 JSON / older report or summary")
    ],
    new: Annotated[
        str, typer.Argument(metavar="NEW", help="后一份报告或其摘要 JSON / newer report or summary")
    ],
    engine: EngineOption = "auto",
    format: SheetFormat = None,  # noqa: A002
    output: OutputOption = None,
) -> int:
    """两年或同年两份报告的比对 / compare two years, or two documents of one year"""
    from summarizer.cli import compare as command
    from summarizer.engines import load_engine

    reader = load_engine(model_settings(None, None), engine)
    return command.compare(context.obj, old, new, engine=reader, format=format, output=output)


def quality(
    context: typer.Context,
    source: Annotated[
        str, typer.Argument(metavar="FILE|SUMMARY", help="报告或其摘要 JSON / a report or summary")
    ],
    engine: EngineOption = "auto",
    format: SheetFormat = None,  # noqa: A002
    output: OutputOption = None,
) -> int:
    """报告质量核对表：必备要素与可计分项 / quality sheet: elements and computable points"""
    from summarizer.cli import quality as command
    from summarizer.engines import load_engine

    reader = load_engine(model_settings(None, None), engine)
    return command.quality(context.obj, source, engine=reader, format=format, output=output)


def quantities(file: SourceFile, output: OutputOption = None) -> int:
    """报告中的每个数量，一行一个 JSON / every quantity of a report, as JSON lines"""
    from summarizer.cli import quantities as command

    return command.quantities(file, output=output)
