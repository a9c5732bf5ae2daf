"""What a step says through its files."""

from __future__ import annotations

import codecs
from typing import Optional

import pytest

from understudy.dialects.github.file_commands import (
    SUMMARY_LIMIT,
    FileReport,
    Pairs,
    decode,
    extend_paths,
    read_files,
    read_pairs,
    read_paths,
    read_summary,
)
from understudy.model.result import Annotation

NO_DELIMITER = "Invalid value. Matching delimiter not found 'EOF'"
NO_NEW_LINE = "Invalid value. EOF marker missing new line."
EMPTY_NAME = "Name must not be empty and delimiter must not be empty"


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param("", (), id="nothing"),
        pytest.param("A=1", (("A", "1"),), id="no newline at the end"),
        pytest.param("\nA=1\n\nB=2\n", (("A", "1"), ("B", "2")), id="empty lines"),
        pytest.param("A=", (("A", ""),), id="empty value"),
        pytest.param("A==b\nB=c=d", (("A", "=b"), ("B", "c=d")), id="first = splits"),
        pytest.param(" A = b ", ((" A ", " b "),), id="nothing is trimmed"),
        pytest.param("A=1\r\n", (("A", "1\r"),), id="CR stays in the value"),
        pytest.param("=1", (("", "1"),), id="empty name"),
        pytest.param("A<<E\nE\n", (("A", ""),), id="empty heredoc"),
        pytest.param("A<<E\nE", (("A", ""),), id="delimiter at the very end"),
        pytest.param("A<<E\nx\ny\nE\n", (("A", "x\ny"),), id="last newline goes"),
        pytest.param("A<<E\n\n\nx\n\nE\n", (("A", "\n\nx\n"),), id="blank lines stay"),
        pytest.param("A<<E\n E\nE\n", (("A", " E"),), id="indented delimiter is data"),
        pytest.param("A<<E\nb=c\nE\n", (("A", "b=c"),), id="pairs inside are data"),
        pytest.param("A<<=E\nx\n=E\n", (("A", "x"),), id="<< before = decides"),
        pytest.param("A=<<E", (("A", "<<E"),), id="= before << decides"),
        pytest.param("A<<<E\nx\n<E\n", (("A", "x"),), id="delimiter with <"),
        pytest.param("A=1\nA=2", (("A", "1"), ("A", "2")), id="a repeat stays"),
    ],
)
def test_pairs_are_read_as_the_runner_reads_them(text: str, expected: object) -> None:
    assert read_pairs(text) == Pairs(expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text, error",
    [
        pytest.param("A=1\nnothing", "Invalid format 'nothing'", id="neither sign"),
        pytest.param("A=1\nB<<EOF\n", NO_DELIMITER, id="nothing follows"),
        pytest.param("A=1\nB<<EOF\nx\n", NO_DELIMITER, id="no delimiter"),
        pytest.param("A=1\nB<<EOF\nx EOF", NO_NEW_LINE, id="no newline"),
        pytest.param("A=1\nB<<", f"Invalid format 'B<<'. {EMPTY_NAME}", id="no end"),
        pytest.param("A=1\n<<E", f"Invalid format '<<E'. {EMPTY_NAME}", id="no name"),
    ],
)
def test_pairs_before_a_bad_line_stay(text: str, error: str) -> None:
    assert read_pairs(text) == Pairs((("A", "1"),), error)


def test_windows_ends_lines_with_crlf_and_keeps_it_inside_a_value() -> None:
    read = read_pairs("A=1\r\nB<<E\r\nx\r\ny\r\nE\r\nC=\r\n\n", windows=True)

    assert read == Pairs((("A", "1"), ("B", "x\r\ny"), ("C", "")))


@pytest.mark.parametrize(
    "content, expected",
    [
        pytest.param(b"a\xc3\xa9", "aé", id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + b"a", "a", id="utf-8 with a mark"),
        pytest.param("é".encode("utf-16"), "é", id="utf-16, as old PowerShell writes"),
        pytest.param("é".encode("utf-32"), "é", id="utf-32"),
        pytest.param(b"a\xff", "a\N{REPLACEMENT CHARACTER}", id="not utf-8"),
    ],
)
def test_the_byte_order_mark_decides_the_encoding(
    content: bytes, expected: str
) -> None:
    assert decode(content) == expected


def test_a_repeated_path_counts_where_it_stands_last() -> None:
    assert read_paths("/a\n\n/b\r\n/a\n") == ("/b", "/a")
    assert extend_paths(("/a", "/b", "/c"), ("/b", "/d")) == ("/a", "/c", "/b", "/d")


def test_a_summary_is_masked_line_by_line() -> None:
    summary, problem = read_summary(b"# ok\rpassword", lambda line: line[:4])

    assert (summary, problem) == ("# ok\npass\n", None)


@pytest.mark.parametrize(
    "size, issues", [(SUMMARY_LIMIT, 0), (SUMMARY_LIMIT + 1, 1)], ids=["fits", "over"]
)
def test_a_summary_over_a_mebibyte_is_an_error_and_not_kept(
    size: int, issues: int
) -> None:
    report = read_files({"step_summary": b"a" * size})

    assert (report.summary is None, len(report.issues)) == (bool(issues), issues)
    assert all("content up to a size of 1024k" in i.message for i in report.issues)
    assert report.failed is False


@pytest.mark.parametrize("name", ["NODE_OPTIONS", "node_options"])
def test_node_options_are_refused_and_the_rest_applies(name: str) -> None:
    report = read_files({"env": f"{name}<<E\nx\nE\nA=1".encode()})

    message = "Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command."
    assert report == FileReport(
        env=(("A", "1"),), issues=(Annotation("error", message),)
    )


def test_a_bad_file_fails_the_step_and_the_others_are_read() -> None:
    files: dict[str, Optional[bytes]] = {
        "env": b"A=1\nbad",
        "output": b"B=2",
        "state": b"C=3",
        "path": b"/d",
        "step_summary": None,
    }

    assert read_files(files) == FileReport(
        env=(("A", "1"),),
        outputs=(("B", "2"),),
        state=(("C", "3"),),
        paths=("/d",),
        issues=(
            Annotation("error", "Unable to process file command 'env' successfully."),
            Annotation("error", "Invalid format 'bad'"),
        ),
        failed=True,
    )


def test_no_files_say_nothing() -> None:
    assert read_files({}) == FileReport()
