"""LlmFault matrix L1–L18: what an endpoint and the way to it can do wrong."""

from __future__ import annotations

import datetime
import email.utils
import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path

import pytest
from llm_support import ALL, figures, honest, read
from model_server import ModelServer, drip, http, raw, reply, reset, sentences, silence, status
from patience import PATIENCE

from summarizer.engines.llm.policy import LlmFault, retry_after
from summarizer.errors import EngineError, EngineRefused, EngineUnavailable


def row(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", [name])


@row("L1")
def test_a_bad_request_is_not_repeated(row: str, caplog: pytest.LogCaptureFixture) -> None:
    with ModelServer(honest, script=[status(400, "invalid value 公益性岗位")]) as server:
        with pytest.raises(EngineUnavailable) as caught:
            read(server)
        assert len(server.asked) == 1
    assert caught.value.error_code == "llm-bad-request"
    assert "公益性岗位" not in str(caught.value) + caplog.text


@row("L2")
def test_a_chunk_over_the_context_is_asked_for_in_halves(row: str) -> None:
    def short_context(asked):
        if len(sentences(asked)) > 2:
            return status(400, "This model's maximum context length is 512 tokens")
        return None

    with ModelServer(honest, choose=short_context) as server:
        assert figures(read(server)) == ALL
        assert [len(sentences(asked)) for asked in server.asked] == [4, 2, 2]


@row("L3")
@pytest.mark.parametrize("form", ["status", "finish"])
def test_a_refused_piece_is_marked_and_the_rest_is_read(row: str, form: str) -> None:
    refusal = {
        "status": status(
            400, "Output data may contain inappropriate content: data_inspection_failed"
        ),
        "finish": reply("{}", finish="content_filter"),
    }[form]
    with ModelServer(
        honest, choose=lambda asked: refusal if "公路" in asked.prompt else None
    ) as server:
        found = read(server)
        asked_for_the_piece = [p for p in server.prompts() if "公路" in p]
    assert figures(found) == ["320个", "100%", "93.2%"]
    assert [part.code for part in found.unread] == ["llm-content-refused"]
    assert len(asked_for_the_piece) <= 3


@row("L4")
@pytest.mark.parametrize("code", [401, 403])
def test_a_refused_key_ends_the_run_at_once(row: str, code: int) -> None:
    with ModelServer(honest, choose=lambda asked: status(code, "no")) as server:
        with pytest.raises(EngineRefused) as caught:
            read(server)
        assert len(server.asked) == 1
    assert (caught.value.error_code, caught.value.exit_code) == ("llm-auth", 4)


def test_a_key_that_litellm_does_not_know_is_a_refused_key() -> None:
    """Without a database litellm says 400 to a wrong key (version 1.106.2)."""
    said = "No connected db."
    with ModelServer(honest, choose=lambda asked: status(400, said)) as server:
        with pytest.raises(EngineRefused) as caught:
            read(server)
        assert len(server.asked) == 1
    assert (caught.value.error_code, caught.value.exit_code) == ("llm-auth", 4)


@row("L5")
def test_an_empty_purse_ends_the_run_and_cools_down(row: str, refused_twice) -> None:
    code, asked = refused_twice(402, "Insufficient Balance")
    assert (code, asked) == ("llm-balance", 1)


@row("L6")
def test_an_unknown_model_is_named_as_a_setting(row: str) -> None:
    with ModelServer(honest, script=[status(404, "The model `fake` does not exist")]) as server:
        with pytest.raises(EngineRefused, match="SUMMARIZER_LLM_MODEL"):
            read(server)
        assert len(server.asked) == 1


@row("L7")
@pytest.mark.parametrize("code", [408, 409])
def test_a_passing_conflict_is_tried_again(row: str, code: int) -> None:
    with ModelServer(honest, script=[status(code)] * 2) as server:
        found = read(server)
    assert figures(found) == ALL
    assert (found.usage.calls, found.usage.retries) == (3, 2)


@row("L8")
def test_a_request_that_is_too_large_is_halved(row: str) -> None:
    with ModelServer(honest, script=[status(413, "too large")]) as server:
        assert figures(read(server)) == ALL
        assert len(server.asked) == 3


@row("L9")
@pytest.mark.parametrize("code", [400, 422, 500])
def test_a_mode_that_is_not_known_is_left_and_remembered(
    row: str, code: int, tmp_path: Path
) -> None:
    def old(asked):
        refused = asked.mode in ("json_schema", "tools")
        return (
            status(code, f"unknown parameter: response_format / {asked.mode} tool_choice")
            if refused
            else None
        )

    with ModelServer(honest, choose=old) as server:
        first = read(server, llm_mode="auto", data_dir=tmp_path)
        modes = [asked.mode for asked in server.asked]
        read(server, "另一段\n新增床位20个。\n", llm_mode="auto", data_dir=tmp_path)
        later = [asked.mode for asked in server.asked[len(modes) :]]
    assert figures(first) == ALL
    assert list(dict.fromkeys(modes)) == ["json_schema", "tools", "json"]
    assert later == ["json"]


@row("L10")
def test_retry_after_is_obeyed_and_the_limiter_halves(row: str) -> None:
    started = time.monotonic()
    with ModelServer(honest, script=[status(429, "slow", {"Retry-After": "0.6"})]) as server:
        assert figures(read(server)) == ALL
    assert time.monotonic() - started >= 0.6


@row("L10")
def test_a_long_retry_after_is_not_waited_for(row: str) -> None:
    with ModelServer(honest, script=[status(429, "slow", {"Retry-After": "3600"})]) as server:
        with pytest.raises(EngineUnavailable) as caught:
            read(server)
        assert len(server.asked) == 1
    assert caught.value.error_code == "llm-rate-limit"


@row("L10")
def test_retry_after_is_read_in_every_form(row: str) -> None:
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=40)
    seconds = retry_after(email.utils.format_datetime(soon, usegmt=True))
    assert seconds is not None
    assert 35 < seconds <= 40
    assert retry_after("7") == 7.0
    for nonsense in ("-3", "soon", "", "NaN", "Thu, 01 Jan 1970 00:00:00 GMT"):
        assert retry_after(nonsense) is None


@row("L11")
@pytest.mark.parametrize("code", [500, 502, 503, 504, 529])
def test_a_server_fault_is_tried_again_four_times(row: str, code: int, tmp_path: Path) -> None:
    with ModelServer(honest, script=[status(code)] * 3) as server:
        assert figures(read(server)) == ALL
    with ModelServer(honest, choose=lambda asked: status(code)) as server:
        with pytest.raises(EngineUnavailable) as caught:
            read(server, data_dir=tmp_path / "another")
        assert len(server.asked) == 4
    assert (caught.value.error_code, caught.value.exit_code) == ("llm-server", 5)


@row("L12")
def test_a_redirect_is_not_followed(row: str) -> None:
    with ModelServer(honest) as elsewhere:
        away = http(307, b"", {"Location": elsewhere.url + "/chat/completions"})
        with ModelServer(honest, choose=lambda asked: raw(away)) as server:
            with pytest.raises(EngineError) as caught:
                read(server, llm_api_key="secret-key")
            assert len(server.asked) == 1
        assert elsewhere.asked == []
    assert caught.value.error_code == "llm-redirect"
    assert "secret-key" not in str(caught.value)


@row("L13")
def test_a_late_first_byte_is_cut_and_counted(row: str) -> None:
    with ModelServer(honest, script=[silence(1.0)]) as server:
        found = read(server, llm_first_byte_timeout=0.2)
    assert figures(found) == ALL
    assert (found.usage.calls, found.usage.retries) == (2, 1)


@row("L14")
def test_a_stalled_body_is_cut_and_nothing_of_it_is_kept(row: str) -> None:
    cut = threading.Event()

    def stall(asked, wire):
        wire.send(b"HTTP/1.1 200 X\r\nContent-Length: 400\r\n\r\n" + b'{"choices": [{"mess')
        cut.wait(PATIENCE)
        wire.end()

    with ModelServer(honest, script=[stall]) as server:
        found = read(server, llm_idle_timeout=0.2)
        cut.set()
    assert figures(found) == ALL
    assert found.usage.retries == 1


@row("L15")
def test_a_dripping_body_meets_the_deadline(row: str) -> None:
    body = http(200, b" " * 10_000)
    started = time.monotonic()
    dripping = ModelServer(honest, choose=lambda asked: drip(body, 0.05))
    with dripping as server, pytest.raises(EngineUnavailable) as caught:
        read(server, llm_timeout=0.5, llm_attempts=2)
    assert time.monotonic() - started < 3
    assert caught.value.error_code == "llm-timeout"


@row("L16")
@pytest.mark.parametrize(
    "broken",
    [
        reset(b"HTTP/1.1 200 X\r\nContent-Length: 900\r\n\r\n{"),
        raw(b'HTTP/1.1 200 X\r\nContent-Length: 900\r\n\r\n{"choices"', close=True),
        raw(b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n{}", close=True),
        raw(b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{", close=True),
        raw(b"not HTTP at all\r\n\r\n", close=True),
        reset(),
    ],
)
def test_a_broken_body_is_never_parsed(row: str, broken) -> None:
    with ModelServer(honest, script=[broken]) as server:
        found = read(server)
    assert figures(found) == ALL
    assert found.usage.retries == 1


@row("L17")
def test_no_server_there(row: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        with ModelServer(honest) as server, pytest.raises(EngineUnavailable) as caught:
            read(server, llm_base_url=closed)
    assert (caught.value.error_code, caught.value.exit_code) == ("llm-unreachable", 5)


@row("L18")
@pytest.mark.parametrize("trusted", [False, True])
def test_a_certificate_is_always_verified(
    row: str, trusted: bool, tmp_path: Path, monkeypatch
) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=x", "-addext"),
            f"subjectAltName={'IP:127.0.0.1' if trusted else 'DNS:other.invalid'}",
            *("-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with ModelServer(honest, tls=context) as server:
        secure = server.url.replace("http:", "https:")
        if trusted:
            assert figures(read(server, llm_base_url=secure)) == ALL
            return
        with pytest.raises(EngineUnavailable) as caught:
            read(server, llm_base_url=secure)
        assert server.asked == []
    assert caught.value.error_code == "llm-tls"


def test_every_fault_says_what_it_leads_to() -> None:
    assert LlmFault("llm-server").effect == "again"
    zh, en = LlmFault("llm-auth", "HTTP 401").sentences()
    assert "SUMMARIZER_LLM_API_KEY" in zh
    assert "HTTP 401" in en
