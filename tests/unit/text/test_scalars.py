"""The core schema of YAML 1.2, with the ranges of GitHub's reader."""

from __future__ import annotations

import math

import pytest

from understudy.text.scalars import InvalidValue, resolve, resolve_tagged

TAG = "tag:yaml.org,2002:"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((text, None) for text in ("", "~", "null", "Null", "NULL")),
        *((text, True) for text in ("true", "True", "TRUE")),
        *((text, False) for text in ("false", "False", "FALSE")),
        *((text, text) for text in ("on", "yes", "no", "off", "y", "tRUE", "nULL")),
        ("0", 0),
        ("+5", 5),
        ("-5", -5),
        ("0777", 777),
        ("0o14", 12),
        ("0x1F", 31),
        ("0xFFFFFFFF", -1),
        ("0o37777777777", -1),
        ("0x7fffffff", 2**31 - 1),
        ("9007199254740993", 2.0**53),
        ("9" * 400, math.inf),
        ("3.10", 3.1),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.5e-1", -0.05),
        ("1e3", 1000.0),
        ("1E+3", 1000.0),
        (".inf", math.inf),
        ("+.INF", math.inf),
        ("-.Inf", -math.inf),
        *((text, text) for text in (".", "-", "+", "1e", "1_000", "0b1", "-0x1")),
        *((text, text) for text in ("0X1F", "0o8", "1:30", "2001-01-01", "٣", ".iNF")),
    ],
)
def test_plain_scalars_have_the_values_of_the_core_schema(text: str, value: object):
    found = resolve(text, 1, 1)

    assert found == value
    assert type(found) is type(value)


def test_not_a_number_is_a_number():
    assert all(math.isnan(resolve(text, 1, 1)) for text in (".nan", ".NaN", ".NAN"))


def test_minus_zero_stays_negative():
    assert math.copysign(1, resolve("-0", 1, 1)) == -1


@pytest.mark.parametrize("text", ["0x100000000", "0o40000000000"])
def test_more_than_32_bits_are_refused_in_githubs_words(text: str):
    with pytest.raises(InvalidValue) as caught:
        resolve(text, 4, 14)

    message = f"The value '{text}' on line 4 and column 14 is invalid for the type"
    assert str(caught.value) == f"{message} '{TAG}int'"


@pytest.mark.parametrize(
    ("tag", "text", "value"),
    [
        ("str", "12", "12"),
        ("str", "", ""),
        ("null", "~", None),
        ("bool", "True", True),
        ("int", "0o14", 12),
        ("float", "10", 10.0),
        ("float", "-.inf", -math.inf),
    ],
)
def test_a_tag_decides(tag: str, text: str, value: object):
    found = resolve_tagged(text, "plain", TAG + tag, 1, 1)

    assert found == value
    assert type(found) is type(value)


def test_only_a_string_may_be_quoted_and_tagged():
    assert resolve_tagged("12", '"', TAG + "str", 1, 1) == "12"


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        pytest.param("bool", "test", id="no boolean"),
        pytest.param("bool", "~", id="null is no boolean"),
        pytest.param("int", "1.5", id="no integer"),
        pytest.param("float", "0x10", id="hexadecimal is no float"),
        pytest.param("null", "false", id="false is not null"),
        pytest.param("null", "x", id="no null"),
    ],
)
def test_a_value_of_another_type_is_refused_in_githubs_words(tag: str, text: str):
    with pytest.raises(InvalidValue) as caught:
        resolve_tagged(text, "plain", TAG + tag, 4, 14)

    place = "on line 4 and column 14"
    message = f"The value '{text}' {place} is invalid for the type '{TAG}{tag}'"
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("style", "name"),
    [
        ("'", "SingleQuoted"),
        ('"', "DoubleQuoted"),
        ("|", "Literal"),
        (">", "Folded"),
    ],
)
def test_a_tag_on_another_style_is_refused_in_githubs_words(style: str, name: str):
    with pytest.raises(InvalidValue) as caught:
        resolve_tagged("300", style, TAG + "int", 5, 29)

    message = f"The scalar style '{name}' on line 5 and column 29 is not valid"
    assert str(caught.value) == f"{message} with the tag '{TAG}int'"


@pytest.mark.parametrize("tag", [TAG + "timestamp", "!cancelled()", "!"])
def test_an_unknown_tag_is_refused_in_githubs_words(tag: str):
    with pytest.raises(InvalidValue) as caught:
        resolve_tagged("", "plain", tag, 1, 1)

    assert str(caught.value) == f"Unexpected tag '{tag}'"
    assert "begins a tag" in caught.value.help
