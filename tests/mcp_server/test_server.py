"""The MCP server, used by the SDK's own client over stdin and stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")
from mcp import Client, StdioServerParameters, stdio_client

REPORT = """2023年度某区水利局农村供水项目绩效自评报告
一、项目基本情况
项目预算300万元，实际支出285万元，预算执行率95%。
二、完成情况
新打机井118眼，受益群众2.4万人。
三、存在的问题
部分管网老化，漏损率偏高。
四、改进措施
加快管网改造，降低漏损率。
"""


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[Client]:
    command = ["-m", "summarizer", "mcp", "--root", str(folder), "--engine", "rules"]
    parameters = StdioServerParameters(command=sys.executable, args=command)
    async with Client(stdio_client(parameters)) as client:
        yield client


def content(result: Any) -> Any:
    found = result.structured_content
    return found.get("result", found) if isinstance(found, dict) else found


async def test_a_client_summarizes_finds_cites_and_verifies(tmp_path: Path) -> None:
    (tmp_path / "供水.txt").write_text(REPORT, encoding="utf-8")
    async with served(tmp_path) as client:
        assert {tool.name for tool in (await client.list_tools()).tools} == {
            "summarize",
            "verify",
            "find",
            "cite",
        }
        brief = content(await client.call_tool("summarize", {"path": "供水.txt"}))
        assert brief["funds"]["spent"]["value"] == "2850000"
        found = content(await client.call_tool("find", {"question": "新打机井"}))
        assert found[0]["value"] == "118眼"
        place = found[0]["evidence"][0]
        text = (await client.read_resource(f"summarizer://documents/{brief['key']}/text")).contents
        assert text[0].text[place["start"] : place["end"]] == place["quote"]
        right = {"path": "供水.txt", "claim": "新打机井118眼"}
        assert content(await client.call_tool("cite", right))["state"] == "in the report"
        wrong = {"path": "供水.txt", "claim": "新打机井120眼"}
        assert content(await client.call_tool("cite", wrong))["state"] == "not in the report"
        checks = content(
            await client.call_tool("verify", {"path": "供水.txt", "text": "支出285万元"})
        )
        assert [one["verdict"] for one in checks] == ["verified"]
        listed = (await client.read_resource("summarizer://documents")).contents[0].text
        assert json.loads(listed) == [{"path": "供水.txt", "key": brief["key"]}]


async def test_files_outside_of_the_folder_stay_closed(tmp_path: Path) -> None:
    inside = tmp_path / "reports"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text(REPORT, encoding="utf-8")
    async with served(inside) as client:
        result = await client.call_tool("summarize", {"path": "../secret.txt"})
        assert result.is_error
        assert "is not below" in result.content[0].text
