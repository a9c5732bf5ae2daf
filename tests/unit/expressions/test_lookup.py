from __future__ import annotations

import pytest

from understudy.expressions import CaseSensitive, ExpressionError, parse
from understudy.expressions.lookup import Filtered, find, take, take_all
from understudy.expressions.memory import Counter

ENOUGH = 1000


def counter(limit=ENOUGH):
    return Counter(limit, parse("a.*"))


def test_a_key_as_written_comes_before_one_in_another_case():
    assert find({"A": 1, "a": 2}, "a") == 2
    assert find({"A": 1, "a": 2}, "A") == 1


def test_keys_are_compared_as_strings():
    assert find({1: "one", "Straße": "street"}, "1") == "one"
    assert find({1: "one", "Straße": "street"}, "STRAßE") == "street"


def test_a_missing_key_is_null_or_what_is_asked_for():
    assert find({"a": 1}, "b") is None
    assert find({"a": 1}, "b", "default") == "default"
    assert find(CaseSensitive(a=1), "A") is None


def test_an_index_on_what_a_wildcard_gave_skips_what_has_none():
    value = Filtered([{"a": None}, {"b": 1}, {"A": 2}, "a", [3]])

    assert take(value, "a", counter()) == [None, 2]
    assert take(value, 0, counter()) == [3]


def test_a_wildcard_goes_one_level_deeper_on_a_wildcard():
    value = Filtered([{"a": 1, "b": 2}, [3, [4]], "text", None])

    assert take_all(value, counter()) == [1, 2, 3, [4]]
    assert take_all([[1], [2]], counter()) == [[1], [2]]


def test_each_element_is_counted():
    with pytest.raises(ExpressionError, match="^The maximum allowed memory size"):
        take_all(range(9), counter(limit=64)) or take_all(list(range(9)), counter(64))
    with pytest.raises(ExpressionError, match="^The maximum allowed memory size"):
        take(Filtered([{"a": 1}] * 9), "a", counter(limit=64))
    assert len(take_all(list(range(8)), counter(limit=64))) == 8
