# Python packages, as the lock file has them and without those of development.
FROM python:3.11.14-slim-bookworm AS packages
ENV UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS=1 UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
WORKDIR /srv/casework
RUN pip install --no-cache-dir uv==0.13.9
COPY pyproject.toml uv.lock ./
RUN uv sync --quiet --no-cache --frozen --no-dev


# Styles and scripts. Node comes from the lock file too, and stays in this stage.
FROM packages AS assets
RUN uv sync --quiet --no-cache --frozen --only-group assets
ENV PATH="/srv/casework/.venv/bin:$PATH" NODE_USE_SYSTEM_CA=1
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=optional --no-audit --no-fund
COPY bin/build-assets.mjs bin/
COPY assets assets
RUN node bin/build-assets.mjs


FROM python:3.11.14-slim-bookworm
ENV PATH="/srv/casework/.venv/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    VAR_DIR=/tmp \
    DOCUMENTS_DIR=/srv/documents
WORKDIR /srv/casework
COPY packages.apt ./
COPY bin/packages bin/
RUN bin/packages run && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home casework \
    && install --directory --owner casework --mode 0750 /srv/documents
COPY --from=packages /srv/casework/.venv .venv
COPY manage.py ./
COPY casework casework
COPY exclusions exclusions
COPY home_education home_education
COPY panels panels
COPY safeguarding safeguarding
COPY templates templates
COPY --from=assets /srv/casework/static static
RUN python manage.py collectstatic --noinput --verbosity=0
USER casework
EXPOSE 8000
CMD ["gunicorn", "casework.wsgi", "--bind=0.0.0.0:8000", "--workers=3", "--threads=4", "--worker-tmp-dir=/dev/shm", "--no-control-socket", "--max-requests=2000", "--max-requests-jitter=200"]
