from __future__ import annotations

import math

import pytest

from understudy.plan.matrix import Combination, Expansion, display_name, expand


def legs(matrix):
    expansion = expand(matrix, "tests")
    assert expansion.errors == ()
    return [dict(found.values) for found in expansion.combinations]


def segments(matrix):
    return [found.segments for found in expand(matrix, "tests").combinations]


def test_the_last_vector_changes_fastest():
    found = legs({"arch": ["x64", "x86"], "os": ["linux", "windows"]})

    assert found == [
        {"arch": "x64", "os": "linux"},
        {"arch": "x64", "os": "windows"},
        {"arch": "x86", "os": "linux"},
        {"arch": "x86", "os": "windows"},
    ]


def test_a_combination_has_its_values_and_their_texts():
    expansion = expand({"python": [3.1, "3.9"]}, "tests")

    assert expansion == Expansion(
        (
            Combination({"python": 3.1}, ("3.1",)),
            Combination({"python": "3.9"}, ("3.9",)),
        )
    )


@pytest.mark.parametrize(
    "filter, left",
    [
        pytest.param({"python": "3.9"}, ["3.10", "PyPy"], id="equal text"),
        pytest.param({"python": 3.1}, ["3.9", "PyPy"], id="3.1 is loosely '3.10'"),
        pytest.param({"python": "pypy"}, ["3.9", "3.10"], id="any case"),
        pytest.param({"Python": "3.9"}, ["3.10", "PyPy"], id="key in any case"),
        pytest.param({"python": "3.8"}, ["3.9", "3.10", "PyPy"], id="nothing"),
        pytest.param({"python": {}}, [], id="no leaf: everything"),
        pytest.param(
            {"python": {"minor": "9"}}, ["3.9", "3.10", "PyPy"], id="leaf of a scalar"
        ),
        pytest.param({"python": {"minor": None}}, [], id="what is not there is null"),
    ],
)
def test_exclude_compares_leaves_loosely(filter, left):
    found = legs({"python": ["3.9", "3.10", "PyPy"], "exclude": [filter]})

    # All excluded: no combinations, and no error.
    assert [leg["python"] for leg in found] == left


@pytest.mark.parametrize(
    "filter, left",
    [
        pytest.param({"os": {"name": "linux"}}, [2], id="part of an object"),
        pytest.param({"os": {"name": "linux", "arch": "arm"}}, [0, 2], id="all of it"),
        pytest.param({"os": {"NAME": "LINUX"}}, [2], id="keys and texts in any case"),
        pytest.param({"os": {"tags": ["a"]}}, [1, 2], id="items by their place"),
        pytest.param({"os": {"tags": ["x", "b"]}}, [0, 1, 2], id="another item"),
        pytest.param({"os": {"tags": {"1": "b"}}}, [1, 2], id="a key that is a number"),
        pytest.param({"os": {"tags": {"9": None}}}, [], id="past the end is null"),
        pytest.param({"os": {"tags": {"x": "b"}}}, [0, 1, 2], id="a key that is not"),
        pytest.param({"os": ["linux"]}, [0, 1, 2], id="an index into an object"),
    ],
)
def test_filters_look_into_objects_and_lists(filter, left):
    systems = [
        {"name": "linux", "arch": "x64", "tags": ["a", "b"]},
        {"name": "linux", "arch": "arm"},
        {"name": "mac"},
    ]

    found = legs({"os": systems, "exclude": [filter]})

    assert [systems.index(leg["os"]) for leg in found] == left


def test_include_adds_to_every_match_and_the_last_one_wins():
    found = legs(
        {
            "os": ["linux", "mac"],
            "python": ["3.9"],
            "include": [
                {"color": "green"},
                {"os": "LINUX", "Color": "red"},
                {"color": "blue", "os": "mac", "python": 3.9},
            ],
        }
    )

    assert found == [
        {"os": "linux", "python": "3.9", "color": "red"},
        {"os": "mac", "python": "3.9", "color": "blue"},
    ]


def test_include_never_sees_what_another_one_added():
    found = legs(
        {"os": ["linux"], "include": [{"tool": "uv"}, {"tool": "uv", "fast": True}]}
    )

    assert found == [{"os": "linux", "tool": "uv", "fast": True}]


def test_unmatched_includes_become_legs_that_do_not_merge():
    found = legs(
        {
            "os": ["linux"],
            "include": [
                {"os": "mac"},
                {"os": "mac", "arch": "arm"},
                {"arch": "x64", "os": "windows"},
            ],
        }
    )

    assert found == [
        {"os": "linux"},
        {"os": "mac"},
        {"os": "mac", "arch": "arm"},
        {"os": "windows", "arch": "x64"},
    ]


def test_include_sees_no_leg_that_was_excluded():
    found = legs(
        {
            "os": ["linux", "mac"],
            "exclude": [{"os": "mac"}],
            "include": [{"os": "mac", "late": True}],
        }
    )

    assert found == [{"os": "linux"}, {"os": "mac", "late": True}]


def test_include_alone_makes_legs():
    found = legs({"include": [{"env": "py39"}, {"env": "lint", "python": "3.11"}]})

    assert found == [{"env": "py39"}, {"env": "lint", "python": "3.11"}]


def test_names_show_vectors_without_extras_but_all_of_an_own_leg():
    found = segments(
        {
            "python": ["3.9"],
            "include": [{"tox": "py39"}, {"python": "3.10", "tox": "py310"}],
        }
    )

    assert found == [("3.9",), ("3.10", "py310")]


def test_names_show_every_leaf_but_empty_ones():
    found = segments(
        {
            "os": [{"name": "linux", "tags": ["a", {"b": True}], "none": None}],
            "empty": [""],
            "flag": [False],
            "number": [10.0],
        }
    )

    assert found == [("linux", "a", "true", "false", "10")]


@pytest.mark.parametrize(
    "matrix, errors",
    [
        pytest.param("all", ["A mapping was expected"], id="text"),
        pytest.param(None, ["A mapping was expected"], id="null"),
        pytest.param({}, ["Matrix must define at least one vector"], id="empty"),
        pytest.param(
            {"include": [], "exclude": []},
            ["Matrix must define at least one vector"],
            id="nothing but empty lists",
        ),
        pytest.param(
            {"os": []}, ["Matrix vector 'os' does not contain any values"], id="vector"
        ),
        pytest.param({"os": "linux"}, ["A sequence was expected"], id="scalar vector"),
        pytest.param(
            {"os": ["a"], "include": "b"}, ["A sequence was expected"], id="include"
        ),
        pytest.param(
            {"os": ["a"], "exclude": ["b"]}, ["A mapping was expected"], id="exclude"
        ),
        pytest.param(
            {"os": ["a"], "exclude": [{}]},
            ["Matrix exclude filter must not be empty"],
            id="empty filter",
        ),
        pytest.param(
            {"os": ["a"], "include": [{}]},
            ["Matrix include mapping does not contain any values"],
            id="empty inclusion",
        ),
        pytest.param(
            {"os": ["a"], "exclude": [{"os": "a", "arch": "x", "cpu": 1}]},
            [
                "Matrix exclude key 'arch' does not match any key within the matrix",
                "Matrix exclude key 'cpu' does not match any key within the matrix",
            ],
            id="unknown keys",
        ),
        pytest.param(
            {"os": [], "exclude": [{}], "include": [{}]},
            [
                "Matrix vector 'os' does not contain any values",
                "Matrix include mapping does not contain any values",
                "Matrix exclude filter must not be empty",
            ],
            id="all of them",
        ),
    ],
)
def test_a_bad_matrix_has_no_legs_but_errors(matrix, errors):
    assert expand(matrix, "tests") == Expansion(errors=tuple(errors))


@pytest.mark.parametrize(
    "matrix, count",
    [
        pytest.param({"a": [0] * 256}, 256, id="256 are allowed"),
        pytest.param({"a": [0] * 257}, None, id="257 are not"),
        pytest.param({"a": [0] * 16, "b": [0] * 17}, None, id="as a product"),
        pytest.param(
            {"a": list(range(257)), "exclude": [{"a": 7}]}, 256, id="exclusions count"
        ),
        pytest.param(
            {"a": [1] * 255, "include": [{"a": 2}, {"a": 3}]}, None, id="inclusions too"
        ),
        pytest.param(
            {**{f"v{n}": [0] * 100 for n in range(9)}, "exclude": [{"v0": 0}]},
            None,
            id="a product that is never built",
        ),
    ],
)
def test_a_matrix_has_256_legs_at_most(matrix, count):
    expansion = expand(matrix, "tests")

    if count is None:
        text = "Strategy expansion exceeded 256 results for job 'tests'"
        assert expansion == Expansion(errors=(text,))
    else:
        assert len(expansion.combinations) == count


def test_a_number_that_is_none_excludes_nothing():
    assert len(legs({"a": [math.nan], "exclude": [{"a": math.nan}]})) == 1


@pytest.mark.parametrize(
    "job, values, name",
    [
        pytest.param("tests", (), "tests", id="no matrix"),
        pytest.param("tests", ("3.9",), "tests (3.9)", id="a value"),
        pytest.param("tests", ("3.9", "mac"), "tests (3.9, mac)", id="two values"),
        pytest.param("t", ("x" * 96,), f"t ({'x' * 96})", id="100 characters stay"),
        pytest.param("t", ("x" * 97,), f"t ({'x' * 94}...", id="101 are cut"),
        pytest.param("j" * 101, (), f"{'j' * 97}...", id="a long job"),
    ],
)
def test_a_leg_is_named_after_its_job_and_values(job, values, name):
    assert display_name(job, values) == name
