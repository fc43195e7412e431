"""Paper for tests: groups to ask, blanks as a scanner sees them, stacks as a curator uploads them."""

import io
import random
from collections.abc import Sequence
from datetime import date
from typing import Any

import segno
from PIL import Image, ImageDraw, ImageFilter

from portal.access.actor import Actor
from portal.consents import actions as consents
from portal.consents.codes import qr_text
from portal.consents.kinds import Evidence, Purpose
from portal.consents.models import ConsentText, ScanStack
from portal.core.db import db
from portal.core.jobs import run_job
from portal.people import actions as people
from portal.people.kinds import MembershipKind
from portal.people.models import Group, Organization, Person

SYSTEM = Actor.system("test")
BEGAN = date(2024, 9, 1)
DPI = 150
WIDTH, HEIGHT = 1240, 1754
ADULT, TEEN, CHILD = date(2000, 1, 1), date(2011, 3, 3), date(2014, 5, 5)


def make_group(organization: Organization, name: str = "Б-11") -> Group:
    """An empty group."""
    return people.add_group(SYSTEM, organization, name=name, course=1, starts_on=BEGAN)


def join(organization: Organization, group: Group, family: str, birth_on: date | None, parent: bool = False) -> Person:
    """A learner of the group, with a mother where wanted."""
    person = people.add_person(SYSTEM, family_name=family, given_name="Ася", birth_on=birth_on)
    people.add_membership(SYSTEM, person, organization, kind=MembershipKind.LEARNER, starts_on=BEGAN, group=group)
    if parent:
        mother = people.add_person(SYSTEM, family_name=family, given_name="Мама", birth_on=date(1984, 1, 1))
        people.add_representation(SYSTEM, person, mother, relation="мать", starts_on=BEGAN)
    db.session.flush()
    return person


def crowd_of_many(organization: Organization, group: Group, count: int) -> list[Person]:
    """So many adult learners of the group."""
    return [join(organization, group, f"Многих{number:04}", ADULT) for number in range(count)]


def allow_paper(organization: Organization) -> None:
    """Let a sheet that the curator has seen prove a consent."""
    consents.save_policy(SYSTEM, organization, evidence=[Evidence.PAPER.value])


def add_text(organization: Organization, purpose: Purpose, **more: Any) -> ConsentText:
    """A wording in force for everybody."""
    return consents.add_consent_text(
        SYSTEM, organization, purpose=purpose, category="any", title=f"Согласие: {purpose}", body="Согласие на дело.",
        starts_on=BEGAN, **more,
    )  # fmt: skip


def scan_of(public_id: str | None, *, turned: float = 0, noise: float = 0, skew: float = 0) -> Image.Image:
    """An A4 page with lines and the QR of a sheet, as a scanner gives it: grey, turned, skewed, noisy."""
    return raw_scan(qr_text(public_id) if public_id else None, turned=turned, noise=noise, skew=skew)


def raw_scan(said: str | None, *, turned: float = 0, noise: float = 0, skew: float = 0) -> Image.Image:
    """The same with any words in the QR code, or with none."""
    page = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(page)
    for height in range(420, HEIGHT - 200, 28):
        draw.line((150, height, WIDTH - 150, height), fill=70, width=2)
    if said is not None:
        picture = io.BytesIO()
        segno.make(said, error="q", micro=False, boost_error=False, mask=3).save(picture, kind="png", scale=8, border=4)
        side = int(34 / 25.4 * DPI)
        page.paste(Image.open(picture).convert("L").resize((side, side)), (WIDTH - side - 60, 60))
    if turned:
        page = page.rotate(turned, resample=Image.Resampling.BICUBIC, expand=abs(turned) > 45, fillcolor=235)
    if skew:
        page = page.transform(
            page.size, Image.Transform.AFFINE, (1, skew, 0, skew / 2, 1, 0), Image.Resampling.BICUBIC, fillcolor=230
        )
    if noise:
        page = Image.blend(page, Image.effect_noise(page.size, noise), 0.25).filter(ImageFilter.GaussianBlur(0.8))
    return page


def noisy_scan(public_id: str, chance: random.Random) -> Image.Image:
    """A page laid carelessly on an old scanner."""
    return scan_of(
        public_id, turned=chance.choice([0, 90, 180, 270]) + chance.uniform(-4, 4), noise=110,
        skew=chance.uniform(-0.05, 0.05),
    )  # fmt: skip


def as_pdf(pages: Sequence[Image.Image], quality: int = 50) -> io.BytesIO:
    """The pages as one PDF of a scanner."""
    made = io.BytesIO()
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=DPI, quality=quality)
    made.seek(0)
    return made


def as_png(page: Image.Image) -> io.BytesIO:
    """One page as a picture."""
    made = io.BytesIO()
    page.save(made, "PNG")
    made.seek(0)
    return made


def sort(stack: ScanStack) -> None:
    """Let the worker sort what was uploaded last."""
    job_id = stack.job_id
    assert job_id
    db.session.commit()
    assert run_job(job_id)
    db.session.expire_all()
