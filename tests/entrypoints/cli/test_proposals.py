"""What two persons decide on the line: proposed by one, approved or declined by another, judged again in between."""

import orjson
import pytest

from tests.entrypoints.cli.conftest import CALL, Line

FIRST, SECOND, AGENCY = "ministry:MSS:kim", "ministry:MSS:lee", "agency:tipa:kang"


def setting(value: object, name: str = "minimum_score") -> str:
    return orjson.dumps({"name": name, "value": value, "reason": "결정"}).decode()


def codes(document: dict[str, list[dict[str, str]]]) -> list[str]:
    return [each["code"] for each in document["refusals"]]


@pytest.fixture
def proposed(programme: Line) -> str:
    """A minimum score waits for a second person; its number."""
    assert programme.json("propose", CALL, "decide_setting", "--data", setting(60), "--as", FIRST)["accepted"]
    (waiting,) = programme.json("proposals", CALL)["rows"]
    assert (waiting["trigger"], waiting["by"], waiting["content"]["value"]) == ("decide_setting", "kim", 60)
    return str(waiting["number"])


def test_one_proposes_and_another_approves(programme: Line, proposed: str) -> None:
    approve = ("approve", CALL, proposed, "--json", "--as")
    assert codes(programme(*approve, FIRST).document) == ["approval.same_person"]
    assert codes(programme(*approve, AGENCY).document) == ["role.not_allowed"]
    assert programme.json(*approve[:-2], "--as", SECOND)["accepted"]
    shown = programme.json("call", "show", CALL)["facts"]
    assert (shown["settings"]["minimum_score"], shown["proposals"]) == (60, {})
    assert shown["approves"] == {"proposal": proposed, "trigger": "decide_setting", "by": "kim"}
    assert programme("approve", CALL, proposed, "--as", SECOND).said == (
        f"No proposal or letter {proposed} of {CALL} waits to be confirmed: propose or enter it first."
    )
    assert programme.json("audit", "verify")["findings"] == []


def test_what_waits_is_shown_to_people(programme: Line, proposed: str) -> None:
    shown = programme("proposals", CALL)
    assert shown.code == 0
    assert all(each in shown.out for each in (proposed, "Decide a setting", "kim", "2024-12-03 09:00:00+09:00"))


def test_nothing_is_decided_alone_or_otherwise_than_proposed(programme: Line, proposed: str) -> None:
    for value in (60, 70):
        taken = programme("advance", CALL, "decide_setting", "--data", setting(value), "--as", FIRST, "--json")
        assert codes(taken.document) == ["approval.same_person" if value == 60 else "approval.not_proposed"]
    other = programme("advance", CALL, "decide_setting", "--data", setting(70), "--as", SECOND, "--json")
    assert codes(other.document) == ["approval.not_proposed"]


def test_what_is_proposed_stays_out_of_the_record_until_it_is_decided(programme: Line, proposed: str) -> None:
    shown = programme.json("call", "show", CALL)["facts"]["proposals"][proposed]
    assert sorted(shown) == ["at", "by", "trigger"]
    assert [row for row in programme.dump()["event"] if "minimum_score" in str(row)] == []


def test_a_dry_run_shows_what_the_step_would_do_and_leaves_nothing(programme: Line) -> None:
    before = programme.dump()
    tried = ("propose", CALL, "decide_setting", "--data", setting(60), "--as", FIRST, "--dry-run")
    document = programme.json(*tried)
    assert list(document["would"]["changes"]) == ["trigger", "proposals"]
    then = document["then"]
    assert (then["accepted"], then["dry_run"], then["state"]) == (True, True, document["state"])
    assert then["would"]["changes"]["settings"] == {"minimum_score": 60}
    assert "Once a second person approves it, the state becomes Announced" in programme(*tried).out
    assert programme.dump() == before

    programme.json(*tried[:-1])
    number = programme.json("proposals", CALL)["rows"][0]["number"]
    programme.json("approve", CALL, number, "--as", SECOND)
    assert programme.json("call", "show", CALL)["facts"]["settings"] == then["would"]["changes"]["settings"]


def test_a_dry_run_of_a_repeated_proposal_says_so(programme: Line) -> None:
    line = ("propose", CALL, "decide_setting", "--data", setting(60), "--as", FIRST, "--key", "once")
    programme.json(*line)
    assert programme(*line, "--dry-run").out.startswith("Already recorded: call-2025-2 version 3.")
    assert "then" not in programme.json(*line, "--dry-run")


def test_what_would_be_refused_or_cannot_be_read_is_not_proposed(programme: Line) -> None:
    def propose(trigger: str, data: str, who: str = FIRST) -> dict[str, list[dict[str, str]]]:
        document: dict[str, list[dict[str, str]]] = programme(
            "propose", CALL, trigger, "--data", data, "--as", who, "--json"
        ).document
        return document

    assert codes(propose("decide_setting", setting(1, "no_such"))) == ["call.unknown_setting"]
    assert codes(propose("record_budget", "{}")) == ["proposal.not_needed"]
    assert codes(propose("decide_setting", setting(60), AGENCY)) == ["role.not_allowed"]
    wrong = programme("propose", CALL, "decide_setting", "--data", '{"name": 7}', "--as", FIRST, "--json")
    assert wrong.code == 2
    fields = [each["facts"]["field"] for each in wrong.document["error"]["details"]]
    assert fields[:2] == ["content.reason", "content.name"]


def test_an_approval_is_judged_as_things_stand_by_then(programme: Line) -> None:
    later = orjson.dumps({"extended": {"kind": "evaluation", "until": "2025-03-14", "reason": "폭설"}}).decode()
    further = orjson.dumps({"extended": {"kind": "evaluation", "until": "2025-04-14", "reason": "폭설"}}).decode()
    programme.json("jobs", "run-due", "--until", "2024-12-20T18:01:00+09:00")
    for data in (later, further):
        programme.json("propose", CALL, "extend_deadline", "--data", data, "--as", AGENCY)
    first, second = (each["number"] for each in programme.json("proposals", CALL)["rows"])
    programme.json("approve", CALL, second, "--as", "agency:tipa:seo")
    overtaken = programme("approve", CALL, first, "--as", "agency:tipa:seo", "--json")
    assert codes(overtaken.document) == ["deadline.not_later"]
    assert programme.json("decline", CALL, first, "--reason", "더 늦게 연장됨", "--as", AGENCY)["accepted"]
    assert programme.json("proposals", CALL)["rows"] == []


def test_who_may_not_take_the_step_does_not_decline_it(programme: Line, proposed: str) -> None:
    decline = ("decline", CALL, proposed, "--reason", "재검토", "--json", "--as")
    assert codes(programme(*decline, AGENCY).document) == ["role.not_allowed"]
    assert programme(*decline, SECOND).code == 0
