"""What cannot be right, typed into a real console: a clear sentence in both languages, and nothing is lost.

What the rules and the server answer is tested beside them; here is what the person in front of the screen reads.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from mmc_console.client.errors import ServerBusy
from mmc_console.domain.actions import CloseClinic, RegisterVisit
from mmc_console.domain.ids import ClinicCode, ExamCode
from mmc_console.domain.patients import PatientEntry
from tests.e2e.centre import PASSWORD, PATIENCE, TOP, Centre, Colleague
from tests.e2e.console import Console
from tests.e2e.pages import NAME, NUMBER, Reception

NAME_500 = "محمد " * 100


def variant(place: Path) -> Path:
    """The reference centre without a pathway of cooks for women."""
    center = json.loads((TOP / "resources" / "center.json").read_text(encoding="utf-8"))
    next(exam for exam in center["exam_types"] if exam["code"] == "cooks")["pathways"]["women"] = []
    file = place / "variant.json"
    file.write_text(json.dumps(center, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Centre, Reception]]:
    """A reception in English, at a centre where cooks are men."""
    centre = Centre(tmp_path, options=("--center", str(variant(tmp_path))))
    centre.start()
    try:
        centre.add_user("noora", "reception")
        console = Console(tmp_path, "reception", centre.url)
        try:
            console.sign_in("noora", PASSWORD)
            yield centre, Reception(console)
        finally:
            console.close()
    finally:
        assert centre.stop() == ""


def in_both_languages(console: Console, name: str, english: str, arabic: str) -> None:
    """*name* says one sentence in English now, and the other after a switch; then English again."""
    console.shows(lambda s: english in (s[name] or ""), name)
    console.press("Ctrl+F11")
    console.shows(lambda s: arabic in (s[name] or ""), name)
    console.listen(0.45)
    console.press("Ctrl+F11")
    console.shows(lambda s: english in (s[name] or ""), name)
    console.listen(0.45)


def refused(reception: Reception, number: str, name: str, field: str, english: str, arabic: str) -> None:
    """F2 says why not, beside *field*, in both languages; what was typed is still there."""
    reception.fill(number, name)
    typed = reception.console.read("number_edit", "name_edit")
    reception.issue()
    in_both_languages(reception.console, field, english, arabic)
    assert reception.console.read("number_edit", "name_edit") == typed


def test_numbers_and_names_that_cannot_be_are_refused_beside_their_field(desk: tuple[Centre, Reception]) -> None:
    centre, reception = desk
    for number, english, arabic in (
        ("7", "2 to 12", "2 إلى 12"), ("1234567890123", "2 to 12", "2 إلى 12"), ("12ab34", "digits", "أرقام"),
    ):  # fmt: skip
        refused(reception, number, "سالم", "number_error", english, arabic)
    refused(reception, "123456", NAME_500, "name_error", "120", "120")
    with centre.colleague() as boss:
        assert boss.snapshot().visits == ()


def test_digits_of_all_keyboards_and_odd_letters_register_the_right_person(desk: tuple[Centre, Reception]) -> None:
    centre, reception = desk
    reception.register("٠١٢٣٤٥", "ليلى")
    reception.register("۶۷۸۹۰۱", "نورة")
    hidden = "\u202eسا\u200fلم\u200e 👩🏽\u200d⚕️\u202c"
    reception.fill("445566", hidden)
    at = reception.issue()
    row = reception.row(lambda r: r[NAME].startswith("سالم") and r[NUMBER][-1].isdigit(), since=at).shown
    with centre.colleague() as boss:
        cards = {card.number: card.name for card in boss.snapshot().cards}
    assert set(cards) == {"012345", "678901", "445566"}
    assert cards["445566"].startswith("سالم")
    assert "👩" in cards["445566"]
    assert not set("\u202e\u200f\u200e\u202c") & set(cards["445566"] + row[NAME])


def test_an_exam_that_is_not_for_this_gender_is_said(desk: tuple[Centre, Reception]) -> None:
    centre, reception = desk
    reception.console.pick("purpose", "Cooks")
    reception.console.click("gender_female")
    refused(reception, "123456", "نورة", "purpose_error", "not for this person", "لا يخص هذا المراجع")
    with centre.colleague() as boss:
        [result] = boss.act(boss.new(
            RegisterVisit, exam_type=ExamCode("cooks"), patient=PatientEntry(number="123456", gender="female", name="ن")
        ))  # fmt: skip
    assert result.problem is not None
    assert result.problem.code == "exam-not-for-gender"


def test_a_closed_clinic_gets_nobody_and_the_page_says_so(desk: tuple[Centre, Reception]) -> None:
    centre, reception = desk
    with centre.colleague() as boss:
        boss.act(boss.new(CloseClinic, clinic=ClinicCode("lab"), reason="maintenance"))
    reception.console.shows(lambda s: not s["first"], "first")
    refused(reception, "123456", "سالم", "purpose_error", "closed", "مغلق")


def test_an_action_of_a_wrong_clock_is_refused_by_name(centre: Centre) -> None:
    with centre.colleague() as boss:
        action = boss.new(
            RegisterVisit, exam_type=ExamCode("recruitment"),
            patient=PatientEntry(number="123456", gender="male", name="سالم"),
        )  # fmt: skip
        late = type(action)(
            id=action.id, at=datetime.now(UTC) + timedelta(days=3), exam_type=action.exam_type, patient=action.patient
        )
        [result] = boss.act(late)
        assert result.problem is not None
        assert result.problem.code == "clock-wrong"
        assert boss.snapshot().visits == ()


def fails_to_start(centre: Centre, *more: str) -> str:
    """What the server says when it cannot be started."""
    told = subprocess.run(
        [sys.executable, "-m", "mmc_console", "serve", "--data", str(centre.folder), "--port", str(centre.port), *more],
        capture_output=True, text=True, timeout=PATIENCE, check=False, cwd=TOP,
    )  # fmt: skip
    assert told.returncode != 0
    return told.stderr


def says_why(place: Path, centre: Centre, english: str, arabic: str) -> None:
    """A console with this centre on its own PC says why its server does not start, in both languages."""
    for language, sentence in (("en", english), ("ar", arabic)):
        settings = {"centre": str(centre.folder), "centre_port": centre.port}
        console = Console(place, f"own-{language}", "", language=language, settings=settings)
        try:
            console.says(sentence)
        finally:
            console.close()


def own_sign_in(console: Console) -> None:
    """Sign in at the centre on this PC, once its server answers."""
    console.shows(lambda s: s["server"] == "The centre on this PC", "server")
    console.sign_in("admin", PASSWORD)


@pytest.fixture
def idle(tmp_path: Path) -> Centre:
    """A centre that was served once and is not now."""
    centre = Centre(tmp_path)
    centre.start()
    assert centre.stop() == ""
    return centre


def test_a_database_of_other_keys_is_named_and_left_alone(tmp_path: Path, idle: Centre) -> None:
    other = Centre(tmp_path / "other")
    other.start()
    other.stop()
    shutil.rmtree(idle.folder / "keys")
    shutil.copytree(other.folder / "keys", idle.folder / "keys")
    before = (idle.folder / "center.db").read_bytes()
    assert "database-wrong-key" in fails_to_start(idle)
    says_why(tmp_path, idle, "was made with other keys", "بمفاتيح أخرى")
    assert (idle.folder / "center.db").read_bytes() == before


def test_a_centre_that_another_server_serves_is_named(tmp_path: Path, centre: Centre) -> None:
    says_why(tmp_path, centre, "serves this centre already", "تخدم هذا المركز")
    with centre.colleague() as boss:
        assert boss.snapshot().seq > 0


def test_a_port_in_use_is_named_by_the_server_and_gone_round_by_the_console(tmp_path: Path, idle: Centre) -> None:
    with socket.create_server(("127.0.0.1", idle.port)):
        complaint = fails_to_start(idle)
        assert f"port {idle.port}" in complaint
        assert "--port" in complaint
        settings = {"centre": str(idle.folder), "centre_port": idle.port}
        console = Console(tmp_path, "own", "", settings=settings)
        try:
            own_sign_in(console)
        finally:
            console.close()


def test_the_server_of_a_killed_console_ends_by_itself(tmp_path: Path, idle: Centre) -> None:
    console = Console(tmp_path, "own", "", settings={"centre": str(idle.folder)})
    own_sign_in(console)
    [server] = psutil.Process(console.process.pid).children()
    console.kill()
    gone, alive = psutil.wait_procs([server], timeout=20)
    for each in alive:
        each.kill()
    assert (len(gone), alive) == (1, [])
    idle.start()
    assert idle.stop() == ""


def registration(boss: Colleague, n: int) -> RegisterVisit:
    """Person *n* at the door."""
    person = PatientEntry(number=f"{500_000 + n}", gender="male", name="مراجع")
    return boss.new(RegisterVisit, exam_type=ExamCode("recruitment"), patient=person)


def outcome(boss: Colleague, action: RegisterVisit) -> str:
    """What became of one registration, or of the request that carried it."""
    try:
        [result] = boss.act(action)
    except ServerBusy:
        return "later"
    return result.outcome


def test_a_full_disk_of_the_server_is_said_and_work_goes_on_when_there_is_room(tmp_path: Path) -> None:
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], check=False)
    if mounted.returncode:
        pytest.skip("only root can make a small disk; the writer's own test limits the file's pages instead")
    try:
        centre = Centre(place)
        centre.start()
        try:
            with centre.colleague() as boss:
                filler = place / "filler"
                with filler.open("wb", buffering=0) as handle, suppress(OSError):
                    while True:
                        handle.write(b"x" * 4096)
                known = []
                for n in range(400):  # the file may have room left in itself: go on until the disk is met
                    known.append(registration(boss, n))
                    if outcome(boss, known[-1]) == "later":
                        break
                assert outcome(boss, known[-1]) == "later", "it is refused as long as there is no room"
                boss.snapshot()  # reading goes on
                filler.unlink()
                # the desk sends the same again, whatever became of it: once, with one number
                assert outcome(boss, known[-1]) in ("applied", "repeated")
                known.append(registration(boss, 9_999))
                assert outcome(boss, known[-1]) == "applied"
                numbers = [visit.number for visit in boss.snapshot().visits]
                assert len(numbers) == len(set(numbers)) == len(known)
        finally:
            centre.stop()
    finally:
        subprocess.run(["umount", str(place)], check=True)
