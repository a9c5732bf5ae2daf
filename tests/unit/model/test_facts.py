"""Facts are plain values, and the newest tag comes first."""

from __future__ import annotations

import pytest

from understudy.model.facts import Facts


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        pytest.param(("v2", "v1"), "v2", id="the newest"),
        pytest.param((), None, id="none"),
    ],
)
def test_the_last_tag_is_the_newest(
    tags: tuple[str, ...], expected: str | None
) -> None:
    assert Facts("f" * 40, "main", tags=tags).last_tag == expected
