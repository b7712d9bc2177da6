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
    $(for key in SECRET IDENTITY PIN CERTIFICATE AUDIT MFA; do printf '%s_KEY=unused ' "$key"; done) \
    /opt/portal/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf node_modules var requirements package.json package-lock.json .npmrc \
    && /opt/portal/bin/python -m compileall -q intelligent_bhutan literacy volunteering heritage safety

FROM python:${PYTHON}-slim-bookworm AS portal
ENV PATH=/opt/portal/bin:$PATH PYTHONUNBUFFERED=1 LC_ALL=C.UTF-8 \
    DJANGO_ENV=production VAR_DIR=/var/lib/portal STATIC_ROOT=/portal/staticfiles
RUN useradd --system --uid 10001 --home-dir /var/lib/portal portal \
    && install --directory --owner portal --group portal /var/lib/portal /var/lib/portal/media
COPY --from=build /opt/portal /opt/portal
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
		reverse_proxy web:8000 {
			request_buffers 4MB
			response_buffers 1MB
		}
	}
CADDYFILE
