"""Arguments of the commands for many reports."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from summarizer.cli.options import (
    CacheOption,
    EngineOption,
    OutputOption,
    RedactOption,
    model_settings,
)

__all__ = ["export", "import_responses", "run"]

Sources = Annotated[
    list[str], typer.Argument(metavar="DIR|FILES", help="文件夹或多个文件 / a folder or files")
]


def run(
    context: typer.Context,
    sources: Sources,
    out: Annotated[
        str, typer.Option("--out", metavar="DIR", help="结果文件夹 / the folder for the results")
    ],
    jobs: Annotated[
        int, typer.Option("--jobs", min=1, help="同时处理几份 / number of reports at once")
    ] = 4,
    format: Annotated[  # noqa: A002
        Literal["json", "xlsx"],
        typer.Option(
            "--format",
            "-f",
            help="xlsx：另有汇总工作簿和 JSONL / xlsx: also one workbook and one JSONL file of all",
        ),
    ] = "json",
    expected: Annotated[
        str | None,
        typer.Option(
            "--expected",
            metavar="CSV",
            help="应报清单：单位,年度,种类,截止日期 / list of expected reports",
        ),
    ] = None,
    engine: EngineOption = "auto",
    cache: CacheOption = None,
    redact: RedactOption = None,
) -> int:
    """多份报告，可续跑，一份坏了不影响其他 / many reports; resumable; a bad one fails alone"""
    from summarizer.cli import batch as command

    reader = command.load_engine(model_settings(cache, redact), engine)
    return command.run(
        context.obj,
        sources,
        out=out,
        jobs=jobs,
        engine=reader,
        gathered=format == "xlsx",
        expected=expected,
    )


def export(
    context: typer.Context,
    sources: Sources,
    output: OutputOption = None,
    redact: RedactOption = None,
) -> int:
    """尚无回答的模型请求，OpenAI Batch 格式 / requests not yet answered, in OpenAI Batch format"""
    from summarizer.cli import exchange as command

    settings = model_settings(None, redact)
    return command.export(context.obj, sources, settings, output=output)


def import_responses(
    context: typer.Context,
    responses: Annotated[
        str, typer.Argument(metavar="FILE", help="回答文件，- 为标准输入 / the answers; - is stdin")
    ],
) -> int:
    """存入回答，之后 run 不再花钱 / store the answers; then run costs nothing"""
    from summarizer.cli import exchange as command

    return command.import_responses(context.obj, responses)
