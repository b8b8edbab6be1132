"""A profile being changed: a draft that waits among the company's imports, what it would give, and its being applied.

What is applied was loaded from a copy of the folder first, as an audience file is; the file that it replaces is kept, so that
the last change can be taken back.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.media import MediaStore
from sandbox.kernel.packs import Reader
from sandbox.kernel.scope import shop_scope
from sandbox.kernel.yaml_nodes import Fault
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic.queries.bad_weeks import PlannedWeek, plan_bad_weeks
from sandbox.shop.traffic.rules.profile import Profile
from sandbox.shop.traffic.seed import (
    FILE,
    MEASURES_FILE,
    check_bad_weeks,
    orphans_of,
    placed_orders,
    plan_facts,
    read_profile,
)
from sandbox.training.contexts.importing.taking_back import PROFILE, keep_before, load_with
from sandbox.training.contexts.importing.telling import Fate
from sandbox.training.contexts.models import ContextImport, ContextPack
from sandbox.training.contexts.profiling.comparing import Change, Foretold, changes_between, foretell
from sandbox.training.contexts.profiling.parts import Part, of_company
from sandbox.training.contexts.profiling.sheets import Data, Sheet, read_posted, show
from sandbox.training.contexts.profiling.writing import read_data, start_data, write_profile
from sandbox.training.contexts.selling.reading import choices_of
from sandbox.training.contexts.selling.services import Sales, sales_faults, write_sales
from sandbox.training.contexts.selling.takings import Takings, foretell_takings


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft would give: its changes, the months and sources before and after, or what is wrong in it."""

    changes: Sequence[Change]
    faults: Sequence[Fault]
    foretold: Foretold | None
    weeks: Sequence[PlannedWeek] = ()
    """The bad weeks with the reviews they would write, by the orders of today; none when these would be replaced."""
    takings: Takings | None = None
    sales: Sales | None = None

    @property
    def can_apply(self) -> bool:
        """Whether something would change, and may."""
        return self.foretold is not None and bool(self.changes or self.takings)


def is_profile(waiting: ContextImport) -> bool:
    """Whether an import is a profile being changed."""
    return (waiting.choices or {}).get("format") == PROFILE


def find_draft(context_slug: str, author_id: int) -> ContextImport | None:
    """The trainer's profile that waits to be applied."""
    wanted = sa.select(ContextImport).where(
        ContextImport.context_slug == context_slug,
        ContextImport.author_id == author_id,
        ContextImport.done_at.is_(None),
    )
    return next((one for one in db.session.scalars(wanted.order_by(ContextImport.id.desc())) if is_profile(one)), None)


def present_data(folder: Path) -> Data:
    """The profile that the company has, or one to begin with."""
    path = folder / FILE
    return read_data(path.read_text("utf-8-sig"))[0] if path.is_file() else start_data()


def data_of(draft: ContextImport | None, folder: Path) -> Data:
    """The profile being changed: the draft's, else the company's."""
    return present_data(folder) if draft is None else read_data((draft.content or b"").decode())[0]


def open_part(part: Part, draft: ContextImport | None, folder: Path) -> Sheet:
    """A page of the form; what is wrong in the file stands at its field."""
    data = data_of(draft, folder)
    sheet = show(of_company(part, choices_of(folder)), data)
    for fault in _faults(folder, write_profile(data)):
        if part.holds(fault.path):
            sheet.put_fault(fault.path, fault.message)
    return sheet


def save_part(
    *, pack: ContextPack, folder: Path, part: Part, form: Mapping[str, str], author_id: int, author: str
) -> Sheet:  # fmt: skip
    """Put what was posted into the draft, which begins with it. Nothing is kept when something of the part is wrong: the sheet tells."""
    draft = find_draft(pack.slug, author_id)
    sheet, posted = read_posted(of_company(part, choices_of(folder)), form, clock.today())
    data = {**data_of(draft, folder), **posted}
    text = write_profile(data)
    if not sheet.faults:
        for fault in [*_faults(folder, text), *_beside_the_shop(pack, folder, text)]:
            if part.holds(fault.path):
                sheet.put_fault(fault.path, fault.message)
    if not sheet.faults:
        _keep(draft, pack.slug, text, author_id, author)
    return sheet


def _keep(draft: ContextImport | None, slug: str, text: str, author_id: int, author: str) -> None:
    if draft is None:
        draft = ContextImport(
            context_slug=slug,
            author_id=author_id,
            author=author,
            file_name=FILE,
            choices={"format": PROFILE},
            created_at=clock.now(),
        )
        db.session.add(draft)
    draft.content = text.encode()
    db.session.flush()


def preview(*, pack: ContextPack, folder: Path, draft: ContextImport) -> Preview:
    """What a draft would give, beside what there is. Nothing is written."""
    text = (draft.content or b"").decode()
    changes = changes_between(present_data(folder), read_data(text)[0])
    with _reference(pack) as anchor, _reader(folder, text, anchor) as reader:
        profile = read_profile(reader)
        sales = _sales(reader, folder, profile)
        purchases = sales.purchases if sales else None
        facts = (
            None if reader.faults else plan_facts(reader, profile, loaded=_loaded(folder, anchor), purchases=purchases)
        )
        check_bad_weeks(reader, profile)
        if facts is None or reader.faults:
            return Preview(changes, sorted(set(reader.faults)), None)
        takings = foretell_takings(anchor, sales.sold) if sales and sales.is_new(folder) else None
        weeks = [] if takings else plan_bad_weeks(profile, anchor)
        return Preview(changes, [], foretell(pack.slug, anchor, facts), weeks, takings, sales)


def _sales(reader: Reader, folder: Path, profile: Profile) -> Sales | None:
    """The orders that would be written; None when none would. What forbids them is among the reader's faults, and an order that
    stays whose source or campaign the profile does not know.
    """
    reader.faults += [] if reader.faults else sales_faults(folder, profile, clock.today())
    if reader.faults or not profile.selling.is_written:
        return None
    sales = write_sales(folder, profile, clock.today())
    reader.faults += [Fault(FILE, 1, str(one), path=one.table) for one in orphans_of(profile, sales.purchases)]
    return sales


def apply(*, draft: ContextImport, folder: Path, media: MediaStore) -> ContextImport:
    """Load the company with the new profile and write it; its copies read the new figures. Raises RuleBroken; nothing is then written."""
    if draft.done_at is not None:
        raise RuleBroken("Ces changements sont déjà appliqués.")
    draft_id, content = draft.id, draft.content or b""
    changes = changes_between(present_data(folder), read_data(content.decode())[0])
    sales = _asked_sales(folder, content)
    if not changes and not (sales and sales.is_new(folder)):
        raise RuleBroken("Rien n’a changé : le profil est celui de l’entreprise.")
    files = {FILE: content, **(sales.files if sales else {})}
    before = load_with(folder, files, media, refused="Rien n’a été appliqué")
    done = db.session.get_one(ContextImport, draft_id)  # loading a company forgets the rows that were read before
    done.report, done.done_at, done.content = _report(changes, sales), clock.now(), None
    keep_before(done, before, files)
    db.session.flush()
    return done


def _asked_sales(folder: Path, content: bytes) -> Sales | None:
    """The orders that a draft asks to write. Raises RuleBroken when something forbids them."""
    with _reader(folder, content.decode(), clock.today()) as reader:
        sales = _sales(reader, folder, read_profile(reader))
        if reader.faults:
            raise RuleBroken(f"Rien n’a été appliqué : {min(reader.faults).message}")
    return sales


def _report(changes: Sequence[Change], sales: Sales | None) -> dict[str, Any]:
    told = sales.told() if sales else ["Les commandes de l’entreprise n’ont pas changé : chacune garde sa visite."]
    fates = [str(change.fate) for change in changes]
    return {
        "format": PROFILE,
        "lines": [[rank, str(change.fate), change.words] for rank, change in enumerate(changes, 1)],
        "remarks": told,
        "odd": [], "left_out": [], "files": [FILE, *(sales.files if sales else ())],
        "counts": {str(fate): fates.count(str(fate)) for fate in Fate},
    }  # fmt: skip


# checks --------------------------------------------------------------------------------------------------------------


def _faults(folder: Path, text: str) -> list[Fault]:
    """What is wrong in a profile by itself, whatever the orders."""
    with _reader(folder, text, clock.today()) as reader:
        profile = read_profile(reader)
        return list(reader.faults) or sales_faults(folder, profile, clock.today())


def _beside_the_shop(pack: ContextPack, folder: Path, text: str) -> list[Fault]:
    """What the company's own rows refuse: bad weeks about what is not sold, and, each once, at its table, the sources and campaigns
    that orders bear and that the profile no longer has.
    """
    with _reference(pack) as anchor, _reader(folder, text, anchor) as reader:
        profile = read_profile(reader)
        sales = _sales(reader, folder, profile)
        if reader.faults and not sales:
            return []
        found = orphans_of(profile, sales.purchases if sales else placed_orders(anchor, _loaded(folder, anchor)))
        del reader.faults[:]
        check_bad_weeks(reader, profile)
        names = dict.fromkeys((one.table, one.name) for one in found)
    return [
        *reader.faults,
        *(
            Fault(FILE, 1, f"Des commandes viennent de « {name} », que ce profil ne connaît pas.", path=table)
            for table, name in names
        ),
    ]


def _loaded(folder: Path, anchor: date) -> Any:
    """The profile that the company was loaded with; None without one that can be read."""
    if not (folder / FILE).is_file():
        return None
    with _reader(folder, (folder / FILE).read_text("utf-8-sig"), anchor) as reader:
        profile = read_profile(reader)
        return None if reader.faults else profile


@contextmanager
def _reference(pack: ContextPack) -> Iterator[date]:
    """The company's reference shop, open; its day J."""
    shop = db.session.get_one(Shop, pack.reference_shop_id)
    with shop_scope(shop.id):
        yield shop.anchor_on


@contextmanager
def _reader(folder: Path, text: str, anchor: date) -> Iterator[Reader]:
    """A reader of a folder that holds this profile and the company's measured visits, and nothing else."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        (root / FILE).write_text(text, "utf-8")
        if (folder / MEASURES_FILE).is_file():
            (root / MEASURES_FILE).write_bytes((folder / MEASURES_FILE).read_bytes())
        yield Reader(root, anchor, MediaStore(root / "medias"))
