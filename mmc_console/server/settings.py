"""What a server is told at its start: from the command line and the environment, checked before anything is touched."""

from __future__ import annotations

import ipaddress
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mmc_console.domain.centre_check import is_public_url


class BadSettings(Exception):
    """The server cannot be started like this; the text says what to change."""


@dataclass(frozen=True)
class Settings:
    """One server's settings."""

    folder: Path
    host: str
    port: int
    center: Path | None = None
    cert: Path | None = None
    key: Path | None = None
    admin_password: str | None = None
    public_url: str = ""
    """Where phones reach this server, if it was said at the start: it becomes the centre's."""
    environ: Mapping[str, str] = field(default_factory=dict)

    @property
    def scheme(self) -> str:
        """`https` with a certificate."""
        return "https" if self.cert else "http"

    @property
    def database(self) -> Path:
        """The one database file."""
        return self.folder / "center.db"


def settings_from(args: Namespace, environ: Mapping[str, str]) -> Settings:
    """The settings in *args* and *environ*; BadSettings says what is wrong with them."""
    found = Settings(
        folder=args.data.absolute(),
        host=args.host,
        port=args.port,
        center=args.center,
        cert=args.cert,
        key=args.key,
        admin_password=environ.get("MMC_ADMIN_PASSWORD") or None,
        public_url=(args.public_url or environ.get("MMC_PUBLIC_URL") or "").rstrip("/"),
        environ=environ,
    )
    if (found.cert is None) != (found.key is None):
        raise BadSettings("--cert and --key belong together: give both or neither")
    for name, path in (("--cert", found.cert), ("--key", found.key), ("--center", found.center)):
        if path is not None and not path.is_file():
            raise BadSettings(f"{name} {path}: there is no such file")
    if found.public_url and not is_public_url(found.public_url):
        raise BadSettings(
            f"--public-url {found.public_url}: phones need https:// and a host, without a path; "
            "http:// is only for this machine"
        )
    if found.cert is None and not is_loopback(found.host):
        raise BadSettings(
            f"--host {found.host} is reached from other PCs and needs TLS: give --cert and --key, "
            "or leave --host out to serve this PC only"
        )
    return found


def is_loopback(host: str) -> bool:
    """Whether only programs of this PC reach *host*."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
