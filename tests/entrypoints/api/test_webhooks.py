"""Webhooks over HTTP: each duty looks after its own, the secret is shown once, the log says what became of each."""

from typing import Any

from storage import webhooks as rows
from tests.entrypoints.api.conftest import House

URL = "https://hooks.example.org/in"


def made(house: House, who: str = "lead-1", **rest: Any) -> dict[str, Any]:
    answer = house.ask("POST", "/api/v1/webhooks", who, json={"url": URL, "events": ["project.*"], **rest})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_one_is_made_seen_changed_and_removed_by_those_of_the_duty(house: House) -> None:
    new = made(house)
    assert (new["status"], new["role"], new["org"], new["personal"]) == ("active", "lead", "tp-jeonbuk", False)
    assert new["secret"].startswith("whsec_")
    (listed,) = house.ask("GET", "/api/v1/webhooks", "lead-1").json()["webhooks"]
    assert listed == {name: value for name, value in new.items() if name != "secret"}
    assert house.ask("GET", f"/api/v1/webhooks/{new['id']}", "lead-1").json() == listed
    changed = house.ask(
        "PATCH", f"/api/v1/webhooks/{new['id']}", "lead-1", json={"active": False, "events": ["call.*"]}
    )
    assert (changed.json()["status"], changed.json()["events"]) == ("paused", ["call.*"])
    assert house.ask("DELETE", f"/api/v1/webhooks/{new['id']}", "lead-1").status_code == 204
    assert house.ask("GET", f"/api/v1/webhooks/{new['id']}", "lead-1").status_code == 404


def test_nobody_else_sees_or_touches_it(house: House) -> None:
    new = made(house)
    path = f"/api/v1/webhooks/{new['id']}"
    for who in ("lead-2", "agency-1", "admin-1", "auditor-1"):
        assert house.ask("GET", "/api/v1/webhooks", who).json()["webhooks"] == []
        tries = [
            house.ask("GET", path, who), house.ask("PATCH", path, who, json={"active": False}),
            house.ask("POST", f"{path}/rotate", who), house.ask("POST", f"{path}/test", who),
            house.ask("GET", f"{path}/deliveries", who), house.ask("POST", f"{path}/deliveries/x/redeliver", who),
            house.ask("DELETE", path, who),
        ]  # fmt: skip
        assert {each.status_code for each in tries} == {404}
    assert house.ask("GET", path).status_code == 401
    assert house.ask("GET", path, "lead-1").status_code == 200


def test_a_rotation_shows_the_new_secret_once_and_until_when_the_old_one_signs(house: House) -> None:
    new = made(house)
    turned = house.ask("POST", f"/api/v1/webhooks/{new['id']}/rotate", "lead-1").json()
    assert turned["secret"] != new["secret"]
    assert turned["old_secret_until"] > new["created"]
    assert "secret" not in house.ask("GET", f"/api/v1/webhooks/{new['id']}", "lead-1").json()


def test_the_log_and_another_try(house: House) -> None:
    new = made(house)
    path = f"/api/v1/webhooks/{new['id']}"
    sent = house.ask("POST", f"{path}/test", "lead-1")
    assert (sent.status_code, sent.json()["event"], sent.json()["status"]) == (202, "ping", "waiting")
    (listed,) = house.ask("GET", f"{path}/deliveries?status=waiting", "lead-1").json()["deliveries"]
    assert (listed["key"], listed["log"]) == (sent.json()["key"], [])
    with house.parts.store.transaction() as transaction:
        found = rows.message(transaction, new["id"], listed["key"])
        assert found is not None
    again = house.ask("POST", f"{path}/deliveries/{listed['key']}/redeliver", "lead-1")
    assert (again.status_code, again.json()["key"]) == (202, listed["key"])
    assert house.ask("POST", f"{path}/deliveries/msg_none/redeliver", "lead-1").status_code == 404


def test_bad_addresses_and_events_are_told(house: House) -> None:
    def tried(**given: Any) -> tuple[int, str]:
        answer = house.ask("POST", "/api/v1/webhooks", "lead-1", json={"url": URL, "events": ["*"], **given})
        return answer.status_code, answer.json()["code"]

    assert tried(url="http://hooks.example.org/") == (422, "webhook.address")
    assert tried(url="https://me@hooks.example.org/") == (422, "webhook.address")
    for inside in (
        "127.0.0.1",
        "169.254.169.254",
        "10.1.2.3:8443",
        "[::1]",
        "[fd00::1]",
        "localhost",
        "127.1",
        "0x7f000001",
    ):
        assert tried(url=f"https://{inside}/") == (422, "webhook.address")
    assert tried(events=["project.vanish"]) == (422, "webhook.unknown_event")
    assert tried(events=["survey.answer"]) == (422, "webhook.unknown_event")
    assert tried(events=[]) == (422, "request.invalid")
    for _ in range(20):
        made(house)
    assert tried() == (409, "webhook.too_many")


def test_what_is_posted_under_one_key_is_done_once(house: House) -> None:
    def posted(path: str, key: str, **body: Any) -> dict[str, Any]:
        answer = house.ask("POST", path, "lead-1", headers={"Idempotency-Key": key}, **body)
        assert answer.status_code in {200, 201, 202}, answer.text
        found: dict[str, Any] = answer.json()
        return found

    made, again = (posted("/api/v1/webhooks", "new", json={"url": URL, "events": ["*"]}) for _ in range(2))
    assert (again, made["secret"][:6]) == (made | {"secret": None}, "whsec_")
    path = f"/api/v1/webhooks/{made['id']}"
    turned = [posted(f"{path}/rotate", "turn") for _ in range(2)]
    assert (turned[1]["secret"], turned[1]["old_secret_until"]) == (None, turned[0]["old_secret_until"])
    assert len({posted(f"{path}/test", "ping")["key"] for _ in range(2)}) == 1
    assert len(house.ask("GET", f"{path}/deliveries", "lead-1").json()["deliveries"]) == 1
    other = house.ask("POST", f"{path}/test", "lead-1", headers={"Idempotency-Key": "turn"})
    assert (other.status_code, other.json()["code"]) == (409, "key.other")
