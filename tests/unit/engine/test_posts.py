from __future__ import annotations

from understudy.engine.contract import Found
from understudy.engine.posts import Post


def test_what_an_action_saves_for_its_end_is_shown_to_nobody(leg_state):
    step = leg_state.leg.job.steps[0]
    found = Found(None, "v1")  # type: ignore[arg-type]
    post = Post(step, "Run x", "octo/act@v1", found, {"key": "hunter2"})

    assert "hunter2" not in repr(post)
