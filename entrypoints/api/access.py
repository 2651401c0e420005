"""What each route asks of a caller. A route that is not in this table is not served: the program does not start."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from states.roles import (
    ADMIN,
    AGENCY,
    AUDITOR,
    EVALUATOR,
    LEAD,
    MINISTRY,
    MUNICIPALITY,
    PARTNER_MINISTRY,
    PROVINCE,
    SECRETARY,
)
from states.secrecy import ANSWERING

OPEN, PERSON, DUTY, ROLES = "open", "person", "duty", "roles"
"""Anyone · anyone signed in · anyone in a duty, the object decides the rest · these roles only."""


@dataclass(frozen=True, slots=True)
class Access:
    """`silent`: asking there does not count as being at work, so that an open page keeps no session alive."""

    who: str
    roles: frozenset[str] = frozenset()
    silent: bool = False

    @property
    def told(self) -> str:
        """Who may pass, in words of the permissions page."""
        named = {
            OPEN: "누구나 · anyone",
            PERSON: "로그인한 사람 · anyone signed in",
            DUTY: "담당자, 볼 수 있는 것만 · anyone in a duty, what they may see",
        }
        return named.get(self.who) or ", ".join(sorted(self.roles))


ANYONE, SIGNED_IN, ANY_DUTY = Access(OPEN), Access(PERSON), Access(DUTY)
LISTENING = Access(DUTY, silent=True)
ADMINS = Access(ROLES, frozenset({ADMIN}))
AUDITORS = Access(ROLES, frozenset({ADMIN, AUDITOR}))
STAFF = Access(ROLES, frozenset({ADMIN, AGENCY, MINISTRY}))
OVERSEERS = Access(ROLES, frozenset({ADMIN, AGENCY, AUDITOR, MINISTRY}))
OFFICERS = Access(ROLES, frozenset({AGENCY}))
JUDGES = Access(ROLES, frozenset({ADMIN, AGENCY, AUDITOR, EVALUATOR, MINISTRY, PARTNER_MINISTRY, SECRETARY}))
RANKERS = Access(ROLES, ANSWERING)
PAYERS = Access(ROLES, frozenset({ADMIN, AGENCY, AUDITOR, MINISTRY, PARTNER_MINISTRY, LEAD, PROVINCE, MUNICIPALITY}))
V1 = "/api/v1"
STREAMS = ("calls", "projects", "supports", "companies", "surveys")

UNSERVED = {("surveys", "/{stream}/events"), ("surveys", "/{stream}/diff")}
"""Whoever reads an answer to the survey does not learn who gave it."""
_OPEN = (
    "GET /healthz", "GET /readyz", "GET /api/openapi.json", f"POST {V1}/session", f"POST {V1}/links",
    f"GET {V1}/lifecycles", f"GET {V1}/lifecycles/{{kind}}", f"GET {V1}/oidc", f"GET {V1}/oidc/callback",
    "GET /calendar/{token}.ics", "GET /unsubscribe/{key}/{proof}", "POST /unsubscribe/{key}/{proof}",
)  # fmt: skip
_SIGNED_IN = (
    f"DELETE {V1}/session", f"GET {V1}/me", f"PUT {V1}/me/password", f"GET {V1}/me/sessions",
    f"DELETE {V1}/me/sessions",
    f"DELETE {V1}/me/sessions/{{id}}", f"GET {V1}/me/tokens", f"POST {V1}/me/tokens", f"DELETE {V1}/me/tokens/{{id}}",
    f"GET {V1}/me/feeds", f"POST {V1}/me/feeds", f"DELETE {V1}/me/feeds/{{id}}",
    f"GET {V1}/me/letters", f"PUT {V1}/me/letters/{{letter}}",
    f"GET {V1}/me/hours", f"PUT {V1}/me/hours",
)  # fmt: skip
_DUTY = (
    f"GET {V1}/papers", f"GET {V1}/papers/{{paper}}/{{subject}}", f"POST {V1}/papers/{{paper}}/{{subject}}",
    f"GET {V1}/deadlines", f"POST {V1}/bulk", f"POST {V1}/bulk/jobs", f"POST {V1}/documents",
    f"GET {V1}/jobs", f"GET {V1}/jobs/{{id}}", f"GET {V1}/jobs/{{id}}/content", f"DELETE {V1}/jobs/{{id}}",
    f"PATCH {V1}/documents/{{id}}", f"GET {V1}/documents/{{id}}", f"GET {V1}/documents/{{id}}/content",
    *(f"GET {V1}/{name}{rest}" for name in STREAMS
      for rest in ("", "/{stream}", "/{stream}/events", "/{stream}/diff", "/{stream}/actions")
      if (name, rest) not in UNSERVED),
    f"POST {V1}/{{collection}}/{{stream}}/actions/{{trigger}}",
    f"GET {V1}/webhooks", f"POST {V1}/webhooks",
    *(f"{method} {V1}/webhooks/{{id}}" for method in ("GET", "PATCH", "DELETE")),
    f"POST {V1}/webhooks/{{id}}/rotate", f"POST {V1}/webhooks/{{id}}/test", f"GET {V1}/webhooks/{{id}}/deliveries",
    f"POST {V1}/webhooks/{{id}}/deliveries/{{key}}/redeliver",
)  # fmt: skip
_ADMIN = (
    f"GET {V1}/people", f"POST {V1}/people", f"GET {V1}/people/{{person}}", f"POST {V1}/people/{{person}}/duties",
    f"DELETE {V1}/duties/{{duty}}", f"POST {V1}/people/{{person}}/absences", f"POST {V1}/people/{{person}}/recovery",
    f"PUT {V1}/people/{{person}}/status", f"PUT {V1}/people/{{person}}/identity", f"POST {V1}/handovers",
    f"GET {V1}/organisations", f"PUT {V1}/organisations/{{org}}", f"POST {V1}/people/{{person}}/forgetting",
)  # fmt: skip

_PAGES_DUTY = (
    "GET /", "GET /calendar", "GET /audit/{stream}", "GET /lifecycles/{kind}", "GET /passports/{brn}",
    *(f"GET /{name}{rest}" for name in STREAMS
      for rest in ("", "/bulk", "/{stream}", "/{stream}/actions/{trigger}")),
    *(f"POST /{name}/{rest}" for name in STREAMS for rest in ("bulk", "{stream}/actions/{trigger}")),
    "POST /views", "GET /jobs/{id}", "POST /jobs/{id}/cancel",
    "GET /papers", "GET /papers/{paper}/{subject}", "POST /papers/{paper}/{subject}",
    "GET /notifications", "GET /notifications/webhooks/{id}", "POST /notifications/webhooks/{id}",
    *(f"POST /notifications/{each}" for each in ("letters", "hours", "feeds", "webhooks")),
    *(f"POST /{name}/{{stream}}/remarks" for name in STREAMS if (name, "/{stream}/events") not in UNSERVED),
    *(f"GET /sheets/{name}" for name in STREAMS),
    *(f"GET /{name}/{{stream}}/{rest}" for name in STREAMS
      for rest in ("timeline", "receipts/{version}", "proofs/{version}", "letters", "letters/{version}/{n}")
      if (name, "/{stream}/events") not in UNSERVED),
)  # fmt: skip

API: Mapping[str, Access] = {
    **dict.fromkeys(_OPEN, ANYONE),
    **dict.fromkeys(_SIGNED_IN, SIGNED_IN),
    **dict.fromkeys(_DUTY, ANY_DUTY),
    **dict.fromkeys(_ADMIN, ADMINS),
    f"GET {V1}/people/changes": AUDITORS,
    f"GET {V1}/audit/acts": AUDITORS,
    **dict.fromkeys((f"POST {V1}/audit/{each}" for each in ("verifications", "exports", "bundles")), AUDITORS),
    **dict.fromkeys(
        (f"POST {V1}/calls/{{stream}}/amendments", f"GET {V1}/calls/{{stream}}/recomputations",
         f"POST {V1}/calls/{{stream}}/recomputations", f"POST {V1}/calls/{{stream}}/extensions"), STAFF),
    "GET /metrics": AUDITORS,
}  # fmt: skip
PAGES: Mapping[str, Access] = {
    **dict.fromkeys(
        ("GET /login", "POST /login", "GET /links/{link}", "POST /links/{link}", "POST /preferences",
         "GET /static/{name}"), ANYONE),
    **dict.fromkeys(("POST /logout", "POST /session/stay", "GET /duty", "POST /duty"), SIGNED_IN),
    **dict.fromkeys(_PAGES_DUTY, ANY_DUTY),
    **dict.fromkeys(
        ("GET /audit", "POST /audit/verify", "POST /audit/bundles", "GET /readings", "GET /operations"), AUDITORS),
    "POST /operations/retry": ADMINS,
    **dict.fromkeys(("GET /live", "GET /jobs/{id}/live"), LISTENING),
    **dict.fromkeys(("GET /money", "GET /preferences", "GET /desks", "GET /forecast"), PAYERS),
    **dict.fromkeys(
        ("GET /assembly", "GET /assembly/{n}", "GET /deliveries", "GET /deliveries/{n}", "GET /outages"), OVERSEERS),
    **dict.fromkeys(("POST /assembly", "POST /assembly/{n}", "POST /deliveries"), STAFF),
    "GET /paper-desk": STAFF,
    **dict.fromkeys(("POST /paper-desk", "POST /paper-desk/{stream}"), OFFICERS),
    "GET /evaluation": JUDGES,
    "GET /calls/{stream}/ranking": RANKERS,
}  # fmt: skip
POLICY: Mapping[str, Access] = {**API, **PAGES}
"""Every route as `METHOD path`."""


def uncovered(routes: Iterable[str]) -> list[str]:
    """The routes no line of the table is about."""
    return sorted(set(routes) - POLICY.keys())
