"""Texts that would like to run, in every field of a practice and of what is said about it: they stay texts."""

import io

from portal.core.db import db
from portal.practices import actions
from portal.practices.kinds import Evidence, Level, Outcome, Section
from portal.practices.models import PracticeFile
from tests.hostile_texts import ALL, LINE, MARK, executable, hits
from tests.practices.writing import CARD, TODAY, fill

ROW = {"title": LINE, "who": LINE, "takes": LINE, "result": LINE}
WRITTEN = {
    "title": LINE, "summary": ALL, "task": ALL, "duration": LINE, "supplies": ALL, "reasoning": ALL, "cautions": ALL,
    "links": f"https://a.example/{MARK}", "change_note": ALL, "steps": [ROW] * 3,
    "results": [{"indicator": LINE, "before": LINE, "after": LINE, "people": 12, "period": LINE, "method": LINE}],
}  # fmt: skip


def write_over(version):
    """Put hostile texts of any length where an older limit might have let them in."""
    for name, value in WRITTEN.items():
        if name in ("steps", "results"):
            for row, said in zip(getattr(version, name), value, strict=True):
                for column, text in said.items():
                    setattr(row, column, text)
        else:
            setattr(version, name, value)


def test_pages_of_a_practice_show_hostile_texts_as_texts(world, draft, client_as, post):
    made = draft(title=f"Тихий час {MARK}")
    path = f"/practices/{made.public_id}"
    attached = actions.add_file(
        world.actor("nina"), made.working, io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "form.pdf", description=LINE
    )
    attached.file.name = LINE  # as an older rule for names might have left it
    actions.submit_for_review(world.actor("nina"), made, skips_organization=False)
    write_over(made.working)
    actions.add_remark(world.actor("kira"), made, section=Section.STEPS, text=ALL)
    db.session.commit()
    assert hits(client_as("kira"), "/practices/review", f"{path}/review") == {}
    actions.return_to_authors(world.actor("kira"), made)
    db.session.commit()
    nina = client_as("nina")
    sections = [f"{path}/edit/{section.value}" for section in Section if set(CARD.get(section, ())) & set(WRITTEN)]
    assert hits(nina, "/", "/practices/mine", f"{path}/edit", f"{path}/preview", f"{path}/files", *sections) == {}
    refused = post(nina, f"{path}/edit/essence", title=LINE * 2, summary=ALL * 2, task=ALL)
    stale = post(nina, f"{path}/edit/essence", title=LINE[:200], summary=ALL[:5_000], task=ALL[:5_000], seen="old")
    assert [(each.status_code, executable(each.text)) for each in (refused, stale)] == [(422, []), (409, [])]

    fill(world.actor("nina"), made.working)
    actions.submit_for_review(world.actor("nina"), made, skips_organization=False)
    actions.pass_on(world.actor("kira"), made)
    actions.publish_practice(world.actor("olga"), made, evidence=Evidence.DESCRIBED, on=TODAY)
    write_over(made.versions[0])
    used = actions.adopt(world.actor("vera"), made, world.school_2, starts_on=TODAY, note=ALL)
    actions.tell_outcome(world.actor("vera"), used, outcome=Outcome.HELPED, done=ALL, changed=ALL)
    actions.add_presentation(world.actor("nina"), made, held_on=TODAY, level=Level.REGION, event=LINE)
    collection = actions.make_collection(world.actor("kira"), world.school_1, title=LINE, about=ALL)
    actions.put_into_collection(world.actor("kira"), collection, made)
    actions.begin_update(world.actor("nina"), made)
    actions.save_section(world.actor("nina"), made.working, Section.ESSENCE, {"title": f"{LINE} 2", "summary": "Иначе"})
    db.session.commit()
    assert db.session.query(PracticeFile).count() == 2
    kira, public = client_as("kira"), ("/practices", path, f"{path}/versions", f"{path}/versions/1")
    assert (
        hits(
            kira,
            *public,
            "/practices/collections",
            f"/practices/collections/{collection.public_id}",
            f"/search?q={MARK}",
        )
        == {}
    )
    assert hits(client_as("vera"), f"{path}/adoption", f"/practices/adoptions/{used.public_id}") == {}
    assert hits(nina, f"{path}/presentations", f"{path}/keeping", f"{path}/submission") == {}
