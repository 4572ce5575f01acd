#!/bin/sh
# Installs Debian packages as root and leaves no service of theirs running, now or after the next start.
set -eu
cd "$(dirname "$0")/.."
export DEBIAN_FRONTEND=noninteractive

policy=/usr/sbin/policy-rc.d
no_cluster=/etc/postgresql-common/createcluster.d/sopflow.conf
ours=""

# Both files only hold while the packages are installed: what the administrator does later is not our business.
tidy() {
    # shellcheck disable=SC2086  # a list of paths without spaces
    [ -z "$ours" ] || rm -f $ours
    rmdir /etc/postgresql-common/createcluster.d /etc/postgresql-common 2>/dev/null || true
}
trap tidy EXIT
trap 'exit 130' INT TERM HUP

installs() { case " $packages " in *" $1 "*) return 0 ;; esac; return 1; }
packages="$*"

if [ ! -e "$policy" ]; then
    ours="$policy"
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi
if installs postgresql; then
    ours="$ours $no_cluster"
    mkdir -p "$(dirname "$no_cluster")"
    echo 'create_main_cluster = false' >"$no_cluster"
fi

apt() {
    scripts/quietly.sh apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"
}

echo "  membaca daftar paket"
# A broken source of somebody else's need not be our end: the installation decides.
apt update || echo "  sebagian daftar paket tidak terbaca; mencoba dengan yang ada"
echo "  mengunduh"
apt install -y --no-install-recommends --download-only "$@"
echo "  memasang"
apt install -y --no-install-recommends "$@"

# The packages enable their services for the next start of the machine; the tests start private ones instead.
for service in redis-server postgresql; do
    if installs "$service"; then
        systemctl disable --quiet "$service" 2>/dev/null || true
    fi
done
