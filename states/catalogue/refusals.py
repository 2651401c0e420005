"""Every refusal's text by its code."""

from collections.abc import Mapping

from states.catalogue import (
    call_refusals,
    company_refusals,
    deadline_refusals,
    engine_refusals,
    migration_refusals,
    money_refusals,
    project_refusals,
    proposal_refusals,
    support_refusals,
    survey_refusals,
)
from states.catalogue.text import Text

REFUSALS: Mapping[str, Text] = {
    **engine_refusals.REFUSALS,
    **deadline_refusals.REFUSALS,
    **call_refusals.REFUSALS,
    **project_refusals.REFUSALS,
    **migration_refusals.REFUSALS,
    **proposal_refusals.REFUSALS,
    **money_refusals.REFUSALS,
    **support_refusals.REFUSALS,
    **company_refusals.REFUSALS,
    **survey_refusals.REFUSALS,
}
