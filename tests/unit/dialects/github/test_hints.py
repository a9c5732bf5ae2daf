"""A value that nobody gave comes with what to do about it."""

from __future__ import annotations

import pytest

from understudy.dialects.github.hints import hint


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        pytest.param(
            "github.event.pull_request.labels.*.name",
            [],
            "no labels are known; give them with --payload pr.json",
            id="a list of the event",
        ),
        pytest.param(
            "github.event.release.body",
            "",
            "no `body` is known; give it with --payload event.json",
            id="a text of the event",
        ),
        pytest.param(
            "vars.REGION",
            None,
            "not given; give it with --var REGION=VALUE",
            id="a variable",
        ),
        pytest.param(
            "Inputs.level",
            "",
            "not given; give it with --input level=VALUE",
            id="an input, in any case",
        ),
        pytest.param("matrix.os", None, None, id="nothing to give"),
        pytest.param("vars.REGION", "eu", None, id="a value that is there"),
        pytest.param("vars.N", 0.0, None, id="zero is a value"),
        pytest.param(
            "failure()", False, "nothing that it needs has failed", id="no failure"
        ),
        pytest.param(
            "CANCELLED()", False, "the run is not cancelled", id="not cancelled"
        ),
        pytest.param("failure()", True, None, id="a failure"),
        pytest.param("vars.A", False, None, id="false is a value"),
    ],
)
def test_an_empty_value_has_a_hint(
    text: str, value: object, expected: str | None
) -> None:
    assert hint(text, value) == expected
