"""The analysis of a page for one keyphrase, point by point, as the usual extensions make it, and correct for French. Pure.

Thresholds are those published by the tools that candidates will meet: a point is worth 9 (good), 6 (to be looked at) or 3 (missing); the
whole is their sum over the best sum. It helps whoever writes; it is never evidence of quality.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sandbox.shop.seo.rules.contents import Contents
from sandbox.shop.seo.rules.phrases import begins_with, content_words, holds, sentences, times
from sandbox.shop.seo.rules.snippets import TITLE_LIMIT, title_of

GOOD, FAIR, POOR = "ok", "warn", "bad"
WORTH = {GOOD: 9, FAIR: 6, POOR: 3}

PHRASE_WORDS, PHRASE_LIMIT = 4, 8
TITLE_FROM = 300
"""Pixels under which a title leaves half of its place empty."""
DESCRIPTION_FROM, DESCRIPTION_TO = 120, 156
DENSITY_FROM, DENSITY_TO, DENSITY_STUFFED = 0.5, 3.0, 4.0
SHARE_FROM, SHARE_TO = 30, 75
MANY_PICTURES = 5
LEAST_WORDS = {"product": 150, "category": 150, "page": 300}
"""Words that a text should have, by kind of page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as engines read it. `alternatives` are the alternative texts of its pictures; `rivals` the names of the pages that aim at
    the same keyphrase. `title` and `description` are what is shown: the page's name when no title was written.
    """

    kind: str
    keyphrase: str
    title: str
    description: str
    slug: str
    contents: Contents
    alternatives: Sequence[str] = ()
    rivals: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One point of an analysis: its mark (ok | warn | bad), its name, and what was seen with what to do about it."""

    mark: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """The points of a page, and how much of the best sum they make, 0 to 100."""

    points: Sequence[Point] = field(default_factory=tuple)

    @property
    def score(self) -> int:
        """Per cent of the best sum; 0 without points."""
        return round(100 * sum(WORTH[p.mark] for p in self.points) / (9 * len(self.points))) if self.points else 0

    @property
    def mark(self) -> str:
        """The mark of the whole: a point that is missing forbids the best one."""
        marks = {point.mark for point in self.points}
        if self.score >= 80 and POOR not in marks:
            return GOOD
        return FAIR if self.score >= 55 else POOR

    def count(self, mark: str) -> int:
        """How many points have a mark."""
        return sum(1 for point in self.points if point.mark == mark)


def analyse(sheet: Sheet) -> Analysis:
    """The points of a page, those to mend first."""
    phrase = content_words(sheet.keyphrase)
    points = [*_phrase_points(sheet, phrase), *_other_points(sheet)]
    return Analysis(sorted(points, key=lambda point: WORTH[point.mark]))


def _phrase_points(sheet: Sheet, phrase: Sequence[str]) -> Iterator[Point]:
    if not phrase:
        yield Point(POOR, "Mot-clé visé", "Aucun\u00a0: choisissez les mots par lesquels on doit trouver cette page.")
        return
    yield _phrase_length(phrase)
    yield _introduction(sheet, phrase)
    yield from _density(sheet, phrase)
    yield _in_title(sheet, phrase)
    yield _in_description(sheet, phrase)
    yield _in_slug(sheet, phrase)
    yield from _in_headings(sheet, phrase)
    yield from _in_alternatives(sheet, phrase)
    yield from _competition(sheet, phrase)


def _other_points(sheet: Sheet) -> Iterator[Point]:
    yield _title_width(sheet)
    yield _description_length(sheet)
    yield _text_length(sheet)
    yield _pictures(sheet)
    if sheet.kind == "page":
        yield from _links(sheet)


def _phrase_length(phrase: Sequence[str]) -> Point:
    label, count = "Longueur du mot-clé", len(phrase)
    if count <= PHRASE_WORDS:
        return Point(GOOD, label, f"{_count(count, 'mot qui compte', 'mots qui comptent')}.")
    advice = f"{count} mots qui comptent\u00a0: on cherche rarement avec plus de {PHRASE_WORDS}."
    return Point(FAIR if count <= PHRASE_LIMIT else POOR, label, advice)


def _introduction(sheet: Sheet, phrase: Sequence[str]) -> Point:
    label = "Mot-clé dans l’introduction"
    first = sheet.contents.paragraphs[0] if sheet.contents.paragraphs else ""
    if any(holds(sentence, phrase) for sentence in sentences(first)):
        return Point(GOOD, label, "Présent dès le premier paragraphe, dans une même phrase.")
    if holds(first, phrase):
        return Point(
            FAIR,
            label,
            "Ses mots sont dans le premier paragraphe, mais dispersés\u00a0: réunissez-les dans une phrase.",
        )
    return Point(POOR, label, "Absent du premier paragraphe\u00a0: dites tout de suite de quoi parle la page.")


def _density(sheet: Sheet, phrase: Sequence[str]) -> Iterator[Point]:
    words = sheet.contents.words
    if words < 100:  # a share of so few words says nothing
        return
    used = times(sheet.contents.text, phrase)
    share = 100 * used / words
    label, seen = "Densité du mot-clé", f"{_count(used, 'fois', 'fois')} pour {words} mots, soit {_percent(share)}"
    if used < 2 or share < DENSITY_FROM:
        yield Point(POOR, label, f"{seen}\u00a0: reprenez-le, au moins deux fois.")
    elif share <= DENSITY_TO:
        yield Point(GOOD, label, f"{seen}.")
    else:
        words_of_it = f"{seen}\u00a0: le texte sonne faux au-delà de {_percent(DENSITY_TO)}."
        yield Point(FAIR if share <= DENSITY_STUFFED else POOR, label, words_of_it)


def _in_title(sheet: Sheet, phrase: Sequence[str]) -> Point:
    label = "Mot-clé dans la balise titre"
    if begins_with(sheet.title, phrase):
        return Point(GOOD, label, f"«\u00a0{sheet.keyphrase}\u00a0» ouvre le titre.")
    if holds(sheet.title, phrase):
        return Point(FAIR, label, "Présent, mais pas au début\u00a0: placez-le en tête si la phrase le permet.")
    return Point(POOR, label, f"«\u00a0{sheet.keyphrase}\u00a0» n’est pas dans la balise titre.")


def _in_description(sheet: Sheet, phrase: Sequence[str]) -> Point:
    label = "Mot-clé dans la méta description"
    used = times(sheet.description, phrase)
    if used > 2:
        return Point(FAIR, label, f"Répété {used} fois\u00a0: une ou deux suffisent.")
    if used or holds(sheet.description, phrase):
        return Point(GOOD, label, "Présent\u00a0: les moteurs le mettront en gras.")
    return Point(POOR, label, f"«\u00a0{sheet.keyphrase}\u00a0» n’est pas dans la méta description.")


def _in_slug(sheet: Sheet, phrase: Sequence[str]) -> Point:
    label = "Mot-clé dans l’URL"
    if holds(sheet.slug.replace("-", " "), phrase):
        return Point(GOOD, label, "Présent dans l’URL simplifiée.")
    return Point(FAIR, label, f"«\u00a0{sheet.keyphrase}\u00a0» n’est pas dans l’URL.")


def _in_headings(sheet: Sheet, phrase: Sequence[str]) -> Iterator[Point]:
    headings = sheet.contents.headings
    label = "Mot-clé dans les intertitres"
    if not headings:
        if sheet.contents.words >= LEAST_WORDS["page"]:
            yield Point(POOR, label, "Aucun intertitre\u00a0: un texte de cette longueur en demande.")
        return
    with_it = sum(holds(heading, phrase) for heading in headings)
    share, seen = 100 * with_it / len(headings), f"{with_it} sur {len(headings)}"
    if not with_it:
        yield Point(POOR, label, f"{seen}\u00a0: citez-le dans l’un d’eux au moins.")
    elif share > SHARE_TO and len(headings) > 1:
        yield Point(FAIR, label, f"{seen}\u00a0: c’est beaucoup, variez les mots.")
    else:
        fair = share < SHARE_FROM
        yield Point(FAIR if fair else GOOD, label, f"{seen}{' : un de plus aiderait.' if fair else '.'}")


def _in_alternatives(sheet: Sheet, phrase: Sequence[str]) -> Iterator[Point]:
    alternatives = [text for text in sheet.alternatives if text]
    if not alternatives:  # told by the point on pictures
        return
    label = "Mot-clé dans les légendes"
    with_it = sum(holds(text, phrase) for text in alternatives)
    share = 100 * with_it / len(sheet.alternatives)
    seen = f"{with_it} sur {len(sheet.alternatives)}"
    if not with_it:
        yield Point(FAIR, label, f"{seen}\u00a0: une légende au moins devrait le citer.")
    elif len(sheet.alternatives) >= MANY_PICTURES and not SHARE_FROM <= share <= SHARE_TO:
        yield Point(FAIR, label, f"{seen}\u00a0: de {SHARE_FROM} à {SHARE_TO}\u00a0% se lisent mieux.")
    else:
        yield Point(GOOD, label, f"{seen}.")


def _competition(sheet: Sheet, phrase: Sequence[str]) -> Iterator[Point]:
    if sheet.rivals:
        names = ", ".join(f"«\u00a0{name}\u00a0»" for name in sheet.rivals[:3])
        more = f" et {len(sheet.rivals) - 3} autres" if len(sheet.rivals) > 3 else ""
        yield Point(FAIR, "Mot-clé déjà visé", f"Par {names}{more}\u00a0: deux pages se feraient concurrence.")
    for _address, words in sheet.contents.inner_links:
        if words and content_words(words) == list(phrase):
            yield Point(
                FAIR, "Lien concurrent", f"Le lien «\u00a0{words}\u00a0» envoie ce mot-clé vers une autre page."
            )
            return


def _title_width(sheet: Sheet) -> Point:
    label, cut = "Largeur de la balise titre", title_of(sheet.title)
    if not sheet.title:
        return Point(POOR, label, "Vide.")
    seen = f"{cut.width} pixels sur {TITLE_LIMIT}"
    if cut.is_cut:
        return Point(POOR, label, f"{seen}\u00a0: le titre sera coupé après «\u00a0{_last_words(cut.shown)}\u00a0».")
    if cut.width < TITLE_FROM:
        return Point(FAIR, label, f"{seen}\u00a0: il reste de la place pour un argument.")
    return Point(GOOD, label, f"{seen}.")


def _description_length(sheet: Sheet) -> Point:
    label, length = "Longueur de la méta description", len(sheet.description)
    if not length:
        return Point(POOR, label, "Vide\u00a0: les moteurs en écriront une à votre place.")
    seen = f"{length} caractères"
    if length < DESCRIPTION_FROM:
        return Point(FAIR, label, f"{seen}\u00a0: {DESCRIPTION_FROM - length} de plus rempliraient la place.")
    if length > DESCRIPTION_TO:
        return Point(FAIR, label, f"{seen}\u00a0: coupée vers {DESCRIPTION_TO}, retirez-en {length - DESCRIPTION_TO}.")
    return Point(GOOD, label, f"{seen}, de {DESCRIPTION_FROM} à {DESCRIPTION_TO} conseillés.")


def _text_length(sheet: Sheet) -> Point:
    label, words, least = "Longueur du texte", sheet.contents.words, LEAST_WORDS[sheet.kind]
    if words >= least:
        return Point(GOOD, label, f"{words} mots.")
    return Point(
        FAIR if words >= least * 5 // 6 else POOR, label,
        f"{_count(words, 'mot', 'mots')}\u00a0: {least} aident à être trouvé, il en manque {least - words}.",
    )  # fmt: skip


def _pictures(sheet: Sheet) -> Point:
    label, count = "Images", len(sheet.alternatives)
    if not count:
        return Point(POOR, label, "Aucune image.")
    missing = sum(1 for text in sheet.alternatives if not text)
    if missing:
        return Point(FAIR, label, f"{missing} sur {count} sans légende\u00a0: c’est leur texte alternatif.")
    return Point(GOOD, label, f"{_count(count, 'image, avec sa légende', 'images, chacune avec sa légende')}.")


def _links(sheet: Sheet) -> Iterator[Point]:
    inner, outer = len(sheet.contents.inner_links), len(sheet.contents.outer_links)
    if inner:
        yield Point(GOOD, "Liens internes", f"{_count(inner, 'lien', 'liens')}.")
    else:
        yield Point(POOR, "Liens internes", "Aucun\u00a0: menez le lecteur vers un produit ou une autre page.")
    if outer:
        yield Point(GOOD, "Liens sortants", f"{_count(outer, 'lien', 'liens')}.")
    else:
        yield Point(FAIR, "Liens sortants", "Aucun\u00a0: une source citée rassure les lecteurs.")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number < 2 else many}"


def _percent(share: float) -> str:
    return f"{share:.1f}".replace(".", ",").replace(",0", "") + "\u00a0%"


def _last_words(shown: str) -> str:
    return " ".join(shown.removesuffix(" …").split()[-2:])
