"""What the READMEs show is what the program says; `python -m evals.readme` writes it anew."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from evals.readme import PARTS, READMES, part_of
from summarizer.cli import main

COMMAND = re.compile(r"^(?:\$ )?(?:.*&& )?(summarizer [a-z].*?)(?:\s{2,}#.*)?$", re.MULTILINE)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
@pytest.mark.parametrize("name", ["run", "verify"])
def test_the_output_shown_is_the_output(name: str, readme: Path) -> None:
    assert part_of(readme, name) == PARTS[name](), "run: python -m evals.readme"


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_command_shown_exists(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = COMMAND.findall(readme.read_text("utf-8"))
    assert len(lines) > 10
    for line in lines:
        words = shlex.split(line)[1:]
        group = 2 if words[0] in ("batch", "answers", "keys", "jobs") else 1
        options = {word for word in words if word.startswith("--")}
        assert main([*words[:group], "--help"]) == 0, line
        shown = capsys.readouterr().out
        assert [option for option in options if option not in shown] == []


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_both_promised_commands_stand_there_word_for_word(readme: Path) -> None:
    text = readme.read_text("utf-8")
    run = "summarizer run evals/reports/001-wujialing-2022.txt"
    assert f"\npython -m pip install -c constraints.txt . && {run}\n" in text
    test = "python -m pip install -c constraints.txt -e '.[dev]' && python -m pytest"
    assert f"\n{test}\n" in text


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(readme: Path) -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", readme.read_text("utf-8"))
    assert [link for link in links if not (readme.parent / link).exists()] == []


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_both_readmes_hold_the_same_settings_and_codes(readme: Path) -> None:
    def first_cells(path: Path) -> list[str]:
        rows = re.findall(r"^\| ([^|]+) \|", path.read_text("utf-8"), re.MULTILINE)
        return [re.sub("[、，]", ", ", row) for row in rows if re.match(r"`?[A-Z]|\d", row)]

    assert first_cells(readme) == first_cells(READMES[0])
