"""One segment of a pattern stands for the names that minimatch takes it for."""

from __future__ import annotations

import pytest

from understudy.dialects.github.wildcards import (
    InvalidPattern,
    escape,
    literal_of,
    matcher,
    matches,
)

NAMES = ["*", "-", "1", "[", "\\", "a", "é"]


def found(segment: str, names: list[str] = NAMES) -> list[str]:
    literal = literal_of(segment)
    # What stands for one name is looked for by that name, and then tested.
    return [name for name in names if literal in ("", name) and matcher(segment)(name)]


@pytest.mark.parametrize(
    "pattern, names",
    [
        pytest.param("[-]", ["-"], id="one of one"),
        pytest.param("[]]", [], id="a bracket first"),
        pytest.param("[]-]", [], id="a bracket first is looked for as it is"),
        pytest.param("[]-]*", ["-"], id="a bracket first and a hyphen"),
        pytest.param("[a-]", ["-", "a"], id="a hyphen at the end"),
        pytest.param("[0-9]", ["1"], id="a range"),
        pytest.param("[1-1]", ["1"], id="a range of one"),
        pytest.param("[z-a]", [], id="a range that is none"),
        pytest.param("[z-a1]", ["1"], id="and something else"),
        pytest.param("[0-9a]", ["1", "a"], id="a range and a letter"),
        pytest.param("[^a-z0-9]", ["*", "-", "[", "\\", "é"], id="none of two ranges"),
        pytest.param("[\\*]", ["*"], id="an escaped star"),
        pytest.param("[\\\\]", ["\\"], id="an escaped backslash"),
        pytest.param("[\\-a]", ["-", "a"], id="an escaped hyphen"),
        pytest.param("[", ["["], id="never closed"),
        pytest.param("[\\", [], id="never closed behind a backslash"),
        pytest.param("\\*", ["*"], id="an escape"),
        pytest.param("\\a", ["a"], id="an escaped letter"),
        pytest.param("\\\\", ["\\"], id="a backslash"),
        pytest.param("[!]", [], id="not nothing, never closed"),
        pytest.param("[!!]", ["*", "-", "1", "[", "\\", "a", "é"], id="not a mark"),
        pytest.param("[[:digit:]]", ["1"], id="digits"),
        pytest.param("[[:alpha:]]", ["a", "é"], id="letters"),
        pytest.param("[[:lower:][:digit:]]", ["1", "a", "é"], id="two classes"),
        pytest.param("[[:alpha:]-]", ["-", "a", "é"], id="a class and a hyphen"),
        pytest.param("[![:alnum:]]", ["*", "-", "[", "\\"], id="not a class"),
        pytest.param("[[:ascii:]]", ["*", "-", "1", "[", "\\", "a"], id="ASCII"),
        pytest.param("[[:xdigit:]]", ["1", "a"], id="hexadecimal digits"),
        pytest.param("[[:punct:]]", ["*", "-", "[", "\\"], id="punctuation"),
        pytest.param("[[:word:]]", ["1", "a", "é"], id="words"),
        pytest.param("[[:space:][:blank:][:cntrl:][:upper:]]", [], id="none of these"),
        pytest.param(
            "[[:graph:]]", ["*", "-", "1", "[", "\\", "a", "é"], id="what is seen"
        ),
        pytest.param("[^[:print:]]", [], id="what is not printed"),
        pytest.param(
            "[^[:print:]a]", ["*", "-", "1", "[", "\\", "é"], id="or no letter"
        ),
        pytest.param("[[:print:]a]", ["*", "-", "1", "[", "\\", "a", "é"], id="or one"),
        pytest.param("[a-[:digit:]]", [], id="a range that ends in a class"),
        pytest.param("[:digit:]", [], id="a class without its brackets"),
        pytest.param("[[:none:]]", [], id="no such class"),
    ],
)
def test_sets_hold_characters(pattern, names):
    assert found(pattern) == names


@pytest.mark.parametrize(
    "name, members",
    [
        ("alnum", "09AFGafgÉéⅣ٣"),
        ("alpha", "AFGafgÉéⅣ"),
        ("ascii", "\t\n\x01 09AFGafg_-~"),
        ("blank", "\t \u2003"),
        ("cntrl", "\t\n\x01\x85"),
        ("digit", "09٣"),
        ("graph", "09AFGafgÉéⅣ٣_-~€"),
        ("lower", "afgé"),
        ("print", "09AFGafgÉéⅣ٣_-~€ \u2003\u2028"),
        ("punct", "_-"),
        ("space", "\t\n \u2003\u2028"),
        ("upper", "AFGÉ"),
        ("word", "09AFGafgÉéⅣ٣_"),
        ("xdigit", "09AFaf"),
    ],
)
def test_classes_hold_characters(name, members):
    every = "\t\n\x01\x85 \u2003\u202809AFGafgÉéⅣ٣_-~€"

    inside = "".join(found(f"[[:{name}:]]", list(every)))
    outside = "".join(found(f"[![:{name}:]]", list(every)))

    assert inside == "".join(one for one in every if one in members)
    assert outside == "".join(one for one in every if one not in members)


def test_a_set_that_makes_no_sense_is_not_its_own_name():
    assert found("[z-a]", ["[z-a]"]) == []
    assert found("[a-[:digit:]]", ["[a-[:digit:]]"]) == []


@pytest.mark.parametrize(
    "pattern, names",
    [
        pytest.param("*", ["x.py", "xy.py", ".h", "\\"], id="a star takes a dot, too"),
        pytest.param("?h", [".h"], id="and so does a mark"),
        pytest.param("x*y", ["x.py", "xy.py"], id="a star inside"),
        pytest.param("**.py", ["x.py", "xy.py"], id="two stars in a name are one"),
        pytest.param("?.py", ["x.py"], id="a mark"),
        pytest.param("??.py", ["xy.py"], id="two marks"),
        pytest.param("x?py", ["x.py"], id="a mark inside"),
        pytest.param("*\\", ["\\"], id="the end of a star is as written"),
        pytest.param("*\\.py", [], id="with its backslashes"),
        pytest.param("?\\.py", [], id="behind a mark as well"),
        pytest.param("[x]\\.py", ["x.py"], id="but not elsewhere"),
        pytest.param("{x,xy}.py", [], id="braces are letters"),
    ],
)
def test_shortcuts_of_minimatch_compare_what_is_written(pattern, names):
    assert found(pattern, ["x.py", "xy.py", ".h", "\\"]) == names


@pytest.mark.parametrize("literal", list("-,# \t\u2003") + ["[-]", "\\!"])
def test_a_class_of_unicode_cannot_bear_some_literals(literal):
    for segment in (f"{literal}[[:alpha:]]x", f"[[:alpha:]]{literal}x"):
        with pytest.raises(InvalidPattern) as caught:
            matcher(segment)

        assert str(caught.value) == (
            f"Invalid regular expression for '{segment}': Invalid escape"
        )


@pytest.mark.parametrize(
    "pattern", ["[[:xdigit:]]-x", "[[:ascii:]]-x", "[[:alpha:]]!", "[a-z]-x"]
)
def test_not_every_class_has_that_fault(pattern):
    assert not matcher(pattern)("?")


@pytest.mark.parametrize(
    "segment, literal",
    [
        pytest.param("a.txt", "a.txt", id="letters"),
        pytest.param("\\*", "*", id="an escape"),
        pytest.param("[.]", ".", id="a set of one"),
        pytest.param("[\\]]", "]", id="a set of one that is escaped"),
        pytest.param("[ab]", "", id="a set of two"),
        pytest.param("a*", "", id="a wildcard"),
    ],
)
def test_a_segment_may_stand_for_one_name(segment, literal):
    assert literal_of(segment) == literal


@pytest.mark.parametrize("name", ["[s]", "a*b?", "\\", "[", "plain", "[]]"])
def test_an_escaped_name_stands_for_itself_alone(name):
    segment = escape(name)

    assert matcher(segment)(name)
    assert found(segment, ["s", "axby", "plainer", "]"]) == []


def test_many_stars_take_no_time():
    name = "a" * 200

    assert not matcher("*a" * 60 + "b")(name)
    assert not matcher("a*" * 60 + "[b]")(name)


def test_any_number_of_items_may_stand_between():
    tests = [None, str.isdigit, None, str.isalpha]

    assert matches(tests, ["a", "1", "2", "b"])
    assert matches(tests, ["1", "b"])
    assert not matches(tests, ["1", "2"])
    assert not matches(tests, [])
    assert matches([None, None], [])
