"""Parts of `evals.bench.peers`: gold answers in each program's format, a model server, one runner
per program, and a judge that compares only places."""
