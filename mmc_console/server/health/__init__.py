"""Whether the server can do its work, found out by trying. Tells everybody whether, and only those who run it how."""

from mmc_console.server.health.health import Check, Health, Verdict
from mmc_console.wire.health import Report

__all__ = ["Check", "Health", "Report", "Verdict"]
