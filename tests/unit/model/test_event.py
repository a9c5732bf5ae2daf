"""An event names its ref as people do."""

from __future__ import annotations

import pytest

from understudy.model.event import Event


@pytest.mark.parametrize(
    ("ref", "name", "type"),
    [
        pytest.param("refs/heads/feature/x", "feature/x", "branch", id="a branch"),
        pytest.param("refs/tags/v1", "v1", "tag", id="a tag"),
        pytest.param("refs/pull/1/merge", "1/merge", "branch", id="a pull request"),
        pytest.param("", "", "branch", id="none"),
    ],
)
def test_a_ref_has_a_short_name_and_a_type(ref: str, name: str, type: str) -> None:
    event = Event("push", ref, "", "octo/mathkit")

    assert (event.ref_name, event.ref_type) == (name, type)


@pytest.mark.parametrize(
    ("sha", "expected"),
    [
        pytest.param("0123456789", "at 0123456", id="a commit"),
        pytest.param("", "at a commit to be made", id="none yet"),
    ],
)
def test_an_event_explains_itself(sha: str, expected: str) -> None:
    event = Event("push", "refs/heads/main", sha, "octo/mathkit")

    assert repr(event) == f"<event push refs/heads/main {expected}>"
