"""There is one template of each interpreter, with a pip, as it was made."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from pythons import ask, library_of, run
from understudy.engine import prefix
from understudy.engine.prefix import PrefixFailed

pytestmark = pytest.mark.integration


def test_pip_can_be_removed_and_put_back_and_the_next_shadow_has_it(
    shadow, real, cache, tmp_path
):
    if "ensurepip" in shadow.lacks:
        pytest.skip("the system's Python comes without ensurepip")
    run(shadow.python, "-m", "pip", "uninstall", "--yes", "pip")
    assert not (shadow.bin / "pip").exists()

    run(shadow.python, "-m", "ensurepip", "--default-pip")

    assert run(shadow.bin / "pip", "--version").startswith("pip ")
    other = prefix.create(real, tmp_path / "other", cache)
    assert str(other.path) in run(other.bin / "pip", "--version")


def test_legs_that_start_together_make_one_template(this, tmp_path):
    cache = tmp_path / "cache"
    targets = [tmp_path / f"leg {number}" for number in range(4)]

    with ThreadPoolExecutor() as pool:
        made = list(
            pool.map(lambda target: prefix.create(this, target, cache), targets)
        )

    assert [run(one.python, "-c", "import sys; print(sys.prefix)") for one in made] == [
        str(target) for target in targets
    ]
    assert len([path for path in cache.iterdir() if path.is_dir()]) == 1


def test_a_template_left_half_made_is_made_again(this, cache, tmp_path):
    prefix.create(this, tmp_path / "first", cache)
    own = tmp_path / "own cache"
    shutil.copytree(cache, own, symlinks=True)
    for manifest in own.glob("*.json"):
        manifest.write_text(manifest.read_text()[:100], encoding="utf-8")

    made = prefix.create(this, tmp_path / "second", own)

    assert run(made.bin / "pip", "--version")


def test_a_cache_that_was_moved_does_not_mislead(this, tmp_path):
    prefix.create(this, tmp_path / "first", tmp_path / "cache")
    (tmp_path / "cache").rename(tmp_path / "moved")

    made = prefix.create(this, tmp_path / "second", tmp_path / "moved")

    assert str(made.path) in run(made.bin / "pip", "--version")


def test_a_python_without_ensurepip_and_headers_gets_pip_and_says_so(spare, tmp_path):
    # as Debian and Ubuntu have it, until python3-venv and python3-dev are installed
    (library_of(spare) / "ensurepip").unlink()
    (headers,) = ask(spare.path, "sysconfig.get_path('include')")
    shutil.rmtree(headers)

    made = prefix.create(spare, tmp_path / "made", tmp_path / "cache")

    assert (made.kind, made.lacks) == ("shadow", ("ensurepip", "headers"))
    assert str(made.path) in run(made.bin / "pip", "--version")
    assert repr(made).startswith("<Prefix (shadow, without ensurepip, headers) at ")


def test_a_python_that_takes_no_pip_is_said(spare, tmp_path):
    (library_of(spare) / "email").unlink()  # which pip cannot do without

    with pytest.raises(PrefixFailed, match="pip cannot be installed"):
        prefix.create(spare, tmp_path / "made", tmp_path / "cache")
