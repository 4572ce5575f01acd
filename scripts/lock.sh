#!/bin/sh
# Resolves requirements*.in for every supported Python at once and pins each file of each release by its hash.
set -eu
cd "$(dirname "$0")/.."

lock() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header "$@"
}
lock requirements.in -o requirements.txt
lock requirements-dev.in -o requirements-dev.txt
