"""Arguments of the commands for stored answers."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["list_all", "purge", "show"]


def list_all(
    limit: Annotated[int, typer.Option("--limit", min=1, help="最多几条 / how many at most")] = 50,
) -> int:
    """最近的模型回答 / the newest answers of the model"""
    from summarizer.cli import answers as command

    return command.show_list(limit)


def show(
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="编号或其开头 / a key or its beginning")
    ],
) -> int:
    """一条回答的全部内容（JSON）/ one answer in full, as JSON"""
    from summarizer.cli import answers as command

    return command.show_one(key)


def purge(
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
