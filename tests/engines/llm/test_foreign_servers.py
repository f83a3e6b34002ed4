"""The client against model servers that nobody here wrote: litellm's proxy and llama.cpp's server.

    python -m pytest -m foreign

`FOREIGN_LITELLM` and `FOREIGN_LLAMA_SERVER` name the programs, else they are looked for in PATH;
CONTRIBUTING.md says how to come by them. What was seen is README's table of endpoints.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from invariants import assert_invariants
from llm_support import ALL, TEXT, chunk_of, figures, read
from model_server import ModelServer, completion, http
from patience import PATIENCE
from tiny_gguf import write_model

import summarizer
from summarizer.engines.llm import LlmEngine
from summarizer.engines.llm.prompts import exact_json
from summarizer.errors import EngineError, EngineRefused, EngineUnavailable
from summarizer.schema import Extraction, Usage
from summarizer.settings import Settings, load_settings

HERE = Path(__file__).parent
KEY = "sk-foreign-0123456789abcdef0123456789abcdef"
MODES = ("json_schema", "tools", "json", "md_json", "auto")


def test_an_envelope_may_tell_times_as_fractions() -> None:
    def timed(asked: Any, wire: Any) -> None:
        told = completion("{}") | {"timings": {"predicted_ms": 0.654, "rate": 1.5e3}}
        wire.send(http(200, exact_json(told).encode()))

    with ModelServer(script=[timed]) as server:
        assert read(server).unread == ()


def test_extra_fields_win_over_our_own() -> None:
    with ModelServer() as server:
        read(server, llm_extra={"temperature": 1})
        assert server.asked[0].body["temperature"] == 1


def program(variable: str, name: str) -> str:
    found = os.environ.get(variable) or shutil.which(name)
    if not found:
        pytest.skip(f"{name} is neither in PATH nor named by {variable}")
    return found


@contextmanager
def serving(command: list[str], port: int, alive: str, folder: Path) -> Iterator[str]:
    """A server process until the end of the block; its base URL once it answers."""
    quiet = {**os.environ, "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=quiet)
    try:
        for _ in range(PATIENCE * 4):
            if process.poll() is not None or _answers(f"http://127.0.0.1:{port}{alive}"):
                break
            time.sleep(0.25)
        assert process.poll() is None, (folder / "log").read_text(errors="replace")[-2000:]
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(30)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def settings_of(url: str, model: str, **chosen: Any) -> Settings:
    plain = {"llm_backoff": 0.01, "llm_timeout": 60, "llm_api_key": KEY}
    return load_settings(**plain | {"llm_base_url": url, "llm_model": model} | chosen)


def extract(url: str, model: str, **chosen: Any) -> Extraction:
    engine = LlmEngine(settings_of(url, model, **chosen))
    return asyncio.run(engine.extract(chunk_of()))


CONFIG = """
model_list:
  - model_name: honest
    litellm_params: {{model: honest/any}}
  - model_name: limited
    litellm_params: {{model: openai/any, api_key: n, mock_response: litellm.RateLimitError}}
  - model_name: broken
    litellm_params: {{model: openai/any, api_key: n, mock_response: litellm.InternalServerError}}
  - model_name: short
    litellm_params:
      {{model: openai/any, api_key: n, mock_response: litellm.ContextWindowExceededError}}
  - model_name: chatty
    litellm_params: {{model: openai/any, api_key: n, mock_response: 好的，没有可摘录的内容。}}
litellm_settings:
  num_retries: 0
  custom_provider_map:
    - {{provider: honest, custom_handler: honest_handler.honest}}
general_settings: {{master_key: {key}}}
"""


@pytest.fixture(scope="module")
def litellm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    command = program("FOREIGN_LITELLM", "litellm")
    folder, port = tmp_path_factory.mktemp("litellm"), free_port()
    (folder / "config.yaml").write_text(CONFIG.format(key=KEY), encoding="utf-8")
    shutil.copy(HERE / "litellm_handler.txt", folder / "honest_handler.py")
    arguments = ["--config", "config.yaml", "--host", "127.0.0.1", "--port", str(port)]
    with serving([command, *arguments], port, "/health/liveliness", folder) as url:
        yield url


@pytest.mark.foreign
@pytest.mark.parametrize("mode", MODES)
def test_litellm_passes_every_mode_on(litellm: str, mode: str) -> None:
    found = extract(litellm, "honest", llm_mode=mode)
    assert figures(found) == ALL
    assert (found.unread, found.usage.calls) == ((), 1)
    assert found.usage.input_tokens > 0
    assert found.usage.output_tokens > 0


@pytest.mark.foreign
@pytest.mark.parametrize(
    ("model", "code", "calls"),
    [
        ("limited", "llm-rate-limit", 2),
        ("broken", "llm-server", 2),
        ("nosuch", "llm-model", 1),
        ("short", "llm-context", None),
        ("chatty", "llm-invalid", None),
    ],
)
def test_litellms_errors_end_in_a_named_state(
    litellm: str, model: str, code: str, calls: int | None
) -> None:
    with pytest.raises(EngineError) as caught:
        extract(litellm, model, llm_attempts=2, llm_mode="json")
    assert caught.value.error_code == code
    assert calls is None or caught.value.usage.calls == calls


@pytest.mark.foreign
def test_a_wrong_key_is_known_as_one_though_litellm_calls_it_a_bad_request(litellm: str) -> None:
    """Without a database it answers 400, "No connected db"."""
    with pytest.raises(EngineRefused) as caught:
        extract(litellm, "honest", llm_api_key="sk-wrong", llm_mode="json")
    assert caught.value.error_code == "llm-auth"


@contextmanager
def llama_server(folder: Path, *more: str) -> Iterator[str]:
    """llama.cpp's server with a model of random weights."""
    command = [program("FOREIGN_LLAMA_SERVER", "llama-server")]
    port = free_port()
    command += ["-m", str(write_model(folder / "random.gguf")), "--host", "127.0.0.1"]
    command += ["--port", str(port), "--jinja", "--api-key", KEY, "-t", "1", "--no-warmup"]
    with serving([*command, *more], port, "/health", folder) as url:
        yield url


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with llama_server(tmp_path_factory.mktemp("llama"), "-c", "65536", "-np", "2") as url:
        yield url


def dice(seed: int) -> dict[str, Any]:
    return {"llm_extra": {"temperature": 1, "seed": seed}, "llm_max_tokens": 800}


def outcome(url: str, mode: str, seed: int) -> tuple[dict[str, str], Usage]:
    """What could not be read of random text, by code, and what it cost."""
    try:
        found = extract(url, "random", llm_mode=mode, **dice(seed))
    except EngineError as error:
        return {error.error_code: str(error)}, error.usage
    return {part.code: part.message for part in found.unread}, found.usage


# What may become of random text: read, cut off, or never the format that was asked for.
CUT_OFF = {"llm-truncated", "llm-too-large"}
NAMED = {*CUT_OFF, "llm-invalid", "llm-empty"}


@pytest.mark.foreign
@pytest.mark.parametrize("mode", MODES)
def test_random_text_of_llama_ends_in_a_named_state(llama: str, mode: str) -> None:
    for seed in range(4):
        faults, spent = outcome(llama, mode, seed)
        assert NAMED.issuperset(faults)
        assert spent.input_tokens > 0
        assert spent.output_tokens > 0


@pytest.mark.foreign
def test_llamas_grammar_keeps_random_text_within_our_schema(llama: str) -> None:
    """Whatever it lets through can be read; only the limit on tokens may cut it off."""
    faults = [outcome(llama, "json_schema", seed)[0] for seed in range(20)]
    assert {} in faults
    assert CUT_OFF.issuperset(code for found in faults for code in found)


@pytest.mark.foreign
def test_what_random_text_says_of_a_report_is_never_shipped_as_verified(llama: str) -> None:
    document = summarizer.read_text(TEXT, "report.txt")
    seen = 0
    for seed in range(6):
        engine = LlmEngine(settings_of(llama, "random", llm_mode="json_schema", **dice(seed)))
        try:
            summary = summarizer.summarize(document, engine)
        except EngineUnavailable:
            continue
        assert_invariants(summary, document)
        assert not [item for item in summary.items if item.check.verdict == "verified"]
        seen += 1
    assert seen


@pytest.mark.foreign
def test_llama_refuses_a_wrong_key(llama: str) -> None:
    with pytest.raises(EngineRefused) as caught:
        extract(llama, "random", llm_api_key="wrong", llm_mode="json")
    assert caught.value.error_code == "llm-auth"


@pytest.mark.foreign
def test_a_context_that_is_too_small_is_said(tmp_path: Path) -> None:
    with (
        llama_server(tmp_path, "-c", "512", "-np", "1") as url,
        pytest.raises(EngineUnavailable) as caught,
    ):
        extract(url, "random", llm_mode="json_schema")
    assert caught.value.error_code == "llm-context"
