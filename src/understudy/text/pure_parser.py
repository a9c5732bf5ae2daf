"""Owns PyYAML's parser in Python, made to agree with libyaml, as GitHub's does.

They differ in where a tab may stand (PyYAML: almost nowhere), in `?` and `:` inside of
flow collections, and in what an escape may name.
"""

from __future__ import annotations

import re
from typing import List, Optional, Tuple

from yaml.error import Mark
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import ScalarToken, TagToken

_BREAKS = "\r\n\x85\u2028\u2029"
_END = "\0 \t" + _BREAKS
_BLOCK = re.compile(f"(?:[^:{_END}]|:(?![{_END}]))+")
_FLOW = re.compile(rf"(?:[^:,\[\]{{}}{_END}]|:(?![{_END},?\[\]{{}}]))+")
_TAG = re.compile(
    r"!(?:<(?P<verbatim>[\w;/?:@&=+$.%!~*'()\[\],-]+)>"
    r"|(?P<handle>[\w-]*!)?(?P<suffix>[\w;/?:@&=+$.%!~*'()-]*))",
    re.ASCII,
)
_ESCAPES = re.compile("(?:%[^%]{0,2})+")
_HEADER = re.compile("([+-]?)([0-9]?)([+-]?)")
_TAB = "found a tab character where an indentation space is expected"


class PureParser(Reader, Scanner, Parser):
    """Reads text without NUL and surrogates into events."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def scan_to_next_token(self) -> None:
        """Skip blanks, breaks and comments; a tab only where it cannot indent."""
        while True:
            while self.peek() == " " or self.peek() == "\t" and self._tab_separates():
                self.forward()
            if self.peek() == "#":
                while self.peek() not in "\0" + _BREAKS:
                    self.forward()
            if not self._line_break():
                return
            if not self.flow_level:
                self.allow_simple_key = True

    def _tab_separates(self) -> bool:
        return self.flow_level > 0 or not self.allow_simple_key

    def scan_plain(self) -> ScalarToken:
        """Read a plain scalar: its lines, folded."""
        start = end = self.get_mark()
        content = _FLOW if self.flow_level else _BLOCK
        chunks: List[str] = []
        joint, broken = "", False
        while not self._at_document() and self.peek() != "#":
            match = content.match(self.buffer, self.pointer)
            if match:
                chunks += (joint, match[0])
                self.forward(len(match[0]))
                end, broken = self.get_mark(), False
            if self.peek() == ":" and self.peek(1) in ",?[]{}" and self.flow_level:
                raise self._error(
                    "scanning a plain scalar", start, "found unexpected ':'"
                )
            if self.peek() not in _END[1:]:
                break
            joint, broken = self._scan_joint(start, broken)
            if not self.flow_level and self.column <= self.indent:
                break
        self.allow_simple_key = broken
        return ScalarToken("".join(chunks), True, start, end)

    def _at_document(self) -> bool:
        if self.column or self.prefix(3) not in ("---", "..."):
            return False
        return self.peek(3) in _END

    def _scan_joint(self, start: Mark, broken: bool) -> Tuple[str, bool]:
        blanks, first, others = "", "", ""
        while self.peek() in _END[1:]:
            if self.peek() in _BREAKS:
                line_break = self._line_break()
                others += line_break if first else ""
                first = first or line_break
            else:
                if first and self.peek() == "\t" and self.column <= self.indent:
                    raise self._error("scanning a plain scalar", start, _TAB)
                blanks += self.peek()
                self.forward()
        if not first:
            return blanks, broken
        return others or " " if first == "\n" else first + others, True

    def scan_tag(self) -> TagToken:
        """Read a tag: `!suffix`, `!handle!suffix`, `!<verbatim>` or `!`."""
        start = self.get_mark()
        match = _TAG.match(self.buffer, self.pointer)
        assert match is not None
        self.forward(len(match[0]))
        verbatim, handle, suffix = match.groups()
        after = self.peek()
        if after not in _END and not (self.flow_level and after == ","):
            raise self._error("scanning a tag", start, "expected ' ' after the tag")
        try:
            uri = _unescape(verbatim or suffix)
        except ValueError:
            uri, handle = "", "!"
        if handle and not uri:
            raise self._error("scanning a tag", start, "the tag has no proper name")
        if verbatim or not (handle or uri):
            return TagToken((None, uri or "!"), start, self.get_mark())
        return TagToken(("!" + (handle or ""), uri), start, self.get_mark())

    def scan_block_scalar_indicators(
        self, start_mark: Mark
    ) -> Tuple[Optional[bool], Optional[int]]:
        """Read what follows `|`: `+` or `-`, and how deep the text is indented."""
        match = _HEADER.match(self.buffer, self.pointer)
        assert match is not None
        before, digit, after = match.groups()
        sign = before or (after if digit else "")
        self.forward(len(sign + digit))
        if digit == "0":
            problem = "found an indentation indicator equal to 0"
            raise self._error("scanning a block scalar", start_mark, problem)
        return sign == "+" if sign else None, int(digit) if digit else None

    def scan_block_scalar_ignored_line(self, start_mark: Mark) -> None:
        """Skip what else may stand on the line of the `|`."""
        while self.peek() in " \t":
            self.forward()
        super().scan_block_scalar_ignored_line(start_mark)
        self._block = start_mark

    def scan_block_scalar_indentation(self) -> Tuple[List[str], int, Mark]:
        """Skip blank lines, and find how deep the text of a block scalar is."""
        found: Tuple[List[str], int, Mark] = super().scan_block_scalar_indentation()
        if self.peek() == "\t":
            raise self._error("scanning a block scalar", self._block, _TAB)
        return found

    def scan_block_scalar_breaks(self, indent: int) -> Tuple[List[str], Mark]:
        """Skip blank lines, and the indentation of the next line of a block scalar."""
        found: Tuple[List[str], Mark] = super().scan_block_scalar_breaks(indent)
        if self.peek() == "\t" and self.column < indent:
            raise self._error("scanning a block scalar", self._block, _TAB)
        return found

    def scan_flow_scalar_non_spaces(self, double: bool, start_mark: Mark) -> List[str]:
        """Read a stretch of a quoted scalar; an escape names a real character."""
        try:
            chunks: List[str] = super().scan_flow_scalar_non_spaces(double, start_mark)
        except (ValueError, OverflowError):
            # `chr` refused what only eight digits can name.
            self.forward(8)
            chunks = ["\ud800"]
        if any("\ud800" <= chunk <= "\udfff" for chunk in chunks):
            problem = "found invalid Unicode character escape code"
            raise self._error("parsing a quoted scalar", start_mark, problem)
        return chunks

    def _line_break(self) -> str:
        found: str = self.scan_line_break()  # type: ignore[no-untyped-call]
        return found

    def _error(self, context: str, start: Mark, problem: str) -> ScannerError:
        return ScannerError(f"while {context}", start, problem, self.get_mark())


def _unescape(uri: str) -> str:
    """Decode `%41`; raises ValueError for what is not UTF-8, or no number."""
    return _ESCAPES.sub(
        lambda match: bytes.fromhex(match[0].replace("%", "")).decode(), uri
    )
