"""One expression is evaluated by itself, with files to hash."""

from __future__ import annotations

from hashlib import sha256

import pytest

from understudy.dialects.github.evaluation import evaluate
from understudy.expressions import ExpressionError, Unknown


def digest(*texts: bytes) -> str:
    return sha256(b"".join(sha256(text).digest() for text in texts)).hexdigest()


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param("1 == '1'", True, id="pure"),
        pytest.param("github.ref", "refs/heads/main", id="a context"),
        pytest.param("", None, id="nothing"),
        pytest.param("matrix", {"python": "3.9"}, id="an object"),
    ],
)
def test_an_expression_has_a_value(expression, expected, tmp_path):
    contexts = {"github": {"ref": "refs/heads/main"}, "matrix": {"python": "3.9"}}

    assert evaluate(expression, contexts, tmp_path) == expected


def test_files_of_the_workspace_are_hashed(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"a")
    (tmp_path / "b.txt").write_bytes(b"b")

    found = evaluate("HASHFILES('*.txt', '!a.*')", {}, tmp_path)

    assert found == digest(b"b")


def test_an_option_in_front_follows_links(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_bytes(b"a")
    (tmp_path / "link").symlink_to("real", target_is_directory=True)

    plain = evaluate("hashFiles('link/*.txt')", {}, tmp_path)
    follows = evaluate(
        "hashFiles('--Follow-Symbolic-Links', 'link/*.txt')", {}, tmp_path
    )

    assert (plain, follows) == ("", digest(b"a"))


def test_a_tilde_is_the_home_folder(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"a")

    assert evaluate("hashFiles('~/a.txt')", {}, tmp_path, tmp_path) == digest(b"a")
    with pytest.raises(ExpressionError, match="Unable to determine HOME"):
        evaluate("hashFiles('~/a.txt')", {}, tmp_path)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        pytest.param("github.ref", "Unrecognized named-value: 'github'", id="no name"),
        pytest.param("always()", "Unrecognized function: 'always'", id="of a run"),
        pytest.param("hashFiles()", "Too few parameters supplied", id="nothing"),
        pytest.param("matrix.os", "known only at run time: later", id="unknown"),
    ],
)
def test_what_github_would_refuse_is_refused(expression, message, tmp_path):
    contexts = {"matrix": {"os": Unknown("later")}}

    with pytest.raises(ExpressionError, match=message):
        evaluate(expression, contexts, tmp_path)
