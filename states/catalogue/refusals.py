"""Every refusal's text by its code."""

from collections.abc import Mapping

from states.catalogue import engine_refusals
from states.catalogue.text import Text

REFUSALS: Mapping[str, Text] = {**engine_refusals.REFUSALS}
