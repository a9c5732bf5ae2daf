"""Patterns find the files that @actions/glob finds, in its order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from understudy.dialects.github.file_search import find, find_files
from understudy.dialects.github.wildcards import InvalidPattern

FILES = [
    ".hidden",
    "B.txt",
    "a b.txt",
    "a.txt",
    "b.lock",
    "c#.md",
    "docs/guide.md",
    "docs/old/guide.md",
    "lib/[x].py",
    "lib/deep/er/x.py",
    "lib/x.py",
    "lib/xy.py",
    "odd/*",
    "odd/-",
    "odd/1",
    "odd/[",
    "odd/\\",
    "odd/a",
    "odd/é",
]


def plant(root: Path) -> Path:
    """Write the files; the name of their folder is a pattern itself."""
    root = root / "work[s]*pace?\\"
    for name in FILES:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"content of {name}\n", encoding="utf-8")
    return root


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace that a test may change."""
    return plant(tmp_path)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that all the tests of patterns only read."""
    return plant(tmp_path_factory.mktemp("tree"))


def names_of(patterns: list[str], workspace: Path, **options: object) -> list[str]:
    """Return what is found, from the workspace on."""
    paths = find(patterns, os.path.realpath(workspace), **options)
    return [os.path.relpath(path, os.path.realpath(workspace)) for path in paths]


def below(*folders: str) -> list[str]:
    return [name for name in FILES if name.startswith(folders)]


@pytest.mark.parametrize(
    "patterns, names",
    [
        pytest.param(["a.txt"], ["a.txt"], id="a file"),
        pytest.param(["./a.txt"], ["a.txt"], id="a file in this folder"),
        pytest.param(["lib//x.py"], ["lib/x.py"], id="two slashes"),
        pytest.param(["a.txt/"], [], id="a file is no folder"),
        pytest.param(["a.txt", "B.txt"], ["a.txt", "B.txt"], id="in this order"),
        pytest.param(["B.txt", "a.txt"], ["B.txt", "a.txt"], id="and in the other"),
        pytest.param(["a.txt", "./a.txt"], ["a.txt"], id="each file once"),
        pytest.param(["*.txt"], ["B.txt", "a b.txt", "a.txt"], id="by its bytes"),
        pytest.param(
            ["a.txt", "*.txt"], ["B.txt", "a b.txt", "a.txt"], id="one search for both"
        ),
        pytest.param(
            ["lib/x.py", "docs/*.md", "lib"],
            ["docs/guide.md", *below("lib/")],
            id="a folder takes in what is below it",
        ),
        pytest.param(["missing.txt", "no/*/where"], [], id="nothing there"),
        pytest.param(["A.TXT"], [], id="letters have a case"),
        pytest.param(["lib"], below("lib/"), id="a folder is all that is in it"),
        pytest.param(["lib/"], below("lib/"), id="a folder with a slash"),
        pytest.param(["lib/**"], below("lib/"), id="two stars"),
        pytest.param(["lib/**/**"], below("lib/"), id="two stars twice"),
        pytest.param(["l*"], below("lib/"), id="a star matches folders, too"),
        pytest.param(["l*/"], below("lib/"), id="folders alone"),
        pytest.param(["*"], FILES, id="everything"),
        pytest.param(["**"], FILES, id="everything again"),
        pytest.param(["."], FILES, id="this folder"),
        pytest.param(["./"], FILES, id="this folder with a slash"),
        pytest.param([".h*"], [".hidden"], id="a dot file"),
        pytest.param(["?hidden"], [".hidden"], id="a mark is a dot, too"),
        pytest.param(
            ["**/guide.md"], ["docs/guide.md", "docs/old/guide.md"], id="anywhere"
        ),
        pytest.param(
            ["docs/**/guide.md"],
            ["docs/guide.md", "docs/old/guide.md"],
            id="two stars are no folder, or some",
        ),
        pytest.param(["**/deep/**/x.py"], ["lib/deep/er/x.py"], id="two times two"),
        pytest.param(["**/e?/*.py"], ["lib/deep/er/x.py"], id="a mark in a folder"),
        pytest.param(["**.py"], [], id="two stars in a name are one"),
        pytest.param(["l*b/*/**/x.py"], ["lib/deep/er/x.py"], id="one folder at least"),
        pytest.param(["lib/x.py/**"], ["lib/x.py"], id="below a file is the file"),
        pytest.param(["lib/x*y"], ["lib/x.py", "lib/xy.py"], id="a star inside"),
        pytest.param(["lib/?.py"], ["lib/x.py"], id="a mark"),
        pytest.param(["lib/x?py"], ["lib/x.py"], id="a mark inside"),
        pytest.param(["lib/??.py"], ["lib/xy.py"], id="two marks"),
        pytest.param(["lib/[wx].py"], ["lib/x.py"], id="a set"),
        pytest.param(
            ["lib/[!wx]*"], ["lib/[x].py", "lib/deep/er/x.py"], id="not a set"
        ),
        pytest.param(["lib/[[]x].py"], ["lib/[x].py"], id="a bracket in a set"),
        pytest.param(["lib/\\[x\\].py"], ["lib/[x].py"], id="an escaped bracket"),
        pytest.param(["lib/{x,xy}.py"], [], id="braces are letters"),
        pytest.param(["'a.txt'"], [], id="quotes are letters"),
        pytest.param(["a b.txt"], ["a b.txt"], id="a blank"),
        pytest.param([" a.txt\t"], ["a.txt"], id="blanks around it"),
        pytest.param(["c#.md", "# a.txt", "", "  "], ["c#.md"], id="comments"),
        pytest.param(["a.txt\nB.txt"], ["a.txt", "B.txt"], id="two lines are two"),
        pytest.param(["*.txt", "!a*"], ["B.txt"], id="but not these"),
        pytest.param(["!a*", "*.txt"], below("B", "a"), id="the later one wins"),
        pytest.param(["*.txt", "!*", "a.txt"], ["a.txt"], id="and the last one"),
        pytest.param(["!!a.txt"], ["a.txt"], id="not not"),
        pytest.param(["! a.txt", "!  !B.txt"], ["B.txt"], id="blanks behind a mark"),
        pytest.param(["**", "!lib", "!odd", "!docs/"], FILES[:6], id="without folders"),
        pytest.param(["docs/**", "!docs/*/"], ["docs/guide.md"], id="without below"),
        pytest.param(["!lib/**"], [], id="nothing but what is left out"),
    ],
)
def test_patterns_find_files_in_github_s_order(tree, patterns, names):
    assert names_of(patterns, tree) == names


def test_absolute_patterns_count_within_the_workspace(workspace):
    root = os.fspath(workspace.parent / "work[[]s]?pace*")

    assert names_of([root + "/a.txt"], workspace) == ["a.txt"]
    assert names_of([root + "/*.lock"], workspace) == ["b.lock"]
    assert names_of([f"/?{root[2:]}/a.txt"], workspace) == ["a.txt"]
    assert names_of(["/no*such*folder/here"], workspace) == []


def test_home_is_what_the_caller_says(tree):
    home = tree / "lib"

    assert names_of(["~/x.py"], tree, home=home) == ["lib/x.py"]
    assert names_of(["~"], tree, home=home) == below("lib/")
    assert names_of(["~x", "a~"], tree) == []


def test_links_are_found_themselves_unless_they_are_followed(workspace):
    workspace.joinpath("lib", "link.py").symlink_to(workspace / "a.txt")
    workspace.joinpath("lib", "linked").symlink_to(workspace / "docs")

    plain = names_of(["lib/link*"], workspace)
    followed = names_of(["lib/link*"], workspace, follow=True)

    assert plain == ["lib/link.py", "lib/linked"]
    assert followed == [
        "lib/link.py",
        "lib/linked/guide.md",
        "lib/linked/old/guide.md",
    ]


def test_a_circle_of_links_ends(workspace):
    workspace.joinpath("docs", "old", "again").symlink_to(workspace / "docs")
    workspace.joinpath("docs", "self").symlink_to(workspace)

    plain = names_of(["docs/**/*.md"], workspace)
    followed = names_of(["docs/**/*.md"], workspace, follow=True)

    found = ["docs/guide.md", "docs/old/guide.md"]
    assert plain == found
    assert followed == [*found, "docs/self/c#.md"]


def test_a_link_from_one_search_into_another_closes_no_circle(workspace):
    workspace.joinpath("lib", "deep", "docs").symlink_to(workspace / "docs")

    found = names_of(["docs/g*", "lib/deep/d*"], workspace, follow=True)

    assert found == [
        "docs/guide.md",
        "lib/deep/docs/guide.md",
        "lib/deep/docs/old/guide.md",
    ]


def test_a_folder_may_be_met_on_two_ways(workspace):
    workspace.joinpath("docs", "new").symlink_to(workspace / "docs" / "old")

    found = names_of(["docs"], workspace, follow=True)

    assert found == ["docs/guide.md", "docs/new/guide.md", "docs/old/guide.md"]


def test_a_broken_link_is_passed_over_when_links_are_followed(workspace):
    workspace.joinpath("lib", "gone").symlink_to(workspace / "missing")

    found = names_of(["lib/*"], workspace, follow=True)

    assert found == below("lib/")


RELATIVE = "Invalid pattern '{}'. Relative pathing '.' and '..' is not allowed."


@pytest.mark.parametrize(
    "pattern, reason",
    [
        pytest.param("../a.txt", RELATIVE.format("../a.txt"), id="up"),
        pytest.param("lib/../a.txt", RELATIVE.format("lib/../a.txt"), id="down and up"),
        pytest.param("lib//..", RELATIVE.format("lib//.."), id="as it was written"),
        pytest.param("lib/./a", RELATIVE.format("lib/./a"), id="a dot inside"),
        pytest.param("/./a", RELATIVE.format("/./a"), id="a dot behind the root"),
        pytest.param("\\.\\./a", RELATIVE.format("\\.\\./a"), id="escaped dots"),
        pytest.param("[.]./a", RELATIVE.format("[.]./a"), id="a dot in a set"),
        pytest.param("!../a", RELATIVE.format("../a"), id="not up"),
        pytest.param("!", "pattern cannot be empty", id="not nothing"),
        pytest.param("~/a", "Unable to determine HOME directory", id="no home"),
        pytest.param("x" * 65536, "pattern is too long", id="very long"),
        pytest.param(
            "[[:alpha:]]-x",
            "Invalid regular expression for '[[:alpha:]]-x': Invalid escape",
            id="a broken segment",
        ),
        pytest.param("a\0b", "embedded null", id="a zero"),
    ],
)
def test_a_broken_pattern_is_refused_in_the_words_of_the_original(
    tree, pattern, reason
):
    with pytest.raises(ValueError) as caught:
        names_of(["b.lock", pattern], tree)

    assert reason in str(caught.value)


def test_a_file_on_the_way_is_an_error(tree):
    with pytest.raises(NotADirectoryError):
        names_of(["a.txt/x/y"], tree)


def test_an_escaped_dot_is_refused_when_the_pattern_is_completed(tree):
    with pytest.raises(InvalidPattern) as caught:
        names_of(["\\./a.txt"], tree)

    assert names_of(["\\./**"], tree) == []
    assert "/\\./a.txt/**'. Relative pathing" in str(caught.value)
    assert "work[[]s]" in str(caught.value)


def test_many_stars_between_folders_take_no_time(workspace):
    assert names_of(["**/" * 60 + "x", "**/a/" * 60], workspace) == []


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("/seen/as/lib/*", id="a pattern"),
        pytest.param("/seen//as/lib/*", id="with more slashes"),
        pytest.param("/seen/as/**", id="all of it"),
        pytest.param("/seen/as", id="itself"),
    ],
)
def test_a_workspace_may_have_another_name(pattern, workspace):
    here = pattern.replace("/seen/as", ".").replace("/seen//as", ".")

    assert names_of([here], workspace) != []
    assert names_of([pattern], workspace, known_as="/seen/as/") == names_of(
        [here], workspace
    )


def test_another_name_is_a_whole_path(workspace):
    assert names_of(["/seen/assembly/**"], workspace, known_as="/seen/as") == []
    assert names_of(["/lib/*"], workspace, known_as="/") == []


def test_files_are_found_with_the_places_that_were_looked_at(tmp_path):
    root = tmp_path.resolve()
    for name in ("lib/b.txt", "lib/a.txt", "lib/.hidden", "lib/.git/c"):
        root.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        root.joinpath(name).touch()

    found = find_files("lib\nnone/*\n!lib/b.txt", root, hidden=False)

    assert found.roots == (f"{root}/lib", f"{root}/none")
    assert f"{root}/lib/a.txt" in found.files
    assert not {f"{root}/lib/b.txt", f"{root}/lib/.hidden"} & set(found.files)
    assert not [path for path in found.files if "/.git" in path]
    hidden = find_files("lib", root)
    assert {f"{root}/lib/.hidden", f"{root}/lib/.git/c"} <= set(hidden.files)


def test_a_pattern_that_cannot_be_looked_for_is_refused(tmp_path):
    with pytest.raises(ValueError, match="Relative pathing"):
        find_files("../x", tmp_path)
