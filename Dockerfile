# An image with the program, its questions and its migrations. The database is in the volume /data, all it may write to.
#
#   docker build -t studybot .
#   docker run -v studybot:/data -p 8080:8080 -e STUDYBOT_WEB_PASSWORD_FILE=/run/secrets/web ... studybot

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /opt/venv
# The dependencies alone first: a change of the code does not install them anew.
COPY requirements.txt ./
RUN /opt/venv/bin/python -m pip install --require-hashes -r requirements.txt
COPY . .
# Compiled here, because the program may not write into its own folders.
RUN /opt/venv/bin/python -m pip install --no-deps --no-build-isolation -e . \
    && /opt/venv/bin/python -m compileall -q bot adapters migrations

FROM python:3.13-slim
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin studybot \
    && install -d -o studybot -g studybot -m 0700 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
# A container's own loopback can't be reached from outside, so the server listens on every interface. The web adapter
# refuses to do so without STUDYBOT_WEB_PASSWORD: set it (or its _FILE form), or name other adapters.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    STUDYBOT_DATABASE_URL=sqlite:////data/studybot.db \
    STUDYBOT_HTTP_HOST=0.0.0.0 \
    STUDYBOT_HTTP_PORT=8080
WORKDIR /app
USER studybot
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["python", "-c", \
    "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['STUDYBOT_HTTP_PORT'] + '/healthz', timeout=4)"]
CMD ["studybot", "run"]
