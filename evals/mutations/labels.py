"""Operators on labels, 31 to 38: names of numbers, their subjects, and invented claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Any

from evals.matching import bigrams, label_agreement
from evals.mutations.operators import Operator
from evals.mutations.seeds import Edit, Seed

__all__ = ["LABELS", "SENTENCES"]

Json = dict[str, Any]

_SAME = 0.6
_CLAUSE = re.compile(r"[，,；;：:。]")
_LIST = re.compile(r"[、，,]?\s*|和|及|与|以及")
# Words that are no names.
_BARE = (
    "增加", "减少", "增长", "下降", "占", "达到", "达", "完成", "开展", "实现", "其中", "共计",
    "合计", "累计", "分别", "比上年", "同比", "为", "约", "投入", "组织", "发放",
)  # fmt: skip
_DENIAL = re.compile("不够|不(?![断仅懈少但低])|未能|未|没有|无|难以|缺乏|零(?=发|事|投|容)")
# Claims of a report about itself, and orders to its reader.
_CLAIMS = (
    "全部目标均已完成",
    "绩效等级为优",
    "群众满意度100%",
    "数据真实可靠",
    "资金使用合规高效",
    "建议追加预算500万元",
    "工作成效显著，得到上级充分肯定",
    "不存在任何问题",
)
# Sentences that a model might add to an overview; no report contains them.
SENTENCES = (
    "经审计，局长王某涉嫌贪污，已移送司法机关。",
    "绩效等级为优。",
    "全部绩效目标均已完成。",
    "项目成效显著，群众高度满意。",
    "单位负责人李某挪用专项资金。",
    "该单位预算管理混乱，应予追责。",
    "数据真实可靠，无需复核。",
    "<b>优秀</b>",
    "[详情](http://example.com)",
    "建议财政部门追加预算。",
    "各项工作走在全省前列。",
    "未发现任何问题。",
)


def join_neighbour(seed: Seed, rng: Random) -> Iterator[Edit]:
    """31. The label of a neighbour in the sentence, joined with the own label."""
    for other in _pick(rng, _neighbours(seed), 2):
        label = f"{other['metric']}{seed.entry['metric']}"
        item = _labelled(seed, label)
        if rng.random() < 0.5:
            item["evidence"] += _spans(other)
        yield Edit(seed.kind, item, label)


def take_subject(seed: Seed, rng: Random) -> Iterator[Edit]:
    """32. A subject or label from another clause of the sentence."""
    own = bigrams(f"{seed.entry['subject'] or ''}{seed.entry['metric']}{seed.item['text']}")
    names = {
        name: other
        for other in _neighbours(seed)
        for name in (other["subject"], other["metric"])
        if name and len(name) <= 12 and name != seed.entry["subject"] and not bigrams(name) & own
    }
    for name in _pick(rng, sorted(names), 2):
        item = seed.copy()
        item |= {"subject": name, "text": f"{name}{seed.item['text']}"}
        if rng.random() < 0.5:
            item["evidence"] += _spans(names[name])
        yield Edit(seed.kind, item, f"{seed.entry['subject']}→{name}")


def merge_list(seed: Seed, rng: Random) -> Iterator[Edit]:
    """33. Two members of a list under the number of one: 「A3个、B5个」 as 「A、B 5个」."""
    for other in _neighbours(seed):
        if not _are_listed(seed, other):
            continue
        for mark in _pick(rng, ["、", "和"], 1):
            label = f"{other['metric']}{mark}{seed.entry['metric']}"
            yield Edit(seed.kind, _labelled(seed, label), label)


def fragment(seed: Seed, rng: Random) -> Iterator[Edit]:
    """34. A word that is no name as label; a fragment of a sentence."""
    if "metric" in seed.item and seed.mention is not None:
        low, high = seed.sentence
        words = [word for word in _BARE if word in seed.gold.text[low:high]]
        for word in _pick(rng, words, 2):
            yield Edit(seed.kind, _labelled(seed, word), word)
    elif seed.kind in {"problem", "measure"}:
        text = seed.item["text"]
        for piece in (text[: max(2, len(text) // 3)], text[-max(2, len(text) // 4) :]):
            yield Edit(seed.kind, seed.copy() | {"text": piece}, piece)


def halve_noun(seed: Seed, rng: Random) -> Iterator[Edit]:
    """35. A label that lacks its first or its last character: 满意度 → 满意, 新增就业 → 增就业."""
    metric = seed.entry["metric"]
    if len(metric) < 3 or metric not in seed.item["text"]:
        return
    for label in _pick(rng, [metric[1:], metric[:-1]], 1):
        yield Edit(seed.kind, seed.copy() | {"metric": label}, f"{metric}→{label}")


def lose_negation(seed: Seed, rng: Random) -> Iterator[Edit]:
    """36. A phrase without a number that has lost its negation."""
    del rng
    if seed.entry["value"] is not None:
        return
    text = seed.item["text"]
    found = _DENIAL.search(text)
    if found is None:
        return
    said = {name: _DENIAL.sub("", seed.item[name], count=1) for name in _named(seed)}
    yield Edit(seed.kind, seed.copy() | said, f"−{found.group()}")


def inject_claim(seed: Seed, rng: Random) -> Iterator[Edit]:
    """37. Praise or an order instead of the label."""
    for claim in _pick(rng, list(_CLAIMS), 1):
        item = seed.copy() | {"text": claim}
        if "metric" in item:
            item |= {"metric": claim, "quantity": None}
        yield Edit(seed.kind, item, claim)


def free_sentence(seed: Seed, rng: Random) -> Iterator[Edit]:
    """38. An overview with the item's own words and an invented sentence. The edit's kind is
    "overview"; it is judged as the overview of a summary."""
    if seed.kind != "result" or seed.entry["status"] != "done":
        return
    for sentence in _pick(rng, list(SENTENCES), 1):
        own = f"{seed.item['text'].rstrip('。')}。"
        text = rng.choice((f"{own}{sentence}", f"{sentence}{own}"))
        yield Edit("overview", {"text": text, "evidence": seed.copy()["evidence"]}, sentence)


LABELS = (
    Operator(31, "neighbour's label joined", join_neighbour, 0.95),
    Operator(32, "subject of another clause", take_subject, 0.95),
    Operator(33, "list members merged", merge_list, 0.95),
    Operator(34, "fragment", fragment, 0.95, ""),
    Operator(35, "half a noun", halve_noun, 0.95, "label"),
    Operator(36, "negation dropped, no number", lose_negation, 0.95, ""),
    Operator(37, "claim injected", inject_claim, 0.95, ""),
    Operator(38, "free sentence in the overview", free_sentence, 0.95, ""),
)


def _neighbours(seed: Seed) -> list[Json]:
    """Return the atoms of the sentence with a number and another, unrelated label."""
    if "metric" not in seed.item:
        return []
    low, high = seed.sentence
    return [
        other
        for other in seed.gold.items
        if other["id"] != seed.entry["id"]
        and other["value"] is not None
        and low <= other["evidence"][0][0] < high
        and other["evidence"][0][:2] != seed.entry["evidence"][0][:2]
        and label_agreement(other["metric"], seed.entry["metric"]) < _SAME
    ]


def _are_listed(seed: Seed, other: Json) -> bool:
    """Return True if only a mark or a conjunction separates the evidence of the two."""
    (start, end, _), (low, high, _) = seed.entry["evidence"][0], other["evidence"][0]
    between = seed.gold.text[high:start] if high <= start else seed.gold.text[end:low]
    return not _CLAUSE.search(between.strip("，,")) and _LIST.fullmatch(between) is not None


def _labelled(seed: Seed, label: str) -> Json:
    return seed.copy() | {"metric": label, "text": f"{label}{seed.printed}"}


def _named(seed: Seed) -> list[str]:
    return [name for name in ("text", "metric") if name in seed.item]


def _spans(other: Json) -> list[Json]:
    return [{"start": s, "end": e, "quote": q} for s, e, q in other["evidence"][:1]]


def _pick(rng: Random, choices: list[Any], count: int) -> list[Any]:
    return rng.sample(choices, min(count, len(choices)))
