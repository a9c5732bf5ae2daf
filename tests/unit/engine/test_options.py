from __future__ import annotations

import dataclasses

import pytest

from understudy.engine.options import RunOptions


def test_a_run_is_complete_and_tidy_unless_somebody_asks_otherwise():
    options = RunOptions()

    assert (options.selection, options.jobs, options.here) == (None, None, frozenset())
    assert not (options.exit_first or options.strict or options.offline or options.keep)
    assert options.allow_missing == frozenset()


def test_nobody_changes_options_while_a_run_plays():
    with pytest.raises(dataclasses.FrozenInstanceError):
        RunOptions().keep = True  # type: ignore[misc]
