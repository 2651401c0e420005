"""Highest score first; equal scores only by a decision or by the items; nobody is passed over."""

from hypothesis import given
from hypothesis import strategies as st

from states.rules.ranking import Entry, Line, explained, passed_over, ranking, ties, unsettled, within_budget

A, B, C, D = Entry("a", 9000), Entry("b", 8525), Entry("c", 8525), Entry("d", 7000)


def test_by_score_highest_first() -> None:
    assert ranking([D, A, B]) == [
        {"project": "a", "score": 9000, "rank": 1},
        {"project": "b", "score": 8525, "rank": 2},
        {"project": "d", "score": 7000, "rank": 3},
    ]


def test_equal_scores_are_a_tie() -> None:
    assert ties([A, B, C, D]) == (("b", "c"),)
    assert ties([A, B, D]) == ()


def test_a_decided_order_settles_a_tie_and_moves_no_one_else() -> None:
    assert [row["project"] for row in ranking([A, B, C, D], ["c", "b"])] == ["a", "c", "b", "d"]
    assert [row["project"] for row in ranking([A, B, C, D], ["d", "c", "b", "a"])] == ["a", "c", "b", "d"]


def test_the_heavier_item_tells_equal_scores_apart_where_the_call_says_so() -> None:
    low, high = Entry("low", 8000, (2500, 5500)), Entry("high", 8000, (3000, 5000))
    assert ties([low, high]) == (("low", "high"),)
    assert ties([low, high], by_items=True) == ()
    assert [row["project"] for row in ranking([low, high], by_items=True)] == ["high", "low"]


def test_items_never_beat_the_score() -> None:
    better, heavier = Entry("better", 8001, (1, 8000)), Entry("heavier", 8000, (8000, 0))
    assert [row["project"] for row in ranking([heavier, better], by_items=True)] == ["better", "heavier"]


def test_what_a_decided_order_leaves_out_invents_or_repeats() -> None:
    groups = (("b", "c"),)
    assert unsettled(groups, ["c", "b"]) == ()
    assert unsettled(groups, []) == ("b", "c")
    assert unsettled(groups, ["b"]) == ("c",)
    assert unsettled(groups, ["b", "c", "d"]) == ("d",)
    assert unsettled(groups, ["b", "c", "c"]) == ("c",)


def test_who_is_passed_over() -> None:
    order = ["a", "b", "c", "d"]
    assert passed_over(order, {"a": 0, "b": 0, "c": 1, "d": 2}) is None
    assert passed_over(order, {"a": 0, "b": 1, "c": 0, "d": 2}) == ("b", "c")
    assert passed_over(order, {"a": 0, "b": 2, "c": 2, "d": 1}) == ("c", "d")
    assert passed_over(order, {"a": 0, "c": 0, "d": 2}) is None


ENTRIES = st.lists(
    st.builds(Entry, st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 10_000)),
    unique_by=lambda entry: entry.project,
)


@given(ENTRIES)
def test_the_ranking_is_complete_gapless_and_falls(entries: list[Entry]) -> None:
    found = ranking(entries)
    assert sorted(str(row["project"]) for row in found) == sorted(entry.project for entry in entries)
    assert [row["rank"] for row in found] == list(range(1, len(entries) + 1))
    scores = [row["score"] for row in found]
    assert scores == sorted((entry.score for entry in entries), reverse=True)


def test_every_place_has_its_reason_and_what_it_came_to() -> None:
    entries = [Entry("a", 9000), Entry("b", 8500, (30, 50)), Entry("c", 8500, (30, 49)), Entry("d", 8500, (30, 49))]
    line = Line(awards={"a": 900}, reserves=["b"], minimum=8501)
    places = explained(entries, line, decided=["d", "c"], by_items=True, unscored=["z", "y"])
    assert [(each.project, each.rank, each.reason, each.outcome) for each in places] == [
        ("a", 1, "highest", "awarded"),
        ("b", 2, "lower_score", "reserve"),
        ("d", 3, "lower_item", "below_minimum"),
        ("c", 4, "decided", "below_minimum"),
        ("y", None, "unscored", "unscored"),
        ("z", None, "unscored", "unscored"),
    ]
    assert (places[0].award, places[1].difference, places[2].item, places[2].difference) == (900, 500, 2, 1)
    assert [each.above for each in places] == ["", "a", "b", "d", "", ""]


def test_items_explain_nothing_where_the_call_does_not_say_so() -> None:
    entries = [Entry("b", 8500, (30, 50)), Entry("c", 8500, (30, 49))]
    places = explained(entries, Line({}, []), decided=["c", "b"])
    assert [(each.project, each.reason, each.outcome) for each in places] == [
        ("c", "highest", "not_reached"),
        ("b", "decided", "not_reached"),
    ]


@given(ENTRIES)
def test_the_explained_order_is_the_ranking(entries: list[Entry]) -> None:
    by_hand = [row["project"] for row in ranking(entries)]
    places = explained(entries, Line({}, []))
    assert [place.project for place in places] == by_hand
    assert all(place.reason != "lower_score" or place.difference > 0 for place in places)


def test_the_budget_line_ends_at_the_first_that_does_not_fit_or_goes_on() -> None:
    asked = {"a": 600, "b": 500, "c": 400}
    assert within_budget("abc", asked, 1_000, goes_on=False) == {"a": 600}
    assert within_budget("abc", asked, 1_000, goes_on=True) == {"a": 600, "c": 400}
    assert within_budget("abc", asked, 999, goes_on=True) == {"a": 600}
    assert within_budget("abc", asked, 1_100, goes_on=False) == {"a": 600, "b": 500}


def test_whom_the_budget_does_not_bear_may_be_passed_over_by_an_award_alone() -> None:
    tiers = {"a": 0, "b": 1, "c": 0, "d": 2}
    assert passed_over("abcd", tiers) == ("b", "c")
    assert passed_over("abcd", tiers, {"b"}) is None
    assert passed_over("abcd", {**tiers, "b": 2, "d": 1}, {"b"}) == ("b", "d")
