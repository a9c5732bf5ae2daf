"""Five words and one trailer in a commit message keep workflows from starting."""

from __future__ import annotations

import pytest

from understudy.dialects.github import skips

SAID = [
    pytest.param("Fix typo [skip ci]", "[skip ci]", id="skip ci"),
    pytest.param("[ci skip] Fix typo", "[ci skip]", id="ci skip"),
    pytest.param("Fix\n\nmore [no ci] here", "[no ci]", id="no ci in the body"),
    pytest.param("x [skip actions]", "[skip actions]", id="skip actions"),
    pytest.param("x [actions skip]", "[actions skip]", id="actions skip"),
    pytest.param("x\n\n\nskip-checks: true", "skip-checks: true", id="a trailer"),
    pytest.param("x\n\n\nskip-checks:true\n\n", "skip-checks:true", id="no blank"),
    pytest.param(
        "x\n\n\nReviewed-by: me\nskip-checks: true", "skip-checks: true", id="the last"
    ),
    pytest.param(
        "x\r\n\r\n\r\nskip-checks: true\r\n", "skip-checks: true", id="line ends"
    ),
]
NOT_SAID = [
    pytest.param("", id="no message"),
    pytest.param("skip ci", id="no brackets"),
    pytest.param("x\n\nskip-checks: true", id="one empty line, as git leaves it"),
    pytest.param("x\n\n\nskip-checks: true\nReviewed-by: me", id="not the last"),
    pytest.param("x\n\n\nskip-checks: false", id="false"),
    pytest.param("x\n\n\nskip-checks:  true", id="two blanks"),
]


@pytest.mark.parametrize(("message", "expected"), SAID)
def test_a_message_says_to_start_nothing(message: str, expected: str) -> None:
    assert skips.instruction(message) == expected


@pytest.mark.parametrize("message", NOT_SAID)
def test_a_message_says_nothing_of_the_kind(message: str) -> None:
    assert skips.instruction(message) is None


def test_a_long_message_takes_no_time() -> None:
    message = "x" + "\n\n\nA-b: c" * 20000

    assert skips.instruction(message) is None
