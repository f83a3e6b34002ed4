# The service as an image: docker build -t summarizer . (docker-compose.yml builds it by itself).
# Keys, jobs and results are in /var/lib/summarizer, or in Postgres; give it a volume.
FROM python:3.11-slim

WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY prompts prompts
COPY summarizer summarizer
RUN pip install --no-cache-dir -c constraints.txt ".[otel]"

RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/summarizer summarizer
USER summarizer
WORKDIR /var/lib/summarizer
ENV SUMMARIZER_DATA_DIR=/var/lib/summarizer
VOLUME /var/lib/summarizer

EXPOSE 8000
ENTRYPOINT ["summarizer"]
# Any address but loopback needs a key first: docker run … summarizer keys create NAME
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
