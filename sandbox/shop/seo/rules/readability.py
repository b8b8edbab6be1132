"""How easily a French text is read, point by point. Pure; the thresholds are those of the usual extensions.

The Flesch score uses the weights of Kandel and Moles for French: 207 − 1,015 × words a sentence − 73,6 × syllables a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sandbox.kernel.text import fold
from sandbox.shop.seo.rules.analysis import FAIR, GOOD, POOR, WORTH, Analysis, Point
from sandbox.shop.seo.rules.contents import Contents
from sandbox.shop.seo.rules.phrases import sentences

LEAST_WORDS = 50
"""Under so many words a share says nothing."""
LONG_SENTENCE, LONG_SHARE, LONG_SHARE_MOST = 20, 25, 30
LONG_PARAGRAPH, LONG_PARAGRAPH_MOST = 150, 200
STRETCH, STRETCH_MOST = 300, 350
LINKED_SHARE, LINKED_SHARE_LEAST = 30, 20
PASSIVE_SHARE, PASSIVE_SHARE_MOST = 10, 15
SAME_BEGINNINGS = 3
EASY, HARD = 60, 50

_LINKS = """
afin de | ainsi | alors | apres | au contraire | au lieu de | aussi | autrement dit | avant de | avant tout |
bien que | bref | c'est pourquoi | c'est-a-dire | car | cependant | comme | d'abord | d'ailleurs |
d'autre part | d'une part | dans ce cas | de plus | de meme | de sorte que | des que | donc | du coup | en bref |
en consequence | en effet | en fait | en outre | en particulier | en plus | en revanche | en somme | encore |
enfin | ensuite | et puis | finalement | grace a | lorsque | mais | malgre | meme si | neanmoins | notamment |
or | par ailleurs | par consequent | par contre | par exemple | parce que | pendant que | pour que | pourtant |
puis | puisque | quand | sinon | surtout | tandis que | tant que | tout d'abord | toutefois
"""
_LINKED = re.compile(rf"\b(?:{'|'.join(re.escape(words.strip()) for words in _LINKS.split('|'))})\b")
_BE = r"(?:est|sont|était|étaient|sera|seront|serait|seraient|fut|furent|soit|soient|été|être|suis|sommes|êtes)"
_PARTICIPLE = r"[a-zà-ÿ]{2,}(?:ée?s?|ie?s?|ue?s?|i[st]e?s?|erte?s?)"
_PASSIVE = re.compile(rf"\b{_BE} (?:[a-zà-ÿ]+ment |très |bien |ainsi |déjà |aussi |tou[st]e?s? )?({_PARTICIPLE})\b")
_MOVES = re.compile(
    r"(?:all|arriv|entr|rentr|mont|rest|retourn|tomb|pass|n|deven|reven|ven|part|sort|descend|décéd)(?:é|i|u)e?s?"
)
_ADJECTIVES = """
aussi ainsi ici plus sous ceci celui lui suis jusqu gris frais mauvais français anglais petit petite petits petites gratuit gratuite
gratuits gratuites joli jolie jolis jolies vrai vraie vrais vraies nu nue nus nues cru crue crus crues depuis puis exclu inconnu
"""
_NOT_PARTICIPLES = frozenset(_ADJECTIVES.split())
_SOUNDS = re.compile(r"[iuy]?[éèêë]e?|[aàâeiîïoôuùûüyœæ]+")


def read_easily(contents: Contents) -> Analysis:
    """The points of readability of a text, those to mend first; none for a text of a few words."""
    if contents.words < LEAST_WORDS:
        return Analysis()
    parts = [sentence for paragraph in contents.paragraphs for sentence in sentences(paragraph)]
    points = [
        _long_sentences(parts), _paragraphs(contents), *_stretches(contents), _linked(parts), _passive(parts), _beginnings(parts),
        _flesch(parts),
    ]  # fmt: skip
    return Analysis(sorted(points, key=lambda point: WORTH[point.mark]))


def _share(parts: Sequence[str], count: int) -> float:
    return 100 * count / len(parts) if parts else 0.0


def _by_share(label: str, share: float, good: float, fair: float, words: str, advice: str) -> Point:
    mark = GOOD if share <= good else FAIR if share <= fair else POOR
    return Point(mark, label, words + ("." if mark == GOOD else f"\u00a0: {advice}"))


def _long_sentences(parts: Sequence[str]) -> Point:
    share = _share(parts, sum(len(part.split()) > LONG_SENTENCE for part in parts))
    return _by_share(
        "Phrases longues", share, LONG_SHARE, LONG_SHARE_MOST,
        f"{share:.0f}\u00a0% des phrases dépassent {LONG_SENTENCE} mots", f"restez sous {LONG_SHARE}\u00a0%, coupez-en.",
    )  # fmt: skip


def _paragraphs(contents: Contents) -> Point:
    longest = max(len(paragraph.split()) for paragraph in contents.paragraphs)
    return _by_share(
        "Paragraphes", longest, LONG_PARAGRAPH, LONG_PARAGRAPH_MOST, f"Le plus long compte {longest} mots",
        f"allez à la ligne avant {LONG_PARAGRAPH}.",
    )  # fmt: skip


def _stretches(contents: Contents) -> Iterator[Point]:
    if contents.words < STRETCH:
        return
    longest = max(contents.stretches)
    yield _by_share(
        "Intertitres", longest, STRETCH, STRETCH_MOST, f"{longest} mots au plus d’un intertitre à l’autre",
        f"un intertitre tous les {STRETCH} mots aide à s’y retrouver.",
    )  # fmt: skip


def _linked(parts: Sequence[str]) -> Point:
    share = _share(parts, sum(bool(_LINKED.search(fold(part))) for part in parts))
    mark = GOOD if share >= LINKED_SHARE else FAIR if share >= LINKED_SHARE_LEAST else POOR
    advice = "" if mark == GOOD else f"\u00a0: visez {LINKED_SHARE}\u00a0% (donc, ensuite, en effet…)"
    return Point(mark, "Mots de liaison", f"{share:.0f}\u00a0% des phrases en ont un{advice}.")


def _passive(parts: Sequence[str]) -> Point:
    share = _share(parts, sum(_is_passive(part) for part in parts))
    return _by_share(
        "Voix passive", share, PASSIVE_SHARE, PASSIVE_SHARE_MOST, f"{share:.0f}\u00a0% des phrases sont au passif",
        f"restez sous {PASSIVE_SHARE}\u00a0%, dites qui fait quoi.",
    )  # fmt: skip


def _is_passive(sentence: str) -> bool:
    """Whether a form of « être » comes with a past participle, verbs of movement and common adjectives apart."""
    found = (match[1] for match in _PASSIVE.finditer(sentence.lower()))
    return any(word not in _NOT_PARTICIPLES and not _MOVES.fullmatch(word) for word in found)


def _beginnings(parts: Sequence[str]) -> Point:
    words = [fold(part).split()[0].strip("«\"'") for part in parts]
    run = longest = 0
    for number, word in enumerate(words):
        run = run + 1 if number and word == words[number - 1] else 1
        longest = max(longest, run)
    if longest < SAME_BEGINNINGS:
        return Point(GOOD, "Débuts de phrase", "Ils varient.")
    return Point(POOR, "Débuts de phrase", f"{longest} phrases de suite commencent par le même mot\u00a0: variez.")


def _flesch(parts: Sequence[str]) -> Point:
    words = [word for part in parts for word in re.findall(r"[a-zà-ÿœæ]+", part.lower())]
    score = flesch(len(parts), len(words), sum(map(syllables, words)))
    mark = GOOD if score >= EASY else FAIR if score >= HARD else POOR
    tail = {GOOD: "le texte se lit sans effort", FAIR: "un peu difficile", POOR: "difficile"}[mark]
    advice = "" if mark == GOOD else ", préférez des mots et des phrases courts"
    return Point(mark, "Facilité de lecture", f"{score:.0f} sur 100 (score de Flesch)\u00a0: {tail}{advice}.")


def flesch(parts: int, words: int, syllable_count: int) -> float:
    """The Flesch score of a French text, 0 to 100, of its counts of sentences, words and syllables."""
    if not parts or not words:
        return 0.0
    return max(0.0, min(100.0, 207 - 1.015 * words / parts - 73.6 * syllable_count / words))


def syllables(word: str) -> int:
    """The syllables of a word in lower case as they are said: a final mute « e » or « es » is not."""
    said = len(_SOUNDS.findall(word))
    stem = word.removesuffix("s").removesuffix("e")
    is_mute = word.endswith(("e", "es")) and stem and stem[-1] not in "aeiouyàâéèêëîïôùûü"
    return max(1, said - 1 if is_mute else said)
