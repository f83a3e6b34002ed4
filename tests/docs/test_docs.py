"""The docs: the picture of the floors is the contract, links lead somewhere, the notebook runs."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DOCS = sorted((ROOT / "docs").glob("*.md"))


def test_the_picture_of_the_floors_is_the_contract() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = contract["tool"]["importlinter"]["contracts"][0]["layers"]
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    found = re.search(r"<!-- floors -->\n```\n(.*?)\n```\n<!-- end -->", text, re.DOTALL)
    assert found
    assert found[1].split("\n") == [layer.replace("summarizer.", "") for layer in layers]


@pytest.mark.parametrize("page", DOCS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_place_to_extend_exists() -> None:
    text = (ROOT / "docs" / "extending.md").read_text("utf-8")
    places = set(re.findall(r"`((?:summarizer|tests|evals|docs)/[\w/.]+)`", text))
    assert len(places) > 15
    assert [place for place in sorted(places) if not (ROOT / place).exists()] == []


def test_every_name_to_extend_is_in_its_file() -> None:
    text = (ROOT / "docs" / "extending.md").read_text("utf-8")
    named = re.findall(r"((?:`\w+`(?:,| or| and)? )+)(?:of|in) `(summarizer/[\w/.]+\.py)`", text)
    pairs = [(name, place) for names, place in named for name in re.findall(r"\w+(?=`)", names)]
    assert len(pairs) > 12
    assert [
        (name, place)
        for name, place in pairs
        if not re.search(rf"^(def )?{name}\b", (ROOT / place).read_text("utf-8"), re.MULTILINE)
    ] == []


def test_the_notebook_runs_from_top_to_bottom() -> None:
    pytest.importorskip("pandas")
    book = json.loads((ROOT / "examples" / "county.ipynb").read_text("utf-8"))
    held: dict[str, Any] = {}
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), "county.ipynb", "exec"), held)
    assert sorted(held["table"].index) == ["青石县水利局", "青石县财政局"]
    assert held["found"].pairs
