"""A row about one person in every table that can hold one, and a mark of theirs in every free text of those rows."""

import io
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.accounts.actions.invitations import issue_key
from portal.accounts.models import CuratorReview
from portal.accounts.models.invitations import Purpose as KeyPurpose
from portal.community.kinds import FlagReason, SpaceKind, Verdict
from portal.community.models import (
    Acknowledgement,
    CommunityMember,
    Flag,
    ModerationAct,
    Post,
    PostDraft,
    PostFile,
    PostRevision,
    Question,
    Space,
    SpaceFollow,
    Thread,
    ThreadRead,
    UsefulMark,
)
from portal.consents import actions as consents
from portal.consents.actions.campaigns import open_campaign
from portal.consents.kinds import Evidence, Purpose
from portal.consents.models import CampaignFact, Consent, ConsentSheet, ScanFile, ScanPage, ScanStack, SheetBatch
from portal.consents.paper_kinds import Outcome, SheetState, Way
from portal.core import clock
from portal.core.db import Base, db
from portal.core.files import StoredFile, store
from portal.core.jobs import JobState, request_job
from portal.core.letter_choices import LetterChoice
from portal.core.saved_views import save_view
from portal.core.subjects import about, is_personal
from portal.core.washing import MENTIONS
from portal.documents import actions as documents
from portal.documents.models import Acquaintance
from portal.events.actions import draft_event
from portal.events.courses.models import CourseSession, SessionAttendance
from portal.events.experts.models import Expert, ExpertRequest
from portal.events.finals.kinds import Presents
from portal.events.finals.models import ProgrammeItem, ProgrammePresenter
from portal.events.kinds import Attendance, Learning
from portal.events.models import CalendarFeed, Event, EventRegistration, TrainingRecord
from portal.imports.models import BatchState, Decision, ImportBatch, ImportChange, ImportRow
from portal.library.actions import Body, Facts, add_material
from portal.library.kinds import MaterialKind
from portal.library.models import MaterialReading
from portal.matching.conflicts.models import MatchingConflict
from portal.matching.corrections.kinds import RowAnswer, Season
from portal.matching.corrections.models import Correction, CorrectionRow
from portal.matching.drafts.kinds import ChoiceKind
from portal.matching.drafts.models import MatchingAvoidance, MatchingChoice, MatchingRun
from portal.matching.kinds import MarkKind, Origin, SupportState
from portal.matching.mentors.kinds import MentorCategory, TraitKind
from portal.matching.mentors.models import MentorPause, MentorPeriod, MentorProfile, MentorScore, MentorTrait
from portal.matching.models import MentoringRequest, SensitiveMark, Support
from portal.matching.queries import openings_of, own_places
from portal.mentorships.changing.kinds import ChangeKind
from portal.mentorships.changing.models import MentorshipChange
from portal.mentorships.closing.models import ClosingSheet, ClosingWord, MentorReport, MentorReportVersion
from portal.mentorships.curating.models import CuratorReport, CuratorReportVersion
from portal.mentorships.health.models import CuratorCall, PairWarning
from portal.mentorships.kinds import Outcome as DecisionOutcome
from portal.mentorships.meetings.kinds import Evidence as MeetingEvidence
from portal.mentorships.meetings.kinds import MeetingKind, MeetingState
from portal.mentorships.meetings.models import Meeting, MeetingSide
from portal.mentorships.models import MentorshipDecision, MentorshipMember
from portal.mentorships.plans.kinds import AchievementKind, AchievementLevel, PlanKind, Responsible
from portal.mentorships.plans.models import Achievement, Plan, PlanFile, PlanItem, PlanVersion
from portal.people import actions as people
from portal.people import disclosures
from portal.people.kinds import BodyKind, BodyPart, FactKind, OrganizationKind, QualificationKind
from portal.people.models import Person
from portal.practices.actions import draft_practice
from portal.practices.contests.kinds import Bond, EntryState, Subject
from portal.practices.contests.models import (
    Contest,
    ContestConflict,
    ContestEntry,
    ContestJuror,
    ContestNomination,
    ContestReview,
)
from portal.practices.models import PracticeMark
from portal.privacy.kinds import ErasureScope, ErasureState
from portal.privacy.models import Erasure, Incident, IncidentSubject
from portal.programs import actions as programs
from portal.programs.definitions import program_patterns
from portal.programs.reference import sync_mentoring
from portal.recognition import actions as awards
from portal.recognition.models import AwardKind
from surveys.models import Clarification, ClarificationKind, ExternalResult, SurveyInvitation
from tests.mentorships.pairing import cycle_of, make_pair
from tests.privacy import canaries
from tests.world import World

# Free texts that bear no mark, each with its reason; everything else must be marked and must be gone afterwards.
EXEMPT = {
    "audit_entry.changes": "codes and ids by the rule of core.audit; sealed, so nothing in it can be rewritten",
    "consent.items": "codes of the items of a publication and yes or no",
    "consent.device": "one of the fixed words of core.web.devices",
    "curator_report.facts": "figures and public ids of what stands behind them",
    "curator_review.lines": "ids, roles, periods and decisions; names are looked up when it is read",
    "disclosure.what": "the code of a page or of a file, set by the portal",
    "document.flag": "only a registered paper bears one, and that is kept by its term",
    "document.snapshot": "only a registered paper has one, and that is kept by its term",
    "erasure_entry.operator": "the name of an organisation",
    "erasure_entry.destroyed_by": "the act names who destroyed: приказ РКН № 179 п. 3, kept 3 years",
    "erasure_entry.subjects": "public ids",
    "erasure_entry.lines": "names of tables and counts",
    "import_batch.mapping": "places of columns and codes of fields",
    "import_batch.options": "codes of choices",
    "import_batch.counts": "counts",
    "import_batch.refusal": "a sentence of the portal",
    "job.args": "ids and choices by the rule of core.jobs",
    "mentorship.ways": "codes of how a pair works",
    "matching_run.answer": "public ids, codes and numbers; emptied with whoever stands in it",
    "matching_run.fault": "a sentence of the portal",
    "matching_run.settings": "weights and switches",
    "matching_run.pool": "public ids and codes of answers; emptied with whoever stands in it",
    "pair_warning.data": "figures and days from which a rule of health follows",
    "saved_view.query": "codes of chosen filters; what was typed in words is never kept",
    "outbox_message.recipient": "the address, marked when the person was entered; the letter is found by it",
    "outbox_message.line": "the words of the letter about papers, events and questionnaires, which stand in its text",
    "outbox_message.link": "an address inside the portal, which stands in the text of the letter",
    "response.clients": "random keys of browsers",
    "response.typed": "times by code of question",
    "response.scores": "numbers by code of scale",
    "scan_file.problem": "a sentence of the portal",
    "stored_file.media_type": "found out by the portal from the content",
    "search_document.title_lemmas": "made from the title by the index itself",
    "search_document.body_lemmas": "made from the body by the index itself",
}
# Texts about the person that the access package leaves out, each with its reason.
UNTOLD = {
    "outbox_message.html": "the same words as the text",
    "outbox_message.message_id": "a technical number of the letter",
    "outbox_message.event_key": "a key that keeps a letter from going twice",
    "outbox_message.error": "what the mail server answered",
    "notice.path": "an address inside the portal",
    "pair_warning.words": "words of a curator for curators about a pair of two, as their form says",
    "matching_conflict.reason": "words of those who run the matching about two people, as their form says",
    "disclosure.path": "an address of a page about other people",
    "import_batch.samples": "rows of a table that is about many",
    "import_row.problems": "sentences about cells that are told",
    "import_row.changes": "values of fields that are told",
    "import_change.before": "earlier values, kept 30 days for undoing",
}
# Tables to which no key leads from a person, where a text may speak of one all the same.
ALSO = ("stored_file", "search_document")
# Texts that the deeds have marked already and that must stay as they are: sign-in by a unique name, the own name.
MARKED_BY_DEEDS = ("person", "user", "answer", "search_document", "subject_request")


def tables() -> list[sa.Table]:
    """Every table with personal columns, and the two that hold texts about anything."""
    return [table for table in Base.metadata.sorted_tables if is_personal(table) or table.name in ALSO]


def texts_of(table: sa.Table) -> list[sa.Column[Any]]:
    """Columns into which a person's name could be written."""
    return [
        column
        for column in table.columns
        if isinstance(column.type, sa.Text | sa.JSON) or (isinstance(column.type, sa.String) and _is_long(column.type))
    ]


def _is_long(kind: sa.String) -> bool:
    return kind.length is None or kind.length >= 100


def seed(world: World, person: Person, key: str) -> None:
    """Rows about the person beyond those of `canaries.settle`, through deeds where there is one."""
    actor, today = world.actor("kira"), canaries.TODAY
    themselves = Actor(person_id=person.id, time_zone="Asia/Irkutsk")
    _career(world, person)
    _papers(world, person, key)
    _imported(world, person, key)
    _entered(world, person)
    _asked_for_a_mentor(world, person)
    _is_a_mentor(world, person)
    _stands_in_a_draft_of_pairs(world, person)
    _named_in_a_draft(world, person)
    _stands_in_a_pair(world, person)
    _met(world, person)
    _wrote_a_practice(world, person)
    _in_a_contest(world, person)
    _read_a_material(world, person)
    _was_awarded(world, person)
    _came_to_an_event(world, person)
    _in_community(world, person)
    issue_key(actor, person, KeyPurpose.NEW_EMAIL, timedelta(days=1), address=person.email)
    db.session.add(CuratorReview(organization_id=world.school_1.id, reviewed_by_id=person.id, school_year="2026/2027",
                                 reviewed_on=today, lines=[{"person_id": person.id}]))  # fmt: skip
    disclosures.note_list(themselves, "people.index", [person.id], organization_id=world.school_1.id)
    incident = Incident(organization_id=world.school_1.id, account_of_id=person.id, begins_at=clock.now(),
                        ends_at=clock.now(), what=f"Вход {person.full_name}")  # fmt: skip
    db.session.add(incident)
    db.session.flush()
    db.session.add(IncidentSubject(incident_id=incident.id, person_id=person.id, how="list", first_at=clock.now(),
                                   times=1))  # fmt: skip
    db.session.add(
        Erasure(organization_id=world.school_1.id, number=77, person_id=person.id, reason="по обращению",
                scope=ErasureScope.CONSENT, state=ErasureState.REFUSED, subjects=[person.public_id])
    )  # fmt: skip
    job = request_job(themselves, "test", {}, title=f"Файл: {person.full_name}")
    job.state, job.finished_at = JobState.DONE, clock.now()
    job.result_file_id = kept_file(person, "csv").id
    db.session.flush()


def kept_file(person: Person, ending: str) -> StoredFile:
    """A file whose name and content speak of the person."""
    return store(io.BytesIO(f"{person.full_name} {person.email}".encode()), f"{person.full_name}.{ending}",
                 made_here=True)  # fmt: skip


def _career(world: World, person: Person) -> None:
    actor, today = world.actor("kira"), canaries.TODAY
    people.add_qualification(actor, person, kind=next(iter(QualificationKind)), title="Курс", issuer="Институт")
    people.add_career_fact(actor, person, world.school_1, kind=next(iter(FactKind)), happened_on=today, note="Слово")
    body = people.add_body(actor, world.school_1, kind=next(iter(BodyKind)), name="Совет", starts_on=today)
    people.add_body_member(actor, body, person, part=next(iter(BodyPart)), starts_on=today)
    plant = programs.enter_organization(
        actor, world.school_1, kind=OrganizationKind.ENTERPRISE, name=f"Завод {person.id}"
    )
    partner = programs.add_partner(actor, world.school_1, plant, starts_on=today)
    programs.add_partner_curator(actor, partner, person, starts_on=today, document="Письмо партнёра")


def _entered(world: World, person: Person) -> None:
    """What the curator wrote down after a talk, and a result of a test held elsewhere with its file."""
    today, kira = canaries.TODAY, world.kira.id
    mine = sa.select(SurveyInvitation.id).where(SurveyInvitation.person_id == person.id).limit(1)
    for invitation_id in db.session.scalars(mine):
        db.session.add(
            Clarification(invitation_id=invitation_id, entered_by_id=kira, happened_on=today,
                          kind=ClarificationKind.INTERVIEW, note="Слова", answers={"NOTE": "Слова"})
        )  # fmt: skip
    result = ExternalResult(person_id=person.id, organization_id=world.school_1.id, entered_by_id=kira, score=7.0,
                            source="Диагностика", taken_on=today, conclusion="Вывод",
                            file_id=kept_file(person, "csv").id)  # fmt: skip
    db.session.add(result)
    db.session.flush()


def _asked_for_a_mentor(world: World, person: Person) -> None:
    """A request for a mentor with a mark and a note of support that few may see, in a correction of the base."""
    actor = world.actor("kira")
    sync_mentoring()
    programs.add_program(actor, world.school_1, name="Рядом", pattern=program_patterns()["chgtt"],
                         span=programs.school_span(canaries.TODAY.year))  # fmt: skip
    opening = openings_of(own_places(person.id, canaries.TODAY), canaries.TODAY)[0]
    asked = MentoringRequest(person_id=person.id, organization_id=world.school_1.id, cycle_id=opening.cycle.id,
                             format_id=opening.format.format_id, recorded_by_id=world.kira.id, goal="Слово",
                             origin=Origin.TEACHER, starts_on=canaries.TODAY)  # fmt: skip
    db.session.add(asked)
    db.session.flush()
    db.session.add_all(
        SensitiveMark(request_id=asked.id, person_id=person.id, organization_id=world.school_1.id,
                      recorded_by_id=world.kira.id, kind=kind, recorded_on=canaries.TODAY)
        for kind in MarkKind
    )  # fmt: skip
    correction = Correction(organization_id=world.school_1.id, year=canaries.TODAY.year, season=Season.AUTUMN,
                            opened_on=canaries.TODAY, due_on=canaries.TODAY)  # fmt: skip
    db.session.add(correction)
    db.session.flush()
    db.session.add_all([
        Support(request_id=asked.id, organization_id=world.school_1.id, recorded_by_id=world.kira.id,
                state=SupportState.NEEDED, needed_on=canaries.TODAY),
        CorrectionRow(correction_id=correction.id, request_id=asked.id, recorded_by_id=world.kira.id,
                      answer=RowAnswer.STAYS, answered_on=canaries.TODAY),
    ])  # fmt: skip
    db.session.flush()


def _is_a_mentor(world: World, person: Person) -> None:
    """A profile of a mentor with a choice, a state, a pause and points."""
    profile = MentorProfile(person_id=person.id, organization_id=world.school_1.id, recorded_by_id=world.kira.id,
                            category=MentorCategory.TEACHER, origin=Origin.TEACHER,
                            starts_on=canaries.TODAY)  # fmt: skip
    db.session.add(profile)
    db.session.flush()
    db.session.add_all([
        MentorTrait(profile_id=profile.id, kind=TraitKind.TYPE, code="tutor"),
        MentorPeriod(profile_id=profile.id, state=profile.state, starts_on=canaries.TODAY),
        MentorPause(profile_id=profile.id, starts_on=canaries.TODAY),
        MentorScore(profile_id=profile.id, criterion="results", points=2, recorded_on=canaries.TODAY),
    ])  # fmt: skip


def _stands_in_a_draft_of_pairs(world: World, person: Person) -> None:
    """A kept run in which the person's request stands, a choice about it, and a wish of the person."""
    asked = db.session.scalars(sa.select(MentoringRequest).where(MentoringRequest.person_id == person.id)).one()
    run = MatchingRun(organization_id=world.school_1.id, cycle_id=asked.cycle_id, number=asked.id, objective="total",
                      pool=f'{{"key":"{asked.public_id}"}}')  # fmt: skip
    db.session.add(run)
    db.session.flush()
    db.session.add_all([
        MatchingChoice(run_id=run.id, request_id=asked.id, kind=ChoiceKind.RELAX, rule="suits_age", reason="Слово"),
        MatchingAvoidance(person_id=person.id, organization_id=world.school_1.id, other_id=world.kira.id),
        MatchingConflict(organization_id=world.school_1.id, cycle_id=asked.cycle_id, reason="Родные",
                         first_id=min(person.id, world.kira.id), second_id=max(person.id, world.kira.id),
                         starts_on=canaries.TODAY),
    ])  # fmt: skip
    db.session.flush()


def _named_in_a_draft(world: World, person: Person) -> None:
    """A draft that the person is to sign, and an unanswered request to read it."""
    draft = documents.issue_document(world.actor("kira"), "order_other", world.school_1,
                                     people=[documents.Named(person=person)])  # fmt: skip
    draft.signatory_id = person.id
    db.session.add(Acquaintance(document_id=draft.id, person_id=person.id))


def _stands_in_a_pair(world: World, person: Person) -> None:
    """A pair with Нина about which something was decided."""
    pair = make_pair(world.nina, person, cycle_of(world.school_1.id))
    plan = Plan(organization_id=pair.organization_id, mentorship_id=pair.id, person_id=person.id, goal="Слово",
                kind=PlanKind.DEVELOPMENT, starts_on=canaries.TODAY, ends_on=canaries.TODAY)  # fmt: skip
    item = PlanItem(position=1, section="difficulties", title="Слово", responsible=Responsible.BOTH, expected="Слово",
                    result="Слово", done_on=canaries.TODAY, mark=5, words="Слово")  # fmt: skip
    plan.items.append(item)
    item.files.append(PlanFile(file=store(io.BytesIO(b"word\n"), "plan.csv", made_here=True), added_on=canaries.TODAY))
    plan.versions.append(PlanVersion(number=1, approved_on=canaries.TODAY, content={"goal": "Слово"}))
    shown = Achievement(person_id=person.id, organization_id=pair.organization_id, mentorship_id=pair.id, title="Слово",
                        kind=AchievementKind.PROJECT, level=AchievementLevel.REGION, result="Слово",
                        happened_on=canaries.TODAY)  # fmt: skip
    report = MentorReport(mentorship_id=pair.id, person_id=person.id, due_on=canaries.TODAY, done="Слово", facts={})
    report.versions.append(MentorReportVersion(number=1, sent_on=canaries.TODAY, content={"done": "Слово"}))
    due_on = canaries.TODAY + timedelta(days=person.id)
    told = CuratorReport(cycle_id=pair.cycle_id, sent_by_id=person.id, due_on=due_on, conclusion="Слово", facts={})
    told.versions.append(CuratorReportVersion(number=1, sent_on=canaries.TODAY, content={"conclusion": "Слово"}))
    db.session.add(told)
    word = ClosingWord(mentorship_id=pair.id, person_id=person.id, gained="Слово", said_on=canaries.TODAY)
    sheet = ClosingSheet(mentorship_id=pair.id, conclusion="Слово", results={}, criteria={})
    db.session.add_all([plan, shown, report, word, sheet])
    db.session.add(MentorshipDecision(mentorship_id=pair.id, step="step", action="decision", acted_on=canaries.TODAY,
                                      outcome=DecisionOutcome.YES, recorded_by_id=world.kira.id))  # fmt: skip
    db.session.add(MentorshipChange(mentorship_id=pair.id, kind=ChangeKind.PAUSED, happened_on=canaries.TODAY))
    save_view(person.id, "mentorships.index", f"Вид {person.id}", {"way": "virtual"})


def _met(world: World, person: Person) -> None:
    """A meeting of that pair, to which the person objects, and the words of everybody."""
    pair = db.session.scalars(
        sa.select(MentorshipMember.mentorship_id).where(MentorshipMember.person_id == person.id).limit(1)
    ).one()
    members = db.session.scalars(sa.select(MentorshipMember).where(MentorshipMember.mentorship_id == pair)).all()
    db.session.add(
        Meeting(
            mentorship_id=pair, kind=MeetingKind.REGULAR, state=MeetingState.HELD, starts_at=clock.now(),
            day=canaries.TODAY, time_zone="Asia/Irkutsk", minutes=60, recorded_at=clock.now(),
            evidence=MeetingEvidence.DISPUTED,
            sides=[MeetingSide(member=member, disputed_at=clock.now()) for member in members],
        )
    )  # fmt: skip
    call = CuratorCall(mentorship_id=pair, sent_by_id=person.id, urgency=2, text="Слово", sent_at=clock.now())
    db.session.add(call)
    db.session.flush()
    for rule, call_id in (("silent", None), ("curator_call", call.id)):
        db.session.add(
            PairWarning(mentorship_id=pair, call_id=call_id, rule=rule, cause=f"{rule}:{person.id}", data={}, urgency=2,
                        since=canaries.TODAY, opened_on=canaries.TODAY)
        )  # fmt: skip
    db.session.flush()


def _wrote_a_practice(world: World, person: Person) -> None:
    """Authorship and «Полезно»."""
    practice = draft_practice(world.actor("kira"), world.school_1, person, title=f"Урок {person.id}")
    db.session.add(PracticeMark(practice_id=practice.id, person_id=person.id, marked_on=canaries.TODAY))


def _in_a_contest(world: World, person: Person) -> None:
    """Put forward, in the jury, in conflict with another entry, weighed by the jury and weighing."""
    today, somebody = canaries.TODAY, world.mark.id if person.id == world.nina.id else world.nina.id
    contest = Contest(organization_id=world.school_1.id, title=f"Конкурс {person.id}", apply_from=today,
                      apply_until=today, judge_until=today + timedelta(days=1),
                      results_on=today + timedelta(days=1))  # fmt: skip
    contest.nominations.append(ContestNomination(title="Человек", subject=Subject.PERSON))
    db.session.add(contest)
    db.session.flush()
    own, other = (
        ContestEntry(contest_id=contest.id, nomination_id=contest.nominations[0].id, person_id=one,
                     organization_id=world.school_1.id, state=EntryState.ACCEPTED, title="", words="Слово", content=[],
                     applied_on=today, agreed_on=today)
        for one in (person.id, somebody)
    )  # fmt: skip
    mine, theirs = (
        ContestJuror(contest_id=contest.id, person_id=one, joined_on=today) for one in (person.id, somebody)
    )
    db.session.add_all([own, other, mine, theirs])
    db.session.flush()
    db.session.add_all([
        ContestConflict(juror_id=mine.id, entry_id=own.id, bond=Bond.AUTHOR, noted_on=today),
        ContestReview(juror_id=mine.id, entry_id=other.id, points={}, comment="Слово", weighed_on=today),
        ContestReview(juror_id=theirs.id, entry_id=own.id, points={}, comment="Слово", weighed_on=today),
    ])  # fmt: skip


def _read_a_material(world: World, person: Person) -> None:
    """«Прочитано» in the library."""
    facts = Facts(kind=MaterialKind.MEMO, title=f"Памятка {person.id}", chosen={})
    material = add_material(world.actor("kira"), world.school_1, facts, Body(text="Текст"))
    db.session.add(MaterialReading(material_id=material.id, person_id=person.id, number=1, read_on=canaries.TODAY))


def _was_awarded(world: World, person: Person) -> None:
    """An award with its grounds, and its place on the board of honour."""
    kira = world.actor("kira")
    awards.fill_kinds(kira, world.school_1)
    kind = db.session.scalars(
        sa.select(AwardKind).where(AwardKind.organization_id == world.school_1.id, AwardKind.code == "best_ceremony")
    ).one()
    made = awards.nominate(kira, kind, cycle_of(world.school_1.id), person, reason="Слово")
    awards.decide(kira, made, is_yes=True)
    awards.give_by_hand(kira, made, canaries.TODAY)
    awards.put_up(kira, made, achievement="Слово")


def _came_to_an_event(world: World, person: Person) -> None:
    """A place at an event, the address of a calendar, what was learnt."""
    event = draft_event(world.actor("kira"), world.school_1, title=f"Семинар {person.id}", kind="seminar",
                        school_year=2026)  # fmt: skip
    session = CourseSession(event_id=event.id, title="Занятие", starts_at=clock.now(), hours=1,
                            ends_at=clock.now() + timedelta(hours=1))  # fmt: skip
    db.session.add(session)
    db.session.flush()
    db.session.add_all([
        *_in_programmes(world, person, event),
        SessionAttendance(session_id=session.id, person_id=person.id, came=True),
        EventRegistration(event_id=event.id, person_id=person.id, state=Attendance.REGISTERED, seat=1),
        CalendarFeed(person_id=person.id, token_hash=f"{person.id:064}"),
        TrainingRecord(person_id=person.id, organization_id=world.school_1.id, learning=Learning.FORMAL, title="Курс",
                       provider="Слово",
                       hours=1, finished_on=canaries.TODAY),
    ])  # fmt: skip


def _in_programmes(world: World, person: Person, event: Event) -> list[Any]:
    """On the programme of a final event, among experts, asking an expert."""
    item = ProgrammeItem(event_id=event.id, number=1, presents=Presents.TALK, title="Речь")
    other = Expert(organization_id=world.school_1.id, name=f"Эксперт {person.id}", topics="Урок")
    db.session.add_all([item, other])
    db.session.flush()
    return [
        ProgrammePresenter(item_id=item.id, person_id=person.id, organization_id=world.school_1.id),
        Expert(organization_id=world.school_1.id, person_id=person.id, topics="Урок", about="Слово", post="Слово",
               links=[["Слово", "/library/x"]]),
        ExpertRequest(expert_id=other.id, person_id=person.id, text="Слово"),
    ]  # fmt: skip


def _in_community(world: World, person: Person) -> None:
    """Everything that one can do in the community: begin, answer, attach, draft, complain, ask, follow, moderate."""
    now, kira = clock.now(), world.kira.id
    space = Space(organization_id=world.school_1.id, kind=SpaceKind.TALK, title="Круг", starts_on=canaries.TODAY)
    db.session.add(space)
    db.session.flush()
    own, other = (Thread(space_id=space.id, author_id=one, title="Тема", n_posts=1) for one in (person.id, kira))
    db.session.add_all([own, other])
    db.session.flush()
    said, heard = (
        Post(thread_id=thread.id, author_id=thread.author_id, number=1, body="Слово", html="<p>Слово</p>")
        for thread in (own, other)
    )
    db.session.add_all([said, heard])
    db.session.flush()
    db.session.add_all([
        CommunityMember(person_id=person.id, rules_accepted_at=now),
        SpaceFollow(person_id=person.id, space_id=space.id),
        LetterChoice(person_id=person.id, topic="events", way="at_once"),
        ThreadRead(person_id=person.id, thread_id=other.id, last_read=1),
        UsefulMark(post_id=heard.id, person_id=person.id),
        Acknowledgement(thread_id=other.id, person_id=person.id),
        PostDraft(person_id=person.id, space_id=space.id, thread_id=other.id, body="Начало"),
        PostRevision(post_id=said.id, body="Иначе", written_at=now),
        PostFile(post_id=said.id, file_id=kept_file(person, "csv").id),
        Flag(post_id=heard.id, person_id=person.id, reason=FlagReason.RUDE),
        ModerationAct(space_id=space.id, post_id=said.id, author_id=person.id, moderated_by_id=kira,
                      verdict=Verdict.WARN, reason=FlagReason.RUDE),
        Question(thread_id=own.id, due_on=canaries.TODAY),
    ])  # fmt: skip
    db.session.flush()


def _papers(world: World, person: Person, key: str) -> None:
    """A refusal, a consent for a child with its sheet, page, scan and stack, and the fact of having been told."""
    actor, today, school = world.actor("kira"), canaries.TODAY, world.school_1
    child = people.add_person(actor, family_name="Ребёнков", given_name="Лев", birth_on=today - timedelta(days=3650))
    people.add_representation(actor, child, person, relation="родство", starts_on=today)
    text = world.town.consent_texts[1]
    given = Consent(person_id=child.id, organization_id=school.id, text_id=text.id, given_by_id=person.id,
                    purpose=Purpose.PARTICIPATION, text_hash="0" * 64, by_representative=True, starts_on=today,
                    evidence=Evidence.PAPER, file_id=kept_file(person, "png").id)  # fmt: skip
    batch = SheetBatch(organization_id=school.id, people=1, sheets=1)
    stack = ScanStack(organization_id=school.id, uploaded_by_id=person.id)
    db.session.add_all([given, batch, stack])
    consents.refuse_consent(actor, person, text, refused_by=person, evidence=Evidence.PAPER, refused_on=today)
    db.session.flush()
    sheet = ConsentSheet(batch_id=batch.id, organization_id=school.id, person_id=child.id, signer_id=person.id,
                         text_id=text.id, consent_id=given.id, purpose=Purpose.PARTICIPATION, place=1,
                         state=SheetState.RECEIVED)  # fmt: skip
    scan = ScanFile(stack_id=stack.id, name=f"{person.full_name}.pdf")
    db.session.add_all([sheet, scan])
    db.session.flush()
    page = ScanPage(stack_id=stack.id, scan_file_id=scan.id, sheet_id=sheet.id, place=1, outcome=next(iter(Outcome)))
    campaign = open_campaign(actor, school, title="Собрание", body="О программе", way=next(iter(Way)),
                             parts=[], starts_on=today)  # fmt: skip
    db.session.add_all([page, CampaignFact(campaign_id=campaign.id, person_id=person.id, informed_on=today,
                                           way=next(iter(Way)))])  # fmt: skip


def _imported(world: World, person: Person, key: str) -> None:
    """The row of a loaded table that made the person, with the file that it came from."""
    batch = ImportBatch(organization_id=world.school_1.id, kind="people", person_id=world.kira.id,
                        confirmed_at=clock.now(), file_name=f"{person.full_name}.xlsx",
                        state=BatchState.DONE, samples=[person.full_name],
                        file_id=kept_file(person, "csv").id)  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    row = ImportRow(batch_id=batch.id, number=1, decision=Decision.NEW, cells={"family_name": person.family_name})
    db.session.add(row)
    db.session.flush()
    db.session.add(ImportChange(batch_id=batch.id, row_id=row.id, table_name="person", ref_id=person.id,
                                is_created=True, before={"phone": person.phone}, seal_after="0" * 64))  # fmt: skip


def mark_all(person: Person, key: str) -> list[str]:
    """Write the full name and a mark of its own into every free text of rows about the person; returns what lacks one.

    What lacks: tables without a row about the person, and texts of such rows that are neither marked nor exempt.
    """
    lacking = []
    for table in tables():
        rows = list(_rows_about(table, person, key))
        if not rows:
            lacking.append(table.name)
        for column in texts_of(table):
            place = f"{table.name}.{column.name}"
            if place in EXEMPT or table.name in MARKED_BY_DEEDS:
                continue
            own = canaries.mark(key, place.replace(".", "").replace("_", ""))
            # words of others: only the mention goes
            is_washed = column.name in MENTIONS.get(table.name, ()) or table.name == "document"
            said: Any = f"{person.full_name} {person.email if is_washed else own}"
            said = {"said": said} if isinstance(column.type, sa.JSON) else said
            for clause in rows:
                db.session.execute(sa.update(table).where(clause).values({column.name: said}))
    db.session.flush()
    db.session.expire_all()
    return lacking


def _rows_about(table: sa.Table, person: Person, key: str) -> Iterable[sa.ColumnElement[bool]]:
    """The row (or rows) about the person, by the keys of the table or by what is written in it."""
    ids = list(table.primary_key.columns)
    if table.name == "outbox_message":
        clause: sa.ColumnElement[bool] = table.c.recipient.contains(str(person.email))
    elif table.name == "stored_file":
        clause = table.c.name.contains(person.family_name)
    elif table.name == "search_document":
        clause = table.c.title.contains(person.family_name)
    elif table.name in ("mentorship", "mentorship_decision", "mentorship_change", "pair_warning", "closing_sheet"):
        stood = sa.select(MentorshipMember.mentorship_id).where(MentorshipMember.person_id == person.id)
        clause = table.c["id" if table.name == "mentorship" else "mentorship_id"].in_(stood)
    elif table.name == "curator_report_version":
        clause = table.c.report_id.in_(sa.select(CuratorReport.id).where(CuratorReport.sent_by_id == person.id))
    elif table.name in ("curator_call", "curator_report"):
        clause = table.c.sent_by_id == person.id
    elif table.name in ("meeting", "meeting_side"):
        member = sa.select(MentorshipMember.id).where(MentorshipMember.person_id == person.id)
        met = sa.select(MeetingSide.meeting_id).where(MeetingSide.member_id.in_(member))
        clause = table.c.id.in_(met) if table.name == "meeting" else table.c.member_id.in_(member)
    elif table.name == "document":
        clause = table.c.signatory_id == person.id
    elif table.name == "matching_run":
        asked = sa.select(MentoringRequest.public_id).where(MentoringRequest.person_id == person.id)
        clause = table.c.pool.contains(asked.scalar_subquery())
    elif table.name.startswith("import_"):
        made = sa.select(ImportChange.row_id).where(ImportChange.ref_id == person.id)
        batches = sa.select(ImportRow.batch_id).where(ImportRow.id.in_(made))
        clause = {"import_batch": table.c.id.in_(batches), "import_row": table.c.id.in_(made)}.get(
            table.name, table.c.get("ref_id") == person.id
        )
    else:
        clause = about(table, person.id)
    found = db.session.execute(sa.select(*ids).where(clause)).all()
    return [sa.and_(*(column == value for column, value in zip(ids, row, strict=True))) for row in found]
