from __future__ import annotations

import pytest

from understudy.engine.observe import (
    Heartbeat,
    LegFinished,
    LegStarted,
    RunStarted,
    StepStarted,
)
from understudy.report.run_output import Follower, count_lines, tail, text_lines, whole


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(b"one\ntwo", ["one", "two"], id="a last line without an end"),
        pytest.param(b"one\r\ntwo\r\n", ["one", "two"], id="CRLF"),
        pytest.param(b" 10%\r 50%\r100%\n", ["100%"], id="a progress bar"),
        pytest.param(b" 10%\r100%\r\n", ["100%"], id="a progress bar that ends"),
        pytest.param(b"\x1b[1;31mred\x1b[0m\x1b[K\n", ["red"], id="colours"),
        pytest.param(
            b"\x1b]8;;http://x\x1b\\link\x1b]8;;\x07\n", ["link"], id="a link"
        ),
        pytest.param(b"\x1b(Bplain\x1b=\n", ["plain"], id="character sets"),
        pytest.param(b"a\tb\n", ["a       b"], id="a tab"),
        pytest.param(b"\xff\n", ["\ufffd"], id="no UTF-8"),
    ],
)
def test_a_log_is_read_as_a_terminal_leaves_it(data, lines):
    assert text_lines(data) == lines


def test_the_last_lines_of_a_part_are_those_that_are_not_empty(tmp_path):
    path = tmp_path / "x.log"
    path.write_text("before\n1\n\n2\n3\nbehind\n")

    assert tail(path, 7, 14, 2) == ["2", "3"]
    assert tail(path, 7, None, 2) == ["3", "behind"]


def test_what_the_service_writes_around_a_script_is_left_out(tmp_path):
    path = tmp_path / "x.log"
    path.write_text(
        "##[group]Run a\na\n##[endgroup]\nout\n##[group]inner\nin\n##[endgroup]\n"
        "##[error]really\n##[error]The operation was canceled.\n"
    )

    assert tail(path, 0, None, 12) == ["out", "inner", "in", "really"]


def test_a_header_that_never_ends_is_shown(tmp_path):
    path = tmp_path / "x.log"
    path.write_text("##[group]Run a\na\n")

    assert tail(path, 0, None, 12) == ["Run a", "a"]


def test_only_the_end_of_a_long_log_is_read(tmp_path):
    path = tmp_path / "x.log"
    path.write_text("".join(f"line {n}\n" for n in range(20_000)))

    found = tail(path, 0, None, 100_000)

    assert found[-1] == "line 19999"
    assert found[0].startswith("line ")
    assert 5_000 < len(found) < 10_000


def test_lines_are_counted_in_pieces(tmp_path):
    path = tmp_path / "x.log"
    path.write_text("line\n" * 50_000)

    assert count_lines(path) == 50_000


def test_a_whole_log_has_no_marks_of_groups(tmp_path):
    path = tmp_path / "x.log"
    path.write_bytes(b"##[group]a\r\nb\xff\r\n##[endgroup]\n\x1b[1mc\n")

    assert list(whole(path)) == ["a", "b\ufffd", "\x1b[1mc"]


def test_a_log_that_is_gone_is_empty(tmp_path):
    path = tmp_path / "gone.log"

    assert (tail(path, 0, None, 1), list(whole(path)), count_lines(path)) == ([], [], 0)


def test_a_follower_gives_each_line_once_and_only_when_it_is_whole(tmp_path, leg):
    path = tmp_path / "x.log"
    path.write_text("one\ntw")
    follower = Follower()
    heartbeat = Heartbeat(1.0, "ci/x", "a", "A", 1.0, 1.0)

    def follow(event):
        return list(follower.follow(event))

    assert follow(RunStarted(0.0, 1, (), str(tmp_path))) == []
    assert follow(LegStarted(0.0, "ci/x", 1, "x.log")) == []
    assert follow(StepStarted(0.0, "ci/x", "a", "A", 1)) == [("ci/x", "one")]
    assert follow(heartbeat) == []
    path.write_text("one\ntwo\nthree")
    assert follow(heartbeat) == [("ci/x", "two")]
    assert follow(LegFinished(1.0, leg("ci/x"))) == [("ci/x", "three")]
    assert follow(LegFinished(1.0, leg("ci/unknown"))) == []


def test_a_follower_bears_that_a_log_is_gone(tmp_path, leg):
    follower = Follower()
    list(follower.follow(LegStarted(0.0, "ci/x", 1, str(tmp_path / "gone.log"))))

    assert list(follower.follow(LegFinished(1.0, leg("ci/x")))) == []
