"""The score: how many of the verified statements are true according to the judges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.judge.judgments import LABELS, Judgment, agreement, decide
from evals.statistics import wilson

__all__ = ["Group", "Judged", "groups", "score_table"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement with its verdict and the judges' label."""

    report: str
    verdict: str
    label: str


@dataclass(frozen=True, slots=True)
class Group:
    """The judged statements of a group of reports."""

    name: str
    members: tuple[Judged, ...]

    @property
    def verified(self) -> tuple[Judged, ...]:
        """The verified statements."""
        return tuple(one for one in self.members if one.verdict == "verified")

    def count(self, label: str) -> int:
        """The number of verified statements that have a label."""
        return sum(one.label == label for one in self.verified)

    @property
    def true_and_verified(self) -> tuple[int, int]:
        """The number of true statements that are verified, and the number of true statements."""
        true = [one for one in self.members if one.label == "true"]
        return sum(one.verdict == "verified" for one in true), len(true)


def groups(judged: Sequence[Judged], first_of_provinces: str) -> Iterator[Group]:
    """Return the groups: the samples, the provinces, and both."""
    samples = tuple(one for one in judged if one.report < first_of_provinces)
    provinces = tuple(one for one in judged if one.report >= first_of_provinces)
    yield Group("samples", samples)
    yield Group("provinces", provinces)
    yield Group("all", tuple(judged))


def score_table(
    statements: Iterable[Mapping[str, str]],
    judges: Sequence[Mapping[str, Judgment]],
    first_of_provinces: str,
) -> Iterator[str]:
    """Return the lines to print. `statements` have id, report and verdict."""
    labels = decide(*judges)
    judged = [
        Judged(one["report"], one["verdict"], labels[one["id"]])
        for one in statements
        if one["id"] in labels
    ]
    yield f"{'':10} {'verified':>9} {'false':>22} {'misleading':>22} {'true and verified':>24}"
    for group in groups(judged, first_of_provinces):
        size = len(group.verified)
        wrong = "".join(f" {_share(group.count(label), size)}" for label in LABELS[:0:-1])
        yield f"{group.name:10} {size:9d}{wrong} {_share(*group.true_and_verified):>24}"
    if len(judges) == 2:
        pairs = [(judges[0][key].label, judges[1][key].label) for key in labels]
        plain = [(a == "true", b == "true") for a, b in pairs]
        yield f"kappa {agreement(pairs):.3f}, of true or not {_binary(plain):.3f}, n {len(pairs)}"


def _binary(pairs: Sequence[tuple[bool, bool]]) -> float:
    return agreement([(str(a), str(b)) for a, b in pairs])


def _share(hits: int, size: int) -> str:
    low, high = wilson(hits, size)
    value = hits / size if size else 0.0
    return f"{hits:4d} {value:6.1%} {low:5.1%}–{high:5.1%}"
