"""Supports and companies: lists, one of them, opening a recruitment."""

from typing import Any

import click

from entrypoints.cli.boards import listed, paging
from entrypoints.cli.commands import send, wish, wishing
from entrypoints.cli.door import Door, Verbs, spoken
from entrypoints.cli.projects import show_one
from entrypoints.cli.values import data
from entrypoints.errors import BadInput
from workflow.batch import kind_of


@click.group(cls=Verbs)
def support() -> None:
    """Verbs on supports."""


@click.group(cls=Verbs)
def company() -> None:
    """Verbs on companies."""


@support.command("list")
@spoken
@paging
@click.option("--project", default="", metavar="PROJECT")
@click.pass_obj
def list_supports(door: Door, /, **given: Any) -> None:
    """Supports, page by page."""
    listed(door, "support", given)


@company.command("list")
@spoken
@paging
@click.option("--project", default="", metavar="PROJECT")
@click.pass_obj
def list_companies(door: Door, /, **given: Any) -> None:
    """Companies, page by page."""
    listed(door, "company", given)


@support.command("show")
@spoken
@click.argument("stream", metavar="SUPPORT")
@click.pass_obj
def show_support(door: Door, stream: str) -> None:
    """Where a support stands now."""
    show_one(door, stream, "support")


@company.command("show")
@spoken
@click.argument("stream", metavar="COMPANY")
@click.pass_obj
def show_company(door: Door, stream: str) -> None:
    """Where a company stands now."""
    show_one(door, stream, "company")


@support.command("open")
@spoken
@click.argument("project", metavar="PROJECT")
@click.option("--data", "text", metavar="JSON|@FILE")
@wishing
@click.pass_obj
def open_(door: Door, /, project: str, text: str | None, **given: Any) -> int:
    """Open a recruitment below a project."""
    if kind_of(project) != "project":
        raise BadInput("stream.kind", found=project, kind="project")
    return send(door, project, "open", data(text), wish(given))
