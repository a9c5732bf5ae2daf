"""Ranges are npm's; which Python one means is tested beside `python_specification`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.engine.semver import ranges, reaches, satisfies, version


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


@pytest.mark.parametrize(
    ("wanted", "minors", "expected"),
    [
        pytest.param("3.x", range(13, 100), True, id="open"),
        pytest.param(">=3.9 <3.13", range(13, 100), False, id="all are above"),
        pytest.param(">=3.9 <3.13", range(12, 100), True, id="the first is in it"),
        pytest.param("3.9", range(8, 10), True, id="the last is in it"),
        pytest.param("3.9", range(8, 9), False, id="it is right behind the last"),
        pytest.param("3.9 || 3.20", range(13, 100), True, id="one in between"),
        pytest.param("~3.20.0-0", range(13, 100), True, id="a pre-release named"),
        pytest.param(">3.20.0 <3.22", range(13, 100), True, id="right behind a bound"),
        pytest.param(">3.20.0 <3.21", range(13, 100), False, id="only other patches"),
        pytest.param("3.20.1", range(13, 100), False, id="only another patch"),
        pytest.param("03.20.0", range(13, 100), True, id="a version, but no range"),
        pytest.param("4.x", range(13, 100), False, id="another major"),
        pytest.param("2.20 - 4", range(13, 100), True, id="majors around it"),
        pytest.param("*", range(13, 13), False, id="no minors"),
        pytest.param("three", range(13, 100), False, id="no range"),
    ],
)
def test_ranges_reach_a_minor_that_they_hold_the_first_release_of(
    wanted, minors, expected
):
    assert reaches(wanted, 3, minors) is expected


numbers = st.integers(0, 25).map(str)
places = numbers | st.just("x")
pre_releases = st.sampled_from(["", "", "-0", "-rc.1", "-alpha"])
partials = st.one_of(
    places,
    st.tuples(st.sampled_from("23334x"), places).map(".".join),
    st.builds(
        "{}.{}.{}{}".format, st.sampled_from("23334"), numbers, numbers, pre_releases
    ),
)
comparators = st.builds(
    str.__add__,
    st.sampled_from(["", "", "=", "~", "^", "<", "<=", ">", ">="]),
    partials,
)
groups = st.one_of(
    st.lists(comparators, min_size=1, max_size=3).map(" ".join),
    st.tuples(partials, partials).map(" - ".join),
)
wishes = st.lists(groups, min_size=1, max_size=3).map(" || ".join)


@given(wishes, st.builds(range, st.integers(0, 25), st.integers(0, 30)))
def test_ranges_reach_what_one_finds_by_asking_for_every_minor(wanted, minors):
    one_by_one = any(satisfies(f"3.{minor}.0", wanted) for minor in minors)

    assert reaches(wanted, 3, minors) is one_by_one
