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
    GROUP_READ = "group:read", "Видеть группу или класс"
    PERSON_READ = "person:read", "Видеть карточку человека"
    QUESTIONNAIRE_READ = "questionnaire:read", "Читать библиотеку анкет"
    SURVEY_READ = "survey:read", "Видеть назначенную анкету и ход сбора"
    SURVEY_ASSIGN = "survey:assign", "Назначать анкету, продлевать и закрывать сбор"
    SURVEY_LINKS = "survey:links", "Печатать личные ссылки на анкету"
    RESPONSE_SUBMIT = "response:submit", "Заполнять свою анкету"
    RESPONSE_READ = "response:read", "Читать именные ответы"
    RESULTS_READ = "results:read", "Видеть сводку ответов"
    RESULTS_EXPORT = "results:export", "Выгружать результаты анкеты"
    JOB_READ = "job:read", "Видеть ход своей работы и забирать файл"
    SEARCH = "search:use", "Искать по порталу"
    ADMIN_READ = "admin:read", "Состояние портала"
    AUDIT_READ = "audit:read", "Журнал действий"
    OUTBOX_READ = "outbox:read", "Письма портала"
