"""The server's log file: one JSON object a line, rotating, without locals and without what people typed.

Modules log through `logging` with ids and codes only; this gives their lines their shape and place.
"""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

_SIZE: Final = 5_000_000
_FILES: Final = 5


class _Lines(logging.Formatter):
    """structlog's shape of a line; imported with the first line, so that a start does not wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self._formatter: logging.Formatter | None = None

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object."""
        if self._formatter is None:
            self._formatter = _structured()
        return self._formatter.format(record)


def _structured() -> logging.Formatter:
    import structlog

    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    tracebacks = structlog.processors.ExceptionRenderer(
        structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            tracebacks,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def start_logs(folder: Path) -> logging.Handler:
    """Write all log records from INFO up to *folder*/server.log; `stop_logs` ends it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "server.log", maxBytes=_SIZE, backupCount=_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(_Lines())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for loud in ("uvicorn", "alembic", "asyncio"):
        logging.getLogger(loud).setLevel(logging.WARNING)
    return handler


def stop_logs(handler: logging.Handler) -> None:
    """Close the file."""
    logging.getLogger().removeHandler(handler)
    handler.close()
