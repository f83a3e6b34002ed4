"""Labels by meaning: what a reader takes for the same, and what not."""

from dataclasses import replace

import pytest

from evals.atoms import Atom
from evals.scorers.meaning import same_owner, same_thing

GOLD = Atom("r1", "result", "调解成功率", "街道", ((0, 8, "街道调解成功率100%"),))


def said(metric, subject=None):
    return replace(GOLD, metric=metric, subject=subject)


@pytest.mark.parametrize(
    "metric", ["调解成功率", "调解的成功率", "街道调解成功率", "案件调解成功率"]
)
def test_the_same_thing(metric):
    assert same_thing(GOLD, said(metric))


@pytest.mark.parametrize("metric", ["形成案卷调解成功率", "增加", "成功", "立案数", ""])
def test_another_thing(metric):
    assert not same_thing(replace(GOLD, subject=None), said(metric))


def test_a_subject_left_out_is_said_of_nobody_else():
    assert same_owner(GOLD, said("调解成功率"))
    assert same_owner(GOLD, said("调解成功率", "街道"))
    assert not same_owner(GOLD, said("调解成功率", "丙乡"))


def test_a_subject_of_the_heading_is_known():
    told = replace(said("调解成功率", "公共安全"), section=("二、公共安全",))
    assert same_owner(GOLD, told)
