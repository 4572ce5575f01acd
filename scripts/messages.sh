#!/bin/sh
# The English catalogue anew from templates and code: fill in what is empty, look at what is fuzzy, then run it once more.
# Both files are kept, so that nobody who installs or tests needs GNU gettext.
set -eu
cd "$(dirname "$0")/.."

if ! command -v msgmerge >/dev/null; then
    echo "Pasang GNU gettext dahulu: sudo apt install gettext" >&2
    exit 1
fi
catalogue=locale/en/LC_MESSAGES/django
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
DATA_DIR="$data" SECRET_KEY=messages DEMO=1 .venv/bin/python manage.py makemessages --locale en --no-wrap --no-location \
    --no-obsolete --ignore .venv --ignore "tests/*" --ignore "bench/*" --ignore "data/*" >/dev/null
# The hour at which it was made would differ each time.
sed -i '/^"POT-Creation-Date: /d' "$catalogue.po"
msgfmt --check-format --statistics --output-file "$catalogue.mo" "$catalogue.po"
