# One image for API, workers and migrations; the command decides (see docker-compose.yml).
ARG PYTHON=python:3.11.14-slim-trixie

FROM ${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /venv
# The lock alone first: this layer is built anew only when the lock changes.
COPY requirements.lock ./
# It holds no embedded servers: they are the extra `embedded`, for laptops.
RUN /venv/bin/pip install --require-hashes -r requirements.lock
COPY . .
RUN /venv/bin/pip install --no-deps --no-build-isolation --editable . --editable clients/python \
    && /venv/bin/python -m compileall -q /app \
    && /venv/bin/python -m api.describing

FROM ${PYTHON}
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin standing
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
USER standing
EXPOSE 8000 9464 9465
CMD ["standing", "--help"]
