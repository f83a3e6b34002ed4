"""Comparisons of jobs: two for a page, all of a portfolio for its workbook."""

from __future__ import annotations

import asyncio

from summarizer.comparison import Comparison, compare
from summarizer.errors import SummarizerError
from summarizer.portfolio import portfolio_from
from summarizer.portfolio.printing import render
from summarizer.rendering.labels import Language
from summarizer.rendering.look import Look
from summarizer.schema import Document, Summary
from summarizer.schema.noun import Sentence
from summarizer.service.context import Service
from summarizer.service.keys import Caller
from summarizer.service.portfolios import Wanted
from summarizer.service.problems import ProblemError
from summarizer.service.records import Job
from summarizer.service.statuses import job_of

__all__ = ["comparison_of", "workbook_of"]

# Maximum number of documents compared for a workbook; more would take minutes.
MOST_COMPARED = 300
_LEFT_OUT = Sentence(
    zh=f"所选文件超过 {MOST_COMPARED} 份，未作年度与文件比对；请按年度、种类或单位筛选后导出。",
    en=f"More than {MOST_COMPARED} documents: comparisons are left out; select fewer of them.",
)


async def comparison_of(here: Service, caller: Caller, old: str, new: str) -> Comparison:
    """Return the comparison of two jobs.

    Raises ProblemError: 404, or 409 for a job without a summary.
    """
    jobs = [await job_of(here, caller, key) for key in (old, new)]
    if not all(job.summary for job in jobs):
        raise ProblemError("conflict", zh="任务还没有摘要", en="the job has no summary")
    earlier, document = [await _document(here, job) for job in jobs]

    def work() -> Comparison:
        first, second = (Summary.model_validate_json(job.summary or "") for job in jobs)
        return compare(first, second, document, earlier)

    return await asyncio.to_thread(work)


async def _document(here: Service, job: Job) -> Document | None:
    try:
        return await here.documents.of(job)
    except SummarizerError:
        return None  # the summary's own evidence is enough to compare with


async def workbook_of(
    here: Service,
    owner: str,
    wanted: Wanted,
    format: str,  # noqa: A002
    language: Language,
) -> bytes:
    """Render the portfolio as `batch run` does, in the given format."""
    loop = asyncio.get_running_loop()

    def job(key: str) -> Job | None:
        return here.store.get(key, owner=owner)

    def load(key: str) -> Summary | None:
        found = job(key)
        return Summary.model_validate_json(found.summary) if found and found.summary else None

    def read(key: str) -> Document | None:
        found = job(key)
        if found is None:
            return None
        return asyncio.run_coroutine_threadsafe(_document(here, found), loop).result()

    def work() -> bytes:
        found = here.portfolios.find(owner, wanted)
        entries = here.portfolios.entries(owner, found.lines)
        few = len(entries) <= MOST_COMPARED
        made = portfolio_from(found.lines, entries, load if few else None, read)
        if not few:
            made = made.altered(notes=(_LEFT_OUT,))
        content = render(made, format, Look(language=language))
        return content if isinstance(content, bytes) else content.encode("utf-8", "replace")

    return await asyncio.to_thread(work)
