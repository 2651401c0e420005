"""`serve`: API and jobs."""

import socket

import click

from entrypoints.api.server import listening, people_of, serve_many
from entrypoints.api.server import serve as serve_one
from entrypoints.bootstrap import service
from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.console.door import pages
from entrypoints.errors import BadInput
from entrypoints.logging import configure_logging
from entrypoints.settings import Settings


@spoken
@click.command(cls=Spoken)
@click.option("--workers", type=click.IntRange(1, 64), default=1, metavar="N")
@click.option("--socket", "descriptor", type=int, hidden=True)
@click.pass_obj
def serve(door: Door, workers: int, descriptor: int | None) -> int:
    """Answer over HTTP until told to stop."""
    settings = door.settings
    configure_logging(settings.log_format, settings.log_level)
    if descriptor is not None:
        serve_one(settings, socket.socket(fileno=descriptor), pages())
        return 0
    if workers > 1 and settings.database_url.startswith("sqlite"):
        raise BadInput("serve.one_process")
    return run(door, settings, workers)


def run(door: Door, settings: Settings, workers: int = 1) -> int:
    """Listen, say where, hand out the first administrator's link, serve."""
    with service(settings) as parts:
        link = people_of(parts).begin()
    try:
        listener = listening(settings)
    except (OSError, OverflowError) as error:
        raise BadInput("serve.taken", listen=settings.listen, reason=str(error)) from error
    with listener:
        host, port = listener.getsockname()[:2]
        click.echo(door.sentence("serving", url=f"http://{host}:{port}"), err=True)
        if link:
            click.echo(door.sentence("admin_link", url=f"http://{host}:{port}", link=link), err=True)
        if workers > 1:
            return serve_many(workers, listener)
        serve_one(settings, listener, pages())
    return 0
