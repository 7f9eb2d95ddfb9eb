"""A server's address as it is typed, and as it is used and remembered."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def checked_address(address: str) -> str:
    """*address* as a base URL: https, or http for this very PC, also where neither is typed. ValueError otherwise."""
    parts = urlsplit(address if "://" in address else f"https://{address}")
    host = parts.hostname or ""
    if "://" not in address and _loopback(host):
        parts = parts._replace(scheme="http")  # what `serve` does on its own PC
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.query or parts.fragment:
        raise ValueError("address")
    if parts.scheme == "http" and not _loopback(host):
        raise ValueError("http-not-here")
    usual = {"http": ":80", "https": ":443"}[parts.scheme]
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(usual)}"


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
