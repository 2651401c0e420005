"""The rows of one step as SQLModel tables and an ORM session write them: as its tutorial leads one to."""

from typing import Any

from sqlalchemy import BigInteger, Column, Engine, create_engine, event
from sqlmodel import Field, Session, SQLModel, select

from bench.peers.walking import GENESIS, MONTH, PRAGMAS, STATES, chained, content, now

_version = Column("version", BigInteger, nullable=False)


class Project(SQLModel, table=True):
    __mapper_args__ = {"version_id_col": _version, "version_id_generator": False}
    id: str = Field(primary_key=True)
    state: str
    version: int = Field(sa_column=_version)
    head: str
    updated_at: int = Field(sa_type=BigInteger)


class Event(SQLModel, table=True):
    stream: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    trigger_name: str
    actor: str
    recorded_at: int = Field(sa_type=BigInteger)
    hash: str
    body: str


class Timer(SQLModel, table=True):
    stream: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    due_at: int = Field(sa_type=BigInteger)
    status: str


class Outbox(SQLModel, table=True):
    stream: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    letter: str
    org: str
    status: str


class Unsealed(SQLModel, table=True):
    stream: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    hash: str


def engine_of(url: str) -> Engine:
    """One connection, with the baseline's durability."""
    if not url.startswith("sqlite"):
        return create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), pool_size=1)
    engine = create_engine(url, pool_size=1, connect_args={"isolation_level": "IMMEDIATE"})

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _: object) -> None:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    return engine


def loaded(session: Session, id: str) -> Project:
    """The project, new if it has not begun."""
    found = session.get(Project, id)
    if found is None:
        found = Project(id=id, state=STATES[0], version=0, head=GENESIS, updated_at=0)
        session.add(found)
    return found


def record(session: Session, project: Project, source: str, trigger: str, dest: str) -> None:
    """The step's event, state, timer, outbox and unsealed leaf; nothing is committed yet."""
    at, version = now(), project.version + 1
    body, hash = chained(content(project.id, version, source, trigger, dest, project.head, at))
    stream: dict[str, Any] = {"stream": project.id, "version": version}
    session.add(Event(**stream, trigger_name=trigger, actor="lead-0001", recorded_at=at, hash=hash, body=body))
    project.state, project.version, project.head, project.updated_at = dest, version, hash, at
    waiting = select(Timer).where(Timer.stream == project.id, Timer.status == "pending")
    if version % 2:
        session.add(Timer(**stream, due_at=at + MONTH, status="pending"))
    elif timer := session.exec(waiting).first():
        timer.status = "cancelled"
    session.add(Outbox(**stream, letter="moved", org="tipa", status="waiting"))
    session.add(Unsealed(**stream, hash=hash))
