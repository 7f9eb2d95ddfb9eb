"""Incidents: what went wrong, what was done about it and by whom, when people could work again, and what follows."""

from mmc_console.server.incidents.incidents import Incidents, UnknownIncident

__all__ = ["Incidents", "UnknownIncident"]
