"""What an audit of the whole shop finds: each check with the pages it is about. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sandbox.kernel.text import fold
from sandbox.shop.seo.rules.analysis import DESCRIPTION_FROM, DESCRIPTION_TO
from sandbox.shop.seo.rules.contents import Contents
from sandbox.shop.seo.rules.phrases import content_words
from sandbox.shop.seo.rules.snippets import TITLE_LIMIT, title_of

THIN = {"product": 60, "category": 30, "page": 80}
"""Words under which a text gives engines nothing to show, by kind of page."""
LONG_SLUG = 75


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the shop. kind: product | category | page | brand | own (the shop's pages) | menu | list | slide | promise; `id` its number in the shop."""

    kind: str
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a page: `title` and `description` as written (empty: none was); `keyphrase` the words it aims at."""

    place: Place
    title: str
    description: str
    slug: str
    contents: Contents
    alternatives: Sequence[str] = ()
    keyphrase: str = ""
    is_shown: bool = True
    is_linked: bool = True
    redirect: str = ""

    @property
    def shown_title(self) -> str:
        """The title that a result shows."""
        return self.title or self.place.name


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link of the shop that leads nowhere visitors may go: where it stands, its words, and why."""

    place: Place
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A page with a fault, and what was seen there."""

    place: Place
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A check of the audit: its name, why it matters, how grave a fault is (bad | warn), what it found."""

    code: str
    label: str
    why: str
    gravity: str
    findings: Sequence[Finding] = field(default_factory=tuple)


Finder = Callable[[Sequence[Facts]], Iterable[Finding]]


def audit(pages: Sequence[Facts], broken: Sequence[BrokenLink]) -> list[Check]:
    """All the checks in the order of the screen, those that found nothing too."""
    shown = [page for page in pages if page.is_shown]
    links = tuple(Finding(link.place, f"«\u00a0{link.words}\u00a0»\u00a0: {link.why}") for link in broken)
    checks = [
        Check(code, label, why, gravity, tuple(find(pages if code == "hors-ligne" else shown)))
        for code, label, why, gravity, find in _CHECKS
    ]
    position = [check.code for check in checks].index("orphelines")
    broken_links = Check(
        "liens",
        "Liens qui ne mènent nulle part",
        "Le visiteur tombe sur une page introuvable, le moteur aussi.",
        "bad",
        links,
    )
    return [*checks[:position], broken_links, *checks[position:]]


def _no_title(pages: Sequence[Facts]) -> Iterator[Finding]:
    return (
        Finding(page.place, f"les moteurs prendront «\u00a0{page.place.name}\u00a0»")
        for page in pages
        if not page.title
    )


def _no_description(pages: Sequence[Facts]) -> Iterator[Finding]:
    return (Finding(page.place) for page in pages if not page.description)


def _wide_titles(pages: Sequence[Facts]) -> Iterator[Finding]:
    for page in pages:
        cut = title_of(page.title)
        if cut.is_cut:
            yield Finding(page.place, f"{cut.width} pixels sur {TITLE_LIMIT}, affiché «\u00a0{cut.shown}\u00a0»")


def _description_lengths(pages: Sequence[Facts]) -> Iterator[Finding]:
    for page in pages:
        length = len(page.description)
        if length and not DESCRIPTION_FROM - 50 <= length <= DESCRIPTION_TO:
            yield Finding(page.place, f"{length} caractères")


def _same_titles(pages: Sequence[Facts]) -> Iterator[Finding]:
    return _same(pages, lambda page: page.shown_title)


def _same_descriptions(pages: Sequence[Facts]) -> Iterator[Finding]:
    return _same(pages, lambda page: page.description)


def _same_keyphrases(pages: Sequence[Facts]) -> Iterator[Finding]:
    return _same(pages, lambda page: page.keyphrase, lambda text: " ".join(sorted(set(content_words(text)))))


def _same(
    pages: Sequence[Facts],
    text_of: Callable[[Facts], str],
    key_of: Callable[[str], str] = lambda text: " ".join(fold(text).split()),
) -> Iterator[Finding]:
    """The pages that share a text, group by group."""
    groups: dict[str, list[Facts]] = defaultdict(list)
    for page in pages:
        if text := text_of(page):
            groups[key_of(text)].append(page)
    for group in groups.values():
        if len(group) > 1:
            yield from (Finding(page.place, f"«\u00a0{text_of(page)}\u00a0», {len(group)} fois") for page in group)


def _no_captions(pages: Sequence[Facts]) -> Iterator[Finding]:
    for page in pages:
        missing = sum(1 for text in page.alternatives if not text)
        if missing:
            yield Finding(page.place, f"{missing} image{'s' if missing > 1 else ''} sur {len(page.alternatives)}")


def _thin(pages: Sequence[Facts]) -> Iterator[Finding]:
    for page in pages:
        least = THIN.get(page.place.kind, 0)
        if page.contents.words < least:
            yield Finding(
                page.place, f"{page.contents.words} mot{'s' if page.contents.words > 1 else ''}, {least} au moins"
            )


def _orphans(pages: Sequence[Facts]) -> Iterator[Finding]:
    return (Finding(page.place) for page in pages if not page.is_linked)


def _slugs(pages: Sequence[Facts]) -> Iterator[Finding]:
    for page in pages:
        if len(page.slug) > LONG_SLUG:
            yield Finding(page.place, f"{len(page.slug)} caractères\u00a0: {page.slug}")
        elif page.place.kind in ("page", "own"):  # « cgv », « faq » and « a-propos » are what people look for
            continue
        elif not set(content_words(page.slug.replace("-", " "))) & set(
            content_words(f"{page.place.name} {page.title}")
        ):
            yield Finding(page.place, f"ne dit rien de la page\u00a0: {page.slug}")


def _offline(pages: Sequence[Facts]) -> Iterator[Finding]:
    return (
        Finding(page.place, "page introuvable (404)") for page in pages if not page.is_shown and page.redirect == "404"
    )


_CHECKS: tuple[tuple[str, str, str, str, Finder], ...] = (
    ("titres-vides", "Balises titre vides", "Le titre est la première chose que lit un internaute dans les résultats.", "warn", _no_title),
    ("titres-doubles", "Balises titre en double", "Deux pages au même titre se font concurrence.", "bad", _same_titles),
    ("titres-larges", "Balises titre trop larges", "Au-delà de six cents pixels, la fin n’est pas affichée.", "warn", _wide_titles),
    ("descriptions-vides", "Méta descriptions vides", "Les moteurs prennent alors un bout de texte au hasard.", "warn", _no_description),
    ("descriptions-doubles", "Méta descriptions en double", "Chaque page mérite son argument.", "bad", _same_descriptions),
    ("descriptions-longueur", "Méta descriptions trop courtes ou trop longues", "De 120 à 156 caractères se lisent en entier.", "warn", _description_lengths),
    ("mots-cles-doubles", "Mots-clés visés par plusieurs pages", "Elles se font concurrence dans les mêmes résultats.", "warn", _same_keyphrases),
    ("legendes", "Images sans légende", "La légende est le texte alternatif\u00a0: lue à voix haute, et par les moteurs d’images.", "bad", _no_captions),
    ("textes", "Textes trop courts", "Une page presque vide n’a rien à montrer aux moteurs.", "warn", _thin),
    ("orphelines", "Pages orphelines", "Aucun menu, aucun lien n’y mène\u00a0: ni les visiteurs ni les moteurs ne les trouvent.", "bad", _orphans),
    ("adresses", "URL à revoir", "Une adresse courte qui dit ce que contient la page se retient et se partage.", "warn", _slugs),
    ("hors-ligne", "Produits hors ligne sans redirection", "Les liens anciens mènent à une page introuvable.", "warn", _offline),
)  # fmt: skip
