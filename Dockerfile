# Retorsion in a container: docker build -t retorsion . ; docker run --rm retorsion demo. See docs/how-to/install.md.
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY sim sim
COPY scenarios scenarios
COPY lessons lessons
RUN python -m venv /opt/retorsion && /opt/retorsion/bin/pip install --no-cache-dir -c constraints.txt ".[web]"

FROM python:3.12-slim
COPY --from=build /opt/retorsion /opt/retorsion
# Nobody needs to be root to run worlds. The rules are compiled once, into a folder that goes with the image.
RUN useradd --create-home --uid 1000 scholar && mkdir -p /data/results /opt/numba && chown -R scholar /data /opt/numba
USER scholar
WORKDIR /data
ENV PATH=/opt/retorsion/bin:$PATH NUMBA_CACHE_DIR=/opt/numba NUMBA_CPU_NAME=generic MPLBACKEND=Agg
RUN retorsion demo --quiet --out warm > /dev/null && rm -r warm
EXPOSE 8000
ENTRYPOINT ["retorsion"]
CMD ["--help"]
