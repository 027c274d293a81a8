"""What an offer is judged in: a cyclone in emergency mode, a drought in calm times, a company with an agreement."""

from __future__ import annotations

from dataclasses import replace

from bot.inquiries.acceptance import (
    Situation,
    judge,
)
from bot.inquiries.records import Quantity
from bot.inquiries.request import OfferedItem

from .cast import EMERGENCIES, TODAY
from .talk import a_world

CYCLONE, DROUGHT, REFUGEES = EMERGENCIES
IN_MOZAMBIQUE = Situation(day=TODAY, country="MOZ", emergency=CYCLONE, company="Blue River Textiles")
IN_KENYA = Situation(day=TODAY, country="KEN", emergency=DROUGHT, company="Blue River Textiles")
HARBOUR = replace(IN_MOZAMBIQUE, company="Harbour Line")

BLANKETS = OfferedItem(item="blanket", quantity=Quantity(value=4000))
PUMPS = OfferedItem(item="water_pump", quantity=Quantity(value=20))
FORMULA = OfferedItem(item="infant_formula")
MONEY = OfferedItem(item="", contribution_type="cash")
GENERATORS = OfferedItem(item="generator")


def verdict_on(item, situation, *records):
    with a_world(*records)() as work:
        return judge(work.records, item, situation)
