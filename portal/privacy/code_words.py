"""Russian words for the codes of personal tables: what the data card and the package say instead of them."""

from enum import StrEnum

from portal.consents.kinds import Purpose
from portal.consents.paper_kinds import SheetState, Verdict, Way
from portal.core.i18n import _
from portal.imports.models import BatchState
from portal.privacy.kinds import ErasureState, RequestKind, RequestState

CODES = {
    "learner": _("учится"), "employee": _("работает"), "specialist": _("специалист"), "alumnus": _("выпускник"),
    "parent": _("родитель"), "participation": _("участие и мониторинг"), "representative": _("законный представитель"),
    "operator": _("передача оператору"), "partner": _("передача партнёру"), "publication": _("публикация"),
    "scan": _("скан"), "paper": _("бумага"), "portal": _("на портале"), "draft": _("черновик"),
    "submitted": _("отправлено"), "given": _("выгружено"), "asked": _("ждёт решения"), "approved": _("подтверждено"),
    "refused": _("отклонено"), "open": _("открыто"), "done": _("готово"), "queued": _("в очереди"),
    "running": _("выполняется"), "failed": _("не получилось"), "parked": _("отложено"), "printed": _("напечатан"),
    "member": _("участник"), "chair": _("председатель"), "secretary": _("секретарь"), "email": _("письмо"),
    "letter": _("письмо"), "closed": _("закрыто"), "person": _("все данные"), "consent": _("по согласию"),
    "term": _("истёкший срок"), "found": _("распознано"), "unread": _("не прочитано"), "duplicate": _("повтор"),
    "foreign": _("чужой бланк"), "new": _("новая"), "same": _("без изменений"), "changed": _("изменение"),
    "skip": _("пропущена"), "error": _("ошибка"), "applied": _("записана"), "passed": _("без изменений"),
    "undone": _("отменена"), "kept": _("осталась"), "hired": _("приём на работу"), "attested": _("аттестация"),
    "promoted": _("повышение"), "left": _("выбытие"), "enrolled": _("зачисление"), "graduated": _("выпуск"),
    "admitted": _("поступление"), "employed": _("трудоустройство"), "reserved": _("кадровый резерв"),
    "category": _("категория"), "course": _("курсы"), "retraining": _("переподготовка"), "degree": _("степень"),
    "education": _("образование"), "certificate": _("сертификат"), "ovz": _("курс по работе с ОВЗ"),
    "mentoring": _("обучение наставников"),
    "personal": _("лично"), "public": _("по общей ссылке"), "own": _("своей рукой"), "interview": _("беседа"),
    "observation": _("наблюдение"),
    "on_signature": _("на подписи"), "signed": _("подписан"), "cancelled": _("отменён"),
    "named": _("назван в документе"), "signatory": _("подписывает"),
    "preliminary": _("предварительный"), "in_base": _("в базе"), "taken_back": _("отозван"),
    "support_needed": _("нужна"), "support_given": _("оказана"),
    "stays": _("остаётся"), "clarified": _("уточнено"), "leaves": _("выбывает"),
    "own_wish": _("сам человек"), "group_curator": _("куратор группы"), "teacher": _("педагог"),
    "department_head": _("заведующий отделением"), "psychologist": _("психолог"),
    "social_educator": _("социальный педагог"), "curator": _("куратор"), "school_curator": _("куратор школы"),
    "partner_curator": _("куратор от партнёра"), "special_needs": _("особые потребности"),
    "risk_group": _("группа риска"), "on_record": _("на учёте"), "low_achiever": _("не успевает в учёбе"),
    "undisciplined": _("трудности дисциплины"), "burnout": _("выгорание"), "conflict": _("острый конфликт"),
    "pupil": _("ученик"), "student": _("студент"), "administration": _("администрация"),
    "employer": _("работодатель"), "ngo": _("НКО"), "candidate": _("кандидат"), "active": _("действует"),
    "reserve": _("в резерве"), "gone": _("вышел"), "declined": _("не включён в базу"),
    "consultant": _("консультант"), "subject": _("предметник"), "tutor": _("тьютор"),
    "format": _("форма наставничества"), "type": _("тип наставника"), "area": _("область помощи"),
    "age": _("возраст наставляемых"), "channel": _("способ общения"), "language": _("язык"), "time": _("время"),
    "training": _("чему хочет научиться"),
    "development": _("план развития"), "programme": _("персонализированная программа"),
    "mentor_work": _("план работы наставника"), "adaptation": _("план адаптации"), "trajectory": _("траектория"),
    "with_mentee": _("ждёт наставляемого"), "with_mentor": _("ждёт наставника"), "with_curator": _("ждёт куратора"),
    "returned": _("возвращено"), "accepted": _("принято"),
    "continue": _("продолжить"), "end": _("завершить"), "change_mentor": _("сменить наставника"),
    "mentee": _("наставляемый"), "mentor": _("наставник"), "both": _("вместе"),
    "contest": _("конкурс"), "work": _("работа"),
    "shared_practice": _("представление опыта"), "demo_exam": _("демонстрационный экзамен"), "project": _("проект"),
    "other": _("другое"), "organization": _("организация"), "municipality": _("город или район"),
    "region": _("регион"), "country": _("Россия"), "world": _("международный"),
    "lock": _("закреплено"), "pick": _("выбрано вручную"),
    "ban": _("запрещено"), "relax": _("правило снято"),
    "at_once": _("сразу"), "morning": _("утром одним письмом"), "mentorships": _("пары и встречи"),
    "surveys": _("анкеты"), "events": _("события"), "documents": _("документы"),
    "pending": _("ждёт отправки"), "sending": _("отправляется"), "sent": _("отправлено"),
    "held": _("ждёт утреннего письма"), "gathered": _("в утреннем письме"), "silent": _("только на портале"),
    "all": _("всё новое"), "replies": _("только ответы мне"), "none": _("ничего"), "talk": _("обсуждение"),
    "announcement": _("объявление"), "question": _("вопрос"), "personal_data": _("персональные данные"),
    "rude": _("грубость"), "off_topic": _("не по теме"), "advertising": _("реклама"),
    "danger": _("опасность для ребёнка"), "leave": _("оставлено"), "hide": _("скрыто"),
    "send_back": _("возвращено автору"), "warn": _("предупреждение автору"), "taken": _("взят в работу"),
    "answered": _("есть ответ"), "solved": _("решён"), "yes": _("да"), "partly": _("частично"), "no": _("нет"),
    "registered": _("запись принята"), "waiting": _("в очереди"), "attended": _("участие отмечено"),
    "absent": _("неявка"), "formal": _("формальное"), "nonformal": _("неформальное"), "informal": _("информальное"),
    "slip": _("листок"), "first": _("первый вход"), "reset": _("новый пароль"), "list": _("страница списка"),
}  # fmt: skip


LABELLED: tuple[type[StrEnum], ...] = (
    RequestKind,
    RequestState,
    ErasureState,
    Purpose,
    SheetState,
    Verdict,
    Way,
    BatchState,
)
CODES |= {member.value: member.label for words in LABELLED for member in words if member.value not in CODES}  # type: ignore[attr-defined]
