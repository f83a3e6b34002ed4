"""What one question to a model is: what it cost so far, and which of its requests goes first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from summarizer.engines.llm.reply import OverviewReply, Reply
from summarizer.schema import Usage

__all__ = ["Asked", "Question"]

# Of the calls that wait the longest goes first, so that none is left to run alone at the end. How
# long is told best by the numbers in a prompt; the length of its text tells nothing (correlation
# with the answers to the sample reports .6 and -.1).
NUMBER = re.compile(r"\d[\d,.]*")
SECONDS_PER_NUMBER = 0.25
# What ends something begun (a repair, a second try, an overview) goes before all that begins.
ENDS_SOMETHING = 3600.0


@dataclass
class Asked:
    """What one question cost so far and which stored answers it used; `text` is the model's last
    answer, for what can be saved of it."""

    usage: Usage = field(default_factory=Usage)
    keys: list[str] = field(default_factory=list)
    text: str = ""


@dataclass(frozen=True)
class Question:
    """Who asks, and how: what every request of one question has in common."""

    mode: str
    reply: type[Reply]
    asked: Asked

    def head_start(self, request: dict[str, Any]) -> float:
        """Seconds by which a request goes before others that wait."""
        if self.asked.keys or issubclass(self.reply, OverviewReply):
            return ENDS_SOMETHING
        return SECONDS_PER_NUMBER * len(NUMBER.findall(str(request["messages"][-1]["content"])))
