"""A model server on loopback that can misbehave at every byte.

Standard library and threads only. It speaks HTTP/1.1 on a plain socket, because a real framework
would not let a test send half a chunk or a wrong length.

    with ModelServer(oracle) as server:          # oracle: Asked -> the answer's text
        settings = load_settings(llm_base_url=server.url, llm_model="fake", …)
    server.script = [status(500), reply("{}")]   # acts for the next requests, then the oracle
    server.asked                                 # every request that came, in order

An act is a function `(Asked, Wire) -> None` that sends what it likes. `reply`, `status`, `raw`,
`drip`, `silence` and `reset` make the usual ones; `sentences(asked)` gives the numbered lines of
the last user message.
"""

from __future__ import annotations

import json
import re
import socket
import socketserver
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "Act",
    "Asked",
    "ModelServer",
    "Wire",
    "completion",
    "drip",
    "raw",
    "reply",
    "reset",
    "sentences",
    "silence",
    "status",
]

_LINE = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    raw: bytes
    at: float

    @property
    def mode(self) -> str:
        """Which output mode the request is in."""
        if "tools" in self.body:
            return "tools"
        kind = self.body.get("response_format", {}).get("type", "")
        return {"json_schema": "json_schema", "json_object": "json"}.get(kind, "md_json")

    @property
    def prompt(self) -> str:
        """The last user message."""
        users = [m for m in self.body.get("messages", []) if m.get("role") == "user"]
        return str(users[-1]["content"]) if users else ""


class Wire:
    """The socket, for acts."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.keep = True

    def send(self, content: bytes) -> None:
        """These bytes, now."""
        self.connection.sendall(content)

    def drop(self) -> None:
        """Close with a reset, so that what was sent may be lost too."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.keep = False

    def end(self) -> None:
        """Close properly after this response."""
        self.keep = False


Act = Callable[[Asked, Wire], None]
Oracle = Callable[[Asked], str]


def sentences(asked: Asked) -> dict[int, str]:
    """The numbered lines of the last user message."""
    return {int(number): text for number, text in _LINE.findall(asked.prompt)}


def completion(
    text: str | None, *, asked: Asked | None = None, finish: str = "stop", **message: Any
) -> dict[str, Any]:
    """The JSON of a chat completion; in tools mode the text is the call's arguments."""
    content: dict[str, Any] = {"role": "assistant", "content": text, **message}
    if asked is not None and asked.mode == "tools" and text is not None and not message:
        name = asked.body["tools"][0]["function"]["name"]
        call = {"name": name, "arguments": text}
        content["content"] = None
        content["tool_calls"] = [{"id": "call_1", "type": "function", "function": call}]
    prompt = len(json.dumps(asked.body.get("messages"), ensure_ascii=False)) if asked else 10
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "fake",
        "choices": [{"index": 0, "finish_reason": finish, "message": content}],
        "usage": {
            "prompt_tokens": prompt,
            "completion_tokens": len(text or ""),
            "total_tokens": prompt + len(text or ""),
            "prompt_tokens_details": {"cached_tokens": prompt // 2},
        },
    }


def http(code: int, body: bytes, headers: dict[str, str] | None = None) -> bytes:
    """A whole response."""
    fields = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    fields.update(headers or {})
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"HTTP/1.1 {code} X\r\n{head}\r\n".encode() + body


def reply(text: str | None, *, finish: str = "stop", **message: Any) -> Act:
    """A well-formed completion with this text."""

    def act(asked: Asked, wire: Wire) -> None:
        answer = completion(text, asked=asked, finish=finish, **message)
        wire.send(http(200, json.dumps(answer, ensure_ascii=False).encode()))

    return act


def status(code: int, message: str = "", headers: dict[str, str] | None = None) -> Act:
    """An error response in OpenAI's shape."""
    body = json.dumps({"error": {"message": message, "type": "x", "code": None}}).encode()
    return raw(http(code, body, headers))


def raw(content: bytes, *, close: bool = False) -> Act:
    """Exactly these bytes."""

    def act(asked: Asked, wire: Wire) -> None:
        wire.send(content)
        if close:
            wire.end()

    return act


def drip(content: bytes, every: float) -> Act:
    """These bytes one by one, with a pause before each."""

    def act(asked: Asked, wire: Wire) -> None:
        try:
            for byte in content:
                wire.send(bytes([byte]))
                time.sleep(every)
        except OSError:
            wire.end()

    return act


def silence(seconds: float, then: Act | None = None) -> Act:
    """Nothing for a while."""

    def act(asked: Asked, wire: Wire) -> None:
        time.sleep(seconds)
        if then:
            then(asked, wire)
        else:
            wire.end()

    return act


def reset(after: bytes = b"") -> Act:
    """Some bytes, then the connection is reset."""

    def act(asked: Asked, wire: Wire) -> None:
        if after:
            wire.send(after)
            time.sleep(0.02)
        wire.drop()

    return act


@dataclass
class ModelServer:
    """Answers `/v1/chat/completions`: from `script` while it lasts, else from the oracle.

    `first_token` and `per_second` make it as slow as a real one (seconds to the first token,
    tokens a second, counted as characters of the answer).
    """

    oracle: Oracle = lambda asked: "{}"
    script: list[Act] = field(default_factory=list)
    choose: Callable[[Asked], Act | None] | None = None
    first_token: float = 0.0
    per_second: float = 0.0
    tls: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)
    busiest: int = 0

    def __enter__(self) -> ModelServer:
        self._lock = threading.Lock()
        self._busy = 0
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                outer._talk(self.request)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 256

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A client that went away is what many tests are about."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.daemon = True
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """The base URL for settings."""
        return f"http://127.0.0.1:{self.port}/v1"

    def prompts(self) -> list[str]:
        """The last user message of every request."""
        return [asked.prompt for asked in self.asked]

    def _talk(self, connection: socket.socket) -> None:
        if self.tls:
            connection = self.tls.wrap_socket(connection, server_side=True)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, connection.makefile("rb") as stream:
            self._serve(Wire(connection), stream)

    def _serve(self, wire: Wire, stream: Any) -> None:
        while wire.keep and (asked := _read_request(stream)):
            with self._lock:
                self.asked.append(asked)
                self._busy += 1
                self.busiest = max(self.busiest, self._busy)
                act = self.script.pop(0) if self.script else None
            try:
                chosen = act or (self.choose(asked) if self.choose else None)
                (chosen or self._answer)(asked, wire)
            finally:
                with self._lock:
                    self._busy -= 1

    def _answer(self, asked: Asked, wire: Wire) -> None:
        text = self.oracle(asked)
        pause = self.first_token + (len(text) / self.per_second if self.per_second else 0.0)
        if pause:
            time.sleep(pause)
        reply(text)(asked, wire)


def _read_request(stream: Any) -> Asked | None:
    """One HTTP/1.1 request, or None when the client is done."""
    first = stream.readline()
    if not first.strip():
        return None
    headers: dict[str, str] = {}
    for line in iter(stream.readline, b"\r\n"):
        if not line:
            return None
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    content = stream.read(int(headers.get("content-length", "0")))
    try:
        body = json.loads(content)
    except ValueError:
        body = {}
    return Asked(first.split()[1].decode(), headers, body, content, time.monotonic())


def entries(**lists: Iterable[dict[str, Any]]) -> str:
    """A chunk's answer as JSON: `entries(results=[{"s": 2, "metric": "…"}])`."""
    return json.dumps({name: list(values) for name, values in lists.items()}, ensure_ascii=False)
