"""What an administrator changes while the server runs: `preferences` keeps it, `areas` lists what there is."""

from mmc_console.server.preferences.preferences import Area, BadPreference, Change, Preferences

__all__ = ["Area", "BadPreference", "Change", "Preferences"]
