"""Operators on words: direction 8, period 11 and 25, status 12 and 13, label 14, negation 17,
role 21, merged labels 23, 其中 24, subject 28, type 29."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from evals.dataset import load, names
from evals.matching import bigrams, label_agreement
from evals.mutations.seeds import Edit, Seed, plain
from evals.mutations.tables import DELAYS, DIRECTIONS, GENERIC_SUBJECTS, NEGATIONS, ROLES, VERBS

__all__: list[str] = []

FUTURE = re.compile("预计|力争|正在|计划|拟|目标")
# Not where the word is part of a name: 整治行动, 党组织, 摸排队伍, 接种覆盖率.
AS_VERB = "(?<![未党会专项]){}(?!率|行动|队伍|覆盖|人数|工作|网格|活动|检查)"
PART_MARKS = re.compile(r"其中|含|包括|（|\(")
SAME_LABEL = 0.6


def flip_direction(seed: Seed, rng: Random) -> Iterator[Edit]:
    """8. 增加 → 减少: the field alone, the words alone, both."""
    direction = seed.entry["direction"]
    if direction == "none":
        return
    other = {"increase": "decrease", "decrease": "increase"}[direction]
    yield _edited(seed, "field", direction=other)
    swaps = dict([*DIRECTIONS, *((b, a) for a, b in DIRECTIONS)])
    word = next((word for word in swaps if word in seed.item["text"]), None)
    if word is None:
        return
    said = {
        "metric": seed.item["metric"].replace(word, swaps[word]),
        "text": seed.item["text"].replace(word, swaps[word], 1),
    }
    yield _edited(seed, f"{word}→{swaps[word]} in words", **said)
    yield _edited(seed, f"{word}→{swaps[word]}", direction=other, **said)
    del rng


def shift_year(seed: Seed, rng: Random) -> Iterator[Edit]:
    """11. 2022 → 2021."""
    period = seed.entry["period"]
    year = re.search(r"\d{4}", period or "")
    if year is None or seed.kind not in {"target", "result"}:
        return
    for step in (-1, 1, -2):
        other = str(int(year.group()) + step)
        if other in seed.gold.text[slice(*seed.sentence)]:
            continue
        text = seed.item["text"]
        if rng.random() < 0.5:
            text = text.replace(year.group(), other)
        yield _edited(
            seed, f"{period}→{other}", period=period.replace(year.group(), other), text=text
        )


def plan_as_done(seed: Seed, rng: Random) -> Iterator[Edit]:
    """12. 预计 dropped: a plan becomes a fact."""
    if seed.kind != "result" or seed.entry["status"] == "done":
        return
    yield _edited(seed, "field", status="done")
    text = seed.item["text"]
    for word in DELAYS:
        text = text.replace(word, "")
    if text != seed.item["text"]:
        yield _edited(seed, "words", status="done", text=text)
    del rng


def done_as_plan(seed: Seed, rng: Random) -> Iterator[Edit]:
    """13. A fact becomes a forecast."""
    if seed.kind != "result" or seed.entry["status"] != "done":
        return
    if FUTURE.search(seed.gold.text[slice(*seed.sentence)]):
        return
    status = rng.choice(("expected", "planned", "ongoing"))
    word = {"expected": "预计", "planned": "计划", "ongoing": "正在"}[status]
    yield _edited(seed, f"{status} (field)", status=status)
    yield _edited(seed, status, status=status, text=f"{word}{seed.item['text']}")


def invent_label(seed: Seed, rng: Random) -> Iterator[Edit]:
    """14. A real number under a label of another report."""
    if seed.mention is None:
        return
    own = bigrams(seed.item["text"] + seed.entry["metric"] + (seed.entry["subject"] or ""))
    labels = _foreign_labels(seed.gold.name, seed.kind)
    strangers = [label for label in labels if not bigrams(label) & own]
    for label in rng.sample(strangers, min(2, len(strangers))):
        yield _edited(seed, label, metric=label, text=f"{label}{seed.printed}")


def negate(seed: Seed, rng: Random) -> Iterator[Edit]:
    """17. 未发生 → 发生, or a 未 put in."""
    text = seed.item["text"]
    for negative, positive in NEGATIONS:
        if negative in text:
            yield _said(seed, negative, positive)
            return
    verbs = [verb for verb in VERBS if re.search(AS_VERB.format(verb), text)]
    for verb in rng.sample(verbs, min(2, len(verbs))):
        yield _said(seed, AS_VERB.format(verb), f"未{verb}")


def swap_role(seed: Seed, rng: Random) -> Iterator[Edit]:
    """21. Budget for spending, and a target told as a result."""
    del rng
    if seed.kind == "target":
        if seed.entry["soft"]:
            return
        gone = {"indicator", "comparator", "attainment"}
        item = {key: value for key, value in seed.copy().items() if key not in gone}
        item |= {"direction": "none", "status": "done", "part_of": None, "theme": None}
        yield Edit("result", item, "target as result")
    elif seed.mention is not None and seed.entry["unit"] == "元":
        metric = seed.entry["metric"]
        for word, other in ROLES:
            if word in metric:
                label = metric.replace(word, other)
                text = f"{seed.entry['subject'] or ''}{label}{seed.printed}"
                yield _edited(seed, f"{word}→{other}", metric=label, text=text)
                return


def merge_labels(seed: Seed, rng: Random) -> Iterator[Edit]:
    """23. 新增就业和再就业1367人: two atoms under one label, their numbers added up."""
    del rng
    for other in (other for other in seed.siblings if other["metric"] != seed.entry["metric"]):
        label = f"{seed.entry['metric']}和{other['metric']}"
        value = plain(Decimal(seed.entry["value"]) + Decimal(other["value"]))
        text = f"{value}{seed.entry['unit'] or ''}"
        item = seed.copy()
        item |= {"metric": label, "text": f"{label}{text}"}
        item["quantity"] |= {"value": value, "text": text}
        item["evidence"] += [{"start": s, "end": e, "quote": q} for s, e, q in other["evidence"]]
        yield Edit(seed.kind, item, f"{label}{text}")


def part_as_total(seed: Seed, rng: Random) -> Iterator[Edit]:
    """24. 其中 dropped: a part told as the whole, or as no part at all."""
    del rng
    whole = seed.gold.by_id.get(seed.entry["part_of"] or "")
    if whole is None or seed.mention is None:
        return
    low, _ = seed.sentence
    if PART_MARKS.search(seed.gold.text[low : seed.number["start"]]):
        text = seed.item["text"].removeprefix("其中").removeprefix("含")
        yield _edited(seed, "no part", part_of=None, text=text)
    if whole["value"] == seed.entry["value"]:
        return
    text = f"{whole['subject'] or ''}{whole['metric']}{seed.printed}"
    edit = _edited(
        seed,
        f"as {whole['id']}",
        part_of=whole["part_of"],
        metric=whole["metric"],
        subject=whole["subject"],
        text=text,
    )
    spans = [{"start": s, "end": e, "quote": q} for s, e, q in whole["evidence"][:1]]
    edit.item["evidence"] += spans
    yield edit


def widen_period(seed: Seed, rng: Random) -> Iterator[Edit]:
    """25. 1–10月 → the whole year."""
    del rng
    period = seed.entry["period"] or ""
    year = re.search(r"\d{4}", period)
    if year is None or period == year.group():
        return
    yield _edited(seed, "field", period=year.group())
    text = re.sub(r"^\d+[-—]\d+月份?", "", seed.item["text"])
    yield _edited(seed, "words", period=year.group(), text=f"全年{text}")


def swap_subject(seed: Seed, rng: Random) -> Iterator[Edit]:
    """28. One street, project or office for another of the same report."""
    subject = seed.entry["subject"]
    if seed.kind not in {"target", "result"} or not subject or subject in GENERIC_SUBJECTS:
        return
    quotes = "".join(quote for _, _, quote in seed.entry["evidence"])
    others = sorted(
        {
            other["subject"]
            for other in seed.gold.items
            if other["type"] == seed.kind
            and _is_another(other["subject"], subject)
            and other["subject"] not in quotes
        }
    )
    for other in rng.sample(others, min(2, len(others))):
        text = seed.item["text"].replace(subject, other)
        yield _edited(seed, f"{subject}→{other}", subject=other, text=text)


def flip_type(seed: Seed, rng: Random) -> Iterator[Edit]:
    """29. A problem told as a measure, a measure as a problem."""
    del rng
    item = seed.copy()
    if seed.kind == "problem":
        del item["category"], item["cause"]
        yield Edit("measure", item | {"kind": "other", "addresses": []}, "problem as measure")
    elif seed.kind == "measure":
        del item["kind"], item["addresses"]
        yield Edit("problem", item | {"category": "other", "cause": None}, "measure as problem")


def _edited(seed: Seed, note: str, **fields: Any) -> Edit:
    return Edit(seed.kind, seed.copy() | fields, note)


def _said(seed: Seed, old: str, new: str) -> Edit:
    said = {name: seed.item[name] for name in ("text", "metric") if name in seed.item}
    return _edited(seed, new, **{name: re.sub(old, new, said[name], count=1) for name in said})


@cache
def _foreign_labels(report: str, kind: str) -> tuple[str, ...]:
    labels = {
        entry["metric"]
        for name in names()
        if name != report
        for entry in load(name).items
        if entry["type"] == kind and entry["value"] is not None and len(entry["metric"]) >= 4
    }
    return tuple(sorted(labels))


def _is_another(other: str | None, subject: str) -> bool:
    if not other or other in GENERIC_SUBJECTS or other in subject or subject in other:
        return False
    return label_agreement(other, subject) < SAME_LABEL
