from __future__ import annotations

import math
import re
import sys

import pytest

from understudy.expressions import (
    Unknown,
    kind_of,
    loose_equal,
    to_number,
    to_string,
    truthy,
)
from understudy.expressions.coerce import (
    SPACE,
    WHITE_SPACE,
    loose_less,
    upper,
    utf16_length,
)

UNKNOWN = Unknown("not yet")


class Opaque:
    """Something that is no JSON at all."""


@pytest.mark.parametrize(
    "value, kind, string, truth",
    [
        pytest.param(None, "Null", "", False, id="null"),
        pytest.param(True, "Boolean", "true", True, id="true"),
        pytest.param(False, "Boolean", "false", False, id="false"),
        pytest.param(0, "Number", "0", False, id="zero"),
        pytest.param(-0.0, "Number", "0", False, id="negative zero"),
        pytest.param(math.nan, "Number", "NaN", False, id="not a number"),
        pytest.param(3, "Number", "3", True, id="an int"),
        pytest.param(0.1 + 0.2, "Number", "0.3", True, id="15 digits"),
        pytest.param(10**400, "Number", "Infinity", True, id="a huge int"),
        pytest.param(-(10**400), "Number", "-Infinity", True, id="a huge negative"),
        pytest.param("", "String", "", False, id="an empty string"),
        pytest.param("0", "String", "0", True, id="a string"),
        pytest.param([], "Array", "Array", True, id="a list"),
        pytest.param((), "Array", "Array", True, id="a tuple"),
        pytest.param({}, "Object", "Object", True, id="a dictionary"),
        pytest.param(Opaque(), "Object", "Object", True, id="anything else"),
    ],
)
def test_every_value_has_a_kind_a_string_and_a_truth(value, kind, string, truth):
    assert (kind_of(value), to_string(value), truthy(value)) == (kind, string, truth)


def test_an_unknown_value_is_as_true_as_it_says():
    assert truthy(Unknown("", truth=True)) is True
    assert truthy(Unknown("", truth=False)) is False


@pytest.mark.parametrize("function", [kind_of, to_string, truthy])
def test_an_unknown_value_passes_for_no_other(function):
    with pytest.raises(TypeError, match="the value is unknown: not yet"):
        function(UNKNOWN)


@pytest.mark.parametrize(
    "value, number",
    [
        pytest.param(None, 0, id="null"),
        pytest.param(True, 1, id="true"),
        pytest.param(7, 7, id="an int"),
        pytest.param("", 0, id="nothing"),
        pytest.param(" \x85\u2003 ", 0, id="white space"),
        pytest.param("\n 12.5 ", 12.5, id="trimmed"),
        pytest.param("1.", 1, id="no digits behind the point"),
        pytest.param(".5e1", 5, id="no digits before the point"),
        pytest.param("-1E-2", -0.01, id="an exponent"),
        pytest.param("1e999", math.inf, id="beyond the range"),
        pytest.param("0x7fffffff", 2147483647, id="hexadecimal"),
        pytest.param("0x80000000", -2147483648, id="hexadecimal with the sign bit"),
        pytest.param("0x0000000000ff", 255, id="hexadecimal with zeros"),
        pytest.param("0xF", 15, id="one hexadecimal digit"),
        pytest.param("0o7", 7, id="one octal digit"),
        pytest.param("0o37777777777", -1, id="octal with the sign bit"),
        pytest.param("+infinity", math.inf, id="infinity in any case"),
        pytest.param("-Infinity", -math.inf, id="negative infinity"),
    ],
)
def test_a_value_becomes_a_number(value, number):
    assert to_number(value) == number


@pytest.mark.parametrize(
    "value",
    [
        "abc",
        ".",
        "1e",
        "1 2",
        "--1",
        "1,000",
        "٣",
        "\x1f1",
        "0x",
        "0o",
        "0xg",
        "0X1",
        "0x100000000",
        "0o40000000000",
        "NaN",
        "ınfinity",
        [],
        {},
    ],
)
def test_what_is_no_number_becomes_nan(value):
    assert math.isnan(to_number(value))


def test_arrays_are_equal_to_themselves_alone():
    first, second = [1], [1]

    assert loose_equal(first, first)
    assert not loose_equal(first, second)


@pytest.mark.parametrize(
    "smaller, larger",
    [
        pytest.param("a", "B", id="no matter the case"),
        pytest.param("Z", "_", id="capitals come before what lies between"),
        pytest.param("", "a", id="nothing comes first"),
        pytest.param("\U0001f600", "\uff5e", id="by UTF-16 units"),
        pytest.param("10", 9.5 + 1, id="numbers as numbers"),
        pytest.param(False, True, id="false before true"),
    ],
)
def test_values_have_an_order(smaller, larger):
    assert loose_less(smaller, larger)
    assert not loose_less(larger, smaller)


@pytest.mark.parametrize(
    "text, capitals",
    [
        pytest.param("abc-1", "ABC-1", id="ASCII"),
        pytest.param("straße", "STRAßE", id="one letter stays one"),
        pytest.param("ıſ", "ıſ", id="no ASCII out of other letters"),
        pytest.param("ᾳᾲ", "ᾼᾲ", id="a simple capital where there is one"),
        pytest.param("ςσ", "ΣΣ", id="sigma"),
        pytest.param("µ", "\u039c", id="micro"),
        pytest.param("𐐨", "𐐀", id="beyond the first plane"),
    ],
)
def test_letters_become_capitals_one_for_one(text, capitals):
    assert upper(text) == capitals


def test_length_is_counted_as_dotnet_does():
    assert [utf16_length(text) for text in ("", "abc", "é", "😀é")] == [0, 3, 1, 3]


def test_the_pattern_of_white_space_is_the_list_of_it() -> None:
    everything = map(chr, range(sys.maxunicode + 1))

    found = {one for one in everything if re.fullmatch(SPACE, one)}

    assert found == set(WHITE_SPACE)
