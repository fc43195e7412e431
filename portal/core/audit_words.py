"""The words of the journal: every deed has a code and the sentence that a reader sees; every subject has a name."""

from enum import StrEnum

from portal.core.i18n import _


class AuditEvent(StrEnum):
    """Codes of deeds; `sentence` is what a reader of the journal sees."""

    sentence: str

    def __new__(cls, value: str, sentence: str) -> "AuditEvent":
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        return member

    SIGNED_IN = "signed_in", _("Вход на портал")
    SIGNED_OUT = "signed_out", _("Выход с портала")
    SIGN_IN_REFUSED = "sign_in_refused", _("Вход не удался")
    PASSWORD_CHANGED = "password_changed", _("Пароль изменён")
    ROLE_SWITCHED = "role_switched", _("Выбрана роль для работы")
    ACCOUNT_OPENED = "account_opened", _("Учётная запись открыта")
    ACCOUNT_CLOSED = "account_closed", _("Учётная запись закрыта")
    ROLE_GRANTED = "role_granted", _("Роль назначена")
    ROLE_ENDED = "role_ended", _("Роль прекращена")
    SESSION_ENDED = "session_ended", _("Сеанс на другом устройстве завершён")
    ORGANIZATION_ADDED = "organization_added", _("Организация добавлена")
    GROUP_ADDED = "group_added", _("Группа или класс добавлены")
    PERSON_ADDED = "person_added", _("Карточка человека добавлена")
    MEMBERSHIP_ADDED = "membership_added", _("Место в организации записано")
    REPRESENTATION_ADDED = "representation_added", _("Законный представитель записан")
    CONSENT_RECORDED = "consent_recorded", _("Согласие записано")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("Согласие отозвано")
    QUESTIONNAIRE_PUBLISHED = "questionnaire_published", _("Версия анкеты опубликована")
    QUESTIONNAIRE_RETIRED = "questionnaire_retired", _("Анкета убрана из библиотеки")
    SURVEY_OPENED = "survey_opened", _("Анкета назначена")
    SURVEY_CLOSED = "survey_closed", _("Сбор ответов закрыт")
    SURVEY_EXTENDED = "survey_extended", _("Срок анкеты изменён")
    SURVEY_REMINDED = "survey_reminded", _("Напоминание об анкете поставлено в очередь")
    SURVEY_SETTINGS_CHANGED = "survey_settings_changed", _("Условия анкеты изменены")
    SURVEY_LOOSENING_REFUSED = "survey_loosening_refused", _("Отказано в смягчении условий анкеты")
    SURVEY_FILES_TAKEN = "survey_files_taken", _("Файлы с ответами приняты")
    RESPONSE_WITHDRAWN = "response_withdrawn", _("Ответы отозваны")
    SURVEY_LINK_RENEWED = "survey_link_renewed", _("Личная ссылка на анкету заменена")
    SURVEY_INVITATION_WITHDRAWN = "survey_invitation_withdrawn", _("Приглашение к анкете отозвано")
    RESPONSE_SUBMITTED = "response_submitted", _("Анкета заполнена")
    RESULTS_EXPORTED = "results_exported", _("Результаты анкеты выгружены")
    SURVEY_NAME_HIDDEN = "survey_name_hidden", _("Имя в ответе скрыто")
    SURVEY_NAME_SHOWN = "survey_name_shown", _("Скрытое имя в ответе показано")
    REFERENCE_SYNCED = "reference_synced", _("Справочники обновлены")
    JOB_REQUESTED = "job_requested", _("Поставлена работа в очередь")
    JOB_FINISHED = "job_finished", _("Работа выполнена")
    ACCOUNT_REOPENED = "account_reopened", _("Учётная запись снова открыта")
    ACCOUNT_INVITED = "account_invited", _("Приглашение на портал отправлено")
    INVITATION_ACCEPTED = "invitation_accepted", _("Приглашение принято, пароль задан")
    SLIP_PRINTED = "slip_printed", _("Листок для входа напечатан")
    PASSWORD_RESET_ASKED = "password_reset_asked", _("Запрошена ссылка для нового пароля")
    PASSWORD_RESET = "password_reset", _("Пароль восстановлен по ссылке")
    SESSIONS_ENDED = "sessions_ended", _("Все сеансы завершены сотрудником")
    SECOND_FACTOR_ADDED = "second_factor_added", _("Второй шаг входа включён")
    SECOND_FACTOR_REMOVED = "second_factor_removed", _("Второй шаг входа отключён")
    SECOND_FACTOR_RESET = "second_factor_reset", _("Второй шаг входа сброшен сотрудником")
    RECOVERY_CODE_USED = "recovery_code_used", _("Вход по запасному коду")
    EMAIL_CHANGE_ASKED = "email_change_asked", _("Запрошена смена почты")
    EMAIL_CHANGED = "email_changed", _("Почта изменена")
    ROLE_EXTENDED = "role_extended", _("Назначение продлено")
    CURATORS_REVIEWED = "curators_reviewed", _("База кураторов скорректирована")
    SHEETS_PRINTED = "sheets_printed", _("Бланки согласий напечатаны")
    SHEET_TAKEN_BACK = "sheet_taken_back", _("Отметка о листе согласия отменена")
    STACK_UPLOADED = "stack_uploaded", _("Сканы согласий загружены")
    STACK_CHECKED = "stack_checked", _("Сканы согласий проверены")
    STACK_UNDONE = "stack_undone", _("Решение по сканам отменено")
    PAGE_MATCHED = "page_matched", _("Страница скана привязана к листу")
    CONSENTS_TICKED = "consents_ticked", _("Согласия отмечены по списку")
    CONSENT_REMINDED = "consent_reminded", _("Напоминание о согласии поставлено в очередь")
    CAMPAIGN_OPENED = "campaign_opened", _("Информирование начато")
    CAMPAIGN_RECORDED = "campaign_recorded", _("Отмечено, что информирование прошло")
    CAMPAIGN_TAKEN_BACK = "campaign_taken_back", _("Отметка об информировании снята")
    CAMPAIGN_MAILED = "campaign_mailed", _("Рассылка поставлена в очередь")
    PERSON_VIEWED = "person_viewed", _("Карточка человека открыта")
    DISCLOSED = "disclosed", _("Данные людей выгружены")
    DISCLOSURE_ASKED = "disclosure_asked", _("Запрошено подтверждение выгрузки")
    DISCLOSURE_APPROVED = "disclosure_approved", _("Выгрузка подтверждена")
    DISCLOSURE_REFUSED = "disclosure_refused", _("Выгрузка отклонена")
    DISCLOSURE_STOPPED = "disclosure_stopped", _("Остановлено: слишком много людей за сутки")
    SUBJECT_REQUESTED = "subject_requested", _("Обращение о персональных данных подано")
    SUBJECT_ANSWERED = "subject_answered", _("На обращение дан ответ")
    SUBJECT_EXTENDED = "subject_extended", _("Срок ответа на обращение продлён")
    DATA_PACKAGED = "data_packaged", _("Составлен пакет данных человека")
    PERSON_RESTRICTED = "person_restricted", _("Обработка данных ограничена")
    PERSON_RELEASED = "person_released", _("Ограничение обработки снято")
    ERASURE_PROPOSED = "erasure_proposed", _("Предложено стереть данные")
    ERASURE_DECIDED = "erasure_decided", _("Решено о стирании данных")
    DATA_ERASED = "data_erased", _("Данные стёрты")
    RETENTION_CHANGED = "retention_changed", _("Срок хранения изменён")
    INCIDENT_OPENED = "incident_opened", _("Объявлен инцидент")
    INCIDENT_NOTED = "incident_noted", _("В инциденте отмечен шаг")
    INCIDENT_CLOSED = "incident_closed", _("Инцидент закрыт")
    AUDIT_EXPORTED = "audit_exported", _("Журнал выгружен")
    PERSON_CHANGED = "person_changed", _("Карточка человека изменена")
    PERSONS_MERGED = "persons_merged", _("Две карточки человека объединены")
    MEMBERSHIP_RETURNED = "membership_returned", _("Место в организации возвращено")
    MEMBERSHIP_ENDED = "membership_ended", _("Место в организации завершено")
    REPRESENTATION_ENDED = "representation_ended", _("Представительство завершено")
    QUALIFICATION_ADDED = "qualification_added", _("Квалификация записана")
    QUALIFICATION_CHANGED = "qualification_changed", _("Квалификация изменена")
    QUALIFICATION_REMOVED = "qualification_removed", _("Квалификация убрана")
    QUALIFICATION_RETURNED = "qualification_returned", _("Квалификация возвращена")
    CAREER_FACT_ADDED = "career_fact_added", _("Факт записан")
    CAREER_FACT_CHANGED = "career_fact_changed", _("Факт изменён")
    CAREER_FACT_REMOVED = "career_fact_removed", _("Факт убран")
    CAREER_FACT_RETURNED = "career_fact_returned", _("Факт возвращён")
    AUDIENCE_RULE_CHANGED = "audience_rule_changed", _("Правило отбора изменено")
    AUDIENCE_RULE_RETURNED = "audience_rule_returned", _("Правило отбора возвращено к общему")
    REGISTER_EXPORTED = "register_exported", _("Реестр людей выгружен")
    CONSENT_TEXT_PUBLISHED = "consent_text_published", _("Введена редакция текста согласия")
    CONSENT_POLICY_CHANGED = "consent_policy_changed", _("Порядок сбора согласий изменён")
    CONSENT_REFUSED = "consent_refused", _("Отказ от согласия записан")
    CONSENT_ACCEPTED = "consent_accepted", _("Подтверждение на портале принято")
    ORGANIZATION_CHANGED = "organization_changed", _("Сведения об организации изменены")
    ORGANIZATION_CLOSED = "organization_closed", _("Организация закрыта")
    ORGANIZATION_REOPENED = "organization_reopened", _("Организация открыта снова")
    ORGANIZATION_WORDS_CHANGED = "organization_words_changed", _("Названия ролей и слова организации изменены")
    GROUP_CHANGED = "group_changed", _("Сведения о группе изменены")
    GROUP_CLOSED = "group_closed", _("Группа закрыта")
    GROUP_REOPENED = "group_reopened", _("Группа открыта снова")
    GROUP_ENTERED = "group_entered", _("Обучающийся записан в группу")
    GROUPS_TRANSFERRED = "groups_transferred", _("Группы переведены на следующий год")
    GROUPS_TRANSFER_UNDONE = "groups_transfer_undone", _("Перевод групп отменён")
    BODY_ADDED = "body_added", _("Коллегиальный орган добавлен")
    BODY_CHANGED = "body_changed", _("Сведения о коллегиальном органе изменены")
    BODY_CLOSED = "body_closed", _("Коллегиальный орган закрыт")
    BODY_REOPENED = "body_reopened", _("Коллегиальный орган открыт снова")
    BODY_MEMBER_ADDED = "body_member_added", _("Состав органа дополнен")
    BODY_MEMBER_ENDED = "body_member_ended", _("Участие в органе завершено")
    IMPORT_UPLOADED = "import_uploaded", _("Таблица принята для загрузки")
    IMPORT_MATCHED = "import_matched", _("Столбцы и строки таблицы разобраны")
    IMPORT_CANCELLED = "import_cancelled", _("Таблица убрана без загрузки")
    IMPORT_CONFIRMED = "import_confirmed", _("Загрузка таблицы подтверждена")
    IMPORT_DONE = "import_done", _("Таблица загружена")
    IMPORT_UNDONE = "import_undone", _("Загрузка таблицы отменена")
    TRAIL_TRIMMED = "trail_trimmed", _("Записи журнала старше трёх лет стёрты")
    QUESTIONNAIRE_DRAFT_BEGUN = "questionnaire_draft_begun", _("Начат черновик анкеты")
    QUESTIONNAIRE_DRAFT_DISCARDED = "questionnaire_draft_discarded", _("Черновик анкеты убран")
    QUESTIONNAIRE_RESTORED = "questionnaire_restored", _("Анкета возвращена в библиотеку")
    SURVEY_REOPENED = "survey_reopened", _("Сбор ответов открыт снова")
    SURVEY_CHANGED = "survey_changed", _("Название или напоминания анкеты изменены")
    SURVEY_PUBLIC_LINK_MADE = "survey_public_link_made", _("Общая ссылка на анкету выпущена")
    SURVEY_PUBLIC_LINK_CLOSED = "survey_public_link_closed", _("Общая ссылка на анкету выключена")
    SURVEY_PUBLIC_LINK_LIMITED = "survey_public_link_limited", _("Предел ответов по общей ссылке изменён")
    RESPONSE_TYPED = "response_typed", _("Ответы внесены с бумаги")
    CLARIFICATION_ADDED = "clarification_added", _("Уточнение к анкете записано")
    CLARIFICATION_WITHDRAWN = "clarification_withdrawn", _("Уточнение к анкете отозвано")
    EXTERNAL_RESULT_ADDED = "external_result_added", _("Внешний результат записан")
    EXTERNAL_RESULT_REMOVED = "external_result_removed", _("Внешний результат убран")
    SURVEY_INVITATION_RESTORED = "survey_invitation_restored", _("Приглашение к анкете вернулось с новым согласием")
    PROGRAM_ADDED = "program_added", _("Программа наставничества добавлена")
    PROGRAM_CHANGED = "program_changed", _("Программа наставничества изменена")
    CYCLE_ADDED = "cycle_added", _("Учебный год программы добавлен")
    CYCLE_CHANGED = "cycle_changed", _("Настройки года программы изменены")
    CYCLE_FORMATS_CHANGED = "cycle_formats_changed", _("Формы наставничества на год изменены")
    CYCLE_CLOSED = "cycle_closed", _("Год программы завершён")
    CYCLE_REOPENED = "cycle_reopened", _("Год программы открыт снова")
    ROUTE_ADDED = "route_added", _("Порядок утверждения добавлен")
    ROUTE_CHANGED = "route_changed", _("Порядок утверждения изменён")
    ROUTE_REMOVED = "route_removed", _("Порядок утверждения убран")
    PARTNER_ADDED = "partner_added", _("Партнёр добавлен")
    PARTNER_CHANGED = "partner_changed", _("Сведения о партнёре изменены")
    AGREEMENT_ADDED = "agreement_added", _("Соглашение с партнёром записано")
    AGREEMENT_CHANGED = "agreement_changed", _("Соглашение с партнёром изменено")
    PARTNER_CURATOR_ADDED = "partner_curator_added", _("Куратор от партнёра назначен")
    PARTNER_CURATOR_ENDED = "partner_curator_ended", _("Куратор от партнёра больше не назначен")
    OWN_DAYS_CHANGED = "own_days_changed", _("Календарь организации изменён")
    PROGRAM_PAPER_ADDED = "program_paper_added", _("Документ программы записан")
    PROGRAM_PAPER_CHANGED = "program_paper_changed", _("Документ программы изменён")
    PROGRAM_FACT_RECORDED = "program_fact_recorded", _("Событие программы записано")
    REQUEST_ADDED = "request_added", _("Запрос на наставника записан")
    REQUEST_AGREED = "request_agreed", _("Человек согласен, чтобы ему подобрали наставника")
    REQUEST_CHANGED = "request_changed", _("Запрос на наставника уточнён")
    REQUEST_ACCEPTED = "request_accepted", _("Запрос принят в базу наставляемых")
    REQUEST_WITHDRAWN = "request_withdrawn", _("Запрос на наставника отозван")
    REQUEST_CLOSED = "request_closed", _("Запрос на наставника закрыт")
    MARKS_CHANGED = "marks_changed", _("Чувствительные отметки изменены")
    MARKS_VIEWED = "marks_viewed", _("Чувствительные отметки открыты")
    MENTOR_ADDED = "mentor_added", _("Кандидат в наставники записан")
    MENTOR_AGREED = "mentor_agreed", _("Кандидат согласен быть наставником")
    MENTOR_CHANGED = "mentor_changed", _("Профиль наставника изменён")
    MENTOR_SCORED = "mentor_scored", _("Баллы отбора наставника записаны")
    MENTOR_APPROVED = "mentor_approved", _("Наставник включён в базу")
    MENTOR_RESERVED = "mentor_reserved", _("Наставник переведён в резерв")
    MENTOR_PAUSED = "mentor_paused", _("Наставник на паузе")
    MENTOR_RESUMED = "mentor_resumed", _("Пауза наставника закончена")
    MENTOR_LEFT = "mentor_left", _("Наставник вышел из базы")
    MENTOR_DECLINED = "mentor_declined", _("Кандидат не включён в базу наставников")
    DOCUMENT_ADDED = "document_added", _("Документ составлен")
    DOCUMENT_CHANGED = "document_changed", _("Черновик документа изменён")
    DOCUMENT_SENT = "document_sent", _("Документ передан на подпись")
    DOCUMENT_RETURNED = "document_returned", _("Документ возвращён в черновики")
    DOCUMENT_SIGNED = "document_signed", _("Документ подписан и получил номер")
    DOCUMENT_CANCELLED = "document_cancelled", _("Документ отменён")
    DOCUMENT_FLAGGED = "document_flagged", _("Документ требует изменения")
    DOCUMENT_PUBLISHED = "document_published", _("Открытая версия документа опубликована или снята")
    DOCUMENT_SCANNED = "document_scanned", _("Приложен скан подписанного документа")
    DOCUMENT_TAKEN = "document_taken", _("Файл документа выдан")
    ACQUAINTANCE_ASKED = "acquaintance_asked", _("Человека просят ознакомиться с документом")
    ACQUAINTANCE_DONE = "acquaintance_done", _("Ознакомление с документом подтверждено")
    ACQUAINTANCE_REMINDED = "acquaintance_reminded", _("Об ознакомлении напомнили")
    DOCUMENT_TEMPLATE_CHANGED = "document_template_changed", _("Шаблон документа заменён или убран")
    NUMBERING_CHANGED = "numbering_changed", _("Порядок нумерации документов изменён")
    PRACTICE_DRAFTED = "practice_drafted", _("Начата практика или её новая версия")
    PRACTICE_CHANGED = "practice_changed", _("Черновик практики изменён")
    PRACTICE_SUBMITTED = "practice_submitted", _("Практика отправлена на проверку")
    PRACTICE_REMARKED = "practice_remarked", _("Записано замечание к практике")
    PRACTICE_PASSED = "practice_passed", _("Практика передана методисту муниципалитета")
    PRACTICE_RETURNED = "practice_returned", _("Практика возвращена на доработку")
    PRACTICE_REJECTED = "practice_rejected", _("Практика отклонена")
    PRACTICE_PUBLISHED = "practice_published", _("Практика опубликована")
    PRACTICE_ARCHIVED = "practice_archived", _("Практика снята")
    PRACTICE_CONFIRMED = "practice_confirmed", _("Подтверждено, что практика живая")
    PRACTICE_LOWERED = "practice_lowered", _("Доказанность практики снижена: данные старше трёх лет")
    PRACTICE_AUTHORS_CHANGED = "practice_authors_changed", _("Изменены авторы практики")
    PRACTICE_FILE_ADDED = "practice_file_added", _("К практике приложен файл")
    PRACTICE_FILE_REMOVED = "practice_file_removed", _("Из практики убран файл")
    PRACTICE_ADOPTED = "practice_adopted", _("Организация использует практику")
    PRACTICE_OUTCOME_TOLD = "practice_outcome_told", _("Записано, что вышло из практики")
    PRACTICE_MARKED = "practice_marked", _("Изменена отметка «Полезно»")
    PRACTICE_PRESENTED = "practice_presented", _("Записана презентация практики")
    PRACTICE_PRESENTATION_REMOVED = "practice_presentation_removed", _("Убрана запись о презентации практики")
    COLLECTION_MADE = "collection_made", _("Составлена подборка практик")
    COLLECTION_CHANGED = "collection_changed", _("Подборка практик изменена")
    SPACE_ADDED = "space_added", _("Пространство сообщества открыто")
    SPACE_CHANGED = "space_changed", _("Пространство сообщества изменено")
    THREAD_STARTED = "thread_started", _("Обсуждение начато")
    THREAD_SET = "thread_set", _("Обсуждение закреплено, закрыто или открыто")
    POST_ADDED = "post_added", _("Сообщение опубликовано")
    POST_CHANGED = "post_changed", _("Сообщение исправлено")
    POST_REMOVED = "post_removed", _("Сообщение убрано автором")
    POST_FLAGGED = "post_flagged", _("На сообщение пожаловались")
    POST_JUDGED = "post_judged", _("Модератор принял решение о сообщении")
    ANNOUNCEMENT_ACKNOWLEDGED = "announcement_acknowledged", _("С объявлением ознакомились")
    COMMUNITY_RULES_ACCEPTED = "community_rules_accepted", _("Правила сообщества приняты")
    MEMBER_CHANGED = "member_changed", _("Участник изменил, что показывает в сообществе")
    QUESTION_ASKED = "question_asked", _("Вопрос наставнику задан")
    QUESTION_TAKEN = "question_taken", _("Вопрос взят в работу")
    QUESTION_SOLVED = "question_solved", _("Ответ на вопрос принят")
    QUESTION_CLOSED = "question_closed", _("Вопрос закрыт без ответа")
    QUESTION_FOLLOWED_UP = "question_followed_up", _("Автор вопроса сказал, помогло ли")


BY_CODE = {event.value: event for event in AuditEvent}
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
    "questionnaire_draft": _("черновик анкеты"),
    "survey_assignment": _("назначенная анкета"),
    "survey_invitation": _("приглашение"),
    "response": _("ответы"),
    "survey_clarification": _("уточнение к анкете"),
    "external_result": _("внешний результат"),
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
    "program": _("программа наставничества"),
    "cycle": _("год программы"),
    "approval_route": _("порядок утверждения"),
    "partner": _("партнёр"),
    "partner_agreement": _("соглашение"),
    "partner_curator": _("куратор от партнёра"),
    "own_day": _("день календаря"),
    "program_paper": _("документ программы"),
    "program_fact": _("событие программы"),
    "mentoring_request": _("запрос на наставника"),
    "mentor_profile": _("профиль наставника"),
    "document": _("документ"),
    "acquaintance": _("ознакомление"),
    "document_template": _("шаблон документа"),
    "practice": _("практика"),
    "practice_adoption": _("использование практики"),
    "practice_collection": _("подборка практик"),
    "space": _("пространство сообщества"),
    "thread": _("обсуждение"),
    "post": _("сообщение"),
    "question": _("вопрос наставнику"),
    "community_member": _("участник сообщества"),
}


def sentence_of(code: str) -> str:
    """What a reader sees for the code of an entry; the code itself where a newer portal wrote it."""
    known = BY_CODE.get(code)
    return known.sentence if known else code


def subject_of(kind: str) -> str:
    """What an entry is about, in words; the code itself where a newer portal wrote it."""
    return SUBJECTS.get(kind, kind)
