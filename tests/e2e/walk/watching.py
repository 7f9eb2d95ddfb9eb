"""The tables of health, figures, alerts and audit: what each of their buttons must do."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit

from mmc_console.desktop.admin.alerts.contract import TABS, Tab
from mmc_console.desktop.admin.audit.presenter import PAGE
from mmc_console.wire.audit import AuditPage
from tests.e2e.centre import PASSWORD
from tests.e2e.walk.press import FILE, Do, Is, Press, Screen, Walked
from tests.e2e.walk.window import Window
from tests.e2e.walk.words import foreign


def typed(text: str) -> Any:
    """Write *text* into the one line of a box."""

    def fill(_: Window, box: QDialog) -> None:
        edit = box.findChild(QPlainTextEdit)
        if edit is not None:
            edit.setPlainText(text)
            return
        line = box.findChild(QLineEdit)
        assert line is not None
        line.setText(text)
        line.textEdited.emit(text)

    return fill


def copied(_: Window, __: Screen) -> bool:
    """Something stands in the clipboard."""
    return bool(QGuiApplication.clipboard().text())


async def nothing_copied(_: Window, __: Screen) -> None:
    """The clipboard is empty."""
    QGuiApplication.clipboard().setText("")


# ---------------------------------------------------------------------- health
async def _note_checked(window: Window, page: Screen) -> None:
    window.noted = page.presenter.state.health.timestamp


async def _shut_layers(_: Window, page: Screen) -> None:
    for layer in (page.view.details, page.view.numbers):
        layer.shut()


async def _open_check(window: Window, page: Screen) -> None:
    page.presenter.open_check("database")
    await window.until(lambda: page.presenter.state.past is not None, "what the check has said")


def _planned_open(window: Window, _: Screen) -> bool:
    return _named(window, "planned")


async def _planned_and_called_off(window: Window, _: Screen) -> None:
    """A reason is asked for, a time is planned, and called off again."""
    box: Any = window.dialog()
    await window.until(box.plan.isEnabled, "the server has told what is planned")
    box.plan.click()
    await window.until(lambda: box.fields["reason"].error, "a reason is asked for")
    line = box.fields["reason"].edit
    line.setText("قرص جديد")
    line.textEdited.emit("قرص جديد")
    box.plan.click()
    await window.until(lambda: box._state.planned and not box._state.busy, "it is planned")
    assert not foreign(box, window.language), foreign(box, window.language)
    box.call_off.click()
    await window.until(lambda: _named(window, "ask"), "it is asked about")
    question = window.dialog()
    assert question is not None
    assert not foreign(question, window.language)
    question.accept()
    await window.until(lambda: not box._state.planned and window.dialog() is box, "it is called off")
    box.accept()
    await window.until(lambda: window.dialog() is None, "it is closed")


HEALTH: Final = Walked(
    lambda _, page: page.presenter.state.health and page.presenter.state.history and page.presenter.state.own,
    {
        "check_now": Press(
            "GET /admin/health", ready=_note_checked,
            so=lambda window, page: page.presenter.state.health.timestamp > window.noted,
        ),
        "planned": Press("GET .+/health/maintenance", so=_planned_open, then=_planned_and_called_off),
        "details_.+": Press(
            so=lambda _, page: page.view.details.isVisible() and page.presenter.state.open, then=_shut_layers
        ),
        "health_numbers": Press(so=lambda _, page: page.view.numbers.isVisible(), then=_shut_layers),
        "close_panel": Press(so=lambda _, page: page.view.details.isHidden(), scene="a check"),
        "health_.+_close": Press(so=lambda _, page: page.view.details.isHidden(), ready=_open_check, scene="a check"),
    },
    {"a check": _open_check},
)  # fmt: skip


# ---------------------------------------------------------------------- figures
def _as_tables(page: Screen) -> list[bool]:
    charts = page.view.charts
    return [card.as_table for card, *_ in (*charts.people, *charts.server)]


async def _note_tables(window: Window, page: Screen) -> None:
    window.noted = _as_tables(page)


async def _custom(window: Window, page: Screen) -> None:
    page.presenter.show_range("custom")
    await window.until(lambda: page.presenter.state.range == "custom" and not page.presenter.state.asking, "the days")


def _scraper_open(window: Window, _: Screen) -> bool:
    return _named(window, "scraper")


async def _scraper_used(window: Window, page: Screen) -> None:
    """A token is made and made anew, copied, its lines copied, and taken back."""
    box: Any = window.dialog()

    async def asked(button: str) -> None:
        await window.until(window.button_in(box, button).isEnabled, f"{button} can be pressed")
        window.button_in(box, button).click()

    async def sure() -> None:
        await window.until(lambda: _named(window, "ask"), "it is asked about")
        question = window.dialog()
        assert question is not None
        assert not foreign(question, window.language)
        question.accept()
        await window.until(lambda: window.dialog() is box, "the box again")

    await asked("scraper_make")
    await window.until(lambda: box._state.fresh, "there is one")
    first = box.shown.text()
    assert not foreign(box, window.language), foreign(box, window.language)
    await asked("scraper_make")
    await sure()
    await window.until(lambda: box.shown.text() != first, "there is another one")
    for button, text in (("scraper_copy", box.shown.text()), ("scraper_copy_config", "job_name")):
        await nothing_copied(window, page)
        await asked(button)
        assert text in QGuiApplication.clipboard().text()
    await asked("scraper_revoke")
    await sure()
    await window.until(lambda: not box._state.there, "there is none")
    box.accept()
    await window.until(lambda: window.dialog() is None, "it is closed")


METRICS: Final = Walked(
    lambda _, page: page.presenter.state.found,
    {
        "ask_again": Press("GET /metrics"),
        "export": Press(box=FILE, file="clinics-*.csv"),
        "chart_.+_toggle": Press(ready=_note_tables, so=lambda window, page: _as_tables(page) != window.noted),
        "chart_.+_copy": Press(ready=nothing_copied, so=copied),
        "chart_.+_save": Press(box=FILE, file="chart_*.csv", turned_away=False),
        "metrics_show_days": Press("GET /metrics", scene="other days"),
        "scraper": Press("GET .+/metrics/token", so=_scraper_open, then=_scraper_used),
    },
    {"other days": _custom},
)


# ---------------------------------------------------------------------- alerts
def _tab(tab: Tab) -> Do:
    async def show(window: Window, page: Screen) -> None:
        page.presenter.show_tab(tab)
        arrived: Is = {
            "alerts": lambda _, p: p.presenter.state.as_of,
            "incidents": lambda _, p: p.presenter.state.incident,
            "logs": lambda _, p: p.presenter.state.logs.lines,
        }[tab]
        await window.until(lambda: arrived(window, page), f"the tab {tab}")

    return show


async def _select_alert(window: Window, page: Screen) -> None:
    await window.until(lambda: page.presenter.state.open and page.presenter.state.may_change, "an alert")
    page.presenter.select_alert(page.presenter.state.open[0].id)


async def _acknowledged(window: Window, page: Screen) -> None:
    await _select_alert(window, page)


def _alert_is(state: str, _: Window, page: Screen) -> bool:
    chosen, now = page.presenter.state.chosen, page.presenter.state.now
    return chosen is not None and now is not None and chosen.state(now) == state


async def _snoozed(window: Window, page: Screen) -> None:
    await _select_alert(window, page)
    if not _alert_is("snoozed", window, page):  # else a press under way would be taken for its answer
        page.presenter.snooze(60)
    await window.until(lambda: _alert_is("snoozed", window, page) and page.presenter.state.may_change, "it is put off")


async def _note_incident(window: Window, page: Screen) -> None:
    await window.until(lambda: page.presenter.state.incident and page.presenter.state.may_change, "the incident")
    window.noted = page.presenter.state.incident


def _incident_changed(window: Window, page: Screen) -> bool:
    return bool(page.presenter.state.incident != window.noted)


async def _select_follow_up(window: Window, page: Screen) -> None:
    await window.until(lambda: page.presenter.state.incident.follow_ups, "a follow-up")
    page.presenter.select_follow_up(str(page.presenter.state.incident.follow_ups[0].id))
    window.noted = page.presenter.state.incident


async def _select_line(window: Window, page: Screen) -> None:
    await nothing_copied(window, page)
    await window.until(lambda: any(each.request for each in page.presenter.state.logs.lines), "a line of a request")
    line = next(each for each in page.presenter.state.logs.lines if each.request)
    page.presenter.select_line(line.id)


async def _note_following(window: Window, page: Screen) -> None:
    window.noted = page.presenter.state.logs.following


INCIDENT: Final = r"/admin/incidents/\d+"
ALERTS: Final = Walked(
    lambda _, page: page.presenter.state.as_of and page.presenter.state.open,
    {
        "acknowledge": Press(
            "POST /admin/alerts/.+/acknowledge", ready=_select_alert, box="ask_text", fill=typed("يُنظر فيه"),
            so=partial(_alert_is, "seen"),
        ),
        "snooze_hour": Press(
            "POST /admin/alerts/.+/snooze", ready=_select_alert, so=partial(_alert_is, "snoozed"),
        ),
        "snooze_day": Press(
            "POST /admin/alerts/.+/snooze", ready=_select_alert, so=partial(_alert_is, "snoozed"), anyway=True,
        ),
        "speak": Press(
            "POST /admin/alerts/.+/snooze", ready=_snoozed,
            so=lambda window, page: not _alert_is("snoozed", window, page),
        ),
        "incident": Press(
            "POST /admin/incidents", ready=_select_alert, box="ask_text", fill=typed("تخمين كلمات المرور"),
            so=lambda _, page: page.presenter.state.tab == "incidents" and page.presenter.state.incident,
            then=_tab("alerts"),
        ),
        "next_tab": Press(so=lambda _, page: page.presenter.state.tab == "incidents", then=_tab("alerts")),
        "alerts_tabs:toggle_incidents": Press(
            so=lambda _, page: page.presenter.state.tab == "incidents", then=_tab("alerts")
        ),
        "alerts_tabs:toggle_logs": Press(so=lambda _, page: page.presenter.state.tab == "logs"),
        "alerts_tabs:toggle_alerts": Press(so=lambda _, page: page.presenter.state.tab == "alerts"),
        "mitigated": Press(
            f"PATCH {INCIDENT}", ready=_note_incident, scene="incidents",
            so=lambda _, page: page.presenter.state.incident.state == "mitigated",
        ),
        "close_incident": Press(
            f"PATCH {INCIDENT}", ready=_note_incident, scene="incidents",
            so=lambda _, page: page.presenter.state.incident.state == "closed",
        ),
        "reopen": Press(
            f"PATCH {INCIDENT}", ready=_note_incident, scene="incidents",
            so=lambda _, page: page.presenter.state.incident.state == "open",
        ),
        "note": Press(
            f"POST {INCIDENT}/notes", ready=_note_incident, box="ask_text", fill=typed("اتُّصل بالدعم"),
            so=_incident_changed, scene="incidents",
        ),
        "cause": Press(
            f"PATCH {INCIDENT}", ready=_note_incident, box="ask_text", fill=typed("كلمة مرور قديمة"),
            so=lambda _, page: page.presenter.state.incident.cause == "كلمة مرور قديمة", scene="incidents",
        ),
        "follow_up": Press(
            f"POST {INCIDENT}/follow-ups", ready=_note_incident, box="ask_text", fill=typed("تغيير كلمة المرور"),
            so=_incident_changed, scene="incidents",
        ),
        "follow_up_done": Press(
            rf"PATCH {INCIDENT}/follow-ups/\d+", ready=_select_follow_up, scene="incidents",
            so=lambda _, page: page.presenter.state.incident.follow_ups[0].done_at is not None,
        ),
        "export_html": Press(
            f"GET {INCIDENT}/export", ready=_note_incident, box=FILE, file="incident-*.html", scene="incidents"
        ),
        "export_md": Press(
            f"GET {INCIDENT}/export", ready=_note_incident, box=FILE, file="incident-*.md", scene="incidents"
        ),
        "pause": Press(
            ready=_note_following, so=lambda window, page: page.presenter.state.logs.following != window.noted,
            scene="logs",
        ),
        "copy_line": Press(ready=_select_line, so=copied, scene="logs"),
        "open_line": Press(ready=_select_line, box="log_line", scene="logs"),
        "older": Press("GET /admin/logs", off=True, scene="logs"),
        "export_log": Press("GET /admin/logs/export", box=FILE, file="mmc-log-*.jsonl", scene="logs"),
        "related": Press(
            "GET /admin/logs", ready=_select_line, so=lambda _, page: page.presenter.state.logs.filter.text,
            scene="logs",
        ),
    },
    {tab: _tab(tab) for tab in TABS[1:]},
)  # fmt: skip


# ---------------------------------------------------------------------- audit
async def _filtered(window: Window, page: Screen) -> None:
    page.presenter.edit("about", "nobody")
    page.presenter.apply()
    await window.until(lambda: not (page.presenter.state.rows or page.presenter.state.asking), "the filtered records")


async def _select_record(window: Window, page: Screen) -> None:
    await nothing_copied(window, page)
    await window.until(lambda: page.presenter.state.rows, "the records")
    page.presenter.select(str(page.presenter.state.rows[0].seq))


async def _many(window: Window, page: Screen) -> None:
    """More records than one page: reading them is recorded too."""
    assert window.app.gateway is not None
    for _ in range(PAGE + 1 - page.presenter.state.count):
        await window.app.gateway.admin.get("/admin/audit", AuditPage, limit=1)
    page.presenter.apply()
    await window.until(lambda: page.presenter.state.next is not None, "older records")


async def _keys(window: Window, page: Screen) -> None:
    page.presenter.choose_tab("keys")
    await window.until(lambda: page.presenter.state.keys, "the keys")


async def _select_key(window: Window, page: Screen) -> None:
    await window.until(lambda: not page.presenter.state.exchanging, "no key is exchanged")
    key = next(each for each in page.presenter.state.keys if each.turns)
    page.presenter.select_key(key.kind)
    window.noted = key.id


async def _close_copies(window: Window, page: Screen) -> None:
    """They are on the screen: the printer is asked, turned away, and the box closed."""
    await window.until(lambda: _named(window, "key_copies"), "the copies")
    await print_turned_away(window, "print_copies")
    box = window.dialog()
    assert box is not None
    box.accept()
    await window.until(lambda: window.dialog() is None, "the copies are closed")
    await window.until(lambda: not page.presenter.state.unprinted, "they are known to be shown")


def _named(window: Window, name: str) -> bool:
    box = window.dialog()
    return box is not None and box.objectName() == name


async def print_turned_away(window: Window, button: str) -> None:
    """The box's own print button opens the system's window; nobody prints in a test."""
    box = window.dialog()
    assert box is not None
    window.button_in(box, button).click()
    await window.until(lambda: window.dialog() is not box, "the system's window for printing")
    asked = window.dialog()
    assert asked is not None
    asked.reject()
    await window.until(lambda: window.dialog() is box, "the box again")


AUDIT: Final = Walked(
    lambda _, page: page.presenter.state.rows and page.presenter.state.people,
    {
        "audit_apply": Press("GET /admin/audit"),
        "audit_clear": Press(
            "GET /admin/audit", ready=_filtered, so=lambda _, page: not any(page.presenter.state.filters.values())
        ),
        "audit_more": Press("GET /admin/audit", ready=_many, so=lambda _, page: len(page.presenter.state.rows) > PAGE),
        "audit_check": Press("POST /admin/audit/verify"),
        "audit_export": Press("GET /admin/audit/export", box=FILE, file="audit-*.csv"),
        "audit_copy": Press(ready=_select_record, so=copied),
        "audit_tabs:toggle_keys": Press("GET /admin/keys", so=lambda _, page: page.presenter.state.tab == "keys"),
        "audit_tabs:toggle_records": Press(so=lambda _, page: page.presenter.state.tab == "records"),
        "keys_rotate": Press(
            "POST /admin/keys/.+/rotate", ready=_select_key, box="password_again", fill=typed(PASSWORD),
            so=lambda window, page: page.presenter.state.chosen_key.id > window.noted, scene="keys",
        ),
        "keys_copies": Press(
            "POST /admin/keys/recovery", box="password_again", fill=typed(PASSWORD), then=_close_copies, scene="keys",
        ),
    },
    {"keys": _keys},
)  # fmt: skip
