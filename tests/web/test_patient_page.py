"""A patient's page in a real browser, on a real server: both languages, installed, offline and back, nobody else's."""

from __future__ import annotations

import json
import secrets
import ssl
from pathlib import Path

import httpx
import pytest

from tests.web.chromium import Tab, browser, chromium
from tests.web.phone_parts import Visit, centre, certificate, with_exit_pins

pytestmark = pytest.mark.usefixtures("with_browser")


@pytest.fixture(scope="module")
def with_browser() -> str:
    return browser()


def numbered(tab: Tab, number: str) -> None:
    """The page shows this number."""
    tab.until(f"document.querySelector('#visit-number').innerText === {json.dumps(number)}")


def kept(tab: Tab) -> None:
    """The service worker has the page's files: from now on it opens without a connection."""
    tab.until("navigator.serviceWorker.controller && navigator.serviceWorker.controller.state === 'activated'")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", ("رقمكم اليوم", "قبلكم مراجع واحد", "المختبر", "الميزانين", "بعد ذلك")),
        ("en", ("Your number today", "1 person before you", "Laboratory", "Mezzanine", "After this")),
    ],
)
@pytest.mark.parametrize("dark", [False, True])
def test_a_page_in_both_languages_light_and_dark(
    tmp_path: Path, language: str, words: tuple[str, ...], dark: bool
) -> None:
    with centre(tmp_path) as here, chromium(tmp_path / "browser") as phone:
        here.visit("11110000")
        visit = here.visit("22220000")
        tab = phone.tab(dark=dark, language=language)
        tab.go(here.url + visit.path)
        numbered(tab, "002")
        shown = tab.text().replace("\u2068", "").replace("\u2069", "")
        assert [word for word in words if word not in shown] == []
        assert "سالم" not in shown
        assert tab.run("[document.documentElement.lang, document.documentElement.dir]") == [
            language, {"ar": "rtl", "en": "ltr"}[language],
        ]  # fmt: skip
        assert tab.run("document.documentElement.scrollWidth <= innerWidth"), "nothing hangs over the edge"
        assert tab.accessibility() == []
        other = {"ar": "en", "en": "ar"}[language]
        tab.click(f"#to-{other}")
        tab.until(f"document.documentElement.lang === '{other}'")
        assert tab.accessibility() == []
        tab.go(here.url + visit.path)
        tab.until(f"document.documentElement.lang === '{other}'")
        assert tab.faults() == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_page_can_be_installed_on_this_machine(tmp_path: Path, language: str) -> None:
    with centre(tmp_path) as here, chromium(tmp_path / "browser") as phone:
        visit = here.visit("11110000")
        tab = phone.tab(language=language)
        tab.go(here.url + visit.path)
        installable(tab, visit, language)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_page_can_be_installed_over_tls(tmp_path: Path, language: str) -> None:
    cert, key, known_by = certificate(tmp_path)
    options = ("--cert", str(cert), "--key", str(key))
    trust = ssl.create_default_context(cafile=str(cert))
    with (
        centre(tmp_path, *options, trust=trust) as here,
        chromium(tmp_path / "browser", f"--ignore-certificate-errors-spki-list={known_by}") as phone,
    ):
        assert here.url.startswith("https://")
        visit = here.visit("11110000")
        tab = phone.tab(language=language)
        tab.go(here.url + visit.path)
        installable(tab, visit, language)


def installable(tab: Tab, visit: Visit, language: str) -> None:
    numbered(tab, "001")
    kept(tab)
    assert tab.installability() == []
    found = tab.call("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    assert (manifest["lang"], manifest["start_url"], manifest["display"]) == (language, visit.path, "standalone")
    tab.until("document.querySelector('#install')")  # the browser itself offers it
    assert tab.faults() == []


def listened(tab: Tab) -> None:
    """`rung`: each notification the page asks for, with its tag. A busy browser without a window drops some it has
    taken, so what stands in it says less."""
    tab.call(
        "Page.addScriptToEvaluateOnNewDocument",
        source="window.rung = []; const show = ServiceWorkerRegistration.prototype.showNotification;"
        " ServiceWorkerRegistration.prototype.showNotification = function (title, more) {"
        " rung.push([title, more.tag]); return show.call(this, title, more); };",
    )


LAST = "(rung.length ? rung[rung.length - 1][0] : '')"


def test_a_call_is_seen_at_once_and_told_once(tmp_path: Path) -> None:
    with centre(tmp_path) as here, chromium(tmp_path / "browser") as phone:
        phone.call("Browser.grantPermissions", permissions=["notifications"], origin=here.url)
        visits = [here.visit(f"{n}0000") for n in range(10, 16)]
        tab = phone.tab()
        listened(tab)
        tab.go(here.url + visits[5].path)
        numbered(tab, "006")
        kept(tab)
        tab.click("#alerts")
        tab.until("document.querySelector('#alerts-off')")
        assert tab.run("rung") == []
        here.act("call_next", clinic="lab", room=1)
        for left, alert in ((3, "اقترب دوركم"), (2, "اقترب دوركم"), (1, "استعدوا"), (0, "استعدوا")):
            here.act("call_next", clinic="lab", room=1, finish_current=True)
            tab.until(f"JSON.parse(localStorage.getItem('page:{visits[5].token}')).page.ahead === {left}")
            tab.until(f"{LAST}.startsWith({json.dumps(alert)})")
        here.act("call_next", clinic="lab", room=1, finish_current=True)
        tab.until("document.querySelector('#turn.called')")
        tab.until(f"{LAST}.includes('L-006')")
        assert len(tab.run("[...new Set(rung.map((one) => one[1]))]")) == 1, "each takes the place of the one before"
        assert tab.accessibility() == []
        tab.go(here.url + visits[5].path)
        tab.until("document.querySelector('#turn.called')")
        assert tab.run("rung") == [], "told once, whatever is opened again"
        assert tab.faults() == []


def test_who_comes_back_to_a_clinic_is_told_of_that_turn_too(tmp_path: Path) -> None:
    """Both tickets have one label: the phone took the second call for the first, and said nothing."""
    with centre(tmp_path) as here, chromium(tmp_path / "browser") as phone:
        phone.call("Browser.grantPermissions", permissions=["notifications"], origin=here.url)
        visit = here.walk_in("11110000", "lab")
        tab = phone.tab()
        listened(tab)
        tab.go(here.url + visit.path)
        kept(tab)
        tab.click("#alerts")
        calls = (
            "JSON.parse(localStorage.getItem('told:" + visit.token + "')).filter((n) => n.includes('your_turn')).length"
        )
        here.act("call_next", clinic="lab", room=1)
        tab.until(f"{LAST}.includes('L-001')")
        assert tab.run(calls) == 1
        moved = here.act("transfer", ticket=visit.ticket, clinic="ecg")
        here.act("admit", visit=moved["visit"], clinic="lab")
        here.act("call_next", clinic="lab", room=1)
        tab.until("document.querySelector('#turn.called')")
        tab.until(f"{calls} === 2")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_opens_without_a_connection_says_how_old_it_is_and_comes_back(tmp_path: Path, language: str) -> None:
    with centre(tmp_path) as here, chromium(tmp_path / "browser") as phone:
        visit = here.visit("11110000")
        tab = phone.tab(language=language)
        tab.go(here.url + visit.path)
        numbered(tab, "001")
        kept(tab)
        here.kill()
        tab.until("!document.querySelector('#line').hidden", 60)
        tab.run(
            "(() => { const key = Object.keys(localStorage).find((k) => k.startsWith('page:'));"
            " const kept = JSON.parse(localStorage.getItem(key)); kept.at -= 4 * 60000;"
            " localStorage.setItem(key, JSON.stringify(kept)); })()"
        )
        tab.go(here.url + visit.path)  # nobody answers: the phone itself opens it
        numbered(tab, "001")
        tab.until("!document.querySelector('#line').hidden", 60)
        words = {"ar": ("تأخر التحديث", "منذ 4 دقائق"), "en": ("Updates are late", "4 minutes ago")}[language]
        shown = tab.text().replace("\u2068", "").replace("\u2069", "")
        assert [word for word in words if word not in shown] == []
        assert tab.accessibility() == []
        tab.offline(True)
        tab.until("!navigator.onLine")
        offline = {"ar": "لا اتصال", "en": "No connection"}[language]
        tab.until(f"document.querySelector('#line').innerText.startsWith({json.dumps(offline)})")
        here.start()
        here.act("call_next", clinic="lab", room=1)
        tab.offline(False)
        tab.until("document.querySelector('#turn.called')", 60)  # by itself
        tab.until("document.querySelector('#line').hidden")


def test_where_streams_are_cut_on_their_way_the_page_asks(tmp_path: Path) -> None:
    with centre(tmp_path) as here, chromium(tmp_path / "browser") as phone:
        visit = here.visit("11110000")
        tab = phone.tab()
        tab.call("Network.setBlockedURLs", urls=["*/stream"])
        tab.go(here.url + visit.path)
        numbered(tab, "001")
        here.act("call_next", clinic="lab", room=1)
        tab.until("document.querySelector('#turn.called')", 60)
        assert tab.run("document.querySelector('#line').hidden"), "asked lately: nothing is late"


def test_a_number_that_has_not_arrived_yet_is_waited_for(tmp_path: Path) -> None:
    with centre(tmp_path) as here, chromium(tmp_path / "browser") as phone:
        token = secrets.token_urlsafe(16)
        tab = phone.tab()
        tab.go(f"{here.url}/t/{token}")
        tab.until("document.querySelector('#message.unknown')")
        assert "يجري تسجيل رقمكم" in tab.text()
        assert tab.accessibility() == []
        here.visit("11110000", token)
        numbered(tab, "001")


def test_a_visit_that_the_server_has_forgotten_is_waited_for_until_a_desk_brings_it_back(tmp_path: Path) -> None:
    """After a restore the page said that the day was over, for good, while its number was called in the hall."""
    with centre(tmp_path) as here, chromium(tmp_path / "browser") as phone:
        visit, token = here.visit("11110000"), secrets.token_urlsafe(16)
        tab = phone.tab()
        tab.go(here.url + visit.path)
        numbered(tab, "001")
        for what in ("page", "told"):  # as on a phone that had seen the visit before the server was put back
            tab.run(f"localStorage.setItem('{what}:{token}', localStorage.getItem('{what}:{visit.token}') || '[]')")
        tab.go(f"{here.url}/t/{token}")
        tab.until("document.querySelector('#message.unknown')")
        assert "001" not in tab.text()
        assert tab.run(f"localStorage.getItem('told:{token}')") is not None, "what was told is not told again"
        here.visit("22220000", token)
        numbered(tab, "002")


def test_a_number_is_shown_as_it_arrives_also_where_many_wait_behind_one_address(tmp_path: Path) -> None:
    """All phones of a waiting room are strangers for a moment after a restore: they were silent for 15 minutes more."""
    with centre(tmp_path) as here, chromium(tmp_path / "browser") as phone:
        token = secrets.token_urlsafe(16)
        asked = [httpx.get(f"{here.url}/t/{secrets.token_urlsafe(16)}/state") for _ in range(31)]
        assert (asked[0].status_code, asked[-1].status_code) == (404, 429)
        assert int(asked[-1].headers["Retry-After"]) > 600
        tab = phone.tab()
        tab.go(f"{here.url}/t/{token}")
        tab.until("document.querySelector('#message.unknown')")
        tab.until("performance.getEntriesByType('resource').some((one) => one.name.endsWith('/state'))")
        here.visit("11110000", token)
        tab.until("document.querySelector('#visit-number')?.innerText === '001'", 45)


def test_one_phone_shows_each_page_its_own_visit_and_a_strange_one_nothing(tmp_path: Path) -> None:
    with centre(tmp_path) as here, chromium(tmp_path / "browser") as phone:
        first, second = here.visit("11110000"), here.visit("22220000")
        tab = phone.tab(language="en")
        tab.go(here.url + first.path)
        numbered(tab, "001")
        tab.go(here.url + second.path)
        numbered(tab, "002")
        assert "001" not in tab.text()
        tab.go(f"{here.url}/t/{secrets.token_urlsafe(16)}")
        tab.until("document.querySelector('#message.unknown')")
        assert not any(number in tab.text() for number in ("001", "002", "Laboratory"))
        # a day that is over: what the phone had kept of it goes
        old = secrets.token_urlsafe(16)
        tab.run(
            f"localStorage.setItem('page:{old}', localStorage.getItem('page:{first.token}').replaceAll('2026', '2016'))"
        )
        tab.go(f"{here.url}/t/{old}")
        tab.until("document.querySelector('#message.over')")
        assert "001" not in tab.text()
        assert tab.accessibility() == []
        assert tab.run(f"localStorage.getItem('page:{old}')") is None


def test_leaving_a_clinic_by_its_pin(tmp_path: Path) -> None:
    options = ("--center", str(with_exit_pins(tmp_path)))
    with centre(tmp_path, *options) as here, chromium(tmp_path / "browser") as phone:
        visit = here.visit("11110000")
        pins = here.get("/api/v1/pins")["pins"]
        assert "women_eyes" not in pins
        tab = phone.tab()
        tab.go(here.url + visit.path)
        numbered(tab, "001")
        assert tab.run("document.querySelector('#exit')") is None
        here.act("call_next", clinic="lab", room=1)
        tab.until("document.querySelector('#exit')")
        assert tab.accessibility() == []
        for wrong, told in (("7", "الرمز رقمان"), (pins["xray"], "الرمز غير صحيح")):
            tab.run("document.querySelector('#pin').value = ''")
            tab.type("#pin", wrong)
            tab.click("#exit button")
            tab.until(f"document.querySelector('#pin-wrong').innerText.includes({json.dumps(told)})")
        assert tab.accessibility() == []
        tab.run("document.querySelector('#pin').value = ''")
        tab.type("#pin", pins["lab"].translate({48 + n: 0x660 + n for n in range(10)}))
        tab.click("#exit button")
        tab.until("document.querySelector('#clinic').innerText === 'الأشعة'")
        assert here.get("/api/v1/queues/lab")["counts"]["done"] == 1


def test_one_tap_after_the_last_stop(tmp_path: Path) -> None:
    with centre(tmp_path) as here, chromium(tmp_path / "browser") as phone:
        visit = here.walk_in("11110000", "dental")
        tab = phone.tab(language="en")
        tab.go(here.url + visit.path)
        numbered(tab, "001")
        here.act("call_next", clinic="dental", room=1)
        here.act("finish", ticket=visit.ticket)
        tab.until("document.querySelector('#rating')")
        assert "Go to the medical committee reception on the first floor" in tab.text()
        assert tab.accessibility() == []
        tab.click("[data-stars='4']")
        tab.until("document.querySelector('#thanks')")
        assert here.get("/api/v1/metrics")["satisfaction"]["counts"] == [0, 0, 0, 1, 0]
        tab.go(here.url + visit.path)
        tab.until("document.querySelector('#turn.complete')")
        assert tab.run("document.querySelector('#rating')") is None
