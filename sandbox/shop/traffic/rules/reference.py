"""The reference of the indicators, written from their definitions: docs/indicateurs.md is this text, and a test holds it so.

`python -m sandbox.shop.traffic.rules.reference > docs/indicateurs.md` writes it again.
"""

from __future__ import annotations

import sys

from sandbox.shop.traffic.rules.indicators import (
    FUNNEL,
    INDICATORS,
    LETTERS,
    RELATION,
    SEARCHES,
    VISITS,
    Indicator,
    Unit,
)
from sandbox.shop.traffic.rules.segments import MUCH_CENTS, OFTEN, RECENT_DAYS, SEGMENTS
from sandbox.shop.traffic.rules.themes import THEMES

UNITS = {
    Unit.COUNT: "nombre", Unit.CENTS: "euros", Unit.PERCENT: "%", Unit.SHARE: "%", Unit.RATIO: "nombre à deux décimales",
    Unit.SECONDS: "durée",
}  # fmt: skip
_WANTS = {"up": "une hausse est bonne", "down": "une baisse est bonne", "none": "ni bon ni mauvais en soi"}
_HEAD = """# Les indicateurs des statistiques

Cette page est écrite d’après les définitions du programme (`sandbox/shop/traffic/rules`) : le tableau de bord, les rapports et les exports
calculent avec elles, et un test refuse qu’elle soit fausse. Le nom de chacun, sa formule, le calcul avec les nombres de la période, sa
source et ses limites se lisent aussi à l’écran, sous le ƒ.

Un quotient sans dénominateur n’est pas zéro : c’est « – », avec sa raison. Une évolution se dit en pour cent, ou en points quand
l’indicateur est lui-même un taux. Les jours sont ceux de Paris.

Chaque chiffre mène à ses lignes (« Voir les lignes ») : les commandes payées de la période, un tableau de rapport, les fils, les avis.
Chaque jour d’un tableau d’évolution mène à ce jour ; chaque source, appareil ou campagne, au rapport Acquisition réduit à elle, avec le
filtre écrit au-dessus des chiffres et un lien pour le retirer.

Le sélecteur « Segment » réduit à une région, aux nouveaux visiteurs ou aux visiteurs de retour, ou aux deux à la fois, les rapports
Récapitulatif, Acquisition, Comportement, Audience, Meilleures ventes, Meilleurs clients et Paniers abandonnés, leurs fichiers et les
lignes derrière leurs chiffres. Les régions additionnées font l’ensemble, et les deux nouveautés aussi : par jour, source, campagne et
appareil. La visite qui a fait une commande a la région de son adresse de livraison (de facturation, sans livraison), et est nouvelle quand
c’est la première commande du client ; les autres visites se partagent d’après le relevé, toujours de la même façon. Ce qu’un relevé ne
croise pas est « – », avec sa raison : les pages, les heures et le coût d’une campagne, et les visites des jours d’un relevé d’audience
importé (Google Analytics, Matomo), dont les ventes, elles, restent lues dans les commandes. Une semaine simulée est croisée comme le reste.

Les visites faites à la boutique pendant le travail, par la personne qui y travaille ou par l’examinateur, sont notées au fil des pages
et lues au rapport « Vos visites ». Elles sont laissées de côté ailleurs, comme un site réel exclut celles de son équipe (dans Matomo,
par adresse ou par cookie ; PrestaShop, lui, compte tout) : essayer sa boutique ne change pas les chiffres que l’on étudie.
« Compter vos visites » les ajoute à tous les rapports, sauf aux régions et aux segments de région ou de nouveauté : une même personne y
joue plusieurs clients. Une commande compte toujours, avec sa visite.
"""


def written() -> str:
    """The whole page."""
    parts = [_HEAD, "## Fréquentation et ventes\n"]
    parts += [_entry(i) for i in INDICATORS.values() if i.rows in (VISITS, SEARCHES)]
    parts += ["## Relation client\n", *(_entry(i) for i in INDICATORS.values() if i.rows in RELATION)]
    parts += ["## Lettres d’information\n", *(_entry(i) for i in INDICATORS.values() if i.rows == LETTERS)]
    steps = "\n".join(f"{rank}. {name}" for rank, (name, _) in enumerate(FUNNEL, 1))
    parts.append(f"## Entonnoir de conversion\n\nAucune étape n’a plus de visites que celle d’avant.\n\n{steps}\n")
    parts.append(_segments())
    themes = "\n".join(
        f"| {theme.name} | {', '.join(f'{stem}…' for stem in theme.stems)} | {', '.join(sorted(theme.words))} |"
        for theme in THEMES
    )
    parts.append(
        "## Thèmes des avis\n\nUn avis a un thème quand l’un de ses mots commence ainsi, ou est l’un de ces mots, sans tenir compte des accents.\n\n"
        f"| Thème | Débuts de mots | Mots entiers |\n|---|---|---|\n{themes}\n"
    )
    return "\n".join(parts)


def _entry(indicator: Indicator) -> str:
    lines = [
        f"### {indicator.name} (`{indicator.key}`)\n", f"- **Formule** : {indicator.formula}.",
        f"- **Unité** : {UNITS[indicator.unit]} ; {_WANTS[indicator.wants]}.", f"- **Source** : {indicator.source}.",
    ]  # fmt: skip
    if indicator.limits:
        lines.append(f"- **Limites** : {indicator.limits}")
    if indicator.nothing:
        lines.append(f"- **« – »** : {indicator.nothing}")
    return "\n".join(lines) + "\n"


def _segments() -> str:
    rows = "\n".join(f"| {s.name} | {s.rule} | {s.use} |" for s in SEGMENTS.values())
    recency, often = (f"≤ {n} jours" for n in RECENT_DAYS), (f"≥ {n}" for n in OFTEN)
    much = (f"≥ {cents // 100} € HT" for cents in MUCH_CENTS)
    scores = "\n".join(
        f"| {name} | {' | '.join(steps)} | sinon |"
        for name, steps in (
            ("R : dernière commande payée", recency),
            ("F : commandes payées", often),
            ("M : ventes", much),
        )
    )
    return (
        "## Segments RFM\n\nAu dernier jour de la période, depuis l’ouverture de la boutique ; chaque client qui a acheté est dans un seul segment.\n\n"
        f"| Score | 3 | 2 | 1 |\n|---|---|---|---|\n{scores}\n\n| Segment | Règle | Usage |\n|---|---|---|\n{rows}\n"
    )


if __name__ == "__main__":
    sys.stdout.write(written())
