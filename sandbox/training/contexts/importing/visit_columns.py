"""What audience tools call their columns, sources and devices, in French and in English, and what each means here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sandbox.kernel.text import fold

DIMENSIONS: Mapping[str, str] = {
    "jour": "Jour", "rang": "Numéro du jour", "canal": "Canal", "source_support": "Source / support", "source": "Source",
    "support": "Support", "campagne": "Campagne", "appareil": "Appareil", "pays": "Pays", "region": "Région", "ville": "Ville",
    "page": "Page", "titre": "Titre de la page", "entree": "Page d’entrée", "terme": "Recherche interne",
}  # fmt: skip
_DIMENSIONS = {
    "jour": "day index|index de jour|index des jours|date|jour|day",
    "rang": "nth day|nieme jour|n-ieme jour|n ieme jour",
    "canal": "default channel grouping|default channel group|session default channel group|session default channel grouping"
    "|session primary channel group (default channel group)|groupe de canaux par defaut|canal par defaut"
    "|groupe de canaux par defaut de la session|regroupement des canaux par defaut|channel type|type de canal"
    "|groupe de canaux principal de la session (groupe de canaux par defaut)"
    "|session – groupe de canaux par defaut|groupe de canaux principal de la session",
    "source_support": "source / medium|source/medium|session source / medium|source / support|source/support|source et support"
    "|source/support de la session|source / support de la session|session source/medium",
    "source": "source|session source|source de la session",
    "support": "medium|session medium|support|support de la session",
    "campagne": "campaign|campaign name|session campaign|campagne|nom de la campagne|campagne de la session|session campaign name",
    "appareil": "device category|device|device type|categorie d'appareil|categorie d'appareils|type d'appareil|appareil",
    "pays": "country|pays", "region": "region|state|departement", "ville": "city|ville|town/city",
    "page": "page|page path|page path and screen class|chemin de la page|chemin de page|chemin de la page et classe de l'ecran"
    "|chemin de l'ecran et classe de l'ecran|url de la page|url",
    "titre": "page title|titre de la page|titre de page|page title and screen class|titre de la page et classe de l'ecran",
    "entree": "landing page|page de destination|page d'entree|entry page|landing page + query string"
    "|page de destination + chaine de requete",
    "terme": "search term|terme de recherche|mot cle de recherche|keyword|mot-cle|recherche interne",
    "label": "label|libelle|etiquette",
}  # fmt: skip
_METRICS = {
    "visites": "sessions|visits|visites|nb_visits",
    "visiteurs": "users|total users|active users|utilisateurs|nombre total d'utilisateurs|total des utilisateurs"
    "|utilisateurs actifs|unique visitors|visiteurs uniques|nb_uniq_visitors",
    "nouvelles": "new users|nouveaux utilisateurs|nouvelles visites|new visits",
    "taux_rebond": "bounce rate|taux de rebond|bounce_rate", "rebonds": "bounces|rebonds|bounce_count",
    "engagees": "engaged sessions|sessions avec engagement|sessions engagees",
    "taux_engagement": "engagement rate|taux d'engagement",
    "pages_vues": "pageviews|page views|views|pages vues|vues|vues de page|vues de pages|nb_pageviews|nb_hits|nb_actions|actions",
    "pages_visite": "pages / session|pages/session|pages par session|views per session|vues par session|nb_actions_per_visit"
    "|actions per visit|actions par visite",
    "duree_moyenne": "avg. session duration|average session duration|duree moyenne des sessions|duree moyenne de session"
    "|duree moyenne de la session|avg_time_on_site|avg. visit duration (in seconds)|duree moyenne des visites"
    "|duree moyenne d'une visite (en secondes)",
    "duree": "sum_visit_length|total time spent by visitors (in seconds)|temps total passe par les visiteurs (en secondes)",
    "entrees": "entrances|entrees|entry_nb_visits", "taux_sortie": "% exit|% sorties|exit rate|exit_rate|taux de sortie|sorties (en %)", "sorties": "exits|sorties|exit_nb_visits",
    "recherches": "total unique searches|nombre total de recherches uniques|recherches uniques|searches|recherches",
}  # fmt: skip
MATOMO = frozenset({
    "nb_visits", "nb_uniq_visitors", "nb_actions", "bounce_count", "sum_visit_length", "nb_hits", "metadata_segment", "avg_time_on_site",
    "metadata: segment", "visiteurs uniques", "unique visitors",
})  # fmt: skip
"""Headings that only Matomo writes."""
RATES, DURATIONS, DECIMALS = (
    {"taux_rebond", "taux_engagement", "taux_sortie"},
    {"duree_moyenne", "duree"},
    {"pages_visite"},
)
"""The metrics that are no counts, by how they are read."""

_NAMES: Mapping[str, str] = {
    word: field for names in (_DIMENSIONS, _METRICS) for field, words in names.items() for word in words.split("|")
}


def column_of(heading: str) -> str:
    """What a heading means; empty when it is not understood."""
    name = fold(heading).replace("’", "'").replace("\u00a0", " ")
    return _NAMES.get(" ".join(name.split()), "")


def is_dimension(field: str) -> bool:
    """Whether a field tells what the line is about, instead of counting it."""
    return field in _DIMENSIONS


# sources and devices -------------------------------------------------------------------------------------------------

_CHANNELS = {
    "organique": "organic search|recherche naturelle|search engines|moteurs de recherche|recherche organique|organic shopping"
    "|organic video|shopping naturel|video naturelle",
    "direct": "direct|direct entry|entrees directes|entree directe|acces direct",
    "payant": "paid search|display|other advertising|paid shopping|paid video|paid other|cross-network|paid social"
    "|recherche payante|recherche sponsorisee|reseau display|multi-reseau|reseaux sociaux payants|shopping payant"
    "|autre publicite|liens commerciaux|liens sponsorises",
    "social": "social|organic social|reseaux sociaux|social networks|reseaux sociaux naturels|social naturel",
    "email": "email|e-mail|e-mails|courriel",
    "referent": "referral|affiliates|websites|sites web|site referent|sites referents|affiliation|affilies|sites affilies|parrainage"
    "|acces par referencement|site web referent",
}  # fmt: skip
_MEDIUMS = {
    "organique": "organic|organique", "email": "email|e-mail|e_mail|newsletter|emailing", "referent": "referral|affiliate|affiliation",
    "payant": "cpc|ppc|paid|paidsearch|paid_social|paid-social|display|cpm|banner|retargeting|cpv|cpa",
    "social": "social|social-network|social-media|sm|social network|social media",
}  # fmt: skip
_SOCIAL = re.compile(
    r"(?:^|\.)(?:facebook|instagram|pinterest|youtube|linkedin|tiktok|twitter|snapchat|reddit)(?:\.|$)|^(?:t\.co|lnkd\.in|x\.com)$"
)
_DEVICES = {
    "mobile": "mobile|smartphone|phablet|telephone|mobile phone|smartphones|mobiles",
    "ordinateur": "desktop|ordinateur|ordinateur de bureau|bureau|ordinateurs",
    "tablette": "tablet|tablette|tablettes",
}
_SEGMENTS = {
    "referrertype": "canal", "devicetype": "appareil", "countrycode": "pays", "regioncode": "region", "city": "ville",
    "pageurl": "page", "entrypageurl": "entree", "sitesearchkeyword": "terme", "referrername": "campagne",
}  # fmt: skip


def _by_word(names: Mapping[str, str]) -> dict[str, str]:
    return {word: key for key, words in names.items() for word in words.split("|")}


_CHANNEL, _MEDIUM, _DEVICE = _by_word(_CHANNELS), _by_word(_MEDIUMS), _by_word(_DEVICES)


def source_of_channel(label: str) -> str:
    """Our source for a channel; empty for one that we do not have."""
    return _CHANNEL.get(fold(label.strip()), "")


def source_of_medium(source: str, medium: str) -> str:
    """Our source for « google / organic »; empty when the two do not tell."""
    where, how = fold(source.strip()), fold(medium.strip())
    if how in ("(none)", "(aucun)", "none", "(not set)") and where in ("(direct)", "direct"):
        return "direct"
    found = _MEDIUM.get(how, "")
    return "social" if found == "referent" and _SOCIAL.search(where) else found


def device_of(label: str) -> str:
    """Our device; empty for a television or a console, which we do not have."""
    return _DEVICE.get(fold(label.strip()), "")


def meaning_of_labels(labels: Sequence[str], segments: Sequence[str]) -> str:
    """What the column « label » of Matomo tells, by its segments, else when every label is one; empty when it is not known."""
    told = {_SEGMENTS.get(fold(segment.partition("==")[0].strip()), "") for segment in segments if segment}
    if len(told) == 1:
        return told.pop()
    for field, read in (("canal", source_of_channel), ("appareil", device_of)):
        if labels and sum(bool(read(label)) for label in labels) * 2 > len(labels):
            return field
    return "page" if labels and all(label.startswith("/") for label in labels) else ""
