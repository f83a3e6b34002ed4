"""Questions to a model: their cost so far, and the priority of their requests."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from summarizer.engines.llm.reply import OverviewReply, Reply
from summarizer.schema import Usage

__all__ = ["Asked", "Question"]

# The longest waiting call goes first, so that none runs alone at the end. The count of numbers in a
# prompt predicts the length of its answer (correlation .6 on the sample reports); the length of its
# text does not (-.1).
NUMBER = re.compile(r"\d[\d,.]*")
SECONDS_PER_NUMBER = 0.25
# Requests that finish a chunk (a repair, a second try, an overview) go before those that begin one.
ENDS_SOMETHING = 3600.0


@dataclass
class Asked:
    """The cost of a question so far and the stored answers it used; `text` is the model's last
    answer, from which complete items can be recovered."""

    usage: Usage = field(default_factory=Usage)
    keys: list[str] = field(default_factory=list)
    text: str = ""


@dataclass(frozen=True)
class Question:
    """The properties that all requests of one question share."""

    mode: str
    reply: type[Reply]
    asked: Asked

    def head_start(self, request: dict[str, Any]) -> float:
        """Return the seconds of priority of a request over others that wait."""
        if self.asked.keys or issubclass(self.reply, OverviewReply):
            return ENDS_SOMETHING
        return SECONDS_PER_NUMBER * len(NUMBER.findall(str(request["messages"][-1]["content"])))
