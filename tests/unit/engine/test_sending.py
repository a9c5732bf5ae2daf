from __future__ import annotations

import pytest

from understudy.engine.sending import sending_command

SENDING = [
    ("twine upload dist/*", "twine upload", "twine"),
    ("twine --no-color upload dist/*", "twine upload", "options before the verb"),
    ("python -m twine upload dist/*", "twine upload", "a module"),
    ("python3.11 -I -m twine upload x", "twine upload", "a Python with options"),
    ("./venv/bin/twine upload x", "twine upload", "a path"),
    ("TWINE_USERNAME=a TWINE_PASSWORD='b c' twine upload", "twine upload", "variables"),
    ("twine \\\n  upload \\\n  dist/*", "twine upload", "continued lines"),
    ("tox run && twine upload dist/*", "twine upload", "after another"),
    ("cd dist; twine upload *", "twine upload", "on one line"),
    ('if [ -n "$T" ]; then\n  twine upload x\nfi', "twine upload", "in a branch"),
    ("if ! twine upload x; then exit 1; fi", "twine upload", "as a condition"),
    ("while read f; do gh release upload v1 $f; done", "gh release upload", "a loop"),
    ("publish() { twine upload x; }\npublish", "twine upload", "in a function"),
    ("case $1 in\n  go) twine upload x ;;\nesac", "twine upload", "in a case"),
    ("out=$(twine upload x)", "twine upload", "in a substitution"),
    ('echo "got $(twine upload x)"', "twine upload", "in a quoted one"),
    ("echo `twine upload x`", "twine upload", "in an old one"),
    ("twine upload x 2>&1 | tee log", "twine upload", "in a pipe"),
    ("yes | twine upload x", "twine upload", "at the end of a pipe"),
    ("cat <<EOF\ntwine\nEOF\ntwine upload x", "twine upload", "after a document"),
    ("bash -c 'twine upload x'", "twine upload", "in another shell"),
    ('sh -ec "uv publish"', "uv publish", "among options"),
    ("bash -x -c 'uv publish'", "uv publish", "behind options"),
    ("sudo -u me twine upload x", "twine upload", "as somebody"),
    ("env -u A B=1 twine upload x", "twine upload", "in another environment"),
    ("time twine upload x", "twine upload", "by the clock"),
    ("timeout 5m twine upload x", "twine upload", "not for long"),
    ("timeout -k 5 60 twine upload x", None, "an option that nobody knows"),
    ("uvx twine upload x", "twine upload", "uvx"),
    ("uvx --from twine==6 twine upload x", "twine upload", "uvx from another"),
    ("uv tool run twine upload x", "twine upload", "uv tool run"),
    ("uv run --with twine twine upload x", "twine upload", "uv run"),
    ("pipx run twine upload x", "twine upload", "pipx run"),
    ("poetry run python -m twine upload x", "twine upload", "poetry run"),
    ("uv publish --token x", "uv publish", "uv"),
    ("uv --directory sub publish", "uv publish", "an option with a value"),
    ("flit publish", "flit publish", "flit"),
    ("poetry publish --build", "poetry publish", "poetry"),
    ("hatch publish", "hatch publish", "hatch"),
    ("maturin upload x", "maturin upload", "maturin"),
    ("npx --yes npm publish", "npm publish", "npm"),
    ("cargo publish", "cargo publish", "cargo"),
    ("python setup.py sdist upload", "setup.py upload", "distutils"),
    ("python setup.py register", "setup.py register", "register"),
    ("gh release create v1 dist/*", "gh release create", "a release"),
    ("gh -R octo/x release delete v1", "gh release delete", "of another"),
    ("docker push octo/x", "docker push", "an image"),
    ("docker --config x image push octo/x", "docker image push", "the long way"),
    ("podman push octo/x", "podman push", "podman"),
    ("docker buildx build --push .", "docker build --push", "built and pushed"),
    ("mkdocs gh-deploy --force", "mkdocs gh-deploy", "pages"),
]
KEEPING = [
    ("echo twine upload", "said"),
    ('echo "twine upload dist/*"', "said in quotes"),
    ("printf '%s' 'twine upload' | cat", "said into a pipe"),
    ("# twine upload dist/*", "a comment"),
    ("tox  # then twine upload", "a comment behind"),
    ("cat > x <<EOF\ntwine upload dist/*\nEOF", "written down"),
    ("cat <<-'EOF'\n\ttwine upload\n\tEOF", "written down, indented"),
    ("twine check --strict dist/*", "checked"),
    ("twine upload --help", "asked about"),
    ("uv publish --dry-run", "tried"),
    ("command -v twine", "looked for"),
    ("pip install twine", "installed"),
    ("npm run publish", "a script of the project's own"),
    ("docker run --rm x push", "inside of an image"),
    ("docker build .", "built"),
    ("gh release view v1", "read"),
    ("gh release", "half a command"),
    ("git push origin main", "what the origin takes"),
    ("python setup.py sdist", "packed"),
    ("python -c 'twine upload'", "Python"),
    ("python", "a Python alone"),
    ("bash script.sh", "a script"),
    ("sudo", "nothing at all"),
    ("grep 'twine upload' release.md", "searched for"),
    ("", "an empty script"),
]


@pytest.mark.parametrize(
    ("script", "command"),
    [pytest.param(script, command, id=name) for script, command, name in SENDING],
)
def test_a_script_that_sends_something_out(script, command):
    assert sending_command(script) == command


@pytest.mark.parametrize(
    "script", [pytest.param(script, id=name) for script, name in KEEPING]
)
def test_a_script_that_only_looks_like_it(script):
    assert sending_command(script) is None


def test_no_option_is_told_since_it_may_be_a_secret():
    assert sending_command("twine --password=hunter2 upload x") == "twine upload"
