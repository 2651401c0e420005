"""The walk with python-statemachine: a machine for each request on the row, persisted by SQLModel."""

import sys

from sqlmodel import Session
from statemachine import State, StateMachine

from bench.peers.rows import engine_of, loaded, record
from bench.peers.walking import STATES, STEPS, TRIGGERS, steps, walk

PLACES = {name: State(name, value=name, initial=n == 0, final=n == STEPS) for n, name in enumerate(STATES)}
WAYS = {TRIGGERS[n]: PLACES[STATES[n]].to(PLACES[STATES[n + 1]]) for n in range(STEPS)}
Flow = type("Flow", (StateMachine,), PLACES | WAYS)


class Model:
    """What the machine drives."""

    def __init__(self, state: str) -> None:
        self.state = state


def main(url: str, client: str, seconds: float) -> None:
    engine, way = engine_of(url), steps(client)

    def step() -> int:
        id, n = next(way)
        with Session(engine) as session:
            project = loaded(session, id)
            model, source = Model(project.state), project.state
            Flow(model=model, state_field="state").send(TRIGGERS[n])
            record(session, project, source, TRIGGERS[n], model.state)
            session.commit()
        return 1

    walk(step, seconds)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
