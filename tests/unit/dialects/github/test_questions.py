"""An event asks git for what it shows, and for nothing else."""

from __future__ import annotations

import pytest

from understudy.dialects.github.questions import Questions, ask
from understudy.dialects.github.requests import Request

PULL = {"pull_request": {"base": {"ref": "stable"}}}
DEFAULT = {"repository": {"default_branch": "trunk"}}


@pytest.mark.parametrize(
    ("request_", "payload", "expected"),
    [
        pytest.param(Request("push"), {}, Questions(pushes=True), id="this branch"),
        pytest.param(
            Request("push", branch="faster"), {}, Questions(pushes=True), id="by name"
        ),
        pytest.param(
            Request("push", branch="main"), {}, Questions(("main",)), id="another"
        ),
        pytest.param(Request("push", tag="v1"), {}, Questions(), id="a tag"),
        pytest.param(
            Request("pull_request"), {}, Questions(("main",)), id="the default base"
        ),
        pytest.param(
            Request("pull_request", branch="dev"),
            {},
            Questions(("dev", "main")),
            id="a base",
        ),
        pytest.param(
            Request("pull_request_target", branch="dev"),
            PULL,
            Questions(("stable", "main")),
            id="the base of the payload",
        ),
        pytest.param(
            Request("pull_request"), DEFAULT, Questions(("trunk",)), id="other default"
        ),
        pytest.param(
            Request("merge_group"), {}, Questions(("main",)), id="a merge group"
        ),
        pytest.param(Request("schedule"), {}, Questions(), id="nothing was pushed"),
        pytest.param(Request(), {}, Questions(), id="no event yet"),
    ],
)
def test_an_event_asks(request_, payload, expected):
    assert ask(request_, payload, "faster", "main") == expected


def test_without_a_branch_a_push_is_one_to_the_default_branch():
    assert ask(Request("push"), {}, None, "main") == Questions(("main",))
