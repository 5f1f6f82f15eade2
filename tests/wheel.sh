#!/usr/bin/env sh
# The test suite against what users install: the built wheel in an environment of its own, in a
# folder that has everything but the source tree. BIN: the tools; PYTHON: the interpreter.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
quiet() { "$@" >"$place/out" 2>&1 || { cat "$place/out"; exit 1; }; }

quiet "$BIN/python" -m build --wheel --outdir "$place" "$root"
git -C "$root" ls-files --cached --others --exclude-standard >"$place/files"
mkdir "$place/main"
grep -v '^litreview/' "$place/files" | while IFS= read -r file; do
  [ -e "$root/$file" ] && printf '%s\n' "$file"
done | tar -C "$root" -cf - -T - | tar -C "$place/main" -xf -

"$PYTHON" -m venv "$place/venv"
quiet "$place/venv/bin/python" -m pip --disable-pip-version-check install "$place"/litreview-*.whl
quiet "$place/venv/bin/python" -m pip --disable-pip-version-check install --upgrade "pip>=25.1"
cd "$place/main"
quiet "$place/venv/bin/python" -m pip --disable-pip-version-check install --group test
where=$("$place/venv/bin/python" -c 'import litreview; print(litreview.__file__)')
case "$where" in "$place"/venv/*) ;; *) echo "the wheel is not what is tested: $where"; exit 1 ;; esac
echo "the test suite against the built wheel"
LITREVIEW_CORPUS=${LITREVIEW_CORPUS:-$root/../shared/corpus} \
  "$place/venv/bin/python" -m pytest -q -n 3 -p no:cacheprovider
