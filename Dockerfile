# The same image serves web, worker and beat (docker-compose.yml). It holds no secret and writes only to /data.
FROM python:3.12-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation fonts-urw-base35 \
        ca-certificates postgresql-common \
    # pg_dump of the server's version (docker-compose.yml); Debian's own is older, and would refuse it.
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install -y --no-install-recommends postgresql-client-16 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin sopflow \
    && install -d -o sopflow -g sopflow /data /data/files

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data XDG_CACHE_HOME=/tmp/cache
WORKDIR /app

COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt

COPY . .
USER sopflow
# The settings insist on a key; collecting static files uses none, and this one is gone with the command.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_hex(30))')" \
    ALLOWED_HOSTS=localhost SITE_URL=http://localhost \
    python manage.py collectstatic --noinput -v0

EXPOSE 8000
# The address is the container's own; Django still has to accept its name, so ALLOWED_HOSTS's first one is sent.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "/app/scripts/healthy.py"]
CMD ["gunicorn", "-c", "sopflow/gunicorn.py", "--bind", "0.0.0.0:8000", "sopflow.wsgi"]
