"""Owns colours and glyphs, and what of a stranger's text may reach a terminal.

Eight colours and no backgrounds, so that every theme of a terminal reads well; a glyph
never has a meaning by its colour alone.
"""

from __future__ import annotations

import unicodedata
from typing import Dict, Tuple

from understudy.model.result import Verdict
from understudy.records import dataclass

_CODES = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "magenta": "35",
    "cyan": "36",
}
_GLYPHS: Dict[Verdict, Tuple[str, str, str]] = {
    Verdict.PASSED: ("✓", "ok", "green"),
    Verdict.FAILED: ("✗", "FAIL", "bold red"),
    Verdict.CANCELLED: ("⊘", "stop", "magenta"),
    Verdict.SKIPPED: ("○", "skip", "dim"),
    Verdict.NOT_REHEARSED: ("?", "n/r", "yellow"),
}
# Emoji are joined with these; what else is invisible could reorder or hide text.
_JOINERS = "\u200c\u200d"
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


@dataclass(frozen=True)
class Style:
    """How text may look: with colours, with more than ASCII, both, or neither."""

    colour: bool = False
    unicode: bool = True

    def paint(self, text: str, look: str) -> str:
        """Return a text in the looks named, as `bold red`; plain without colours."""
        if not self.colour or not text or not look:
            return text
        codes = ";".join(_CODES[name] for name in look.split())
        return f"\033[{codes}m{text}\033[0m"

    def glyph(self, verdict: Verdict) -> str:
        """Return the sign of a verdict, in its colour."""
        sign, word, look = _GLYPHS[verdict]
        return self.paint(sign if self.unicode else word, look)

    @property
    def bar(self) -> str:
        """What stands in front of quoted output."""
        return "│" if self.unicode else "|"

    @property
    def arrow(self) -> str:
        """What stands between two ends."""
        return "→" if self.unicode else "->"

    @property
    def rule(self) -> str:
        """One column of a line across the screen."""
        return "─" if self.unicode else "-"

    @property
    def ellipsis(self) -> str:
        """What stands for what was cut."""
        return "…" if self.unicode else "..."


def visible(text: str) -> str:
    """Return a text with everything escaped that could move, colour or hide others.

    A file of somebody else's must not write escape sequences to a terminal. Line
    breaks and tabs are escaped, too.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character in _JOINERS or unicodedata.category(character) not in _INVISIBLE:
        return character
    code = ord(character)
    known = {9: "\\t", 10: "\\n", 13: "\\r"}
    if code in known:
        return known[code]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def _width(character: str) -> int:
    if character in _JOINERS or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
