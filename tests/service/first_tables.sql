-- The tables as the first program of version 1 made them.
CREATE TABLE summarizer_blobs (sha256 VARCHAR(64) NOT NULL, content BLOB NOT NULL, created_at FLOAT NOT NULL, PRIMARY KEY (sha256));
CREATE TABLE summarizer_jobs (number INTEGER NOT NULL, id VARCHAR(32) NOT NULL, owner VARCHAR(32) NOT NULL, name TEXT NOT NULL, media_type TEXT NOT NULL, engine VARCHAR(16) NOT NULL, blob VARCHAR(64) NOT NULL, state VARCHAR(16) NOT NULL, round INTEGER NOT NULL, tries INTEGER NOT NULL, chunks_done INTEGER NOT NULL, chunks_total INTEGER, summary TEXT, error TEXT, batch VARCHAR(32), client_ref TEXT, created_at FLOAT NOT NULL, started_at FLOAT, finished_at FLOAT, version INTEGER NOT NULL, PRIMARY KEY (number), UNIQUE (id));
CREATE INDEX summarizer_jobs_by_batch ON summarizer_jobs (batch);
CREATE INDEX summarizer_jobs_by_owner ON summarizer_jobs (owner, number);
CREATE INDEX summarizer_jobs_by_state ON summarizer_jobs (state, number);
CREATE TABLE summarizer_readings (job VARCHAR(32) NOT NULL, chunk INTEGER NOT NULL, extraction TEXT NOT NULL, complete BOOLEAN NOT NULL, PRIMARY KEY (job, chunk));
CREATE TABLE summarizer_events (number INTEGER NOT NULL, job VARCHAR(32) NOT NULL, type VARCHAR(32) NOT NULL, data TEXT NOT NULL, at FLOAT NOT NULL, PRIMARY KEY (number));
CREATE INDEX summarizer_events_by_job ON summarizer_events (job, number);
CREATE TABLE summarizer_idempotency (owner VARCHAR(32) NOT NULL, "key" VARCHAR(255) NOT NULL, fingerprint VARCHAR(64) NOT NULL, resource VARCHAR(32) NOT NULL, created_at FLOAT NOT NULL, PRIMARY KEY (owner, "key"));
CREATE TABLE summarizer_batches (id VARCHAR(32) NOT NULL, owner VARCHAR(32) NOT NULL, refused TEXT NOT NULL, created_at FLOAT NOT NULL, PRIMARY KEY (id));
CREATE TABLE summarizer_keys (id VARCHAR(32) NOT NULL, name TEXT NOT NULL, secret_sha256 VARCHAR(64) NOT NULL, scopes TEXT NOT NULL, created_at FLOAT NOT NULL, expires_at FLOAT, last_used_at FLOAT, revoked_at FLOAT, PRIMARY KEY (id));
CREATE TABLE summarizer_spend (owner VARCHAR(32) NOT NULL, day VARCHAR(10) NOT NULL, tokens BIGINT NOT NULL, micros BIGINT NOT NULL, PRIMARY KEY (owner, day));
CREATE TABLE summarizer_webhooks (id VARCHAR(32) NOT NULL, owner VARCHAR(32) NOT NULL, url TEXT NOT NULL, secret TEXT NOT NULL, created_at FLOAT NOT NULL, disabled_at FLOAT, PRIMARY KEY (id));
CREATE TABLE summarizer_deliveries (number INTEGER NOT NULL, id VARCHAR(64) NOT NULL, webhook VARCHAR(32) NOT NULL, body TEXT NOT NULL, state VARCHAR(16) NOT NULL, tries INTEGER NOT NULL, next_at FLOAT NOT NULL, last_status TEXT, PRIMARY KEY (number), UNIQUE (id));
CREATE INDEX summarizer_deliveries_due ON summarizer_deliveries (state, next_at);
CREATE TABLE summarizer_about (version INTEGER NOT NULL, PRIMARY KEY (version));
INSERT INTO summarizer_about VALUES (1);
