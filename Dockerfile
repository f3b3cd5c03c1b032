# The server, with Graphviz and the fonts it draws with. Build: docker build -t sicetnon .
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends graphviz libfribidi0 \
        fonts-dejavu-core fonts-noto-cjk fonts-noto-core fonts-noto-color-emoji \
    && rm -rf /var/lib/apt/lists/*

# Nothing runs as root; the maps live in a volume that this user owns.
RUN useradd --system --uid 10001 --home-dir /srv/sicetnon --shell /usr/sbin/nologin sicetnon \
    && install -d -o sicetnon -g sicetnon /srv/sicetnon /var/lib/sicetnon

WORKDIR /srv/sicetnon

# The locked packages change less often than the program, so that they are a layer of their own.
COPY requirements.lock ./
# Without resolution: a release that came after the lock cannot make pip look for what is not in it.
RUN python -m pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock \
    && python -m pip check

COPY pyproject.toml README.md LICENSE ./
COPY api ./api
COPY argument_maps ./argument_maps
COPY models ./models
COPY renderers ./renderers
COPY docs ./docs
RUN python -m pip install --no-cache-dir --no-deps --no-build-isolation -e . \
    && python -m sphinx -q -b dirhtml -d /tmp/guide docs api/pages/guide

USER sicetnon
ENV SICETNON_DATABASE_URL=sqlite:////var/lib/sicetnon/maps.sqlite3 \
    PYTHONUNBUFFERED=1
VOLUME /var/lib/sicetnon
EXPOSE 8000

HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]

CMD ["sicetnon", "serve", "--host", "0.0.0.0", "--port", "8000", "--example"]
