"""A lifecycle as SCXML (W3C): what other tools read. Guards stay ours: an arrow here may be taken, not must be."""

from xml.sax.saxutils import quoteattr

from states.context import UNBORN
from states.explore import recorded_modes
from states.lifecycle import SOURCE, STAY, Lifecycle, Transition

NAMESPACE = "http://www.w3.org/2005/07/scxml"


def scxml(lifecycle: Lifecycle, language: str = "en") -> str:
    """Every state and row. A mode is a data item, `when` a condition on it, `sets` an assignment; events are triggers.

    What steps record themselves comes with the event that asks for it. The data model is ECMAScript's; a guard is named
    in a comment, because what it asks is not in the document.
    """
    free = recorded_modes(lifecycle)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<scxml xmlns="{NAMESPACE}" version="1.0" name="{lifecycle.name}" initial="{UNBORN}" datamodel="ecmascript">',
        f"  <!-- {lifecycle.ko if language == 'ko' else lifecycle.en} {lifecycle.fingerprint} -->",
        "  <datamodel>",
        *(
            f'    <data id="{mode.id}" expr={quoteattr(_literal(mode.initial))}/>'
            for mode in lifecycle.modes
            if mode.id not in free
        ),
        "  </datamodel>",
        f'  <state id="{UNBORN}">',
        *(line for row in lifecycle.rows if UNBORN in row.sources for line in _arrow(row, UNBORN, language, free)),
        "  </state>",
    ]
    for state in lifecycle.states:
        rows = [row for row in lifecycle.rows if state.id in row.sources]
        kind = "final" if state.terminal and not rows else "state"
        lines.append(f"  <!-- {_comment(state.ko if language == 'ko' else state.en)} -->")
        lines.append(f'  <{kind} id="{state.id}">')
        lines += [line for row in rows for line in _arrow(row, state.id, language, free)]
        lines.append(f"  </{kind}>")
    return "\n".join([*lines, "</scxml>"]) + "\n"


def _arrow(row: Transition, source: str, language: str, free: frozenset[str]) -> list[str]:
    said = _comment(row.ko if language == "ko" else row.en)
    asks = ", ".join(guard.name for guard in row.guards)
    cond = " &amp;&amp; ".join(
        "(" + " || ".join(f"{_place(mode, free)} == {_literal(value)}" for value in sorted(values, key=str)) + ")"
        for mode, values in row.when.items()
    )
    told = f"    <!-- {said}{f' [{asks}]' if asks else ''} -->"
    condition = f' cond="{cond}"' if cond else ""
    target = "" if row.dest == STAY else f' target="{row.dest}"'
    head = f'    <transition event="{row.trigger}"{condition}{target}'
    sets = {mode: source if value == SOURCE else value for mode, value in row.sets.items() if mode not in free}
    if not sets:
        return [told, f"{head}/>"]
    assigns = [f'      <assign location="{mode}" expr={quoteattr(_literal(value))}/>' for mode, value in sets.items()]
    return [told, f"{head}>", *assigns, "    </transition>"]


def _place(mode: str, free: frozenset[str]) -> str:
    return f"_event.data.{mode}" if mode in free else mode


def _literal(value: str | int) -> str:
    return str(value) if isinstance(value, int) else f"'{value}'"


def _comment(text: str) -> str:
    return text.replace("--", "–")
