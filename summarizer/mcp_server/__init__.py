"""MCP server for assistants with the tools `summarize`, `verify`, `find` and `cite`.

Requires the extra `mcp`. Works without a model; with one configured, `summarize` uses it.
"""

from summarizer.mcp_server.library import Library
from summarizer.mcp_server.server import make_server

__all__ = ["Library", "make_server"]
