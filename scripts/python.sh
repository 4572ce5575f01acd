#!/bin/sh
# Finds a Python that the project supports (`find`), or makes the virtual environment with it (`venv`).
set -eu
cd "$(dirname "$0")/.."

# A python3 on the PATH may be a shim that does not work, so each candidate is run rather than looked at.
find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 /usr/bin/python3}; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "SOPFlow memerlukan Python 3.11, 3.12, atau 3.13, dan tidak satu pun ditemukan. Ketik: sudo apt-get install -y python3" >&2
    return 1
}

# An environment whose Python was upgraded away, or whose making was interrupted, cannot be mended: it is made anew.
make_venv() {
    if (PYTHON=.venv/bin/python; find_python) >/dev/null 2>&1 && .venv/bin/python -c 'import pip' 2>/dev/null; then
        return
    fi
    python=$(find_python)
    echo "Membuat lingkungan Python di .venv ($("$python" -V)) …"
    rm -rf .venv
    trap 'rm -rf .venv' EXIT
    "$python" -m venv .venv
    trap - EXIT
}

case "${1:-}" in
    find) find_python ;;
    venv) make_venv ;;
    *) echo "usage: $0 find|venv" >&2; exit 2 ;;
esac
