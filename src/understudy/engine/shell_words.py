"""Owns which commands a shell script is made of, by their words; runs none of them.

It reads as far as telling what is a command and what is not: quotes, comments, here
documents, substitutions. Nothing is expanded, and nothing is ever an error.
"""

from __future__ import annotations

from typing import Iterator, List, Optional, Tuple

Words = Tuple[str, ...]

_BLANK = " \t\r"
_ENDS = ";&|()"
# Whatever is nested deeper is read as if it were not: no script may exhaust the stack.
_DEEPEST = 50


def commands(script: str) -> Iterator[Words]:
    """Yield the words of every simple command; what it substitutes comes before it."""
    reader = _Reader(script)
    while not reader.ended:
        # A bracket that closes nothing is the end of a pattern of `case`.
        reader.read_until("")
    return iter(reader.found)


class _Reader:
    def __init__(self, script: str) -> None:
        self._text = script.replace("\\\r\n", "").replace("\\\n", "")
        self._at = 0
        self.found: List[Words] = []
        self._delimiters: List[Tuple[str, bool]] = []
        self._depth = 0

    @property
    def ended(self) -> bool:
        return self._at >= len(self._text)

    def read_until(self, closing: str) -> None:
        """Read commands up to what closes them, or to the end."""
        words: List[str] = []
        while not self.ended:
            character = self._text[self._at]
            if closing and character == closing:
                self._at += 1
                break
            if character in _BLANK:
                self._at += 1
            elif character == "#":
                self._skip_line()
            elif character == "\n":
                self._at += 1
                words = self._end(words)
                self._skip_documents()
            elif character in "<>":
                self._redirect()
            elif self._text.startswith("&>", self._at):
                self._at += 1
            elif character in _ENDS:
                self._at += 1
                words = self._end(words)
                if character == "(":
                    self._nest(")")
            else:
                word = self._word(closing)
                if not (word.isdigit() and self._next() in ("<", ">")):
                    words.append(word)
        self._end(words)

    def _nest(self, closing: str) -> None:
        if self._depth < _DEEPEST:
            self._depth += 1
            self.read_until(closing)
            self._depth -= 1

    def _end(self, words: List[str]) -> List[str]:
        if words:
            self.found.append(tuple(words))
        return []

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip_line(self) -> None:
        end = self._text.find("\n", self._at)
        self._at = len(self._text) if end < 0 else end

    def _redirect(self) -> None:
        """Skip where a command reads from or writes to."""
        text, start = self._text, self._at
        if text.startswith(("<(", ">("), start):
            self._at += 2
            self._nest(")")
            return
        while self._next() in ("<", ">", "&", "|"):
            self._at += 1
        operator = text[start : self._at]
        dash = operator == "<<" and self._next() == "-"
        self._at += dash
        while not self.ended and self._next() in _BLANK:
            self._at += 1
        target = self._word("") if self._next() not in ("", "\n") else ""
        if operator == "<<":
            self._delimiters.append((target, dash))

    def _skip_documents(self) -> None:
        """Skip the here documents that the last line has announced."""
        for delimiter, dash in self._delimiters:
            while not self.ended:
                start = self._at
                self._skip_line()
                line = self._text[start : self._at]
                self._at += 1
                if (line.lstrip("\t") if dash else line).rstrip("\r") == delimiter:
                    break
        self._delimiters.clear()

    def _word(self, closing: str) -> str:
        """Read one word, its quotes removed."""
        word = ""
        while not self.ended:
            character = self._text[self._at]
            if character in f"{_BLANK}\n<>{_ENDS}" or character == closing:
                break
            word += self._piece(character)
        return word

    def _piece(self, character: str) -> str:
        text, start = self._text, self._at
        if character == "'":
            return self._quoted("'")
        if character == '"':
            return self._double()
        if character == "\\":
            self._at += 2
            return text[start + 1 : start + 2]
        nested = self._substitution(character)
        if nested is not None:
            return nested
        self._at += 1
        return character

    def _quoted(self, quote: str) -> str:
        end = self._text.find(quote, self._at + 1)
        end = len(self._text) if end < 0 else end
        inner = self._text[self._at + 1 : end]
        self._at = end + 1
        return inner

    def _double(self) -> str:
        self._at += 1
        word = ""
        while not self.ended and self._next() != '"':
            word += self._piece(self._next()) if self._next() != "'" else self._one()
        self._at += 1
        return word

    def _one(self) -> str:
        self._at += 1
        return self._text[self._at - 1]

    def _substitution(self, character: str) -> Optional[str]:
        """Read what a command or a parameter is substituted for; None if it is not."""
        start = self._at
        if self._text.startswith("$(", start):
            self._at += 2
            self._nest(")")
        elif self._text.startswith("${", start) and self._depth < _DEEPEST:
            self._parameter()
        elif character == "`":
            self._at += 1
            self._nest("`")
        else:
            return None
        return self._text[start : self._at]

    def _parameter(self) -> None:
        self._depth += 1
        self._at += 2
        while not self.ended and self._next() != "}":
            self._piece(self._next())
        self._at += 1
        self._depth -= 1
