"""Arguments of the other commands."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import typer

from summarizer.cli.options import EngineOption, OutputOption
from summarizer.cli.streams import check_output, deliver

__all__ = ["completion", "doctor", "mcp", "schema"]


def doctor(
    context: typer.Context,
    probe: Annotated[
        bool, typer.Option("--probe", help="联系模型地址 / contact the model's endpoint")
    ] = False,
) -> int:
    """检查安装与配置 / check installation and settings"""
    from summarizer.cli import doctor as command

    return command.doctor(context.obj, probe=probe)


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
