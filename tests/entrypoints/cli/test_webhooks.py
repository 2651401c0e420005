"""Webhooks from the command line: the operator looks after any of them."""

from tests.entrypoints.cli.conftest import Line

AGENCY = "agency:tipa:kim"
URL = "https://hooks.example.org/in"


def test_the_life_of_a_webhook(programme: Line) -> None:
    new = programme.json("webhook", "add", URL, "--events", "project.submit,call.*", "--as", AGENCY)
    assert (new["events"], new["secret"][:6]) == (["project.submit", "call.*"], "whsec_")
    (listed,) = programme.json("webhook", "list")["webhooks"]
    assert (listed["id"], "secret" in listed) == (new["id"], False)
    assert programme.json("webhook", "rotate", new["id"])["secret"] != new["secret"]
    assert programme.json("webhook", "pause", new["id"])["status"] == "paused"
    assert programme.json("webhook", "pause", new["id"], "--restore")["status"] == "active"
    sent = programme.json("webhook", "test", new["id"])
    (found,) = programme.json("webhook", "deliveries", new["id"], "--status", "waiting")["deliveries"]
    assert (found["key"], found["event"]) == (sent["key"], "ping")
    assert programme.json("webhook", "redeliver", new["id"], sent["key"]) == {"again": [sent["key"]]}
    assert programme.json("webhook", "redeliver", new["id"], "--all") == {"again": []}
    assert programme.json("jobs", "status")["webhooks"] == {"waiting": 1, "sent": 0, "failed": 0}
    programme.json("webhook", "remove", new["id"])
    assert programme.json("webhook", "list") == {"webhooks": []}


def test_what_cannot_be_is_bad_input_in_one_sentence(programme: Line) -> None:
    for line in (
        ("webhook", "add", "http://a.example", "--events", "*", "--as", AGENCY),
        ("webhook", "add", URL, "--events", "project.vanish", "--as", AGENCY),
        ("webhook", "rotate", "wh-none"),
    ):
        answer = programme(*line, "--lang", "en")
        assert (answer.code, answer.said != "") == (2, True)
