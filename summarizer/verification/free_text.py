"""Free text (a summary of another program): each of its numbers compared with the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ConfigDict

from summarizer.genre.words import letters, pairs, pairs_of_all, strays
from summarizer.quantities import normal_unit
from summarizer.schema import (
    Attainment,
    Check,
    Document,
    Indicator,
    Item,
    Quantity,
    Result,
    Span,
    Target,
)
from summarizer.schema.terms import Reason, Status
from summarizer.verification import binding, periods, scope, wording
from summarizer.verification.claim import Claim
from summarizer.verification.comparison import agrees, derivable, differences, nearest, read
from summarizer.verification.label_words import is_synonym, without_paraphrase
from summarizer.verification.labels import Label, crossed
from summarizer.verification.lexicon import EXPECTED, ONGOING, PLANNED, TARGETS_AHEAD
from summarizer.verification.places import Places, Zone
from summarizer.verification.report import Fit, Report, Source, report_of
from summarizer.verification.verdicts import judge

__all__ = ["Candidate", "TextCheck", "verify_text"]


class Candidate(Source):
    """The number of the report that comes nearest, and what differs."""

    differs: tuple[Reason, ...]


class TextCheck(BaseModel):
    """One number of a free text: its offsets in that text, the verdict, and its place in the
    report (`found`) or the nearest candidate there (`nearest`)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    start: int
    end: int
    text: str
    check: Check
    found: Source | None = None
    nearest: Candidate | None = None


# This share of a number's label must stand around it in the report.
_LABELLED = 0.5
# Another number must fit the label so much better before a match is doubted.
_MARGIN = 1.5


def verify_text(text: str, document: Document) -> tuple[TextCheck, ...]:
    """One check per number of a free Chinese text, in order of place."""
    report = report_of(document)
    draft = _draft(text)
    return tuple(_judge(number, draft, report) for number in draft.document.quantities)


def _draft(text: str) -> Places:
    """A text as a document of its own, so that its numbers have labels too."""
    return Places(Document(name="", text=text, sha256="", text_sha256="", quantities=read(text)))


def _judge(number: Quantity, draft: Places, report: Report) -> TextCheck:
    if not number.is_checked:
        return _time(number, draft, report)
    zone = draft.zone(number)
    scores = report.fits(zone.own if zone else ())
    same = report.same(number)
    if not same:
        return _unknown(number, draft, report, scores)
    return _known(number, draft, report, Fit(scores, same))


def _time(number: Quantity, draft: Places, report: Report) -> TextCheck:
    """Dates, durations and ages: printed somewhere with these words, or the year of the report."""
    same_kind = [q for q in report.document.quantities if q.kind == number.kind]
    same = [q for q in same_kind if agrees(number, q)]
    if same:
        doubts = [(*_misplaced(number, draft, q, report), *_recognised(q, report)) for q in same]
        reasons, found = min(zip(doubts, same, strict=True), key=lambda one: len(one[0]))
        return _check(number, reasons, found=report.source(found))
    if number.kind == "date" and number.value in report.places.years:
        return _check(number, ())
    told: tuple[Reason, ...] = ("period-mismatch",) if number.kind == "date" else ("not-in-report",)
    closest = nearest(number, [q for q in same_kind if q.unit == number.unit])
    return _check(number, told, nearest=_candidate(number, closest, report))


def _misplaced(
    number: Quantity, draft: Places, found: Quantity, report: Report
) -> Iterator[Reason]:
    """Does the word right beside a time stand at another time of the sentence, or nowhere in it?"""
    if _YEAR.fullmatch(number.text):
        return
    text, places = report.document.text, report.places
    start, end = places.sentence(found.start)
    tail = _name_beside(draft.document.text, draft.sentence(number.start)[0], number)
    others = report.document.quantities_in(start, end)
    there = {q.start: _name_beside(text, start, q) for q in others if q.kind == found.kind}
    own = there[found.start]
    if not tail or tail[-2:] in own or (own and own in tail):
        return
    if any(tail[-2:] in words for words in there.values()):
        yield "bound-to-other-label"
    elif strays(tail, pairs_of_all((text[start:end], *places.section(found.start)))):
        yield "low-wording-support"


_FEW_WORDS = 6
_YEAR = re.compile(r"(?:19|20)\d\d年?度?")


def _name_beside(text: str, start: int, number: Quantity) -> str:
    """The words of a list member or clause right before a number, and right behind a date."""
    mark = r"[、，,；;：:（()）。\n\d]"
    words = re.split(mark, text[start : number.start])[-1]
    if number.kind == "date":
        behind = re.split(mark, text[number.end : number.end + _FEW_WORDS + 1])[0]
        words += behind if len(behind) <= _FEW_WORDS else ""
    return letters(without_paraphrase(words).replace("，", ""))


def _recognised(found: Quantity, report: Report) -> tuple[Reason, ...]:
    return ("ocr",) if report.document.is_recognised(found.start, found.end) else ()


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


def _candidate(said: Quantity, found: Quantity | None, report: Report) -> Candidate | None:
    if found is None:
        return None
    source = dict(report.source(found))
    return Candidate(**source, differs=differences(said, found))


def _unknown(
    number: Quantity, draft: Places, report: Report, scores: dict[int, float]
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


def _meant(number: Quantity, report: Report, scores: dict[int, float]) -> Quantity | None:
    """The number under the best fitting label; of several, the one that differs least."""
    top = max(scores.values(), default=0)
    fitting = [place for place, score in scores.items() if score >= max(top - 1, 1)]
    unit = (number.kind, normal_unit(number.unit))
    pool = fitting or report.by_unit.get(unit) or range(len(report.zones))
    likely = sorted(pool, key=lambda place: (-scores.get(place, 0), place))[:_MANY]
    return nearest(number, (report.zones[place].number for place in likely))


# So many candidates are compared digit by digit.
_MANY = 300
# The last letters of a label name what is counted.
_TAIL = 4


def _known(number: Quantity, draft: Places, report: Report, fit: Fit) -> TextCheck:
    """Does a printed number stand under this label, with this wording?"""
    doubts = {
        place: tuple(_doubts(number, draft, report, report.zones[place])) for place in fit.best
    }
    best = min(doubts, key=lambda place: len(doubts[place]))
    found = report.source(report.zones[best].number)
    doubts[best] += _recognised(report.zones[best].number, report)
    rival = _rival(number, draft, report, fit)
    if rival is not None:
        nearer = _candidate(number, rival, report)
        reasons = ("bound-to-other-label", *doubts[best])
        return _check(number, reasons, found=found, nearest=nearer)
    return _check(number, doubts[best], found=found)


def _rival(number: Quantity, draft: Places, report: Report, fit: Fit) -> Quantity | None:
    """Another number of this unit and bound whose label fits clearly better."""
    best, same = fit.best[0], frozenset(fit.same)
    start, _ = draft.clause(number)
    tail = pairs(letters(draft.document.text[start : number.start])[-_TAIL:])
    closes = tail <= report.zones[best].own
    others = [
        place
        for place in report.by_unit.get((number.kind, normal_unit(number.unit)), ())
        if place not in same
        and report.zones[place].number.comparator == number.comparator
        and not (closes and not tail <= report.zones[place].own)
        and not _is_carried_on(draft.zone(number), report.zones[place], report.zones[best])
    ]
    top = max(others, key=fit.score, default=None)
    if top is None or fit.score(top) < fit.score(best) + _MARGIN:
        return None
    return report.zones[top].number


def _is_carried_on(said: Zone | None, earlier: Zone, own: Zone) -> bool:
    """「下达补助118万元，支付108万元」: told as 支付补助108万元, the object is carried on."""
    apart = own.number.start - earlier.number.end
    done = said is not None and bool((said.own & own.own) - earlier.own)
    return done and 0 < apart < _NEXT_CLAUSE


_NEXT_CLAUSE = 24


def _doubts(number: Quantity, draft: Places, report: Report, found: Zone) -> Iterator[Reason]:
    """Label, negation, direction, status, period and frame, as for an item of this clause."""
    start, end = draft.clause(number)
    text = draft.document.text
    clause = text[start:end]
    bare = _label(number, draft, clause)
    plain = without_paraphrase(bare)
    label = pairs(plain if len(letters(plain)) > 1 else bare)
    item = _as_item(clause, number, found.number, report)
    claim = Claim(item.altered(metric=bare), report.places)
    known = claim.around | found.own | found.near
    if not label or len(label & known) < _LABELLED * len(label) or _strays(number, draft, claim):
        yield "low-wording-support"
    for one in _OF_ITEMS:
        yield from one(claim)
    ahead, _ = draft.sentence(number.start)
    yield from periods.year_told(text[ahead : number.start], claim)
    if not any(scope.framed(text[ahead:end], "")):
        yield from scope.asserted(claim)
    told = Label.of(claim)
    if told is not None:
        yield from crossed(told, strict=False)
    if not isinstance(claim.item, Target) and _WANTED.search(clause):
        yield "kind-mismatch"


def _label(number: Quantity, draft: Places, clause: str) -> str:
    """The words of a clause that are those of one of its numbers."""
    own = draft.stretches(number.start).at(number)
    return f"{own.head}{own.before}，{own.behind}" if own else clause.replace(number.text, "，")


_OF_ITEMS = (
    wording.negation, wording.direction, scope.status, periods.period, binding.roles,
)  # fmt: skip


def _strays(number: Quantity, draft: Places, claim: Claim) -> bool:
    """Is there a word, in the clause of a number or in those beside it that have none, that stands
    neither in the sentence of the report nor above it?"""
    own, around = _told(number, draft)
    known = claim.around | pairs_of_all(_paragraph(claim, whole=False))
    near = known | pairs_of_all(_paragraph(claim, whole=True))
    return _is_strange(own, known) or _is_strange(around, near)


def _is_strange(words: str, known: frozenset[str]) -> bool:
    for one in read(words):
        words = words.replace(one.text, "，")
    plain = wording.one_negation(re.sub(r"[\d.,，、；;：:]+", "，", words))
    runs = (run for one in without_paraphrase(plain).split("，") for run in strays(one, known))
    return not all(is_synonym(run, known) for run in runs)


def _told(number: Quantity, draft: Places) -> tuple[str, str]:
    """The clause of a number, and those from the number before to the number behind."""
    start, end = draft.sentence(number.start)
    held = [q for q in draft.document.quantities_in(start, end) if q.is_checked]
    low = max((draft.clause(q)[1] for q in held if q.end <= number.start), default=start)
    high = min((draft.clause(q)[0] for q in held if q.start >= number.end), default=end)
    own = draft.clause(number)
    text = draft.document.text
    return text[
        slice(*own)
    ], f"{text[min(low, own[0]) : own[0]]}，{text[own[1] : max(high, own[1])]}"


def _paragraph(claim: Claim, *, whole: bool) -> Iterator[str]:
    """The paragraph of the report, or how it begins: what it is about."""
    if claim.anchor is not None:
        start, end = claim.places.paragraph(claim.anchor)
        words = wording.one_negation(claim.places.document.text[start:end])
        yield words if whole else re.split("[，。；]", words)[0]


# A clause that speaks of what was wanted.
_WANTED = re.compile(r"目标|指标值|计划|要求|应达|应为|力争|争取|预期")
_PROMISED = re.compile(f"(?:{_WANTED.pattern})(?!.{{0,4}}(?:完成|实现|达成|情况))")


def _as_item(clause: str, number: Quantity, found: Quantity, report: Report) -> Item:
    """A clause of a free text as the target or the result that it claims."""
    source = report.source(found)
    evidence = (Span(start=source.start, end=source.end, quote=source.quote),)
    bounded = number.comparator in (">=", "<=", ">", "<")
    if bounded or (_WANTED.search(clause) and _wanted_there(found, source, report)):
        return Target(
            id="",
            section=source.section,
            subject=None,
            metric=clause,
            text=clause,
            indicator=Indicator(),
            comparator=found.comparator,
            quantity=found,
            period=None,
            attainment=Attainment(state="unclear"),
            evidence=evidence,
        )
    return Result(
        id="",
        section=source.section,
        subject=None,
        metric=clause,
        text=clause,
        quantity=found,
        direction="none",
        status=_status(clause),
        period=None,
        part_of=None,
        theme=None,
        evidence=evidence,
    )


def _wanted_there(found: Quantity, source: Source, report: Report) -> bool:
    """Does the report speak of what was wanted, too?"""
    start, end = report.places.sentence(found.start)
    told = (source.quote, report.document.text[start:end])
    return any(map(_PROMISED.search, told)) or any(map(TARGETS_AHEAD.search, source.section))


def _status(clause: str) -> Status:
    if EXPECTED.search(clause) or PLANNED.search(clause):
        return "expected"
    return "ongoing" if ONGOING.search(clause) else "done"
