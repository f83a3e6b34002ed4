"""The HTTP transport of an endpoint: TLS, proxies, and limits on size and stalls of responses."""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterator
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2

from summarizer.engines.llm.faults import LlmFault

if TYPE_CHECKING:
    from summarizer.settings import Settings

__all__ = ["http_client"]


def http_client(settings: Settings) -> httpx2.AsyncClient:
    """Return a client without redirects, without proxy for local addresses, with verification."""
    secure = urlsplit(settings.llm_base_url).scheme == "https"
    limits = httpx2.Limits(
        max_connections=settings.llm_concurrency + 2,
        max_keepalive_connections=settings.llm_concurrency + 2,
    )
    transport = httpx2.AsyncHTTPTransport(
        verify=_trust() if secure else _no_trust(),
        proxy=None if settings.endpoint_is_near else _proxy(settings.llm_base_url),
        limits=limits,
        retries=0,
    )
    return httpx2.AsyncClient(
        transport=_Guarded(transport, settings),
        follow_redirects=False,
        timeout=httpx2.Timeout(
            settings.llm_timeout,
            connect=settings.llm_connect_timeout,
            read=settings.llm_first_byte_timeout,
        ),
    )


@cache
def _trust() -> ssl.SSLContext:
    """Load the system's roots (and SSL_CERT_FILE) once, since it takes longer than a call."""
    return ssl.create_default_context()


def _no_trust() -> ssl.SSLContext:
    """Return a context without roots, for an address without TLS."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _proxy(url: str) -> str | None:
    """Return the proxy of the environment for an address."""
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return None
    return getproxies().get(parts.scheme)


class _Guarded(httpx2.AsyncBaseTransport):
    """Aborts a response that is too large or stalls. Compressed responses are decompressed here, so
    that the decompressed size counts."""

    def __init__(self, inner: httpx2.AsyncBaseTransport, settings: Settings) -> None:
        self._inner = inner
        self._most = settings.llm_max_reply_bytes
        self._idle = settings.llm_idle_timeout

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await self._inner.handle_async_request(request)
        stream = response.stream
        if not isinstance(stream, httpx2.AsyncByteStream):
            raise TypeError("an async transport gives async streams")
        packing = response.headers.get("content-encoding", "identity")
        if packing not in ("identity", "gzip", "deflate"):
            await stream.aclose()
            raise LlmFault("llm-protocol", f"content-encoding {packing}")
        headers = [(name, value) for name, value in response.headers.multi_items()]
        if packing != "identity":
            headers = [one for one in headers if one[0].lower() not in _OF_THE_PACKED]
        guarded = _GuardedStream(stream, self._most, self._idle, packed=packing != "identity")
        return httpx2.Response(
            status_code=response.status_code,
            headers=headers,
            stream=guarded,
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        await self._inner.aclose()


_OF_THE_PACKED = ("content-encoding", "content-length")


class _GuardedStream(httpx2.AsyncByteStream):
    def __init__(
        self, inner: httpx2.AsyncByteStream, most: int, idle: float, *, packed: bool
    ) -> None:
        self._inner, self._most, self._idle = inner, most, idle
        self._unpack = zlib.decompressobj(wbits=47) if packed else None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        parts = self._inner.__aiter__()
        while True:
            async with asyncio.timeout(self._idle):
                try:
                    part = await anext(parts)
                except StopAsyncIteration:
                    return
            if self._unpack:
                part = self._unpack.decompress(part, self._most + 1)
            read += len(part)
            if read > self._most:
                raise LlmFault("llm-too-large", f"> {self._most} bytes")
            yield part

    async def aclose(self) -> None:
        await self._inner.aclose()
