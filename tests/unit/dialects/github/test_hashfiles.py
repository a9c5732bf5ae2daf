"""`hashFiles` finds what @actions/glob finds, in its order, and hashes it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from understudy.dialects.github.hashfiles import (
    find_files,
    hash_arguments,
    hash_files,
)
from understudy.expressions import ExpressionError

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


def digest(workspace: Path, names: list[str]) -> str:
    """Hash the digests of the files one after the other, as GitHub does."""
    total = hashlib.sha256()
    for name in names:
        total.update(hashlib.sha256(workspace.joinpath(name).read_bytes()).digest())
    return total.hexdigest() if names else ""


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
    assert hash_files(patterns, tree) == digest(tree, names)


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
def test_sets_hold_characters(tree, pattern, names):
    found = hash_files([f"odd/{pattern}"], tree)

    assert found == digest(tree, [f"odd/{name}" for name in names])


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
def test_classes_hold_characters(tmp_path, name, members):
    every = "\t\n\x01\x85 \u2003\u202809AFGafgÉéⅣ٣_-~€"
    for character in every:
        tmp_path.joinpath(f"={character}").write_text(character, encoding="utf-8")

    inside = hash_files([f"=[[:{name}:]]"], tmp_path)
    outside = hash_files([f"=[![:{name}:]]"], tmp_path)

    files = sorted((f"={character}" for character in every), key=os.fsencode)
    assert inside == digest(tmp_path, [file for file in files if file[1] in members])
    assert outside == digest(
        tmp_path, [file for file in files if file[1] not in members]
    )


def test_a_set_that_makes_no_sense_is_not_its_own_name(workspace):
    for name in ("[z-a]", "[a-[:digit:]]"):
        workspace.joinpath(name).touch()

    assert hash_files(["[z-a]", "[a-[:digit:]]"], workspace) == ""


@pytest.mark.parametrize(
    "pattern, names",
    [
        pytest.param("odd/*\\", ["odd/\\"], id="the end of a star is as written"),
        pytest.param("lib/*\\.py", [], id="with its backslashes"),
        pytest.param("lib/?\\.py", [], id="behind a mark as well"),
        pytest.param("lib/[x]\\.py", ["lib/x.py"], id="but not elsewhere"),
    ],
)
def test_shortcuts_of_minimatch_compare_what_is_written(tree, pattern, names):
    assert hash_files([pattern], tree) == digest(tree, names)


def test_absolute_patterns_count_within_the_workspace(workspace):
    root = os.fspath(workspace.parent / "work[[]s]?pace*")

    assert hash_files([root + "/a.txt"], workspace) == digest(workspace, ["a.txt"])
    assert hash_files([root + "/*.lock"], workspace) == digest(workspace, ["b.lock"])
    assert hash_files([f"/?{root[2:]}/a.txt"], workspace) == digest(
        workspace, ["a.txt"]
    )
    assert hash_files(["/no*such*folder/here"], workspace) == ""


def test_files_outside_of_the_workspace_are_left_out(workspace):
    outside = workspace.parent / "outside.txt"
    outside.write_text("outside", encoding="utf-8")
    twin = workspace.parent / f"{workspace.name}x"
    twin.mkdir()
    twin.joinpath("a.txt").write_text("twin", encoding="utf-8")

    patterns = [f"{workspace.parent}/**/*.txt", "!**/* *"]

    assert hash_files(patterns, workspace) == digest(workspace, ["B.txt", "a.txt"])
    assert hash_files([os.fspath(outside)], workspace) == ""


def test_a_workspace_behind_a_link_is_the_workspace(workspace, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(workspace)

    assert hash_files(["a.txt"], link) == digest(workspace, ["a.txt"])


def test_home_is_what_the_caller_says(tree):
    home = tree / "lib"

    assert hash_files(["~/x.py"], tree, home=home) == digest(tree, ["lib/x.py"])
    assert hash_files(["~"], tree, home=home) == digest(tree, below("lib/"))
    assert hash_files(["~x", "a~"], tree) == ""


def test_content_and_names_are_told_apart(workspace):
    before = hash_files(["a.txt"], workspace)
    workspace.joinpath("a.txt").rename(workspace / "renamed.txt")
    renamed = hash_files(["renamed.txt"], workspace)
    workspace.joinpath("renamed.txt").write_bytes(b"changed\n")
    changed = hash_files(["renamed.txt"], workspace)

    assert before == renamed != changed


def test_an_empty_file_is_a_file(workspace):
    workspace.joinpath("empty").touch()

    assert hash_files(["empty"], workspace) == digest(workspace, ["empty"])
    assert hash_files(["empty"], workspace) != ""


def test_a_large_file_is_read_in_pieces(workspace):
    workspace.joinpath("large").write_bytes(b"x" * (3 << 20))

    assert hash_files(["large"], workspace) == digest(workspace, ["large"])


def test_links_to_files_are_read_and_links_to_folders_are_not(workspace):
    workspace.joinpath("lib", "link.py").symlink_to(workspace / "a.txt")
    workspace.joinpath("lib", "linked").symlink_to(workspace / "docs")

    found = hash_files(["lib/link*"], workspace)

    assert found == digest(workspace, ["lib/link.py"])


def test_links_to_folders_are_followed_on_demand(workspace):
    workspace.joinpath("lib", "linked").symlink_to(workspace / "docs")

    found = hash_files(["lib/linked"], workspace, follow_symbolic_links=True)

    assert found == digest(workspace, ["docs/guide.md", "docs/old/guide.md"])


def test_a_circle_of_links_ends(workspace):
    workspace.joinpath("docs", "old", "again").symlink_to(workspace / "docs")
    workspace.joinpath("docs", "self").symlink_to(workspace)

    plain = hash_files(["docs/**/*.md"], workspace)
    followed = hash_files(["docs/**/*.md"], workspace, follow_symbolic_links=True)

    found = ["docs/guide.md", "docs/old/guide.md"]
    assert plain == digest(workspace, found)
    assert followed == digest(workspace, [*found, "docs/self/c#.md"])


def test_a_link_from_one_search_into_another_closes_no_circle(workspace):
    workspace.joinpath("lib", "deep", "docs").symlink_to(workspace / "docs")

    found = hash_files(
        ["docs/g*", "lib/deep/d*"], workspace, follow_symbolic_links=True
    )

    assert found == digest(
        workspace,
        ["docs/guide.md", "lib/deep/docs/guide.md", "lib/deep/docs/old/guide.md"],
    )


def test_a_folder_may_be_met_on_two_ways(workspace):
    workspace.joinpath("docs", "new").symlink_to(workspace / "docs" / "old")

    found = hash_files(["docs"], workspace, follow_symbolic_links=True)

    assert found == digest(
        workspace, ["docs/guide.md", "docs/new/guide.md", "docs/old/guide.md"]
    )


def test_a_broken_link_is_passed_over_when_links_are_followed(workspace):
    workspace.joinpath("lib", "gone").symlink_to(workspace / "missing")

    found = hash_files(["lib/*"], workspace, follow_symbolic_links=True)

    assert found == digest(workspace, below("lib/"))


def failure(patterns, workspace, **options):
    with pytest.raises(ExpressionError) as caught:
        hash_files(patterns, workspace, **options)
    return caught.value


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
            id="a class and a hyphen",
        ),
        pytest.param(
            "[[:alpha:]][ ]",
            "Invalid regular expression for '[[:alpha:]][ ]': Invalid escape",
            id="a class and a blank",
        ),
        pytest.param(
            "[[:alpha:]]\\!",
            "Invalid regular expression for '[[:alpha:]]\\!': Invalid escape",
            id="a class and an escaped mark",
        ),
        pytest.param("a\0b", "embedded null", id="a zero"),
        pytest.param("a.txt/x/y", "Not a directory", id="below a file"),
    ],
)
def test_a_broken_pattern_is_an_error_with_its_reason(tree, pattern, reason):
    error = failure(["b.lock", pattern], tree)

    called = f"b.lock, {pattern}".replace("'", "''")
    assert error.kind == "evaluation"
    assert str(error).startswith(
        f"hashFiles('{called}') failed. "
        f"Fail to hash files under directory '{tree}'. "
    )
    assert reason in str(error)


@pytest.mark.parametrize("literal", list("-,# \t\u2003") + ["[-]", "\\!"])
def test_a_class_of_unicode_cannot_bear_some_literals(tree, literal):
    for pattern in (f"{literal}[[:alpha:]]x", f"[[:alpha:]]{literal}x"):
        assert "Invalid escape" in str(failure([f"odd/{pattern}"], tree))


@pytest.mark.parametrize(
    "pattern", ["[[:xdigit:]]-x", "[[:ascii:]]-x", "[[:alpha:]]!", "[a-z]-x"]
)
def test_not_every_class_has_that_fault(tree, pattern):
    assert hash_files([pattern], tree) == ""


def test_an_escaped_dot_is_refused_when_the_pattern_is_completed(tree):
    root = os.fspath(tree)

    error = failure(["\\./a.txt"], tree)

    assert hash_files(["\\./**"], tree) == ""
    assert "/\\./a.txt/**'. Relative pathing" in str(error)
    assert root.split("/")[1] in str(error)


def test_quotes_in_a_message_are_doubled(tree):
    assert "hashFiles('it''s/..') failed." in str(failure(["it's/.."], tree))


def test_a_broken_link_cannot_be_hashed(workspace):
    workspace.joinpath("lib", "gone").symlink_to(workspace / "missing")

    assert "No such file or directory" in str(failure(["lib/*"], workspace))


def test_a_pipe_is_not_waited_for(workspace):
    os.mkfifo(workspace / "pipe")

    assert f"'{workspace}/pipe' is not a regular file." in str(
        failure(["p*"], workspace)
    )


def test_many_stars_take_no_time(workspace):
    workspace.joinpath("a" * 200).touch()

    assert hash_files(["*a" * 60 + "b"], workspace) == ""
    assert hash_files(["a*" * 60 + "[b]"], workspace) == ""
    assert hash_files(["**/" * 60 + "x", "**/a/" * 60], workspace) == ""


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

    assert hash_files([here], workspace) != ""
    assert hash_files([pattern], workspace, known_as="/seen/as/") == hash_files(
        [here], workspace
    )


def test_another_name_is_a_whole_path(workspace):
    assert hash_files(["/seen/assembly/**"], workspace, known_as="/seen/as") == ""
    assert hash_files(["/lib/*"], workspace, known_as="/") == ""


def test_an_option_may_be_the_first_argument(workspace):
    workspace.joinpath("linked").symlink_to("lib")
    option = "--Follow-Symbolic-Links"

    assert hash_arguments(["linked/*"], workspace) == ""
    assert hash_arguments([option, "linked/*"], workspace) != ""
    assert hash_arguments([], workspace) == ""


def test_another_option_is_refused(workspace):
    with pytest.raises(ExpressionError) as caught:
        hash_arguments(["--deep", "lib/*"], workspace)

    assert str(caught.value) == (
        "Specified argument was out of the range of valid values. (Parameter 'Invalid"
        " glob option --deep, avaliable option: '--follow-symbolic-links'.')"
    )


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
