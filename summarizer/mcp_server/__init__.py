"""Reports for assistants: an MCP server with the tools `summarize`, `verify`, `find` and `cite`.

Needs the extra `mcp`. Works without a model; with one configured, `summarize` uses it.
"""

from summarizer.mcp_server.library import Library
from summarizer.mcp_server.server import make_server

__all__ = ["Library", "make_server"]
