"""Mutants of a module: its source with one operator, number or condition changed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}


@dataclass(frozen=True)
class Mutant:
    """The path of a module below the root, what was changed at which line, the whole new source."""

    path: str
    line: int
    change: str
    source: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.change}"


def mutants(root: Path, path: str) -> Iterator[Mutant]:
    """Every mutant of a module.

    Comparisons, `and`, `or`, `+` and `-` are swapped for their neighbours, conditions are negated,
    whole numbers are raised by 1 and truth values turned round.
    """
    tree = ast.parse((root / path).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        for field, new in _changes(node):
            old, before = getattr(node, field), ast.unparse(node)
            setattr(node, field, new)
            change = f"{before.splitlines()[0]}  →  {ast.unparse(node).splitlines()[0]}"
            yield Mutant(path, getattr(node, "lineno", 0), change, ast.unparse(tree))
            setattr(node, field, old)


def _changes(node: ast.AST) -> Iterator[tuple[str, Any]]:
    """A field of the node and its new value."""
    match node:
        case ast.Compare(ops=ops):
            for at, op in enumerate(ops):
                if other := _SWAPPED.get(type(op)):
                    yield "ops", [*ops[:at], other(), *ops[at + 1 :]]
        case ast.BoolOp(op=op) | ast.BinOp(op=op):
            if other := _SWAPPED.get(type(op)):
                yield "op", other()
        case ast.If(test=test) | ast.IfExp(test=test) | ast.comprehension(ifs=[test]):
            if not isinstance(test, ast.Compare | ast.BoolOp):
                negated = ast.UnaryOp(ast.Not(), test)
                yield (
                    ("ifs", [negated])
                    if isinstance(node, ast.comprehension)
                    else (
                        "test",
                        negated,
                    )
                )
        case ast.Constant(value=bool(value)):
            yield "value", not value
        case ast.Constant(value=int(value)):
            yield "value", value + 1
