"""Durable jobs: the only package that uses the durable engine (DBOS).

A job is a workflow `<job id>.<round>`: read, one step per chunk, finish. Each step first stores its
result in our own tables, so a repeated step finds the work done; the durable engine stores only ids
and counts, as JSON. After a kill the job continues at its last step. The rules are free and fast,
so a job without a model is one step in a child process.
"""

from summarizer.service.jobs.dispatch import Jobs
from summarizer.service.jobs.workflow import CONTRACT_VERSION

__all__ = ["CONTRACT_VERSION", "Jobs"]
