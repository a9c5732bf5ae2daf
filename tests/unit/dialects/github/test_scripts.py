"""Scripts are read into words and operators, as far as pipes need it."""

from __future__ import annotations

import pytest

from understudy.dialects.github.scripts import tokens


@pytest.mark.parametrize(
    "script, expected",
    [
        pytest.param("tox -e py", ["tox", "-e", "py"], id="words"),
        pytest.param("a|b || c|&d", ["a", "|", "b", "||", "c", "|&", "d"], id="pipes"),
        pytest.param("a;b&&c&d", ["a", ";", "b", "&&", "c", "&", "d"], id="operators"),
        pytest.param("a\nb\r\nc", ["a", ";", "b", ";", "c"], id="new lines end"),
        pytest.param("a \\\n  b", ["a", "b"], id="unless they are escaped"),
        pytest.param("a # b | c\nd", ["a", ";", "d"], id="comments"),
        pytest.param("a#b", ["a#b"], id="no comment within a word"),
        pytest.param("'a | b' c", ["'a | b'", "c"], id="single quotes"),
        pytest.param('"a \\" | b" c', ['"a \\" | b"', "c"], id="double quotes"),
        pytest.param("'a\\' b", ["'a\\'", "b"], id="no escapes in single quotes"),
        pytest.param(
            '"$(a "b | c")" d', ['"$(a "b | c")"', "d"], id="quotes within quotes"
        ),
        pytest.param('"$HOME |" a', ['"$HOME |"', "a"], id="variables in quotes"),
        pytest.param("$'a\\'|b' c", ["$'a\\'|b'", "c"], id="quotes with escapes"),
        pytest.param('$"a|b" c', ['$"a|b"', "c"], id="translated quotes"),
        pytest.param("`a | b` c", ["`a | b`", "c"], id="backquotes"),
        pytest.param("$(a | b) c", ["$(a | b)", "c"], id="substitutions"),
        pytest.param("$(a ')' \\) $(b)) c", ["$(a ')' \\) $(b))", "c"], id="nested"),
        pytest.param("${a:-b|c} d", ["${a:-b|c}", "d"], id="parameters"),
        pytest.param("x-$?-$1 b", ["x-$?-$1", "b"], id="special parameters"),
        pytest.param("a $ b", ["a", "$", "b"], id="a lonely dollar"),
        pytest.param("a\\|b c", ["a\\|b", "c"], id="escapes"),
        pytest.param(
            "${{ a || 'b | c' }}/d e", ["${{ a || 'b | c' }}/d", "e"], id="expressions"
        ),
        pytest.param("a > b 2>&1 c", ["a", "c"], id="redirections"),
        pytest.param("a >| b &> c &>> d <<< e f", ["a", "f"], id="all redirections"),
        pytest.param("a >(b | c) <(d) e", ["a", ">(b | c)", "<(d)", "e"], id="files"),
        pytest.param("((a | b)) c", ["((a | b))", "c"], id="arithmetic"),
        pytest.param("(a) b", ["(", "a", ")", "b"], id="a subshell"),
        pytest.param("a <<E\nb | c\nE\nd", ["a", ";", "d"], id="here-document"),
        pytest.param("a <<'E' | b\nc|d\nE\ne", ["a", "|", "b", ";", "e"], id="piped"),
        pytest.param('a <<-"E"\n\tb|c\n\tE\nd', ["a", ";", "d"], id="indented"),
        pytest.param("a <<A <<B\n|\nA\n|\nB\nc", ["a", ";", "c"], id="two of them"),
        pytest.param("a <<\\E\r\n|\r\nE\r\nb", ["a", ";", "b"], id="escaped delimiter"),
        pytest.param("a <<E\n| b", ["a", ";"], id="one that does not end"),
        pytest.param("'a | b", ["'a | b"], id="quotes that do not end"),
        pytest.param("$(a | b", ["$(a | b"], id="a substitution that does not end"),
        pytest.param("a\\", ["a\\"], id="nothing to escape"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_words_and_operators_are_told_apart(script: str, expected: list[str]) -> None:
    found = list(tokens(script))

    assert [token.text for token in found] == expected
    for token in found:
        assert token.text == ";" or script[token.start : token.end] == token.text


def test_no_nesting_is_too_deep() -> None:
    script = '"$(' * 5000 + " | tee a"

    assert [token.text for token in tokens(script)] == [script]
