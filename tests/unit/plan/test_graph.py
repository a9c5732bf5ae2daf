from __future__ import annotations

import pytest

from understudy.model.pipeline import Job, Need
from understudy.model.template import Condition
from understudy.plan import graph
from understudy.text.source import Source

SPAN = Source("ci.yml", "").span(0, 0)


def job(id, *needs):
    return Job(
        id, SPAN, Condition("success()"), needs=tuple(Need(n, SPAN) for n in needs)
    )


def test_needs_are_found_in_any_case_and_wrong_ones_left_out():
    jobs = [job("Build"), job("test", "BUILD", "nothing", "build", "test")]

    assert graph.needs(jobs) == {"Build": (), "test": ("Build",)}


def test_ancestors_are_all_that_must_end_before():
    edges = {"a": [], "b": ["a"], "c": ["b"], "d": ["a"], "e": ["c", "d"]}

    assert graph.ancestors(edges) == {
        "a": frozenset(),
        "b": frozenset("a"),
        "c": frozenset("ab"),
        "d": frozenset("a"),
        "e": frozenset("abcd"),
    }


def test_a_cycle_ends_and_holds_itself():
    assert graph.ancestors({"a": ["b"], "b": ["a"]}) == {
        "a": frozenset("ab"),
        "b": frozenset("ab"),
    }


@pytest.mark.parametrize(
    "edges, expected",
    [
        pytest.param({}, "", id="nothing"),
        pytest.param({"b": [], "a": []}, "ba", id="the given order"),
        pytest.param({"c": ["b"], "b": ["a"], "a": []}, "abc", id="needs first"),
        pytest.param({"z": ["a"], "b": [], "a": []}, "baz", id="as early as possible"),
        pytest.param({"a": ["b"], "b": ["a"], "c": []}, "cab", id="cycles last"),
        pytest.param({"a": ["x"], "b": []}, "ab", id="unknown ones do not matter"),
    ],
)
def test_order_puts_needs_first(edges, expected):
    assert "".join(graph.order(edges)) == expected


@pytest.mark.parametrize(
    "weights, chain",
    [
        pytest.param({"a": 1, "b": 5, "c": 2, "d": 1}, "abd", id="the slow one"),
        pytest.param({"a": 1, "b": 2, "c": 5, "d": 1}, "acd", id="the other one"),
        pytest.param({"e": 99}, "e", id="one that needs nothing"),
        pytest.param({}, "a", id="no weights: the first"),
    ],
)
def test_the_longest_chain_is_what_a_run_waits_for(weights, chain):
    edges = {"a": [], "b": ["a"], "c": ["a"], "d": ["b", "c"], "e": []}

    assert "".join(graph.longest_chain(edges, weights)) == chain


def test_there_is_no_chain_without_nodes():
    assert graph.longest_chain({}, {}) == ()
