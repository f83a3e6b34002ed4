"""A portfolio as tables: the ledger, figures and rankings, year-on-year changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from summarizer.audit import CODES
from summarizer.portfolio.book import Portfolio
from summarizer.portfolio.entry import Entry
from summarizer.portfolio.figures import Figures, Rank
from summarizer.portfolio.ledger import Line
from summarizer.rendering.labels import Language, word
from summarizer.rendering.look import Look
from summarizer.rendering.tabular import Cell, TitledTable, as_markdown, as_text, as_workbook
from summarizer.schema.noun import Noun

__all__ = ["as_lines", "finding_word", "notes_of", "render", "say", "tables", "wan"]

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("文件台账", "Portfolio"),
    "totals": ("合计（按年度和种类）", "Totals by year and kind"),
    "number": ("文件", "Documents"),
    "of": ("计入", "Added"),
    "unpaired": ("未计入：没有可靠的预算与支出", "Left out: no sure pair"),
    "within": ("未计入：已含在主管部门内", "Left out: within a department's"),
    "project": ("项目", "Project"),
    "review": ("核对", "Review"),
    "none_reviewed": ("未核对", "not reviewed"),
    "in_progress": ("核对中", "in review"),
    "completed": ("核对完成", "reviewed"),
    "held": ("已含在{0}内", "within {0}"),
    "ledger": ("台账", "Ledger"),
    "execution": ("执行率排名", "By execution"),
    "findings": ("核查发现排名", "By findings"),
    "scores": ("得分排名", "By score"),
    "codes": ("核查发现类别", "Findings by kind"),
    "steps": ("年度与文件比对", "Comparisons"),
    "copied": ("连续三年未变的目标", "Targets unchanged for three years"),
    "none": ("无", "None"),
    "nothing": ("", ""),
    "office": ("单位", "Office"),
    "year": ("年度", "Year"),
    "kind": ("种类", "Kind"),
    "state": ("状态", "State"),
    "file": ("文件", "File"),
    "budget": ("预算（万元）", "Budget (10,000 yuan)"),
    "spent": ("支出（万元）", "Spent (10,000 yuan)"),
    "rate": ("执行率%", "Rate %"),
    "score": ("得分", "Score"),
    "met": ("目标达成/全部", "Targets met/all"),
    "open": ("待复核", "To review"),
    "note": ("说明", "Note"),
    "place": ("名次", "Place"),
    "value": ("值", "Value"),
    "count": ("数量", "Count"),
    "old": ("前一份", "Older"),
    "new": ("后一份", "Newer"),
    "pairs": ("对应指标", "Pairs"),
    "raised": ("目标提高", "Raised"),
    "lowered": ("目标降低", "Lowered"),
    "same": ("目标未变", "Same"),
    "conflicts": ("不一致的数", "Conflicts"),
    "repeated": ("问题或措施再现", "Repeated"),
    "closed": ("已解决或落实", "Ended"),
    "similar": ("有相近的", "Similar"),
    "unmentioned": ("未识别到", "Not found"),
    "metric": ("指标", "Metric"),
    "years": ("年度", "Years"),
    "read": ("已读", "read"),
    "partial": ("部分已读", "partly read"),
    "unreadable": ("无法读取", "unreadable"),
    "late": ("逾期", "late"),
    "missing": ("缺报", "missing"),
    "days": ("逾期 {0} 天", "{0} days late"),
    "replaced": ("旧版 {0} 份", "{0} older versions"),
    "documents": ("文件 {0} 份：{1}", "{0} documents: {1}"),
    "sums": (
        "{0}：预算合计 {1} 万元，支出合计 {2} 万元，执行率 {3}（计入 {4} 份，未计入 {5} 份）",
        "{0}: budget {1}, spent {2}, in 10,000 yuan, execution {3} ({4} added, {5} left out)",
    ),
    "own-house": ("名称含本级", "own house"),
    "street-office": ("街道办事处即街道", "street office"),
    "without-region": ("名称省去地区", "region left out"),
}


def say(key: str, language: Language) -> str:
    """Return a word of the tables. Raises KeyError for an unknown key."""
    return _WORDS[key][language == "en"]


def render(found: Portfolio, format: str, look: Look) -> str | bytes:  # noqa: A002
    """Render the portfolio as `table`, `json`, `md` or `xlsx`."""
    if format == "json":
        return found.model_dump_json(indent=2) + "\n"
    title = say("title", look.language)
    facts, listed = list(_facts(found.figures, look.language)), tables(found, look.language)
    facts += [note.en if look.language == "en" else note.zh for note in found.notes]
    if format == "xlsx":
        return as_workbook(title, facts, listed)
    if format == "md":
        return as_markdown(title, facts, listed)
    return as_text(title, facts, listed, look)


def as_lines(found: Portfolio) -> str:
    """Yield JSON lines: the figures, then each line, entry, comparison and copied target."""
    rows: list[tuple[str, Noun]] = [
        ("figures", found.figures),
        *(("line", one) for one in found.lines),
        *(("entry", one) for one in found.entries),
        *(("step", one) for one in found.steps),
        *(("copied", one) for one in found.copied),
    ]
    return "".join(f'{{"row":"{row}",{noun.model_dump_json()[1:]}\n' for row, noun in rows)


def _facts(figures: Figures, language: Language) -> Iterator[str]:
    states = "、".join(f"{say(s, language)} {n}" for s, n in figures.states.items())
    yield say("documents", language).format(figures.documents, states)
    for one in figures.totals:
        if one.of:
            yield say("sums", language).format(
                f"{one.year or '—'} {word('document', one.kind, language)}",
                wan(one.budget),
                wan(one.spent),
                f"{one.rate}%" if one.rate else "—",
                one.of,
                one.unpaired + one.within,
            )


def wan(value: str | None) -> Decimal | None:
    """Return an amount in 元 as 万元."""
    return (Decimal(value) / 10_000).quantize(Decimal("0.01")) if value else None


def tables(found: Portfolio, language: Language) -> list[TitledTable]:
    """Return the tables, ledger first."""
    return [
        _ledger(found, language),
        _totals(found.figures, language),
        _ranks("execution", "rate", found.figures.by_execution, language),
        _ranks("scores", "score", found.figures.by_score, language),
        _ranks("findings", "count", found.figures.by_findings, language),
        _codes(found.figures, language),
        _steps(found, language),
        _copied(found, language),
    ]


def _ledger(found: Portfolio, language: Language) -> TitledTable:
    head = ("office", "year", "kind", "project", "state", "review", "file")
    figures = ("budget", "spent", "rate", "score", "met", "open", "note")
    entries = {entry.key: entry for entry in found.entries}
    rows = []
    for line in found.lines:
        entry = entries.get(line.keys[0]) if line.keys else None
        kind = word("document", line.kind, language) if line.kind else ""
        review = say((entry.review or "none_reviewed") if entry else "nothing", language)
        start: tuple[Cell, ...] = (
            *(line.office, line.year, kind, line.project),
            *(say(line.state, language), review),
        )
        rows.append((*start, *_of_entry(entry), "；".join(notes_of(line, entry, language))))
    return _table("ledger", (*head, *figures), rows, language)


def notes_of(line: Line, entry: Entry | None, language: Language) -> Iterator[str]:
    """Return the notes on a line beside its state."""
    if line.days_late:
        yield say("days", language).format(line.days_late)
    if len(line.keys) > 1:
        yield say("replaced", language).format(len(line.keys) - 1)
    if line.rule and line.rule != "same":
        yield say(line.rule, language)
    if line.within:
        yield say("held", language).format(line.within)
    if entry and entry.message:
        yield entry.message


def _of_entry(entry: Entry | None) -> tuple[Cell, ...]:
    if entry is None:
        return ("", None, None, None, None, "", None)
    counts = entry.targets
    met = f"{counts.met + counts.exceeded}/{counts.total}" if counts.total else ""
    rate = Decimal(entry.rate) if entry.rate else None
    score = Decimal(entry.score) if entry.score else None
    return (entry.name, wan(entry.budget), wan(entry.spent), rate, score, met, entry.open_items)


def _totals(figures: Figures, language: Language) -> TitledTable:
    head = ("year", "kind", "number", "of", "unpaired", "within", "budget", "spent", "rate")
    rows = [
        (
            *(one.year, word("document", one.kind, language)),
            *(one.documents, one.of, one.unpaired, one.within),
            *((wan(one.budget), wan(one.spent)) if one.of else (None, None)),
            Decimal(one.rate) if one.rate else None,
        )
        for one in figures.totals
    ]
    return _table("totals", head, rows, language)


def _ranks(title: str, value: str, ranks: Sequence[Rank], language: Language) -> TitledTable:
    rows = [
        (
            *(one.place, one.office, one.year),
            word("document", one.kind, language) if one.kind else "",
            *(Decimal(one.value), one.key),
        )
        for one in ranks
    ]
    return _table(title, ("place", "office", "year", "kind", value, "file"), rows, language)


def _codes(figures: Figures, language: Language) -> TitledTable:
    rows = [(finding_word(code, language), number) for code, number in figures.findings.items()]
    return _table("codes", ("kind", "count"), rows, language)


def finding_word(code: str, language: Language) -> str:
    """Return the name of a finding's code."""
    known = CODES.get(code)
    return code if known is None else known.en if language == "en" else known.zh


def _steps(found: Portfolio, language: Language) -> TitledTable:
    changes = ("pairs", "raised", "lowered", "same", "conflicts")
    head = ("office", "old", "new", *changes, "closed", "repeated", "similar", "unmentioned")
    rows = [tuple(getattr(one, key) for key in head) for one in found.steps]
    return _table("steps", head, rows, language)


def _copied(found: Portfolio, language: Language) -> TitledTable:
    rows = [
        (one.office, one.metric, one.value, "、".join(map(str, one.years))) for one in found.copied
    ]
    return _table("copied", ("office", "metric", "value", "years"), rows, language)


def _table(
    title: str, head: Sequence[str], rows: Sequence[tuple[Cell, ...]], language: Language
) -> TitledTable:
    said = tuple(say(key, language) for key in head)
    return TitledTable(say(title, language), said, tuple(rows), say("none", language))
