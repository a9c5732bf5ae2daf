from __future__ import annotations

import pytest

from understudy.actions import prefixes
from understudy.engine.contract import NotPlayed
from understudy.model.plan import Reason


def test_an_interpreter_of_which_none_can_be_made_is_not_played(host, interpreter):
    broken = interpreter("3.8.1")
    broken.path.write_text("#!/bin/sh\necho out of order >&2\nexit 1\n")
    leg = host("actions/setup-python@v5")

    with pytest.raises(NotPlayed) as missing:
        prefixes.make(leg, broken, leg.tool_cache / "Python")

    assert missing.value.reason == Reason(
        "interpreter",
        f"no prefix could be made for `{broken.path}`: out of order",
        fixable=True,
    )
