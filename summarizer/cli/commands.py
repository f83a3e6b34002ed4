"""The arguments of each command. Modules are imported when a command runs, so `--help` is fast."""

from __future__ import annotations

import json
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
from summarizer.cli.streams import check_output, deliver

__all__ = [
    "annotate",
    "answers_list",
    "answers_purge",
    "answers_show",
    "batch_export",
    "batch_import",
    "batch_run",
    "compare",
    "completion",
    "decisions_export",
    "decisions_import",
    "doctor",
    "form",
    "jobs_adopt",
    "jobs_list",
    "jobs_resume",
    "jobs_show",
    "keys_create",
    "keys_list",
    "keys_revoke",
    "mcp",
    "quality",
    "quantities",
    "run",
    "schema",
    "serve",
    "verify",
    "worker",
]


JobId = Annotated[str, typer.Argument(metavar="ID", help="任务编号 / the job's id")]


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
    format: Annotated[  # noqa: A002
        Literal["table", "json", "md", "xlsx"] | None,
        typer.Option("--format", "-f", help="输出格式 / format of the output"),
    ] = None,
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
    format: Annotated[  # noqa: A002
        Literal["table", "json", "md", "xlsx"] | None,
        typer.Option("--format", "-f", help="输出格式 / format of the output"),
    ] = None,
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


def batch_run(
    context: typer.Context,
    sources: Annotated[
        list[str],
        typer.Argument(metavar="DIR|FILES", help="文件夹或多个文件 / a folder or files"),
    ],
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


def batch_export(
    context: typer.Context,
    sources: Annotated[
        list[str],
        typer.Argument(metavar="DIR|FILES", help="文件夹或多个文件 / a folder or files"),
    ],
    output: OutputOption = None,
    redact: RedactOption = None,
) -> int:
    """尚无回答的模型请求，OpenAI Batch 格式 / requests not yet answered, in OpenAI Batch format"""
    from summarizer.cli import exchange as command

    settings = model_settings(None, redact)
    return command.export(context.obj, sources, settings, output=output)


def batch_import(
    context: typer.Context,
    responses: Annotated[
        str, typer.Argument(metavar="FILE", help="回答文件，- 为标准输入 / the answers; - is stdin")
    ],
) -> int:
    """存入回答，之后 run 不再花钱 / store the answers; then run costs nothing"""
    from summarizer.cli import exchange as command

    return command.import_responses(context.obj, responses)


def answers_list(
    limit: Annotated[int, typer.Option("--limit", min=1, help="最多几条 / how many at most")] = 50,
) -> int:
    """最近的模型回答 / the newest answers of the model"""
    from summarizer.cli import answers as command

    return command.show_list(limit)


def answers_show(
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="编号或其开头 / a key or its beginning")
    ],
) -> int:
    """一条回答的全部内容（JSON）/ one answer in full, as JSON"""
    from summarizer.cli import answers as command

    return command.show_one(key)


def answers_purge(
    context: typer.Context,
    older_than: Annotated[
        int | None,
        typer.Option("--older-than", min=0, metavar="DAYS", help="早于几天的 / older than DAYS"),
    ] = None,
    max_bytes: Annotated[
        int | None,
        typer.Option(
            "--max-bytes", min=0, help="删最旧的，直到不超过 / oldest first, down to this"
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="全部 / every answer")] = False,
) -> int:
    """删除存下的回答 / delete stored answers"""
    from summarizer.cli import answers as command

    days = 0 if everything else older_than
    return command.purge(context.obj, days=days, max_bytes=max_bytes)


def doctor(
    context: typer.Context,
    probe: Annotated[
        bool, typer.Option("--probe", help="联系模型地址 / contact the model's endpoint")
    ] = False,
) -> int:
    """检查安装与配置 / check installation and settings"""
    from summarizer.cli import doctor as command

    return command.doctor(context.obj, probe=probe)


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="监听地址 / address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="端口 / port")] = 8000,
) -> int:
    """HTTP 接口与内置工作进程 / the HTTP interface with a worker in it"""
    from summarizer.cli import service as command

    return command.run_server(context.obj, host=host, port=port)


def worker(context: typer.Context) -> int:
    """再开一个工作进程 / a further worker process"""
    from summarizer.cli import service as command

    return command.run_worker(context.obj)


def keys_create(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="用途 / what it is for")],
    scope: Annotated[
        list[str] | None,
        typer.Option("--scope", help="权限，可重复；默认 submit read / may be repeated"),
    ] = None,
    days: Annotated[
        int | None, typer.Option("--days", min=1, help="有效天数 / days of validity")
    ] = None,
) -> int:
    """新建密钥，只显示一次 / a new key, shown once"""
    from summarizer.cli import service as command

    return command.create_key(context.obj, name, scopes=scope or (), days=days)


def keys_list() -> int:
    """列出密钥 / list the keys"""
    from summarizer.cli import service as command

    return command.list_keys()


def keys_revoke(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="ID", help="密钥编号 / the key's id")],
) -> int:
    """吊销密钥 / revoke a key"""
    from summarizer.cli import service as command

    return command.revoke_key(context.obj, key)


def jobs_list(context: typer.Context) -> int:
    """未结束的任务 / jobs that have not ended"""
    from summarizer.cli import service as command

    return command.list_jobs(context.obj)


def jobs_show(key: JobId) -> int:
    """一个任务（JSON）/ one job, as JSON"""
    from summarizer.cli import service as command

    return command.show_job(key)


def decisions_export(
    key: JobId,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="输出文件 / output file")
    ] = None,
    gold: Annotated[
        bool,
        typer.Option("--gold", help="评测金标的格式 / in the format of the evals' gold"),
    ] = False,
) -> int:
    """导出核对结论（JSON） / the decisions about a job's summary, as JSON"""
    from summarizer.cli import decisions as command

    return command.export(key, output=output, gold=gold)


def decisions_import(
    context: typer.Context,
    key: JobId,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="导出的结论 / exported decisions")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="核对人 / reviewer")] = "operator",
) -> int:
    """导入核对结论；不再相符的不导入 / import decisions; those that no longer match are skipped"""
    from summarizer.cli import decisions as command

    return command.import_decisions(context.obj, key, file, by=by)


def jobs_resume(context: typer.Context, key: JobId) -> int:
    """续做未完成的任务 / queue an incomplete job again"""
    from summarizer.cli import service as command

    return command.resume_job(context.obj, key)


def jobs_adopt(
    context: typer.Context,
    worker: Annotated[str, typer.Argument(metavar="WORKER", help="工作进程编号 / its worker id")],
) -> int:
    """接管不再回来的工作进程的任务 / take over the jobs of a worker that will not return"""
    from summarizer.cli import service as command

    return command.adopt_jobs(context.obj, worker)


def mcp(
    root: Annotated[
        str, typer.Option("--root", metavar="DIR", help="报告所在文件夹 / folder of the reports")
    ] = ".",
    engine: EngineOption = "auto",
) -> int:
    """供 AI 助手调用的 MCP 服务（标准输入输出）/ an MCP server on stdin and stdout"""
    from summarizer.cli import mcp as command

    return command.serve(root, engine=engine)


def schema(output: OutputOption = None) -> int:
    """摘要的 JSON Schema / the JSON Schema of a summary"""
    from summarizer.schema import summary_schema

    check_output(output)
    deliver(json.dumps(summary_schema(), ensure_ascii=False, indent=2) + "\n", output)
    return 0


def completion(
    shell: Annotated[Literal["bash", "zsh", "fish"], typer.Argument(help="bash · zsh · fish")],
) -> int:
    """命令补全脚本：eval "$(summarizer completion bash)" / a completion script for a shell"""
    from typer._completion_shared import get_completion_script

    script = get_completion_script(
        prog_name="summarizer", complete_var="_SUMMARIZER_COMPLETE", shell=shell
    )
    deliver(script + "\n", None)
    return 0
