from __future__ import annotations

import io

from understudy.report.out import Lenient


def test_what_a_stream_cannot_write_is_escaped():
    data = io.BytesIO()
    out = Lenient(io.TextIOWrapper(data, encoding="ascii"))

    out.write("✓ caf\u00e9\n")
    out.flush()

    assert data.getvalue() == b"\\u2713 caf\\xe9\n"


def test_a_stream_without_an_encoding_takes_everything():
    stream = io.StringIO()

    Lenient(stream).write("✓")

    assert stream.getvalue() == "✓"


class Gone(io.StringIO):
    """A pipe whose reader has left; it counts who tries."""

    tried = 0

    def write(self, text: str) -> int:
        self.tried += 1
        raise BrokenPipeError


def test_a_reader_that_has_gone_is_asked_once():
    stream = Gone()
    out = Lenient(stream)

    out.write("one")
    out.write("two")
    out.flush()

    assert stream.tried == 1
