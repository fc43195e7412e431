"""The key screens, by the person who looks: for the checks of every screen and for the pictures in docs/pictures."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True)
class Screen:
    """A screen: a short name, whose it is (None: a guest), its path or a way of finding it by clicks."""

    name: str
    login: str | None
    path: str | Callable[[Page], str]

    def address(self, page: Page) -> str:
        """The path, found by clicking where it depends on the data."""
        return self.path if isinstance(self.path, str) else self.path(page)


def first_link(start: str, selector: str, tail: str = "") -> Callable[[Page], str]:
    """The address of the first matching link on the page `start`, with `tail` appended."""

    def find(page: Page) -> str:
        page.goto(start)
        href = page.locator(selector).first.get_attribute("href")
        assert href, (start, selector)
        return href + tail

    return find


def through(start: str, *selectors: str) -> Callable[[Page], str]:
    """The address found by following the first matching link of one page after another."""

    def find(page: Page) -> str:
        address = start
        for selector in selectors:
            address = first_link(address, selector)(page)
        return address

    return find


def draft(tail: str = "", title: str = "Адаптация первокурсника") -> Callable[[Page], str]:
    """A page of a draft of the college."""
    return first_link("/surveys/templates", f"#drafts a:has-text('{title}')", tail)


def of_program(selector: str, tail: str = "") -> Callable[[Page], str]:
    """The address of a link on the card of the programme."""

    def find(page: Page) -> str:
        card = first_link("/programs", "main .table a[href^='/programs/']")(page)
        return first_link(card, selector, tail)(page)

    return find


def through_map(selector: str) -> Callable[[Page], str]:
    """The address of a link on the road map of the programme."""

    def find(page: Page) -> str:
        return first_link(of_program("main a[href$='/roadmap']")(page), selector)(page)

    return find


def mentor_in(state: str, tail: str = "") -> Callable[[Page], str]:
    """The profile of the first mentor in this state."""
    return first_link(f"/mentors?state={state}", "main .table a[href^='/mentors/']", tail)


RUN = "main .rows a[href^='/matching/runs/']"


def draft_comparison(page: Page) -> str:
    """The latest draft of pairs beside the one it was made from."""
    address = first_link("/matching", RUN)(page)
    page.goto(address)
    return f"{address}/comparison?with={page.locator('#with option').first.get_attribute('value')}"


def group_of(page: Page) -> str:
    """The card of the first group of the list."""
    return first_link("/groups", "main .table a[href^='/groups/']")(page)


def document_of(wanted: str, tail: str = "") -> Callable[[Page], str]:
    """A page of the first document of the register with these filters."""
    return first_link(f"/documents?{wanted}", "main .table a[href^='/documents/']", tail)


SCHOOL_COURSE = "main .rows .row-link:has-text('Школа молодого педагога')"
LED_TRAINING = "main .rows .row-link:has-text('Слышать и быть понятым')"
SCREENS: tuple[Screen, ...] = (
    Screen("guest", None, "/"),
    Screen("login", None, "/login"),
    Screen("about", None, "/about"),
    Screen("help", None, "/help"),
    Screen("personal-data", None, "/personal-data"),
    Screen("appearance", None, "/appearance"),
    Screen("error-404", None, "/no-such-page"),
    Screen("desk-mentee", "mentee", "/"),
    Screen("my-surveys", "mentee", "/my/surveys"),
    Screen("fill-start", "mentee", first_link("/my/surveys", "main a[href^='/s/']")),
    Screen("fill-question", "mentee", first_link("/my/surveys", "main a[href^='/s/']", "?item=NS_GOAL")),
    Screen("fill-all", "mentee", first_link("/my/surveys", "main a[href^='/s/']", "?view=all")),
    Screen("desk-curator", "curator", "/"),
    Screen("surveys", "curator", "/surveys"),
    Screen("survey", "curator", first_link("/surveys?q=запрос", "main a[href^='/surveys/']:has-text('Мой запрос')")),
    Screen("survey-links", "curator", first_link("/surveys?q=запрос", "main a:has-text('Мой запрос')", "/links")),
    Screen("results", "curator", first_link("/surveys?q=дефициты", "main a:has-text('дефициты')", "/results")),
    Screen(
        "results-anonymous", "curator", first_link("/surveys?q=Итоговая", "main a:has-text('Итоговая')", "/results")
    ),
    Screen(
        "results-two-questions",
        "curator",
        first_link("/surveys?q=Мой запрос", "main a:has-text('Мой запрос')", "/results/two-questions"),
    ),
    Screen(
        "results-before-after",
        "curator",
        first_link("/surveys?q=наставника: итог", "main a:has-text('наставника: итог')", "/results/before-after"),
    ),
    Screen(
        "results-by-groups",
        "curator",
        first_link("/surveys?q=обучающийся: итоги", "main a:has-text('итоги')", "/results/before-after?show=group"),
    ),
    Screen("results-conclusions", "psychologist", first_link("/my/surveys", "main a[href$='/results']")),
    Screen("library", "curator", "/surveys/templates"),
    Screen("library-found", "curator", "/surveys/templates?who=psychologist"),
    Screen("questionnaire", "curator", "/surveys/templates/needs_teacher"),
    Screen("new-survey", "curator", "/surveys/new"),
    Screen("new-questionnaire", "curator", "/surveys/templates/new"),
    Screen("builder", "curator", draft()),
    Screen("builder-settings", "curator", draft("/settings")),
    Screen("builder-kinds", "curator", draft("/items/new")),
    Screen("builder-new", "curator", draft("/items/new?kind=single")),
    Screen("builder-table", "curator", draft("/items/new?kind=matrix")),
    Screen("builder-item", "curator", draft("/items/Q3")),
    Screen("builder-condition", "curator", draft("/items/Q4/condition?question=Q3")),
    Screen("builder-blocks", "curator", draft("/blocks")),
    Screen("builder-bank", "curator", draft("/bank")),
    Screen("builder-preview", "curator", draft("/preview")),
    Screen("builder-publication", "curator", draft("/publication")),
    Screen("builder-impact", "curator", draft("/publication", "Отклик после мастер-класса")),
    Screen("builder-discard", "curator", draft("/discard")),
    Screen("own-questionnaire", "curator", first_link("/surveys/templates", "#own .rows a")),
    Screen("new-wave", "curator", first_link("/surveys/new", "main a.row-link:has-text('Итоговая')")),
    Screen(
        "new-wave-by-days",
        "curator",
        first_link("/surveys/new", "main a.row-link:has-text('Промежуточный')", "&when=days"),
    ),
    Screen("survey-groups", "curator", first_link("/surveys?q=запрос", "main a:has-text('Мой запрос')", "/groups")),
    Screen("survey-schedule", "curator", first_link("/surveys?q=запрос", "main a:has-text('Мой запрос')", "/schedule")),
    Screen("survey-paper", "curator", first_link("/surveys?q=запрос", "main a:has-text('Мой запрос')", "/paper")),
    Screen("survey-class", "curator", first_link("/surveys?q=запрос", "main a:has-text('Мой запрос')", "/class")),
    Screen("survey-blanks", "curator", "/surveys/templates/needs_student/blank"),
    Screen("public-link", "curator", first_link("/surveys?q=Итоговая", "main a:has-text('Итоговая')", "/public-link")),
    Screen("external", "curator", "/surveys/external"),
    Screen("external-new", "curator", "/surveys/external/new?crowd=staff"),
    Screen("entrance", None, "/s"),
    Screen("upload-questionnaire", "curator", "/surveys/templates/uploads/new"),
    Screen("account", "curator", "/account"),
    Screen("notices", "mentee", "/account/notifications"),
    Screen("how_letters_come", "mentee", "/account/notifications/letters"),
    Screen("search", "curator", "/search?q=наставники"),
    Screen("people", "curator", "/people"),
    Screen("person", "curator", first_link("/people?q=Ковалёв", "main .table a[href^='/people/']")),
    Screen("new-person", "curator", "/people/new"),
    Screen("groups", "curator", "/groups"),
    Screen("group", "curator", first_link("/groups", "main .table a[href^='/groups/']")),
    Screen("next-year", "curator", "/groups/next-year"),
    Screen("readiness", "curator", "/consents/table"),
    Screen("readiness-group", "curator", first_link("/consents/table", "main .table a")),
    Screen("sheets", "curator", "/consents/sheets"),
    Screen("blanks", "curator", first_link("/consents/sheets", "main .table a[href^='/consents/sheets/']")),
    Screen("ticking", "curator", lambda page: first_link(group_of(page), "main a[href^='/consents/ticking']")(page)),
    Screen("stacks", "curator", "/consents/stacks"),
    Screen("consents", "curator", "/consents"),
    Screen("consents-person", "curator", first_link("/consents", "main .table a[href^='/consents/people/']")),
    Screen("consent-texts", "curator", "/consents/texts"),
    Screen("consent-policy", "curator", "/consents/policy"),
    Screen("campaigns", "curator", "/campaigns/"),
    Screen("campaign", "curator", first_link("/campaigns/", "main .table a[href^='/campaigns/']")),
    Screen("announcement", "curator", first_link("/campaigns/", "main .table a[href^='/campaigns/']", "/announcement")),
    Screen("imports", "curator", "/people/import"),
    Screen("import-new", "curator", "/people/import/new?kind=people"),
    Screen("curators", "curator", "/curators"),
    Screen("bodies", "curator", "/bodies"),
    Screen("programs", "operator", "/programs"),
    Screen("program-new", "curator", "/programs/new"),
    Screen("roadmap", "curator", of_program("main a[href$='/roadmap']")),
    Screen("roadmap-step", "curator", through_map("main .row-link[href^='/roadmap-steps/']")),
    Screen("roadmap-year", "curator", through_map("main a[href$='/year']")),
    Screen("roadmap-resources", "curator", through_map("main a[href$='/resources']")),
    Screen("roadmap-new-step", "curator", through_map("main a[href$='/steps/new']")),
    Screen("roadmaps-town", "operator", "/roadmaps/town"),
    Screen("program", "curator", first_link("/programs", "main .table a[href^='/programs/']")),
    Screen("program-year", "curator", of_program("#year_section .section-head a")),
    Screen("program-formats", "curator", of_program("#year_section .section-head a", "/formats")),
    Screen("program-settings", "curator", of_program("#year_section .section-head a", "/edit")),
    Screen("program-route", "curator", of_program("#routes_section .rows a")),
    Screen("partners", "curator", "/partners"),
    Screen("partner", "curator", first_link("/partners", "main .table a[href^='/partners/']")),
    Screen("calendar", "curator", "/calendar"),
    Screen("pairs-waiting", "curator", "/mentorships/waiting"),
    Screen("pair-choose", "curator", "/mentorships/new"),
    Screen("pair-propose", "curator", first_link("/mentorships/new", "main .rows a[href^='/mentorships/new/']")),
    Screen("pair-forming", "curator", first_link("/mentorships/waiting", "main .options a[href^='/mentorships/']")),
    Screen("requests-and-forms", "curator", "/requests/forms"),
    Screen("requests-waiting", "curator", "/requests/waiting"),
    Screen("group-requests", "curator", "/group-requests"),
    Screen("group-request", "curator", first_link("/group-requests", "main .rows a[href^='/group-requests/']")),
    Screen("group-request-new", "curator", "/group-requests/new"),
    Screen("conflicts", "curator", first_link("/matching", "main a[href$='/conflicts']")),
    Screen("corrections", "curator", "/corrections"),
    Screen("correction", "curator", first_link("/corrections", "main .rows a[href^='/corrections/']")),
    Screen("corrections-analysis", "curator", "/corrections/analysis"),
    Screen("town-bases", "operator", "/bases"),
    Screen("town-people", "operator", "/bases/people"),
    Screen("registry-of-pairs", "curator", "/mentorships"),
    Screen("registry-past-day", "curator", "/mentorships?state=any&on=20.11.2026&sort=until"),
    Screen("registry-print", "curator", "/mentorships?view=print"),
    Screen("registry-coverage", "curator", "/mentorships/coverage"),
    Screen("pair-history", "curator", first_link("/mentorships", "#pair_list .table th a")),
    Screen("pair-extension", "curator", first_link("/mentorships", "#pair_list .table th a", "/extension")),
    Screen("my-pairs", "mentor", "/my/mentorships"),
    Screen("my-pair", "mentor", first_link("/my/mentorships", "main .rows a[href^='/mentorships/']")),
    Screen("meetings-silent", "curator", "/meetings/silent"),
    Screen("pair-health", "curator", "/mentorships/health"),
    Screen("pair-health-snooze", "curator", first_link("/mentorships/health", ".row-actions a[href$='/snooze']")),
    Screen("pair-health-accuracy", "curator", "/mentorships/health/accuracy"),
    Screen("pair-health-month", "curator", first_link("/mentorships/health/months", "#open_section .rows a")),
    Screen("call-new", "mentor", first_link("/my/mentorships", "main .rows a[href^='/mentorships/']", "/call")),
    Screen("meetings", "mentor", first_link("/", "#own_meetings a.row-link")),
    Screen("meeting-record", "mentor", first_link("/", "#own_meetings a.row-link", "/record")),
    Screen("meeting-plan", "mentor", first_link("/", "#own_meetings a.row-link", "/plan")),
    Screen("meeting", "mentor", through("/", "#own_meetings a.row-link", "#past_section .rows a")),
    Screen("meeting-planned", "mentor", through("/", "#own_meetings a.row-link", "#planned_section .rows a")),
    Screen("requests", "curator", "/requests"),
    Screen("request", "curator", first_link("/requests?state=preliminary", "main .table a[href^='/requests/']")),
    Screen(
        "request-acceptance",
        "curator",
        first_link("/requests?state=preliminary&origin=own_wish", "main .table a[href^='/requests/']", "/acceptance"),
    ),
    Screen(
        "request-marks", "curator", first_link("/requests?state=in_base", "main .table a[href^='/requests/']", "/marks")
    ),
    Screen("request-new", "curator", "/requests/new"),
    Screen("request-nominate", "curator", first_link("/requests/new", "main .rows a[href^='/requests/new/']")),
    Screen("documents", "curator", "/documents"),
    Screen("document", "curator", document_of("only=flagged")),
    Screen("document-protocol", "curator", document_of("kind=protocol")),
    Screen("document-new", "curator", "/documents/new"),
    Screen("document-edit", "curator", document_of("state=draft", "/edit")),
    Screen("document-registration", "curator", document_of("state=on_signature", "/registration")),
    Screen("document-acquaintance", "curator", document_of("kind=order_introduction", "/acquaintance")),
    Screen("document-templates", "curator", "/documents/templates"),
    Screen("document-template", "curator", first_link("/documents/templates", "#templates_section a")),
    Screen("document-numbering", "curator", first_link("/documents/templates", "#numbering_section a")),
    Screen("my-documents", "mentor", "/my/documents"),
    Screen("my-document", "mentor", first_link("/my/documents", "main .rows a")),
    Screen("plans", "curator", "/plans"),
    Screen("plan", "mentor", first_link("/plans", "main .rows a[href^='/plans/']")),
    Screen(
        "plan-new",
        "mentor",
        through(
            "/plans", "main .rows a[href^='/plans/']", ".breadcrumb a[href$='/plans']", "main a[href$='/plans/new']"
        ),
    ),
    Screen("plan-print", "mentor", first_link("/plans", "main .rows a[href^='/plans/']", "/print")),
    Screen(
        "plans-of-pair", "mentor", through("/plans", "main .rows a[href^='/plans/']", ".breadcrumb a[href$='/plans']")
    ),
    Screen("mentor-reports", "curator", "/mentor-reports"),
    Screen("mentor-report", "curator", first_link("/mentor-reports?state=sent", "main .rows .row-link")),
    Screen(
        "mentor-report-return", "curator", first_link("/mentor-reports?state=sent", "main .rows .row-link", "/return")
    ),
    Screen(
        "mentor-report-print", "curator", first_link("/mentor-reports?state=sent", "main .rows .row-link", "/print")
    ),
    Screen("closing-sheet", "curator", first_link("/mentorships?state=active", "main tbody a", "/closing")),
    Screen("closing-edit", "curator", first_link("/mentorships?state=active", "main tbody a", "/closing/edit")),
    Screen("closing-print", "curator", first_link("/mentorships?state=active", "main tbody a", "/closing/print")),
    Screen(
        "pair-questionnaires", "curator", first_link("/mentorships?state=active", "main tbody a", "/questionnaires")
    ),
    Screen("curator-reports", "curator", "/curator-reports"),
    Screen("closing-order", "curator", "/mentorships/closing-order?everybody=1"),
    Screen("closing-order-empty", "curator", "/mentorships/closing-order"),
    Screen("events", "mentor", "/events"),
    Screen("events-month", "curator", "/events?view=month"),
    Screen("events-guest", None, "/events"),
    Screen("event", "mentor", first_link("/events", "main .rows .row-link")),
    Screen("event-people", "curator", first_link("/events?past=1&kind=contest", "main .rows .row-link", "/people")),
    Screen("event-edit", "curator", first_link("/events?past=1&kind=contest", "main .rows .row-link", "/edit")),
    Screen("events-plan", "curator", "/events/plan"),
    Screen("my-events", "mentor", "/my/events"),
    Screen("courses", "mentor", "/courses"),
    Screen("courses-guest", None, "/courses"),
    Screen("course", "curator", first_link("/courses", SCHOOL_COURSE)),
    Screen("course-mentor", "mentor", first_link("/courses", "main .rows .row-link")),
    Screen("course-setup", "curator", first_link("/courses", SCHOOL_COURSE, "/setup")),
    Screen("course-session-new", "curator", first_link("/courses", SCHOOL_COURSE, "/sessions/new")),
    Screen("course-progress", "curator", first_link("/courses", SCHOOL_COURSE, "/progress")),
    Screen("course-attendance", "curator", through("/courses", SCHOOL_COURSE, "#sessions .actions a")),
    Screen("training-restricted", "psychologist", first_link("/events", LED_TRAINING, "/people")),
    Screen("final-guest", None, through("/events?kind=final", "main .rows .row-link", "a[href^='/finals/']")),
    Screen("final", "operator", through("/events?kind=final", "main .rows .row-link", "a[href^='/finals/']")),
    Screen("experts", "mentor", "/experts"),
    Screen("expert", "mentor", first_link("/experts", "main .rows .row-link")),
    Screen("expert-kept", "operator", first_link("/experts", "main .rows .row-link >> nth=1")),
    Screen("expert-new", "curator", "/experts/new"),
    Screen("training", "curator", "/training"),
    Screen("my-training", "mentor", "/training/mine"),
    Screen("practices", "mentor", "/practices"),
    Screen("practices-chosen", "mentor", "/practices?format=teacher_teacher&module=progress&q=урок"),
    Screen("practices-empty", "mentor", "/practices?format=pupil_pupil&hours=over_3"),
    Screen("practice", "mentor", first_link("/practices?q=Час тишины", ".bank-found .row-link")),
    Screen("practice-guest", None, first_link("/practices?q=Час тишины", ".bank-found .row-link")),
    Screen("practice-edit", "mentor", first_link("/practices/mine", "main a[href$='/edit']")),
    Screen("practice-steps", "mentor", first_link("/practices/mine", "main a[href$='/edit']", "/steps")),
    Screen("practices-mine", "mentor", "/practices/mine"),
    Screen("practices-review", "curator", "/practices/review"),
    Screen("practice-review", "curator", first_link("/practices/review", "main .rows a[href$='/review']")),
    Screen("practices-gaps", "operator", "/practices/gaps"),
    Screen("awards", "curator", "/awards"),
    Screen("awards-kinds", "curator", "/awards/kinds"),
    Screen("awards-kind", "curator", first_link("/awards/kinds", "main .table a[href^='/awards/kinds/']")),
    Screen("awards-choose", "curator", "/awards/candidates"),
    Screen("award-to-decide", "director", first_link("/awards?state=nominated", "#award_list .table a")),
    Screen("award-given", "curator", first_link("/awards?state=awarded", "#award_list .table a")),
    Screen("award-title", "curator", first_link("/awards?nature=title&state=approved", "#award_list .table a")),
    Screen("my-awards", "mentor", "/my/awards"),
    Screen("honor-boards", None, "/honor-board"),
    Screen("honor-board", None, first_link("/honor-board", "main .row-link")),
    Screen("honor-entries", "curator", first_link("/honor-board", "#kept .row-link, main .row-link")),
    Screen("certificate-check", None, "/certificates"),
    Screen("contests", None, "/contests"),
    Screen("contest-over", None, first_link("/contests", "main .rows a:has-text('первый тур')")),
    Screen("contest-results", "operator", first_link("/contests", "main .rows a:has-text('первый тур')", "/results")),
    Screen("contest-judging", "curator", first_link("/contests", "main .rows a:has-text('второй тур')", "/judging")),
    Screen(
        "contest-review",
        "curator",
        through("/contests", "main .rows a:has-text('второй тур')", "main a[href$='/judging']", "main .rows a"),
    ),
    Screen("contest-jury", "operator", first_link("/contests", "main .rows a:has-text('второй тур')", "/jury")),
    Screen("contest-new", "operator", "/contests/new"),
    Screen(
        "contest-application",
        "mentor",
        first_link("/contests", "main .rows a:has-text('Наставник года')", "/application"),
    ),
    Screen("library", "curator", "/library"),
    Screen("library-guest", None, "/library?kind=act"),
    Screen("library-empty", "mentor", "/library?kind=slides&role=parent"),
    Screen("library-new", "curator", "/library/new"),
    Screen("material", "mentor", first_link("/library?kind=memo&role=mentor", "#materials .row-link")),
    Screen("material-readings", "curator", first_link("/library?kind=memo", "#materials .row-link", "/readings")),
    Screen("open-pages", None, "/mentoring"),
    Screen("open-page", None, first_link("/mentoring", "main .row-link")),
    Screen("practice-collections", None, "/practices/collections"),
    Screen("my-requests", "mentee", "/my/requests"),
    Screen("my-request", "mentee", first_link("/my/requests", "main .rows a[href^='/requests/']")),
    Screen("my-request-new", "mentee", "/my/requests/new"),
    Screen("drafts", "curator", "/matching"),
    Screen("draft", "curator", first_link("/matching", RUN)),
    Screen("draft-publication", "curator", first_link("/matching", RUN, "/publication")),
    Screen("draft-discarding", "curator", first_link("/matching", RUN, "/discarding")),
    Screen("draft-mentee", "curator", through("/matching", RUN, "#pairs_section a[href*='/mentees/']")),
    Screen("draft-comparison", "curator", draft_comparison),
    Screen("draft-settings", "curator", first_link("/matching", "main a[href$='/settings']")),
    Screen("my-avoidances", "mentee", "/my/avoidances"),
    Screen("mentors", "curator", "/mentors"),
    Screen("mentor", "curator", mentor_in("active")),
    Screen("mentor-candidate", "curator", mentor_in("candidate")),
    Screen("mentor-edit", "curator", mentor_in("candidate", "/edit")),
    Screen("mentor-suitability", "curator", mentor_in("candidate", "/suitability")),
    Screen("mentor-approval", "curator", mentor_in("candidate", "/approval")),
    Screen("mentor-pause", "curator", mentor_in("active", "/pause")),
    Screen("mentor-portfolio", "curator", mentor_in("active", "/portfolio")),
    Screen("mentor-new", "curator", "/mentors/new"),
    Screen("mentor-nominate", "curator", first_link("/mentors/new", "main .rows a[href^='/mentors/new/']")),
    Screen("mentors-commission", "curator", "/mentors/commission"),
    Screen("mentors-training", "curator", "/mentors/training"),
    Screen("my-mentoring", "mentor", "/my/mentoring"),
    Screen("my-mentor", "mentor", first_link("/my/mentoring", "main .rows a[href^='/mentors/']")),
    Screen("my-mentoring-new", "pupil", "/my/mentoring/new"),
    Screen("organization", "curator", first_link("/organizations", "main .table a[href^='/organizations/']")),
    Screen("privacy", "curator", "/privacy"),
    Screen("privacy-request", "curator", first_link("/privacy", "main a[href^='/privacy/requests/']")),
    Screen("retention", "curator", "/privacy/retention"),
    Screen("erasure", "director", first_link("/privacy/erasures", "main a[href^='/privacy/erasures/']")),
    Screen("act", "director", first_link("/privacy/erasures", "main a[href^='/privacy/erasures/']", "/act")),
    Screen("incident", "director", first_link("/privacy/incidents", "main .rows a[href^='/privacy/incidents/']")),
    Screen("disclosures", "director", "/privacy/disclosures"),
    Screen("own-consents", "parent", "/account/consents"),
    Screen("own-consent", "parent", first_link("/account/consents", "main a[href*='/participation']")),
    Screen("own-data", "parent", "/account/data"),
    Screen("own-data-views", "parent", "/account/data/views"),
    Screen("own-request", "parent", "/account/data/requests/new?kind=correction"),
    Screen("desk-admin", "admin", "/"),
    Screen("desk-partner", "partner", "/"),
    Screen("desk-operator", "operator", "/"),
    Screen("organizations", "operator", "/organizations"),
    Screen(
        "appoint",
        "operator",
        first_link("/organizations?q=колледж", "main .table a[href^='/organizations/']", "/curators/new"),
    ),
    Screen("desk-director", "director", "/"),
    Screen("desk-parent", "parent", "/"),
    Screen("desk-psychologist", "psychologist", "/"),
    Screen("desk-mentor", "mentor", "/"),
    Screen("desk-pupil", "pupil", "/"),
    Screen("admin", "admin", "/admin"),
    Screen("audit", "admin", "/admin/audit"),
    Screen("outbox", "admin", "/admin/outbox"),
    Screen("community", "mentor", "/community"),
    Screen("community-space", "mentor", first_link("/community", "main a:has-text('Наставники города')")),
    Screen(
        "community-thread",
        "mentor",
        through("/community", "main a:has-text('Наставники города')", "#thread_list a.row-link"),
    ),
    Screen("community-new-space", "curator", "/community/new"),
    Screen("community-rules", "mentee", "/community/rules"),
    Screen("community-moderation", "curator2", "/community/moderation"),
    Screen("questions", "mentee", "/questions"),
    Screen("questions-new", "mentee", "/questions/new"),
    Screen("question-solved", "mentee", first_link("/questions?show=solved", "#question_list a.row-link")),
    Screen("questions-acts", "curator", "/questions/statistics"),
)
