"""System health as an administrator meets it: can people work, what is wrong, what to do, who is there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtCore import Qt

from mmc_console.client.errors import ServerBusy
from mmc_console.desktop.admin.health.strip import BAND
from mmc_console.wire.health import HealthChange
from tests.desktop_parts import nameless, squeezed
from tests.screens.admin_page import playing
from tests.screens.health_page import HOUR, HealthDesk

play = playing(HealthDesk)
Play = Callable[[Callable[[HealthDesk], Awaitable[None]]], None]


def test_the_worst_card_stands_first_and_its_details_say_what_to_do(play: Play) -> None:
    async def scene(desk: HealthDesk) -> None:
        desk.languages.switch("en")
        desk.checks.append(desk.check("keys", "degraded", "keys-missing"))
        desk.changes.append(HealthChange(at=desk.now() - HOUR, check="keys", status="degraded", detail="keys-missing"))
        await desk.show()
        titles = [(title, state) for title, state, _ in desk.cards()]
        assert titles[0] == ("Keys", "Needs attention")
        assert ("Database", "OK", "write 6 ms") in desk.cards()
        assert desk.words_of("health_verdict") == "People can work. 2 checks need attention."
        await desk.open_card("keys")
        told = desk.drawer_words()
        assert "Keys are missing. The server works until it is restarted." in told
        assert "Put the folder of keys back" in told
        assert desk.rows("health_past")[0][1:] == [
            "Needs attention", "Keys are missing. The server works until it is restarted.",
        ]  # fmt: skip
        desk.languages.switch("ar")
        await desk.work()
        assert "بعض المفاتيح مفقودة" in desk.drawer_words(), "an open drawer speaks the new language"
        await desk.hit(Qt.Key.Key_Escape)
        assert not desk.screen.view.details.isVisible()

    play(scene)


def test_a_database_that_does_not_work_stops_people(play: Play) -> None:
    async def scene(desk: HealthDesk) -> None:
        desk.checks[0] = desk.check("database", "unhealthy", "disk-full")
        await desk.show()
        assert desk.words_of("health_verdict") == "لا يمكن العمل كالمعتاد. راجع البطاقة الأولى: الخلل والمطلوب."
        assert desk.cards()[0][:2] == ("قاعدة البيانات", "لا يعمل")

    play(scene)


def test_without_a_database_the_card_that_names_it_stands_first(play: Play) -> None:
    """As a server answers whose database is destroyed: the one finding, no history, no stations."""

    async def scene(desk: HealthDesk) -> None:
        desk.checks = [desk.check("database", "unhealthy", "database-gone")]
        for path in ("/admin/stations", "/admin/health/history"):
            desk.gateway.server.administration["GET", path] = lambda question: ServerBusy(2)
        await desk.show()
        assert desk.words_of("health_verdict") == "لا يمكن العمل كالمعتاد. راجع البطاقة الأولى: الخلل والمطلوب."
        assert desk.cards()[0][:2] == ("قاعدة البيانات", "لا يعمل")

    play(scene)


def test_lost_stations_show_what_waits_there(play: Play) -> None:
    async def scene(desk: HealthDesk) -> None:
        desk.languages.switch("en")
        desk.stations = [desk.lost_one(), desk.station("CLINIC-EYES-3", desk="C", user="Dr Saad")]
        await desk.show()
        lost, here = desk.rows("stations")
        assert lost == [
            "RECEPTION-2",
            "Fahad",
            "Not heard",
            "Not heard",
            "7",
            "11 minutes ago",
            "This PC is getting full.",
        ]
        assert here[:6] == ["CLINIC-EYES-3 (C)", "Dr Saad", "Online", "Online", "0", "now"]
        desk.screen.search("saad")
        await desk.work()
        assert [row[0] for row in desk.rows("stations")] == ["CLINIC-EYES-3 (C)"]
        desk.screen.search("nobody")
        await desk.work()
        assert desk.rows("stations") == []

    play(scene)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_strip_runs_from_the_reading_start_and_its_numbers_are_a_table(play: Play, language: str) -> None:
    async def scene(desk: HealthDesk) -> None:
        desk.languages.switch(language)
        await desk.show()
        strip = desk.screen.view.day.strip
        places = strip.places()
        assert [piece.status for piece, _ in places] == ["unknown", "healthy", "down", "degraded"]
        lefts = [place.left() for _, place in places]
        assert lefts == sorted(lefts, reverse=language == "ar")
        assert sum(place.width() for _, place in places) == pytest.approx(strip.width())
        assert places[2][1].height() == BAND, "height tells it too"
        assert places[2][1].width() == pytest.approx(strip.width() / 24)
        desk.screen.view.day.numbers.click()
        await desk.work()
        rows = desk.rows("health_pieces")
        assert [row[3] for row in rows] == ["5:00:00", "1:00:00", "12:00:00", "6:00:00"]
        assert ("Server was off" if language == "en" else "كان الخادم متوقفًا") in [row[2] for row in rows]
        assert strip.accessibleName().count(";") == 3
        await desk.hit(Qt.Key.Key_Escape)
        assert not desk.screen.view.numbers.isVisible()

    play(scene)


def test_uptime_is_the_measured_one(play: Play) -> None:
    async def scene(desk: HealthDesk) -> None:
        desk.languages.switch("en")
        await desk.show()
        assert desk.words_of("health_up") == "Up 99.93 %"
        assert desk.words_of("health_up_month").startswith("Up 100 % since 20")

    play(scene)


def test_f5_checks_now_and_says_how_old_the_answer_is(play: Play) -> None:
    async def scene(desk: HealthDesk) -> None:
        desk.languages.switch("en")
        await desk.show()
        await desk.gateway.clock.turn(5)
        await desk.work()
        assert desk.words_of("health_checked") == "Checked 5 seconds ago"
        desk.asked.clear()
        await desk.hit(Qt.Key.Key_F5)
        assert ("/admin/health", {"fresh": "1"}) in desk.asked
        assert desk.words_of("health_checked") == "Checked just now"

    play(scene)


def test_while_the_server_is_away_the_page_says_so_and_keeps_what_it_had(play: Play) -> None:
    async def scene(desk: HealthDesk) -> None:
        await desk.show()
        await desk.gateway.go_offline()
        await desk.work()
        assert desk.words_of("health_verdict").startswith("تعذّر سؤال الخادم")
        assert len(desk.cards()) == 3
        action = desk.screen.actions.find("check_now")
        assert action is not None
        assert not action.enabled
        assert desk.cards()[0][0] == "هذا الجهاز", "this PC knows that it has no server"

    play(scene)


@pytest.mark.parametrize("size", [(1366, 688), (1024, 600)])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_everything_has_a_name_and_room(play: Play, language: str, size: tuple[int, int]) -> None:
    async def scene(desk: HealthDesk) -> None:
        desk.checks.append(desk.check("consoles", "degraded", "stations-silent-with-work", about=("RECEPTION-2",)))
        desk.stations = [desk.lost_one()]
        desk.languages.switch(language)
        await desk.show()
        desk.window.resize(*size)
        await desk.work()
        assert nameless(desk.screen.view) == []
        assert squeezed(desk.screen.view) == []
        await desk.open_card("consoles")
        assert nameless(desk.screen.view.details) == []
        assert squeezed(desk.screen.view.details) == []

    play(scene)
