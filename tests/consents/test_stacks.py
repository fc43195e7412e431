"""Scanned stacks: every page finds its sheet, what is not ours stays outside, a bad file harms nobody."""

import io
import random
from typing import Any

import pypdfium2
import pytest
import sqlalchemy as sa
from PIL import Image

from portal.consents.actions.sheets import print_sheets
from portal.consents.actions.stacks import add_files, decide, match_page, undo_last, upload_stack
from portal.consents.kinds import Item, Purpose
from portal.consents.models import Consent, ConsentRefusal, ConsentSheet, ScanFile, ScanPage, ScanStack
from portal.consents.paper_kinds import Outcome, SheetState, Verdict
from portal.consents.queries import basis_for
from portal.consents.queries.stacks import progress_of
from portal.consents.scans import reading
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.files import StoredFile, open_file
from portal.core.jobs import Job, JobState
from tests.consents.papers import (
    ADULT,
    SYSTEM,
    add_text,
    as_pdf,
    as_png,
    crowd_of_many,
    join,
    make_group,
    noisy_scan,
    raw_scan,
    scan_of,
    sort,
)  # fmt: skip


def printed(world: Any, count: int, school: Any = None) -> list[ConsentSheet]:
    """Sheets of so many adults of a new group."""
    school = school or world.school_1
    group = make_group(school)
    batch = print_sheets(SYSTEM, school, crowd_of_many(school, group, count), [Purpose.PARTICIPATION], group=group)
    db.session.commit()
    return list(
        db.session.scalars(
            sa.select(ConsentSheet).where(ConsentSheet.batch_id == batch.id).order_by(ConsentSheet.place)
        )
    )


def stack_of(world: Any, *uploads: tuple[io.BytesIO, str]) -> ScanStack:
    """The stack of these files after the sorting."""
    stack = upload_stack(world.actor("kira"), world.school_1, uploads)
    sort(stack)
    return stack


def outcomes(stack: ScanStack) -> list[str]:
    pages = sa.select(ScanPage.outcome).where(ScanPage.stack_id == stack.id)
    return list(db.session.scalars(pages.order_by(ScanPage.scan_file_id, ScanPage.place)))


def pages_of(stack: ScanStack) -> list[ScanPage]:
    pages = sa.select(ScanPage).where(ScanPage.stack_id == stack.id)
    return list(db.session.scalars(pages.order_by(ScanPage.scan_file_id, ScanPage.place)))


def test_every_clean_page_finds_its_sheet(world: Any) -> None:
    sheets = printed(world, 20)
    shuffled = random.Random(7).sample(sheets, len(sheets))
    turns = [0, 180, 90, 270]
    stack = stack_of(
        world, (as_pdf([scan_of(s.public_id, turned=turns[n % 4]) for n, s in enumerate(shuffled)]), "стопка.pdf")
    )
    assert outcomes(stack) == ["found"] * 20
    assert [page.sheet_id for page in pages_of(stack)] == [sheet.id for sheet in shuffled]


def test_at_least_nineteen_of_twenty_careless_pages_find_theirs(world: Any) -> None:
    sheets, chance = printed(world, 40), random.Random(11)
    stack = stack_of(world, (as_pdf([noisy_scan(sheet.public_id, chance) for sheet in sheets]), "серая.pdf"))
    right = sum(page.sheet_id == sheet.id for page, sheet in zip(pages_of(stack), sheets, strict=True))
    assert right >= 38
    assert set(outcomes(stack)) <= {"found", "unread"}


def test_pictures_are_taken_as_well_and_the_upload_itself_is_not_kept(world: Any) -> None:
    sheets = printed(world, 2)
    photo = io.BytesIO()
    scan_of(sheets[1].public_id).convert("RGB").save(photo, "JPEG", exif=Image.Exif())
    photo.seek(0)
    stack = stack_of(world, (as_png(scan_of(sheets[0].public_id)), "один.png"), (photo, "два.jpg"))
    assert outcomes(stack) == ["found", "found"]
    files = db.session.scalars(sa.select(ScanFile).where(ScanFile.stack_id == stack.id)).all()
    assert [(file.file_id, file.name, file.pages, file.problem) for file in files] == [(None, "", 1, "")] * 2
    kept = db.session.scalars(sa.select(StoredFile)).all()
    assert {file.media_type for file in kept} == {"image/jpeg"}
    assert len(kept) == 2


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_is_shown_as_it_was_printed(world: Any, turned: int) -> None:
    sheet = printed(world, 1)[0]
    stack = stack_of(world, (as_pdf([scan_of(sheet.public_id, turned=turned)]), "стопка.pdf"))
    picture = pages_of(stack)[0].file
    assert picture
    with open_file(picture) as content:
        kept = Image.open(content).convert("L")
    assert kept.height > kept.width
    corner = kept.crop((kept.width - 260, 60, kept.width - 60, 260))
    assert sum(corner.histogram()[:100]) > 8_000  # the code stands in the upper right corner again


def test_strange_codes_foreign_sheets_and_repetitions_are_told_apart(world: Any) -> None:
    own, foreign = printed(world, 1)[0], printed(world, 1, world.school_2)[0]
    pages = [
        scan_of(own.public_id), scan_of(foreign.public_id), scan_of("x" * 22), raw_scan("https://example.org/menu"),
        scan_of(None), scan_of(own.public_id),
    ]  # fmt: skip
    stack = stack_of(world, (as_pdf(pages), "смесь.pdf"))
    assert outcomes(stack) == ["found", "foreign", "foreign", "unread", "unread", "duplicate"]
    assert [page.sheet_id for page in pages_of(stack)][1:5] == [None] * 4
    assert db.session.get_one(ConsentSheet, foreign.id).state == SheetState.PRINTED


def test_pages_of_one_sheet_are_one_picture(world: Any) -> None:
    one, two = printed(world, 2)
    pages = [scan_of(one.public_id), scan_of(one.public_id, turned=180), scan_of(two.public_id), scan_of(None)]
    stack = stack_of(world, (as_pdf([*pages, scan_of(None)]), "стопка.pdf"))
    assert outcomes(stack) == ["found", "found", "unread", "unread"]
    assert [page.place for page in pages_of(stack)] == [1, 3, 4, 5]
    sizes = []
    for page in pages_of(stack)[:2]:
        assert page.file
        with open_file(page.file) as content:
            sizes.append(Image.open(content).size)
    assert sizes[0] == (sizes[1][0], 2 * sizes[1][1])


def test_two_sheets_on_one_page_are_left_to_a_person(world: Any) -> None:
    one, two = printed(world, 2)
    page = scan_of(one.public_id)
    page.paste(scan_of(two.public_id).crop((900, 0, 1240, 340)), (100, 1400))
    assert outcomes(stack_of(world, (as_pdf([page]), "две.pdf"))) == ["unread"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7\n" + b"garbage" * 500, "битый.pdf"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 900, "битый.png"),
        (b"\xff\xd8\xff\xe0" + b"\x11" * 900, "битый.jpg"),
    ],
)
def test_a_damaged_file_is_told_and_harms_nothing(world: Any, content: bytes, name: str) -> None:
    stack = stack_of(world, (io.BytesIO(content), name))
    file = db.session.scalars(sa.select(ScanFile).where(ScanFile.stack_id == stack.id)).one()
    assert "повреждён" in file.problem
    assert (file.pages, file.file_id) == (0, None)
    assert db.session.get_one(Job, stack.job_id).state == JobState.DONE


def test_what_is_no_scan_is_refused_at_once(world: Any) -> None:
    for content, name in ((b"one;two", "список.csv"), (b"MZ" * 50, "вирус.exe"), (b"MZ" * 50, "вирус.pdf")):
        with pytest.raises(Refusal):
            upload_stack(world.actor("kira"), world.school_1, [(io.BytesIO(content), name)])
    with pytest.raises(Refusal):
        upload_stack(world.actor("kira"), world.school_1, [])


def blank_pdf(pages: int, width: float = 595, height: float = 842) -> io.BytesIO:
    book, made = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _number in range(pages):
        book.new_page(width, height)
    book.save(made)
    made.seek(0)
    return made


def test_too_many_pages_and_a_page_like_a_field_are_refused(world: Any) -> None:
    for content, words in ((blank_pdf(401), "больше 400 страниц"), (blank_pdf(1, 14_000, 14_000), "слишком большая")):
        stack = stack_of(world, (content, "большой.pdf"))
        assert words in db.session.scalars(sa.select(ScanFile.problem).where(ScanFile.stack_id == stack.id)).one()
        assert outcomes(stack) == []


def test_a_picture_that_unpacks_to_a_giant_is_refused(world: Any) -> None:
    stack = stack_of(world, (as_png(Image.new("1", (12_000, 12_000))), "бомба.png"))
    assert (
        "слишком большая" in db.session.scalars(sa.select(ScanFile.problem).where(ScanFile.stack_id == stack.id)).one()
    )


def test_a_child_that_falls_silent_is_stopped(world: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    mute = tmp_path / "mute.py"
    mute.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(reading, "CHILD", mute)
    monkeypatch.setattr(reading, "SILENCE", 0.3)
    stack = stack_of(world, (blank_pdf(1), "тишина.pdf"))
    assert "повреждён" in db.session.scalars(sa.select(ScanFile.problem).where(ScanFile.stack_id == stack.id)).one()


def test_a_stack_taken_up_again_goes_on_where_it_stopped(world: Any) -> None:
    sheets = printed(world, 12)
    stack = upload_stack(
        world.actor("kira"), world.school_1, [(as_pdf([scan_of(s.public_id) for s in sheets]), "стопка.pdf")]
    )
    job_id = stack.job_id
    db.session.commit()
    from portal.core.jobs import run_job

    told: list[bool] = []
    assert run_job(job_id, lambda: told.append(True) or len(told) == 1)  # stopped after the first ten
    assert len(outcomes(stack)) == 10
    assert run_job(job_id)
    assert outcomes(stack) == ["found"] * 12


def decided(stack: ScanStack, **verdicts: Verdict) -> dict[str, Verdict]:
    pages = pages_of(stack)
    return {page.public_id: verdicts.get(f"p{place}", Verdict.SIGNED) for place, page in enumerate(pages)}


def test_the_looked_at_pages_become_consents_once_and_can_be_taken_back(world: Any) -> None:
    sheets, kira = printed(world, 4), world.actor("kira")
    stack = stack_of(world, (as_pdf([scan_of(sheet.public_id) for sheet in sheets]), "стопка.pdf"))
    verdicts = decided(stack, p1=Verdict.REFUSED, p2=Verdict.UNCLEAR)
    assert decide(kira, stack, verdicts) == 2
    assert decide(kira, stack, verdicts) == 0
    db.session.expire_all()
    assert [sheet.state for sheet in sheets] == ["received", "refused", "printed", "received"]
    proof = db.session.get_one(Consent, sheets[0].consent_id)
    assert (proof.evidence, proof.file_id, proof.checked_by_id) == ("scan", sheets[0].file_id, kira.person_id)
    today = clock.today("Asia/Irkutsk")
    assert basis_for(sheets[0].person_id, world.school_1.id, Purpose.PARTICIPATION, today)
    assert undo_last(kira, stack) == 4
    db.session.expire_all()
    assert {sheet.state for sheet in sheets} == {"printed"}
    assert basis_for(sheets[0].person_id, world.school_1.id, Purpose.PARTICIPATION, today) is None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ConsentRefusal)) == 0
    assert decide(kira, stack, verdicts) == 2


def test_yesterdays_decision_is_not_forgotten(world: Any) -> None:
    from datetime import timedelta

    from tests.conftest import NOW

    stack = stack_of(world, (as_pdf([scan_of(printed(world, 1)[0].public_id)]), "стопка.pdf"))
    decide(world.actor("kira"), stack, decided(stack))
    with clock.freeze(NOW + timedelta(days=1)), pytest.raises(Refusal):
        undo_last(world.actor("kira"), stack)


def test_a_consent_to_publication_allows_what_is_ticked(world: Any) -> None:
    text = add_text(world.school_1, Purpose.PUBLICATION, items=[Item.NAME, Item.PHOTO])
    person = join(world.school_1, make_group(world.school_1), "Снимков", ADULT)
    batch = print_sheets(SYSTEM, world.school_1, [person], [Purpose.PUBLICATION])
    sheet = db.session.scalars(sa.select(ConsentSheet).where(ConsentSheet.batch_id == batch.id)).one()
    db.session.commit()
    stack = stack_of(world, (as_pdf([scan_of(sheet.public_id)]), "стопка.pdf"))
    page = pages_of(stack)[0]
    with pytest.raises(Refusal):
        decide(world.actor("kira"), stack, {page.public_id: Verdict.SIGNED})
    db.session.rollback()
    ticked = {page.public_id: (["photo"], {"name": "без отчества", "photo": " "})}
    decide(world.actor("kira"), stack, {page.public_id: Verdict.SIGNED}, ticked)
    given = db.session.scalars(sa.select(Consent).where(Consent.text_id == text.id)).one()
    assert given.items == {
        "name": {"decision": "condition", "condition": "без отчества"}, "photo": {"decision": "allow"},
    }  # fmt: skip


def test_a_page_without_a_code_is_attached_by_hand_once(world: Any) -> None:
    one, two = printed(world, 2)
    stack = stack_of(world, (as_pdf([scan_of(None), scan_of(one.public_id)]), "стопка.pdf"))
    unread = pages_of(stack)[0]
    with pytest.raises(Refusal):
        match_page(world.actor("kira"), unread, one)
    match_page(world.actor("kira"), unread, two)
    assert outcomes(stack) == ["found", "found"]
    assert decide(world.actor("kira"), stack, decided(stack)) == 2


def send(client: Any, post: Any, url: str, *files: tuple[io.BytesIO, str], **fields: str) -> Any:
    from tests.conftest import csrf_of

    data = {**fields, "scans": list(files), "csrf_token": csrf_of(client.get("/help").text)}
    return client.post(url, data=data, content_type="multipart/form-data")


def test_the_way_from_upload_to_acceptance(world: Any, client_as: Any, post: Any) -> None:
    sheets, kira = printed(world, 3), client_as("kira")
    pdf = as_pdf([*(scan_of(sheet.public_id) for sheet in sheets), scan_of(None)]).getvalue()
    about = {"organization": world.school_1.public_id, "submission_key": "key-1"}
    answers = [send(kira, post, "/consents/stacks", (io.BytesIO(pdf), "стопка.pdf"), **about) for _again in range(2)]
    assert answers[0].status_code == 303
    assert answers[0].location == answers[1].location
    stack = db.session.scalars(sa.select(ScanStack)).one()
    assert "в очереди" in kira.get(answers[0].location).text
    sort(stack)
    page = kira.get(answers[0].location).text
    assert "Принять 3 листа" in page
    assert "Код не прочитан" in page
    verdicts = {f"v.{one.public_id}": "signed" for one in pages_of(stack)[:3]}
    url = f"/consents/stacks/{stack.public_id}"
    assert "n=3" in post(kira, f"{url}/verdicts", _data=verdicts).location
    assert "n=0" in post(kira, f"{url}/verdicts", _data=verdicts).location
    assert "Записано 3 согласия" in kira.get(f"{url}?done=accepted&n=3").text
    assert post(kira, f"{url}/undo").status_code == 303
    assert {sheet.state for sheet in db.session.scalars(sa.select(ConsentSheet)).all()} == {"printed"}


def test_an_unread_page_asks_whose_it_is(world: Any, client_as: Any, post: Any) -> None:
    sheet, kira = printed(world, 1)[0], client_as("kira")
    stack = stack_of(world, (as_pdf([scan_of(None)]), "стопка.pdf"))
    url = f"/consents/pages/{pages_of(stack)[0].public_id}"
    for code, words in (("", "Укажите код"), ("1234", "двенадцать цифр"), ("000000000000", "Листа с таким кодом нет")):
        answer = post(kira, url, code=code)
        assert answer.status_code == 422
        assert words in answer.text
    assert post(kira, url, code=f" {sheet.code[:4]} {sheet.code[4:]} ").status_code == 303
    assert outcomes(stack) == [Outcome.FOUND]


def test_pictures_leave_through_the_gate_and_run_nothing(world: Any, client_as: Any, post: Any) -> None:
    stack = stack_of(world, (as_pdf([scan_of(printed(world, 1)[0].public_id)]), "стопка.pdf"))
    url = f"/consents/pages/{pages_of(stack)[0].public_id}"
    answer = client_as("kira").get(f"{url}/image")
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client_as("karim").get(f"{url}/image").status_code == 404
    assert client_as("nina").get(f"{url}/image").status_code == 403
    assert post(client_as("kira"), f"{url}/skip").status_code == 303
    assert client_as("kira").get(f"{url}/image").status_code == 404
    progress = progress_of(stack)
    assert (progress.pages, progress.found, progress.skipped) == (1, 0, 1), "what was put aside is counted apart"


def test_a_second_file_joins_the_stack(world: Any) -> None:
    sheets = printed(world, 2)
    stack = stack_of(world, (as_pdf([scan_of(sheets[0].public_id)]), "первая.pdf"))
    add_files(world.actor("kira"), stack, [(as_pdf([scan_of(sheets[1].public_id)]), "вторая.pdf")])
    sort(stack)
    assert outcomes(stack) == ["found", "found"]
