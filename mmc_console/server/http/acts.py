"""What each route is called in the audit. A test holds that every one that has to be recorded is named, and that every
name has its words in both languages.
"""

from __future__ import annotations

from typing import Final

Route = tuple[str, str]

ACTS: Final[dict[Route, str]] = {
    ("POST", "/api/v1/auth/login"): "sign-in",
    ("POST", "/api/v1/auth/refresh"): "session-renewed",
    ("POST", "/api/v1/auth/device"): "console-credential",
    ("POST", "/api/v1/auth/logout"): "sign-out",
    ("POST", "/api/v1/auth/password"): "password-changed",
    ("POST", "/api/v1/auth/pair"): "board-paired",
    ("POST", "/board/pair"): "board-paired",
    ("GET", "/api/v1/snapshot"): "snapshot-read",
    ("POST", "/api/v1/patients/cards"): "cards-read",
    ("GET", "/api/v1/patients"): "people-searched",
    ("GET", "/api/v1/visits/{id}"): "visit-read",
    ("GET", "/api/v1/pins"): "pins-read",
    ("GET", "/api/v1/metrics"): "figures-read",
    ("GET", "/api/v1/admin/plugins"): "plugins-read",
    ("GET", "/api/v1/admin/plugins/{name}"): "plugins-read",
    ("POST", "/api/v1/admin/plugins/{name}"): "plugin-changed",
    ("GET", "/api/v1/admin/boards"): "boards-read",
    ("POST", "/api/v1/admin/boards"): "board-changed",
    ("DELETE", "/api/v1/admin/boards/{name}"): "board-removed",
    ("GET", "/api/v1/admin/users"): "users-read",
    ("PATCH", "/api/v1/admin/users/{id}"): "user-changed",
    ("GET", "/api/v1/admin/keys"): "keys-read",
    ("POST", "/api/v1/admin/keys/{kind}/rotate"): "key-rotation-asked",
    ("POST", "/api/v1/admin/keys/recovery"): "keys-copy-asked",
    ("GET", "/api/v1/admin/backups"): "backups-read",
    ("POST", "/api/v1/admin/backups"): "backup-taken",
    ("DELETE", "/api/v1/admin/backups/working"): "backup-called-off",
    ("GET", "/api/v1/admin/backups/points"): "backups-read",
    ("POST", "/api/v1/admin/backups/key"): "backup-key-printed",
    ("PUT", "/api/v1/admin/backups/store-secret"): "backup-store-secret-set",
    ("GET", "/api/v1/admin/backups/{id}"): "backup-downloaded",
    ("DELETE", "/api/v1/admin/backups/{id}"): "backup-deleted",
    ("POST", "/api/v1/admin/backups/{id}/verify"): "backup-verified",
    ("POST", "/api/v1/admin/backups/{id}/copy"): "backup-copied",
    ("GET", "/api/v1/admin/audit"): "audit-read",
    ("GET", "/api/v1/admin/audit/export"): "audit-exported",
    ("GET", "/api/v1/admin/audit/verify"): "audit-check-read",
    ("POST", "/api/v1/admin/audit/verify"): "audit-check-asked",
    ("GET", "/api/v1/admin/devices"): "devices-read",
    ("POST", "/api/v1/admin/devices/{id}/revoke"): "device-revoked",
    ("POST", "/api/v1/admin/users"): "user-added",
    ("GET", "/api/v1/admin/users/import"): "users-read",
    ("POST", "/api/v1/admin/users/import"): "users-imported",
    ("DELETE", "/api/v1/admin/users/import"): "users-import-called-off",
    ("POST", "/api/v1/admin/users/{id}/password"): "user-password-reset",
    ("POST", "/api/v1/admin/users/{id}/sign-out"): "user-signed-out",
    ("PATCH", "/api/v1/admin/devices/{id}"): "device-renamed",
    ("GET", "/api/v1/admin/logs"): "logs-read",
    ("GET", "/api/v1/admin/logs/new"): "logs-read",
    ("GET", "/api/v1/admin/logs/export"): "logs-exported",
    ("POST", "/api/v1/admin/alerts/{id}/acknowledge"): "alert-acknowledged",
    ("POST", "/api/v1/admin/alerts/{id}/snooze"): "alert-snoozed",
    ("GET", "/api/v1/admin/incidents/{id}"): "incident-read",
    ("POST", "/api/v1/admin/incidents"): "incident-opened",
    ("PATCH", "/api/v1/admin/incidents/{id}"): "incident-changed",
    ("POST", "/api/v1/admin/incidents/{id}/notes"): "incident-changed",
    ("POST", "/api/v1/admin/incidents/{id}/follow-ups"): "incident-changed",
    ("PATCH", "/api/v1/admin/incidents/{id}/follow-ups/{n}"): "incident-changed",
    ("GET", "/api/v1/admin/incidents/{id}/export"): "incident-exported",
    ("PUT", "/api/v1/admin/centre/draft"): "centre-draft-changed",
    ("POST", "/api/v1/admin/centre/draft"): "centre-draft-changed",
    ("DELETE", "/api/v1/admin/centre/draft"): "centre-draft-dropped",
    ("POST", "/api/v1/admin/centre/check"): "centre-checked",
    ("POST", "/api/v1/admin/centre/publish"): "centre-published",
    ("DELETE", "/api/v1/admin/centre/publications/{id}"): "centre-publication-dropped",
    ("GET", "/api/v1/admin/centre/file"): "centre-exported",
    ("POST", "/api/v1/admin/centre/file"): "centre-imported",
    ("PATCH", "/api/v1/admin/settings/{area}"): "setting-changed",
    ("POST", "/api/v1/admin/patients/find"): "person-looked-up",
    ("POST", "/api/v1/admin/patients/erase"): "person-erased",
    ("POST", "/api/v1/admin/metrics/token"): "scrape-token-made",
    ("DELETE", "/api/v1/admin/metrics/token"): "scrape-token-dropped",
    ("POST", "/api/v1/admin/health/maintenance"): "maintenance-planned",
    ("DELETE", "/api/v1/admin/health/maintenance/{id}"): "maintenance-dropped",
    ("POST", "/api/v1/admin/restore"): "restore",
    ("GET", "/api/v1/reports/daily"): "report-read",
    ("GET", "/api/v1/reports/range"): "report-read",
    ("GET", "/metrics"): "figures-scraped",
}
"""The names of routes whose requests are taken down."""

OUTSIDE: Final = (
    "override", "audit-checked", "audit-continued", "key-rotated", "key-finished", "key-dropped",
    "keys-printed", "server-started",
)  # fmt: skip
"""What is taken down elsewhere: by services, rounds and the command line."""

GENERAL: Final = {
    "GET": "admin-read", "POST": "admin-changed", "PUT": "admin-changed", "PATCH": "admin-changed",
    "DELETE": "admin-removed",
}  # fmt: skip

READS: Final = frozenset({("POST", "/api/v1/patients/cards")})
"""Routes that only read though they are no GET."""

ONLY_REFUSED: Final = frozenset({("POST", "/api/v1/auth/refresh"), ("POST", "/api/v1/auth/device")})
"""Done by consoles by themselves all day long: worth an entry only when it was refused."""


_ALWAYS: Final = frozenset({"snapshot-read", "cards-read", "people-searched", "visit-read", "incident-read"})
_FILES: Final = ("-exported", "-downloaded")


def act_is_watching(act: str) -> bool:
    """Whether it only shows a page of the administration: neither people's data nor a file."""
    return act not in _ALWAYS and not act.endswith(_FILES)


def general(route: Route) -> str | None:
    """The name for an administrative route that has none of its own; None: not recorded."""
    method, path = route
    return GENERAL.get(method) if path.startswith("/api/v1/admin/") else None


def all_acts() -> frozenset[str]:
    """Every name there is."""
    return frozenset(ACTS.values()) | frozenset(OUTSIDE) | frozenset(GENERAL.values())
