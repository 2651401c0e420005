"""One page for one person: their language and theme, their duty, the words and formats the templates ask for."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from entrypoints.api.access import POLICY
from entrypoints.api.commands import PLURAL
from entrypoints.api.cookies import taken
from entrypoints.api.gate import Caller
from entrypoints.api.problem import prefers_english
from entrypoints.api.state import Api, api
from states import formats
from states.catalogue.console import WORDS
from states.catalogue.ranking import REASONS
from states.catalogue.roles import FIGURES, INPUTS, KINDS, PHASES, ROLES, STEPS, formula
from states.context import Stream
from states.instants import MICROSECOND, from_micros, read, written
from states.rules.call_parts import KST
from states.rules.periods import RULES
from states.rules.ranking import Place
from states.views import VIEWS
from workflow.batch import kind_of
from workflow.credentials import SESSION
from workflow.papers.html import style
from workflow.principal import IDLE
from workflow.uploads import Document

COMMON = "common"
"""The source of rows that are alike in every call."""
HERE = Path(__file__).parent
LANGUAGE_COOKIE, THEME_COOKIE = "yeongo_lang", "yeongo_theme"
LANGUAGES, THEMES = ("ko", "en"), ("auto", "light", "dark", "contrast")
ASSETS: dict[str, tuple[bytes, str]] = {
    name: ((HERE / "static" / name).read_bytes(), kind)
    for name, kind in (
        ("console.css", "text/css; charset=utf-8"),
        ("console.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    )
}
ASSETS["paper.css"] = (style().encode(), "text/css; charset=utf-8")
VERSIONS = {name: hashlib.sha256(content).hexdigest()[:12] for name, (content, _) in ASSETS.items()}
NAVIGATION = (
    ("/", "nav.today"),
    ("/projects", "kind.project"),
    ("/calls", "kind.call"),
    ("/supports", "kind.support"),
    ("/companies", "kind.company"),
    ("/evaluation", "nav.evaluation"),
    ("/money", "nav.money"),
    ("/desks", "nav.desks"),
    ("/calendar", "nav.calendar"),
    ("/audit", "nav.audit"),
    ("/operations", "nav.operations"),
)
_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def language_of(request: Request) -> str:
    """What the person chose, else what their browser asks for, else Korean."""
    chosen = taken(request, LANGUAGE_COOKIE)
    return chosen if chosen in LANGUAGES else ("en" if prefers_english(request) else "ko")


class View:
    """What a template sees as `v`."""

    def __init__(self, request: Request, caller: Caller | None = None) -> None:
        self.request = request
        self.caller = caller
        self.language = language_of(request)
        theme = taken(request, THEME_COOKIE)
        self.theme = theme if theme in THEMES else "auto"
        self.shared: Api = api(request)
        self.now: datetime = self.shared.parts.clock.now()
        self.documents: Mapping[str, Document] | None = None
        self.path = request.url.path
        self.here = f"{self.path}?{request.url.query}" if request.url.query else self.path

    def page(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """The template, filled."""
        return HTMLResponse(_templates.get_template(template).render(v=self, **values), status)

    def t(self, key: str, **facts: object) -> str:
        """The words under a key of the catalogue."""
        said = WORDS[key]
        return self.said(said.filled(facts) if facts else said)

    def said(self, named: Any) -> str:
        """One language of anything that has both."""
        text = named[self.language] if isinstance(named, Mapping) else getattr(named, self.language)
        return str(text)

    # who

    @property
    def role(self) -> str:
        return self.caller.actor.role if self.caller and self.caller.actor else ""

    @property
    def duties(self) -> list[tuple[str, str, str]]:
        """Every duty held now: value, role, organisation."""
        if self.caller is None:
            return []
        held = {(duty.role, duty.org) for duty in self.caller.principal.now(self.now)}
        return [(f"{role}:{org}", self.role_name(role), org) for role, org in sorted(held)]

    @property
    def navigation(self) -> list[tuple[str, str, bool]]:
        """Address, words, whether we are there: only what this duty may open."""
        return [
            (path, self.t(key), self.path == path or (path != "/" and self.path.startswith(path)))
            for path, key in NAVIGATION
            if self.may_open(path)
        ]

    def may_open(self, path: str) -> bool:
        """Whether this duty may open a page, by the one policy; lists only where there is anything to see."""
        access = POLICY[f"GET {path}"]
        kind = next((kind for kind, plural in PLURAL.items() if path == f"/{plural}"), "")
        if kind and not any(line.kind == kind for line in VIEWS.get(self.role, ())):
            return False
        return bool(self.role) and (not access.roles or self.role in access.roles)

    @property
    def session_left(self) -> int:
        """Seconds until one is signed out if one does nothing more; 0 where there is no session."""
        principal = self.caller.principal if self.caller else None
        if principal is None or principal.kind != SESSION:
            return 0
        left = from_micros(principal.expires) - self.shared.people.clock.now()
        return max(0, int(min(left, IDLE).total_seconds()))

    def live(self, streams: Iterable[Stream]) -> str:
        """What a page shows and must be told of: an address of server-sent events; empty for nothing."""
        shown = ",".join(f"{each.id}.{each.version}" for each in streams)
        return f"/live?at={shown}" if shown else ""

    # values

    @property
    def instant(self) -> str:
        return written(self.now)

    def role_name(self, role: str) -> str:
        return self.said(ROLES[role]) if role in ROLES else role

    def who(self, actor: Mapping[str, str]) -> str:
        """A recorded actor: their pseudonym, and whose duty it was if they acted for somebody absent."""
        return self.t("who.acting_for", **actor) if "behalf" in actor else actor["id"]

    def figure(self, name: str) -> str:
        return self.said(FIGURES[name])

    def input(self, name: str) -> str:
        return self.said(INPUTS[name])

    def formula(self, rule: str) -> str:
        """How a figure is computed, its inputs by name."""
        return self.said(formula(rule))

    @staticmethod
    def cite(sources: str) -> str:
        """The sources of a rule; that it is the same in every call is no source to people."""
        kept = (each for each in sources.split("; ") if each != COMMON)
        return "; ".join(each[len(COMMON) + 2 : -1] if each.startswith(f"{COMMON} (") else each for each in kept)

    def json(self, value: Any) -> str:
        """Plain data as text for those who want all of it."""
        return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode()

    def phase(self, phase: str) -> str:
        return self.said(PHASES[phase]) if phase in PHASES else phase

    def kind(self, kind: str) -> str:
        return self.said(KINDS[kind])

    @property
    def steps(self) -> list[str]:
        return [self.said(step) for step in STEPS]

    def won(self, value: int) -> str:
        return formats.won(value, self.language)

    @staticmethod
    def bytes(value: int) -> str:
        return formats.size(value)

    def short_won(self, value: int) -> str:
        return formats.short_won(value, self.language)

    def day(self, value: date | str) -> str:
        return formats.day(date.fromisoformat(value) if isinstance(value, str) else value, self.language)

    def derivation(self, deadline: Mapping[str, Any]) -> str:
        """How a deadline was computed: from when, how long, by which rule of which law."""
        rule, start, length = RULES[deadline["rule"]], str(deadline["start"]), str(deadline["length"])
        if length == "0d":
            return self.t("derivation.set", rule=self.said(rule), law=rule.law)
        begin = self.plain(read(start)) if "T" in start else self.day(start)
        counted = formats.length(length, self.language)
        return self.t("derivation", start=begin, length=counted, rule=self.said(rule), law=rule.law)

    def time(self, value: datetime | str, *, seconds: bool = False) -> Markup:
        """The time in Korea, the instant itself on hover."""
        instant = read(value) if isinstance(value, str) else value
        shown = formats.moment(instant, self.language, seconds=seconds)
        exact = written(instant)
        return Markup('<time datetime="{}" title="{} UTC">{}</time>').format(exact, exact, shown)

    def plain(self, value: datetime) -> str:
        """The time in Korea as bare text."""
        return formats.moment(value, self.language)

    @staticmethod
    def at(value: int) -> datetime:
        """An instant from its µs."""
        return from_micros(value)

    @staticmethod
    def iso(value: datetime) -> str:
        """An instant for an address."""
        return written(value)

    @staticmethod
    def iso_day(value: datetime) -> str:
        """The day in Korea for a form."""
        return value.astimezone(KST).date().isoformat()

    def date_of(self, value: datetime | str) -> Markup:
        """The day in Korea, the instant itself on hover."""
        instant = read(value) if isinstance(value, str) else value
        exact = written(instant)
        return Markup('<time datetime="{}" title="{} UTC">{}</time>').format(
            exact, exact, formats.day(instant.astimezone(KST).date(), self.language)
        )

    def until(self, end: datetime | str) -> Markup:
        """The last moment before a deadline's end, as people say it: a whole day, or an hour."""
        instant = read(end) if isinstance(end, str) else end
        last = (instant - MICROSECOND).astimezone(KST)
        midnight = instant.astimezone(KST).time() == time.min
        shown = formats.day(last.date(), self.language) if midnight else formats.moment(last, self.language)
        exact = written(instant)
        words = self.t("until.day" if midnight else "until.moment", when=shown)
        return Markup('<time datetime="{}" title="{} UTC">{}</time>').format(exact, exact, words)

    def month(self, first: date) -> str:
        return (
            f"{first.year}년 {first.month}월"
            if self.language == "ko"
            else f"{formats.MONTHS[first.month - 1]} {first.year}"
        )

    def month_of(self, value: str) -> str:
        """A month as `2025-01`, for people."""
        year, month = map(int, value.split("-"))
        return self.month(date(year, month, 1))

    @property
    def today(self) -> str:
        """The day in Korea."""
        return formats.day(self.now.astimezone(KST).date(), self.language)

    @property
    def weekdays(self) -> list[str]:
        """From Sunday on, as Korean calendars begin."""
        names = list(formats.WEEKDAYS[self.language])
        return [names[-1], *names[:-1]]

    def points(self, value: int) -> str:
        return formats.points(value)

    def reason(self, place: Place, projects: Mapping[str, Stream]) -> str:
        """Why a project does not stand higher."""
        above = projects.get(place.above)
        title = str(above.facts.get("title", place.above)) if above else place.above
        facts = {"above": title, "difference": formats.points(place.difference), "item": place.item}
        return self.said(REASONS[place.reason].filled(facts))

    def d_day(self, end: datetime | str) -> str:
        """How far the last day of a deadline is."""
        return formats.d_day((read(end) if isinstance(end, str) else end) - MICROSECOND, self.now)

    def is_past(self, value: datetime | str) -> bool:
        return (read(value) if isinstance(value, str) else value) < self.now

    @staticmethod
    def plural(kind: str) -> str:
        """The page of all streams of a kind."""
        return f"/{PLURAL[kind]}"

    def link(self, stream: str) -> str:
        """The page of a stream."""
        return f"/{PLURAL[kind_of(stream)]}/{stream}"

    def asset(self, name: str) -> str:
        return f"/static/{name}?v={VERSIONS[name]}"


def see_other(address: str) -> RedirectResponse:
    """Go and read another page: the answer to what was posted."""
    return RedirectResponse(address, 303)


def local(address: str | None) -> str:
    """An address within the console; the first page for anything else."""
    good = address is not None and address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if good and address is not None and address.isprintable() else "/"
