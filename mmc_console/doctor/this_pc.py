"""This PC as a desk: its keyring, the profile of the program, and whether the server can be reached from here."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from mmc_console import __version__
from mmc_console.client.address import checked_address
from mmc_console.client.api import Api, open_api
from mmc_console.client.clock import SystemClock
from mmc_console.client.errors import CertificateChanged, WireFault
from mmc_console.client.keys import MemoryKeys, open_keys
from mmc_console.client.own_health import FULL, LOW, SKEW
from mmc_console.client.profile import STORE
from mmc_console.doctor.findings import Finding
from mmc_console.wire.health import Report, Status

DEFAULT_SERVER: Final = "http://127.0.0.1:8765"


def keyring() -> Finding:
    """Whether keys can be kept here."""
    found = asyncio.run(open_keys())
    if isinstance(found, MemoryKeys):
        detail = "keyring-locked" if found.why == "locked" else "no-keyring"
        return Finding(check="keyring", status="degraded", detail=detail)
    return Finding(check="keyring")


def store(profiles: Path, names: tuple[str, ...]) -> Finding:
    """Whether the folder of this desk's work can be written, and has room."""
    place = next((folder for folder in (profiles, *profiles.parents) if folder.is_dir()), profiles)
    free = shutil.disk_usage(place).free
    figures, facts = {"free_bytes": float(free)}, {"folder": str(profiles)}
    if not names:
        return Finding(check="store", detail="store-none", figures=figures, facts=facts)
    files = [profiles / name / STORE for name in names]
    if not all(os.access(file if file.exists() else file.parent, os.W_OK) for file in files):
        return Finding(check="store", status="unhealthy", detail="store-lost", figures=figures, facts=facts)
    if free < FULL:
        return Finding(check="store", status="unhealthy", detail="pc-disk-full", figures=figures, facts=facts)
    if free < LOW:
        return Finding(check="store", status="degraded", detail="pc-disk-low", figures=figures, facts=facts)
    return Finding(check="store", figures=figures, facts=facts)


def server(address: str, certificate: Path | None, *, expected: bool) -> list[Finding]:
    """What the server at *address* says of itself; *expected*: that none answers is a fault."""
    try:
        base = checked_address(address)
    except ValueError:
        return [Finding(check="server", status="unhealthy", detail="server-not-running", facts={"url": address})]
    return asyncio.run(_ask(base, certificate, expected=expected))


async def _ask(base: str, certificate: Path | None, *, expected: bool) -> list[Finding]:
    api: Api = await open_api(base, certificate=certificate)
    facts = {"url": base}
    try:
        report = await api.report()
    except CertificateChanged:
        return [Finding(check="server", status="unhealthy", detail="certificate-other", facts=facts)]
    except WireFault:
        detail = "port-taken" if not expected and _taken(base) else "server-not-running"
        lacking: Status = "unhealthy" if expected or detail == "port-taken" else "degraded"
        return [Finding(check="server", status=lacking, detail=detail, facts=facts)]
    finally:
        await api.close()
    found = _of(report, facts)
    return found if base.startswith("http:") else [*found, _clock(report)]  # this very PC has no other clock


def _of(report: Report, facts: dict[str, str]) -> list[Finding]:
    facts = {**facts, "version": f"mmc-console {report.version}"}
    found = {"unhealthy": "server-unhealthy", "degraded": "server-degraded", "healthy": "ok"}[report.status]
    findings = [Finding(check="server", status=report.status, detail=found, facts=facts)]
    findings += [
        Finding(check=name, status=told.status, detail=told.detail, facts={"told by": "server"})
        for name, told in report.checks.items() if told.status != "healthy"
    ]  # fmt: skip
    if report.version != __version__:
        findings.append(Finding(check="version", status="degraded", detail="version-differs", facts=facts))
    return findings


def _clock(report: Report) -> Finding:
    off = (report.timestamp - SystemClock().now()).total_seconds()
    figures = {"skew_s": round(off, 1)}
    if abs(off) > SKEW:
        return Finding(check="clock", status="degraded", detail="pc-clock-off", figures=figures)
    return Finding(check="clock", figures=figures)


def _taken(base: str) -> bool:
    """Whether something listens there that is no server of ours."""
    parts = urlsplit(base)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 443), timeout=2):
            return True
    except OSError:
        return False
