from __future__ import annotations

import pytest

from understudy.actions import cache_save
from understudy.engine.contract import Played


@pytest.mark.parametrize(
    "given, lines",
    [({"key": "k", "path": "x"}, []), ({}, ["[warning]Key is not specified."])],
)
def test_nothing_is_saved(host, given, lines):
    leg = host("actions/cache/save@v4", given)

    assert cache_save.main(leg) == Played(notes=("nothing is saved",))
    assert leg.lines == lines
