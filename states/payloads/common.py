"""Pieces that payloads share. Money is integer won, shares whole percent, people pseudonymous refs."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from states.lifecycle import Payload

MOST = 10**13
"""The largest sum in won: hundreds of them still add up to what the canonical form can hold."""

Won = Annotated[int, Field(ge=0, le=MOST)]
Percent = Annotated[int, Field(ge=0, le=100)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Hundredths = Annotated[int, Field(ge=0, le=1_000_000)]
"""Hundredths of a point: 87.25 points are 8725."""
Ref = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:@-]{0,79}$")]
"""A pseudonymous person, an organisation or a stream; never a name."""
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$")]
AreaCode = Annotated[str, Field(pattern=r"^\d{5}$")]
Brn = Annotated[str, Field(pattern=r"^\d{10}$")]
"""A business registration number: ten digits without dashes."""
Line = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(min_length=1, max_length=4_000)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""The fingerprint of a stored document."""
Instant = AwareDatetime


class Expiry(Payload):
    """What a timer brings when a deadline has passed: the deadline's id."""

    deadline: Line


class Lapse(Payload):
    """The end of a period that can be held: its timer brings it, or the refusal of the letter it waited for."""

    deadline: Line = ""


class Document(Payload):
    """A stored document: what it is and its fingerprint."""

    kind: Code
    sha256: Sha256


class Reasoned(Payload):
    """A step that must say why."""

    reason: Text


class Filed(Payload):
    """A step whose content is a document."""

    document: Sha256


class Imported(Payload):
    """Where an imported value came from: the file's fingerprint and the row of its table, the header being row 1."""

    file: Sha256
    row: Annotated[int, Field(ge=2, le=100_000)]


class Decided(Payload):
    """A written decision and its document."""

    decision: Text
    document: Sha256
