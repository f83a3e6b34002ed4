"""Durable jobs: the one package that knows the engine that runs them (DBOS).

A job is a workflow `<job id>.<round>`: read, one step per chunk, finish. What a step found is kept
in our own tables first, so a step that runs twice finds its own work done; the durable engine
holds ids and counts only, as JSON. After a kill the job goes on at its last step. The rules are
free and fast, so a job without a model is one step in a child process.
"""

from summarizer.service.jobs.dispatch import Jobs
from summarizer.service.jobs.workflow import CONTRACT_VERSION

__all__ = ["CONTRACT_VERSION", "Jobs"]
