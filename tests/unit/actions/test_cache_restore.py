from __future__ import annotations

import pytest

from understudy.actions import cache_restore
from understudy.engine.contract import ActionFailed, Played


def test_the_key_is_told_although_nothing_is_found(host):
    leg = host("actions/cache/restore@v4", {"path": "x", "key": "a-1"})

    played = cache_restore.main(leg)

    assert played == Played(notes=("the cache is empty",))
    assert leg.outputs == {"cache-primary-key": "a-1"}


def test_a_step_that_needs_it_fails(host):
    given = {"path": "x", "key": "a-1", "fail-on-cache-miss": "true"}

    with pytest.raises(ActionFailed, match="Input key: a-1$"):
        cache_restore.main(host("actions/cache/restore@v4", given))
