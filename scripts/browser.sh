#!/bin/sh
# Finds the browser of the browser tests (`find`), or fetches Playwright's own where the system has none (`fetch`).
set -eu
cd "$(dirname "$0")/.."
export PLAYWRIGHT_BROWSERS_PATH="$PWD/.venv/browsers"

# Run rather than looked at: Ubuntu's chromium-browser may be a stub that only asks for the snap.
find_browser() {
    for candidate in ${CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable \
        "$PLAYWRIGHT_BROWSERS_PATH"/chromium*/chrome-*linux*/*headless?shell; do
        if "$candidate" --version >/dev/null 2>&1; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

fetch_browser() {
    if find_browser; then return; fi
    echo "Chromium belum ada, dan di Ubuntu hanya tersedia sebagai snap: mengunduh Chromium milik Playwright (±1 menit) …"
    if [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; then
        DEBIAN_FRONTEND=noninteractive scripts/quietly.sh \
            .venv/bin/playwright install --with-deps --only-shell chromium || true
    fi
    if find_browser; then return; fi
    echo "Chromium tidak dapat dipasang dari sini. Ketik salah satu, lalu ulangi make test:"
    echo "  sudo env PLAYWRIGHT_BROWSERS_PATH=$PLAYWRIGHT_BROWSERS_PATH .venv/bin/playwright install --with-deps --only-shell chromium"
    echo "  sudo snap install chromium"
    exit 1
}

case "${1:-}" in
    find) find_browser ;;
    fetch) fetch_browser ;;
    *) echo "usage: $0 find|fetch" >&2; exit 2 ;;
esac
