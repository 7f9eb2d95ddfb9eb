"""A real Chromium, driven over its debugging pipe: nothing is installed for it but the browser itself.

Conditions are waited for inside the page; nothing here sleeps. What a page writes to its console as an error, and what
its policy blocks, is kept, so that a test can say there was none.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
PATIENCE: Final = 30.0
_CLOSED: Final = b"\0"
_JOIN: Final = """
import fcntl, os, sys
read, write = (fcntl.fcntl(int(given), fcntl.F_DUPFD, 20) for given in sys.argv[1:3])
os.dup2(read, 3)
os.dup2(write, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""The browser reads from its descriptor 3 and writes to 4."""


def browser() -> str:
    """The browser of this machine; a test that needs one is skipped where there is none, and says so."""
    found = next((place for name in NAMES if (place := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    return found


class BrowserFault(AssertionError):
    """The browser said no, or a page did not become what was waited for."""


class Chromium:
    """One browser with a profile of its own."""

    def __init__(self, profile: Path, *more: str) -> None:
        there, mine = os.pipe()
        answers, back = os.pipe()
        command = [sys.executable, "-c", _JOIN, str(there), str(back), browser()]
        self._process = subprocess.Popen(
            [
                *command, "--headless=new", "--remote-debugging-pipe", f"--user-data-dir={profile}", "--no-sandbox",
                "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions",
                "--hide-scrollbars", "--force-color-profile=srgb", *more,
            ],
            pass_fds=(there, back), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(there)
        os.close(back)
        self._write, self._read = mine, answers
        self._buffer = b""
        self._last = 0
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, session: str | None = None, **params: Any) -> Any:
        """Ask the browser; its result."""
        self._last += 1
        asked: dict[str, Any] = {"id": self._last, "method": method, "params": params}
        if session is not None:
            asked["sessionId"] = session
        os.write(self._write, json.dumps(asked).encode() + _CLOSED)
        deadline = time.monotonic() + PATIENCE + 10
        while True:
            found = self._message(deadline)
            if found.get("id") == self._last:
                if "error" in found:
                    raise BrowserFault(f"{method}: {found['error']['message']}")
                return found["result"]
            self.events.append(found)

    def tab(
        self, *, width: int = 390, height: int = 844, dark: bool = False, language: str = "ar", scale: float = 2
    ) -> Tab:
        """A page as on a phone."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return Tab(self, session, width, height, dark, language, scale)

    def close(self) -> None:
        """End the browser."""
        try:
            self.call("Browser.close")
        except (BrowserFault, OSError):
            self._process.kill()
        self._process.wait(PATIENCE)
        os.close(self._write)
        os.close(self._read)

    def _message(self, deadline: float) -> dict[str, Any]:
        while _CLOSED not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], max(0.0, deadline - time.monotonic()))
            piece = os.read(self._read, 1 << 20) if ready else b""
            if not piece:
                raise BrowserFault("the browser does not answer")
            self._buffer += piece
        raw, _, self._buffer = self._buffer.partition(_CLOSED)
        found: dict[str, Any] = json.loads(raw)
        return found


class Tab:
    """One page of the browser."""

    def __init__(
        self, browser: Chromium, session: str, width: int, height: int, dark: bool, language: str, scale: float
    ) -> None:
        self._browser, self._session = browser, session
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=True
        )
        scheme = "dark" if dark else "light"
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        agent = self._browser.call("Browser.getVersion")["userAgent"]
        self.call("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage=language)

    def call(self, method: str, **params: Any) -> Any:
        """Ask the browser about this page."""
        return self._browser.call(method, self._session, **params)

    def go(self, url: str) -> None:
        """Open *url*."""
        found = self.call("Page.navigate", url=url)
        if "errorText" in found:
            raise BrowserFault(f"{url}: {found['errorText']}")

    def run(self, script: str) -> Any:
        """The value of an expression, awaited if it is a promise."""
        found = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in found:
            details = found["exceptionDetails"]
            raise BrowserFault(details.get("exception", {}).get("description") or details["text"])
        return found["result"].get("value")

    def until(self, condition: str, patience: float = PATIENCE) -> Any:
        """Wait inside the page until *condition* is true; its value. Survives the page being loaded anew."""
        deadline = time.monotonic() + patience
        waiting = (
            "new Promise((yes, no) => { const end = Date.now() + 2000; const look = async () => { let found; "
            f"try {{ found = await {condition}; }} catch {{ found = null; }} "
            "if (found || Date.now() > end) yes(typeof found === 'object' ? Boolean(found) : found); "
            "else setTimeout(look, 30); }; look(); })"
        )
        while time.monotonic() < deadline:
            try:
                found = self.run(waiting)
            except BrowserFault:
                continue  # the page went away under the question
            if found:
                return found
        raise BrowserFault(f"never true: {condition}; the page says: {self.text()[:600]}")

    def text(self, selector: str = "body") -> str:
        """The words of an element, as they are seen."""
        return str(self.run(f"(document.querySelector({json.dumps(selector)}) || {{}}).innerText || ''"))

    def click(self, selector: str) -> None:
        """Press it as a finger does: in its middle, with the right to what needs one."""
        self.until(f"document.querySelector({json.dumps(selector)})")
        element = f"document.querySelector({json.dumps(selector)})"
        x, y = self.run(
            f"(() => {{ const e = {element}; e.scrollIntoView({{block: 'center'}});"
            " const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def type(self, selector: str, text: str) -> None:
        """Put *text* into a field."""
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        self.call("Input.insertText", text=text)

    def offline(self, away: bool) -> None:
        """Cut or mend this page's connection."""
        self.call(
            "Network.emulateNetworkConditions", offline=away, latency=0, downloadThroughput=-1, uploadThroughput=-1
        )

    def picture(self, place: Path) -> None:
        """The whole page, from its head to its foot."""
        found = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(base64.b64decode(found["data"]))

    def installability(self) -> list[str]:
        """What keeps this page from being installed."""
        found = self.call("Page.getInstallabilityErrors")["installabilityErrors"]
        return [fault["errorId"] for fault in found]

    def faults(self) -> list[str]:
        """What this page complained of: errors in its console, blocked by its policy, thrown."""
        found = []
        for event in self._browser.events:
            if event.get("sessionId") != self._session:
                continue
            params = event.get("params", {})
            if event["method"] == "Runtime.exceptionThrown":
                found.append(params["exceptionDetails"]["text"])
            elif event["method"] == "Log.entryAdded" and params["entry"]["level"] == "error":
                found.append(params["entry"]["text"])
        return found

    def accessibility(self) -> list[str]:
        """What axe-core has against the page as it stands."""
        source = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
        self.run(source + "; true")
        found = self.run("axe.run(document).then((r) => r.violations.map((v) => [v.id, v.nodes.map((n) => n.html)]))")
        return [f"{id}: {' '.join(nodes)[:300]}" for id, nodes in found]


@contextmanager
def chromium(profile: Path, *more: str) -> Iterator[Chromium]:
    """A browser for one test."""
    found = Chromium(profile, *more)
    try:
        yield found
    finally:
        found.close()
