"""Pictures of the patient's page in its states, on a real server in a real browser: `python -m tests.web FOLDER`."""

from __future__ import annotations

import secrets
import sys
import tempfile
from pathlib import Path

from tests.web.chromium import Tab, chromium
from tests.web.phone_parts import Centre, centre, with_exit_pins

LOOKS = (("ar", False), ("en", True))


def main() -> None:
    """Take every picture in Arabic, light, and in English, dark."""
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as scratch:
        for language, dark in LOOKS:
            place = Path(scratch) / language
            place.mkdir()
            with (
                centre(place, "--center", str(with_exit_pins(place))) as here,
                chromium(place / "browser") as phone,
            ):
                tab = phone.tab(dark=dark, language=language, scale=1)
                _walk(here, tab, folder, f"{language}_{'dark' if dark else 'light'}")


def _walk(here: Centre, tab: Tab, folder: Path, look: str) -> None:
    token = secrets.token_urlsafe(16)
    tab.go(f"{here.url}/t/{token}")
    tab.until("document.querySelector('#message.unknown')")
    tab.picture(folder / f"page_unknown_{look}.png")
    for n in range(4):
        here.visit(f"{n}1110000")
    visit = here.visit("91110000", token)
    here.act("call_next", clinic="lab", room=2)
    tab.go(here.url + visit.path)
    tab.until("document.querySelector('#ahead')")
    tab.until("navigator.serviceWorker.controller")
    tab.picture(folder / f"page_waiting_{look}.png")
    here.act("pause_clinic", clinic="lab", reason="prayer", until="2036-11-23T12:10:00+03:00")
    tab.until("document.querySelector('.notice.clinic_paused')")
    tab.picture(folder / f"page_paused_{look}.png")
    here.act("open_clinic", clinic="lab")
    for _ in range(4):
        here.act("call_next", clinic="lab", room=2, finish_current=True)
    tab.until("document.querySelector('#turn.called')")
    tab.picture(folder / f"page_called_{look}.png")
    here.act("finish", ticket=visit.ticket)
    tab.until("document.querySelector('.notice.moved_on')")
    tab.picture(folder / f"page_moved_{look}.png")
    last = here.walk_in("92220000", "dental")
    tab.go(here.url + last.path)
    tab.until("document.querySelector('#turn')")
    here.act("call_next", clinic="dental", room=1)
    here.act("finish", ticket=last.ticket)
    tab.until("document.querySelector('#rating')")
    tab.picture(folder / f"page_complete_{look}.png")
    here.kill()
    tab.until("!document.querySelector('#line').hidden", 60)
    tab.go(here.url + visit.path)
    tab.until("document.querySelector('#visit-number')", 60)
    tab.until("!document.querySelector('#line').hidden", 60)
    tab.picture(folder / f"page_offline_{look}.png")
    here.start()


if __name__ == "__main__":
    main()
