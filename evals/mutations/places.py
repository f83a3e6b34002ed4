"""Operators on evidence and links: quotes 15, 16 and 22, links 30."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from evals.atoms import normal, same_unit
from evals.mutations.seeds import Edit, Seed
from evals.mutations.tables import PARAPHRASES

__all__: list[str] = []

FAR = 300
STRANGERS = "的一是在不了有和人这中大为上个国我以要他"


def alter_quote(seed: Seed, rng: Random) -> Iterator[Edit]:
    """15. One character of the quote is replaced, removed or added."""
    quote = seed.entry["evidence"][0][2]
    at = rng.randrange(len(quote))
    stranger = rng.choice([c for c in "0123456789" + STRANGERS if c != quote[at]])
    digits = [i for i, c in enumerate(quote) if c.isdigit()]
    altered = {quote[:at] + stranger + quote[at + 1 :], quote[:at] + stranger + quote[at:]}
    if len(quote) > 1:
        altered.add(quote[:at] + quote[at + 1 :])
    if digits:
        place = rng.choice(digits)
        digit = rng.choice([c for c in "0123456789" if c != quote[place]])
        altered.add(quote[:place] + digit + quote[place + 1 :])
    for text in sorted(altered):
        if normal(text) != normal(quote):
            yield _quoted(seed, text)


def quote_elsewhere(seed: Seed, rng: Random) -> Iterator[Edit]:
    """16. The evidence of a distant item."""
    place = seed.entry["evidence"][0][0]
    value = seed.entry["value"]
    others = [
        other
        for other in seed.gold.items
        if abs(other["evidence"][0][0] - place) > FAR
        and not (value is not None and other["value"] == value)
    ]
    for other in rng.sample(others, min(1, len(others))):
        item = seed.copy()
        item["evidence"] = [{"start": s, "end": e, "quote": q} for s, e, q in other["evidence"]]
        yield Edit(seed.kind, item, f"evidence of {other['id']}")


def paraphrase_quote(seed: Seed, rng: Random) -> Iterator[Edit]:
    """22. A quote in other words."""
    del rng
    quote = seed.entry["evidence"][0][2]
    for word, other in PARAPHRASES:
        if word in quote:
            yield _quoted(seed, quote.replace(word, other, 1))
            return
    parts = quote.split("，")
    if len(parts) > 1:
        yield _quoted(seed, "，".join(reversed(parts)))


def link_elsewhere(seed: Seed, rng: Random) -> Iterator[Edit]:
    """30. A target linked to another target's result, a measure linked to another problem."""
    linked = {frozenset(link[-2:]) for link in seed.gold.links}
    kind = {"target": "result", "measure": "problem"}.get(seed.kind)
    others = [
        other
        for other in seed.gold.items
        if other["type"] == kind
        and frozenset((seed.entry["id"], other["id"])) not in linked
        and (kind == "problem" or same_unit(other["unit"], seed.entry["unit"]))
    ]
    if seed.entry["soft"] or not others:
        return
    for other in rng.sample(others, min(4, len(others))):
        item = seed.copy()
        if seed.kind == "target":
            item["attainment"] = {"state": "met", "results": [other["id"]], "deviation": None}
        else:
            item["addresses"] = [other["id"]]
        yield Edit(seed.kind, item, f"→{other['id']} {other['metric']}")


def _quoted(seed: Seed, quote: str) -> Edit:
    item = seed.copy()
    item["evidence"][0]["quote"] = quote
    return Edit(seed.kind, item, f"{seed.entry['evidence'][0][2]}→{quote}")
