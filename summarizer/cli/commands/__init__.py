"""Arguments of the commands. Their code is imported when a command runs, so `--help` is fast."""
