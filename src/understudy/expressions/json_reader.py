"""Reads JSON as `fromJSON` does: with all the liberties that Newtonsoft.Json takes.

Single quotes, bare keys, comments, a comma too many, `NaN`, `0x10` and text behind the
value all pass, as the runner does not ask for strict JSON (WorkflowFeatures.cs).
"""

from __future__ import annotations

import math
import re

from understudy.expressions.coerce import WHITE_SPACE, parse_number, upper

_MAX_DEPTH = 64

_SPACE = re.compile(f"[{WHITE_SPACE}\0]*")
_COMMENT = re.compile(r"/\*(.*?)\*/|//([^\r\n]*)", re.DOTALL)
_NUMBER = re.compile(r"[-+0-9a-fA-FxX.]*")
_NUMBER_END = re.compile(rf"[{WHITE_SPACE}\0,}}\])/]|\Z")
_BARE_KEY = re.compile(r"[\w$]+")
_PLAIN = {'"': re.compile(r'[^"\\]*'), "'": re.compile(r"[^'\\]*")}
_HEXADECIMAL_NUMBER = re.compile("0[xX][0-9a-fA-F]{1,15}")
_DECIMAL_NUMBER = re.compile(r"[^0]|0(?:[.eE]|\Z)")
_OCTAL_NUMBER = re.compile("0[0-7]{1,20}")
_HEXADECIMAL = re.compile("[0-9a-fA-F]{4}")
_PATH_SPECIAL = re.compile(r"""[. '/"\[\]()\t\n\r\f\b\\\x85\u2028\u2029]""")
_WORDS: dict[str, object] = {
    "true": True,
    "false": False,
    "null": None,
    "undefined": "",
    "NaN": math.nan,
    "Infinity": math.inf,
    "-Infinity": -math.inf,
}
_WORD = re.compile("|".join(_WORDS))
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}
_ESCAPES.update({character: character for character in "\\\"'/"})


class JsonError(ValueError):
    """What Newtonsoft.Json says about a text that it cannot read."""


def read_json(text: str) -> object:
    """Read the first value of a text; raises JsonError."""
    reader = _Reader(text)
    comment = reader.skip()
    if comment is not None:
        return comment  # a comment is read as a value here: JToken.ReadFrom
    if reader.position == len(text):
        raise reader.error("Error reading JToken from JsonReader")
    return reader.value()


class _Reader:
    """A place in the text, and the way to it in the value."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._path: list[str | int] = []
        self._root = ""
        self.position = 0

    def value(self) -> object:
        """value: object | array | string | word | number"""
        character = self._peek()
        if character in ("{", "["):
            return self._container(character)
        if character in ('"', "'"):
            return self._string()
        if character == ",":
            return ""  # nothing, between two commas
        word = _WORD.match(self._text, self.position)
        if word:
            return self._word(word)
        if character in ("-", ".") or character.isnumeric():
            return self._number()
        raise self._unexpected()

    def skip(self) -> str | None:
        """Go over white space and comments; return the first comment."""
        first = None
        while True:
            self._read(_SPACE)
            if self._peek() != "/":
                return first
            comment = _COMMENT.match(self._text, self.position)
            if not comment:
                raise self._bad_comment()
            self.position = comment.end()
            if first is None:
                first = comment[1] or comment[2] or ""

    def error(self, message: str) -> JsonError:
        """Say it with the path and the place, as JsonPosition.cs does."""
        before = re.sub("\r\n?", "\n", self._text[: self.position])
        line = before.count("\n") + 1 if before else 0
        column = len(before) - (before.rfind("\n") + 1)
        path = ""
        for part in self._path:
            path += _path_part(part, first=not path)
        return JsonError(f"{message}. Path '{path}', line {line}, position {column}.")

    def _container(self, character: str) -> object:
        """container: object | array"""
        if len(self._path) >= _MAX_DEPTH:
            message = f"The reader's MaxDepth of {_MAX_DEPTH} has been exceeded"
            raise self.error(message)
        if not self._path:
            self._root = "JObject" if character == "{" else "JArray"
        self.position += 1
        return self._object() if character == "{" else self._array()

    def _object(self) -> dict[str, object]:
        """object: "{" [key ":" value ("," key ":" value)* [","]] "}" """
        result: dict[str, object] = {}
        names: dict[str, str] = {}  # keys that differ in case are one key
        while not self._closed("}"):
            key = self._key()
            self._path.append(key)
            name = names.setdefault(upper(key), key)
            self.skip()
            self._check_end()
            result[name] = self.value()
            more = self._separated("}")
            self._path.pop()
            if not more:
                break
        return result

    def _array(self) -> list[object]:
        """array: "[" [[value] ("," [value])*] "]" """
        result: list[object] = []
        while not self._closed("]"):
            self._path.append(len(result))
            result.append(self.value())
            more = self._separated("]")
            self._path.pop()
            if not more:
                break
        return result

    def _key(self) -> str:
        """key: string | bare-key"""
        character = self._peek()
        if character in ('"', "'"):
            key = self._string()
        else:
            key = self._read(_BARE_KEY)
            if not key:
                message = f"Invalid property identifier character: {character}"
                raise self.error(message)
            character = self._peek()
            if character not in ("", ":", "\0") and character not in WHITE_SPACE:
                raise self.error(
                    f"Invalid JavaScript property identifier character: {character}"
                )
        self._read(_SPACE)
        if self._peek() != ":":
            raise self.error(
                "Invalid character after parsing property name. "
                f"Expected ':' but got: {self._peek()}"
            )
        self.position += 1
        return key

    def _string(self) -> str:
        """string: a quote, characters and escapes, the same quote"""
        quote = self._peek()
        self.position += 1
        pieces: list[str] = []
        while True:
            pieces.append(self._read(_PLAIN[quote]))
            end = self._peek()
            self.position += len(end)
            if end == quote:
                return _joined(pieces)
            escape = self._peek()
            if not escape:
                message = f"Unterminated string. Expected delimiter: {quote}"
                raise self.error(message)
            self.position += 1
            if escape == "u":
                pieces.append(self._code())
            elif escape in _ESCAPES:
                pieces.append(_ESCAPES[escape])
            else:
                raise self.error(f"Bad JSON escape sequence: \\{escape}")

    def _code(self) -> str:
        """code: four hexadecimal digits"""
        digits = self._text[self.position : self.position + 4]
        if len(digits) < 4:
            message = "Unexpected end while parsing Unicode escape sequence"
            raise self.error(message)
        if not _HEXADECIMAL.fullmatch(digits):
            raise self.error(f"Invalid Unicode escape sequence: \\u{digits}")
        self.position += 4
        return chr(int(digits, 16))

    def _word(self, word: re.Match[str]) -> object:
        """word: "true" | "false" | "null" | "undefined" | "NaN" | "Infinity" """
        self.position = word.end()
        if not _NUMBER_END.match(self._text, self.position):
            raise self._unexpected()
        return _WORDS[word[0]]

    def _number(self) -> float:
        """number: digits, hexadecimal after 0x, octal after 0"""
        digits = self._read(_NUMBER)
        if not _NUMBER_END.match(self._text, self.position):
            message = "Unexpected character encountered while parsing number"
            raise self.error(f"{message}: {self._peek()}")
        if _HEXADECIMAL_NUMBER.fullmatch(digits):
            return float(int(digits, 16))
        if _OCTAL_NUMBER.fullmatch(digits):
            return float(int(digits, 8))
        number = parse_number(digits) if _DECIMAL_NUMBER.match(digits) else math.nan
        if number != number:
            raise self.error(f"Input string '{digits}' is not a valid number")
        return number

    def _closed(self, closing: str) -> bool:
        self.skip()
        self._check_end()
        found = self._peek() == closing
        self.position += found
        return found

    def _separated(self, closing: str) -> bool:
        self.skip()
        self._check_end()
        character = self._peek()
        if character not in (",", closing):
            raise self.error(
                "After parsing a value an unexpected character was encountered: "
                + character
            )
        self.position += 1
        return character == ","

    def _check_end(self) -> None:
        if self.position == len(self._text):
            message = f"Unexpected end of content while loading {self._root}"
            raise self.error(message)

    def _peek(self) -> str:
        return self._text[self.position : self.position + 1]

    def _read(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self.position)
        text = match[0] if match else ""
        self.position += len(text)
        return text

    def _unexpected(self) -> JsonError:
        message = "Unexpected character encountered while parsing value"
        return self.error(f"{message}: {self._peek()}")

    def _bad_comment(self) -> JsonError:
        self.position += 1
        character = self._peek()
        if character in ("", "*"):
            return self.error("Unexpected end while parsing comment")
        return self.error(f"Error parsing comment. Expected: *, got {character}")


def _joined(pieces: list[str]) -> str:
    """Join the pieces of a string; half a surrogate pair becomes U+FFFD."""
    text = "".join(pieces)
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _path_part(part: str | int, first: bool) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    if _PATH_SPECIAL.search(part):
        return f"['{part}']"
    return part if first else f".{part}"
