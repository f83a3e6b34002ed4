"""The service: REST for other systems, jobs that survive a kill. Needs the `service` extra."""
