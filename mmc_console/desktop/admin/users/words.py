"""The words of the page of users: roles, what each may do, standings, faults at their fields, questions, toasts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from PySide6.QtCore import QObject

from mmc_console.desktop.admin.users.contract import Question, Standing, State, Tab, standing_of
from mmc_console.desktop.admin.users.form import rights
from mmc_console.desktop.kit.bidi import fill
from mmc_console.desktop.kit.moments import clock_time
from mmc_console.desktop.tickets.facts import Message, word_in
from mmc_console.desktop.tickets.rule_words import RuleWords
from mmc_console.domain.ids import ClinicCode
from mmc_console.wire.admin import Console, Person
from mmc_console.wire.boards import BoardRow

Params = Mapping[str, str | int]


class UserWords(QObject):
    """Codes in, sentences in the present language out."""

    def __init__(self, rules: RuleWords, language: Callable[[], str]) -> None:
        super().__init__()
        self._rules, self._language = rules, language

    @property
    def language(self) -> str:
        """The present language."""
        return self._language()

    def tab(self, tab: Tab) -> str:
        """A tab."""
        return {
            "people": self.tr("People"), "consoles": self.tr("Consoles"), "boards": self.tr("Boards"),
            "plugins": self.tr("Plugins"),
        }[tab]  # fmt: skip

    # ------------------------------------------------------------------ roles and rights
    def role(self, role: str) -> str:
        """A role."""
        return {
            "reception": self.tr("Reception"), "clinician": self.tr("Clinician"), "supervisor": self.tr("Supervisor"),
            "admin": self.tr("Administrator"), "kiosk": self.tr("Kiosk"), "board": self.tr("Board"),
        }.get(role, role)  # fmt: skip

    def roles(self, person: Person) -> str:
        """All roles of somebody."""
        return self._listed(self.role(role) for role in person.roles)

    def rights(self, roles: frozenset[str]) -> str:
        """What somebody of these roles may do, as sentences."""
        everywhere, own = rights(roles)
        told = []
        if everywhere:
            told.append(fill(self.tr("In every clinic: {what}."), what=self._deeds(everywhere)))
        if own:
            told.append(fill(self.tr("In their own clinics: {what}."), what=self._deeds(own)))
        if "admin" in roles:
            told.append(self.tr("All pages of the administration."))
        elif "supervisor" in roles:
            told.append(self.tr("The pages Metrics and Alerts; decides for others."))
        return "\n".join(told) or self.tr("Nothing until a role is chosen.")

    def _deeds(self, kinds: frozenset[str]) -> str:
        return self._listed(sorted({self.deed(kind) for kind in kinds}))

    def deed(self, kind: str) -> str:
        """One thing that somebody may do."""
        more = {"publish_center": self.tr("Publishing the centre"), "erase_patient": self.tr("Erasing a person")}
        return more.get(kind) or self._rules.action(kind)

    def _listed(self, words: Iterable[str]) -> str:
        return self.tr(", ").join(words)

    # ------------------------------------------------------------------ people
    def standing(self, standing: Standing) -> str:
        """Whether somebody may come in."""
        return {
            "active": self.tr("Active"), "must-change": self.tr("First password"), "off": self.tr("No longer"),
        }[standing]  # fmt: skip

    def clinics(self, codes: Iterable[str], state: State) -> str:
        """Clinics by their names."""
        return self._listed(self.clinic(code, state) for code in codes)

    def clinic(self, code: str, state: State) -> str:
        """A clinic's name."""
        found = state.center.clinic(ClinicCode(code)) if state.center is not None else None
        return (word_in(found.name, self._language()) if found is not None else "") or code

    def spoken(self, person: Person, state: State) -> str:
        """A whole row, as a screen reader says it."""
        parts = (person.name, person.username, self.roles(person), self.standing(standing_of(person)),
                 self.clinics(person.clinics, state))  # fmt: skip
        return self._listed(part for part in parts if part)

    def seen(self, person: Person) -> str:
        """When and where somebody signed in last, and in how many places they are now."""
        if person.last_sign_in is None:
            return self.tr("Has never signed in.")
        last = fill(
            self.tr("Last sign-in {time} at {device}."), time=self.moment(person.last_sign_in),
            device=person.last_device or "–",
        )  # fmt: skip
        now = self.tr("%n session(s) now.", "", person.sessions)
        return f"{last} {now}" if person.sessions else last

    def moment(self, moment: datetime | None) -> str:
        """A day and a time."""
        return f"{moment:%Y-%m-%d %H:%M}" if moment is not None else "–"

    def short(self, moment: datetime | None, now: datetime | None) -> str:
        """The time of today, the day of before."""
        if moment is None or now is None:
            return "–"
        return clock_time(moment) if moment.date() == now.date() else f"{moment:%Y-%m-%d}"

    def fault(self, code: str) -> str:
        """What is wrong with one field."""
        return {
            "username-missing": self.tr("Type a user name."),
            "username-shape": self.tr("2 to 64 letters, digits or . _ @ - without spaces."),
            "user-exists": self.tr("Somebody has this user name already, perhaps in another spelling."),
            "name-missing": self.tr("Type the name that others see."),
            "name-shape": self.tr("The name has 1 to 120 characters."),
            "role-missing": self.tr("Choose at least one role."),
            "roles-shape": self.tr("The server does not know one of these roles. Choose again."),
            "kiosk-alone": self.tr("A kiosk is nothing else: give it an account of its own."),
            "clinic-missing": self.tr("A clinician works in at least one clinic: choose it."),
            "unknown-clinic": self.tr("The centre no longer has one of these clinics. Choose again."),
            "clinics-shape": self.tr("The centre no longer has one of these clinics. Choose again."),
            "last-admin": self.tr("Nobody else administers this centre. Make somebody an administrator first."),
            "password-short": self.tr("Too short: at least 10 characters."),
            "password-long": self.tr("Too long: at most 256 characters."),
            "password-common": self.tr("Too many people use this password. Choose another one."),
            "password-name": self.tr("The password must not be the name itself."),
            "password-shape": self.tr("This password cannot be taken. Choose another one."),
        }.get(code, code)

    # ------------------------------------------------------------------ machines
    def console_state(self, console: Console) -> str:
        """How a console stands."""
        if console.revoked:
            return self.tr("Let in no more")
        return self.tr("Sends by itself") if console.has_key else self.tr("Sends while somebody is signed in")

    def board_shows(self, board: BoardRow, state: State) -> str:
        """Whom a board calls."""
        settings = board.settings
        if settings.clinics:
            return self.clinics(settings.clinics, state)
        if settings.floors and state.center is not None:
            floors = state.center.center.floors
            return self._listed(word_in(floors.get(each, {}), self._language()) or each for each in settings.floors)
        return self.tr("The whole centre")

    def sound(self, sound: str) -> str:
        """How a board's voice is."""
        return {
            "ok": self.tr("Speaks"), "off": self.tr("Silent"), "no-device": self.tr("No loudspeaker"),
            "no-player": self.tr("Cannot play"), "no-clips": self.tr("No voice files"),
        }.get(sound, "–")  # fmt: skip

    def plugin_state(self, state: str) -> str:
        """What a plugin's process does."""
        return {
            "off": self.tr("Off"), "starting": self.tr("Starting"), "working": self.tr("Working"),
            "failing": self.tr("Failing"), "missing": self.tr("Missing"),
        }.get(state, state)  # fmt: skip

    # ------------------------------------------------------------------ questions and toasts
    def question(self, question: Question, about: str) -> tuple[str, str, str, str]:
        """Title, detail, and the two verbs."""
        keep = self.tr("Cancel")
        title, detail, verb = {
            "deactivate": (
                self.tr("Let {name} in no more?"),
                self.tr("Their sessions end now. What they did stays, and they can be let in again."),
                self.tr("Deactivate"),
            ),
            "password": (
                self.tr("Make a new first password for {name}?"),
                self.tr("The old one ends at once, with every session. The new one is shown once, to hand over."),
                self.tr("Make it"),
            ),
            "sign-out": (
                self.tr("Sign {name} out everywhere?"),
                self.tr("Every session ends now. Unsent work stays on its console and is sent after they sign in."),
                self.tr("Sign out"),
            ),
            "revoke": (
                self.tr("Let the console {name} in no more?"),
                self.tr("For a lost or stolen PC. Its sessions end, it sends nothing more, and what waits on it stays "
                        "there. This is not taken back: the PC has to be set up anew."),
                self.tr("Revoke"),
            ),
            "remove-board": (
                self.tr("Remove the board {name}?"),
                self.tr("It shows nothing from now on. To show again it is made and paired anew."),
                self.tr("Remove"),
            ),
        }[question]  # fmt: skip
        return fill(title, name=about), detail, verb, keep

    def own(self, question: Question) -> str:
        """That it is about the one who asks."""
        if question == "revoke":
            return self.tr("You are sitting at this console.")
        return self.tr("This is your own account: you will be signed out.")

    def message(self, message: Message) -> str | None:
        """A toast."""
        params = message.params
        sentences = {
            "person-added": self.tr("Added: {name}"), "person-saved": self.tr("Saved: {name}"),
            "person-on": self.tr("{name} may come in again."), "person-off": self.tr("{name} is let in no more."),
            "person-signed-out": self.tr("{name} is signed out everywhere."),
            "console-named": self.tr("The console has its name."),
            "console-revoked": self.tr("Console {desk} is let in no more."),
            "board-removed": self.tr("The board {name} is removed."),
            "plugin-on": self.tr("{name} is on."), "plugin-off": self.tr("{name} is off."),
            "password-copied": self.tr("Copied. Clear the clipboard when it is handed over."),
            "password-printed": self.tr("Printed."), "not-printed": self.tr("Nothing was printed. Check the printer."),
            "plugin-setting-missing": self.tr(
                "It needs a setting first: {code}. Give it on the server's command line."
            ),
            "plugin-unusable": self.tr("This plugin cannot be loaded: {reason}."),
            "last-admin": self.fault("last-admin"),
            "invalid": self.tr("The server did not take this. Check what was typed."),
        }  # fmt: skip
        sentence = sentences.get(message.code)
        if sentence is None:
            return None
        if "setting" in params:
            params = {**params, "code": params["setting"]}
        holes = {name: value for name, value in params.items() if "{" + name + "}" in sentence}
        return fill(sentence, **holes)
