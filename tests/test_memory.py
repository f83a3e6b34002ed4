"""The cycle collector rests, and works again as it did before."""

from __future__ import annotations

import gc

from summarizer.memory import nothing_to_collect


def test_the_collector_rests_inside_and_works_behind() -> None:
    with nothing_to_collect():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_a_failure() -> None:
    try:
        with nothing_to_collect():
            raise ValueError
    except ValueError:
        pass
    assert gc.isenabled()


def test_whoever_finds_it_resting_leaves_it_so() -> None:
    gc.disable()
    try:
        with nothing_to_collect(), nothing_to_collect():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_was_set_aside_for_good_stays_there() -> None:
    gc.freeze()
    try:
        with nothing_to_collect():
            pass
        assert gc.get_freeze_count()
    finally:
        gc.unfreeze()
