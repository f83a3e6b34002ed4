"""A model server on loopback that knows the gold items, with set latency and a ledger of calls."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from evals.bench.contest.answers import Reply, answer
from evals.bench.contest.counting import prompt_text
from evals.bench.contest.texts import Writing

__all__ = ["Call", "OracleServer"]

TRUNCATED_EVERY, KEPT = 5, 0.6
CACHED_FROM = 1024


@dataclass(frozen=True)
class Call:
    """One answered request: time, duration, tokens, and the text and range it contained."""

    began: float
    ended: float
    prompt_tokens: int
    cacheable_tokens: int
    output_tokens: int
    status: int
    writing: str | None
    start: int
    end: int


@dataclass
class OracleServer:
    """The server.

    It answers after `first_token` seconds, with `per_second` tokens a second (0: at once). `fault`
    is "", "digit", "astray" (see `answer`), "truncate" (every fifth answer ends at 60 %) or "dead"
    (prompts with the offset `dead` of the first text are answered with 500). `spoil` changes the
    items of an answer.
    """

    writings: Sequence[Writing]
    count: Callable[[str], int]
    first_token: float = 0.0
    per_second: float = 0.0
    fault: str = ""
    dead: int = 0
    spoil: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    calls: list[Call] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def __enter__(self) -> OracleServer:
        self._lock = threading.Lock()
        self._number = 0
        self._before: dict[str, str] = {}
        self._http = _Server(self)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """The base URL for clients."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def respond(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Return status and JSON for one request, after the latency of a model."""
        began = time.monotonic()
        prompt = prompt_text({"messages": body["messages"][-1:]})
        with self._lock:
            self._number += 1
            number = self._number
        try:
            reply = answer(
                prompt,
                self.writings,
                misprint=self.fault == "digit",
                astray=self.fault == "astray",
            )
        except LookupError as error:
            self.troubles.append(str(error))
            reply = Reply("{}")
        if self.spoil and "<报告>" in prompt:
            spoilt = json.dumps(self.spoil(json.loads(reply.text)), ensure_ascii=False)
            reply = replace(reply, text=spoilt)
        if self._is_dead(reply):
            self._note(began, reply, status=500)
            return 500, {"error": {"message": "overloaded", "type": "server_error", "code": None}}
        cut = self.fault == "truncate" and number % TRUNCATED_EVERY == 2
        text = reply.text[: int(len(reply.text) * KEPT)] if cut else reply.text
        asked, said = self.count(prompt_text(body)), self.count(text)
        known = self._known(prompt_text(body))
        due = began + self.first_token + (said / self.per_second if self.per_second else 0)
        time.sleep(max(0.0, due - time.monotonic()))
        self._note(began, reply, status=200, tokens=(asked, known, said))
        return 200, _completion(body, text, (asked, said), "length" if cut else "stop")

    def _known(self, prompt: str) -> int:
        """Return the tokens in a provider's prefix cache: the common beginning of this prompt and
        the last one of its kind, from 1,024 tokens on."""
        with self._lock:
            before = self._before.get(prompt[:64], "")
            self._before[prompt[:64]] = prompt
        pairs = enumerate(zip(before, prompt, strict=False))
        alike = next((place for place, (a, b) in pairs if a != b), min(len(before), len(prompt)))
        shared = self.count(prompt[:alike])
        return shared if shared >= CACHED_FROM else 0

    def _is_dead(self, reply: Reply) -> bool:
        return (
            self.fault == "dead"
            and reply.writing is self.writings[0]
            and reply.start <= self.dead < reply.end
        )

    def _note(
        self, began: float, reply: Reply, *, status: int, tokens: tuple[int, int, int] = (0, 0, 0)
    ) -> None:
        name = reply.writing.name if reply.writing else None
        call = Call(began, time.monotonic(), *tokens, status, name, reply.start, reply.end)
        with self._lock:
            self.calls.append(call)


def _completion(
    body: dict[str, Any], text: str, tokens: tuple[int, int], finish: str
) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if "tools" in body:
        name = body["tools"][0]["function"]["name"]
        call = {"id": "c", "type": "function", "function": {"name": name, "arguments": text}}
        message |= {"content": None, "tool_calls": [call]}
    asked, said = tokens
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": body.get("model", ""),
        "choices": [{"index": 0, "finish_reason": finish, "message": message}],
        "usage": {
            "prompt_tokens": asked,
            "completion_tokens": said,
            "total_tokens": asked + said,
        },
    }


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, oracle: OracleServer) -> None:
        self.oracle = oracle
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that closed the connection."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, made = self.server.oracle.respond(body)
        content = json.dumps(made, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """The ledger is the log."""
