"""The command line, the worker's tasks, the supervisor and the embedded database."""
