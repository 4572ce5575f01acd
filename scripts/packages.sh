#!/bin/sh
# Installs the system packages that are missing: `run` for the application, `test` for the tests as well.
# What is there is judged by the library or program itself, so a machine that has it from elsewhere is left alone.
set -eu
cd "$(dirname "$0")/.."

missing=""
need() { missing="$missing $*"; }
has_program() { command -v "$1" >/dev/null 2>&1; }
has_library() { /sbin/ldconfig -p 2>/dev/null | grep -q -F "$1" || ldconfig -p 2>/dev/null | grep -q -F "$1"; }
has_font() { has_program fc-list && fc-list : family | grep -q -F "$1"; }

look_for_run_packages() {
    python=$(scripts/python.sh find)
    # Debian leaves ensurepip out of python3 and puts it into a package of its own, one for each version.
    "$python" -c 'import ensurepip' 2>/dev/null ||
        need "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    has_library libpango-1.0.so.0 || need libpango-1.0-0
    has_library libpangoft2-1.0.so.0 || need libpangoft2-1.0-0
    has_library libharfbuzz-subset.so.0 || need libharfbuzz-subset0
    has_font "Liberation Sans" || need fonts-liberation
    # Newer systems have the narrow ones in a package of their own; where there is none, they come with the others.
    has_font "Liberation Sans Narrow" || ! apt-cache show fonts-liberation-sans-narrow >/dev/null 2>&1 ||
        need fonts-liberation-sans-narrow
    has_font "URW Bookman" || need fonts-urw-base35
    has_program pg_dump || need postgresql-client  # backup and restore of PostgreSQL
}

look_for_test_packages() {
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || has_program initdb || need postgresql
    has_program redis-server || need redis-server
    has_program pdftotext || need poppler-utils
    has_program qpdf || need qpdf
    # Ubuntu has Chromium only as a snap, which scripts/browser.sh goes around.
    scripts/browser.sh find >/dev/null || grep -q '^ID=ubuntu' /etc/os-release || need chromium
}

# Without the right to install: the exact command, and no half measures.
tell_command() {
    echo "Paket sistem ini belum terpasang:$missing"
    if ! has_program apt-get; then
        echo "Sistem ini tidak memakai apt-get. Pasang padanannya, lalu ulangi make."
        exit 1
    fi
    command="apt-get update && apt-get install -y --no-install-recommends$missing"
    # Servers are only for the tests: the script keeps them from being started.
    [ "$mode" = run ] || command="$PWD/scripts/apt_install.sh$missing"
    echo "Anda tidak berhak memasangnya dari sini. Ketik perintah ini, lalu ulangi make:"
    if has_program sudo; then echo "  sudo sh -c '$command'"; else echo "  su -c '$command'"; fi
    exit 1
}

mode=${1:-}
case "$mode" in
    run) look_for_run_packages ;;
    test) look_for_run_packages; look_for_test_packages ;;
    *) echo "usage: $0 run|test" >&2; exit 2 ;;
esac
[ -n "$missing" ] || exit 0

has_program apt-get || tell_command
if [ "$(id -u)" = 0 ]; then
    sudo=""
elif has_program sudo && sudo -n true 2>/dev/null; then
    sudo="sudo -n"
else
    tell_command
fi
echo "Memasang paket sistem:$missing (±1 sampai 3 menit) …"
# shellcheck disable=SC2086  # both are lists of words
$sudo scripts/apt_install.sh $missing
