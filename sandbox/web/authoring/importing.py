"""What the import screen shows and reads: the words for fields, the choices that a posted form makes, the rows to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import request

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.foreign_tables import ENCODINGS, SEPARATOR_WORDS, SEPARATORS
from sandbox.training.contexts.importing.correspondences import tax_names
from sandbox.training.contexts.importing.desk import Choices, Opened, look_ahead, open_as_found, open_import
from sandbox.training.contexts.importing.formats import HEADERS, NEEDED, WORDS, fields_of
from sandbox.training.contexts.importing.services import ImportReport
from sandbox.training.contexts.importing.taking_back import PROFILE
from sandbox.training.contexts.importing.telling import Outcome
from sandbox.training.contexts.importing.traffic import LABELS, MODES, Looked, TrafficChoices, look
from sandbox.training.contexts.importing.visit_lines import PLACINGS, what_is_missing
from sandbox.training.contexts.importing.visit_lines import WORDS as VISIT_WORDS
from sandbox.training.contexts.importing.visit_tables import TOOLS, TRAFFIC
from sandbox.training.contexts.importing.visit_values import DAY_ORDERS, DECIMAL_MARKS
from sandbox.training.contexts.models import ContextImport

ENCODING_WORDS = {
    "UTF-8": "UTF-8", "UTF-8 avec BOM": "Excel, enregistré en «\u00a0CSV UTF-8\u00a0»", "cp1252": "Excel (Windows)",
    "CP850": "Ancien logiciel (MS-DOS)", "UTF-16 LE": "Excel, «\u00a0Texte Unicode\u00a0»", "UTF-16 BE": "Texte Unicode inversé",
}  # fmt: skip
FIELD_WORDS = {
    "cle": "Clé", "nom": "Nom", "prenom": "Prénom", "reference": "Référence", "identifiant": "Numéro dans l’autre boutique",
    "en_ligne": "En ligne (oui ou non)", "chemins": "Catégories", "prix_ht": "Prix HT", "prix_ttc": "Prix TTC", "prix": "Prix",
    "taxe": "Taxe", "tva": "Règle de taxe", "taxable": "Taxable (oui ou non)", "prix_achat_ht": "Prix d’achat HT",
    "marque": "Marque", "ean13": "Code-barres EAN-13", "largeur_cm": "Largeur (cm)", "hauteur_cm": "Hauteur (cm)",
    "profondeur_cm": "Profondeur (cm)", "poids_kg": "Poids (kg)", "poids_g": "Poids (g)", "quantite": "Quantité",
    "quantite_min": "Quantité minimale", "resume": "Résumé", "description": "Description", "mots_cles": "Mots-clés",
    "meta_titre": "Balise titre", "meta_description": "Méta description", "slug": "Adresse de la page",
    "libelle_dispo": "Libellé en stock", "libelle_rupture": "Libellé en rupture", "images": "Images",
    "exclusivite_web": "Exclusivité web (oui ou non)", "etat": "État", "rupture": "Action en cas de rupture",
    "virtuel": "Produit dématérialisé", "parent": "Catégorie parente", "produit": "Produit", "attributs": "Attributs",
    "valeurs": "Valeurs", "impact_ht": "Impact sur le prix HT", "impact_ttc": "Impact sur le prix TTC",
    "impact_poids_kg": "Impact sur le poids", "par_defaut": "Par défaut (oui ou non)", "type": "Type", "statut": "Statut",
    "email": "E-mail du client", "civilite": "Titre de civilité", "naissance": "Date de naissance",
    "groupe_defaut": "Groupe par défaut", "groupes": "Groupes", "newsletter": "Lettre d’information (oui ou non)",
    "offres_partenaires": "Offres des partenaires (oui ou non)", "inscrit_le": "Date d’inscription",
    "actif": "Compte activé (oui ou non)", "active": "Affichée (oui ou non)", "societe": "Société", "siret": "SIRET",
    "note": "Note privée", "alias": "Nom de l’adresse", "adresse": "Adresse", "complement": "Complément",
    "code_postal": "Code postal", "ville": "Ville", "pays": "Pays", "telephone": "Téléphone", "mobile": "Téléphone mobile",
    "client": "Client", "date": "Date", "paiement": "Paiement", "transporteur": "Transporteur", "port": "Frais de port TTC",
    "remise": "Remise TTC", "code_promo": "Code promo", "suivi": "Numéro de suivi", "message": "Message du client",
    "produit_nom": "Nom du produit", "note_privee": "Note privée", "adresse_livraison": "Adresse de livraison",
    "adresse_facturation": "Adresse de facturation", "declinaison": "Déclinaison", "categorie": "Catégorie principale",
    "categories": "Autres catégories", "personnalisation": "Personnalisation",
}  # fmt: skip
SHOWN = (
    "reference", "nom", "prenom", "email", "client", "alias", "adresse", "code_postal", "ville", "pays", "civilite",
    "groupe_defaut", "newsletter", "inscrit_le", "parent", "categorie", "marque", "prix_ttc", "tva", "quantite", "en_ligne",
    "date", "etat", "paiement", "port", "produit", "attributs", "impact_ttc", "active",
)  # fmt: skip
"""The columns of a preview, of those that the lines fill."""
PREVIEWED = 12
_MOST_COLUMNS = 8
FORMATS = {**WORDS, TRAFFIC: "relevé de fréquentation", PROFILE: "profil de fréquentation"}
WITHOUT_TAX = {"": "TTC", "ht": "HT"}


@dataclass(frozen=True, slots=True)
class Preview:
    """The first lines as they will become."""

    columns: Sequence[str]
    rows: Sequence[Outcome]
    report: ImportReport


def preview_of(report: ImportReport) -> Preview:
    """The first lines of a report with the columns that they fill."""
    rows = report.outcomes[:PREVIEWED]
    filled = [name for name in SHOWN if any(row.cells.get(name) for row in rows)]
    return Preview(filled[:_MOST_COLUMNS], rows, report)


def choices_posted(opened: Opened) -> Choices:
    """What the form says. When the reading or the kind of file changes, its old columns mean nothing and are found anew."""
    form = request.form
    encoding = form.get("encoding", "") if form.get("encoding") in ENCODINGS else ""
    separator = form.get("separator", "") if form.get("separator") in SEPARATORS else ""
    format_ = form.get("format", "")
    is_same = (encoding or opened.table.encoding, separator or opened.table.separator, format_) == (
        opened.table.encoding, opened.table.separator, opened.mapping.format,
    )  # fmt: skip
    known = fields_of(format_) if format_ in HEADERS else []
    columns = taxes = None
    if is_same and "c0" in form:
        said = {name: form.get(f"c{n}", "") for n, name in enumerate(opened.table.headers)}
        columns = {name: field for name, field in said.items() if field in known}
        names = tax_names(opened.mapping, opened.table)
        taxes = {name: key for n, name in enumerate(names) if (key := form.get(f"t{n}", ""))}
    return Choices(encoding, separator, format_, columns, taxes, form.get("tax", ""), form.get("prices") == "ht")


def field_choices(format_: str) -> list[tuple[str, str]]:
    """What a column of a format may mean, those that must be there first."""
    needed = NEEDED.get(format_, frozenset())
    fields = sorted(fields_of(format_), key=lambda name: (name not in needed, word_of(name)))
    return [(name, f"{word_of(name)} *" if name in needed else word_of(name)) for name in fields]


def word_of(field: str) -> str:
    """What a trainer calls a field."""
    if field.startswith("option"):
        number, _, part = field.removeprefix("option").partition("_")
        return f"Attribut {number} : {part}"
    return FIELD_WORDS.get(field, field.replace("_", " ").capitalize())


def samples(opened: Opened) -> Mapping[str, str]:
    """The first filled cell of each column."""
    return {
        name: next((line.cells[name] for line in opened.table.lines[:200] if line.cells[name]), "")
        for name in opened.table.headers
    }


def typed(text: str) -> str:
    """A sentence of a service as French is set: nothing is torn from its guillemets or its colon at the end of a line."""
    for plain in ("« ", " »", " :", " ;", " ?", " !"):
        text = text.replace(plain, plain.replace(" ", "\u00a0"))
    return text


def words() -> dict[str, object]:
    """What every page of an import shows in words."""
    return {
        "encodings": ENCODING_WORDS, "separators": SEPARATOR_WORDS, "formats": WORDS, "word_of": word_of,
        "typed": typed, "field_choices": field_choices, "tax_names": tax_names,
    }  # fmt: skip


def opened_or_told(waiting: ContextImport) -> tuple[Opened | None, RuleBroken | None]:
    """The file as its choices read it. When these find no table in it, as it reads by itself, and why."""
    try:
        return open_import(waiting), None
    except RuleBroken as told:
        try:
            return open_as_found(waiting), told
        except RuleBroken:
            return None, told


def preview_or_told(opened: Opened, folder: Path) -> tuple[Preview | None, RuleBroken | None]:
    """The first lines as they will become, or what forbids to know it."""
    try:
        return preview_of(look_ahead(opened, folder)), None
    except RuleBroken as told:
        return None, told


def visit_choices_posted() -> TrafficChoices:
    """What the form of an audience file says."""
    names = ("encoding", "decimals", "days", "label", "first", "last", "placing", "mode")
    return TrafficChoices(**{name: request.form.get(name, "").strip() for name in names})


def visits_or_told(waiting: ContextImport, folder: Path) -> tuple[Looked | None, RuleBroken | None]:
    """What an audience file says, or what forbids to know it."""
    try:
        return look(waiting, folder), None
    except RuleBroken as told:
        return None, told


def visit_words() -> dict[str, object]:
    """What the page of an audience file shows in words."""
    return {
        "tools": TOOLS, "kinds": VISIT_WORDS, "decimals": DECIMAL_MARKS, "orders": DAY_ORDERS, "labels": LABELS,
        "placings": PLACINGS, "modes": MODES, "missing": what_is_missing,
    }  # fmt: skip
