"""Writing output into a file."""

from __future__ import annotations

import io
from typing import Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.engine.log import LONGEST_LINE, Log
from understudy.engine.mask import Masker


class Reader:
    """Takes lines; replaces commands, hides what `mask` names, wants what is marked."""

    def __init__(self, masker: Masker) -> None:
        self._masker = masker
        self.seen: list[str] = []

    def wants_lines(self, chunk: bytes) -> bool:
        return b"!" in chunk

    def line(self, text: str) -> Optional[tuple[str, ...]]:
        self.seen.append(text)
        word = text.strip()
        if word.startswith("::mask "):
            self._masker.add(word[len("::mask ") :])
            return ()
        if word.startswith("::") or "##[" in word:
            return (f"<{word}>",)
        return None


class Written:
    """A log in memory, and its reader."""

    def __init__(self, *secrets: str, reads: bool = True) -> None:
        self.file = io.BytesIO()
        self.masker = Masker()
        for secret in secrets:
            self.masker.add(secret)
        self.reader = Reader(self.masker)
        self.log = Log(self.file, self.masker, self.reader if reads else None)

    def feed(self, *chunks: bytes) -> bytes:
        for chunk in chunks:
            self.log.feed(chunk)
        return self.file.getvalue()


def test_output_is_written_as_it_comes() -> None:
    made = Written()

    assert made.feed(b"a\n\xff\r\nb::c\nd") == b"a\n\xff\r\nb::c\n"
    made.log.finish()
    assert made.file.getvalue() == b"a\n\xff\r\nb::c\nd\n"
    assert made.reader.seen == []


def test_nobody_need_listen() -> None:
    assert Written(reads=False).feed(b"::a::\n") == b"::a::\n"


@pytest.mark.parametrize(
    "data, expected, seen",
    [
        pytest.param(b"::a::\nb\n", b"<::a::>\nb\n", ["::a::"], id="first"),
        pytest.param(b"b\n::a::\n", b"b\n<::a::>\n", ["::a::"], id="later"),
        pytest.param(b"b\n \t::a::\n", b"b\n<::a::>\n", [" \t::a::"], id="blanks"),
        pytest.param(b"b\r::a::\r\n", b"b\r<::a::>\n", ["::a::"], id="behind CR"),
        pytest.param(
            b"\n::a::\r::b\n", b"\n<::a::>\n<::b>\n", ["::a::", "::b"], id="two"
        ),
        pytest.param(b"b ##[a]c\nd\n", b"<b ##[a]c>\nd\n", ["b ##[a]c"], id="anywhere"),
        pytest.param(b"b\rc##[a]\n", b"b\r<c##[a]>\n", ["c##[a]"], id="old behind CR"),
        pytest.param(b"::a ##[b]\nc\n", b"<::a ##[b]>\nc\n", ["::a ##[b]"], id="both"),
        pytest.param(
            b"##[a]\n::b\n##[c]\n",
            b"<##[a]>\n<::b>\n<##[c]>\n",
            ["##[a]", "::b", "##[c]"],
            id="in turn",
        ),
        pytest.param(b"b ::a::\n", b"b ::a::\n", [], id="not at the start"),
        pytest.param(b"::\xff\n", b"<::\xef\xbf\xbd>\n", ["::\ufffd"], id="not utf-8"),
    ],
)
def test_a_command_is_shown_as_its_reader_says(
    data: bytes, expected: bytes, seen: list[str]
) -> None:
    made = Written()

    assert made.feed(data) == expected
    assert made.reader.seen == seen


def test_every_line_is_read_where_it_is_wanted() -> None:
    made = Written()

    made.feed(b"a\n", b"b!\r\n\n::c\nd\n")

    assert made.reader.seen == ["b!", "", "::c", "d"]
    assert made.file.getvalue() == b"a\nb!\r\n\n<::c>\nd\n"


def test_a_mask_hides_from_its_own_line_on() -> None:
    made = Written()

    assert made.feed(b"one\n::mask two\ntwo two\n") == b"one\n*** ***\n"


def test_a_command_may_come_in_pieces() -> None:
    assert Written().feed(b":", b":a", b"::", b"b\nc\n") == b"<::a::b>\nc\n"


@pytest.mark.parametrize("text", [b" ", b"::a", b" :", b"##[a", b"a#", b"a##"])
def test_what_may_become_a_command_waits_for_its_end(text: bytes) -> None:
    made = Written()

    made.feed(text)
    made.log.idle()

    assert made.file.getvalue() == b""


def test_an_unfinished_line_is_shown_when_nothing_follows() -> None:
    made = Written("secret")

    made.feed(b"tests ..")
    made.log.idle()
    shown = [made.file.getvalue()]
    made.feed(b".. sec")
    made.log.idle()
    shown.append(made.file.getvalue())
    made.feed(b"ret ::x\n::y\n")
    shown.append(made.file.getvalue())

    assert shown == [
        b"tests ..",
        b"tests .... ",
        b"tests .... *** ::x\n<::y>\n",
    ]
    assert made.reader.seen == ["::y"]


def test_a_reader_gets_the_line_whose_beginning_is_shown_already() -> None:
    made = Written()

    made.feed(b"a ")
    made.log.idle()
    made.feed(b"##[b]\n")

    assert made.reader.seen == ["a ##[b]"]
    assert made.file.getvalue() == b"a \n<a ##[b]>\n"


def test_a_line_without_end_is_written_in_pieces() -> None:
    made = Written("secret")

    made.feed(b"x" * LONGEST_LINE + b"sec", b"ret\n")

    assert made.file.getvalue() == b"x" * LONGEST_LINE + b"***\n"


def test_the_end_ends_the_line() -> None:
    made = Written()

    made.feed(b"::a::")
    made.log.finish()
    made.log.finish()
    made.feed(b"b ")
    made.log.idle()
    made.log.finish()

    assert made.file.getvalue() == b"<::a::>\nb \n"


def test_lines_of_our_own_are_hidden_too_and_start_a_line() -> None:
    made = Written("secret")

    made.feed(b"a")
    made.log.write("##[group]secret", "b")

    assert made.file.getvalue() == b"a\n##[group]***\nb\n"
    assert made.reader.seen == []


def test_a_log_knows_how_far_it_is() -> None:
    made = Written("secret")

    made.feed(b"secret\n", b"x" * 5000 + b"\n", b"end\n")

    assert made.log.position == len(made.file.getvalue())
    assert made.log.tail == made.file.getvalue()[-4096:]


@given(st.data())
def test_chunks_make_no_difference(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="s:#[] \r\na!", max_size=60)).encode()
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=6).map(sorted))
    whole, pieces = Written("sss"), Written("sss")

    whole.feed(text)
    whole.log.finish()
    for start, end in zip([0, *cuts], [*cuts, len(text)]):
        pieces.feed(text[start:end])
    pieces.log.finish()

    wanted = b"!" in text
    assert wanted or pieces.file.getvalue() == whole.file.getvalue()
    assert wanted or pieces.reader.seen == whole.reader.seen
