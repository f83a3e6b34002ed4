"""Addresses of webhooks: strictly read, and every one of their addresses public."""

from __future__ import annotations

import pytest

from summarizer.service.problems import ProblemError
from summarizer.service.webhook_urls import parse, resolve

TAKEN = [
    "https://example.org",
    "https://example.org/hooks?id=1&x=%E4%B8%AD",
    "https://EXAMPLE.org:8443/a",
    "https://xn--fiqs8s.example/",
    "https://8.8.8.8/",
    "https://[2606:4700:4700::1111]:443/",
]
REFUSED = [
    "",
    "nothing",
    "https://",
    "https:///path",
    "http://example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "https://example.org/\x01",
    "https://example.org/\x00",
    "https://exa\x00mple.org/",
    "https://example.org/\x7f",
    "https://example.org\n.evil.example/",
    " https://example.org/",
    "https://example.org/ ",
    "https://example.org/a b",
    "https://example.org\\@evil.example/",
    "https://example.org/\\..",
    "https://user@example.org/",
    "https://user:pass@example.org/",
    "https://１２７.0.0.1/",
    "https://127。0。0。1/",
    "https://ｅxample.org/",
    "https://中国.example/",
    "https://example.org:0/",
    "https://example.org:65536/",
    "https://example.org:８０/",
    "https://example.org:/",
    "https://example.org:+1/",
    "https://0x7f.1/",
    "https://0x7f000001/",
    "https://2130706433/",
    "https://127.1/",
    "https://0177.0.0.1/",
    "https://1.2.3/",
    "https://1.2.3.4.5/",
    "https://[::1%25lo]/",
    "https://[fe80::1%lo]/",
    "https://[:::]/",
    "https://[::ffff:127.0.0.1/",
    "https://a..b/",
    "https://-a.example/",
    "https://" + "a" * 64 + ".example/",
    "https://example.org#fragment",
]
INSIDE = [
    "127.0.0.1",
    "10.0.0.8",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "fec0::1",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "2001:db8::1",
]


@pytest.mark.parametrize("url", TAKEN)
def test_plain_addresses_are_taken(url: str) -> None:
    parsed = parse(url)
    assert parsed.scheme == "https"
    assert parsed.host == parsed.host.lower()


@pytest.mark.parametrize("url", REFUSED)
def test_whatever_could_be_read_in_two_ways_is_refused(url: str) -> None:
    with pytest.raises(ProblemError) as refused:
        parse(url, trusted={"trusted.example"})
    assert refused.value.status == 422


def test_only_a_trusted_host_goes_without_tls() -> None:
    assert parse("http://trusted.example/", trusted={"trusted.example"}).port_used == 80
    with pytest.raises(ProblemError):
        parse("http://example.org/", trusted={"trusted.example"})


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_refused(address: str) -> None:
    url = parse("https://example.org/")
    for found in ([address], ["8.8.8.8", address], [address, "8.8.8.8"]):
        with pytest.raises(ProblemError):
            resolve(url, lambda *_, found=found: found)
        assert resolve(url, lambda *_, found=found: found, trusted={"example.org"})


def test_what_is_public_is_connected_to_by_its_address() -> None:
    url = parse("https://example.org:8443/hook?x=1")
    address = resolve(url, lambda *_: ["8.8.8.8", "2606:4700:4700::1111"])
    assert url.at(address) == "https://8.8.8.8:8443/hook?x=1"
    assert url.host_header == "example.org:8443"
    assert url.at("2606:4700:4700::1111") == "https://[2606:4700:4700::1111]:8443/hook?x=1"


@pytest.mark.parametrize("found", [[], ["nonsense"]])
def test_a_name_without_an_address_is_refused(found: list[str]) -> None:
    with pytest.raises(ProblemError):
        resolve(parse("https://example.org/"), lambda *_: found)


def test_a_name_that_cannot_be_looked_up_is_refused() -> None:
    def away(host: str, port: int) -> list[str]:
        raise OSError

    with pytest.raises(ProblemError):
        resolve(parse("https://example.org/"), away)
