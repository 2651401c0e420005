"""What is asked of the API for its examples: the play at two moments, and everything one can look at or set there."""

from datetime import date
from hashlib import sha256
from typing import Any

from entrypoints.api.commands import PLURAL
from entrypoints.demo.cast import OPERATOR, lead, minister, officer
from entrypoints.demo.stage import on
from states.roles import ADMIN, AUDITOR, Actor
from tests.end_to_end.screenshots import first
from tests.entrypoints.api.recording_scene import V1, Scene
from tests.world import CALL_ID, call_files, real_rules

RECEPTION, RUNNING = on(date(2024, 12, 18)), on(date(2025, 4, 20))
MINISTER, OFFICER, SECOND = minister(real_rules()), officer(real_rules()), officer(real_rules(), 2)
AUDITING, OTHER_OPERATOR = Actor("auditor-1", AUDITOR, "audit"), Actor("operator-2", ADMIN, "yeongo")
PDF, PASSWORD = b"%PDF-1.7\n%%EOF\n", "four sturdy words 7"
URL = "https://hooks.example.org/yeongo"


def reception(scene: Scene) -> None:
    """Applying: a document brought, a change of the call tried, a step that is refused on several grounds."""
    draft = first(scene.parts, "project", "draft")
    with scene.parts.store.snapshot() as reader:
        me = lead(str(reader.streams([draft])[draft].facts["lead"]))
    new = {"stream": draft, "name": "사업계획서.pdf", "size": len(PDF), "sha256": sha256(PDF).hexdigest()}
    document = scene.ask(f"POST {V1}/documents", me, new)["id"]
    scene.ask(f"PATCH {V1}/documents/{{id}}", me, PDF, id=document)
    scene.ask(f"GET {V1}/documents/{{id}}", me, id=document)
    files = dict(call_files())
    earlier, later = (f'[periods.objection]\nrule = "objection"\nlength = "{days}d"' for days in (10, 20))
    files["call.toml"] = files["call.toml"].replace(earlier, later)
    folder = {"files": files, "notice_no": "2024-2", "reason": "이의신청 기간 정정", "dry_run": True}
    scene.ask(f"POST {V1}/calls/{{stream}}/amendments", MINISTER, folder, stream=CALL_ID)
    scene.refuse(f"POST {V1}/projects/{{stream}}/actions/submit", me, {"ministries": ["MSS"]}, stream=draft)


def running(scene: Scene) -> None:
    """The supports have begun: what there is to look at, and what people and administrators set."""
    for kind in PLURAL:
        _board(scene, kind)
    _looks(scene)
    _steps(scene)
    _administration(scene)
    _own(scene)
    _jobs(scene)
    _webhooks(scene)


def _board(scene: Scene, kind: str) -> None:
    path = f"{V1}/{PLURAL[kind]}"
    state = "supporting" if kind == "project" else ""
    stream = scene.ask(f"GET {path}", OFFICER, query=f"?limit=1&state={state}")["rows"][0]["stream"]
    scene.ask(f"GET {path}/{{stream}}", OFFICER, stream=stream)
    scene.ask(f"GET {path}/{{stream}}/actions", OFFICER, stream=stream)
    if kind != "survey":
        scene.ask(f"GET {path}/{{stream}}/events", OFFICER, stream=stream)
        scene.ask(f"GET {path}/{{stream}}/diff", OFFICER, query="?from=1&to=2", stream=stream)


def _looks(scene: Scene) -> None:
    for path in ("/healthz", "/readyz", f"{V1}/lifecycles"):
        scene.ask(f"GET {path}", None)
    for path in (f"{V1}/me", f"{V1}/me/hours", f"{V1}/me/letters", f"{V1}/papers"):
        scene.ask(f"GET {path}", OFFICER)
    scene.ask(f"GET {V1}/lifecycles/{{kind}}", None, kind="survey")
    scene.ask(f"GET {V1}/calls/{{stream}}/recomputations", OFFICER, stream=CALL_ID)


def _steps(scene: Scene) -> None:
    """A deadline moved by two persons, for one and for all of a call; many at once; a paper kept."""
    path = f"POST {V1}/projects/{{stream}}/actions/propose"
    book = scene.ask(f"GET {V1}/deadlines", OFFICER, query=f"?call={CALL_ID}&limit=500")["deadlines"]
    due = next(each for each in book if each["kind"] == "annual_report")
    project = due["stream"]
    until = f"{int(due['due_date'][:4]) + 1}{due['due_date'][4:]}"
    extended = {"kind": due["kind"], "until": until, "reason": "폭설"}
    scene.ask(path, OFFICER, {"trigger": "extend_deadline", "content": {"extended": extended}}, stream=project)
    scene.ask(f"GET {V1}/projects/{{stream}}/actions", MINISTER, stream=project)
    extending = extended | {"dry_run": True}
    scene.ask(f"POST {V1}/calls/{{stream}}/extensions", SECOND, extending, stream=CALL_ID)
    seen = [{"stream": project, "id": due["id"], "after": until}]
    scene.ask(f"POST {V1}/calls/{{stream}}/recomputations", OFFICER, {"reason": "임시공휴일", "seen": seen},
              stream=CALL_ID)  # fmt: skip
    scene.ask(f"POST {V1}/bulk", OFFICER, _bulk() | {"dry_run": True})
    scene.ask(
        f"POST {V1}/papers/{{paper}}/{{subject}}", OFFICER, {"form": "xlsx"}, paper="budget-table", subject=project
    )


def _bulk() -> dict[str, Any]:
    where = {"state": "supporting"}
    data = {
        "trigger": "extend_deadline",
        "content": {"extended": {"kind": "annual_report", "until": "2025-12-31", "reason": "폭설"}},
    }
    return {"collection": "projects", "trigger": "propose", "where": where, "data": data}


def _administration(scene: Scene) -> None:
    people, admin = f"{V1}/people", OPERATOR
    scene.ask(
        f"PUT {V1}/organisations/{{org}}", admin, {"ko": "전북테크노파크", "en": "Jeonbuk Technopark"}, org="tp-jeonbuk"
    )
    kim = {"login": "kim@tp.example", "name": "김연고", "email": "kim@tp.example", "id": "kim"}
    scene.link = scene.ask(f"POST {people}", admin, kim)["link"]
    scene.ask(f"POST {people}", admin, {"login": "lee@tp.example", "name": "이연고", "id": "lee"})
    duty = {"role": "lead", "org": "tp-jeonbuk", "since": "2025-04-01T09:00:00+09:00"}
    scene.ask(f"POST {people}/{{person}}/duties", admin, duty, person="kim")
    absence = {"deputy": "lee", "since": "2025-04-22T09:00:00+09:00", "until": "2025-04-25T18:00:00+09:00"}
    scene.ask(f"POST {people}/{{person}}/absences", admin, absence, person="kim")
    account = {"issuer": "https://login.tp.example", "subject": "248289761001"}
    scene.ask(f"PUT {people}/{{person}}/identity", admin, account, person="kim")
    scene.ask(f"GET {people}/{{person}}", admin, person="kim")
    scene.ask(f"GET {people}", admin, query="?cursor=kil")
    scene.ask(f"GET {V1}/organisations", admin)
    scene.ask(f"GET {people}/changes", AUDITING)
    scene.ask(f"GET {V1}/audit/acts", AUDITING, query="?trigger=submit&limit=1")
    scene.ask(f"POST {people}/{{person}}/recovery", admin, person="lee")
    handover = {"source": "kim", "target": "lee", "at": "2025-05-02T09:00:00+09:00"}
    scene.ask(f"POST {V1}/handovers", admin, handover)
    scene.ask(f"PUT {people}/{{person}}/status", admin, {"status": "suspended"}, person="lee")
    scene.ask(f"POST {people}/{{person}}/forgetting", admin, {"reason": "퇴직, 본인 요청"}, person="lee")


def _own(scene: Scene) -> None:
    """A person with a session: by the link, by the password; tokens, feeds, what they want to hear."""
    scene.ask(f"POST {V1}/links", None, {"link": scene.link, "password": PASSWORD})
    scene.ask(f"POST {V1}/session", None, {"login": "kim@tp.example", "password": PASSWORD})
    scene.ask(f"GET {V1}/me/sessions", None)
    scene.ask(f"POST {V1}/me/tokens", None, {"name": "KTOP bridge", "scope": ["read", "act"], "days": 90})
    scene.ask(f"GET {V1}/me/tokens", None)
    scene.ask(f"POST {V1}/me/feeds", None, {"stream": CALL_ID})
    scene.ask(f"GET {V1}/me/feeds", None)
    scene.ask(f"PUT {V1}/me/hours", None, {"earliest": "09:00", "latest": "18:00"})
    scene.ask(f"PUT {V1}/me/letters/{{letter}}", None, {"wanted": True}, letter="digest")
    scene.ask(f"PUT {V1}/me/password", None, {"old": PASSWORD, "new": "other sturdy words 8"})


def _jobs(scene: Scene) -> None:
    audit, project = f"{V1}/audit", first(scene.parts, "project", "supporting")
    scope = {"call": CALL_ID, "state": "supporting", "since": "2025-01-01T00:00:00+09:00", "least": 100_000_000}
    scene.ask(f"POST {audit}/bundles", AUDITING, {"scope": scope})
    job = scene.ask(f"POST {audit}/bundles", AUDITING, {"projects": [project]})["id"]
    scene.finished(job, AUDITING)
    scene.ask(f"GET {V1}/jobs", AUDITING)
    scene.ask(f"POST {audit}/exports", AUDITING, {"format": "jsonl"})
    scene.ask(f"POST {V1}/bulk/jobs", OFFICER, _bulk())
    job = scene.ask(f"POST {audit}/verifications", AUDITING)["id"]
    scene.ask(f"DELETE {V1}/jobs/{{id}}", AUDITING, id=job)


def _webhooks(scene: Scene) -> None:
    path = f"{V1}/webhooks"
    id = scene.ask(f"POST {path}", OFFICER, {"url": URL, "events": ["project.submit", "call.*"]})["id"]
    scene.ask(f"PATCH {path}/{{id}}", OFFICER, {"events": ["project.*"]}, id=id)
    scene.ask(f"GET {path}", OFFICER)
    scene.ask(f"GET {path}/{{id}}", OFFICER, id=id)
    key = scene.ask(f"POST {path}/{{id}}/test", OFFICER, id=id)["key"]
    scene.tried(id, key)
    scene.ask(f"GET {path}/{{id}}/deliveries", OFFICER, id=id)
    scene.ask(f"POST {path}/{{id}}/deliveries/{{key}}/redeliver", OFFICER, id=id, key=key)
    scene.ask(f"POST {path}/{{id}}/rotate", OFFICER, id=id)
