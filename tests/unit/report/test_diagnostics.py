"""Problems as text, as annotations and as JSON."""

from __future__ import annotations

from textwrap import dedent

import pytest

from understudy.report.diagnostics import (
    render,
    summary,
    to_annotations,
    to_json,
)
from understudy.report.style import Style
from understudy.text.diagnostic import (
    Authority,
    Diagnostic,
    Edit,
    Fix,
    Label,
    Severity,
)
from understudy.text.source import Source, Span

PLAIN = Style()
CI = Source(".github/workflows/ci.yml", "\n" * 23 + "      - runn: tox run\n")
MATRIX = Source(
    ".github/workflows/ci.yml",
    "\n" * 30 + '        python-version: ["3.9", "3.10", "3.11", "3.13"]\n',
)
TOX = Source("tox.ini", "\n" * 11 + "[gh-actions]\npython =\n    3.9: py39\n")


def at(source: Source, word: str) -> Span:
    """Return the span of a word."""
    start = source.text.index(word)
    return source.span(start, start + len(word))


TYPO = Diagnostic(
    "workflow-syntax",
    Severity.ERROR,
    "Unexpected value 'runn'",
    at(CI, "runn"),
    Authority.GITHUB,
    label="not a key of a step",
    help="did you mean `run`?",
)
TYPO_TOO = Diagnostic(
    "workflow-syntax",
    Severity.ERROR,
    "There's not enough info to determine what you meant.",
    at(CI, "runn"),
    Authority.GITHUB,
)
UNMAPPED = Diagnostic(
    "unmapped-python",
    Severity.ERROR,
    "Python 3.13 runs no tests on GitHub, and its job is green",
    at(MATRIX, '"3.13"'),
    label="this leg runs `tox` under Python 3.13",
    labels=(Label(at(TOX, "[gh-actions]"), "which maps 3.9 only"),),
    fixes=(Fix("map", (Edit(at(TOX, "py39"), "py39\n    3.13: py313"),)),),
)


def warning(source: Source, word: str, **others: object) -> Diagnostic:
    """Return a plain warning about a word."""
    return Diagnostic(
        "odd",
        Severity.WARNING,
        "this is odd",
        at(source, word),
        **others,  # type: ignore[arg-type]
    )


def block(text: str) -> str:
    """Return an indented text as it stands in the file."""
    return dedent(text).strip("\n")


def test_problems_of_one_place_share_a_block():
    assert render([TYPO, TYPO_TOO], PLAIN) == block("""
        error[workflow-syntax]: Unexpected value 'runn'
          --> .github/workflows/ci.yml:24:9
           |
        24 |       - runn: tox run
           |         ^^^^ not a key of a step
           = help: did you mean `run`?
           = note: There's not enough info to determine what you meant.
        """)


def test_another_file_and_a_fix_are_shown_below():
    assert render([UNMAPPED], PLAIN) == block("""
        error[unmapped-python]: Python 3.13 runs no tests on GitHub, and its job is green
          --> .github/workflows/ci.yml:31:49
        31 |         python-version: ["3.9", "3.10", "3.11", "3.13"]
           |                                                 ^^^^^^ this leg runs `tox` under Python 3.13
          ::: tox.ini:12:1
        12 | [gh-actions]
           | ------------ which maps 3.9 only
           = fix (safe) tox.ini:15    +     3.13: py313
        """)  # noqa: E501


def test_places_in_one_file_are_shown_in_their_order():
    source = Source("x.yml", "a: [b, c\nd:\n\n\ne: f\ng: h\n")
    problem = warning(
        source,
        "e",
        labels=(
            Label(at(source, "["), "begun here"),
            Label(at(source, "f"), "and this"),
            Label(at(source, "h"), "and that"),
        ),
        notes=("first", "second"),
    )

    assert render([problem], PLAIN) == block("""
        warning[odd]: this is odd
         --> x.yml:5:1
        1 | a: [b, c
          |    - begun here
          ...
        5 | e: f
          | ^
          |    - and this
        6 | g: h
          |    - and that
          = note: first
          = note: second
        """)


def test_the_gutter_is_as_wide_as_the_largest_number():
    problem = warning(
        Source("a", "x"), "x", labels=(Label(at(CI, "tox"), "far below"),)
    )

    assert render([problem], PLAIN).splitlines()[1:4] == [
        "  --> a:1:1",
        " 1 | x",
        "   | ^",
    ]


def test_a_fix_on_several_lines_is_aligned():
    source = Source("x", "a\n")
    fix = Fix("write b", (Edit(at(source, "a"), "b"),))

    assert render([warning(source, "a", fixes=(fix,))], PLAIN).splitlines()[-2:] == [
        "  = fix (safe) x:1    - a",
        "                      + b",
    ]


def test_the_worst_problem_of_a_place_is_its_headline():
    note = Diagnostic("why", Severity.NOTE, "because", TYPO.span, help="look")

    assert render([note, TYPO], PLAIN).splitlines()[0] == (
        "error[workflow-syntax]: Unexpected value 'runn'"
    )
    assert render([note, TYPO], PLAIN).splitlines()[-3:] == [
        "   = help: did you mean `run`?",
        "   = help: look",
        "   = note: note[why]: because",
    ]


def test_blocks_stand_in_the_order_of_the_files():
    found = render([warning(TOX, "python"), UNMAPPED, TYPO, TYPO], PLAIN)

    assert [text.split("]")[0] for text in found.split("\n\n")] == [
        "error[workflow-syntax",
        "error[unmapped-python",
        "warning[odd",
    ]


def test_nothing_of_a_file_reaches_the_terminal_unescaped():
    source = Source("a\x1b.yml", "b: \x1b[2J\u202e c\n")
    problem = Diagnostic(
        "odd",
        Severity.NOTE,
        "found \x1b[31m\nb",
        at(source, "c"),
        label="\x07",
        help="\r",
        notes=("\x08",),
    )

    assert render([problem], PLAIN) == block(r"""
        note[odd]: found \x1b[31m\nb
         --> a\x1b.yml:1:10
          |
        1 | b: \x1b[2J\u202e c
          |                  ^ \x07
          = help: \r
          = note: \x08
        """)


def test_colours_tell_the_severities_apart():
    style = Style(colour=True)
    text = render([warning(Source("x", "a"), "a", help="do")], style)

    assert text.replace("\033", "") == block("""
        [1;33mwarning[odd][0m[1m: this is odd[0m
         [2m-->[0m [2mx:1:1[0m
        [2m  |[0m
        [2m1 |[0m a
        [2m  |[0m [1;33m^[0m
          [2m=[0m [1mhelp[0m: do
        """)


def test_a_long_line_keeps_to_the_width():
    source = Source("x", "y" * 200 + " z " + "y" * 200)

    lines = render([warning(source, "z")], PLAIN, width=60).splitlines()

    assert max(map(len, lines)) == 60
    assert lines[3].index("z") == lines[4].index("^")


def test_no_problem_is_no_text():
    assert render([], PLAIN) == ""
    assert to_annotations([]) == ""
    assert to_json([]) == []
    assert summary([]) == "no problems"


@pytest.mark.parametrize(
    ("problems", "text"),
    [
        ([TYPO], "1 error in 1 file"),
        ([TYPO, TYPO], "1 error in 1 file"),
        ([TYPO, TYPO_TOO, UNMAPPED], "3 errors in 1 file, 1 fixable"),
        ([warning(TOX, "python"), TYPO], "1 error, 1 warning in 2 files"),
        (
            [
                Diagnostic("a", Severity.NOTE, "a", at(TOX, "p")),
                warning(TOX, "p", fixes=(Fix("risky", (), safe=False),)),
            ],
            "1 warning, 1 note in 1 file",
        ),
    ],
)
def test_the_summary_counts(problems: list[Diagnostic], text: str):
    assert summary(problems) == text


def test_annotations_are_log_commands():
    source = Source("a,b:c.yml", "x\ny\n")
    problem = Diagnostic(
        "odd",
        Severity.NOTE,
        "100%\nsure\r",
        at(source, "y"),
        notes=("and more",),
        help="wait",
    )

    assert to_annotations([problem, TYPO, TYPO_TOO]).splitlines() == [
        "::error file=.github/workflows/ci.yml,line=24,col=9,title=workflow-syntax"
        "::Unexpected value 'runn'%0Ahelp: did you mean `run`?",
        "::error file=.github/workflows/ci.yml,line=24,col=9,title=workflow-syntax"
        "::There's not enough info to determine what you meant.",
        r"::notice file=a%2Cb%3Ac.yml,line=2,col=1,title=odd"
        r"::100%25%0Asure\r%0Aand more%0Ahelp: wait",
    ]


def test_json_is_in_order():
    problems = [warning(TOX, "python"), TYPO]

    assert to_json(problems) == [TYPO.to_json(), problems[0].to_json()]
