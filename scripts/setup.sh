#!/bin/sh
# Installs what running (`run`) or testing (`test`) needs. A copy of the requirements file inside .venv marks
# what is installed, so that a second start only compares two files.
set -eu
cd "$(dirname "$0")/.."

install() {
    mark=".venv/.setup-$2"
    cmp -s "$1" "$mark" && return
    echo "Memasang pustaka Python dari $1 (±1 menit) …"
    scripts/quietly.sh .venv/bin/python -m pip install --disable-pip-version-check --progress-bar off \
        --require-hashes -r "$1"
    cp "$1" "$mark"
}

mode=${1:?run atau test}
scripts/packages.sh "$mode"
scripts/python.sh venv
install requirements.txt run
[ "$mode" = test ] || exit 0
install requirements-dev.txt dev
# Lets a bare `.venv/bin/pytest` find the plugin tests.servers before it has read any configuration.
pwd >"$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/sopflow.pth"
