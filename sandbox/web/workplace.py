"""Where a candidate works: the back office of the shop, or the administration of the site, as their subject says."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.training.exams.models import ExamSession
from sandbox.training.subjects.queries import subject_by_digest
from sandbox.web.addresses import url_for


@dataclass(frozen=True, slots=True)
class Workplace:
    """The two halves of a workplace, with how they are called: « la boutique », « le site »."""

    admin: str
    front: str
    name: str
    of_name: str
    frozen: str
    """« la boutique est figée »: what is said of it once the time is up."""
    fresh: str
    """« une boutique neuve »."""


def workplace_of(session: ExamSession, shop_key: str) -> Workplace:
    """The workplace of a seat of a session, in the shop of that key."""
    if subject_by_digest(session.subject_hash).scenario.support == "site" or not session.baseline.has_storefront:
        admin, front = url_for("siteadmin.home", shop_key=shop_key), url_for("sitefront.home", shop_key=shop_key)
        return Workplace(admin, front, "le site", "du site", "le site est figé", "un site neuf")
    admin, front = url_for("backoffice.home", shop_key=shop_key), url_for("storefront.home", shop_key=shop_key)
    return Workplace(admin, front, "la boutique", "de la boutique", "la boutique est figée", "une boutique neuve")
