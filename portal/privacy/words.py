"""The Russian names of tables and columns for the data card, the package and the acts."""

from datetime import date, datetime
from typing import Any

from portal.access.roles import LABELS as ROLES
from portal.core.audit_subjects import subject_of
from portal.core.audit_words import sentence_of
from portal.core.i18n import _, ru_date, ru_datetime
from portal.core.personal_data import (
    ACCOUNT,
    ANSWERS,
    ATTENDANCE,
    COMMUNITY,
    CONTACT,
    DECREES,
    EXCHANGE,
    LETTERS,
    MENTORING,
    PAPERS,
    READING,
    REGISTER,
    REQUESTS,
    SENSITIVE,
    TRAIL,
    TRAINING,
    VIEWS,
    Basis,
    Handling,
)
from portal.privacy.code_words import CODES

TABLES = {
    "person": _("Карточка"),
    "membership": _("Места в организациях"),
    "representation": _("Законные представители"),
    "body_member": _("Коллегиальные органы"),
    "partner_curator": _("Кураторы от партнёра"),
    "mentoring_request": _("Запросы на наставника"),
    "sensitive_mark": _("Чувствительные отметки к запросу"),
    "mentor_profile": _("Профиль наставника"),
    "mentor_trait": _("Что выбрано в профиле наставника"),
    "mentor_period": _("Когда и в каком состоянии был наставник"),
    "mentor_pause": _("Паузы наставника"),
    "mentor_score": _("Баллы отбора наставника"),
    "mentorship_change": _("Изменения ваших пар"),
    "saved_view": _("Ваши отборы в списках"),
    "development_plan": _("Планы наставничества"),
    "plan_item": _("Пункты плана"),
    "plan_file": _("Файлы к пунктам плана"),
    "plan_version": _("Утверждённые версии плана"),
    "achievement": _("Достижения и работы"),
    "matching_run": _("Черновики подбора пар"),
    "matching_choice": _("Выбор вручную в черновиках подбора"),
    "matching_avoidance": _("С кем не хочется работать в паре"),
    "document": _("Документы организации"),
    "document_person": _("Документы, в которых вы названы"),
    "acquaintance": _("Ознакомление с документами"),
    "practice_author": _("Авторство практик"),
    "practice_mark": _("Отметки «Полезно»"),
    "event_registration": _("События, на которые вы записаны"),
    "calendar_feed": _("Адрес личного календаря"),
    "training_record": _("Ваше обучение"),
    "material_reading": _("Отметки «Прочитано» в библиотеке"),
    "community_member": _("Что вы показываете в сообществе"),
    "thread": _("Обсуждения, которые вы начали"),
    "post": _("Ваши сообщения"),
    "post_revision": _("Прежний текст ваших сообщений"),
    "post_file": _("Файлы ваших сообщений"),
    "question": _("Ваши вопросы наставникам"),
    "post_draft": _("Черновики сообщений"),
    "useful_mark": _("Что вы отметили полезным"),
    "flag": _("Ваши жалобы на сообщения"),
    "moderation_act": _("Решения модераторов о ваших сообщениях"),
    "acknowledgement": _("С какими объявлениями вы ознакомлены"),
    "thread_read": _("Что вы прочитали в сообществе"),
    "space_follow": _("За какими пространствами вы следите"),
    "qualification": _("Квалификация"),
    "career_fact": _("Факты карьеры"),
    "user": _("Учётная запись"),
    "role_grant": _("Роли на портале"),
    "login_session": _("Входы на портал"),
    "account_invitation": _("Приглашения на портал"),
    "curator_review": _("Сверка базы кураторов"),
    "consent": _("Согласия"),
    "consent_refusal": _("Отказы от согласий"),
    "consent_sheet": _("Бланки согласий"),
    "scan_file": _("Сканы согласий"),
    "scan_page": _("Страницы сканов"),
    "campaign_fact": _("Информирование"),
    "survey_invitation": _("Приглашения к анкетам"),
    "participation": _("Участие в анкетах"),
    "response": _("Заполненные анкеты"),
    "answer": _("Ответы на анкеты"),
    "survey_clarification": _("Уточнения к анкетам"),
    "external_result": _("Внешняя диагностика"),
    "outbox_message": _("Письма"),
    "notice": _("Уведомления"),
    "search_document": _("Указатель поиска"),
    "audit_entry": _("Журнал: действия на портале"),
    "job": _("Фоновые работы"),
    "disclosure": _("Ваши выгрузки и списки"),
    "subject_request": _("Обращения о данных"),
    "erasure_entry": _("Акты об уничтожении"),
    "incident": _("Инциденты"),
    "incident_subject": _("В списке инцидента"),
    "import_batch": _("Загрузки таблиц"),
    "import_row": _("Строки загруженных таблиц"),
    "import_change": _("Что изменила загрузка"),
}
COLUMNS = {
    "family_name": _("Фамилия"), "given_name": _("Имя"), "patronymic": _("Отчество"), "birth_on": _("Дата рождения"),
    "email": _("Почта"), "phone": _("Телефон"), "restricted_on": _("Обработка ограничена"),
    "career_began_on": _("Начало стажа"), "kind": _("Вид"), "post": _("Должность"), "subject": _("Предмет"),
    "starts_on": _("С"), "ends_on": _("По"), "person_id": _("О ком"), "representative_id": _("Представитель"),
    "relation": _("Кем приходится"), "document": _("Документ"), "organization_id": _("Организация"),
    "home_id": _("Основное место"), "group_id": _("Группа"), "part": _("В качестве кого"), "body_id": _("Орган"),
    "title": _("Название"), "issuer": _("Кто выдал"), "hours": _("Часы"), "issued_on": _("Выдано"),
    "valid_until": _("Действует до"), "happened_on": _("День"), "note": _("Примечание"), "removed_at": _("Убрано"),
    "login": _("Имя для входа"), "password_set_at": _("Пароль задан"), "must_change_password": _("Сменить пароль"),
    "second_factor_at": _("Второй фактор подключён"),
    "second_factor_step": _("Шаг второго фактора"), "appearance": _("Вид страниц"), "is_demo": _("Для показа"),
    "closed_at": _("Закрыто"), "role": _("Роль"), "format_code": _("Форма наставничества"), "duties": _("Обязанности"),
    "label": _("Как называется"), "started_at": _("Начато"), "last_seen_at": _("Последнее действие"),
    "ends_at": _("Действует до"), "ended_at": _("Завершено"), "device": _("Устройство"), "file_id": _("Скан"),
    "is_shared": _("Общий компьютер"), "confirmed_at": _("Подтверждено"), "purpose": _("Для чего"),
    "channel": _("Как передано"), "address": _("Адрес"), "used_at": _("Использовано"), "revoked_at": _("Отозвано"),
    "school_year": _("Учебный год"), "reviewed_on": _("Проверено"), "given_by_id": _("Подписал"),
    "text_id": _("Текст согласия"), "text_hash": _("Отпечаток текста"), "by_representative": _("Подпись представителя"),
    "evidence": _("Чем подтверждено"), "is_accepted": _("Принято"), "items": _("По пунктам"),
    "withdrawn_on": _("Отозвано"), "withdrawn_reason": _("Причина отзыва"), "refused_on": _("День отказа"),
    "refused_by_id": _("Кто отказался"), "state": _("Состояние"), "checked_at": _("Проверено"),
    "signer_id": _("Кто подписывает"), "name": _("Имя файла"), "decision": _("Решение"), "decided_at": _("Решено"),
    "informed_on": _("День"), "way": _("Как"), "campaign_id": _("О чём"), "assignment_id": _("Анкета"),
    "reminded_at": _("Напоминание"), "withdrawn_at": _("Отозвано"), "consent_ended_on": _("Согласие закончилось"),
    "submitted_on": _("День ответа"),
    "submitted_at": _("Отправлено"), "text": _("Текст"), "value": _("Ответ"), "created_at": _("Записано"),
    "updated_at": _("Изменено"), "sent_at": _("Отправлено"), "recipient": _("Кому"), "read_at": _("Прочитано"),
    "happened_at": _("Когда"), "event": _("Действие"), "subject_kind": _("С чем"), "finished_at": _("Закончено"),
    "what": _("Что"), "n": _("Людей"), "given_at": _("Когда"), "asked_at": _("Запрошено"), "path": _("Адрес страницы"),
    "wanted": _("Как правильно"), "asked_by_id": _("Кто обратился"), "handled_by_id": _("Кто ответил"),
    "recorded_by_id": _("Кто записал"), "checked_by_id": _("Кто проверил"), "withdrawn_by_id": _("Кто отозвал"),
    "issued_by_id": _("Кто выдал"), "decided_by_id": _("Кто решил"), "proposed_by_id": _("Кто предложил"),
    "reviewed_by_id": _("Кто сверял"), "created_by_id": _("Кто создал"), "actor_id": _("Кто"),
    "closed_by_id": _("Кто закрыл"), "opened_by_id": _("Кто объявил"), "account_of_id": _("Чья запись"),
    "received_at": _("Получено"), "due_on": _("Ответить до"),
    "extended": _("Почему продлено"), "answer": _("Ответ"), "answered_at": _("Дан ответ"), "number": _("Номер"),
    "scope": _("Объём"), "reason": _("Причина"), "operator": _("Оператор"), "destroyed_by": _("Кто уничтожил"),
    "lines": _("Что уничтожено"), "subjects": _("Чьи данные"), "with_papers": _("Вместе с бумагами"),
    "proposed_at": _("Предложено"), "erased_at": _("Уничтожено"), "kept_until": _("Хранится до"),
    "begins_at": _("С"), "found_at": _("Выявлено"), "is_drill": _("Учение"), "sessions_ended": _("Закрыто сеансов"),
    "notified_at": _("Уведомлены"), "reported_at": _("Отчитались"), "conclusion": _("Выводы"), "how": _("Как"),
    "first_at": _("Впервые"), "times": _("Сколько раз"), "file_name": _("Имя файла"), "sheet": _("Лист"),
    "headings": _("Заголовки"), "samples": _("Образцы"), "cells": _("Ячейки"), "problems": _("Замечания"),
    "changes": _("Изменения"), "before": _("Как было"), "html": _("Письмо"), "body": _("Текст"),
    "batch": _("Пачка"), "sort_name": _("Для сортировки"),
    "undone_at": _("Отменено"), "link_code": _("Код связи"),
    "withdrawal": _("Код отзыва"), "typed": _("Когда набрано"), "scores": _("Баллы"), "invitation_id": _("Приглашение"),
    "second_factor": _("Второй фактор"), "password_hash": _("Пароль (в виде отпечатка)"),
    "source": _("Диагностика"), "taken_on": _("День диагностики"), "score": _("Балл"), "most": _("Наибольший балл"),
    "snapshot": _("Снимок документа"), "flag": _("Почему требует изменения"),
    "registered_on": _("Дата документа"), "signatory_name": _("Кто подписал"), "content": _("Что сказано"),
    "signatory_post": _("Должность подписавшего"), "reminders": _("Сколько напоминаний"),
    "document_id": _("Документ"), "origin": _("От кого запрос"), "goal": _("Чем помочь"), "variant": _("Категория"),
    "agreed_on": _("Согласие человека"), "decided_on": _("День решения"), "recorded_on": _("Записано"),
    "cycle_id": _("Год программы"),
    "mentorship_id": _("Пара"), "plan_id": _("План"), "item_id": _("Пункт плана"), "section": _("Раздел"),
    "activity": _("Вид работы"), "responsible": _("Кто отвечает"), "expected": _("Ожидаемый результат"),
    "result": _("Результат"), "done_on": _("Выполнено"), "mark": _("Оценка"), "words": _("Отзыв"),
    "added_on": _("Приложено"), "approved_on": _("Утверждено"), "mentee_agreed_on": _("Согласие наставляемого"),
    "mentor_agreed_on": _("Согласие наставника"), "started_by_id": _("Кто начал"),
    "mentee_agreed_by_id": _("Кто согласился за наставляемого"), "approved_by_id": _("Кто утвердил"),
    "mentor_agreed_by_id": _("Кто согласился за наставника"), "practice_step_id": _("Шаг практики"),
    "material_id": _("Материал"), "read_on": _("Прочитано"),
    "practice_id": _("Практика"), "joined_on": _("Автор с"), "marked_on": _("Отмечено"), "position": _("По порядку"),
    "format_id": _("Форма наставничества"), "request_id": _("Запрос"),
    "category": _("Категория"), "recommendation": _("Представление"), "about": _("О себе"),
    "competences": _("Чем помогает"), "achievements": _("Достижения"), "interests": _("Интересы"),
    "minutes_week": _("Минут в неделю"), "capacity": _("Наставляемых сразу"), "baseline_on": _("Баллы закреплены"),
    "baseline_by_id": _("Кто закрепил баллы"), "profile_id": _("Профиль"), "code": _("Выбор"),
    "criterion": _("Критерий"), "points": _("Баллы"),
    "other_id": _("С кем"), "chosen_by_id": _("Кто выбрал"), "run_id": _("Черновик"),
    "rule": _("Правило"), "short_name": _("Организация"),
    "shows_post": _("Показывать должность"), "rules_accepted_at": _("Правила приняты"),
    "space_id": _("Пространство"), "thread_id": _("Обсуждение"), "post_id": _("Сообщение"), "author_id": _("Автор"),
    "hides_author": _("Без имени"), "reply_to_id": _("В ответ на"), "edited_at": _("Исправлено"),
    "hidden_at": _("Скрыто"), "hidden_for": _("Почему скрыто"), "remark": _("Замечание"),
    "written_at": _("Написано"), "added_at": _("Приложено"), "marked_at": _("Отмечено"), "last_read": _("Прочитано до"),
    "level": _("Уведомления"), "cleared_at": _("Всё прочитано"), "acknowledged_at": _("Ознакомлены"),
    "saved_at": _("Сохранено"), "moderated_by_id": _("Кто решил"), "verdict": _("Решение модератора"),
    "addressee_id": _("Кому вопрос"), "taken_by_id": _("Кто взял в работу"), "answer_id": _("Принятый ответ"),
    "tried": _("Что уже пробовали"), "solved_at": _("Решён"), "asked_again_at": _("Спросили, помогло ли"),
    "outcome": _("Помогло ли"), "pinned_until": _("Закреплено до"), "locked_at": _("Закрыто"),
    "n_posts": _("Сообщений"), "last_post_at": _("Последнее сообщение"), "waits_for_author": _("Ждёт автора"),
    "answers": _("Ответы"), "entered_by_id": _("Кто внёс"),
    "token_hash": _("Ключ (в виде отпечатка)"), "recovery_codes": _("Запасные коды (в виде отпечатков)"),
}  # fmt: skip
SECRET = {
    "password_hash",
    "token_hash",
    "second_factor",
    "recovery_codes",
    "text_hash",
    "link_code",
    "withdrawal",
    "typed",
    "scores",
}
DULL = {"must_change_password", "second_factor_step", "is_accepted", "id", "public_id", "version", "sort_name",
        "updated_at", "is_demo", "appearance", "chain", "sealed_no", "html", "link_revision",
        "subject_id", "subjects", "lines", "kept_until", "batch", "path"}  # fmt: skip
BASES = {
    Basis.LAW: _("закон"),
    Basis.CONTRACT: _("договор"),
    Basis.CONSENT: _("согласие"),
    Basis.NOT_PERSONAL: _("не персональные данные"),
}
CATEGORIES = {
    REGISTER.category: _("Сведения об участнике: имя, дата рождения, место учёбы или работы, роль"),
    CONTACT.category: _("Почта и телефон"),
    ACCOUNT.category: _("Имя для входа и сеансы"),
    ANSWERS.category: _("Ответы на анкеты"),
    PAPERS.category: _("Согласия и акты"),
    LETTERS.category: _("Письма и уведомления"),
    TRAIL.category: _("Журнал действий"),
    REQUESTS.category: _("Обращения о персональных данных"),
    MENTORING.category: _("Запросы на наставника и профили наставников"),
    SENSITIVE.category: _("Чувствительные отметки к запросу"),
    DECREES.category: _("Приказы, протоколы и другие документы организации"),
    EXCHANGE.category: _("Обмен практиками"),
    ATTENDANCE.category: _("События: запись и участие"),
    TRAINING.category: _("Обучение наставников"),
    READING.category: _("Чтение материалов"),
    VIEWS.category: _("Ваши отборы в списках"),
    COMMUNITY.category: _("Сообщения, отметки и черновики в сообществе"),
}
SEEN_BY = {
    REGISTER.category: _("куратор, руководитель и секретарь вашей организации"),
    CONTACT.category: _("куратор, руководитель и секретарь вашей организации"),
    ACCOUNT.category: _("вы; куратор видит только, что учётная запись есть"),
    ANSWERS.category: _("те, кого анкета назвала до первого вопроса"),
    PAPERS.category: _("куратор, куратор группы и руководитель"),
    LETTERS.category: _("вы и администратор портала"),
    TRAIL.category: _("администратор портала"),
    REQUESTS.category: _("вы и те, кто отвечает на обращения: куратор, руководитель, администратор"),
    MENTORING.category: _("вы и ваш представитель; куратор группы; кто ведёт наставничество в организации"),
    SENSITIVE.category: _("куратор программы, психолог, социальный педагог"),
    DECREES.category: _("кто ведёт документы и наставничество в организации; названные – свою часть"),
    ATTENDANCE.category: _("вы, ваша организация и организатор события"),
    TRAINING.category: _("вы и кто ведёт наставничество и кадры в организации"),
    READING.category: _("вы, куратор, методист и руководитель вашей организации"),
    VIEWS.category: _("только вы"),
    EXCHANGE.category: _("вы и ваша организация; имя автора – все, если вы разрешили его публиковать"),
    COMMUNITY.category: _(
        "круг пространства, где вы писали, и те, кто его модерирует; черновики и отметки – только вы"
    ),
}


def order_of(table: str) -> int:
    """Where the table stands on the card: the person first, what follows from it later."""
    names = list(TABLES)
    return names.index(table) if table in TABLES else len(names)


def table_name(table: str) -> str:
    """What the table is called on pages."""
    return TABLES.get(table, _("Другие записи"))


def column_name(column: str) -> str:
    """What the column is called on pages."""
    return COLUMNS.get(column, _("Прочее"))


def category_name(handling: Handling) -> str:
    """What the category is called on pages and in acts."""
    return CATEGORIES.get(handling.category, handling.purpose)


def said(column: str, value: Any, zone: str) -> str:
    """A value in words: days and moments as one says them, codes by their names, lists by commas."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, datetime | date):
        return ru_datetime(value, zone) if isinstance(value, datetime) else ru_date(value, "full")
    if isinstance(value, list):
        return ", ".join(said(column, one, zone) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {said(column, one, zone)}" for key, one in value.items())
    return _code(column, value)


def _code(column: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("да") if value else _("нет")
    if column == "event":
        return sentence_of(value)
    if column == "subject_kind":
        return subject_of(value)
    if column == "role":
        return ROLES.get(value, str(value))
    return CODES.get(value, str(value)) if isinstance(value, str) else str(value)
