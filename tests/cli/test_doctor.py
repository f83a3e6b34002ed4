"""`doctor`: what is here, what is missing."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from summarizer.readers import PARTS_READERS
from summarizer.readers.sniffing import PDF
from tests.cli.conftest import Call


class Endpoint(http.server.BaseHTTPRequestHandler):
    items: ClassVar[list[dict[str, object]]] = []

    def do_GET(self) -> None:
        known = self.headers["Authorization"] == "Bearer right"
        self.send_response(200 if known else 401)
        self.end_headers()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        content = json.dumps({"results": self.items}, ensure_ascii=False)
        message = {"role": "assistant", "content": content}
        body = json.dumps({"choices": [{"message": message, "finish_reason": "stop"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    with http.server.HTTPServer(("127.0.0.1", 0), Endpoint) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()
        thread.join()


def test_a_plain_installation_is_healthy(call: Call) -> None:
    done = call("doctor")
    assert done.code == 0
    assert "✓ 提示词 / prompts" in done.text
    assert "✗" not in done.text


def test_formats_are_told_with_what_is_missing(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done = call("doctor")
    for suffix in (".docx", ".pdf", ".xlsx", ".html", ".csv"):
        assert f"✓ 格式 / format: {suffix}" in done.text
    monkeypatch.setenv("PATH", str(tmp_path))
    told = call("doctor").text
    assert "未安装 LibreOffice（可选）：.rtf .odt .xlsb 不能读取" in told
    assert "✗" not in told


def test_a_reader_that_is_missing_is_ill(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PARTS_READERS, PDF, "summarizer.readers.missing:read")
    done = call("doctor", "--lang", "en")
    assert done.code == 2
    assert "lacks the module summarizer.readers.missing" in done.text


def test_a_setting_that_is_wrong_is_named(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMARIZER_LLM_BASE_URL", "ftp://x")
    done = call("doctor")
    assert done.code == 2
    assert "SUMMARIZER_LLM_BASE_URL" in done.text


def test_a_data_folder_that_cannot_be_made(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("SUMMARIZER_DATA_DIR", str(tmp_path / "file" / "data"))
    done = call("doctor")
    assert done.code == 2
    assert "✗ 数据文件夹" in done.text


@pytest.fixture
def configured(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("SUMMARIZER_LLM_BASE_URL", endpoint)
    monkeypatch.setenv("SUMMARIZER_LLM_MODEL", "some")
    monkeypatch.setenv("SUMMARIZER_LLM_API_KEY", "right")
    return monkeypatch


def test_a_probe_has_a_small_report_read(call: Call, configured: pytest.MonkeyPatch) -> None:
    items = [
        {"s": 3, "number": "3座", "metric": "新建泵站"},
        {"s": 3, "number": "12.5公里", "metric": "维修渠道"},
        {"s": 3, "number": "96%", "metric": "群众满意率"},
    ]
    configured.setattr(Endpoint, "items", items)
    done = call("doctor", "--probe", "--lang", "en")
    assert done.code == 0
    assert "✓ endpoint: " in done.text
    assert "✓ a trial: 3 of 3 numbers verified" in done.text


def test_a_model_that_finds_nothing_is_ill(call: Call, configured: pytest.MonkeyPatch) -> None:
    done = call("doctor", "--probe", "--lang", "en")
    assert done.code == 2
    assert "✗ a trial: the model answered but found none of the numbers" in done.text


def test_a_probe_ends_at_a_key_that_is_refused(call: Call, configured: pytest.MonkeyPatch) -> None:
    configured.setenv("SUMMARIZER_LLM_API_KEY", "wrong")
    done = call("doctor", "--probe", "--lang", "en")
    assert done.code == 2
    assert "rejected the key" in done.text
    assert "a trial" not in done.text


def test_without_a_model_nothing_is_contacted(call: Call) -> None:
    assert "models" not in call("doctor", "--probe").text


def test_an_endpoint_that_is_not_there(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMARIZER_LLM_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("SUMMARIZER_LLM_MODEL", "some")
    assert call("doctor").code == 0
    assert call("doctor", "--probe").code == 2
