"""Tools that did nothing and exit with 0 are heard."""

from __future__ import annotations

import pytest

from understudy.engine.idleness import idle_words


@pytest.mark.parametrize(
    "output, said",
    [
        pytest.param(
            "py39: skipped because could not find python interpreter with spec(s): py39"
            "\n  py39: SKIP (0.03 seconds)\n  congratulations :) (0.1 seconds)\n",
            "tox skipped py39: could not find python interpreter with spec(s): py39",
            id="tox, with its reason",
        ),
        pytest.param(
            "  py313: SKIP (0.03 seconds)\n", "tox skipped py313", id="tox, without"
        ),
        pytest.param(
            "\x1b[33mSkipped 1 incompatible environment:\x1b[0m\r\ntest.py3.9 -> ...",
            "hatch skipped 1 incompatible environment",
            id="hatch, in colours",
        ),
        pytest.param(
            "nox > Session tests-3.9 skipped: Python interpreter 3.9 not found.\n",
            "nox skipped tests-3.9",
            id="nox",
        ),
        pytest.param(
            "===== no tests ran in 0.01s =====\n", "pytest ran no tests", id="pytest"
        ),
        pytest.param(
            "===== 12 deselected in 0.01s =====\n",
            "pytest deselected all tests (12)",
            id="pytest, all deselected",
        ),
        pytest.param("Ran 0 tests in 0.000s\n\nOK\n", "unittest ran no tests", id="0"),
        pytest.param("NO TESTS RAN\n", "unittest ran no tests", id="unittest, 3.12"),
    ],
)
def test_a_tool_that_did_nothing_is_heard(output: str, said: str) -> None:
    assert idle_words(output) == (said,)


@pytest.mark.parametrize(
    "output",
    [
        pytest.param("  py39: OK (3.03 seconds)\n  congratulations :)\n", id="tox"),
        pytest.param("==== 3 passed, 1 skipped in 0.1s ====\n", id="a skipped test"),
        pytest.param(
            "==== 3 passed, 2 deselected in 0.1s ====\n", id="some deselected"
        ),
        pytest.param("Ran 10 tests in 0.1s\n", id="unittest"),
        pytest.param("echo 'no tests ran in sight'\n", id="not a summary"),
    ],
)
def test_a_tool_that_worked_is_not_accused(output: str) -> None:
    assert idle_words(output) == ()


def test_a_long_list_is_cut() -> None:
    output = "".join(f"  py3{minor}: SKIP (0.0 seconds)\n" for minor in range(9))

    assert idle_words(output) == tuple(f"tox skipped py3{n}" for n in range(3))
