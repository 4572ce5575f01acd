#!/usr/bin/env bash
# Runs a long command quietly: a dot for every few lines that it says, and all of them if it fails.
set -uo pipefail

log=$(mktemp)
trap 'rm -f "$log"' EXIT
lines=0
"$@" 2>&1 | tee "$log" | while read -r _; do
    (( ++lines % 5 )) || printf .
done
status=${PIPESTATUS[0]}
printf '\n'
if [ "$status" != 0 ]; then
    cat "$log" >&2
    echo "Gagal: $*" >&2
fi
exit "$status"
