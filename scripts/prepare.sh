#!/bin/sh
# Prepares the embedded database and the demo. What was edited stays: `prepare_demo` loads only into an empty one.
set -eu
cd "$(dirname "$0")/.."

if [ ! -e .env ]; then
    echo "Menulis .env dengan kunci rahasia yang baru …"
    (umask 077; .venv/bin/python -c 'import secrets; print(f"SECRET_KEY={secrets.token_urlsafe(50)}\nDEMO=1")' >.env.new)
    mv .env.new .env
fi
.venv/bin/python manage.py prepare_demo
.venv/bin/python manage.py collectstatic --noinput -v0
