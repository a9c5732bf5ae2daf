"""A definition is the union of what it allows, and knows what tells shapes apart."""

from __future__ import annotations

import pytest

from understudy.dialects.github.schema import (
    ANY,
    BOOLEAN,
    NAME,
    NULL,
    NUMBER,
    SCALAR,
    STRING,
    Definition,
    mapping,
    one_of,
    sequence,
    table,
    values,
    within,
)


@pytest.mark.parametrize(
    ("definition", "value", "accepted"),
    [
        pytest.param(STRING, "", True, id="any string may be empty"),
        pytest.param(NAME, "", False, id="a name may not be empty"),
        pytest.param(NAME, "x", True, id="a name is any other string"),
        pytest.param(values("read write"), "write", True, id="one of the words"),
        pytest.param(values("read write"), "Write", False, id="words have a case"),
        pytest.param(BOOLEAN, True, True, id="a boolean"),
        pytest.param(NUMBER, True, False, id="a boolean is no number"),
        pytest.param(NUMBER, 1.5, True, id="a number"),
        pytest.param(BOOLEAN, 1, False, id="a number is no boolean"),
        pytest.param(NULL, None, True, id="nothing"),
        pytest.param(STRING, None, False, id="nothing is no string"),
        pytest.param(SCALAR, False, True, id="a scalar may be a boolean"),
        pytest.param(SCALAR, None, False, id="a scalar is something"),
    ],
)
def test_a_definition_accepts_literals_of_its_kinds(
    definition: Definition, value: object, accepted: bool
) -> None:
    assert definition.accepts(value) is accepted


def test_a_union_allows_what_any_part_allows() -> None:
    union = one_of(values("inherit"), sequence(NAME), table(STRING))

    assert union.accepts("inherit")
    assert union.items is NAME
    assert union.loose == (NAME, STRING)


def test_keys_know_the_shapes_that_have_them() -> None:
    step = one_of(
        mapping({"id": NAME, "run!": STRING}), mapping({"id": NAME, "uses!": NAME})
    )

    masks = {name: key.mask for name, key in step.keys.items()}

    assert masks == {"id": 0b11, "run": 0b01, "uses": 0b10}
    assert step.all_shapes == 0b11
    assert [shape.required for shape in step.shapes] == [("run",), ("uses",)]


def test_a_definition_without_shapes_has_no_loose_keys() -> None:
    assert STRING.loose is None
    assert ANY.loose is None


def test_contexts_come_with_a_definition_and_leave_the_original_alone() -> None:
    inside = within("github hashFiles(1,255)", NAME)

    assert inside.contexts == ("github", "hashFiles(1,255)")
    assert NAME.contexts == ()
