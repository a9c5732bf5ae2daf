from __future__ import annotations

import math

import pytest

from understudy.expressions.json_reader import JsonError, read_json


@pytest.mark.parametrize(
    "text, value",
    [
        pytest.param(
            '{"a": [1, true, null, "x"]}', {"a": [1, True, None, "x"]}, id="JSON"
        ),
        pytest.param(" \t\r\n\x00\u2003[ ] ", [], id="white space"),
        pytest.param("{}", {}, id="an empty object"),
        pytest.param("'it\\'s'", "it's", id="single quotes"),
        pytest.param(
            "{a: 1, $b_2: 2, 'c d': 3}", {"a": 1, "$b_2": 2, "c d": 3}, id="keys"
        ),
        pytest.param("{a : 1}", {"a": 1}, id="a blank behind a key"),
        pytest.param("[1, 2,]", [1, 2], id="a comma at the end"),
        pytest.param("{'a': 1,}", {"a": 1}, id="a comma at the end of an object"),
        pytest.param("[,1,,2]", ["", 1, "", 2], id="nothing between commas"),
        pytest.param("{a:,b:1}", {"a": "", "b": 1}, id="nothing behind a key"),
        pytest.param("[/* one */ 1 // two\n, 2 /**/]", [1, 2], id="comments"),
        pytest.param("{a:/* one */1}", {"a": 1}, id="a comment before a value"),
        pytest.param("/* all */ 1", " all ", id="a comment in front is the value"),
        pytest.param("// all", " all", id="a comment alone"),
        pytest.param("/* a */ // b\n1", " a ", id="the first of two comments"),
        pytest.param("/**/", "", id="an empty comment"),
        pytest.param("1 and more", 1, id="text behind a number"),
        pytest.param('"a"b', "a", id="text behind a string"),
        pytest.param("[] [", [], id="text behind an array"),
        pytest.param('{"a": 1, "a": 2}', {"a": 2}, id="a key twice"),
        pytest.param(
            '{"Ab": 1, "c": 3, "aB": 2}', {"Ab": 2, "c": 3}, id="in two cases"
        ),
        pytest.param('""', "", id="an empty string"),
        pytest.param(r'"\b\t\n\f\r\\\/\"\'"', "\b\t\n\f\r\\/\"'", id="escapes"),
        pytest.param(r'"\u00e9\u0041"', "éA", id="codes"),
        pytest.param(r'"\ud83d\ude00"', "😀", id="a pair of codes"),
        pytest.param(r'"\ud83d!\ude00"', "\ufffd!\ufffd", id="halves of a pair"),
        pytest.param('"a\nb"', "a\nb", id="a line break in a string"),
        pytest.param("-0.5e1", -5, id="a number"),
        pytest.param(".5", 0.5, id="no digit in front"),
        pytest.param("9007199254740993", 9007199254740992, id="a large number"),
        pytest.param("1e400", math.inf, id="too large a number"),
        pytest.param("0x1F", 31, id="hexadecimal"),
        pytest.param("017", 15, id="octal"),
        pytest.param("0", 0, id="zero"),
        pytest.param("0.50", 0.5, id="a fraction"),
        pytest.param("0e1", 0, id="zero with an exponent"),
        pytest.param("[Infinity, -Infinity]", [math.inf, -math.inf], id="infinity"),
        pytest.param("[undefined]", [""], id="undefined"),
        pytest.param("[true,false,null]", [True, False, None], id="words"),
        pytest.param("[" * 64 + "]" * 64, None, id="64 levels"),
    ],
)
def test_text_is_read_with_all_liberties(text, value):
    found = read_json(text)

    if value is not None:
        assert found == value


def test_not_a_number_is_read():
    assert math.isnan(read_json("NaN"))


UNEXPECTED = "Unexpected character encountered while parsing value: "


@pytest.mark.parametrize(
    "text, message",
    [
        pytest.param(
            "",
            "Error reading JToken from JsonReader. Path '', line 0, position 0.",
            id="nothing",
        ),
        pytest.param(
            " \n ",
            "Error reading JToken from JsonReader. Path '', line 2, position 1.",
            id="white space",
        ),
        pytest.param(
            "abc", UNEXPECTED + "a. Path '', line 0, position 0.", id="a bare word"
        ),
        pytest.param("+1", UNEXPECTED + "+. Path '', line 0, position 0.", id="a plus"),
        pytest.param("]", UNEXPECTED + "]. Path '', line 0, position 0.", id="closed"),
        pytest.param(
            "trues", UNEXPECTED + "s. Path '', line 1, position 4.", id="a longer word"
        ),
        pytest.param(
            '{"a": {"b c": [1, 2, x]}}',
            UNEXPECTED + "x. Path 'a['b c'][2]', line 1, position 21.",
            id="the path",
        ),
        pytest.param(
            '{\r\n  "a": 1,\r  "b":\n}',
            UNEXPECTED + "}. Path 'b', line 4, position 0.",
            id="the line",
        ),
        pytest.param(
            '{"a": {"b": x}}',
            UNEXPECTED + "x. Path 'a.b', line 1, position 12.",
            id="a key in a key",
        ),
        pytest.param(
            "[1 2]",
            "After parsing a value an unexpected character was encountered: 2. "
            "Path '[0]', line 1, position 3.",
            id="no comma",
        ),
        pytest.param(
            "[1}",
            "After parsing a value an unexpected character was encountered: }. "
            "Path '[0]', line 1, position 2.",
            id="closed by the other",
        ),
        pytest.param(
            "[1, {",
            "Unexpected end of content while loading JArray. "
            "Path '[1]', line 1, position 5.",
            id="an array never closed",
        ),
        pytest.param(
            "{a: [1",
            "Unexpected end of content while loading JObject. "
            "Path 'a[0]', line 1, position 6.",
            id="an object never closed",
        ),
        pytest.param(
            "{a:",
            "Unexpected end of content while loading JObject. "
            "Path 'a', line 1, position 3.",
            id="no value",
        ),
        pytest.param(
            "{,}",
            "Invalid property identifier character: ,. Path '', line 1, position 1.",
            id="no key",
        ),
        pytest.param(
            "{a-b: 1}",
            "Invalid JavaScript property identifier character: -. "
            "Path '', line 1, position 2.",
            id="a key with a hyphen",
        ),
        pytest.param(
            "{a 1}",
            "Invalid character after parsing property name. Expected ':' but got: 1. "
            "Path '', line 1, position 3.",
            id="no colon",
        ),
        pytest.param(
            "'abc",
            "Unterminated string. Expected delimiter: '. Path '', line 1, position 4.",
            id="a string never closed",
        ),
        pytest.param(
            '"abc\\',
            "Unterminated string. Expected delimiter: \". Path '', line 1, position 5.",
            id="an escape of nothing",
        ),
        pytest.param(
            '"\\q"',
            "Bad JSON escape sequence: \\q. Path '', line 1, position 3.",
            id="no such escape",
        ),
        pytest.param(
            '"\\u12',
            "Unexpected end while parsing Unicode escape sequence. "
            "Path '', line 1, position 3.",
            id="a code never ended",
        ),
        pytest.param(
            '"\\u12g4"',
            "Invalid Unicode escape sequence: \\u12g4. Path '', line 1, position 3.",
            id="no code",
        ),
        pytest.param(
            "1x2",
            "Input string '1x2' is not a valid number. Path '', line 1, position 3.",
            id="no number",
        ),
        pytest.param(
            "-",
            "Input string '-' is not a valid number. Path '', line 1, position 1.",
            id="a sign alone",
        ),
        pytest.param(
            "08",
            "Input string '08' is not a valid number. Path '', line 1, position 2.",
            id="no octal number",
        ),
        pytest.param(
            "0x",
            "Input string '0x' is not a valid number. Path '', line 1, position 2.",
            id="no hexadecimal number",
        ),
        pytest.param(
            "12_0",
            "Unexpected character encountered while parsing number: _. "
            "Path '', line 1, position 2.",
            id="an underscore",
        ),
        pytest.param(
            "[1 /",
            "Unexpected end while parsing comment. Path '[0]', line 1, position 4.",
            id="half a comment",
        ),
        pytest.param(
            "/* x",
            "Unexpected end while parsing comment. Path '', line 1, position 1.",
            id="a comment never closed",
        ),
        pytest.param(
            "/x",
            "Error parsing comment. Expected: *, got x. Path '', line 1, position 1.",
            id="no comment",
        ),
        pytest.param(
            "[" * 65,
            "The reader's MaxDepth of 64 has been exceeded. "
            f"Path '{'[0]' * 64}', line 1, position 64.",
            id="65 levels",
        ),
    ],
)
def test_what_cannot_be_read_is_blamed_in_the_words_of_newtonsoft(text, message):
    with pytest.raises(JsonError) as caught:
        read_json(text)

    assert str(caught.value) == message


def test_a_long_array_is_read_to_its_end():
    text = (
        "[" + ",".join('{"name": "value", "list": [1, 2]}' for _ in range(3000)) + "]"
    )

    assert len(read_json(text)) == 3000
