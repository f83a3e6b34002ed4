"""The service: REST for other systems, jobs that survive a kill."""
