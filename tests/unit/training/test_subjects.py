"""The subject's file: the shipped one is sound; each way of breaking it is told with its code, its line and a way out."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.kernel.yaml_nodes import Fault
from sandbox.training.subjects.fields import parse_duration
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.loader import Folder, Loaded, load_subject, read_subject
from sandbox.training.subjects.queries import (
    SCENARIOS,
    exam_subjects,
    get_subject,
    list_subjects,
    load_of,
    practice_subjects,
)
from tests.factories.world import SUBJECT

FOLDER, GRIDS = SCENARIOS / "subjects" / SUBJECT, SCENARIOS / "grids"
TEXT = (FOLDER / "subject.yaml").read_text("utf-8")


def read(text: str) -> Loaded:
    return read_subject(text, Folder(FOLDER), GRIDS)


def line_of(text: str, part: str) -> int:
    return text.count("\n", 0, text.index(part)) + 1


# the shipped one -----------------------------------------------------------------------------------------------------------


def test_the_shipped_subject_is_sound() -> None:
    loaded = load_subject(FOLDER, GRIDS)
    assert [str(fault) for fault in loaded.errors] == []
    subject = loaded.subject
    assert subject is not None
    assert (subject.slug, subject.duration_s, len(subject.tasks)) == (SUBJECT, 2400, 5)
    assert subject.scenario.mode == "fidele"
    assert subject.scenario.aids == [], "a faithful subject helps in nothing"
    assert [subject.letter_of(line.id) for line in subject.lines] == list("ABCDEFGH")
    assert {fault.code for fault in loaded.remarks} <= {"I031"}


def test_every_line_of_the_grid_has_evidence_or_a_person() -> None:
    subject = get_subject(SUBJECT)
    assert subject.grid.scale == ["TI", "I", "S", "TS"]
    assert subject.grid.conversion is None
    for line in subject.lines:
        assert subject.criterion_of(line) != line.criterion, "the official wording"
        assert line.descriptors is not None
        assert subject.proofs_of(line.id) or line.is_human
        assert line in subject.task_of(line.id).lines


def test_a_kept_copy_is_the_subject_itself() -> None:
    subject = get_subject(SUBJECT)
    again = Subject.from_data(subject.as_data())
    assert (again.scenario, again.grid, dict(again.files), again.digest) == (
        subject.scenario, subject.grid, dict(subject.files), subject.digest,
    )  # fmt: skip


def test_the_digest_tells_every_change_of_the_file_and_its_annexes(tmp_path: Path) -> None:
    folder = tmp_path / SUBJECT
    shutil.copytree(FOLDER, folder)
    first = load_subject(folder, GRIDS).subject
    assert first is not None
    assert first.digest == get_subject(SUBJECT).digest
    annex = folder / "annexes" / "annexe-2-offre.csv"
    annex.write_text(annex.read_text("utf-8") + "\n", "utf-8")
    second = load_subject(folder, GRIDS).subject
    assert second is not None
    assert second.digest != first.digest


def test_lists_what_may_be_used_where(tmp_path: Path) -> None:
    assert SUBJECT in {info.slug for info in exam_subjects(list_subjects())} & {
        info.slug for info in practice_subjects(list_subjects())
    }
    root = tmp_path / "scenarios"
    shutil.copytree(SCENARIOS / "grids", root / "grids")
    for name, old, new in (("brouillon", "statut: relu", "statut: brouillon"), ("casse", "taches:", "tache:")):
        shutil.copytree(FOLDER, root / "subjects" / name)
        path = root / "subjects" / name / "subject.yaml"
        path.write_text(TEXT.replace(old, new, 1), "utf-8")
    infos = {info.slug: info for info in list_subjects(root)}
    assert infos["brouillon"].fault_count == 0
    assert infos["casse"].fault_count > 0
    assert exam_subjects(list_subjects(root)) == []
    assert [info.slug for info in practice_subjects(list_subjects(root))] == []
    assert [info.slug for info in practice_subjects(list_subjects(root), with_drafts=True)] == ["brouillon"]
    with pytest.raises(RuleBroken, match="à corriger, dont"):
        get_subject("casse", root)
    draft = get_subject("brouillon", root)
    draft.check_playable(exam=False)
    with pytest.raises(RuleBroken, match="brouillon"):
        draft.check_playable(exam=True)


@pytest.mark.parametrize(
    "slug", ["", "absent", "../subjects/noel-a-la-brulerie", ".", "..", "a\\b", "noel-a-la-brulerie/annexes"]
)
def test_a_subject_that_is_not_there_is_not_found(slug: str) -> None:
    with pytest.raises(NotFound):
        load_of(slug)


# broken --------------------------------------------------------------------------------------------------------------------

EVENTS = """
evenements:
  - id: {id}
    titre: "Un avis"
    declencheur: {trigger}
    effets: [{{op: creer, entite: avis, acteur: {actor}, valeurs: {{}}}}]
"""


def event(trigger: str, *, name: str = "avis-casse", actor: str = "responsable") -> str:
    return EVENTS.format(id=name, trigger=trigger, actor=actor)


def scene(name: str, given: str) -> str:
    """The first proof of the subject: a scene of the site."""
    return f"\npreuves:\n  - {{id: vu, lignes: [L1], type: comportement, libelle: Vu, scene: {name}, avec: {given}}}"


# name: (old, new, code, the text whose line is told, part of the message)
BROKEN: dict[str, tuple[str, str, str, str, str]] = {
    "not yaml": ("version: 1.0.0", "version: 1: 0", "E001", "version: 1: 0", "il lui faut des guillemets"),
    "duplicate key": ("duree: 40min\n", "duree: 40min\nduree: 40min\n", "E002", "duree: 40min\nsupport:", "« duree » est écrite deux fois (déjà ligne"),
    "unknown key": ("preuves:\n", "preuve:\n", "E003", "preuve:\n", "Vouliez-vous dire « preuves » ?"),
    "unknown key deep": ("        critere: C1\n", "        criteres: C1\n", "E003", "criteres: C1", "Vouliez-vous dire « critere » ?"),
    "missing key": ("version: 1.0.0\n", "", "E004", "format:", "La clé obligatoire « version » manque."),
    "ambiguous boolean": ("humain: true", "humain: on", "E005", "humain: on", "« on » serait lu comme vrai/faux"),
    "duration": ("duree_conseillee: 20min", "duree_conseillee: 12:30", "E006", "12:30", "serait lu comme le nombre 750"),
    "duration in words": ("duree: 40min", "duree: quarante", "E006", "duree: quarante", "n’est pas une durée"),
    "format": ("e5-scenario/1", "e5-scenario/2", "E007", "e5-scenario/2", "(attendu : e5-scenario/1)"),
    "bad id": ("id: q1\n", "id: Q 1\n", "E010", "id: Q 1", "« Q 1 » refusé"),
    "duplicate id": ("- id: q2\n", "- id: q1\n", "E011", "- id: q1\n    titre: \"Lancer", "« q1 » est déjà pris (ligne"),
    "duplicate line": ("- id: L2\n", "- id: L1\n", "E011", "- id: L1\n        critere: C1\n        competence: \"Créer les", "« L1 » est déjà pris"),
    "unknown line": ("lignes: [L8]\n    type: existe", "lignes: [L18]\n    type: existe", "E012", "lignes: [L18]", "Vouliez-vous dire « L"),
    "unknown criterion": ("        critere: C2\n", "        critere: C9\n", "E012", "critere: C9", "Critère « C9 » inconnu"),
    "unknown grid": ("grille-e5-pratique@2027", "grille-e5-pratiques@2027", "E012", "grille-e5-pratiques", "Vouliez-vous dire « grille-e5-pratique »"),
    "grid of another year": ("grille-e5-pratique@2027", "grille-e5-pratique@2019", "E012", "@2019", "Vouliez-vous dire « grille-e5-pratique@2027 »"),
    "context without version": ("brulerie-castelune@2027.1", "brulerie-castelune", "E012", "contexte:", "écrivez identifiant@version"),
    "unknown action": ("prix_specifique.creer\"}\n    texte", "prix_specifique.cree\"}\n    texte", "E012", "prix_specifique.cree\"", "Vouliez-vous dire « prix_specifique.creer »"),
    "unknown question of an annex": ("taches: [q5]", "taches: [q6]", "E012", "taches: [q6]", "Question « q6 » inconnue"),
    "answer to no question": ("  q5: >\n", "  q9: >\n", "E012", "q9: >", "Question « q9 » inconnue"),
    "unknown proof of a run": ("      fiche_visible: atteint", "      fiche_visibles: atteint", "E012", "fiche_visibles", "Vouliez-vous dire « fiche_visible »"),
    "unknown entity": ("entite: groupe_clients\n    libelle: \"Groupe", "entite: groupe_client\n    libelle: \"Groupe", "E012", "entite: groupe_client\n", "Vouliez-vous dire « groupe_clients »"),
    "target without a key": ("cible: \"client:cadiou-nolwenn\"\n    libelle", "cible: \"client\"\n    libelle", "E012", "cible: \"client\"", "écrivez entité:clé"),
    "published without the hash": ("statut: relu", "statut: publie", "E013", "contexte: {", "l’empreinte exacte"),
    "unknown field": ("      meta_titre: {", "      meta_titel: {", "E014", "meta_titel", "Vouliez-vous dire « meta_titre » ?"),
    "unknown output of a scene": ("attend: {visible: {egal: oui}}", "attend: {visibles: {egal: oui}}", "E014", "visibles:", "Vouliez-vous dire « visible »"),
    "unknown block of a scene": ("\npreuves:", scene("site_bloc", "{accueil: oui, bloc: Carousel}"), "E015", "Carousel", "Vouliez-vous dire « Carrousel » ?"),
    "unknown area of a scene": ("\npreuves:", scene("site_bloc", "{zone: colone, bloc: Calendrier}"), "E015", "zone: colone", "Vouliez-vous dire « colonne » ?"),
    "unknown place of a menu": ("\npreuves:", scene("site_menu", "{emplacement: pieds}"), "E015", "emplacement: pieds", "Vouliez-vous dire « pied » ?"),
    "rank that is none": ("\npreuves:", scene("site_bloc", "{accueil: oui, bloc: Titre, rang: 0}"), "E015", "rang: 0", "écrivez 1, 2, 3…"),
    "two texts for a scene": ("\npreuves:", scene("site_page", "{accueil: oui, article: x}"), "E004", "avec: {accueil", "exactement une des clés article, page_site, titre, accueil (trouvé : 2)"),
    "home page that is none": ("\npreuves:", scene("site_page", "{accueil: blog}"), "E015", "accueil: blog", "Écrivez « accueil: oui »"),
    "forbidden value": ("type: {egal: pourcentage}", "type: {egal: pourcent}", "E015", "egal: pourcent}", "interdite pour prix_specifique.type ; valeurs possibles"),
    "bad amount": ("prix_achat_ht: {egal: \"18,20\"}", "prix_achat_ht: {egal: \"dix-huit\"}", "E015", "dix-huit", "n’est pas un nombre"),
    "bad mode": ("mode: fidele", "mode: fidel", "E015", "mode: fidel", "« fidel » interdite ; valeurs possibles : fidele"),
    "bad state of a run": ("alias_crees: partiel", "alias_crees: presque", "E015", "presque", "« presque » interdite"),
    "exam duration": ("duree: 40min\nsupport", "duree: 45min\nsupport", "E020", "duree: 45min", "40min (référentiel E5) ; trouvé 45min"),
    "preparation": ("support: boutique", "preparation: 10min\nsupport: boutique", "E020", "preparation:", "sans temps de préparation"),
    "sum too long": ("duree_conseillee: 20min", "duree_conseillee: 30min", "E021", "\n  - id: q1\n", "totalisent 50min, plus que"),
    "event after the end": ("\npreuves:", event("{a: 41min}") + "\npreuves:", "E022", "declencheur: {a: 41min}", "arrive à 41min, après la fin"),
    "condition on no proof": ("\npreuves:", event("{si: fiche_visibl}") + "\npreuves:", "E012", "declencheur: {si", "Preuve « fiche_visibl » inconnue"),
    "condition on no field": ("\npreuves:", event('{si: {cible: "produit:mug-escale", attend: {prix_tc: {max: 9}}}}') + "\npreuves:", "E014", "declencheur: {si", "Vouliez-vous dire « prix_ttc »"),
    "condition that says nothing": ("\npreuves:", event('{si: {cible: "produit:mug-escale"}}') + "\npreuves:", "E040", "declencheur: {si", "« attend » manque"),
    "event that waits for itself": ("\npreuves:", event('{apres: "evenement:avis-casse"}') + "\npreuves:", "E023", "declencheur: {apres", "se déclenche lui-même"),
    "two triggers": ("\npreuves:", event("{a: 5min, manuel: true}") + "\npreuves:", "E024", "declencheur: {a: 5min", "exactement un déclencheur parmi a, apres, si, manuel (trouvé : 2)"),
    "unknown actor": ("\npreuves:", event("{a: 5min}", actor="responsabl") + "\npreuves:", "E012", "acteur: responsabl,", "Vouliez-vous dire « responsable »"),
    "question without line": ("lignes:\n      - id: L7", "lignes: []\n    x:\n      - id: L7", "E003", "x:\n", "Clé inconnue « x »"),
    "points in the subject": ("duree: 40min\nsupport", "bareme: 20\nduree: 40min\nsupport", "E033", "bareme:", "le barème est dans la grille"),
    "opposite operator": ("sans: [\"sans allergène\"", "ne_contient_pas: [\"sans allergène\"", "E040", "ne_contient_pas", "inconnu pour un texte"),
    "operator by another name": ("nom: {contient_tous: [\"comité\", \"entreprise\"]}", "nom: {ne_contient_pas: [\"x\"]}", "E040", "nom: {ne_contient_pas", "« ne_contient_pas » inconnu. Écrivez « sans »."),
    "inverted bounds": ("meta_description: {longueur: [70, 160]", "meta_description: {longueur: [160, 70]", "E041", "[160, 70]", "Bornes inversées : [160, 70]."),
    "one bound": ("meta_titre: {longueur: [30, 65]", "meta_titre: {longueur: [30]", "E041", "longueur: [30]", "deux bornes"),
    "no empty run": ("  - {id: vide, actions: []}\n", "", "E045", "essais_temoins:", "« vide » (candidat qui ne fait rien)"),
    "missing annex": ("annexes/annexe-2-offre.csv", "annexes/annexe-2-offres.csv", "E050", "annexe-2-offres", "« annexe2 » est introuvable"),
    "annex of another kind": ("annexes/annexe-2-offre.csv", "annexes/annexe-2-offre.docm", "E050", "offre.docm", "extension refusée (.docm)"),
    "missing recording": ("essais/partiel.jsonl", "essais/partial.jsonl", "E050", "partial.jsonl", "« partiel » est introuvable"),
    "path outside": ("annexes/annexe-2-offre.csv", "../../grids/secret.csv", "E051", "../../grids", "hors du paquet"),
    "absolute path": ("annexes/annexe-2-offre.csv", "/etc/passwd.csv", "E051", "/etc/passwd.csv", "hors du paquet"),
    "active content": ("Vous travaillez dans", "<script>alert(1)</script> Vous travaillez dans", "E053", "consigne: |\n  Vous", "Balise « script »"),
    "handler": ("Vous travaillez dans", "<b onclick='x'>Vous</b> travaillez dans", "E053", "consigne: |\n  Vous", "Balise « onclick"),
    "outside address": ("Vous travaillez dans", "Voyez https://www.cafe-bar.fr/x puis travaillez dans", "E053", "consigne: |\n  Vous", "« www.cafe-bar.fr » interdite"),
    "address that may be real": ("Vous travaillez dans", "Écrivez à nadia.perrin@gmail.com et travaillez dans", "E054", "consigne: |\n  Vous", "« nadia.perrin@gmail.com » peut-être réelle"),
}  # fmt: skip


def told(faults: list[Fault]) -> str:
    return "\n".join(map(str, faults))


@pytest.mark.parametrize("name", BROKEN)
def test_tells_what_is_broken_at_its_line(name: str) -> None:
    old, new, code, place, message = BROKEN[name]
    assert old in TEXT, name
    text = TEXT.replace(old, new, 1)
    loaded = read(text)
    assert loaded.subject is None
    found = [f for f in loaded.faults if f.code == code and message in f.message]
    assert found, told(loaded.faults)
    assert found[0].line == line_of(text, place), told(found)
    assert loaded.faults == sorted(loaded.faults, key=lambda f: (f.file, f.line, f.code, f.path, f.message))


def test_a_line_that_nothing_supports_is_told() -> None:
    text = TEXT.replace("humain: true", "humain: false")
    for part in ("lignes: [L3]\n    type: texte", "lignes: [L3]\n    texte"):
        text = text.replace(part, part.replace("L3", "L1"))
    assert [f.code for f in read(text).errors] == ["E030"]
    assert "n’a ni preuve ni question" in read(text).errors[0].message


def test_a_question_without_a_line_is_told() -> None:
    start, end = TEXT.index("    lignes:\n      - id: L7"), TEXT.index("  - id: q5")
    found = [f for f in read(TEXT[:start] + "\n" + TEXT[end:]).errors if f.code == "E031"]
    assert ["« q4 » n’a aucune ligne de grille" in f.message for f in found] == [True]


def test_an_answer_that_shows_is_told() -> None:
    leak = "mettre en avant le Coffret Escale d’hiver pendant quatre semaines"
    found = [f for f in read(TEXT.replace("Onglet Prix,", f"{leak}, onglet Prix,", 1)).errors if f.code == "E052"]
    assert found, "seven words of the model answer stand in the question"
    assert "Fuite du corrigé : « " in found[0].message


def test_all_faults_come_in_one_pass() -> None:
    cases = [BROKEN[name] for name in ("unknown criterion", "unknown field", "forbidden value", "exam duration", "missing annex", "inverted bounds", "no empty run", "address that may be real")]  # fmt: skip
    text = TEXT
    for old, new, *_rest in cases:
        text = text.replace(old, new, 1)
    faults = read(text).faults
    for _old, _new, code, _place, message in cases:
        assert [f for f in faults if f.code == code and message in f.message], told(faults)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("nom: {contient_tous: [\"comité\", \"entreprise\"]}", "nom: {egal: \"Comités d’entreprise de la ville\"}", "W046"),
        ("\npreuves:", event("{a: 37min}") + "\npreuves:", "W022"),
        ("  - id: autre-voie\n    enregistrement: essais/autre-voie.jsonl\n", "  - id: autre-voie\n    actions: []\n", ""),
    ],
)  # fmt: skip
def test_a_warning_forbids_nothing(old: str, new: str, code: str) -> None:
    loaded = read(TEXT.replace(old, new, 1))
    assert loaded.errors == [], told(loaded.errors)
    assert loaded.subject is not None
    assert not code or code in {f.code for f in loaded.remarks}


def test_a_subject_with_events_is_played() -> None:
    subject = read(TEXT.replace("\npreuves:", event("{a: 12min}") + "\npreuves:", 1)).subject
    assert subject is not None
    assert [event.trigger.at for event in subject.scenario.events] == [720]
    subject.check_playable(exam=False)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"",
        b"# rien\n",
        b"- a\n",
        b"texte",
        b"format: [1]\n",
        b"{",
        b"taches: 3\n",
        b"a: " + b"[" * 500,
    ],
)
def test_what_is_no_subject_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "subject.yaml").write_bytes(content)
    loaded = load_subject(tmp_path, GRIDS)
    assert loaded.subject is None
    assert loaded.errors


def test_a_missing_file_and_a_huge_annex_are_told(tmp_path: Path) -> None:
    assert load_subject(tmp_path, GRIDS).errors[0].code == "E050"
    shutil.copytree(FOLDER, tmp_path / SUBJECT)
    (tmp_path / SUBJECT / "annexes" / "annexe-2-offre.csv").write_bytes(b"x" * (5 * 1024 * 1024 + 1))
    (tmp_path / SUBJECT / "annexes" / "annexe-3-message.md").write_bytes("été".encode("cp1252"))
    assert [(f.code, f.message[-12:]) for f in load_subject(tmp_path / SUBJECT, GRIDS).errors if f.code == "E050"] == [
        ("E050", "dépasse 5 Mo."), ("E050", "as en UTF-8."),
    ] or {f.message for f in load_subject(tmp_path / SUBJECT, GRIDS).errors} >= {
        "La pièce « annexe2 » dépasse 5 Mo.", "La pièce « annexe3 » n’est pas en UTF-8.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "seconds"), [("40min", 2400), ("12min30", 750), ("12min 30s", 750), ("90s", 90), ("0min", 0)]
)
def test_durations(written: str, seconds: int) -> None:
    assert parse_duration(written) == seconds


# anything ------------------------------------------------------------------------------------------------------------------

LINES = TEXT.splitlines()
ODD = st.sampled_from(
    ["", "~", "[]", "{}", "[a, b]", "{a: b}", "oui", "-1", "1e400", "NaN", "J+99999", "12:30", "x" * 200, "«", "produit:", ":x", "'", '"', "&a", "*a", "|", "? x", "\t", "\u2028", "../x", "[[[", "999999999999"]
)  # fmt: skip


@settings(max_examples=25)
@given(
    seed=st.integers(0, 10**9),
    values=st.lists(ODD, min_size=1, max_size=6),
    what=st.sampled_from(["value", "cut", "twice", "swap", "indent"]),
)
def test_no_subject_however_broken_gives_a_traceback(seed: int, values: list[str], what: str) -> None:
    hand, lines = random.Random(seed), list(LINES)
    for value in values:
        place = hand.randrange(len(lines))
        if what == "value" and ":" in lines[place]:
            head, colon, _ = lines[place].partition(":")
            lines[place] = f"{head}{colon} {value}"
        elif what == "cut":
            del lines[place : place + hand.randrange(1, 4)]
        elif what == "twice":
            lines.insert(place, lines[hand.randrange(len(lines))])
        elif what == "swap":
            other = hand.randrange(len(lines))
            lines[place], lines[other] = lines[other], lines[place]
        else:
            lines[place] = " " * hand.randrange(8) + lines[place].lstrip()
    loaded = read("\n".join(lines))
    assert (loaded.subject is None) == bool(loaded.errors)
    for fault in loaded.faults:
        assert fault.line >= 1
        assert fault.message.strip()
        assert fault.code


@settings(max_examples=60)
@given(st.text(max_size=400))
def test_no_text_gives_a_traceback(text: str) -> None:
    loaded = read(text)
    assert loaded.subject is None
    assert loaded.errors
