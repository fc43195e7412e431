"""The audit trail: who did what to which object, written by actions in the transaction of the deed.

Holds ids and names of fields, never answers or other personal data. Append-only: a chain of hashes shows edits.
"""

import hashlib
import json
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Key, UtcDateTime, db, run
from portal.core.i18n import _
from portal.core.personal_data import TECHNICAL, TRAIL, holds


class Actor(Protocol):
    """Whoever acts: anything with a person behind it, or none for a guest or a background job."""

    @property
    def person_id(self) -> int | None: ...


class AuditEvent(StrEnum):
    """Codes of deeds; `sentence` is what a reader of the journal sees."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_REFUSED = "sign_in_refused"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 — a code, not a password
    ROLE_SWITCHED = "role_switched"
    ACCOUNT_OPENED = "account_opened"
    ACCOUNT_CLOSED = "account_closed"
    ROLE_GRANTED = "role_granted"
    ROLE_ENDED = "role_ended"
    SESSION_ENDED = "session_ended"
    ORGANIZATION_ADDED = "organization_added"
    GROUP_ADDED = "group_added"
    PERSON_ADDED = "person_added"
    MEMBERSHIP_ADDED = "membership_added"
    REPRESENTATION_ADDED = "representation_added"
    CONSENT_RECORDED = "consent_recorded"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    QUESTIONNAIRE_PUBLISHED = "questionnaire_published"
    QUESTIONNAIRE_RETIRED = "questionnaire_retired"
    SURVEY_OPENED = "survey_opened"
    SURVEY_CLOSED = "survey_closed"
    SURVEY_EXTENDED = "survey_extended"
    SURVEY_REMINDED = "survey_reminded"
    SURVEY_LINK_RENEWED = "survey_link_renewed"
    SURVEY_INVITATION_WITHDRAWN = "survey_invitation_withdrawn"
    RESPONSE_SUBMITTED = "response_submitted"
    RESULTS_EXPORTED = "results_exported"
    REFERENCE_SYNCED = "reference_synced"
    JOB_REQUESTED = "job_requested"
    JOB_FINISHED = "job_finished"
    ACCOUNT_REOPENED = "account_reopened"
    ACCOUNT_INVITED = "account_invited"
    INVITATION_ACCEPTED = "invitation_accepted"
    SLIP_PRINTED = "slip_printed"
    PASSWORD_RESET_ASKED = "password_reset_asked"  # noqa: S105 — a code, not a password
    PASSWORD_RESET = "password_reset"  # noqa: S105 — a code, not a password
    SESSIONS_ENDED = "sessions_ended"
    SECOND_FACTOR_ADDED = "second_factor_added"
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    SECOND_FACTOR_RESET = "second_factor_reset"
    RECOVERY_CODE_USED = "recovery_code_used"
    EMAIL_CHANGE_ASKED = "email_change_asked"
    EMAIL_CHANGED = "email_changed"
    ROLE_EXTENDED = "role_extended"
    CURATORS_REVIEWED = "curators_reviewed"
    SHEETS_PRINTED = "sheets_printed"
    SHEET_TAKEN_BACK = "sheet_taken_back"
    STACK_UPLOADED = "stack_uploaded"
    STACK_CHECKED = "stack_checked"
    STACK_UNDONE = "stack_undone"
    PAGE_MATCHED = "page_matched"
    CONSENTS_TICKED = "consents_ticked"
    CONSENT_REMINDED = "consent_reminded"
    CAMPAIGN_OPENED = "campaign_opened"
    CAMPAIGN_RECORDED = "campaign_recorded"
    CAMPAIGN_TAKEN_BACK = "campaign_taken_back"
    CAMPAIGN_MAILED = "campaign_mailed"
    PERSON_VIEWED = "person_viewed"
    DISCLOSED = "disclosed"
    DISCLOSURE_ASKED = "disclosure_asked"
    DISCLOSURE_APPROVED = "disclosure_approved"
    DISCLOSURE_REFUSED = "disclosure_refused"
    DISCLOSURE_STOPPED = "disclosure_stopped"
    SUBJECT_REQUESTED = "subject_requested"
    SUBJECT_ANSWERED = "subject_answered"
    SUBJECT_EXTENDED = "subject_extended"
    DATA_PACKAGED = "data_packaged"
    PERSON_RESTRICTED = "person_restricted"
    PERSON_RELEASED = "person_released"
    ERASURE_PROPOSED = "erasure_proposed"
    ERASURE_DECIDED = "erasure_decided"
    DATA_ERASED = "data_erased"
    RETENTION_CHANGED = "retention_changed"
    INCIDENT_OPENED = "incident_opened"
    INCIDENT_NOTED = "incident_noted"
    INCIDENT_CLOSED = "incident_closed"
    AUDIT_EXPORTED = "audit_exported"
    PERSON_CHANGED = "person_changed"
    PERSONS_MERGED = "persons_merged"
    MEMBERSHIP_ENDED = "membership_ended"
    REPRESENTATION_ENDED = "representation_ended"
    QUALIFICATION_ADDED = "qualification_added"
    QUALIFICATION_CHANGED = "qualification_changed"
    QUALIFICATION_REMOVED = "qualification_removed"
    QUALIFICATION_RETURNED = "qualification_returned"
    CAREER_FACT_ADDED = "career_fact_added"
    CAREER_FACT_CHANGED = "career_fact_changed"
    CAREER_FACT_REMOVED = "career_fact_removed"
    CAREER_FACT_RETURNED = "career_fact_returned"
    AUDIENCE_RULE_CHANGED = "audience_rule_changed"
    AUDIENCE_RULE_RETURNED = "audience_rule_returned"
    REGISTER_EXPORTED = "register_exported"
    CONSENT_TEXT_PUBLISHED = "consent_text_published"
    CONSENT_POLICY_CHANGED = "consent_policy_changed"
    CONSENT_REFUSED = "consent_refused"
    CONSENT_ACCEPTED = "consent_accepted"
    ORGANIZATION_CHANGED = "organization_changed"
    ORGANIZATION_CLOSED = "organization_closed"
    ORGANIZATION_REOPENED = "organization_reopened"
    ORGANIZATION_WORDS_CHANGED = "organization_words_changed"
    GROUP_CHANGED = "group_changed"
    GROUP_CLOSED = "group_closed"
    GROUP_REOPENED = "group_reopened"
    GROUP_ENTERED = "group_entered"
    GROUPS_TRANSFERRED = "groups_transferred"
    GROUPS_TRANSFER_UNDONE = "groups_transfer_undone"
    BODY_ADDED = "body_added"
    BODY_CHANGED = "body_changed"
    BODY_CLOSED = "body_closed"
    BODY_REOPENED = "body_reopened"
    BODY_MEMBER_ADDED = "body_member_added"
    BODY_MEMBER_ENDED = "body_member_ended"
    IMPORT_UPLOADED = "import_uploaded"
    IMPORT_MATCHED = "import_matched"
    IMPORT_CANCELLED = "import_cancelled"
    IMPORT_CONFIRMED = "import_confirmed"
    IMPORT_DONE = "import_done"
    IMPORT_UNDONE = "import_undone"
    TRAIL_TRIMMED = "trail_trimmed"

    @property
    def sentence(self) -> str:
        return SENTENCES[self]


SENTENCES: dict[AuditEvent, str] = {
    AuditEvent.SIGNED_IN: _("Вход на портал"),
    AuditEvent.SIGNED_OUT: _("Выход с портала"),
    AuditEvent.SIGN_IN_REFUSED: _("Вход не удался"),
    AuditEvent.PASSWORD_CHANGED: _("Пароль изменён"),
    AuditEvent.ROLE_SWITCHED: _("Выбрана роль для работы"),
    AuditEvent.ACCOUNT_OPENED: _("Учётная запись открыта"),
    AuditEvent.ACCOUNT_CLOSED: _("Учётная запись закрыта"),
    AuditEvent.ROLE_GRANTED: _("Роль назначена"),
    AuditEvent.ROLE_ENDED: _("Роль прекращена"),
    AuditEvent.SESSION_ENDED: _("Сеанс на другом устройстве завершён"),
    AuditEvent.ORGANIZATION_ADDED: _("Организация добавлена"),
    AuditEvent.GROUP_ADDED: _("Группа или класс добавлены"),
    AuditEvent.PERSON_ADDED: _("Карточка человека добавлена"),
    AuditEvent.MEMBERSHIP_ADDED: _("Место в организации записано"),
    AuditEvent.REPRESENTATION_ADDED: _("Законный представитель записан"),
    AuditEvent.CONSENT_RECORDED: _("Согласие записано"),
    AuditEvent.CONSENT_WITHDRAWN: _("Согласие отозвано"),
    AuditEvent.QUESTIONNAIRE_PUBLISHED: _("Версия анкеты опубликована"),
    AuditEvent.QUESTIONNAIRE_RETIRED: _("Анкета убрана из библиотеки"),
    AuditEvent.SURVEY_OPENED: _("Анкета назначена"),
    AuditEvent.SURVEY_CLOSED: _("Сбор ответов закрыт"),
    AuditEvent.SURVEY_EXTENDED: _("Срок анкеты изменён"),
    AuditEvent.SURVEY_REMINDED: _("Напоминание об анкете поставлено в очередь"),
    AuditEvent.SURVEY_LINK_RENEWED: _("Личная ссылка на анкету заменена"),
    AuditEvent.SURVEY_INVITATION_WITHDRAWN: _("Приглашение к анкете отозвано"),
    AuditEvent.RESPONSE_SUBMITTED: _("Анкета заполнена"),
    AuditEvent.RESULTS_EXPORTED: _("Результаты анкеты выгружены"),
    AuditEvent.REFERENCE_SYNCED: _("Справочники обновлены"),
    AuditEvent.JOB_REQUESTED: _("Поставлена работа в очередь"),
    AuditEvent.JOB_FINISHED: _("Работа выполнена"),
    AuditEvent.ACCOUNT_REOPENED: _("Учётная запись снова открыта"),
    AuditEvent.ACCOUNT_INVITED: _("Приглашение на портал отправлено"),
    AuditEvent.INVITATION_ACCEPTED: _("Приглашение принято, пароль задан"),
    AuditEvent.SLIP_PRINTED: _("Листок для входа напечатан"),
    AuditEvent.PASSWORD_RESET_ASKED: _("Запрошена ссылка для нового пароля"),
    AuditEvent.PASSWORD_RESET: _("Пароль восстановлен по ссылке"),
    AuditEvent.SESSIONS_ENDED: _("Все сеансы завершены сотрудником"),
    AuditEvent.SECOND_FACTOR_ADDED: _("Второй шаг входа включён"),
    AuditEvent.SECOND_FACTOR_REMOVED: _("Второй шаг входа отключён"),
    AuditEvent.SECOND_FACTOR_RESET: _("Второй шаг входа сброшен сотрудником"),
    AuditEvent.RECOVERY_CODE_USED: _("Вход по запасному коду"),
    AuditEvent.EMAIL_CHANGE_ASKED: _("Запрошена смена почты"),
    AuditEvent.EMAIL_CHANGED: _("Почта изменена"),
    AuditEvent.ROLE_EXTENDED: _("Назначение продлено"),
    AuditEvent.CURATORS_REVIEWED: _("База кураторов скорректирована"),
    AuditEvent.SHEETS_PRINTED: _("Бланки согласий напечатаны"),
    AuditEvent.SHEET_TAKEN_BACK: _("Отметка о листе согласия отменена"),
    AuditEvent.STACK_UPLOADED: _("Сканы согласий загружены"),
    AuditEvent.STACK_CHECKED: _("Сканы согласий проверены"),
    AuditEvent.STACK_UNDONE: _("Решение по сканам отменено"),
    AuditEvent.PAGE_MATCHED: _("Страница скана привязана к листу"),
    AuditEvent.CONSENTS_TICKED: _("Согласия отмечены по списку"),
    AuditEvent.CONSENT_REMINDED: _("Напоминание о согласии поставлено в очередь"),
    AuditEvent.CAMPAIGN_OPENED: _("Информирование начато"),
    AuditEvent.CAMPAIGN_RECORDED: _("Отмечено, что информирование прошло"),
    AuditEvent.CAMPAIGN_TAKEN_BACK: _("Отметка об информировании снята"),
    AuditEvent.CAMPAIGN_MAILED: _("Рассылка поставлена в очередь"),
    AuditEvent.PERSON_VIEWED: _("Карточка человека открыта"),
    AuditEvent.DISCLOSED: _("Данные людей выгружены"),
    AuditEvent.DISCLOSURE_ASKED: _("Запрошено подтверждение выгрузки"),
    AuditEvent.DISCLOSURE_APPROVED: _("Выгрузка подтверждена"),
    AuditEvent.DISCLOSURE_REFUSED: _("Выгрузка отклонена"),
    AuditEvent.DISCLOSURE_STOPPED: _("Остановлено: слишком много людей за сутки"),
    AuditEvent.SUBJECT_REQUESTED: _("Обращение о персональных данных подано"),
    AuditEvent.SUBJECT_ANSWERED: _("На обращение дан ответ"),
    AuditEvent.SUBJECT_EXTENDED: _("Срок ответа на обращение продлён"),
    AuditEvent.DATA_PACKAGED: _("Составлен пакет данных человека"),
    AuditEvent.PERSON_RESTRICTED: _("Обработка данных ограничена"),
    AuditEvent.PERSON_RELEASED: _("Ограничение обработки снято"),
    AuditEvent.ERASURE_PROPOSED: _("Предложено стереть данные"),
    AuditEvent.ERASURE_DECIDED: _("Решено о стирании данных"),
    AuditEvent.DATA_ERASED: _("Данные стёрты"),
    AuditEvent.RETENTION_CHANGED: _("Срок хранения изменён"),
    AuditEvent.INCIDENT_OPENED: _("Объявлен инцидент"),
    AuditEvent.INCIDENT_NOTED: _("В инциденте отмечен шаг"),
    AuditEvent.INCIDENT_CLOSED: _("Инцидент закрыт"),
    AuditEvent.AUDIT_EXPORTED: _("Журнал выгружен"),
    AuditEvent.PERSON_CHANGED: _("Карточка человека изменена"),
    AuditEvent.PERSONS_MERGED: _("Две карточки человека объединены"),
    AuditEvent.MEMBERSHIP_ENDED: _("Место в организации завершено"),
    AuditEvent.REPRESENTATION_ENDED: _("Представительство завершено"),
    AuditEvent.QUALIFICATION_ADDED: _("Квалификация записана"),
    AuditEvent.QUALIFICATION_CHANGED: _("Квалификация изменена"),
    AuditEvent.QUALIFICATION_REMOVED: _("Квалификация убрана"),
    AuditEvent.QUALIFICATION_RETURNED: _("Квалификация возвращена"),
    AuditEvent.CAREER_FACT_ADDED: _("Факт записан"),
    AuditEvent.CAREER_FACT_CHANGED: _("Факт изменён"),
    AuditEvent.CAREER_FACT_REMOVED: _("Факт убран"),
    AuditEvent.CAREER_FACT_RETURNED: _("Факт возвращён"),
    AuditEvent.AUDIENCE_RULE_CHANGED: _("Правило отбора изменено"),
    AuditEvent.AUDIENCE_RULE_RETURNED: _("Правило отбора возвращено к общему"),
    AuditEvent.REGISTER_EXPORTED: _("Реестр людей выгружен"),
    AuditEvent.CONSENT_TEXT_PUBLISHED: _("Введена редакция текста согласия"),
    AuditEvent.CONSENT_POLICY_CHANGED: _("Порядок сбора согласий изменён"),
    AuditEvent.CONSENT_REFUSED: _("Отказ от согласия записан"),
    AuditEvent.CONSENT_ACCEPTED: _("Подтверждение на портале принято"),
    AuditEvent.ORGANIZATION_CHANGED: _("Сведения об организации изменены"),
    AuditEvent.ORGANIZATION_CLOSED: _("Организация закрыта"),
    AuditEvent.ORGANIZATION_REOPENED: _("Организация открыта снова"),
    AuditEvent.ORGANIZATION_WORDS_CHANGED: _("Названия ролей и слова организации изменены"),
    AuditEvent.GROUP_CHANGED: _("Сведения о группе изменены"),
    AuditEvent.GROUP_CLOSED: _("Группа закрыта"),
    AuditEvent.GROUP_REOPENED: _("Группа открыта снова"),
    AuditEvent.GROUP_ENTERED: _("Обучающийся записан в группу"),
    AuditEvent.GROUPS_TRANSFERRED: _("Группы переведены на следующий год"),
    AuditEvent.GROUPS_TRANSFER_UNDONE: _("Перевод групп отменён"),
    AuditEvent.BODY_ADDED: _("Коллегиальный орган добавлен"),
    AuditEvent.BODY_CHANGED: _("Сведения о коллегиальном органе изменены"),
    AuditEvent.BODY_CLOSED: _("Коллегиальный орган закрыт"),
    AuditEvent.BODY_REOPENED: _("Коллегиальный орган открыт снова"),
    AuditEvent.BODY_MEMBER_ADDED: _("Состав органа дополнен"),
    AuditEvent.BODY_MEMBER_ENDED: _("Участие в органе завершено"),
    AuditEvent.IMPORT_UPLOADED: _("Таблица принята для загрузки"),
    AuditEvent.IMPORT_MATCHED: _("Столбцы и строки таблицы разобраны"),
    AuditEvent.IMPORT_CANCELLED: _("Таблица убрана без загрузки"),
    AuditEvent.IMPORT_CONFIRMED: _("Загрузка таблицы подтверждена"),
    AuditEvent.IMPORT_DONE: _("Таблица загружена"),
    AuditEvent.IMPORT_UNDONE: _("Загрузка таблицы отменена"),
    AuditEvent.TRAIL_TRIMMED: _("Записи журнала старше трёх лет стёрты"),
}


def sentence_of(code: str) -> str:
    """What a reader sees for the code of an entry; the code itself where a newer portal wrote it."""
    return SENTENCES[AuditEvent(code)] if code in set(AuditEvent) else code


SUBJECTS = {
    "portal": _("портал"),
    "user": _("учётная запись"),
    "role_grant": _("роль"),
    "person": _("человек"),
    "organization": _("организация"),
    "group": _("группа"),
    "membership": _("участие"),
    "representation": _("представительство"),
    "consent": _("согласие"),
    "consent_text": _("текст согласия"),
    "consent_policy": _("порядок сбора согласий"),
    "consent_refusal": _("отказ от согласия"),
    "questionnaire": _("анкета"),
    "questionnaire_version": _("версия анкеты"),
    "survey_assignment": _("назначенная анкета"),
    "survey_invitation": _("приглашение"),
    "response": _("ответы"),
    "outbox_message": _("письмо"),
    "job": _("работа"),
    "stored_file": _("файл"),
    "login_session": _("сеанс"),
    "curator_review": _("коррекция базы кураторов"),
    "sheet_batch": _("бланки согласий"),
    "consent_sheet": _("бланк согласия"),
    "scan_stack": _("сканы согласий"),
    "scan_page": _("страница скана"),
    "campaign": _("информирование"),
    "disclosure": _("выгрузка"),
    "subject_request": _("обращение"),
    "erasure_entry": _("стирание"),
    "incident": _("инцидент"),
    "retention_term": _("срок хранения"),
    "qualification": _("квалификация"),
    "career_fact": _("факт"),
    "audience_rule": _("правило отбора"),
    "group_transfer": _("перевод групп"),
    "collegial_body": _("коллегиальный орган"),
    "body_member": _("участие в органе"),
    "import_batch": _("загрузка таблицы"),
}


def subject_of(kind: str) -> str:
    """What an entry is about, in words; the code itself where a newer portal wrote it."""
    return SUBJECTS.get(kind, kind)


@holds(
    happened_at=TRAIL,
    person_id=TRAIL,
    organization_id=TRAIL,
    event=TRAIL,
    subject_kind=TRAIL,
    subject_id=TRAIL,
    changes=TRAIL,
    sealed_no=TECHNICAL,
    chain=TECHNICAL,
)
class AuditEntry(Base):
    """One deed. Sealed within a minute: `chain` is the hash of this entry together with the one sealed before."""

    __tablename__ = "audit_entry"
    id: Mapped[Key]
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)
    person_id: Mapped[int | None] = mapped_column(index=True)
    organization_id: Mapped[int | None] = mapped_column(index=True)
    event: Mapped[AuditEvent] = mapped_column(sa.String(40), index=True)
    subject_kind: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[str] = mapped_column(sa.String(40))
    changes: Mapped[dict[str, Any]]
    sealed_no: Mapped[int | None] = mapped_column(unique=True)
    chain: Mapped[str | None] = mapped_column(sa.String(64))


def record(
    actor: Actor,
    event: AuditEvent,
    subject: Any,
    *,
    organization_id: int | None = None,
    changes: dict[str, Any] | None = None,
) -> None:
    """Write one entry about `subject` (a row with a `public_id` or `id`, or None for the portal itself).

    `changes` names fields with their codes or ids, never with personal values.
    """
    kind = subject.__tablename__ if subject is not None else "portal"
    key = str(getattr(subject, "public_id", None) or getattr(subject, "id", "") or "")
    entry = AuditEntry(
        happened_at=clock.now(),
        person_id=actor.person_id,
        organization_id=organization_id or getattr(subject, "organization_id", None),
        event=event,
        subject_kind=kind,
        subject_id=key,
        changes=changes or {},
    )
    db.session.add(entry)
    db.session.flush()


def seal() -> int:
    """Chain the entries that are not chained yet, oldest first; returns how many. The worker calls it each minute.

    Sealing after the deed keeps writers from waiting for each other at one last row.
    """
    last = db.session.execute(
        sa.select(AuditEntry.sealed_no, AuditEntry.chain)
        .where(AuditEntry.sealed_no.is_not(None))
        .order_by(AuditEntry.sealed_no.desc())
        .limit(1)
    ).one_or_none()
    number, previous = (last.sealed_no or 0, last.chain or "") if last else (0, "")
    waiting = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.sealed_no.is_(None)).order_by(AuditEntry.id).limit(5_000)
    ).all()
    for entry in waiting:
        number += 1
        previous = link(previous, entry)
        entry.sealed_no, entry.chain = number, previous
    db.session.flush()
    return len(waiting)


def link(previous: str, entry: AuditEntry) -> str:
    """The chain value of `entry` after `previous`: SHA-256 over everything that the entry says."""
    said = [
        previous,
        entry.happened_at.isoformat(),
        entry.person_id,
        entry.organization_id,
        entry.event,
        entry.subject_kind,
        entry.subject_id,
        entry.changes,
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def broken_link() -> int | None:
    """The id of the first entry that does not follow from the one before it, or None when none was edited."""
    previous = _anchor()
    sealed = sa.select(AuditEntry).where(AuditEntry.sealed_no.is_not(None)).order_by(AuditEntry.sealed_no)
    with db.session.execute(sealed.execution_options(yield_per=500)) as found:
        for entry in found.scalars():
            if entry.chain != link(previous, entry):
                return entry.id
            previous = entry.chain or ""
    return None


def trim(actor: Actor, before: datetime) -> int:
    """Forget sealed entries from before the moment; the entry about it keeps the last value of the chain.

    So the rest of the chain still begins where it must. Returns how many entries went.
    """
    last = db.session.execute(
        sa.select(AuditEntry.sealed_no, AuditEntry.chain)
        .where(AuditEntry.happened_at < before, AuditEntry.sealed_no.is_not(None))
        .order_by(AuditEntry.sealed_no.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        return 0
    gone = run(sa.delete(AuditEntry).where(AuditEntry.sealed_no <= last.sealed_no))
    record(actor, AuditEvent.TRAIL_TRIMMED, None, changes={"sealed_no": last.sealed_no, "chain": last.chain, "n": gone})
    return gone


def _anchor() -> str:
    """The chain value that the first entry follows: nothing, or what was kept when older entries went."""
    first = db.session.scalar(sa.select(sa.func.min(AuditEntry.sealed_no)))
    trims = db.session.scalars(sa.select(AuditEntry.changes).where(AuditEntry.event == AuditEvent.TRAIL_TRIMMED))
    return next((str(said["chain"]) for said in trims if first and said["sealed_no"] == first - 1), "")
