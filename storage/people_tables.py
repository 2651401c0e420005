"""The tables of people: who they are, what they may do, how they sign in. The journal has the record of changes."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, String, Text
from sqlmodel import Field, SQLModel

from storage.tables import CLUSTERED


def _micros() -> Column[int]:
    return Column(BigInteger, nullable=False)


class Organisation(SQLModel, table=True):
    """A ministry, agency, technopark, municipality (by area code) or company (by registration number)."""

    __tablename__ = "organisation"
    __table_args__ = (CLUSTERED,)
    id: str = Field(primary_key=True)
    ko: str
    en: str
    status: str


class PersonRow(SQLModel, table=True):
    """A person under a pseudonym. `login` is a keyed hash; name and contact are in `profile`, under their own key."""

    __tablename__ = "person"
    __table_args__ = (
        Index("person_login", "login", unique=True),
        Index("person_subject", "issuer", "subject"),
        CLUSTERED,
    )
    id: str = Field(primary_key=True)
    login: str
    status: str
    password: str
    failures: int
    retry_at: int = Field(sa_column=_micros())
    issuer: str
    subject: str
    profile: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class PersonKey(SQLModel, table=True):
    """The key of one person's name and contact: kept apart, in backups too; destroying it erases them."""

    __tablename__ = "person_key"
    __table_args__ = (CLUSTERED,)
    person: str = Field(primary_key=True)
    secret: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class DutyRow(SQLModel, table=True):
    """A role at an organisation from `since` until before `until`; `behalf`: the absent person it is done for."""

    __tablename__ = "duty"
    __table_args__ = (Index("duty_person", "person"), Index("duty_org", "org", "role"), CLUSTERED)
    id: str = Field(primary_key=True)
    person: str
    role: str
    org: str
    since: int = Field(sa_column=_micros())
    until: int = Field(sa_column=_micros())
    behalf: str


class Credential(SQLModel, table=True):
    """A session, an API token or a one-time link: only the SHA-256 of its secret is kept."""

    __tablename__ = "credential"
    __table_args__ = (Index("credential_person", "person", "kind"), CLUSTERED)
    hash: str = Field(primary_key=True)
    id: str
    kind: str
    person: str
    name: str
    scope: str
    created: int = Field(sa_column=_micros())
    expires: int = Field(sa_column=_micros())
    seen: int = Field(sa_column=_micros())


class DocumentRow(SQLModel, table=True):
    """A file of a stream: announced with size and hash, `arriving` until all of it came, then `kept` and immutable."""

    __tablename__ = "document"
    __table_args__ = (Index("document_stream", "stream", "hash"), CLUSTERED)
    id: str = Field(primary_key=True)
    stream: str
    name: str
    hash: str
    type: str
    person: str
    size: int = Field(sa_column=Column(BigInteger, nullable=False))
    created: int = Field(sa_column=_micros())
    status: str


class AnsweredRow(SQLModel, table=True):
    """What a keyed request was answered, for a day: the same key does nothing twice. Secrets are not kept."""

    __tablename__ = "answered"
    __table_args__ = (Index("answered_created", "created"), CLUSTERED)
    person: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    request: str
    body: str = Field(sa_column=Column(Text, nullable=False))
    created: int = Field(sa_column=_micros())


class LongJobRow(SQLModel, table=True):
    """Work somebody asked for that takes longer than a request. `beat`: when its process last said that it lives."""

    __tablename__ = "long_job"
    __table_args__ = (Index("long_job_person", "person", "created"), Index("long_job_status", "status"), CLUSTERED)
    id: str = Field(primary_key=True)
    person: str
    role: str
    org: str
    kind: str
    asked: str = Field(sa_column=Column(Text, nullable=False))
    status: str
    done: int = Field(sa_column=_micros())
    total: int = Field(sa_column=_micros())
    result: str = Field(sa_column=Column(Text, nullable=False))
    created: int = Field(sa_column=_micros())
    beat: int = Field(sa_column=_micros())
    ended: int = Field(sa_column=_micros())
    behalf: str = Field(default="", sa_column=Column(String, nullable=False, server_default=""))
