"""Asks for alerts and incidents while the page is seen, and does what a person wants of them. No Qt."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from mmc_console.desktop.admin.alerts.asking import Asking
from mmc_console.desktop.admin.alerts.contract import Logs, State, Tab, View
from mmc_console.desktop.admin.alerts.reading import LogReading, least_of, origin_of, span_of
from mmc_console.desktop.admin.page_presenter import PagePresenter, Start
from mmc_console.desktop.tickets.facts import Message
from mmc_console.wire.alert_words import say
from mmc_console.wire.alerts import Alert, ChangeIncident, Incident, IncidentState, OpenIncident

if TYPE_CHECKING:
    from mmc_console.client.gateway import Gateway

T = TypeVar("T")
EVERY: Final = 5.0


class Presenter(PagePresenter[State, View]):
    """The only holder of the page's State."""

    def __init__(self, gateway: Gateway, view: View, start: Start, language: Callable[[], str]) -> None:
        super().__init__(gateway, view, start, State())
        self._language = language
        self._asking = Asking(gateway.admin)
        self._wished = ""
        """The incident somebody has chosen, and whose answer is not here yet."""
        self.reading = LogReading(self._asking, self._logs_changed, self._log_fault, gateway.now)

    @property
    def every(self) -> float:
        return EVERY

    def grown(self, state: State) -> dict[str, Any]:
        user = self._gateway.user
        if user is not None and "admin" in user.roles:
            return {"full": True, "now": self._gateway.now()}
        # whoever worked here before may have left another tab open: to this person there is only one
        return {"full": False, "now": self._gateway.now(), "tab": "alerts", "incidents": None, "incident": None}

    async def ask(self) -> dict[str, Any]:
        state, found = self._state, dict[str, Any]()
        if state.tab == "alerts" or state.as_of is None:
            told = await self._asking.alerts()
            found |= {"open": told.open, "closed": told.closed, "kept": told.kept}
        if state.tab == "incidents" and state.full:
            listed = (await self._asking.incidents()).incidents
            found |= {"incidents": listed}
            if state.incident is None and listed:
                first = await self._asking.incident(listed[0].id)
                if self._state.incident is None:  # else somebody has chosen another one meanwhile
                    found |= {"incident": first}
        return found

    # ------------------------------------------------------------------ the page
    def come_in(self) -> None:
        super().come_in()
        if self._state.tab == "logs":
            self.reading.come_in()

    def go_away(self) -> None:
        super().go_away()
        self.reading.go_away()

    def show_tab(self, tab: Tab) -> None:
        if tab == self._state.tab:
            return
        self._show(tab=tab)
        if tab == "logs":
            self.reading.come_in()
        else:
            self.reading.go_away()
        self.refresh()

    # ------------------------------------------------------------------ alerts
    def select_alert(self, id: str) -> None:
        self._show(alert=id)

    def acknowledge(self) -> None:
        chosen = self._state.chosen
        if chosen is not None and self._state.may_change:
            self._start("alert-acknowledge", self._acknowledge(chosen.id))

    async def _acknowledge(self, id: str) -> None:
        note = await self._view.ask_text("acknowledge")
        if note is not None and await self._asked(lambda: self._asking.acknowledge(id, note)) is not None:
            self._view.say(Message("acknowledged"))

    def snooze(self, minutes: int) -> None:
        chosen = self._state.chosen
        if chosen is not None and self._state.may_change:
            self._start("alert-snooze", self._snooze(chosen.id, minutes))

    async def _snooze(self, id: str, minutes: int) -> None:
        if await self._asked(lambda: self._asking.snooze(id, minutes)) is not None:
            self._view.say(Message("snoozed" if minutes else "speaks"))

    def make_incident(self) -> None:
        if self._state.full and self._state.may_change:
            chosen = self._state.chosen if self._state.tab == "alerts" else None
            self._start("incident-open", self._make_incident(chosen))

    async def _make_incident(self, alert: Alert | None) -> None:
        given = say(alert, self._language()).title if alert is not None else ""
        title = await self._view.ask_text("incident", given)
        if not title:
            return
        asked = OpenIncident(
            title=title[:200], severity=alert.severity if alert is not None else "warning",
            alert=alert.id if alert is not None else "",
        )  # fmt: skip
        made = await self._asked(lambda: self._asking.open_incident(asked))
        if made is not None:
            self._show(incident=made)
            self.show_tab("incidents")

    # ------------------------------------------------------------------ incidents
    def select_incident(self, id: str) -> None:
        here = self._state.incident
        if not id or self._state.offline:
            return
        self._wished = "" if here is not None and str(here.id) == id else id
        if self._wished:
            self._start("incident-read", self._read_incident(int(id)))

    async def _read_incident(self, id: int) -> None:
        found = await self._asked(lambda: self._asking.incident(id))
        if found is not None and self._wished == str(id):
            self._wished = ""
            self._show(incident=found, follow_up="")

    def move_incident(self, state: str) -> None:
        wanted: IncidentState = "mitigated" if state == "mitigated" else "closed" if state == "closed" else "open"
        self._change("incident-state", lambda id: self._asking.change_incident(id, ChangeIncident(state=wanted)))

    def add_note(self) -> None:
        self._typed("incident-note", "note", self._asking.note)

    def add_follow_up(self) -> None:
        self._typed("incident-follow-up", "follow-up", self._asking.follow_up)

    def write_cause(self) -> None:
        incident = self._state.incident
        if incident is not None and self._state.may_change:
            self._start("incident-cause", self._write_cause(incident))

    async def _write_cause(self, incident: Incident) -> None:
        fresh = await self._asked(lambda: self._asking.incident(incident.id))
        if fresh is None:
            return
        text = await self._view.ask_text("cause", fresh.cause)  # a colleague may have written on it
        if text is not None:
            asked = ChangeIncident(cause=text)
            await self._put(lambda: self._asking.change_incident(incident.id, asked))

    def select_follow_up(self, id: str) -> None:
        self._show(follow_up=id)

    def toggle_follow_up(self) -> None:
        incident, key = self._state.incident, self._state.follow_up
        chosen = next((each for each in incident.follow_ups if str(each.id) == key), None) if incident else None
        if chosen is not None:
            done = chosen.done_at is None
            self._change("incident-done", lambda id: self._asking.follow_up_done(id, chosen.id, done=done))

    def export(self, kind: str) -> None:
        if self._state.may_change:
            self._start("alerts-export", self._export(kind))

    async def _export(self, kind: str) -> None:
        incident, filter, now = self._state.incident, self.reading.logs.filter, self._gateway.now()
        if kind == "log":
            name = f"mmc-log-{now:%Y%m%d-%H%M%S}.jsonl"
            await self._save_as(name, lambda file: self._asking.save_logs(filter, now, file))
        elif incident is not None:
            id = incident.id

            async def save(file: Path) -> None:
                await self._asking.save_incident(id, kind, self._language(), file)

            await self._save_as(f"incident-{id}.{kind}", save)

    # ------------------------------------------------------------------ the log
    def choose_least(self, key: str) -> None:
        self.reading.choose(least=least_of(key))

    def choose_span(self, key: str) -> None:
        self.reading.choose(span=span_of(key))

    def choose_origin(self, key: str) -> None:
        self.reading.choose(origin=origin_of(key))

    def search(self, text: str) -> None:
        self.reading.choose(text=text.strip()[:200])

    def toggle_following(self) -> None:
        self.reading.toggle_following()

    def read_older(self) -> None:
        self._start("log-older", self.reading.older())

    def select_line(self, id: str) -> None:
        self.reading.select(id)

    def open_line(self) -> None:
        if self._state.line is not None:
            self._view.show_line(self._state.line)

    def copy_line(self) -> None:
        if self._state.line is not None:
            self._view.copy(plain(self._state.line))
            self._view.say(Message("copied"))

    def related(self) -> None:
        """Everything the log has of the same request."""
        line = self._state.line
        if line is not None and line.request:
            self.reading.choose(text=line.request, least="info", span="all", origin="all")

    # ------------------------------------------------------------------ inside
    def _typed(self, name: str, question: Any, ask: Callable[[int, str], Awaitable[Incident]]) -> None:
        incident = self._state.incident
        if incident is not None and self._state.may_change:
            self._start(name, self._type(incident.id, question, ask))

    async def _type(self, id: int, question: Any, ask: Callable[[int, str], Awaitable[Incident]]) -> None:
        text = await self._view.ask_text(question)
        if text:
            await self._put(lambda: ask(id, text))

    def _change(self, name: str, ask: Callable[[int], Awaitable[Incident]]) -> None:
        incident = self._state.incident
        if incident is not None and self._state.may_change:
            id = incident.id
            self._start(name, self._put(lambda: ask(id)))

    async def _put(self, ask: Callable[[], Awaitable[Incident]]) -> None:
        changed = await self._asked(ask)
        here = self._state.incident
        if changed is not None and here is not None and here.id == changed.id:
            self._show(incident=changed)

    async def _asked(self, ask: Callable[[], Awaitable[T]]) -> T | None:
        """The answer; None when it did not work, which is said. The page is asked for anew."""
        found: list[T] = []

        async def work() -> None:
            found.append(await ask())

        done = await self._done(work, busy=True)
        self._wanted.set()
        return found[0] if done else None

    def _log_fault(self, message: Message | None) -> None:
        self._show(reading=message)

    def _logs_changed(self, logs: Logs) -> None:
        self._show(logs=logs)


def plain(line: Any) -> str:
    """A line as it is put into the clipboard: all of it, on one line."""
    ids = " ".join(part for part in (line.request, *line.actions[:20], line.device, line.code) if part)
    trace = " < ".join(line.trace)
    return " ".join(part for part in (line.at, line.level.upper(), line.source, line.text, ids, trace) if part)
