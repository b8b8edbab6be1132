"""Nothing in the shipped context is said twice: reviews, the shop's answers, messages of the threads, product descriptions."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.scenarios.test_history_content import CONTEXT, table, tree, words

SALUTATION = re.compile(
    r"(?:re-)?(?:bonjour|bonsoir|coucou|hello|salut|cher|chère|chers|madame|monsieur)\b[^,.!\n]{0,40}[,.!\n]\s*",
    re.IGNORECASE,
)
LEGAL = re.compile(
    r"atelier [^.]*fruits à coque|traces possibles de [^.)]*mollusques|issue?s? de l’agriculture biologique\W+\(?FR-BIO-00",
    re.IGNORECASE,
)
MEASURE = re.compile(r"\d[\d,\s]*(?:g|kg|cl|ml|L|°C|€)?\b")
MOST_ALIKE = 0.25
OPENING = {"reviews": 3, "answers": 4, "messages": 4, "descriptions": 3}


def written_texts() -> dict[str, list[str]]:
    """What is told in the context, by kind: reviews, the shop's answers to them, messages of the threads, descriptions."""
    reviews = table("avis.csv")
    messages = [m["texte"] for thread in tree("sav/fils.yaml") for m in thread["messages"]]
    return {
        "reviews": [row["texte"] for row in reviews],
        "answers": [SALUTATION.sub("", row["reponse"], count=1) for row in reviews if row["reponse"]],
        "messages": [SALUTATION.sub("", text.strip(), count=1) for text in messages],
        "descriptions": [
            MEASURE.sub("", LEGAL.sub("", path.read_text("utf-8")))
            for path in sorted((CONTEXT / "catalogue" / "descriptions").glob("*.md"))
        ],
    }


@pytest.mark.parametrize("kind", OPENING)
def test_no_two_texts_begin_alike_or_share_a_run_of_words(kind: str) -> None:
    texts = written_texts()[kind]
    starts = Counter(" ".join(words(text)[: OPENING[kind]]) for text in texts)
    assert not [start for start, count in starts.items() if count > 1]
    assert not shared_runs(texts, 7)


@pytest.mark.parametrize("kind", OPENING)
def test_no_two_texts_are_made_of_the_same_words(kind: str) -> None:
    bags = [(text, content_words(text)) for text in written_texts()[kind]]
    for index, (text, bag) in enumerate(bags):
        for other, its_bag in bags[:index]:
            if len(bag | its_bag) >= 10:
                assert len(bag & its_bag) / len(bag | its_bag) <= MOST_ALIKE, f"{text[:60]} / {other[:60]}"


def test_titles_of_reviews_are_all_different() -> None:
    titles = Counter(row["titre"].casefold() for row in table("avis.csv") if row["titre"])
    assert not [title for title, count in titles.items() if count > 1]


def content_words(text: str) -> set[str]:
    """The words of four letters or more: what a text is about, without what all French is made of."""
    return {word for word in words(text) if len(word) >= 4}


def shared_runs(texts: list[str], length: int) -> list[str]:
    """Runs of that many words found in more than one text."""
    seen: Counter[str] = Counter()
    for text in texts:
        spoken = words(text)
        seen.update({" ".join(spoken[i : i + length]) for i in range(len(spoken) - length + 1)})
    return [run for run, count in seen.items() if count > 1]
