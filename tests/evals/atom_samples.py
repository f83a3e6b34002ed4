"""Atoms that several tests of the scorers share."""

from evals.atoms import Atom

JOBS = Atom(
    id="r1",
    type="result",
    metric="新增就业",
    subject="全街",
    spans=((10, 20, "全街新增就业730人"),),
    value="730",
    unit="人",
    approx="exact",
    comparator="=",
)
