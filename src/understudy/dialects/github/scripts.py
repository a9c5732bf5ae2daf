"""Owns reading a shell script as far as its pipes go; runs nothing, expands nothing.

What is quoted, substituted or a here-document is taken as it stands.
"""

from __future__ import annotations

import re
from typing import Iterator, List, NamedTuple, Tuple

_BLANKS = re.compile(r"(?:[ \t]|\\\r?\n)+")
_COMMENT = re.compile(r"#[^\n]*")
_HEREDOC = re.compile(r"\d*<<(-?)[ \t]*(?:'([^'\n]+)'|\"([^\"\n]+)\"|([^\s;&|()<>]+))")
# `>|` is no pipe, and what `2>&1` and the like name is no word of the command.
_REDIRECT = re.compile(r"\d*(?:&>>|&>|<<<|>>|>&|<&|>\||<>|>|<)(?![(])")
_OPERATOR = re.compile(r"\r?\n|;;&|;;|;&|;|&&|&|\|\||\|&|\||[()]")
_PLAIN = re.compile(r"[^\s\\'\"`$;&|()<>]+")
_OPAQUE = re.compile(r"\$\{\{.*?\}\}|\$[\w@*#?$!-]|\$'(?:\\.|[^'\\])*'", re.DOTALL)
_CLOSING = {"(": ")", "{": "}"}
# Quotes in substitutions in quotes: nobody nests so many.
_DEEPEST = 50


class Token(NamedTuple):
    """A word, or an operator; a new line is a `;`."""

    text: str
    start: int
    end: int
    is_word: bool


def tokens(script: str) -> Iterator[Token]:
    """Yield the words and operators of a script, without redirections and comments."""
    index = 0
    delimiters: List[Tuple[str, bool]] = []
    is_target = False
    while index < len(script):
        found = _BLANKS.match(script, index) or _COMMENT.match(script, index)
        if found:
            index = found.end()
            continue
        heredoc = None
        if not script.startswith("<<<", index):
            heredoc = _HEREDOC.match(script, index)
        if heredoc:
            quoted = heredoc[2] or heredoc[3] or heredoc[4].replace("\\", "")
            delimiters.append((quoted, bool(heredoc[1])))
            index = heredoc.end()
            continue
        redirect = _REDIRECT.match(script, index)
        if redirect:
            is_target, index = True, redirect.end()
            continue
        operator = None
        if not script.startswith("((", index):
            operator = _OPERATOR.match(script, index)
        if operator:
            is_newline = operator[0].endswith("\n")
            text = ";" if is_newline else operator[0]
            yield Token(text, index, operator.end(), False)
            is_target, index = False, operator.end()
            if is_newline:
                for delimiter, indented in delimiters:
                    index = _after_heredoc(script, index, delimiter, indented)
                delimiters = []
            continue
        end = _word(script, index)
        if not is_target:
            yield Token(script[index:end], index, end, True)
        is_target, index = False, end


def _after_heredoc(script: str, index: int, delimiter: str, indented: bool) -> int:
    while index < len(script):
        end = script.find("\n", index)
        line = script[index:] if end < 0 else script[index:end]
        index = len(script) if end < 0 else end + 1
        line = line.rstrip("\r")
        if (line.lstrip("\t") if indented else line) == delimiter:
            break
    return index


def _word(script: str, index: int) -> int:
    """Return where the word at an index ends; a word has one character at least."""
    start = index
    while index < len(script):
        character = script[index]
        plain = _PLAIN.match(script, index) or _OPAQUE.match(script, index)
        if plain:
            index = plain.end()
        elif character in "'\"`":
            index = _quoted(script, index)
        elif character == "\\":
            index += 2
        elif character == "$" or character in "<>" and index == start:
            index = _enclosed(script, index + 1)
        elif character == "(" and index == start:
            index = _enclosed(script, index)
        else:
            break
    return min(max(index, start + 1), len(script))


def _quoted(script: str, index: int, depth: int = 0) -> int:
    """Return where the quotes that open at an index end."""
    if depth > _DEEPEST:
        return len(script)
    quote = script[index]
    index += 1
    while index < len(script) and script[index] != quote:
        if quote == '"' and script[index] == "$":
            found = _OPAQUE.match(script, index)
            index = found.end() if found else _enclosed(script, index + 1, depth)
        else:
            index += 2 if script[index] == "\\" and quote != "'" else 1
    return index + 1


def _enclosed(script: str, index: int, depth: int = 0) -> int:
    """Return where the parentheses or braces that open at an index end."""
    opening = script[index : index + 1]
    closing = _CLOSING.get(opening)
    if closing is None:
        return index
    level = 0
    while index < len(script):
        character = script[index]
        if character in "'\"`":
            index = _quoted(script, index, depth + 1)
            continue
        if character == "\\":
            index += 1
        elif character == opening:
            level += 1
        elif character == closing:
            level -= 1
            if not level:
                return index + 1
        index += 1
    return index
