"""Free text (somebody else's summary): every number of it held against the report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from summarizer.quantities import normal_unit
from summarizer.schema import Check, Document, Quantity, Result, Span
from summarizer.schema.summary import Reason, Status
from summarizer.verification import scope, wording
from summarizer.verification.claim import Claim
from summarizer.verification.comparison import agrees, derivable, differences, nearest, read
from summarizer.verification.lexicon import EXPECTED, ONGOING, PLANNED
from summarizer.verification.places import Places, Zone
from summarizer.verification.verdicts import judge
from summarizer.verification.words import letters

__all__ = ["Candidate", "Source", "TextCheck", "check_text", "verify_text"]


class _Noun(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Source(_Noun):
    """Where in the report a number comes from: `document.text[start:end] == quote`."""

    start: int
    end: int
    quote: str
    section: tuple[str, ...]


class Candidate(Source):
    """The number of the report that comes nearest, and what differs."""

    differs: tuple[Reason, ...]


class TextCheck(_Noun):
    """One number of a free text: its offsets in that text, the verdict, and its place in the
    report (`found`) or the nearest candidate there (`nearest`)."""

    start: int
    end: int
    text: str
    check: Check
    found: Source | None = None
    nearest: Candidate | None = None


_NEAR = 0.5
# This share of a number's label must stand around it in the report.
_LABELLED = 0.5
# Another number must fit the label so much better before a match is doubted.
_MARGIN = 1.5


def verify_text(text: str, document: Document) -> tuple[TextCheck, ...]:
    """One check per number of a free Chinese text, in order of place."""
    report = _Report(document)
    draft = _draft(text)
    return tuple(_judge(number, draft, report) for number in draft.document.quantities)


def check_text(text: str, spans: Sequence[Span], document: Document) -> Check:
    """Are all numbers of a text in its evidence, under their labels? The verdict on an overview."""
    held = [s for s in spans if document.text[s.start : s.end] == s.quote and s.quote]
    given = [q for s in held for q in document.quantities_in(s.start, s.end)]
    reasons: list[Reason] = [] if len(held) == len(spans) else ["quote-not-in-report"]
    for one, number in zip(verify_text(text, document), read(text), strict=True):
        if number.is_checked and not any(agrees(number, q) for q in given):
            reasons += _missing(number, given, document)
        elif number.is_checked:
            reasons += [why for why in one.check.reasons if why in _MISTOLD]
    return judge(reasons)


# What makes a number that is in the evidence wrong all the same.
_MISTOLD: frozenset[Reason] = frozenset(
    {"bound-to-other-label", "direction-flip", "negation-flip", "period-mismatch"}
)


def _missing(number: Quantity, given: Sequence[Quantity], document: Document) -> tuple[Reason, ...]:
    if any(agrees(number, q) for q in document.quantities):
        return ("elsewhere-in-report",)
    if derivable(number, given):
        return ("derived",)
    return ("not-in-report",)


def _draft(text: str) -> Places:
    """A text as a document of its own, so that its numbers have labels too."""
    return Places(Document(name="", text=text, sha256="", text_sha256="", quantities=read(text)))


@dataclass(frozen=True)
class _Report:
    """A report's numbers with their labels, found by value and by word."""

    document: Document

    @cached_property
    def places(self) -> Places:
        return Places(self.document)

    @cached_property
    def zones(self) -> list[Zone]:
        found = (self.places.zone(q) for q in self.document.quantities if q.is_checked)
        return [zone for zone in found if zone]

    @cached_property
    def by_unit(self) -> dict[tuple[str, str], list[int]]:
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, zone in enumerate(self.zones):
            found[zone.number.kind, normal_unit(zone.number.unit)].append(place)
        return found

    @cached_property
    def by_word(self) -> dict[str, list[tuple[int, float]]]:
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, zone in enumerate(self.zones):
            for word in zone.own:
                found[word].append((place, 1.0))
            for word in zone.near - zone.own:
                found[word].append((place, _NEAR))
        return found

    def fits(self, words: Iterable[str]) -> dict[int, float]:
        """How much of a label stands at each number."""
        scores: dict[int, float] = defaultdict(float)
        for word in words:
            for place, weight in self.by_word.get(word, ()):
                scores[place] += weight
        return scores

    def source(self, number: Quantity) -> Source:
        """The clause in which a number stands, and its section."""
        start, end = self.places.clause(number)
        section = self.places.section(number.start)
        return Source(start=start, end=end, quote=self.document.text[start:end], section=section)


def _judge(number: Quantity, draft: Places, report: _Report) -> TextCheck:
    if not number.is_checked:
        return _time(number, report)
    zone = draft.zone(number)
    scores = report.fits(zone.own if zone else ())
    same = [place for place, zone in enumerate(report.zones) if agrees(number, zone.number)]
    if not same:
        return _unknown(number, draft, report, scores)
    return _known(number, draft, report, _Fit(scores, same))


def _time(number: Quantity, report: _Report) -> TextCheck:
    """Dates, durations and ages: printed somewhere, or the year of the report."""
    same_kind = [q for q in report.document.quantities if q.kind == number.kind]
    found = next((q for q in same_kind if agrees(number, q)), None)
    if found:
        return _check(number, (), found=report.source(found))
    if number.kind == "date" and number.value in report.places.years:
        return _check(number, ())
    reasons: tuple[Reason, ...] = (
        ("period-mismatch",) if number.kind == "date" else ("not-in-report",)
    )
    closest = nearest(number, [q for q in same_kind if q.unit == number.unit])
    return _check(number, reasons, nearest=_candidate(number, closest, report))


def _check(
    number: Quantity,
    reasons: Iterable[Reason],
    *,
    found: Source | None = None,
    nearest: Candidate | None = None,
) -> TextCheck:
    return TextCheck(
        start=number.start,
        end=number.end,
        text=number.text,
        check=judge(reasons),
        found=found,
        nearest=nearest,
    )


def _candidate(said: Quantity, found: Quantity | None, report: _Report) -> Candidate | None:
    if found is None:
        return None
    source = dict(report.source(found))
    return Candidate(**source, differs=differences(said, found))


def _unknown(
    number: Quantity, draft: Places, report: _Report, scores: dict[int, float]
) -> TextCheck:
    """The report prints no such number: which one was meant?"""
    closest = _meant(number, report, scores)
    candidate = _candidate(number, closest, report)
    start, end = draft.sentence(number.start)
    others = [q for q in draft.document.quantities_in(start, end) if q is not number]
    printed = [q for q in others if any(agrees(q, z.number) for z in report.zones)]
    if derivable(number, printed):
        return _check(number, ("derived",), nearest=candidate)
    differs = candidate.differs if candidate else ()
    if differs and _AMOUNT.isdisjoint(differs):
        return _check(number, differs, nearest=candidate)
    differs = differs if len(differs) == 1 else ()
    return _check(number, ("not-in-report", *differs), nearest=candidate)


_AMOUNT = frozenset({"value-mismatch", "unit-mismatch"})


def _meant(number: Quantity, report: _Report, scores: dict[int, float]) -> Quantity | None:
    """The number under the best fitting label; of several, the one that differs least."""
    if not report.zones:
        return None
    top = max(scores.values(), default=0)
    fitting = [place for place, score in scores.items() if score >= max(top - 1, 1)]
    unit = (number.kind, normal_unit(number.unit))
    pool = fitting or report.by_unit.get(unit) or range(len(report.zones))
    return nearest(number, (report.zones[place].number for place in sorted(pool)))


@dataclass(frozen=True)
class _Fit:
    """How well a label fits each number of the report, and which numbers are the same amount."""

    scores: dict[int, float]
    same: list[int]

    def score(self, place: int) -> float:
        """How much of the label stands at one number."""
        return self.scores.get(place, 0)

    @property
    def best(self) -> list[int]:
        """The best fitting of the same numbers, best first."""
        ranked = sorted(self.same, key=lambda place: (-self.score(place), place))
        return [one for one in ranked if self.score(one) >= self.score(ranked[0]) - 1][:_FEW]


# One value may be printed many times; so many of its places are read.
_FEW = 5


def _known(number: Quantity, draft: Places, report: _Report, fit: _Fit) -> TextCheck:
    """The number is printed: does it stand under this label, as it is told?"""
    doubts = {
        place: tuple(_doubts(number, draft, report, report.zones[place])) for place in fit.best
    }
    best = min(doubts, key=lambda place: len(doubts[place]))
    found = report.source(report.zones[best].number)
    rival = _rival(number, draft, report, fit)
    if rival is not None:
        nearer = _candidate(number, rival, report)
        return _check(number, ("bound-to-other-label",), found=found, nearest=nearer)
    return _check(number, doubts[best], found=found)


def _rival(number: Quantity, draft: Places, report: _Report, fit: _Fit) -> Quantity | None:
    """Another number of this unit and bound whose label fits clearly better."""
    best = fit.best[0]
    start, _ = draft.clause(number)
    tail = letters(draft.document.text[start : number.start])[-2:]
    others = [
        place
        for place in report.by_unit.get((number.kind, normal_unit(number.unit)), ())
        if place not in fit.same
        and report.zones[place].number.comparator == number.comparator
        and (tail in report.zones[place].own or tail not in report.zones[best].own)
    ]
    top = max(others, key=fit.score, default=None)
    if top is None or fit.score(top) < fit.score(best) + _MARGIN:
        return None
    return report.zones[top].number


def _doubts(number: Quantity, draft: Places, report: _Report, found: Zone) -> Iterator[Reason]:
    """Label, negation, direction, status, period and part, as for an item of this clause."""
    start, end = draft.clause(number)
    clause = draft.document.text[start:end]
    zone = draft.zone(number)
    label = zone.own if zone else frozenset[str]()
    claim = Claim(_as_item(clause, number, found.number, report), report.places)
    known = claim.around | found.own | found.near
    if not label or len(label & known) < _LABELLED * len(label):
        yield "low-wording-support"
    for one in (wording.negation, wording.direction, scope.status, scope.period):
        yield from one(claim)


def _as_item(clause: str, number: Quantity, found: Quantity, report: _Report) -> Result:
    """A clause of a free text as the result that it claims."""
    source = report.source(found)
    status: Status = "done"
    if EXPECTED.search(clause) or PLANNED.search(clause):
        status = "expected"
    elif ONGOING.search(clause):
        status = "ongoing"
    return Result.model_construct(
        id="",
        section=source.section,
        subject=None,
        metric=clause.replace(number.text, ""),
        text=clause,
        quantity=found,
        direction="none",
        status=status,
        period=None,
        part_of=None,
        theme=None,
        evidence=(Span(start=source.start, end=source.end, quote=source.quote),),
    )
