"""Ways of writing a subject wrong: what YAML misreads, keys by another name, loops, addresses, the official list, variables.

Each is a small change of a sound subject, with the line and the words that a trainer is told.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.yaml_nodes import Fault
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.loader import MAX_SUBJECT, Folder, Loaded, load_subject, read_subject
from sandbox.training.subjects.locking import lock_text
from sandbox.training.subjects.queries import SCENARIOS
from sandbox.training.subjects.reference import EXAMPLE

FOLDER, GRIDS = EXAMPLE.parent, SCENARIOS / "grids"
TEXT = EXAMPLE.read_text("utf-8")
FILES = {
    path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in FOLDER.rglob("*.*") if path != EXAMPLE
}
EVENTS = """
evenements:
  - id: avis
    titre: "Un avis arrive"
    declencheur: {first}
    effets: [{{op: creer, entite: avis, cle: avis-un, acteur: responsable, valeurs: {{note: 1}}}}]
  - id: suite
    titre: "La suite"
    declencheur: {second}
    effets: [{{op: message, acteur: responsable, valeurs: {{texte: "Et la marge ?"}}}}]
"""


def read(text: str, **files: str) -> Loaded:
    return read_subject(text, Folder(None, {**FILES, **files}), GRIDS)


def line_of(text: str, part: str) -> int:
    return text.count("\n", 0, text.index(part)) + 1


def told(faults: list[Fault]) -> str:
    return "\n".join(map(str, faults))


def with_events(first: str, second: str = "{manuel: true}") -> tuple[str, str]:
    return "\npreuves:", EVENTS.format(first=first, second=second) + "\npreuves:"


def test_a_moment_that_cannot_be_read_is_told_once() -> None:
    old, new = with_events("{a: midi}")
    loaded = read(TEXT.replace("mode: fidele ", "mode: anime ").replace(old, new, 1))
    assert [f.code for f in loaded.errors if f.path.startswith("evenements.0")] == ["E006"]


def test_the_example_of_the_page_is_sound() -> None:
    loaded = load_subject(FOLDER, GRIDS)
    assert [str(fault) for fault in loaded.faults if fault.code != "I031"] == []
    assert loaded.subject is not None


# (what is broken, old, new, code, the text whose line is told, part of the message)
BROKEN: list[tuple[str, str, str, str, str, str]] = [
    ("a tab", "  - id: q1\n", "\t- id: q1\n", "E001", "\t- id: q1", "tabulation interdite"),
    ("an open quote", 'version: 1.0.0', 'version: "1.0.0', "E001", 'version: "1.0.0', "le guillemet ouvert à cette ligne n’est pas refermé"),
    ("an apostrophe", "version: 1.0.0", "version: 'l'une'", "E001", "version: 'l'une'", "entourez-le de guillemets doubles"),
    ("a list left open", "usages: [entrainement, examen]", "usages: [entrainement, examen", "E001", "usages: [", "le crochet « [ » ouvert à cette ligne n’est pas refermé"),
    ("a group left open", "contexte: {ref: \"brulerie-castelune@2027.1\", empreinte: auto}", "contexte: {ref: \"a@1\"", "E001", "contexte: {", "l’accolade « { » ouverte à cette ligne n’est pas refermée"),
    ("an at sign", "lettre: A", "lettre: @A", "E001", "lettre: @A", "ne commence pas par « @ » sans guillemets"),
    ("a backslash", "lettre: A", "lettre: \"\\d\"", "E001", "lettre: \"\\d\"", "barre oblique inverse"),
    ("an anchor", "lettre: A", "lettre: &a A", "E001", "lettre: &a", "renvois YAML"),
    ("an alias", "lettre: A", "lettre: *a", "E001", "lettre: *a", "renvois YAML"),
    ("a tag", "lettre: A", "lettre: !!python/object/apply:os.system [ls]", "E001", "lettre: !!", "étiquettes YAML"),
    ("two documents", "lettre: A", "---\nlettre: A", "E001", "---\n", "deux documents"),
    ("a key that is a list", "lettre: A", "? [a, b]\n: A", "E001", "? [a", "Une clé est un mot"),
    ("an invisible character", "lettre: A", "lettre: A\x07", "E001", "lettre: A", "caractère interdit"),
    ("half a character", "lettre: A", "lettre: \"\\ud83d\\ude00\"", "E001", "lettre: \"", "écrit à moitié"),
    ("a key twice deep", "    libelle: \"Bandeau", "    libelle: \"Autre\"\n    libelle: \"Bandeau", "E002", "    libelle: \"Bandeau", "« libelle » est écrite deux fois"),
    ("a number for a key", "lettre: A", "1: A", "E003", "1: A", "Clé inconnue « 1 »"),
    ("a merge key", "lettre: A", "<<: {lettre: A}", "E003", "<<:", "Clé inconnue « << »"),
    ("a key by another name", "taches:\n", "exercices:\n", "E003", "exercices:", "Vouliez-vous dire « taches » ?"),
    ("a key of a proof", "    cible: \"produit:moulin", "    objet: \"produit:moulin", "E003", "    objet:", "Vouliez-vous dire « cible » ?"),
    ("a text left empty", "libelle: \"Bandeau « Promo » affiché\"", "libelle: \"\"", "E004", "libelle: \"\"", "Ce texte est vide."),
    ("no task", TEXT[TEXT.index("\ntaches:"):TEXT.index("\npreuves:")], "\ntaches: []\n", "E004", "taches: []", "Cette liste est vide."),
    ("a message without text", *with_events("{a: 12min}")[:1], with_events("{a: 12min}")[1].replace('texte: "Et la marge ?"', ""), "E004", "    effets: [{op: message", "Un message demande son texte"),
    ("NO", "promo_affichee: non}", "promo_affichee: NO}", "E005", "promo_affichee: NO", "« NO » serait lu comme vrai/faux"),
    ("off, for a guard", "garde: true", "garde: off", "E005", "garde: off", "« off » serait lu comme vrai/faux"),
    ("an hour among values", "promo_affichee: non}", "nom: 12:30}", "E006", "nom: 12:30", "serait lu comme le nombre 750"),
    ("a duration of an hour", "duree_conseillee: 15min", "duree_conseillee: 1:15", "E006", "1:15", "serait lu comme le nombre 75"),
    ("a capital in an id", "- id: q1", "- id: Fête 1", "E010", "- id: Fête 1", "« Fête 1 » refusé : lettres minuscules sans accent, chiffres, tiret ou souligné. Écrivez par exemple « fete-1 »."),
    ("a persona with an accent", "  responsable: {nom", "  résponsable: {nom", "E010", "  résponsable: {nom", "« résponsable » refusé"),
    ("a line id with a dot", "- id: L1", "- id: L.1", "E010", "- id: L.1", "« L.1 » refusé"),
    ("a variable in capitals", "  mot: [", "  Mot: [", "E010", "  Mot: [", "« Mot » refusé"),
    ("an unknown help", "mode: fidele ", "aides: [pourquoi_le_prix]\nmode: anime ", "E012", "aides:", "Aide « pourquoi_le_prix » inconnue. Vouliez-vous dire « pourquoi_ce_prix » ?"),
    ("an unknown variable", "tapent « {mot} »", "tapent « {mots} »", "E012", "    consigne: |\n      Des internautes tapent", "Variable « mots » inconnue. Vouliez-vous dire « mot » ?"),
    ("an unknown event of a proof", "cible: \"produit:moulin-armen\"\n    libelle", "cible: \"evenement:avis\"\n    libelle", "E012", "cible: \"evenement:avis\"", "Événement « avis » inconnu"),
    ("an entity by its usual name", "entite: prix_specifique\n    parmi", "entite: promotion_produit\n    parmi", "E012", "entite: promotion_produit", "Vouliez-vous dire « prix_specifique » ?"),
    ("an event's effect on nothing known", *with_events("{a: 12min}")[:1], with_events("{a: 12min}")[1].replace("entite: avis", "entite: sav"), "E012", "    effets: [{op: creer", "Vouliez-vous dire « fil » ?"),
    ("a field by its usual name", "attend: {promo_affichee", "attend: {bandeau_promo", "E014", "attend: {bandeau_promo", "Vouliez-vous dire « promo_affichee » ?"),
    ("a field of an event's effect", *with_events("{a: 12min}")[:1], with_events("{a: 12min}")[1].replace("op: creer, entite: avis, cle: avis-un", 'op: modifier, cible: "produit:moulin-armen"'), "E014", "    effets: [{op: modifier", "n’a pas de champ « note »"),
    ("a leading zero", "partiel_si: 1", "partiel_si: 010", "E015", "partiel_si: 010", "« 010 » est lu autrement"),
    ("a group for a text", "lettre: A", "lettre: {a: b}", "E015", "lettre: {a", "Il faut ici un texte."),
    ("a text for a list", "questions:    ", "questions: rien\nx_questions:    ", "E015", "questions: rien", "Il faut ici une liste : un tiret « - » devant chacun de ses éléments."),
    ("a decimal comma in a value", "promo_affichee: non}", "prix_ttc: 12,50}", "E014", "prix_ttc: 12,50", "Une virgule coupe « 12,50 » en deux : mettez ce nombre entre guillemets, \"12,50\"."),
    ("a decimal comma in a proof", "attend: {promo_affichee: {egal: oui}}", "attend: {prix_ttc: {egal: 24,90}}", "E040", "attend: {prix_ttc", "Une virgule coupe « 24,90 » en deux"),
    ("a value without operator", "attend: {promo_affichee: {egal: oui}}", "attend: {quantite: 30}", "E040", "attend: {quantite", "par exemple {egal: 30}"),
    ("minutes in words", "duree_conseillee: 15min", "duree_conseillee: 8 minutes", "E006", "duree_conseillee: 8", "« 8 minutes » n’est pas une durée. Écrivez 8min."),
    ("a duration in hours", "duree: 40min", "duree: 1h", "E006", "duree: 1h", "Écrivez 60min."),
    ("a no-break space after a key", "lettre: A", "lettre\u00a0: A", "E003", "lettre\u00a0: A", "La clé « lettre » est suivie ou précédée d’une espace insécable"),
    ("a text that is a list", "    consigne: |\n      **Créez", "    consigne:\n      - **Créez", "E001", "      - **Créez", "mettez le texte entre guillemets"),
    ("a status", "statut: relu", "statut: publié", "E015", "statut: publié", "valeurs possibles : brouillon, relu, publie. Vouliez-vous dire « publie » ?"),
    ("what cannot be injected", "op: modifier, cible: \"produit:moulin", "op: generer, cible: \"produit:moulin", "E004", "op: generer", "« generer » fait des visites (entite: visite), pas « produit:moulin"),
    ("helps in a faithful subject", "mode: fidele ", "aides: [pourquoi_ce_prix]\nmode: fidele ", "E015", "aides:", "Un sujet fidèle n’a aucune aide"),
    ("variables of two lengths", "  mot: [\"box\", \"corbeille\"]", "  mot: [\"box\"]", "E015", "variables:", "même longueur, car un même rang est tiré pour toutes : remise (2), mot (1)"),
    ("a value that one draw breaks", "remise: [\"10\", \"15\"]", "remise: [\"10\", \"dix\"]", "E015", "pourcentage: {egal", "« dix » n’est pas un nombre"),
    ("a round of events", *with_events('{apres: "evenement:suite"}', '{apres: "evenement:avis"}'), "E023", 'declencheur: {apres: "evenement:suite"}', "« avis » et « suite » se déclenchent l’un l’autre : boucle sans fin."),
    ("no trigger", *with_events("{delai: 2min}"), "E024", "declencheur: {delai", "(trouvé : 0)"),
    ("a mark", "lettre: A", "lettre: A\nnote: 20", "E033", "note: 20", "La note n’appartient pas au scénario"),
    ("an operator's cousin", "egal: oui", "vaut: oui", "E040", "attend: {promo_affichee: {vaut", "Opérateur « vaut » inconnu. Écrivez « egal »."),
    ("bounds in days", '["J+10 23:00", "J+11"]', '["J+11", "J+10"]', "E041", '["J+11", "J+10"]', "Bornes inversées"),
    ("an annex of Word", "annexes/annexe-1.csv", "annexes/annexe-1.docx", "E050", "annexe-1.docx", "extension refusée (.docx)"),
    ("a drive", "annexes/annexe-1.csv", "C:/annexe-1.csv", "E051", "C:/annexe-1.csv", "hors du paquet"),
    ("an outside link", "Contrôlez votre travail", "[Aide](https://www.cafe-bar.fr/x) Contrôlez", "E053", "consigne: |\n  Vous", "« www.cafe-bar.fr » interdite"),
    ("a link without scheme", "Contrôlez votre travail", "[Aide](//cafe-bar.fr/x) Contrôlez", "E053", "consigne: |\n  Vous", "« cafe-bar.fr » interdite"),
    ("a bare address", "Contrôlez votre travail", "Voyez www.cafe-bar.fr. Contrôlez", "E053", "consigne: |\n  Vous", "« www.cafe-bar.fr » interdite"),
    ("an outside picture", "Contrôlez votre travail", "![x](http://img.cafe-bar.fr/a.png) Contrôlez", "E053", "consigne: |\n  Vous", "« img.cafe-bar.fr » interdite"),
    ("a script link", "Contrôlez votre travail", "[Aide](javascript:alert) Contrôlez", "E053", "consigne: |\n  Vous", "« javascript: »"),
    ("a hidden script", "Contrôlez votre travail", "&lt;script&gt; Contrôlez", "E053", "consigne: |\n  Vous", "Balise « script »"),
    ("a picture that runs", "promo_affichee: non}", "description: \"<img src=x onerror='y'>\"}", "E053", "description:", "Balise « img »"),
    ("a hint that leads out", "Jusqu’à quelle heure", "Voyez https://cafe-bar.fr : jusqu’à quelle heure", "E053", "- {apres: 6min", "« cafe-bar.fr » interdite"),
    ("a customer's real address", "promo_affichee: non}", "nom: \"ecrire a jean@cafe-bar.fr\"}", "E054", "ecrire a jean", "peut-être réelle"),
    ("a function outside the list", "quand: {apres: \"prix_specifique.creer\"}", "quand: {apres: \"civilite.creer\"}", "E057", "civilite.creer", "« civilite.creer » n’est pas dans la liste des fonctionnalités de la session 2027."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "message"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_tells_what_is_wrong_at_its_line(old: str, new: str, code: str, place: str, message: str) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    loaded = read(text)
    assert loaded.subject is None
    found = [f for f in loaded.faults if f.code == code and message in f.message]
    assert found, told(loaded.faults)
    assert found[0].line == line_of(text, place), told(found)


def test_every_broken_subject_is_broken_in_one_way() -> None:
    """No cascade: one slip makes one error. (« A text for a list » adds a key of its own.)"""
    several = {}
    for name, old, new, *_rest in BROKEN:
        errors = [f for f in read(TEXT.replace(old, new, 1)).faults if f.code.startswith("E")]
        if len({(f.line, f.code) for f in errors}) > 1:
            several[name] = told(errors)
    assert set(several) <= {"a text for a list"}, "\n".join(f"{name}:\n{text}" for name, text in several.items())


# name, old, new, code: remarks forbid nothing
REMARKS = [
    ("a late event", *with_events("{a: 37min}"), "W022", "moins de 5min au candidat pour traiter « avis »"),
    ("a variable for nothing", "  mot: [", "  rien: [\"a\", \"b\"]\n  mot: [", "W012", "« rien » n’est employée nulle part"),
    ("a strict sentence", "attend: {promo_affichee: {egal: oui}}", "attend: {nom: {egal: \"Le moulin Armen de la maison\"}}", "W046", "une variante correcte serait refusée"),
    ("one way tried of two", "    garde: true                   #", "    ou_bien: [{type: intact, entite: produit}]\n    garde: true  #", "W047", "« autres_prix » n’est testée que par un chemin"),
    ("outside the list, in practice", "usages: [entrainement, examen]", "usages: [entrainement]", "W057", "« civilite.creer » n’est pas dans la liste"),
    ("criteria that are not covered", "titre:", "titre:", "I031", "non couverts par ce sujet : C1, C2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code", "message"), [case[1:] for case in REMARKS], ids=[case[0] for case in REMARKS]
)
def test_a_remark_forbids_nothing(old: str, new: str, code: str, message: str) -> None:
    text = TEXT.replace(old, new, 1)
    if code == "W057":
        text = text.replace('prix_specifique.creer"}', 'civilite.creer"}')
    loaded = read(text)
    assert [f for f in loaded.remarks if f.code == code and message in f.message], told(loaded.faults)
    assert loaded.subject is not None, told(loaded.errors)


def test_a_proof_of_a_manual_event_is_told() -> None:
    old, new = with_events("{manuel: true}")
    proof = (
        '  - {id: rep, lignes: [L1], libelle: "Réponse", type: action, action: avis.publier, cible: "evenement:avis"}\n'
    )
    loaded = read(TEXT.replace(old, new, 1).replace("\nquestions: ", f"\n{proof}\nquestions: ", 1))
    assert "W044" in {f.code for f in loaded.remarks}, told(loaded.faults)


def test_a_misspelt_key_makes_no_other_fault() -> None:
    """A first prototype said « événement inconnu » of a proof when `evenements` was misspelt."""
    old, new = with_events("{a: 12min}")
    text = TEXT.replace(old, new.replace("evenements:", "evenement:"), 1)
    proof = (
        '  - {id: rep, lignes: [L1], libelle: "Réponse", type: action, action: avis.publier, cible: "evenement:avis"}\n'
    )
    text = text.replace("\nquestions: ", f"\n{proof}\nquestions: ", 1)
    assert [(f.code, f.message) for f in read(text).errors] == [
        ("E003", "Clé inconnue « evenement ». Vouliez-vous dire « evenements » ?")
    ]


def test_what_stands_under_a_misspelt_key_is_checked_too() -> None:
    text = TEXT.replace("preuves:", "verifications:").replace("type: existe", "type: exist", 1)
    assert [(f.code, f.line) for f in read(text).errors] == [
        ("E003", line_of(text, "verifications:")), ("E015", line_of(text, "type: exist")),
    ]  # fmt: skip


def test_shape_and_sense_are_told_in_one_pass_by_line() -> None:
    text = TEXT
    for old, new in (
        ("version: 1.0.0\n", ""), ("duree: 40min\n", "duree: 45min\n"), ("critere: C6\n", "critere: C66\n"),
        ("type: existe", "type: exist"), ("attend: {promo_affichee", "attend: {promo_afichee"), ("garde: true", "garde: off"),
        ("lignes: [L2]\n    type", "lignes: [L9]\n    type"), ("essais/bon.jsonl", "essais/bom.jsonl"),
    ):  # fmt: skip
        assert old in text
        text = text.replace(old, new, 1)
    faults = read(text).errors
    assert Counter(f.code for f in faults) == Counter(
        {"E004": 1, "E020": 1, "E012": 2, "E015": 1, "E014": 1, "E005": 1, "E050": 1}
    ), told(faults)
    assert [f.line for f in faults] == sorted(f.line for f in faults)


# files ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_marks_and_line_ends_of_other_systems_are_read(tmp_path: Path, encoding: str, newline: str) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "subject.yaml").write_bytes(TEXT.replace("\n", newline).encode(encoding))
    loaded = load_subject(tmp_path, GRIDS)
    assert loaded.subject is not None, told(loaded.errors)


@pytest.mark.parametrize(
    ("encoding", "line", "words"),
    [("utf-16", 1, "il est en UTF-16"), ("utf-16-le", 1, "UTF-16"), ("cp1252", 2, "Windows")],
)
def test_another_encoding_is_named(tmp_path: Path, encoding: str, line: int, words: str) -> None:
    text = 'format: e5-scenario/1\ntitre: "Fête"\n'
    (tmp_path / "subject.yaml").write_bytes(text.encode(encoding))
    fault = load_subject(tmp_path, GRIDS).errors[0]
    assert (fault.code, words in fault.message, "en UTF-8" in fault.message) == ("E001", True, True)
    assert fault.line == (line if encoding == "cp1252" else fault.line)


def test_a_huge_subject_is_refused_unread() -> None:
    assert "trop gros (300 ko au plus)" in read("a: " + "x" * MAX_SUBJECT).errors[0].message


@pytest.mark.parametrize("bomb", ["a: " + "[" * 500, "a: " + "{a: " * 500, "- " * 500 + "a", "? " * 500 + "a"])
def test_deep_nesting_is_refused(bomb: str) -> None:
    assert {f.code for f in read(bomb).errors} == {"E001"}


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a;b\n", "utf-8")
    folder = tmp_path / "sujet"
    (folder / "essais").mkdir(parents=True)
    (folder / "annexes").symlink_to(tmp_path, target_is_directory=True)
    (folder / "subject.yaml").write_text(TEXT.replace("annexes/annexe-1.csv", "annexes/secret.csv"), "utf-8")
    (folder / "essais" / "bon.jsonl").write_text(FILES["essais/bon.jsonl"], "utf-8")
    found = [f for f in load_subject(folder, GRIDS).errors if f.code == "E050"]
    assert ["introuvable" in f.message for f in found] == [True]


def test_what_an_annex_says_is_checked() -> None:
    loaded = read(TEXT, **{"annexes/annexe-1.csv": "Voir;https://www.cafe-bar.fr/promo\nMot;jean@cafe-bar.fr\n"})
    assert {(f.code, f.path) for f in loaded.errors} == {
        ("E053", "pieces_jointes.0.fichier"),
        ("E054", "pieces_jointes.0.fichier"),
    }
    assert all("annexes/annexe-1.csv" in f.message for f in loaded.errors)


def test_a_recorded_run_that_cannot_be_read_is_told() -> None:
    loaded = read(TEXT, **{"essais/bon.jsonl": '{"t": "1min", "action": "produit.modifer"}\n'})
    assert ["Vouliez-vous dire « produit.modifier »" in f.message for f in loaded.errors if f.code == "E012"] == [True]
    loaded = read(TEXT, **{"essais/bon.jsonl": "pas du JSON\n"})
    assert ["ligne 1" in f.message for f in loaded.errors if f.code == "E043"] == [True]


# the context's hash --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "context",
    [
        'contexte: {ref: "brulerie-castelune@2027.1", empreinte: auto}   # le contexte',
        'contexte: {ref: "brulerie-castelune@2027.1"}',
        'contexte:\n  ref: "brulerie-castelune@2027.1"',
        'contexte:\n  empreinte: auto\n  ref: "brulerie-castelune@2027.1"',
        "contexte: {empreinte: 'ancienne', ref: \"brulerie-castelune@2027.1\"}",
    ],
)
def test_the_hash_is_written_in_its_place_and_nothing_else_moves(context: str) -> None:
    text = TEXT.replace('contexte: {ref: "brulerie-castelune@2027.1", empreinte: auto}', context)
    locked = lock_text(text, "a" * 64)
    subject = read(locked).subject
    assert subject is not None
    assert subject.scenario.context.digest == "a" * 64
    assert locked.replace("a" * 64, "").count("#") == text.count("#")
    assert lock_text(locked, "b" * 64) == locked.replace("a" * 64, "b" * 64)


@pytest.mark.parametrize("text", ["", "a: [", "contexte: brulerie", "- a"])
def test_no_place_for_the_hash_is_told(text: str) -> None:
    with pytest.raises(RuleBroken, match="contexte"):
        lock_text(text, "a" * 64)


# variables -----------------------------------------------------------------------------------------------------------------


def example() -> Subject:
    subject = load_subject(FOLDER, GRIDS).subject
    assert subject is not None
    return subject


@pytest.mark.parametrize(("rank", "discount", "word"), [(0, "10", "box"), (1, "15", "corbeille"), (2, "10", "box")])
def test_a_draw_is_written_everywhere(rank: int, discount: str, word: str) -> None:
    drawn = example().drawn(rank)
    assert drawn.scenario.variables == {"remise": [discount], "mot": [word]}
    assert f"tapent « {word} »" in drawn.tasks[1].instruction
    assert drawn.proofs[0].expected["pourcentage"] == {"egal": discount}
    assert drawn.proofs[3].given == {"terme": word}
    assert f"pourcentage {discount}" in drawn.scenario.answers["q1"]
    assert f"{discount} %" in drawn.files["annexes/annexe-1.csv"]
    assert json.loads(drawn.files["essais/bon.jsonl"].splitlines()[0])["valeurs"]["pourcentage"] == discount
    assert "{J+3}" in drawn.tasks[0].instruction


def test_each_draw_is_another_subject_and_a_drawn_one_stays_as_it_is() -> None:
    subject = example()
    first, second = subject.drawn(0), subject.drawn(1)
    assert len({subject.digest, first.digest, second.digest}) == 3
    assert first.drawn(1) is first
    assert subject.drawn(2).digest == first.digest
    again = Subject.from_data(first.as_data())
    assert (again.scenario, again.drawn(5)) == (first.scenario, again)


# anything ------------------------------------------------------------------------------------------------------------------

LINES = TEXT.splitlines()
VALUES: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["J+3", "12:30", "NO", "010", "L1", "produit:x", "{mot}"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "type", "attend", "cible", "egal", "lignes", "zz"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
KEYS = ["taches", "preuves", "evenements", "injections", "variables", "acteurs", "contexte", "grille", "questions", "corrige",
        "essais_temoins", "pieces_jointes", "usages", "aides", "duree", "titre"]  # fmt: skip


def is_told_well(loaded: Loaded) -> bool:
    """A subject or errors, each at a line, with its code and its words."""
    told_well = all(fault.line >= 1 and fault.code and fault.message.strip() for fault in loaded.faults)
    return told_well and (loaded.subject is None) == bool(loaded.errors)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, min_size=1, max_size=3))
def test_no_value_in_any_place_gives_a_traceback(values: dict[str, object]) -> None:
    """JSON is YAML: any value may be written after any key of the sound subject, the key's own value taken out."""
    kept: list[str] = []
    skipping = False
    for line in LINES:
        if line and not line[0].isspace() and line[0] != "#":
            skipping = line.partition(":")[0] in values
        if not skipping:
            kept.append(line)
    written = [f"{key}: {json.dumps(value)}" for key, value in values.items()]
    assert is_told_well(read("\n".join([*kept, *written])))


@settings(max_examples=60)
@given(data=st.binary(max_size=300))
def test_no_bytes_give_a_traceback(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp() / "bytes"
    folder.mkdir(exist_ok=True)
    (folder / "subject.yaml").write_bytes(data)
    loaded = load_subject(folder, GRIDS)
    assert loaded.subject is None
    assert loaded.errors
    assert is_told_well(loaded)


@settings(max_examples=60)
@given(
    place=st.integers(0, len(TEXT) - 1),
    cut=st.integers(0, 12),
    put=st.text("{}[]:-#&*!|>'\"%@`,? \n\t\\aé0", max_size=6),
)
def test_no_slip_of_the_keyboard_gives_a_traceback(place: int, cut: int, put: str) -> None:
    assert is_told_well(read(TEXT[:place] + put + TEXT[place + cut :]))


@settings(max_examples=40)
@given(st.text(max_size=200) | st.builds(json.dumps, VALUES))
def test_no_run_and_no_annex_gives_a_traceback(text: str) -> None:
    assert is_told_well(read(TEXT, **{"essais/bon.jsonl": text, "annexes/annexe-1.csv": text}))
