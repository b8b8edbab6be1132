"""The reference of the market's rules, written from them: docs/simulateur-du-marche.md is this text, and a test holds it so.

`python -m sandbox.shop.market.rules.reference > docs/simulateur-du-marche.md` writes it again.
"""

from __future__ import annotations

import sys

from sandbox.shop.market.rules.effects import RULES

_HEAD = """# Le simulateur du marché : « Simuler les 7 jours suivants »

Cette page est écrite d’après les règles du programme (`sandbox/shop/market/rules`), et un test refuse qu’elle soit fausse.

**C’est un modèle simplifié, pas une prévision.** Il sert à raisonner : ce que j’ai changé a-t-il été vu, par qui, avec quel effet, à quel
prix ? Les nombres sont des hypothèses d’enseignement, du bon ordre de grandeur, choisies par les auteurs ; aucune ne vient d’une
mesure ou d’une étude.

## Où et quand

En entraînement seulement, jamais pendant une épreuve. Le bouton est sur la page de l’essai, dans la barre du candidat et au bilan. Un sujet
en mode fidèle ne l’ouvre qu’une fois le travail rendu : les vrais outils ne prévoient rien. La boutique de l’essai ne change pas, ses
constats non plus : les jours passent dans une **copie**, que l’on peut ouvrir, continuer à travailler, et prolonger jusqu’à huit semaines.
« Repartir de ma boutique » efface les jours simulés.

## Comment une semaine se joue

1. **Les habitudes** sont lues au départ de l’essai : les visites des quatre semaines d’avant, par jour de la semaine, source et appareil,
   hors campagnes ; la part de chaque source qui commande, sur huit semaines ; les articles voulus et les paniers, sur six semaines. Les
   campagnes s’arrêtent avec le relevé : la semaine qui vient peut donc être plus calme que celle d’avant. Un jour qui compte plus du double,
   ou moins de la moitié, des visites du même jour des autres semaines n’est pas une habitude : il est laissé de côté (voir plus bas).
2. **Chaque visite a sa chance**, tirée d’une graine qui est celle du sujet : la même pour tous, à chaque fois. Ce que vous changez déplace les
   chances d’un visiteur, jamais son tirage.
3. **Les acheteurs sont servis dans l’ordre des heures** : d’abord l’article que chacun venait chercher, puis ce qui s’ajoute aux paniers.
4. **Tout s’écrit par les services de la boutique** : commandes, clients, paiements, codes, stock, paniers abandonnés, visites, avis,
   messages. Les rapports les montrent donc comme le reste. Une commande que la boutique refuse (minimum, transporteur) est comptée à part.
5. **Une boutique témoin**, le départ de l’essai sans votre travail, vit la même semaine avec les mêmes visiteurs. Le bilan donne chaque indicateur
   avant, sans et avec vos changements ; l’écart entre les deux derniers est l’effet de votre travail.

Des visiteurs qui n’ont pas trouvé un article écrivent (trois au plus), des clients sans réponse relancent (trois au plus), des clients
livrés donnent leur avis (huit sur cent, douze avis au plus) ; ils sont plus sévères quand des clients attendent une réponse.

## Ce que le modèle garantit

- Sans changement, aucune différence : les deux boutiques sont égales à la ligne près.
- La même graine rejoue la même semaine.
- Un prix plus bas ne fait jamais perdre une commande ; une rupture n’augmente jamais ni les commandes, ni les pièces, ni le prix des
  articles vendus, avant remise.
- Les ventes sont la somme des commandes ; les visites, les heures, les régions et les pages s’additionnent ; aucune étape de l’entonnoir n’a plus
  de visites que celle d’avant.

## Ce qu’il ne fait pas

- Il ne simule ni concurrent, ni météo, ni campagne, ni lettre d’information, ni réseau social, ni retour de marchandise.
- Il regarde la boutique au premier jour de la semaine : une promotion qui commence le troisième jour compte à partir de la semaine d’après.
- Une règle panier limitée à un produit ou à une sélection compte pour un tiers de sa remise ; une livraison offerte ou un cadeau, pour cinq euros.
- Une fiche créée pendant l’essai reçoit une envie moyenne : personne ne la connaît encore.
- Sur peu de commandes, une règle peut agir sans que le compte bouge. Au-delà de 100 commandes attendues par semaine, toutes les visites sont
  réduites en proportion.

## Ce que l’histoire plantée y change

Un formateur plante des événements dans les mois passés de l’entreprise. La semaine qui vient ne les connaît pas ; elle n’en voit que les traces.

- **Panne, reportage, robots, panne de mesure** : leurs jours, hors du commun, ne comptent ni dans les visites, ni dans la part qui commande, ni
  dans les heures. Des robots n’achètent donc pas la semaine d’après, et une mesure perdue ne fait pas fuir les clients. Deux limites : un effet
  plus petit que du simple au double, ou qui dure plus de quatre semaines sur huit, passe pour l’habitude ; les pages et les régions d’une semaine
  simulée gardent les proportions des quatre semaines d’avant, jours hors du commun compris.
- **Rupture, effet d’un prix, retards** : ils ne comptent que par les commandes de ces jours-là, si elles sont des huit semaines d’avant. Le stock et
  les prix sont ceux de la boutique au départ.
- **Campagnes et lettres** : leurs visites s’arrêtent au relevé ; leurs commandes comptent dans la part de leur source.
- **Semaine de mauvais avis** : ses avis sont dans la boutique au départ, et dans la boutique témoin : elle ne change rien par elle-même. Elle donne
  à faire : les avis sans réponse sont ceux de la règle « Réponses aux avis ».

## Les règles

Chacune compare la boutique à son départ et donne un facteur, égal à 1 si rien n’a changé ; les facteurs se multiplient. Le bilan montre celles
qui ont joué, avec leur effet, cette règle et l’écran où l’on agit.
"""


def written() -> str:
    """The whole page."""
    parts = [
        f"### {rule.name} (`{rule.key}`)\n\n- **Règle** : {rule.says}\n- **Hypothèse** : {rule.assumes}\n- **Écran** : {rule.screen_name}.\n"
        for rule in RULES.values()
    ]
    return "\n".join([_HEAD, *parts])


if __name__ == "__main__":
    sys.stdout.write(written())
