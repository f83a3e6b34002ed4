"""Arguments of the commands for the service: server, keys, jobs and decisions."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = [
    "decisions_export",
    "decisions_import",
    "jobs_adopt",
    "jobs_list",
    "jobs_resume",
    "jobs_show",
    "keys_create",
    "keys_list",
    "keys_revoke",
    "serve",
    "worker",
]

JobId = Annotated[str, typer.Argument(metavar="ID", help="任务编号 / the job's id")]


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
