"""The service's own tables."""

from __future__ import annotations

import sqlalchemy as sa

__all__ = [
    "about",
    "batches",
    "blobs",
    "costs",
    "decisions",
    "deliveries",
    "events",
    "expected",
    "idempotency",
    "jobs",
    "keys",
    "listed",
    "metadata",
    "readings",
    "reviews",
    "sessions",
    "spend",
    "webhooks",
    "workers",
]

metadata = sa.MetaData()
_big_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# The original bytes, once per content.
blobs = sa.Table(
    "summarizer_blobs",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
)

# One row per submission. `number` gives the order, `version` counts changes (ETag).
jobs = sa.Table(
    "summarizer_jobs",
    metadata,
    sa.Column("number", _big_id, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String(32), nullable=False, unique=True),
    sa.Column("owner", sa.String(32), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("engine", sa.String(16), nullable=False),
    sa.Column("blob", sa.String(64), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("round", sa.Integer, nullable=False, default=1),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("chunks_done", sa.Integer, nullable=False, default=0),
    sa.Column("chunks_total", sa.Integer),
    sa.Column("summary", sa.Text),
    sa.Column("error", sa.Text),
    sa.Column("batch", sa.String(32)),
    sa.Column("client_ref", sa.Text),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("started_at", sa.Float),
    sa.Column("finished_at", sa.Float),
    sa.Column("version", sa.Integer, nullable=False, default=1),
    sa.Index("summarizer_jobs_by_owner", "owner", "number"),
    sa.Index("summarizer_jobs_by_state", "state", "owner", "number"),
    sa.Index("summarizer_jobs_by_batch", "batch"),
)

# The extraction of each chunk, so that a retry reads only unread chunks.
readings = sa.Table(
    "summarizer_readings",
    metadata,
    sa.Column("job", sa.String(32), primary_key=True),
    sa.Column("chunk", sa.Integer, primary_key=True),
    sa.Column("extraction", sa.Text, nullable=False),
    sa.Column("complete", sa.Boolean, nullable=False),
)

events = sa.Table(
    "summarizer_events",
    metadata,
    sa.Column("number", _big_id, primary_key=True, autoincrement=True),
    sa.Column("job", sa.String(32), nullable=False),
    sa.Column("type", sa.String(32), nullable=False),
    sa.Column("data", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Index("summarizer_events_by_job", "job", "number"),
)

idempotency = sa.Table(
    "summarizer_idempotency",
    metadata,
    sa.Column("owner", sa.String(32), primary_key=True),
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("resource", sa.String(32), nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
)

batches = sa.Table(
    "summarizer_batches",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("owner", sa.String(32), nullable=False),
    sa.Column("refused", sa.Text, nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
)

# Only a hash of the secret is stored.
keys = sa.Table(
    "summarizer_keys",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("secret_sha256", sa.String(64), nullable=False),
    sa.Column("scopes", sa.Text, nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("expires_at", sa.Float),
    sa.Column("last_used_at", sa.Float),
    sa.Column("revoked_at", sa.Float),
)

spend = sa.Table(
    "summarizer_spend",
    metadata,
    sa.Column("owner", sa.String(32), primary_key=True),
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("tokens", sa.BigInteger, nullable=False),
    sa.Column("micros", sa.BigInteger, nullable=False),
)

# The cost of each job, over all its rounds.
costs = sa.Table(
    "summarizer_costs",
    metadata,
    sa.Column("job", sa.String(32), primary_key=True),
    sa.Column("micros", sa.BigInteger, nullable=False),
)

webhooks = sa.Table(
    "summarizer_webhooks",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("owner", sa.String(32), nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("disabled_at", sa.Float),
)

deliveries = sa.Table(
    "summarizer_deliveries",
    metadata,
    sa.Column("number", _big_id, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String(64), nullable=False, unique=True),
    sa.Column("webhook", sa.String(32), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("next_at", sa.Float, nullable=False),
    sa.Column("last_status", sa.Text),
    sa.Index("summarizer_deliveries_due", "state", "next_at"),
)

# Decisions in order; the newest of an item in a run counts. `undoes` is the decision that a later
# one undid.
decisions = sa.Table(
    "summarizer_decisions",
    metadata,
    sa.Column("number", _big_id, primary_key=True, autoincrement=True),
    sa.Column("job", sa.String(32), nullable=False),
    sa.Column("run", sa.String(16), nullable=False),
    sa.Column("item", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("after", sa.Text),
    sa.Column("note", sa.Text),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("undoes", _big_id),
    sa.Index("summarizer_decisions_by_job", "job", "run", "number"),
)

# A review belongs to a document, a run and a version of the JSON; a new run starts a new review.
reviews = sa.Table(
    "summarizer_reviews",
    metadata,
    sa.Column("job", sa.String(32), primary_key=True),
    sa.Column("run", sa.String(16), primary_key=True),
    sa.Column("document", sa.String(64), nullable=False),
    sa.Column("schema_version", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("by", sa.Text),
    sa.Column("at", sa.Float, nullable=False),
)

# One row for each ended job, for the portfolio's lists and totals. `number` is the job's, `run`
# names the run that made its summary, `at` is the time of writing.
listed = sa.Table(
    "summarizer_listed",
    metadata,
    sa.Column("number", _big_id, primary_key=True, autoincrement=False),
    sa.Column("job", sa.String(32), nullable=False, unique=True),
    sa.Column("owner", sa.String(32), nullable=False),
    sa.Column("run", sa.String(16), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("office", sa.Text),
    sa.Column("year", sa.Integer),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("message", sa.Text),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("received", sa.Float, nullable=False),
    sa.Column("budget", sa.Text),
    sa.Column("spent", sa.Text),
    sa.Column("rate", sa.Text),
    sa.Column("score", sa.Text),
    sa.Column("grade", sa.Text),
    sa.Column("problems", sa.Integer, nullable=False),
    sa.Column("measures", sa.Integer, nullable=False),
    sa.Column("open_items", sa.Integer, nullable=False),
    sa.Column("counts", sa.Text, nullable=False),
    sa.Column("places", sa.Text, nullable=False),
    sa.Index("summarizer_listed_by_owner", "owner", "at"),
)

# The documents that an owner expects: the original CSV.
expected = sa.Table(
    "summarizer_expected",
    metadata,
    sa.Column("owner", sa.String(32), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)

# Browser sessions; only a hash of the cookie is stored.
sessions = sa.Table(
    "summarizer_sessions",
    metadata,
    sa.Column("token_sha256", sa.String(64), primary_key=True),
    sa.Column("key", sa.String(32), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False),
)

# One row per worker: its capacity, and a count that grows while it lives.
workers = sa.Table(
    "summarizer_workers",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("places", sa.Integer, nullable=False),
    sa.Column("beats", sa.BigInteger, nullable=False),
)

about = sa.Table("summarizer_about", metadata, sa.Column("version", sa.Integer, primary_key=True))
