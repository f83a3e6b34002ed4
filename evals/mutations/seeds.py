"""Seeds and edits: input and output of an operator."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING, Any

from evals.atoms import same_unit, same_value
from evals.dataset import Gold
from evals.oracle import item_json, mention_of, printed

if TYPE_CHECKING:
    from summarizer import Document

__all__ = ["Edit", "Seed", "plain", "reprinted", "seeds"]

Json = dict[str, Any]
SENTENCE_END = re.compile(r"[。！？\n]")
PLAIN_NUMBER = re.compile(r"[\d,]+(?:\.\d+)?")


@dataclass(frozen=True)
class Seed:
    """A true item: the gold entry, the same as JSON, and the mention that gives its number."""

    gold: Gold
    entry: Json
    item: Json
    mention: Json | None

    @property
    def kind(self) -> str:
        """target, result, problem or measure."""
        return str(self.entry["type"])

    @property
    def number(self) -> Json:
        """The mention; only for operators whose seeds have one."""
        if self.mention is None:
            raise ValueError(f"{self.entry['id']} has no number")
        return self.mention

    @cached_property
    def printed(self) -> str:
        """The number as the item's text prints it."""
        return printed(self.number)

    @cached_property
    def sentence(self) -> tuple[int, int]:
        """The sentence of the report around the first piece of evidence."""
        start, end, _ = self.entry["evidence"][0]
        text = self.gold.text
        before = [match.end() for match in SENTENCE_END.finditer(text, 0, start)]
        after = SENTENCE_END.search(text, end)
        return (before[-1] if before else 0, after.start() if after else len(text))

    @cached_property
    def siblings(self) -> tuple[Json, ...]:
        """Other gold items of this sentence with a number of the same unit and another value."""
        low, high = self.sentence
        return tuple(
            other
            for other in self.gold.items
            if other["id"] != self.entry["id"]
            and other["value"] is not None
            and low <= other["evidence"][0][0] < high
            and same_unit(other["unit"], self.entry["unit"])
            and not same_value(other["value"], self.entry["value"])
        )

    def copy(self) -> Json:
        """A fresh copy of the item, to be edited."""
        return copy.deepcopy(self.item)


@dataclass(frozen=True)
class Edit:
    """An altered item, its kind, which may be altered too, and a short description."""

    kind: str
    item: Json
    note: str


def seeds(gold: Gold, document: Document) -> Iterator[Seed]:
    """Every gold item of a report as a seed."""
    for entry in gold.items:
        yield Seed(gold, entry, item_json(entry, gold, document), mention_of(entry, gold))


def reprinted(seed: Seed, text: str, rng: Random, **fields: Any) -> Edit:
    """Return the seed with other fields in its quantity and, half the time, with the number changed
    in the text of quantity and item too."""
    item = seed.copy()
    item["quantity"] |= fields
    wording = rng.random() < 0.5 and text != seed.printed
    if wording:
        item["text"] = item["text"].replace(seed.printed, text, 1)
        if seed.number["kind"] != "table_cell":
            item["quantity"]["text"] = text
    return Edit(seed.kind, item, f"{seed.printed}→{text}{'' if wording else ' (field)'}")


def figures(seed: Seed) -> tuple[str, Decimal] | None:
    """Return the printed digits and the value of the last; None for Chinese numerals and ranges."""
    digits = seed.number["num"]
    if not PLAIN_NUMBER.fullmatch(digits):
        return None
    bare = Decimal(digits.replace(",", ""))
    value = Decimal(seed.number["value"])
    scale = value / bare if bare else Decimal(10**4 if "万" in seed.printed else 1)
    return digits, scale


def plain(value: Decimal) -> str:
    """A decimal string without exponent or trailing zeros.

    >>> plain(Decimal("2.50E+3")), plain(Decimal("0.10"))
    ('2500', '0.1')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
