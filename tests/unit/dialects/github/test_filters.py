"""A filter lets names and files through, or says what keeps them back."""

from __future__ import annotations

from textwrap import indent

import pytest

from understudy.dialects.github import filters, reader
from understudy.dialects.github.filters import Finding
from understudy.model.event import Changes
from understudy.model.pipeline import Trigger
from understudy.model.plan import Starts
from understudy.text.source import Source


def trigger(lines: str) -> Trigger:
    """Read the filters of a `push`."""
    text = f"on:\n  push:\n{indent(lines, '    ')}\njobs: {{}}\n"
    (workflow,) = reader.read([Source("ci.yml", text)]).workflows
    return workflow.triggers[0]


NAMES = [
    pytest.param(
        "branches: [main, 'v*']",
        "v1",
        Finding(Starts.YES, "branches", 'branch matches "v*"'),
        id="listed",
    ),
    pytest.param(
        "branches: [a, b, c, d, e]",
        "main",
        Finding(
            Starts.NO,
            "branches",
            "`branches: a, b, c, 2 more` does not match the branch `main`",
        ),
        id="not listed, and the list is long",
    ),
    pytest.param(
        "branches: [a, b, c, d]",
        "main",
        Finding(
            Starts.NO,
            "branches",
            "`branches: a, b, c, 1 more` does not match the branch `main`",
        ),
        id="not listed, and the list is a bit long",
    ),
    pytest.param(
        "branches: [a, b, c]",
        "main",
        Finding(
            Starts.NO,
            "branches",
            "`branches: a, b, c` does not match the branch `main`",
        ),
        id="not listed, and the list is short",
    ),
    pytest.param(
        "branches: ['v*', '!v1']",
        "v1",
        Finding(Starts.NO, "branches", "`!v1` in `branches` takes out the branch `v1`"),
        id="taken out again",
    ),
    pytest.param(
        "branches-ignore: [main, 'v*']",
        "v1",
        Finding(Starts.NO, "branches", "`branches-ignore: v*` holds the branch `v1`"),
        id="ignored",
    ),
    pytest.param(
        "branches-ignore: ['v*', '!v1']",
        "v1",
        Finding(Starts.YES, "branches", "branch is not in `branches-ignore`"),
        id="ignored, but not this one",
    ),
    pytest.param(
        "branches: [main]",
        None,
        Finding(
            Starts.UNKNOWN,
            "branches",
            "`branches` cannot be decided: the branch is not known",
        ),
        id="not known",
    ),
    pytest.param("tags: [v1]", "main", Finding(Starts.YES), id="no such filter"),
]


@pytest.mark.parametrize(("lines", "name", "expected"), NAMES)
def test_a_name_is_let_through_or_not(
    lines: str, name: str | None, expected: Finding
) -> None:
    names = filters.pair(trigger(lines), "branches")

    assert filters.by_name(names, name, "branch") == expected


FILES = [
    pytest.param(
        "paths: ['src/**']",
        ("README.md", "src/a.py"),
        Finding(Starts.YES, "paths", 'src/a.py matches "src/**"'),
        id="one file is enough",
    ),
    pytest.param(
        "paths: ['bench/**']",
        ("src/mathkit/cli.py", "tox.ini", "setup.py"),
        Finding(
            Starts.NO,
            "paths",
            "`paths: bench/**` matches none of src/mathkit/cli.py and 2 more",
        ),
        id="no file matches",
    ),
    pytest.param(
        "paths: ['bench/**']",
        ("tox.ini",),
        Finding(Starts.NO, "paths", "`paths: bench/**` matches none of tox.ini"),
        id="the only file does not match",
    ),
    pytest.param(
        "paths: ['**', '!docs/**']",
        ("docs/a.md",),
        Finding(Starts.NO, "paths", "`paths: **, !docs/**` matches none of docs/a.md"),
        id="the only file is taken out",
    ),
    pytest.param(
        "paths: ['!docs/**']",
        ("src/a.py",),
        Finding(Starts.NO, "paths", "`paths: !docs/**` matches none of src/a.py"),
        id="taking out alone lets nothing in",
    ),
    pytest.param(
        "paths-ignore: ['docs/**']",
        ("docs/a.md", "docs/b.md"),
        Finding(
            Starts.NO,
            "paths",
            "`paths-ignore: docs/**` holds all of docs/a.md and 1 more",
        ),
        id="all files are ignored",
    ),
    pytest.param(
        "paths-ignore: ['docs/**', '!docs/conf.py']",
        ("docs/a.md", "docs/conf.py"),
        Finding(Starts.YES, "paths", "docs/conf.py is not in `paths-ignore`"),
        id="one file is not ignored",
    ),
    pytest.param(
        "paths: ['**']",
        (),
        Finding(Starts.NO, "paths", "no file changed, and `paths` is set"),
        id="no file changed",
    ),
    pytest.param(
        "paths: ['z']",
        (*(f"a{number:03}" for number in range(300)), "z"),
        Finding(
            Starts.NO,
            "paths",
            "`paths: z` matches none of a000 and 299 more "
            "(GitHub looks at the first 300 files)",
        ),
        id="GitHub does not see the 301st file",
    ),
    pytest.param(
        "paths-ignore: ['a*']",
        (*(f"a{number:03}" for number in range(300)), "z"),
        Finding(
            Starts.NO,
            "paths",
            "`paths-ignore: a*` holds all of a000 and 299 more "
            "(GitHub looks at the first 300 files)",
        ),
        id="nor for what is ignored",
    ),
    pytest.param(
        "paths: ['z']",
        (*(f"a{number:03}" for number in range(299)), "z"),
        Finding(Starts.YES, "paths", 'z matches "z"'),
        id="the 300th file counts",
    ),
]


@pytest.mark.parametrize(("lines", "files", "expected"), FILES)
def test_files_are_let_through_or_not(
    lines: str, files: tuple[str, ...], expected: Finding
) -> None:
    paths = filters.pair(trigger(lines), "paths")

    assert filters.by_paths(paths, Changes(files)) == expected


def test_files_do_not_matter_without_a_filter() -> None:
    found = filters.by_paths(None, Changes(None, reason="not known"))

    assert found == Finding(Starts.YES)


def test_files_that_are_not_known_are_not_guessed() -> None:
    paths = filters.pair(trigger("paths: [a]"), "paths")

    found = filters.by_paths(paths, Changes(None, reason="this clone is shallow"))

    text = "`paths` cannot be decided: this clone is shallow"
    assert found == Finding(Starts.UNKNOWN, "paths", text)


def test_over_a_thousand_commits_make_files_irrelevant() -> None:
    paths = filters.pair(trigger("paths: [a]"), "paths")

    few, many = (
        filters.by_paths(paths, Changes(("b",), commits=commits))
        for commits in (1000, 1001)
    )

    text = "over 1000 commits, so GitHub does not look at `paths`"
    assert few.starts is Starts.NO
    assert many == Finding(Starts.YES, "paths", text)


REFUSED = [
    pytest.param(
        "branches: [a]\nbranches-ignore: [b]",
        [
            (
                "you may only define one of `branches` and `branches-ignore` for a "
                "single event",
                (4, 5),
                True,
            )
        ],
        id="branches and their contrary",
    ),
    pytest.param("branches: ['v[0-9]+', main]\npaths: [a]", [], id="nothing"),
    pytest.param(
        "branches: [main]\npaths: [a, '+x']",
        [
            (
                "`+x` in `paths` is no pattern: `+` repeats the character before it, "
                "and there is none",
                (4, 16),
                False,
            )
        ],
        id="a pattern",
    ),
    pytest.param(
        "tags: [a]\ntags-ignore: [b]\npaths-ignore: [a]\npaths: [b]",
        [
            (
                "you may only define one of `tags` and `tags-ignore` for a single "
                "event",
                (4, 5),
                True,
            ),
            (
                "you may only define one of `paths` and `paths-ignore` for a single "
                "event",
                (5, 5),
                True,
            ),
        ],
        id="a filter and its contrary",
    ),
]


@pytest.mark.parametrize(("lines", "expected"), REFUSED)
def test_github_refuses_some_filters(
    lines: str, expected: list[tuple[str, tuple[int, int], bool]]
) -> None:
    found = [
        (
            refusal.message,
            (refusal.span.line, refusal.span.column),
            refusal.in_its_words,
        )
        for refusal in filters.refusals(trigger(lines))
    ]

    assert found == expected
