"""The tables of the records that people maintain: one a kind, one column a field, and where the record came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy import Boolean, Column, Integer, String

from bot.inquiries import records
from bot.inquiries.records import KINDS, Record
from bot.store.columns import columns_of
from bot.store.tables import Base

SHIPPED = "shipped"
DEMO = "demo"
IMPORTED = "imported"


class RecordRow(Base):
    """A record's row: the fields of its dataclass, then its origin.

    `shipped_hash` is the content as it was shipped, `edited` whether the content differs from it now, `revision` counts
    the changes. An `origin` of "" is a record made on the administration's screens.
    """

    __abstract__ = True
    __allow_unmapped__ = True
    record: ClassVar[type[Record]]
    id: Any
    key: Any
    origin: Any
    shipped_hash: Any
    edited: Any
    revision: Any

    def __init_subclass__(cls, *, record: type[Record], **kwargs: Any) -> None:
        cls.record = record
        columns = {
            "id": Column(Integer, primary_key=True),
            **columns_of(record),
            "origin": Column(String, nullable=False, default=""),
            "shipped_hash": Column(String, nullable=False, default=""),
            "edited": Column(Boolean, nullable=False, default=False),
            "revision": Column(Integer, nullable=False),
        }
        mapping = {"__tablename__": kind_of(record), "__mapper_args__": {"version_id_col": columns["revision"]}}
        for name, value in {**mapping, **columns}.items():
            setattr(cls, name, value)
        super().__init_subclass__(**kwargs)

    def __str__(self) -> str:
        return str(self.key)


def kind_of(record: type[Record]) -> str:
    """The name of the kind as files use it."""
    return next(kind for kind, known in KINDS.items() if known is record)


class EmergencyRow(RecordRow, record=records.Emergency):
    """Emergencies."""


class ClusterConfigurationRow(RecordRow, record=records.ClusterConfiguration):
    """Which cluster set a country uses."""


class ClusterRow(RecordRow, record=records.Cluster):
    """Clusters and areas of responsibility."""


class AgencyRow(RecordRow, record=records.Agency):
    """UN entities and named partner organizations."""


class NeedRow(RecordRow, record=records.Need):
    """Needs."""


class AcceptanceRuleRow(RecordRow, record=records.AcceptanceRule):
    """Acceptance rules."""


class CashChannelRow(RecordRow, record=records.CashChannel):
    """Places where money can be given."""


class AgreementRow(RecordRow, record=records.Agreement):
    """Agreements."""


class DeskRow(RecordRow, record=records.Desk):
    """Desks."""


class DeskMemberRow(RecordRow, record=records.DeskMember):
    """Focal points added to desks."""


class ContactRow(RecordRow, record=records.Contact):
    """Contact details."""


class SectorStanceRow(RecordRow, record=records.SectorStance):
    """Agencies' positions on sectors."""


class SectorContactRow(RecordRow, record=records.SectorContact):
    """Desks to inform about a sector."""


class RefusalEntryRow(RecordRow, record=records.RefusalEntry):
    """The refusal register."""


class CompanyRow(RecordRow, record=records.Company):
    """Companies."""


class PolicyRow(RecordRow, record=records.Policy):
    """Published policies."""


class GlossaryTermRow(RecordRow, record=records.GlossaryTerm):
    """The glossary."""


class AnswerRow(RecordRow, record=records.Answer):
    """What companies read."""


class CaseRow(RecordRow, record=records.Case):
    """Examples of partnerships."""


class EntryPointRow(RecordRow, record=records.EntryPoint):
    """The right door for a situation."""


class EmergencyNumberRow(RecordRow, record=records.EmergencyNumber):
    """Telephone numbers of emergency services."""


class ItemRow(RecordRow, record=records.Item):
    """The catalogue of goods and services."""


class SubscriptionRow(RecordRow, record=records.Subscription):
    """Wishes to be told."""


ROWS: Mapping[type[Record], type[RecordRow]] = {row.record: row for row in RecordRow.__subclasses__()}
"""The mapped class of every kind but requests, which have a table of another shape."""
