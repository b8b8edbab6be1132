"""Narrowing a report to a region, or to new or returning visitors: read from the address, shown, told in files, carried by links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.kernel.text import fold
from sandbox.shop.traffic.queries import is_crossed, list_regions
from sandbox.shop.traffic.rules.crossing import ALL, NOVELTIES, Segment

REGION, NOVELTY = "region", "visiteurs"
ARGUMENTS = (REGION, NOVELTY)
NOT_TOLD = "Le relevé de cette boutique ne croise les visites ni avec leur région, ni avec leur nouveauté\u00a0: l’entreprise est à recharger."
NO_REGION = "Le relevé de cette boutique ne dit pas la région des visites."
NOT_HERE = (
    "Ce rapport ne se réduit ni à une région, ni aux nouveaux visiteurs ou à ceux de retour\u00a0: il est entier."
)
WITHOUT_LIVE = (
    "Vos visites ne sont pas dans ce segment\u00a0: elles n’ont pas de région, et une même personne y joue plusieurs clients. "
    "Les commandes passées y sont, chacune avec une visite."
)


@dataclass(slots=True)
class SegmentBar:
    """The segment read, the regions to choose from, and what is wrong by the name of its field; `raw` keeps what was asked."""

    segment: Segment = ALL
    regions: Sequence[str] = ()
    raw: Mapping[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def query(self) -> dict[str, str]:
        """The arguments that bring the segment back."""
        return segment_query(self.segment)

    @property
    def words(self) -> str:
        """The segment in words; empty for all visits."""
        return segment_words(self.segment)


def segment_query(segment: Segment) -> dict[str, str]:
    """The arguments of a segment in an address."""
    return {name: value for name, value in ((REGION, segment.region), (NOVELTY, segment.novelty)) if value}


def segment_words(segment: Segment) -> str:
    """« Bretagne, Nouveaux visiteurs »."""
    return ", ".join(part for part in (segment.region, NOVELTIES.get(segment.novelty, "")) if part)


def read_segment(args: Mapping[str, Any]) -> SegmentBar:
    """The segment of some arguments: `region` and `visiteurs`. What does not exist narrows nothing, and is said at its field."""
    bar = SegmentBar(raw={name: args.get(name, "").strip() for name in ARGUMENTS})
    if not is_crossed():
        bar.reason = NOT_TOLD
        bar.faults = {name: NOT_TOLD for name in ARGUMENTS if bar.raw[name]}
        return bar
    bar.regions = list_regions()
    region, novelty = (bar.raw[name] for name in ARGUMENTS)
    known = next((one for one in bar.regions if fold(one) == fold(region)), "")
    if region and not known:
        unknown = f"« {region} » n’est pas une région du relevé\u00a0: choisissez dans la liste. Toutes sont comptées."
        bar.faults[REGION] = unknown if bar.regions else NO_REGION
    if novelty and novelty not in NOVELTIES:
        bar.faults[NOVELTY] = (
            f"« {novelty} » n’existe pas\u00a0: nouveaux visiteurs, ou visiteurs de retour. Tous sont comptés."
        )
    bar.segment = Segment(known, novelty if novelty in NOVELTIES else "")
    return bar
