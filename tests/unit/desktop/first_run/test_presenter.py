"""The first run, each way through it and back. Plain asyncio, no Qt."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmc_console.client.errors import BadAnswer, CertificateChanged, Unreachable
from mmc_console.desktop.first_run.contract import Person, Result, State, Way
from mmc_console.desktop.first_run.presenter import Presenter
from mmc_console.desktop.server_process import ServerFailed
from mmc_console.desktop.tickets.facts import Option
from mmc_console.desktop.weak_passwords import weak
from tests.unit.desktop.desk_parts import Jobs, ToldView, play

GOOD = "correct horse battery"


class WizardTold(ToldView[State]):
    """Chooses the folder laid ready."""

    async def choose_folder(self, present: str) -> str | None:
        return self.answers.pop(0) if self.answers else None


class Hands:
    """A setup that behaves: remembers what it was asked, fails where told."""

    def __init__(self) -> None:
        self.done: list[tuple[str, ...]] = []
        self.fault: Exception | None = None
        self.complaint = ""
        self.free = 50 << 30
        self.holding = False
        self.passwords: list[str] = []

    clinics = (Option("lab", {"ar": "المختبر", "en": "Laboratory"}),)

    def free_space(self, folder: Path) -> int:
        return self.free

    def holds_centre(self, folder: Path) -> bool:
        return self.holding

    async def test(self, address: str) -> str:
        self._may_fail("test", address)
        return address

    async def start_centre(self, folder: Path, password: str) -> str:
        self.passwords.append(password)
        self._may_fail("start_centre", str(folder))
        return "http://127.0.0.1:8765"

    async def start_sample(self) -> str:
        self._may_fail("start_sample")
        return "http://127.0.0.1:8766"

    async def add_user(self, username: str, name: str, role: str, clinic: str, password: str) -> str:
        self.done.append(("add_user", username, name, role, clinic))
        return self.complaint

    async def cancel(self) -> None:
        self.done.append(("cancel",))

    def _may_fail(self, *what: str) -> None:
        self.done.append(what)
        if self.fault is not None:
            raise self.fault


class Program:
    """The program around the wizard."""

    def __init__(self) -> None:
        self.results: list[Result] = []
        self.left = 0
        self.languages: list[str] = []
        self.waiting = 0

    def choose_language(self, code: str) -> None:
        self.languages.append(code)

    def unsent(self) -> int:
        return self.waiting

    def set_up(self, result: Result) -> None:
        self.results.append(result)

    def leave_set_up(self) -> None:
        self.left += 1


class Wizard:
    """One first run."""

    def __init__(self) -> None:
        self.hands, self.view, self.jobs, self.program = Hands(), WizardTold(), Jobs(), Program()
        self.page = Presenter(self.hands, self.view, self.jobs.start, self.program, folder=Path("/srv/centre"))

    def now(self) -> State:
        return self.page.state

    async def go(self, *words: str) -> None:
        self.page.go_on(*words)
        await self.jobs.run()

    async def at(self, way: str) -> Wizard:
        await self.go()
        self.page.choose_way(way)  # type: ignore[arg-type]  # a word of the literal, checked by its test
        await self.go()
        return self


def test_a_new_centre_from_the_language_to_the_sign_in() -> None:
    async def scene() -> None:
        wizard = await Wizard().at("new")
        assert wizard.now().step == "centre"
        await wizard.go(GOOD, GOOD)
        assert wizard.now().step == "users"
        wizard.page.add_person("clinician", Person("saad", "Dr Saad", "lab"), GOOD)
        await wizard.jobs.run()
        assert wizard.now().added == ("saad",)
        assert wizard.view.focused[-1] == "clinician", "the next one of the same kind"
        await wizard.go()
        await wizard.go()
        assert wizard.program.results == [Result("new", "http://127.0.0.1:8765", Path("/srv/centre"))]
        assert ("add_user", "saad", "Dr Saad", "clinician", "lab") in wizard.hands.done
        assert GOOD not in repr(wizard.view.shown)

    play(scene)


@pytest.mark.parametrize(
    ("password", "again", "field", "code"),
    [("short", "short", "password", "password-short"), (GOOD, GOOD + "x", "again", "password-differs")],
)
def test_the_administrators_password_is_judged(password: str, again: str, field: str, code: str) -> None:
    async def scene() -> None:
        wizard = await Wizard().at("new")
        await wizard.go(password, again)
        assert wizard.now().errors[field].code == code  # type: ignore[index]  # a field's name from the table above
        assert wizard.now().step == "centre"
        assert wizard.hands.done == []

    play(scene)


@pytest.mark.parametrize(
    ("folder", "free", "code"),
    [("relative", 50 << 30, "folder-not-absolute"), ("~nobody-at-all", 50 << 30, "folder-not-absolute"),
     ("/srv/x", 1 << 20, "folder-full"),
     ("", 50 << 30, "folder-not-absolute")],
)  # fmt: skip
def test_a_folder_that_will_not_do_is_named(folder: str, free: int, code: str) -> None:
    async def scene() -> None:
        wizard = await Wizard().at("new")
        wizard.hands.free = free
        wizard.page.edit_folder(folder)
        await wizard.go(GOOD, GOOD)
        assert wizard.now().errors["folder"].code == code

    play(scene)


def test_a_server_that_does_not_start_says_so_and_one_can_go_back() -> None:
    async def scene() -> None:
        wizard = await Wizard().at("new")
        wizard.hands.fault = ServerFailed("server-failed", "disk is read-only")
        await wizard.go(GOOD, GOOD)
        problem = wizard.now().problem
        assert problem is not None
        assert (problem.code, problem.params["what"]) == ("server-failed", "disk is read-only")
        wizard.page.back()
        assert (wizard.now().step, wizard.now().problem) == ("centre", None)

    play(scene)


@pytest.mark.parametrize(
    ("fault", "code"),
    [(ValueError("address"), "address-wrong"), (ValueError("http-not-here"), "http-not-here"),
     (Unreachable("x"), "no-answer"), (BadAnswer("x"), "wrong-server"),
     (CertificateChanged("x"), "certificate-unknown")],
)  # fmt: skip
def test_each_way_an_address_can_be_wrong_has_its_sentence(fault: Exception, code: str) -> None:
    async def scene() -> None:
        wizard = await Wizard().at("join")
        wizard.page.edit_address("https://there:8765")
        wizard.hands.fault = fault
        await wizard.go()
        assert wizard.now().errors["address"].code == code
        assert (wizard.now().step, wizard.now().busy) == ("server", False)

    play(scene)


def test_joining_tests_first_and_then_is_ready() -> None:
    async def scene() -> None:
        wizard = await Wizard().at("join")
        wizard.page.edit_address("https://there:8765")
        wizard.page.test()
        await wizard.jobs.run()
        reached = wizard.now().reached
        assert reached is not None
        await wizard.go()
        assert wizard.now().step == "done"
        await wizard.go()
        assert wizard.program.results == [Result("join", "https://there:8765", None)]

    play(scene)


def test_a_sample_day_leads_straight_in() -> None:
    async def scene() -> None:
        wizard = await Wizard().at("sample")
        assert wizard.program.results == [Result("sample", "http://127.0.0.1:8766", None)]

    play(scene)


@pytest.mark.parametrize(
    ("person", "password", "code"),
    [(Person("", "", "lab"), GOOD, "username-missing"), (Person("سعد", "", "lab"), GOOD, "username-letters"),
     (Person("saad", "", ""), GOOD, "clinic-missing"), (Person("saad", "", "lab"), "short", "password-short"),
     (Person("admin", "", "lab"), GOOD, "username-taken")],
)  # fmt: skip
def test_a_first_user_is_judged_beside_the_form(person: Person, password: str, code: str) -> None:
    async def scene() -> None:
        wizard = await Wizard().at("new")
        await wizard.go(GOOD, GOOD)
        wizard.page.add_person("clinician", person, password)
        await wizard.jobs.run()
        assert wizard.now().errors["clinician"].code == code
        assert wizard.now().clinician == person

    play(scene)


def test_leaving_stops_what_was_started() -> None:
    async def scene() -> None:
        wizard = await Wizard().at("new")
        wizard.page.leave()
        await wizard.jobs.run()
        assert wizard.hands.done == [("cancel",)]
        assert wizard.program.left == 1

    play(scene)


def test_an_answer_of_the_address_that_stood_there_before_joins_nobody_to_it() -> None:
    async def scene() -> None:
        wizard = await Wizard().at("join")
        wizard.page.edit_address("https://old.example")
        wizard.page.go_on()
        wizard.page.edit_address("https://new.example")  # mended while the old one is asked
        await wizard.jobs.run()
        assert (wizard.now().step, wizard.now().reached, wizard.now().busy) == ("server", None, False)
        await wizard.go()
        await wizard.go()
        assert [result.server for result in wizard.program.results] == ["https://new.example"]

    play(scene)


def test_who_goes_back_while_the_server_is_asked_stays_there() -> None:
    async def scene() -> None:
        wizard = await Wizard().at("join")
        wizard.page.edit_address("https://centre.example")
        wizard.page.go_on()
        wizard.page.back()
        await wizard.jobs.run()
        assert (wizard.now().step, wizard.now().busy) == ("how", False)

    play(scene)


def test_with_unsent_work_only_the_way_to_another_address_is_open() -> None:
    async def scene() -> None:
        wizard = Wizard()
        wizard.program.waiting = 2
        await wizard.go()
        assert wizard.now().unsent == 2
        closed: tuple[Way, ...] = ("new", "sample")
        assert wizard.now().closed == set(closed)
        for way in closed:
            wizard.page.choose_way(way)
            await wizard.go()
            assert (wizard.now().step, wizard.now().way) == ("how", "")
        wizard.page.choose_way("join")
        wizard.program.waiting = 0
        wizard.page.look_again()
        assert (wizard.now().way, wizard.now().closed) == ("join", frozenset())
        wizard.page.choose_way("sample")
        wizard.program.waiting = 1  # pressed at the other desk's window while this one is open
        await wizard.go()
        assert (wizard.now().step, wizard.now().way) == ("how", ""), "also what was chosen before"
        assert wizard.hands.done == []

    play(scene)


def test_whoever_turns_away_begins_anew_the_next_time() -> None:
    """What was begun is ended with the wizard: its later steps would speak to a server that is gone."""

    async def scene() -> None:
        wizard = await Wizard().at("new")
        await wizard.go(GOOD, GOOD)
        assert wizard.now().step == "users"
        wizard.page.leave()
        await wizard.jobs.run()
        assert (wizard.now().step, wizard.now().way, wizard.now().progress) == ("language", "", ())
        assert wizard.hands.done[-1] == ("cancel",)

    play(scene)


def test_a_folder_with_a_centre_is_opened_as_it_is() -> None:
    """Whoever had turned to another server found no way back to the centre of this PC."""

    async def scene() -> None:
        wizard = await Wizard().at("new")
        assert not wizard.now().holds_centre
        wizard.hands.holding = True
        for folder in ("relative", "~nobody-at-all", "/srv/kept"):
            wizard.page.edit_folder(folder)
            await wizard.jobs.run()
            assert (wizard.now().folder, wizard.now().holds_centre) == (folder, folder == "/srv/kept")
        await wizard.go()
        assert wizard.hands.passwords == [""], "its people have theirs"
        assert wizard.now().step == "done", "nobody is added"
        await wizard.go()
        assert wizard.program.results == [Result("new", "http://127.0.0.1:8765", Path("/srv/kept"))]

    play(scene)


def test_a_wizard_that_has_done_its_work_begins_anew() -> None:
    async def scene() -> None:
        wizard = await Wizard().at("join")
        wizard.page.edit_address("https://there:8765")
        await wizard.go()
        assert wizard.now().step == "done"
        wizard.page.begin(may_leave=True)
        assert (wizard.now().step, wizard.now().address) == ("language", "https://there:8765")
        assert wizard.now().may_leave, "there is a server to go back to by now"

    play(scene)


def test_what_is_at_a_folder_is_looked_up_again_before_anything_is_made_there() -> None:
    """After a first try that had made the centre a second password was taken, and meant nothing."""

    async def scene() -> None:
        wizard = await Wizard().at("new")
        wizard.hands.fault = ServerFailed("server-slow", "")
        await wizard.go(GOOD, GOOD)
        wizard.hands.holding = True
        wizard.page.back()
        assert wizard.now().holds_centre, "it is there by now"
        wizard.hands.holding, wizard.hands.fault = False, None
        await wizard.go()
        assert (wizard.now().step, wizard.now().holds_centre, len(wizard.hands.passwords)) == ("centre", False, 1)
        wizard.hands.holding = True
        await wizard.go(GOOD, GOOD)
        assert (wizard.now().step, len(wizard.hands.passwords)) == ("centre", 1), "it is asked something else first"

    play(scene)


def test_a_password_the_server_would_not_take_is_said_at_its_line() -> None:
    """It was a line of the server's own, in English, under a page without a way on."""

    async def scene() -> None:
        wizard = await Wizard().at("new")
        wizard.hands.fault = ServerFailed("server-failed", "mmc-console serve: MMC_ADMIN_PASSWORD is too weak: common")
        await wizard.go(GOOD, GOOD)
        assert (wizard.now().step, wizard.now().problem, wizard.now().busy) == ("centre", None, False)
        assert wizard.now().errors == {"password": weak("common")}
        assert wizard.view.focused[-1] == "password"
        wizard.hands.fault = None
        await wizard.go(GOOD, GOOD)
        assert wizard.now().step == "users"
        wizard.hands.complaint = "mmc-console users: choose another password: everybody has it (too weak: common)"
        wizard.page.add_person("reception", Person("noora", "Noora", ""), GOOD)
        await wizard.jobs.run()
        assert wizard.now().errors == {"reception": weak("common")}, "so it is of whoever works here"

    play(scene)
