"""Ranges are npm's; which Python one means is tested beside `interpreters`."""

from __future__ import annotations

import pytest

from understudy.engine.semver import ranges, satisfies, version


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        pytest.param("3.11.7", "3.11.7", True, id="itself"),
        pytest.param("3.11.7", "3.11", True, id="an open patch"),
        pytest.param("3.11.7", "3.x", True, id="an open minor"),
        pytest.param("3.11.7", "*", True, id="anything"),
        pytest.param("3.11.7", "<*", False, id="below everything"),
        pytest.param("3.11.7", "~3.11.5", True, id="a tilde holds the minor"),
        pytest.param("3.12.0", "~3.11.5", False, id="and no other"),
        pytest.param("3.12.0", "^3.11", True, id="a caret holds the major"),
        pytest.param("4.0.0", "^3.11", False, id="and no other major"),
        pytest.param("0.3.0", "^0.2.1", False, id="or the minor below 1"),
        pytest.param("3.10.0", "3.9 - 3.11", True, id="between"),
        pytest.param("3.11.9", "3.9 - 3.11", True, id="an open end is included"),
        pytest.param("3.12.0", "3.9 - 3.11", False, id="beyond"),
        pytest.param("3.9.1", ">= 3.9 < 3.10", True, id="both of two"),
        pytest.param("3.10.1", ">=3.9 <3.10", False, id="not both"),
        pytest.param("3.13.0", "3.9 || 3.13", True, id="one of two"),
        pytest.param("3.14.0-rc.1", ">=3.13", False, id="a pre-release is not meant"),
        pytest.param("3.14.0-rc.1", ">=3.14.0-alpha", True, id="unless one is named"),
        pytest.param("3.11", "3.11", False, id="only a whole version satisfies"),
        pytest.param("3.11.7", "three", False, id="no range"),
    ],
)
def test_a_version_satisfies_the_ranges_that_npm_says(text, wanted, expected):
    assert satisfies(text, wanted) is expected


def test_versions_compare_with_pre_releases_first():
    texts = ["3.14.0", "3.14.0-rc.1", "3.14.0-alpha.10", "3.14.0-alpha.9", "3.13.9"]

    assert sorted(texts, key=version) == [*reversed(texts)]


def test_what_is_no_range_has_none():
    assert ranges("3.x || three") is None
