"""Rows of desks: the survey's answers, a ministry's week, what one person hands over."""

from collections import Counter
from collections.abc import Iterable, Mapping

from states.context import Stream
from states.lifecycle import State
from states.papers.material import Material, type_of_row
from states.papers.parts import rows
from states.papers.rows.money import PAYERS
from states.rules import survey
from states.rules.call_parts import Question
from states.rules.periods import DAY

DEADLINE = ("title", "deadline", "owner", "due_date", "late")
WEEK = 7
NAMED = 3
"""Projects that are named where one step was taken on many."""
FIRST_STEP = 0x2460
"""①: the steps of a support are written so."""


def _answers(material: Material) -> list[Mapping[str, Mapping[str, object]]]:
    return [each.facts["answers"] for each in material.of("survey")]


@rows("question", "answered", "option", "count")
def survey_counts(material: Material) -> Iterable[type_of_row]:
    """Each option of the survey with how many ticked it, or how many companies were counted for it."""
    named = {each.id: each for each in survey.questions(material.rules)}
    for each in survey.aggregate(material.rules, _answers(material)):
        question: Question = named[each["id"]]
        for option, count in [*each["chosen"].items(), *each["counts"].items()]:
            yield {"question": question, "answered": each["answered"], "option": option, "count": count}


@rows("question", "part", "answer")
def survey_texts(material: Material) -> Iterable[type_of_row]:
    """What was written, as it was written, without who wrote it."""
    named = {each.id: each for each in survey.questions(material.rules)}
    for each in survey.aggregate(material.rules, _answers(material)):
        for text in each["texts"]:
            yield {"question": named[each["id"]], "part": text["name"], "answer": text["text"]}


@rows("province", "leads", "answers")
def survey_provinces(material: Material) -> Iterable[type_of_row]:
    """How many answered from each province."""
    found: Counter[str] = Counter(str(each.facts["area"])[:2] for each in material.of("survey"))
    leads = {
        code: {x.facts["lead"] for x in material.of("survey") if str(x.facts["area"])[:2] == code} for code in found
    }
    for code, count in sorted(found.items()):
        yield {"province": code, "leads": len(leads[code]), "answers": count}


def _seen(material: Material) -> list[Stream]:
    """The projects of the ministry the paper is for; all where it is for none."""
    wanted = material.ministry
    return [each for each in material.of("project") if not wanted or wanted in each.facts.get("ministries", ())]


@rows("stage", "projects")
def standing(material: Material) -> Iterable[type_of_row]:
    """How many projects stand in each state, in the order of the lifecycle."""
    found = Counter(each.state for each in _seen(material))
    labels: Mapping[str, State] = {each.state: material.states[each.id] for each in _seen(material)}
    for state, count in sorted(found.items(), key=lambda each: (labels[each[0]].phase, each[0])):
        yield {"stage": labels[state], "projects": count}


@rows("title", "area", "lead", "now", "supports", "award", "paid")
def funded(material: Material) -> Iterable[type_of_row]:
    """Each project that holds an award and is not at an end: its state, its supports' steps, money of all years."""
    steps: dict[str, list[str]] = {}
    for each in sorted(material.of("support"), key=lambda support: int(support.facts.get("order", 0))):
        steps.setdefault(each.parents["project"], []).append(
            f"{each.facts.get('order', '')}: {_mark(material.states[each.id])}"
        )
    for project in _seen(material):
        state = material.states[project.id]
        if project.facts.get("award") and not state.terminal:
            yield {
                "now": state,
                "supports": ", ".join(steps.get(project.id, ())) or None,
                "award": sum(int(each) for each in project.facts.get("awards", {}).values()),
                "paid": sum(
                    int(each.get(payer, 0)) for each in project.facts.get("payments", {}).values() for payer in PAYERS
                ),
                **{name: project.facts.get(name) for name in ("title", "area", "lead")},
            }


def _mark(state: State) -> str:
    """Where a support stands: the number of its step, a tick once it is completed, a cross where it was broken off."""
    if state.step:
        return chr(FIRST_STEP + state.step - 1)
    return "✓" if state.id == "completed" else "✗"


def _of_ministry(material: Material, name: str) -> Iterable[type_of_row]:
    own = {each.id for each in _seen(material)}
    return (row for row in material.lists.get(name, ()) if row["project"] in own or not material.ministry)


@rows(*DEADLINE)
def overdue(material: Material) -> Iterable[type_of_row]:
    """What has passed and is still owed, the longest ago first."""
    return (row for row in _of_ministry(material, "deadlines") if row["late"])


@rows(*DEADLINE)
def due_soon(material: Material) -> Iterable[type_of_row]:
    """What ends within seven days of the paper's date."""
    last = (material.day + WEEK * DAY).isoformat()
    return (row for row in _of_ministry(material, "deadlines") if not row["late"] and row["due_date"] <= last)


@rows("day", "step", "count", "titles")
def steps(material: Material) -> Iterable[type_of_row]:
    """The steps of the seven days before, the latest first: each step of a day once, with the projects it was about."""
    found: dict[tuple[str, str], list[type_of_row]] = {}
    for row in _of_ministry(material, "steps"):
        found.setdefault((row["day"], row["step"].trigger), []).append(row)
    for (day, _), same in found.items():
        titles = list(dict.fromkeys(str(row["title"]) for row in same))
        more = f" +{len(titles) - NAMED}" if len(titles) > NAMED else ""
        yield {"day": day, "step": same[0]["step"], "count": len(same), "titles": ", ".join(titles[:NAMED]) + more}


@rows("role", "org", "since", "until", "behalf")
def duties(material: Material) -> Iterable[type_of_row]:
    """The duties a person holds, those of somebody absent among them."""
    return material.lists.get("duties", ())


@rows(*DEADLINE)
def own_deadlines(material: Material) -> Iterable[type_of_row]:
    """Every deadline the person's duties see to: the overdue first, then by their end."""
    return sorted(material.lists.get("deadlines", ()), key=lambda row: (not row["late"], row["due_date"], row["title"]))


@rows("title", "step", "day")
def to_approve(material: Material) -> Iterable[type_of_row]:
    """What somebody else proposed and the person may approve."""
    return material.lists.get("approvals", ())


@rows("title", "step", "day")
def proposed(material: Material) -> Iterable[type_of_row]:
    """What the person proposed and nobody has decided."""
    return material.lists.get("proposed", ())


@rows("title", "now", "due_date")
def to_act(material: Material) -> Iterable[type_of_row]:
    """Streams that stand where the person's role must act next."""
    return material.lists.get("waiting", ())


@rows("role", "org", "since", "until")
def delegated(material: Material) -> Iterable[type_of_row]:
    """Duties somebody else holds on the person's behalf."""
    return material.lists.get("delegated", ())
