"""What an event's `si` may ask: a proof of the subject, or the state of an entity, in the closed words of the evidence.

Three ways to write it: the id of a proof (it is reached); `{preuve: id, est: partiel}`; a proof's own words without an id, for
example `{cible: "produit:mug", attend: {quantite: {max: 0}}}` or `{entite: regle_panier, attend: {code: {egal: NOEL}}}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from sandbox.training.subjects.scenario import Route

STATES = ("atteint", "partiel", "non_atteint")


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition, read: a proof and the state it must be in (`partiel`: at least), or a route whose points must all hold."""

    proof_id: str = ""
    state: str = "atteint"
    route: Route | None = None


def read_condition(raw: Any) -> Asked:
    """The condition of an event as written; raises ValueError with a French text."""
    if isinstance(raw, str) and raw.strip():
        return Asked(raw.strip())
    if not isinstance(raw, dict) or not raw:
        raise ValueError("Écrivez une preuve, ou une cible avec « attend ».")
    if "preuve" in raw:
        return _proof(raw)
    if not raw.get("attend"):
        raise ValueError("La clé obligatoire « attend » manque ou est vide.")
    kind = raw.get("type") or ("etat" if "cible" in raw else "existe")
    if kind not in ("etat", "existe", "absent"):
        raise ValueError(f"Une condition est de type etat, existe ou absent, non « {kind} ».")
    try:
        route = Route.model_validate({**raw, "type": kind})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ValueError(f"Clé inconnue ou illisible : « {'.'.join(map(str, first['loc']))} ».") from None
    if not (route.target if kind == "etat" else route.entity):
        raise ValueError(f"La clé obligatoire « {'cible' if kind == 'etat' else 'entite'} » manque.")
    return Asked(route=route)


def _proof(raw: dict[str, Any]) -> Asked:
    state = str(raw.get("est", "atteint"))
    if unknown := set(raw) - {"preuve", "est"}:
        raise ValueError(f"Clé inconnue « {min(unknown)} ».")
    if state not in STATES:
        raise ValueError(f"Valeur « {state} » interdite ; valeurs possibles : {', '.join(STATES)}.")
    return Asked(str(raw["preuve"]), state)
