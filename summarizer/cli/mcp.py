"""`summarizer mcp`: an MCP server on stdin and stdout."""

from __future__ import annotations

from pathlib import Path

from summarizer.errors import ConfigError

__all__ = ["serve"]


def serve(folder: str, *, engine: str) -> int:
    """Serve the documents in a folder until the client disconnects."""
    root = Path(folder)
    if not root.is_dir():
        raise ConfigError(
            f"没有文件夹 {folder!r}；请用 --root 指定放报告的文件夹",
            f"no folder {folder!r}; name the folder with the reports by --root",
        )
    try:
        from summarizer.mcp_server import make_server
    except ImportError as error:
        raise ConfigError(
            "缺少 MCP 组件；请运行 pip install 'budget-report-summarizer[mcp]'",
            "the MCP library is missing; run pip install 'budget-report-summarizer[mcp]'",
        ) from error
    make_server(root, engine).run("stdio")
    return 0
