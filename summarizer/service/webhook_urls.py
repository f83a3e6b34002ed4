"""Addresses of webhooks: strict parsing, and resolution to a public address.

An address must match one strict pattern. Everything that another program could parse differently
(control characters, full-width digits, user names, `0x7f.1`) is refused.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Set
from dataclasses import dataclass

from summarizer.service.problems import ProblemError

__all__ = ["Resolver", "WebhookUrl", "parse", "resolve", "system_resolver"]

Resolver = Callable[[str, int], list[str]]

_URL = re.compile(
    r"""
    (?P<scheme>https?) ://
    (?P<host> [A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])? | \[[0-9A-Fa-f:.]{2,45}\] )
    (?: : (?P<port>[1-9][0-9]{0,4}) )?
    (?P<path> (?:/[!-\[\]-~]*)? )
    """,
    re.VERBOSE,
)
# With such a last label some programs read the whole name as a number: 0x7f.1, 2130706433.
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0[xX][0-9A-Fa-f]*)\.?")
_PUBLIC_IPV6 = ipaddress.IPv6Network("2000::/3")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class WebhookUrl:
    """The parts of an address; `host` without brackets and in lower case."""

    scheme: str
    host: str
    port: int | None
    path: str

    @property
    def port_used(self) -> int:
        """The port to connect to."""
        return self.port or (443 if self.scheme == "https" else 80)

    @property
    def host_header(self) -> str:
        """The value of the `Host` header."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port is None else f"{name}:{self.port}"

    def at(self, address: str) -> str:
        """Return the URL with an IP address in place of the name."""
        literal = f"[{address}]" if ":" in address else address
        return f"{self.scheme}://{literal}:{self.port_used}{self.path or '/'}"


def parse(url: str, *, trusted: Set[str] = frozenset()) -> WebhookUrl:
    """Parse an address. Raises ProblemError 422.

    `trusted` hosts may be on a private network and use plain HTTP.

    >>> parse("https://example.org/hooks?id=1").path
    '/hooks?id=1'
    """
    found = _URL.fullmatch(url)
    host = found["host"].strip("[]").lower() if found else ""
    if found is None or int(found["port"] or 0) > 65_535 or not _is_host(host):
        raise _refused(
            "须为 https 地址，只含 ASCII 字符，不含用户名",
            "it must be an https address of ASCII characters without a user name",
        )
    if found["scheme"] != "https" and host not in trusted:
        raise _refused("须为 https 地址", "it must be an https address")
    return WebhookUrl(
        found["scheme"], host, int(found["port"]) if found["port"] else None, found["path"]
    )


def _is_host(name: str) -> bool:
    if ":" not in name and not _NUMBER.fullmatch(name):
        return all(0 < len(label) < 64 for label in name.split("."))
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def resolve(url: WebhookUrl, resolver: Resolver, *, trusted: Set[str] = frozenset()) -> str:
    """Return the checked IP address to connect to; the name is not resolved again.

    Raises ProblemError when there is none, or when any of them is not public.
    """
    try:
        addresses = [ipaddress.ip_address(found) for found in resolver(url.host, url.port_used)]
    except (OSError, ValueError) as error:
        raise _refused("无法解析该地址", "the address cannot be resolved") from error
    if not addresses:
        raise _refused("无法解析该地址", "the address cannot be resolved")
    if url.host not in trusted and not all(_is_public(address) for address in addresses):
        raise _refused("不允许指向内部网络", "it points into a private network")
    return str(addresses[0])


def system_resolver(host: str, port: int) -> list[str]:
    """Resolve a name with the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def _is_public(address: _Address) -> bool:
    """Whether an address is public.

    `is_global` also refuses shared address space (100.64/10), which `is_private` misses. For IPv6
    only global unicast is public, without the tunnels that lead to an IPv4 address.
    """
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return _is_public(address.ipv4_mapped)
        if address not in _PUBLIC_IPV6 or address.sixtofour or address.teredo:
            return False
    return address.is_global and not address.is_multicast


def _refused(zh: str, en: str) -> ProblemError:
    return ProblemError("invalid", zh=f"webhook 地址被拒绝：{zh}", en=f"webhook refused: {en}")
