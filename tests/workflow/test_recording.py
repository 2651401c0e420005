"""What is kept of a refused attempt."""

from workflow.recording import recordable


def test_facts_no_record_can_hold_do_not_stop_the_refusal() -> None:
    facts = {"asked": 5, "limits": [1, 2]}
    assert recordable(facts) == facts
    assert recordable({"asked": 2**53}) == {"unrecordable": "$.asked: integer of 2^53 or more"}
    assert recordable({"rate": 0.5}) == {"unrecordable": "$.rate: float is not allowed"}
