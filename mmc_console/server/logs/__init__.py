"""The server's log: written as one JSON object a line, kept by rule, searched backwards, followed as it grows.

Modules log through `logging` with ids and codes only; `file` gives their lines shape and place.
"""

from mmc_console.server.logs.file import LogFile, start_logs, stop_logs

__all__ = ["LogFile", "start_logs", "stop_logs"]
