"""Starting and refusing to start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from served import Served


def test_a_public_address_without_a_key_is_refused_before_anything_is_promised(
    tmp_path: Path,
) -> None:
    served = Served(tmp_path / "data", {})
    said = served.command("serve", "--host", "0.0.0.0", "--port", str(served.port))
    served.close()
    assert said.returncode == 2
    assert "summarizer keys create" in said.stderr
    assert "Ctrl-C" not in said.stderr
    assert said.stdout == ""


def test_it_says_that_it_serves_when_it_does(start: Callable[..., Served]) -> None:
    served = start()
    assert f"serving on {served.url}" in served.log.read_text()
