"""What the rush is measured against, served like it: an endpoint that only validates, and the naive app."""

import os
import socket
import sys
from datetime import UTC, datetime
from typing import Any

import uvicorn
from fastapi import Depends, FastAPI
from pydantic import BaseModel, ConfigDict
from sqlalchemy import create_engine
from sqlmodel import Field, Session, SQLModel


class Saving(BaseModel):
    """The payload of a save, validated."""

    model_config = ConfigDict(extra="forbid")

    title: str


class Saved(SQLModel, table=True):
    """What the naive app keeps: one row an event."""

    id: int | None = Field(default=None, primary_key=True)
    stream: str = Field(index=True)
    title: str
    at: datetime


class Standing(SQLModel, table=True):
    """Where a stream of the naive app stands."""

    stream: str = Field(primary_key=True)
    version: int
    title: str


def empty() -> FastAPI:
    """Validation and an answer, nothing else."""
    app = FastAPI()

    @app.post("/{stream}")
    async def save(stream: str, saving: Saving) -> dict[str, Any]:
        return {"accepted": True, "stream": stream, "title": saving.title}

    return app


def naive(url: str) -> FastAPI:
    """A sync endpoint, an ORM session, a commit each: what one writes first."""
    app = FastAPI()
    connect = {"timeout": 60} if url.startswith("sqlite") else {}
    engine = create_engine(url, connect_args=connect, pool_size=20, max_overflow=20)
    if url.startswith("sqlite"):
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    SQLModel.metadata.create_all(engine, tables=[SQLModel.metadata.tables[n] for n in ("saved", "standing")])

    def session() -> Any:
        with Session(engine) as made:
            yield made

    asked = Depends(session)

    @app.post("/{stream}")
    def save(stream: str, saving: Saving, made: Session = asked) -> dict[str, Any]:
        found = made.get(Standing, stream, with_for_update=True) or Standing(stream=stream, version=0, title="")
        found.version += 1
        found.title = saving.title
        made.add(found)
        made.add(Saved(stream=stream, title=saving.title, at=datetime.now(UTC)))  # noqa: TID251, DTZ - a stranger's app
        made.commit()
        return {"accepted": True, "version": found.version}

    return app


def main() -> None:
    """Serve the peer the line names on the socket the line names."""
    name, descriptor = sys.argv[1:3]
    app = empty() if name == "empty" else naive(os.environ["BENCH_URL"])
    config = uvicorn.Config(app, loop="uvloop", http="httptools", log_level="warning", access_log=False, backlog=4096)
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(descriptor))])


if __name__ == "__main__":
    main()
