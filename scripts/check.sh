#!/bin/sh
# Every check in the order of its cost; with `slow`, the tests that take long. Stops at the first that fails and says
# which; pytest's summary comes last.
set -eu
cd "$(dirname "$0")/.."

data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
trap 'exit 130' INT TERM HUP

# Production's settings with a throwaway key: a .env or the developer's data play no part in the outcome.
export SECRET_KEY DATA_DIR="$data" DATABASE_URL="sqlite:///$data/check.sqlite3" REDIS_URL="" EMAIL_URL="console:" \
    STORAGE_URL="file://$data/files" DEBUG=0 DEMO=0 ALLOWED_HOSTS=sop.example.go.id SITE_URL=https://sop.example.go.id
# Tests start many processes: none compiles again what another has.
unset PYTHONDONTWRITEBYTECODE
SECRET_KEY=$(.venv/bin/python -c 'import secrets; print(secrets.token_hex(30))')
python=.venv/bin/python

stage() {
    title=$1
    shift
    printf '\n== %s\n' "$title"
    "$@" || { status=$?; printf '\nGagal pada tahap: %s\n' "$title"; exit "$status"; }
}

# Two workers, each with a database of its own: one waits for the server while the other computes.
tests() {
    $python -m pytest -n 2 --dist worksteal -m "$1"
}

on_sqlite() {
    TEST_DATABASE=sqlite tests "$1"
}

in_browser() {
    stage "Peramban untuk tes" scripts/browser.sh fetch
    CHROMIUM=$(scripts/browser.sh find)
    export CHROMIUM
    stage "Tes peramban" tests "$1"
}

if [ "${1:-}" = slow ]; then
    stage "Tes panjang di PostgreSQL" tests "slow and not browser"
    stage "Cerita inti yang panjang di SQLite" on_sqlite "slow and core and not browser"
    in_browser "slow and browser"
    exit 0
fi

stage "Bentuk kode (ruff format)" .venv/bin/ruff format --check --output-format concise .
stage "Aturan kode (ruff check)" .venv/bin/ruff check --output-format concise .
stage "Tipe (mypy)" .venv/bin/mypy
stage "Arah impor (import-linter)" .venv/bin/lint-imports
stage "Migrasi lengkap" $python manage.py makemigrations --check --dry-run
stage "Siap produksi (check --deploy)" $python manage.py check --deploy --fail-level WARNING
stage "Tes di PostgreSQL" tests "not slow and not browser"
stage "Cerita inti di SQLite" on_sqlite "core and not slow and not browser"
in_browser "browser and not slow"
