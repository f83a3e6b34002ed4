"""A browser without script: it follows links and sends the forms of pages, with cookies."""

from __future__ import annotations

import re
from html import unescape

import httpx
from patience import PATIENCE

PAGE = {"Accept": "text/html,application/xhtml+xml"}


class Visitor:
    """Follows links and sends the forms of pages, with cookies, as a browser does."""

    def __init__(self, url: str, **headers: str) -> None:
        self.client = httpx.Client(
            base_url=url,
            headers={**PAGE, "Origin": url, "Sec-Fetch-Site": "same-origin", **headers},
            follow_redirects=True,
            timeout=PATIENCE,
            trust_env=False,
        )

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def mark(self, path: str = "/") -> str:
        found = re.search(r'name="mark" value="(\w+)"', self.get(path).text)
        assert found
        return found[1]

    def post(self, path: str, **fields: str) -> httpx.Response:
        return self.client.post(path, data={"mark": self.mark(), **fields})


def words(answer: httpx.Response) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())
