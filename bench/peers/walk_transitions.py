"""The walk with `transitions` and SQLModel as their READMEs lead one to: a machine for each request, an ORM session."""

import sys

from sqlmodel import Session
from transitions import EventData, Machine

from bench.peers.rows import Project, engine_of, loaded, record
from bench.peers.walking import STATES, STEPS, TRIGGERS, steps, walk

WAYS = [{"trigger": TRIGGERS[n], "source": STATES[n], "dest": STATES[n + 1]} for n in range(STEPS)]


class Flow:
    """One project on its way; its machine writes the row when the state has changed."""

    def __init__(self, project: Project, session: Session) -> None:
        self.project, self.session = project, session
        self.machine = Machine(
            self, STATES, project.state, WAYS, send_event=True, after_state_change="moved", auto_transitions=False
        )

    def take(self, trigger: str) -> None:
        getattr(self, trigger)()

    def moved(self, event: EventData) -> None:
        way = event.transition
        assert way is not None and way.dest is not None  # noqa: S101, PT018 - a state has changed
        record(self.session, self.project, way.source, event.event.name, way.dest)


def main(url: str, client: str, seconds: float) -> None:
    engine, way = engine_of(url), steps(client)

    def step() -> int:
        id, n = next(way)
        with Session(engine) as session:
            project = loaded(session, id)
            Flow(project, session).take(TRIGGERS[n])
            session.commit()
            session.refresh(project)
        return 1

    walk(step, seconds)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
