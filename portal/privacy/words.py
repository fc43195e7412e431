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
    AWARDS,
    COMMUNITY,
    CONTACT,
    CONTESTS,
    DECREES,
    EXCHANGE,
    EXPERTS,
    LETTER_CHOICES,
    LETTERS,
    MENTORING,
    PAPERS,
    READING,
    REGISTER,
    REQUESTS,
    SENSITIVE,
    SUPPORT,
    TRAIL,
    TRAINING,
    VIEWS,
    Basis,
    Handling,
)
from portal.privacy.code_words import CODES
from portal.privacy.column_words import COLUMNS

TABLES = {
    "person": _("Карточка"),
    "membership": _("Места в организациях"),
    "representation": _("Законные представители"),
    "body_member": _("Коллегиальные органы"),
    "partner_curator": _("Кураторы от партнёра"),
    "mentoring_request": _("Запросы на наставника"),
    "group_request": _("Запросы групп на наставника"),
    "sensitive_mark": _("Чувствительные отметки к запросу"),
    "support": _("Поддержка, пока наставник не найден"),
    "base_correction_row": _("Уточнение баз"),
    "mentor_profile": _("Профиль наставника"),
    "mentor_trait": _("Что выбрано в профиле наставника"),
    "mentor_period": _("Когда и в каком состоянии был наставник"),
    "mentor_pause": _("Паузы наставника"),
    "mentor_score": _("Баллы отбора наставника"),
    "mentorship": _("Ваши пары"),
    "mentorship_member": _("Участие в парах"),
    "mentorship_decision": _("Что решили о ваших парах"),
    "mentorship_change": _("Изменения ваших пар"),
    "meeting": _("Встречи ваших пар"),
    "meeting_side": _("Участие во встречах"),
    "pair_warning": _("Замечания о ваших парах"),
    "curator_call": _("Ваши сообщения куратору"),
    "saved_view": _("Ваши отборы в списках"),
    "development_plan": _("Планы наставничества"),
    "plan_item": _("Пункты плана"),
    "plan_file": _("Файлы к пунктам плана"),
    "plan_version": _("Утверждённые версии плана"),
    "mentor_report": _("Отчёты наставника"),
    "curator_report": _("Отчёты куратора"),
    "curator_report_version": _("Отправленные версии отчётов куратора"),
    "mentor_report_version": _("Отправленные версии отчётов"),
    "closing_word": _("Итоги пар своими словами"),
    "closing_sheet": _("Итоги ваших пар"),
    "achievement": _("Достижения и работы"),
    "matching_run": _("Черновики подбора пар"),
    "matching_choice": _("Выбор вручную в черновиках подбора"),
    "matching_avoidance": _("С кем не хочется работать в паре"),
    "matching_conflict": _("Кого нельзя ставить в пару"),
    "document": _("Документы организации"),
    "document_person": _("Документы, в которых вы названы"),
    "acquaintance": _("Ознакомление с документами"),
    "practice_author": _("Авторство практик"),
    "practice_mark": _("Отметки «Полезно»"),
    "contest_entry": _("Вас выдвинули на конкурс"),
    "contest_juror": _("Работа в жюри конкурсов"),
    "contest_conflict": _("Ваши конфликты интересов в жюри"),
    "contest_review": _("Оценки на конкурсах"),
    "event_registration": _("События, на которые вы записаны"),
    "session_attendance": _("Посещение занятий курсов"),
    "programme_presenter": _("Что вы представляете на итоговых событиях"),
    "expert": _("Вы как эксперт"),
    "expert_request": _("Ваши вопросы экспертам"),
    "calendar_feed": _("Адрес личного календаря"),
    "training_record": _("Ваше обучение"),
    "nomination": _("Поощрения и выдвижения"),
    "honor_entry": _("Записи на доске почёта"),
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
    "letter_choice": _("Как приходят письма"),
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
    LETTER_CHOICES.category: _("Как присылать письма"),
    TRAIL.category: _("Журнал действий"),
    REQUESTS.category: _("Обращения о персональных данных"),
    MENTORING.category: _("Запросы на наставника и профили наставников"),
    SENSITIVE.category: _("Чувствительные отметки к запросу"),
    SUPPORT.category: _("Отметка о поддержке, пока наставника нет"),
    DECREES.category: _("Приказы, протоколы и другие документы организации"),
    EXCHANGE.category: _("Обмен практиками"),
    CONTESTS.category: _("Конкурсы: заявки, жюри, оценки"),
    ATTENDANCE.category: _("События: запись и участие"),
    EXPERTS.category: _("Эксперты: сведения, вопросы и ответы"),
    TRAINING.category: _("Обучение наставников"),
    AWARDS.category: _("Поощрения"),
    READING.category: _("Чтение материалов"),
    VIEWS.category: _("Ваши отборы в списках"),
    COMMUNITY.category: _("Сообщения, отметки и черновики в сообществе"),
}
AUTHORS_ONLY = _("Обращения к куратору и отзыв о наставничестве показаны только автору.")
SEEN_BY = {
    REGISTER.category: _("куратор, руководитель и секретарь вашей организации"),
    CONTACT.category: _("куратор, руководитель и секретарь вашей организации"),
    ACCOUNT.category: _("вы; куратор видит только, что учётная запись есть"),
    ANSWERS.category: _("те, кого анкета назвала до первого вопроса"),
    PAPERS.category: _("куратор, куратор группы и руководитель"),
    LETTERS.category: _("вы и администратор портала"),
    LETTER_CHOICES.category: _("только вы"),
    TRAIL.category: _("администратор портала"),
    REQUESTS.category: _("вы и те, кто отвечает на обращения: куратор, руководитель, администратор"),
    MENTORING.category: _("вы и ваш представитель; куратор группы; кто ведёт наставничество в организации"),
    SENSITIVE.category: _("куратор программы, психолог, социальный педагог"),
    SUPPORT.category: _("куратор программы, психолог, социальный педагог"),
    DECREES.category: _("кто ведёт документы и наставничество в организации; названные – свою часть"),
    ATTENDANCE.category: _("вы, ваша организация и организатор события"),
    EXPERTS.category: _("вопросы и ответы – вы, эксперт и организаторы; сведения об эксперте – кому открыт список"),
    TRAINING.category: _("вы и кто ведёт наставничество и кадры в организации"),
    AWARDS.category: _(
        "вы; кто ведёт поощрение и решает о нём в организации; на доске почёта – все, если вы разрешили"
    ),
    READING.category: _("вы, куратор, методист и руководитель вашей организации"),
    VIEWS.category: _("только вы"),
    CONTESTS.category: _("вы, организатор и жюри без конфликта интересов; имя в итогах – все, если вы разрешили"),
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
