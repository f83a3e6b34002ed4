"""Limit on open connections per address, so that no client takes all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

__all__ = ["AddressLimit"]


class AddressLimit:
    """Counts open connections by address; IPv6 clients are counted by /64, which one
    machine is usually given.

    Connections from a reverse proxy are not counted, because they carry many clients.
    """

    def __init__(
        self,
        most: int,
        proxies: Iterable[IPv4Network | IPv6Network] = (),
        on_refusal: Callable[[], None] = lambda: None,
    ) -> None:
        """`most` = 0 disables the limit."""
        self._most = most
        self._proxies = tuple(proxies)
        self._on_refusal = on_refusal
        self._open: Counter[str] = Counter()

    def take(self, address: str) -> str | None:
        """Reserve a connection and return the name to release it by; None when the limit is
        reached.

        An empty name is not counted.

        >>> limit = AddressLimit(2, [ip_network("10.0.0.0/8")])
        >>> [limit.take(one) for one in ("192.0.2.1", "192.0.2.1", "192.0.2.1", "10.1.2.3")]
        ['192.0.2.1', '192.0.2.1', None, '']
        >>> limit.give("192.0.2.1")
        >>> limit.take("::ffff:192.0.2.1"), limit.take("2001:db8::1"), limit.take("a socket file")
        ('192.0.2.1', '2001:db8::/64', '')
        """
        name = self._name(address)
        if name and self._open[name] >= self._most:
            self._on_refusal()
            return None
        if name:
            self._open[name] += 1
        return name

    def give(self, name: str | None) -> None:
        """Release a connection."""
        if not name:
            return
        self._open[name] -= 1
        if not self._open[name]:
            del self._open[name]

    def _name(self, address: str) -> str:
        try:
            found = ip_address(address.partition("%")[0])
        except ValueError:
            return ""
        if isinstance(found, IPv6Address):
            found = found.ipv4_mapped or found
        if not self._most or any(found in network for network in self._proxies):
            return ""
        if isinstance(found, IPv6Address):
            return str(ip_network((found, 64), strict=False))
        return str(found)
