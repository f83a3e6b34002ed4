"""The service: a REST interface and durable jobs."""
