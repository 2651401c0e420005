"""The walk with django-fsm-2 on Django's ORM: a protected state field, a transaction for each step."""

import sys
from typing import Any

import django
from django.conf import settings
from django.db import models, transaction
from django_fsm import FSMField
from django_fsm import transition as moves

from bench.peers.walking import GENESIS, MONTH, PRAGMAS, STATES, STEPS, TRIGGERS, chained, content, now, steps, walk


def configure(url: str) -> None:
    if url.startswith("sqlite"):
        pragmas = ";".join(f"PRAGMA {each}" for each in PRAGMAS)
        options = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": pragmas}
        database: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": url.removeprefix("sqlite:///")}
    else:
        from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 - only there

        told = conninfo_to_dict(url)
        options = {}
        database = {"ENGINE": "django.db.backends.postgresql", "NAME": told["dbname"], "HOST": told.get("host", "")}
        database |= {"USER": told.get("user", ""), "PASSWORD": told.get("password", ""), "PORT": told.get("port", "")}
    settings.configure(
        DATABASES={"default": database | {"CONN_MAX_AGE": None, "OPTIONS": options}}, INSTALLED_APPS=[], USE_TZ=True
    )
    django.setup()


def table(name: str, key: tuple[str, ...] = ("stream", "version"), **fields: Any) -> Any:
    """A model of a table that is there already."""
    meta: dict[str, Any] = {"app_label": "walk", "managed": False, "db_table": name}
    made = {"__module__": __name__, "Meta": type("Meta", (), meta), **fields}
    if len(key) > 1:
        made["pk"] = models.CompositePrimaryKey(*key)
    return type(name.title(), (models.Model,), made)


def main(url: str, client: str, seconds: float) -> None:
    configure(url)
    text, big = models.TextField, models.BigIntegerField
    state = FSMField(default=STATES[0], protected=True)
    ways = {TRIGGERS[n]: moves(field=state, source=STATES[n], target=STATES[n + 1])(_way(n)) for n in range(STEPS)}
    project = table(
        "project", ("id",), id=text(primary_key=True), state=state, version=big(default=0), head=text(default=GENESIS),
        updated_at=big(default=0), **ways,
    )  # fmt: skip
    of = {"stream": text, "version": big}

    def keyed() -> dict[str, Any]:
        return {name: made() for name, made in of.items()}

    event = table("event", trigger_name=text(), actor=text(), recorded_at=big(), hash=text(), body=text(), **keyed())
    timer = table("timer", due_at=big(), status=text(), **keyed())
    outbox = table("outbox", letter=text(), org=text(), status=text(), **keyed())
    unsealed = table("unsealed", hash=text(), **keyed())
    way = steps(client)

    def step() -> int:
        id, n = next(way)
        with transaction.atomic():
            row = project.objects.filter(pk=id).first() or project(id=id)
            source, before, at = row.state, row.version, now()
            getattr(row, TRIGGERS[n])()
            body, hash = chained(content(id, before + 1, source, TRIGGERS[n], row.state, row.head, at))
            here = {"stream": id, "version": before + 1}
            event.objects.create(
                **here, trigger_name=TRIGGERS[n], actor="lead-0001", recorded_at=at, hash=hash, body=body
            )
            if before:
                moved = {"state": row.state, "version": before + 1, "head": hash, "updated_at": at}
                if project.objects.filter(pk=id, version=before).update(**moved) != 1:
                    raise RuntimeError(f"{id} was moved by another")
            else:
                row.version, row.head, row.updated_at = 1, hash, at
                row.save(force_insert=True)
            if n % 2:
                timer.objects.filter(stream=id, version=before).update(status="cancelled")
            else:
                timer.objects.create(**here, due_at=at + MONTH, status="pending")
            outbox.objects.create(**here, letter="moved", org="tipa", status="waiting")
            unsealed.objects.create(**here, hash=hash)
        return 1

    walk(step, seconds)


def _way(n: int) -> Any:
    def taken(_: object) -> None:
        """Nothing beside the state changes."""

    taken.__name__ = TRIGGERS[n]
    return taken


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
