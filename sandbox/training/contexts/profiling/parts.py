"""What a trainer may change of a traffic profile: each part of trafic.yaml with its fields, their units, help and bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sandbox.kernel.clock import MONTH_NAMES
from sandbox.kernel.values import Kind
from sandbox.shop.traffic.rules.complaints import COMPLAINTS
from sandbox.shop.traffic.rules.harsh import BEFORE_DAYS, SINCE_DAYS
from sandbox.shop.traffic.rules.profile import DEVICES, MOST_ORDERS, SOURCES, Selling
from sandbox.shop.traffic.seed import MOST_HARSH

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
INCIDENT_WORDS = {
    "ouverture": "ouverture de la boutique (visites)",
    "presse": "reportage, article (visites)",
    "panne": "panne du site (visites)",
    "mesure": "panne de mesure : visites non relevées",
    "robots": "robots pris pour des visiteurs",
    "rupture": "rupture de stock (conversion)",
    "prix": "effet d’un prix (conversion)",
    "retard": "retards de livraison (conversion)",
}
YES_NO = {"oui": "oui", "non": "non"}
ARTICLES = "articles"
Choices = Mapping[str, Mapping[str, str]]
"""What a company has, by `Entry.of`: key -> name."""
_DAY = "J-30, ou une date qui deviendra J moins tant de jours."
_FACTOR = "1 : comme d’ordinaire ; 2 : deux fois plus ; 0,5 : moitié moins."


@dataclass(frozen=True, slots=True)
class Entry:
    """A value that is typed: its name in the file, its label, unit, help; how it is read and between which bounds."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    help: str = ""
    least: float | None = 0
    most: float | None = None
    is_required: bool = True
    default: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    longest: int = 160
    of: str = ""
    """What of the company it names: « articles », « paiements » or « livraisons ». Its choices are then the company's own."""

    @property
    def is_typed(self) -> bool:
        """Whether its choices are too many for a list: one is typed, by its key, reference or name."""
        return self.of == ARTICLES

    @property
    def is_number(self) -> bool:
        """Whether it is typed in a narrow field."""
        return self.kind in (Kind.INTEGER, Kind.DECIMAL, Kind.CENTS)


@dataclass(frozen=True, slots=True)
class Block:
    """Fields that stand together. `key` is where they are in the file, empty for its head.

    `columns` make it a table, a line an item: of a list, or of a mapping when `is_mapping` (its first column is then the key).
    """

    key: str
    title: str
    help: str = ""
    entries: Sequence[Entry] = ()
    columns: Sequence[Entry] = ()
    word: str = ""
    is_list: bool = False
    is_mapping: bool = False

    def name(self, entry: Entry) -> str:
        """The name of a field outside a table, as in the path of a fault."""
        return f"{self.key}.{entry.key}" if self.key else entry.key


@dataclass(frozen=True, slots=True)
class Part:
    """A page of the form."""

    slug: str
    title: str
    lead: str
    blocks: Sequence[Block]

    def holds(self, path: str) -> bool:
        """Whether a fault at that place of the file is of this page."""
        head = path.split(".")[0]
        return any(
            head == block.key if block.key else head in {entry.key for entry in block.entries} for block in self.blocks
        )


def _factor(key: int | str, label: str) -> Entry:
    return Entry(str(key), label, Kind.DECIMAL, most=100)


def _share(label: str = "Part", help_: str = "") -> Entry:
    return Entry("part", label, Kind.DECIMAL, "%", help_, most=1000)


def _percent(key: str, label: str, usual: float, help_: str = "") -> Entry:
    return Entry(key, label, Kind.DECIMAL, "%", help_, most=100, is_required=False, default=_plain(usual))


def _plain(number: float) -> str:
    return f"{number:g}"


_USUAL = Selling(is_written=False)
_FROM, _TO = Entry("du", "Du", Kind.DAY, help=_DAY, longest=10), Entry("au", "Au", Kind.DAY, help=_DAY, longest=10)
_TOLD = Entry("texte", "Ce qui s’est passé", help="Pour vous seul : aucun candidat ne le lit.", longest=400)

PARTS: Mapping[str, Part] = {
    part.slug: part
    for part in (
        Part("rythme", "Rythme", "Combien de visites, en quelle saison, quels jours, à quelles heures.", (
            Block("", "L’ensemble", entries=(
                Entry("graine", "Graine", Kind.INTEGER, help="La même graine donne les mêmes visites ; une autre, un autre hasard.", most=999_999_999),
                Entry("jour_reference", "Jour de référence", Kind.DAY, help="Le jour J de l’histoire : les saisons se lisent à partir de lui.", longest=10),
                Entry("visites_jour", "Visites d’un jour ordinaire", Kind.DECIMAL, "visites", "À J, hors campagnes.", most=5_000),
                Entry("croissance_annuelle", "Croissance en un an", Kind.DECIMAL, "%", "70 : il y a un an, on divise par 1,7.", most=1_000, is_required=False, default="0"),
                Entry("releve_heure", "Heure où s’arrête le relevé de J", Kind.INTEGER, "h", "La session commence le matin.", least=1, most=24, is_required=False, default="9"),
            )),
            Block("mois", "Les mois", _FACTOR, tuple(_factor(n, name) for n, name in enumerate(MONTH_NAMES)), is_list=True),
            Block("jours", "Les jours de la semaine", _FACTOR, tuple(_factor(n, name) for n, name in enumerate(WEEKDAYS)), is_list=True),
            Block("heures", "Les heures", "Le poids de chaque heure de la journée, l’une par rapport à l’autre.",
                  tuple(_factor(n, f"{n}\u00a0h") for n in range(24)), is_list=True),
        )),
        Part("public", "Public", "D’où viennent les visites, sur quels appareils, de quelles régions.", (
            Block("sources", "Sources", "Les parts se lisent l’une par rapport à l’autre. Chaque commande de l’entreprise vient d’une de ces sources.", columns=(
                Entry("cle", "Source", Kind.CHOICE, choices=SOURCES),
                Entry("nom", "Nom", help="Tel qu’il se lit sur cette page ; les rapports emploient le nom de la source.", is_required=False, longest=60),
                _share("Part des visites"),
                Entry("conversion", "Conversion", Kind.DECIMAL, "%", "Sur cent visites, combien mènent à une commande : règle les paniers laissés.", most=100),
                Entry("rebond", "Rebond", Kind.DECIMAL, "%", "Visites d’une seule page.", most=95),
                Entry("pages", "Pages par visite", Kind.DECIMAL, "pages", least=1, most=30),
            ), word="source"),
            Block("appareils", "Appareils", "Les parts se lisent l’une par rapport à l’autre.",
                  tuple(Entry(key, name, Kind.DECIMAL, "%", most=1000, is_required=False) for key, name in DEVICES.items())),
            Block("regions", "Régions", "Les parts se lisent l’une par rapport à l’autre.", columns=(
                Entry("nom", "Région", longest=60), _share("Part des visites"),
            ), word="région", is_mapping=True),
        )),
        Part("campagnes", "Campagnes", "Ce que chaque campagne a coûté, et les visites qu’elle ajoute.", (
            Block("campagnes", "Campagnes", "Une campagne que des commandes portent ne peut pas disparaître.", columns=(
                Entry("cle", "Clé", help="Minuscules, chiffres et tirets : ce que les adresses marquées portent.", longest=60),
                Entry("nom", "Nom", longest=120),
                Entry("source", "Source", Kind.CHOICE, choices=SOURCES),
                Entry("support", "Support", is_required=False, longest=60),
                _FROM, _TO,
                Entry("cout", "Coût", Kind.CENTS, "€", "Pour toute la campagne.", most=1_000_000),
                Entry("visites", "Visites en plus", Kind.INTEGER, "visites", "Du premier au dernier jour.", most=200_000),
            ), word="campagne"),
        )),
        Part("lettres", "Lettres", "Ce que l’outil d’envoi a compté de chaque lettre, chaque lecteur une fois.", (
            Block("lettres", "Lettres d’information", "Une lettre part le premier jour de sa campagne, dont la source est « E-mail ».", columns=(
                Entry("campagne", "Clé de sa campagne", longest=60),
                Entry("objet", "Objet", longest=160),
                Entry("cible", "Cible", is_required=False, longest=160),
                Entry("envoyes", "Envoyés", Kind.INTEGER, most=1_000_000),
                Entry("delivres", "Délivrés", Kind.INTEGER, most=1_000_000),
                Entry("ouverts", "Lecteurs", Kind.INTEGER, help="Au plus autant que de messages délivrés.", most=1_000_000),
                Entry("clics", "Qui ont cliqué", Kind.INTEGER, help="Au plus autant que de lecteurs.", most=1_000_000),
                Entry("desinscrits", "Désinscrits", Kind.INTEGER, most=1_000_000),
                Entry("reprend_email", "Reprend l’e-mail", Kind.YES_NO, help="Oui : les visites et commandes venues par e-mail ces jours-là sont à elle.", is_required=False, default="non", choices=YES_NO),
            ), word="lettre"),
        )),
        Part("pages", "Pages et recherches", "Ce qui est vu, ce que l’on quitte, ce que l’on cherche.", (
            Block("pages", "Pages", "L’adresse d’une page de la boutique, telle qu’elle se lit dans le rapport Comportement.", columns=(
                Entry("chemin", "Adresse", longest=160), Entry("titre", "Titre", longest=160), _share("Part des vues"),
                Entry("sortie", "Sortie", Kind.DECIMAL, "%", "Sur cent vues, combien finissent la visite.", most=99),
            ), word="page"),
            Block("recherches", "Recherches", "Zéro résultat : le client est resté sur sa faim.", columns=(
                Entry("terme", "Recherche", longest=80), _share("Part des recherches"),
                Entry("resultats", "Produits trouvés", Kind.INTEGER, "produits", most=100_000),
            ), word="recherche"),
        )),
        Part("evenements", "Événements", "Ce qui est arrivé : c’est l’histoire que le candidat devra trouver.", (
            Block("incidents", "Incidents", "L’effet multiplie les visites, ou la conversion. Il se lit dans les commandes quand la page Ventes "
                  "les écrit ; sinon elles restent celles de l’entreprise, et il se lit aux paniers laissés.", columns=(
                Entry("type", "Nature", Kind.CHOICE, choices=INCIDENT_WORDS), _FROM, _TO,
                Entry("effet", "Effet", Kind.DECIMAL, "×", "0,25 : un quart ; 2,6 : deux fois et demie. Robots : 1 ou plus ; mesure : 1 ou moins.", most=100),
                Entry("article", "Article", help="Facultatif. Rupture : il ne se vend plus ces jours-là. Prix : l’effet porte sur ses seules ventes, "
                      "et non sur la conversion de la boutique.", is_required=False, of=ARTICLES),
                _TOLD,
            ), word="incident"),
            Block("avis_severes", "Semaines de mauvais avis", f"Des clients qui ont acheté de {SINCE_DAYS} à {BEFORE_DAYS} jours avant le premier jour laissent une ou deux "
                  "étoiles, un avis chacun. L’aperçu montre les avis avant de les écrire. Les boutiques déjà préparées ne changent pas.", columns=(
                _FROM, _TO,
                Entry("nombre", "Avis à écrire", Kind.INTEGER, "avis", "0 : aucun ; l’histoire plantée raconte ceux que l’entreprise a déjà.", most=MOST_HARSH),
                Entry("theme", "Thème", Kind.CHOICE, choices={key: one.name for key, one in COMPLAINTS.items()}),
                Entry("sur", "Produit ou catégorie", help="Ce dont on se plaint, par son nom ; vide : tout ce qui s’est vendu. « Goût » et « Casse » le demandent.", is_required=False, longest=128),
                _TOLD,
            ), word="semaine"),
        )),
        Part("ventes", "Ventes", "Vingt-quatre mois de commandes, de clients et de paniers écrits d’après le profil, au lieu de ceux de l’entreprise.", (
            Block("ventes", "Les commandes", "Saisons, jours, heures, campagnes et incidents sont ceux des autres pages ; les clients habitent les régions de la "
                  "page Public. La même graine donne les mêmes commandes.", entries=(
                Entry("ecrire", "Écrire les commandes", Kind.YES_NO, help="Oui : à chaque application, les commandes de l’entreprise sont remplacées. "
                      "Restent celles qu’un message du service client cite.", is_required=False, default="non", choices=YES_NO),
                Entry("commandes_jour", "Commandes d’un jour ordinaire", Kind.DECIMAL, "commandes", "À J, hors campagnes. Vide : ce que la conversion des sources "
                      "fait des visites.", most=MOST_ORDERS, is_required=False),
                Entry("clients", "Clients de l’entreprise", Kind.CHOICE, help="Les nouveaux viennent au fil des commandes.", is_required=False, default="gardes",
                      choices={"gardes": "gardés, ils commandent aussi", "nouveaux": "remplacés, sauf ceux qu’un avis ou un message cite"}),
                _percent("fideles", "Commandes de clients qui reviennent", _USUAL.returning),
            )),
            Block("ventes", "Les paniers", entries=(
                Entry("lignes", "Articles différents par commande", Kind.DECIMAL, "articles", "En moyenne.", least=1, most=6, is_required=False, default=_plain(_USUAL.lines)),
                Entry("quantite", "Exemplaires de chaque article", Kind.DECIMAL, "exemplaires", "En moyenne.", least=1, most=6, is_required=False, default=_plain(_USUAL.quantity)),
                Entry("ecart", "Écart entre les meilleures ventes et les autres", Kind.DECIMAL, help="0 : tous les articles se vendent autant ; 1 : quelques-uns font l’essentiel ; 2 : bien plus encore.",
                      most=3, is_required=False, default=_plain(_USUAL.spread)),
                _percent("codes", "Commandes avec un code promo", _USUAL.coded, "Parmi les codes actifs sans condition de client ni d’article, à leurs dates."),
            )),
            Block("ventes", "Ce qui ne va pas au bout", entries=(
                _percent("annulees", "Commandes annulées", _USUAL.cancelled), _percent("remboursees", "Commandes remboursées", _USUAL.refunded),
                _percent("retournees", "Commandes dont un article est retourné", _USUAL.returned),
                _percent("paniers", "Paniers laissés par un client", _USUAL.left, "Pour cent commandes : ceux que le back-office montre, chacun avec son client."),
            )),
            Block("ventes_articles", "Articles à part", "Ceux dont vous décidez des ventes ; les autres suivent l’écart ci-dessus. Tapez un nom, une référence ou une clé.", columns=(
                Entry("cle", "Article", of=ARTICLES),
                Entry("poids", "Ventes", Kind.DECIMAL, "×", "3 : trois fois plus qu’un article ordinaire ; 0 : jamais.", most=1000),
            ), word="article", is_mapping=True),
            Block("ventes_paiements", "Paiements", "Les parts se lisent l’une par rapport à l’autre ; sans aucune, le premier mode de l’entreprise l’emporte largement.", columns=(
                Entry("cle", "Mode de paiement", Kind.CHOICE, of="paiements"), _share("Part des commandes"),
            ), word="paiement", is_mapping=True),
            Block("ventes_livraisons", "Livraisons", "Les parts se lisent l’une par rapport à l’autre ; sans aucune, le premier transporteur est choisi deux fois plus que chaque autre.", columns=(
                Entry("cle", "Transporteur", Kind.CHOICE, of="livraisons"), _share("Part des commandes"),
            ), word="transporteur", is_mapping=True),
        )),
    )
}  # fmt: skip


def of_company(part: Part, choices: Choices) -> Part:
    """A part whose fields offer what the company has."""

    def offered(entries: Sequence[Entry]) -> tuple[Entry, ...]:
        return tuple(replace(entry, choices=choices.get(entry.of, {})) if entry.of else entry for entry in entries)

    return replace(
        part,
        blocks=tuple(
            replace(block, entries=offered(block.entries), columns=offered(block.columns)) for block in part.blocks
        ),
    )


def part_of(path: str) -> Part | None:
    """The page where a place of the file is edited; None for the head of the file itself."""
    return next((part for part in PARTS.values() if path and part.holds(path)), None)
