"""Every permission of the house, `resource:action`, each with a sentence for the table that the customer reads."""

from enum import StrEnum


class Permission(StrEnum):
    """What can be allowed. Printed in Russian by `portal access matrix`."""

    sentence: str

    def __new__(cls, value: str, sentence: str) -> "Permission":
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        return member

    DESK_READ = "desk:read", "Своя главная страница, уведомления и настройки"
    ACCOUNT_MANAGE = "account:manage", "Своя учётная запись, пароль и сеансы"
    ORGANIZATION_READ = "organization:read", "Видеть организацию"
    ORGANIZATION_EDIT = "organization:edit", "Вести сведения об организации"
    ORGANIZATION_ADD = "organization:add", "Добавлять организации муниципалитета"
    GROUP_READ = "group:read", "Видеть группу или класс"
    GROUP_EDIT = "group:edit", "Вести группы и классы, переводить на следующий год"
    BODY_READ = "body:read", "Видеть коллегиальные органы и их состав"
    BODY_EDIT = "body:edit", "Вести коллегиальные органы и их состав"
    PERSON_READ = "person:read", "Видеть карточку человека"
    PERSON_EDIT = "person:edit", "Вести карточку человека, места, представителей и факты"
    PERSON_MERGE = "person:merge", "Объединять две карточки одного человека"
    REGISTER_READ = "register:read", "Открывать реестр людей"
    REGISTER_EXPORT = "register:export", "Выгружать реестр людей"
    IMPORT = "register:import", "Загружать реестры из таблиц и отменять загрузку"
    ACCOUNT_OPEN = "account:open", "Приглашать на портал, печатать листки для входа, закрывать учётные записи"
    ROLE_GRANT = "role:grant", "Назначать на роли и прекращать их"
    CONSENT_GIVE = "consent:give", "Давать и отзывать согласие за себя или своего ребёнка"
    CONSENT_READ = "consent:read", "Видеть реестр согласий"
    CONSENT_RECORD = "consent:record", "Печатать бланки, отмечать полученные согласия и отказы"
    CONSENT_TEXT_EDIT = "consent_text:edit", "Вводить в действие тексты согласий и порядок их сбора"
    CAMPAIGN_RUN = "campaign:run", "Вести информирование и отмечать, что оно прошло"
    SUBJECT_DATA = "subject:data", "Видеть всё, что портал хранит о себе или своём ребёнке, и просить исправить"
    SUBJECT_REQUEST_HANDLE = (
        "subject_request:handle",
        "Отвечать на обращения о персональных данных, стирать и составлять акты",
    )
    DISCLOSURE_APPROVE = "disclosure:approve", "Подтверждать большую выгрузку вторым человеком"
    INCIDENT_HANDLE = "incident:handle", "Объявлять и вести инцидент с персональными данными"
    QUESTIONNAIRE_READ = "questionnaire:read", "Читать библиотеку анкет"
    QUESTIONNAIRE_EDIT = "questionnaire:edit", "Составлять и публиковать анкеты своей организации"
    SURVEY_READ = "survey:read", "Видеть назначенную анкету и ход сбора"
    SURVEY_ASSIGN = "survey:assign", "Назначать анкету, продлевать и закрывать сбор"
    SURVEY_LINKS = "survey:links", "Печатать личные ссылки на анкету"
    RESPONSE_SUBMIT = "response:submit", "Заполнять свою анкету"
    RESPONSE_READ = "response:read", "Читать именные ответы"
    RESPONSE_ENTER = "response:enter", "Вносить ответы с бумаги, уточнения и внешние результаты"
    EXTERNAL_RESULT_READ = "external_result:read", "Видеть внешние результаты"
    RESULTS_READ = "results:read", "Видеть сводку ответов"
    RESULTS_EXPORT = "results:export", "Выгружать результаты анкеты"
    PROGRAM_READ = "program:read", "Видеть программу наставничества: годы, формы, порядок утверждения"
    PROGRAM_EDIT = "program:edit", "Вести программу: год, формы, сроки, пороги, порядок утверждения"
    PARTNER_READ = "partner:read", "Видеть партнёров, соглашения и кураторов партнёра"
    PARTNER_EDIT = "partner:edit", "Вести партнёров, соглашения и кураторов партнёра"
    REQUEST_READ = "mentoring_request:read", "Видеть запросы на наставника, себе – свои и своего ребёнка"
    REQUEST_APPLY = "mentoring_request:apply", "Просить наставника себе, соглашаться и отзывать свой запрос"
    REQUEST_NOMINATE = "mentoring_request:nominate", "Представлять людей в базу наставляемых"
    REQUEST_EDIT = "mentoring_request:edit", "Уточнять запросы, принимать в базу наставляемых, закрывать и выгружать"
    MARKS_KEEP = "sensitive_mark:keep", "Видеть и вести чувствительные отметки в запросах"
    MENTOR_READ = "mentor:read", "Видеть профили наставников, себе – свой и своего ребёнка"
    MENTOR_APPLY = "mentor:apply", "Предлагать себя в наставники, соглашаться и выходить"
    MENTOR_NOMINATE = "mentor:nominate", "Представлять людей в базу наставников"
    MENTOR_FILL = "mentor:fill", "Дополнять профиль наставника, ставить на паузу и возвращать"
    MENTOR_EDIT = "mentor:edit", "Отбирать наставников: баллы, решение, резерв, выход, выгрузка"
    MENTORSHIP_READ = "mentorship:read", "Видеть пары: свои, своего ребёнка, своей организации"
    DOCUMENT_READ = "document:read", "Видеть реестр документов и документы по наставничеству"
    DOCUMENT_EDIT = "document:edit", "Готовить документы, передавать на подпись, отменять, знакомить с ними"
    DOCUMENT_SIGN = "document:sign", "Регистрировать подписанные документы: номер, дата, скан"
    DOCUMENT_SETUP = "document:setup", "Вести шаблоны и нумерацию документов организации"
    DOCUMENT_ACQUAINT = "document:acquaint", "Читать документы, с которыми просят ознакомиться, и подтверждать это"
    PRACTICE_READ = "practice:read", "Читать банк практик; неопубликованное – авторам, организации и методисту"
    PRACTICE_WRITE = "practice:write", "Описывать практики: черновик, правки, отправка на проверку, презентации"
    PRACTICE_REVIEW = "practice:review", "Проверять практики по разделам, возвращать и передавать дальше"
    PRACTICE_PUBLISH = "practice:publish", "Публиковать практики и определять доказанность"
    PRACTICE_ARCHIVE = "practice:archive", "Снимать практики и подтверждать, что они живы"
    PRACTICE_ADOPT = "practice:adopt", "Отмечать «Мы тоже используем» и рассказывать, что вышло"
    PRACTICE_MARK = "practice:mark", "Отмечать практику полезной"
    COLLECTION_EDIT = "practice_collection:edit", "Составлять подборки практик"
    COMMUNITY_READ = "community:read", "Читать пространства сообщества, где роль среди читателей"
    COMMUNITY_WRITE = "community:write", "Писать в пространствах, спрашивать наставника, отмечать полезное, жаловаться"
    POST_EDIT = "post:edit", "Исправлять и убирать свои сообщения"
    COMMUNITY_MODERATE = "community:moderate", "Разбирать жалобы, скрывать сообщения, закреплять и закрывать обсуждения"
    SPACE_EDIT = "space:edit", "Открывать пространства сообщества и решать, кто в них читает и пишет"
    JOB_READ = "job:read", "Видеть ход своей работы и забирать файл"
    SEARCH = "search:use", "Искать по порталу"
    ADMIN_READ = "admin:read", "Состояние портала"
    AUDIT_READ = "audit:read", "Журнал действий"
    OUTBOX_READ = "outbox:read", "Письма портала"
