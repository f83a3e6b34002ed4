"""What `evals.bench.peers` is made of: gold in each system's own format, a model server that gives
it, one runner per system, and a judge that sees only places."""
