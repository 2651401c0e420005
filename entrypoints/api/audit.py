"""Finding acts in the record, for auditors: by who, in which role, what, refused with what, when, where, how much."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from entrypoints.api import models
from entrypoints.api.access import V1
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.jobs import Named, Won
from entrypoints.api.people import Instant
from entrypoints.api.routes import Bounded
from entrypoints.api.state import api
from entrypoints.api.streams import storable
from entrypoints.shapes import act_shape
from workflow.audit.search import Wanted, place, remembered, search
from workflow.rights import whole

router = APIRouter(tags=["audit"], route_class=Bounded)
As = Annotated[Caller, Depends(caller)]


class Sought(BaseModel):
    """What is looked for. `actor`: did it or had it done for them; `address`: their credential was used from there."""

    model_config = ConfigDict(extra="ignore")

    actor: Named = ""
    role: Named = ""
    org: Named = ""
    trigger: Named = ""
    refusal: Named = ""
    stream: Named = ""
    area: Named = ""
    address: Named = ""
    amount: Won | None = None
    since: Instant | None = None
    until: Instant | None = None
    cursor: Annotated[str, Field(max_length=400)] = ""
    limit: Annotated[int, Field(ge=1, le=500)] = 100


@router.get(f"{V1}/audit/acts", **models.shown(models.Acts))
def acts(request: Request, who: As, sought: Annotated[Sought, Query()]) -> dict[str, Any]:
    """Acts in the record, accepted and refused, in the order they were recorded; that one looked is remembered."""
    parts, given = api(request).parts, sought.model_dump(exclude={"cursor", "limit"})
    storable({name: value for name, value in sought.model_dump().items() if isinstance(value, str)})
    with parts.store.snapshot() as reader:
        read = whole(who.acting, reader, parts.definitions)
        found = search(reader, Wanted(**given), sought.limit + 1, read, sought.cursor)
    told = sought.model_dump(mode="json", exclude={"cursor", "limit"})
    api(request).noted(who.acting, "search", **remembered(told))
    some = found[: sought.limit]
    return {"acts": list(map(act_shape, some)), "cursor": place(some[-1]) if len(found) > sought.limit else None}
