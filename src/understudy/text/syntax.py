"""Owns what a YAML syntax error means: clear words for PyYAML's, a place, and help.

GitHub itself says no more than "You have an error in your yaml syntax on line 4".
"""

from __future__ import annotations

import re
from typing import Callable, Match, Tuple

from yaml.error import MarkedYAMLError

from understudy.text.diagnostic import Diagnostic, Label, Severity
from understudy.text.source import Source
from understudy.text.trouble import Trouble, Words

_QUOTE = "put the value in quotes"
_TAB = "indent with spaces"
_ESCAPE = re.compile(r"\\(?:u(?P<four>.{4})|U(?P<eight>.{8})|.)", re.DOTALL)


def explain(error: MarkedYAMLError, source: Source, shift: int) -> Diagnostic:
    """Return the diagnostic of a parser's error in a text that begins at `shift`."""
    stop = error.problem_mark or error.context_mark
    begin = error.context_mark or stop
    assert stop is not None and begin is not None
    problem = error.problem or ""
    trouble = Trouble(
        source, stop.index + shift, begin.index + shift, error.context or ""
    )
    words = Words(problem, trouble.here)
    for pattern, rule in _RULES:
        match = re.search(pattern, f"{trouble.context}: {problem}", re.DOTALL)
        if match:
            words = rule(trouble, match)
            break
    return Diagnostic(
        "yaml-syntax",
        Severity.ERROR,
        words.message,
        words.span,
        label=words.label,
        labels=words.labels,
        help=words.help,
    )


def _bad_start(trouble: Trouble, match: Match[str]) -> Words:
    character = trouble.source.text[trouble.stop]
    if character == "\t":
        return _tab(trouble, match)
    name = "a backtick" if character == "`" else f"`{character}`"
    return Words(f"a value cannot begin with {name}", trouble.here, _QUOTE)


def _tab(trouble: Trouble, match: Match[str]) -> Words:
    return Words("a tab cannot indent YAML", trouble.here, _TAB, "a tab")


def _no_colon(trouble: Trouble, match: Match[str]) -> Words:
    return Words(
        "expected `:` after a key",
        trouble.rest(trouble.begin),
        "write `key: value`, or indent this line to continue the one above",
        "no `:` on this line",
    )


def _item(trouble: Trouble, match: Match[str]) -> Words:
    help = "begin a list on a line of its own, and quote a value that begins with `- `"
    return Words("a list cannot begin here", trouble.here, help)


def _question(trouble: Trouble, match: Match[str]) -> Words:
    help = f"{_QUOTE}: an unquoted `?` begins a key"
    return Words("a `?` cannot stand here", trouble.here, help)


def _colon(trouble: Trouble, match: Match[str]) -> Words:
    if re.search(r":\s", trouble.line):
        help = "put the value in quotes if the `:` belongs to it"
        return Words("a second `:` on one line", trouble.here, help)
    start = trouble.stop - len(trouble.line.lstrip())
    return Words(
        "a key cannot stand here",
        trouble.source.span(start, trouble.stop),
        "indent it like the keys that it belongs to",
        "the line above has a value already",
    )


def _unclosed_quote(trouble: Trouble, match: Match[str]) -> Words:
    begin = trouble.character(trouble.begin)
    quote = trouble.source.text[trouble.begin]
    help = f"close it with another `{quote}`"
    return Words("a quote is not closed", begin, help, "it begins here")


def _escape(trouble: Trouble, match: Match[str]) -> Words:
    text, stop = trouble.source.text, trouble.stop
    if "invalid" in match[0]:
        escapes = _ESCAPE.finditer(text, trouble.begin, stop)
        start, end = next(found.span() for found in escapes if _names_nothing(found))
    else:
        start, end = text.rindex("\\", trouble.begin, stop), stop + 1
    span, written = trouble.source.span(start, end), text[start:end]
    help = "double the backslash, or use single quotes, where it is a plain character"
    return Words(f"`{written}` is no escape in double quotes", span, help)


def _names_nothing(escape: Match[str]) -> bool:
    code = int(escape["four"] or escape["eight"] or "0", 16)
    return 0xD800 <= code <= 0xDFFF or code > 0x10FFFF


def _name(trouble: Trouble, match: Match[str]) -> Words:
    mark, what = ("*", "alias") if "alias" in trouble.context else ("&", "anchor")
    begin = trouble.character(trouble.begin)
    help = f"{_QUOTE}: an unquoted `{mark}` begins an {what}"
    return Words(f"`{mark}` is not followed by a name", begin, help)


def _tag(trouble: Trouble, match: Match[str]) -> Words:
    begin = trouble.rest(trouble.begin)
    help = f"{_QUOTE}, or in `${{{{ }}}}`: an unquoted `!` begins a tag"
    return Words("this is not a tag", begin, help)


def _directive(trouble: Trouble, match: Match[str]) -> Words:
    span = trouble.rest(trouble.begin)
    return Words("this is not a YAML directive", span, "a workflow needs none")


def _header(trouble: Trouble, match: Match[str]) -> Words:
    sign = trouble.source.text[trouble.begin]
    help = "begin the text on the next line, or quote it"
    span = trouble.rest(trouble.stop)
    return Words(f"no text can follow `{sign}` on its line", span, help)


def _increment(trouble: Trouble, match: Match[str]) -> Words:
    help = "it says by how many spaces the text is indented, and is mostly left out"
    digit = trouble.character(trouble.stop - 1)
    return Words("the number must be from 1 to 9", digit, help)


def _tight_colon(trouble: Trouble, match: Match[str]) -> Words:
    help = f"write a space after it, or {_QUOTE}"
    return Words("a `:` cannot stand here", trouble.here, help)


def _stray(trouble: Trouble, match: Match[str]) -> Words:
    help = f"take it away, or {_QUOTE}"
    return Words(f"this `{match['found']}` closes nothing", trouble.here, help)


def _unclosed(trouble: Trouble, match: Match[str]) -> Words:
    opening, closing = trouble.source.text[trouble.begin], match["closing"]
    begin, here = trouble.character(trouble.begin), trouble.here
    if begin.line == here.line and match["found"] != "<stream end>":
        message = f"expected `,` or `{closing}`"
        return Words(message, here, "put the value in quotes", "not expected here")
    label = Label(here, f"still inside of the `{opening}` here")
    labels = (label,) if match["found"] != "<stream end>" else ()
    help = f"close it with `{closing}`"
    return Words(f"`{opening}` is not closed", begin, help, "it begins here", labels)


def _no_value(trouble: Trouble, match: Match[str]) -> Words:
    help = f"write a value, or {_QUOTE} if this is one"
    return Words(f"expected a value, found `{match['found']}`", trouble.here, help)


def _after_block(trouble: Trouble, match: Match[str]) -> Words:
    if trouble.line.strip(" -"):
        help = f"{_QUOTE}, all of it"
        message = "the value ended before this"
        return Words(message, trouble.rest(trouble.stop), help)
    column = trouble.source.position(trouble.begin).column
    if "collection" in trouble.context:
        what, begins = "an item of the list", "the list begins here"
        help = f"begin items with `- ` in column {column}, or indent this differently"
    else:
        what, begins = "a key of the mapping", "the mapping begins here"
        help = f"keys of this mapping begin in column {column}"
    message = f"this line is neither {what} above it nor a part of it"
    span = trouble.rest(trouble.stop)
    return Words(message, span, help, None, trouble.begins(begins))


def _after_document(trouble: Trouble, match: Match[str]) -> Words:
    help = "a file holds one mapping; indent all of its keys alike"
    return Words("the content of the file ended before this", trouble.here, help)


_Rule = Callable[[Trouble, Match[str]], Words]
# Not compiled before something is wrong: most files are not.
_RULES: Tuple[Tuple[str, _Rule], ...] = (
    (r"^while (scanning|parsing) a directive", _directive),
    (r"found character .* that cannot start any token", _bad_start),
    (r"found a tab character", _tab),
    (r"could not find expected ':'", _no_colon),
    (r"sequence entries are not allowed here", _item),
    (r"mapping keys are not allowed here", _question),
    (r"mapping values are not allowed here", _colon),
    (r"found unexpected (end of stream|document separator)", _unclosed_quote),
    (r"found unknown escape character", _escape),
    (r"expected escape sequence of", _escape),
    (r"found invalid Unicode character escape code", _escape),
    (r"expected alphabetic or numeric character", _name),
    (r"expected ' ' after the tag|the tag has no proper name", _tag),
    (r"found undefined tag handle", _tag),
    (r"found an indentation indicator equal to 0", _increment),
    (r"found unexpected ':'", _tight_colon),
    (r"expected a comment or a line break", _header),
    (r"expected ',' or '(?P<closing>.)', but got '(?P<found>.*)'", _unclosed),
    (r"expected the node content, but found '(?P<found>.*)'", _no_value),
    (r"expected <block end>, but found '(?P<found>[]}])'", _stray),
    (r"expected <block end>", _after_block),
    (r"expected '<document start>'", _after_document),
    (r"duplicate YAML directive|duplicate tag handle|YAML document", _directive),
)
