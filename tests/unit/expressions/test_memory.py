from __future__ import annotations

import pytest

from understudy.expressions import ExpressionError, parse
from understudy.expressions.memory import Counter, Memory, size_of

NODE = parse("1 && a.b")


def test_strings_cost_their_characters_and_all_else_a_pointer():
    assert [size_of(value) for value in ("", "abc", [1] * 100, None, 1.0)] == [
        26,
        32,
        24,
        24,
        24,
    ]


def test_a_counter_stops_right_behind_its_limit():
    counter = Counter(58, NODE.operands[1])

    assert counter.add_text("abc") == "abc"
    counter.add_text("")
    with pytest.raises(ExpressionError) as caught:
        counter.add(1)

    assert caught.value.kind == "evaluation"
    assert (caught.value.offset, caught.value.length) == (5, 3)
    assert str(caught.value).endswith("the following expression: a.b")


def test_a_complete_result_frees_what_is_below_it():
    memory = Memory(100, NODE)

    for _ in range(8):
        memory.add(2, 60, complete=False)
        memory.add(1, 5, complete=True)

    memory.add(2, 60, complete=False)
    with pytest.raises(ExpressionError) as caught:
        memory.add(2, 1, complete=False)

    assert str(caught.value).endswith("the following expression: (1 && a.b)")


def test_a_result_that_points_below_frees_nothing():
    memory = Memory(100, NODE)

    memory.add(2, 60, complete=False)
    memory.add(1, 40, complete=False)
    with pytest.raises(ExpressionError):
        memory.add(1, 1, complete=False)
