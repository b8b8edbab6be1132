"""Where a candidate works: the back office of the shop, or the administration of the site, as their subject says."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.shop.shops.rules import HalfWords, words_of_half
from sandbox.training.exams.models import ExamSession
from sandbox.training.subjects.queries import subject_by_digest
from sandbox.web.addresses import url_for


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where a candidate works and where visitors see it, with how it is called."""

    admin: str
    front: str
    words: HalfWords


def workplace_of(session: ExamSession, shop_key: str) -> Workplace:
    """The workplace of a seat of a session, in the shop of that key."""
    words = words_of(session)
    face = "siteadmin" if words.is_site else "backoffice"
    front = "sitefront" if words.is_site else "storefront"
    return Workplace(url_for(f"{face}.home", shop_key=shop_key), url_for(f"{front}.home", shop_key=shop_key), words)


def words_of(session: ExamSession) -> HalfWords:
    """How what the candidates of a session work in is called."""
    support = subject_by_digest(session.subject_hash).scenario.support
    return words_of_half(support=support, has_storefront=session.baseline.has_storefront)
