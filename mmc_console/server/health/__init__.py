"""Whether the server can do its work, found out by trying. Changes nothing, and tells nobody how it is built."""

from mmc_console.server.health.health import Check, Health, Report, Verdict

__all__ = ["Check", "Health", "Report", "Verdict"]
