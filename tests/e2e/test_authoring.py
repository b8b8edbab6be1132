"""A trainer who is no developer: from the template to a published, printed and played subject, on the web alone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.people import begin_practice, sign_in
from tests.support.browser import LateScript, assert_axe_clean

SLUG = "accueil-des-partenaires"
ROOT = f"/formateur/redaction/{SLUG}"


def start(page: Page, title: str, slug: str = "") -> None:
    """A new subject from the faithful template."""
    page.goto("/formateur/sujets")
    page.get_by_role("link", name="Nouveau sujet").click()
    page.get_by_label("Partir de").select_option("modele:fidele")
    page.get_by_label("Titre").press_sequentially(title)
    if slug:
        page.get_by_label("Identifiant").fill(slug)
    page.get_by_role("button", name="Créer le sujet").click()
    expect(page.get_by_text("Sujet créé.")).to_be_visible()


def tab(page: Page, name: str) -> None:
    """Another part of the subject."""
    page.get_by_role("navigation", name="Parties du sujet").get_by_role("link", name=name).click()


def remove(page: Page, title: str) -> None:
    """Take an item of a list away."""
    page.get_by_role("button", name=f"Retirer « {title} »").click()
    expect(page.get_by_role("link", name=title)).to_have_count(0)


def keep_two_questions(page: Page) -> None:
    """Keep the questions on the group and on the home page; everything that leans on the others goes."""
    tab(page, "Questions")
    for title in ("Préparer une réponse aux clients", "Créer un bon de réduction", "Compléter la fiche d’un produit"):
        remove(page, title)
    tab(page, "Preuves")
    for title in (
        "Message « Retard de livraison » créé", "Bon BIENVENUE10 conforme à l’annexe 2",
        "Balise titre et méta-description aux bonnes longueurs", "Résumé mesuré", "Fiche complète et en ligne",
    ):  # fmt: skip
        remove(page, title)
    tab(page, "Oral")
    for title in ("Pourquoi fixer un minimum d’achat à ce bon ?", "À qui s’adresse votre résumé ?"):
        remove(page, title)
    tab(page, "Annexes")
    for title in ("Annexe 1 – La fiche du produit", "Annexe 2 – L’offre"):
        page.get_by_role("button", name=f"Retirer {title}").click()
        expect(page.get_by_role("heading", name=title)).to_have_count(0)
    expect(page.get_by_text("aucun défaut")).to_be_visible()


def fill_the_template(page: Page) -> None:
    """The words between brackets are told until the trainer's own take their place."""
    tab(page, "Texte")
    left = page.get_by_text("Il reste des mots du modèle")
    expect(left.first).to_be_visible()
    text = page.get_by_label("Texte du sujet, en YAML")
    typed = text.input_value()
    for words, own in (
        ("[Nom de la personne qui demande]", "Mme Le Roux"), ("[la saison, l’opération]", "la saison d’été"),
        ("[Nom du produit]", "Coffret Grève"),
    ):  # fmt: skip
        typed = typed.replace(words, own)
    text.fill(typed)
    expect(left).to_have_count(0)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("Texte enregistré.")).to_be_visible()


def fill_row(page: Page, table: str, row: int, key: str, value: str, comparison: str = "") -> None:
    """Fill a row of a table of values or of conditions, as one who sees it does."""
    place = page.get_by_role("group", name=table)
    place.get_by_label(f"Champ, ligne {row}").select_option(label=key)
    if comparison:
        place.get_by_label(f"Comparaison, ligne {row}").select_option(label=comparison)
    place.get_by_label(f"Valeur, ligne {row}", exact=True).fill(value)


def save(page: Page) -> None:
    """Save the form."""
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("Enregistré.")).to_be_visible()


def pick(page: Page, button: str | re.Pattern[str], words: str, name: str) -> None:
    """Find a thing of the company by its name, and take it."""
    page.get_by_role("button", name=button, exact=True).click()
    found = page.get_by_role("dialog")
    found.get_by_label("Nom", exact=True).fill(words)
    found.get_by_role("button", name=f"Prendre {name}", exact=True).click()


def put_a_review_into_the_shop(page: Page) -> None:
    """A review is there when the candidate sits down; a wrong value is told at once."""
    tab(page, "Départ")
    page.get_by_role("button", name="Ajouter quelque chose").click()
    page.get_by_label("Nature de ce qui est ajouté").select_option(label="Avis")
    save(page)
    table = "Champs et valeurs"
    page.get_by_role("group", name=table).get_by_label("Champ, ligne 1").select_option(label="Produit")
    pick(page, "Chercher une fiche, ligne 1", "mug de bord", "Mug de Bord émaillé")
    fill_row(page, table, 2, "Note", "deux")
    expect(page.get_by_text("« deux » n’est pas un nombre")).to_be_visible()
    fill_row(page, table, 2, "Note", "2")
    page.get_by_role("button", name="Une ligne de plus").click()
    page.get_by_role("group", name=table).get_by_label("Champ, ligne 3").select_option(label="Client")
    pick(page, "Chercher une fiche, ligne 3", "riou", "Solène Riou")
    for row, (key, value) in enumerate(
        (("Titre", "Colis abîmé"), ("Texte", "Arrivé cassé, et personne ne répond.")), 4
    ):
        page.get_by_role("button", name="Une ligne de plus").click()
        fill_row(page, table, row, key, value)
    save(page)
    expect(page.get_by_label("Clé")).to_have_value("colis-abime")
    expect(page.get_by_text("aucun défaut")).to_be_visible()
    assert_axe_clean(page)


def ask_for_an_answer(page: Page) -> None:
    """A question on the review, with its line, its hint, its proof, and what happens meanwhile."""
    tab(page, "Questions")
    page.get_by_role("button", name="Ajouter une question").click()
    page.get_by_label("Titre", exact=True).fill("Répondre à un avis")
    page.get_by_label("Consigne").fill("Répondez en public à l’avis « Colis abîmé ».")
    page.get_by_text("Ajouter une ligne de grille").click()
    page.get_by_label("Compétence").fill("Traiter une réclamation publique")
    page.get_by_text("Ajouter un indice").click()
    page.get_by_label("Texte de l’indice").fill("Que lira le prochain client ?")
    save(page)

    tab(page, "Preuves")
    page.get_by_role("button", name="Une action a été faite").click()
    page.get_by_label("Ce que l’examinateur lit").fill("Réponse publique à l’avis")
    lines = page.get_by_role("group", name="Lignes de la grille")
    for ticked in lines.get_by_role("checkbox", checked=True).all():
        ticked.uncheck()
    lines.get_by_label(re.compile("Traiter une réclamation")).check()
    page.get_by_label("L’action", exact=True).select_option("avis.repondre")
    pick(page, "Chercher", "colis", "Colis abîmé")
    save(page)
    expect(page.get_by_text("aucun défaut")).to_be_visible()

    tab(page, "Événements")
    page.get_by_role("button", name="Ajouter un événement").click()
    page.get_by_label("Titre", exact=True).fill("La responsable s’inquiète")
    page.get_by_role("textbox", name="Texte du message").fill("Avez-vous répondu à cette cliente ?")
    save(page)


def accept_another_way(page: Page) -> None:
    """The group may be reached in part, and the home page in another way."""
    tab(page, "Preuves")
    page.get_by_role("link", name="Groupe « Partenaires », remise de 5 %").click()
    page.get_by_label("Partiellement atteinte à partir de").fill("1")
    page.get_by_text("Accepter une autre voie").click()
    page.locator("details[open]").get_by_label("La fiche").fill("reglage:populaires_nombre")
    save(page)
    expect(page.get_by_text("manque ou est vide")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"^ligne \d+$")).first).to_be_visible()
    way = page.get_by_role("group", name="Autre voie acceptée n° 1")
    way.get_by_label("Champ, ligne 1").select_option(label="Valeur")
    way.get_by_label("Valeur, ligne 1", exact=True).fill("11")
    save(page)
    expect(page.get_by_text("aucun défaut")).to_be_visible()
    assert_axe_clean(page)


def take_back(page: Page) -> None:
    """What was taken away comes back."""
    tab(page, "Événements")
    remove(page, "La responsable s’inquiète")
    page.get_by_role("button", name="Annuler ce changement").click()
    expect(page.get_by_role("link", name="La responsable s’inquiète")).to_be_visible()


def play(page: Page) -> None:
    """Do the three questions in the shop that just opened."""
    expect(page).to_have_url(re.compile(r"/b/\w+/admin/"))
    shop = page.url.partition("/admin/")[0]
    page.goto(f"{shop}/admin/parametres/clients/groupes/nouveau")
    page.locator("#group-form [name=name]").fill("Partenaires")
    page.locator("#group-form [name=reduction_bp]").fill("5")
    page.get_by_role("button", name=re.compile("^Enregistrer")).first.click()
    expect(page.get_by_text("Partenaires").first).to_be_visible()
    page.goto(f"{shop}/admin/modules/produits-populaires")
    page.locator("[name=populaires_nombre]").fill("6")
    page.get_by_role("button", name="Enregistrer").first.click()
    expect(page.locator("[name=populaires_nombre]")).to_have_value("6")
    page.goto(f"{shop}/admin/modules/avis")
    page.get_by_role("row").filter(has_text="Colis abîmé").get_by_role("link", name="Mug de Bord émaillé").first.click()
    page.locator("#reponse [name=reply]").fill("Toutes nos excuses : nous vous renvoyons un mug aujourd’hui.")
    page.get_by_role("button", name="Publier la réponse").click()
    expect(page.get_by_role("button", name="Remplacer la réponse")).to_be_visible()


def test_from_the_template_to_a_published_printed_and_played_subject(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    sign_in(page, "formateur")
    start(page, "Accueil des partenaires")
    expect(page).to_have_url(re.compile(f"{ROOT}/identite$"))
    keep_two_questions(page)
    fill_the_template(page)
    tab(page, "Identité")
    page.get_by_label("Forme").select_option(label="animé")
    save(page)
    put_a_review_into_the_shop(page)
    ask_for_an_answer(page)
    accept_another_way(page)
    take_back(page)

    tab(page, "Essais")
    page.get_by_role("button", name="Essayer comme un candidat").click()
    play(page)
    page.goto(f"{ROOT}/essais")
    page.get_by_role("link", name=re.compile("^Essai du")).click()
    expect(page.get_by_text("Tout ce que la machine peut voir est atteint.")).to_be_visible()
    assert_axe_clean(page)
    page.get_by_role("button", name="Enregistrer, puis effacer la boutique").click()
    expect(page.get_by_text("Essai « bon » enregistré.")).to_be_visible()

    tab(page, "Publier")
    page.get_by_role("button", name="Contrôler sans publier").click()
    expect(page.get_by_text("Tout est vert")).to_be_visible()
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_text("Version 0.1.0 publiée")).to_be_visible()
    address = page.get_by_role("link", name="Papier de la version 0.1.0").get_attribute("href")
    assert address is not None
    paper = page.request.get(address)
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF")

    candidate = new_visitor().page()
    sign_in(candidate, "candidat")
    begin_practice(candidate, "Accueil des partenaires")
    candidate.get_by_text("Actualiser la page d’accueil").first.wait_for(state="attached")
    candidate.get_by_text("Répondre à un avis").first.wait_for(state="attached")


def test_the_text_tells_faults_while_one_types_completes_and_saves_by_itself(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    sign_in(page, "formateur")
    start(page, "Texte à la main", "texte-a-la-main")
    tab(page, "Texte")
    text = page.get_by_label("Texte du sujet, en YAML")
    typed = text.input_value()
    text.fill(typed.replace("duree: 40min", "duree: quarante"))
    fault = page.get_by_role("link", name=re.compile("E006"))
    expect(fault).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Enregistré à"))).to_be_visible()
    fault.click()
    assert text.evaluate("(t) => t.value.slice(t.selectionStart, t.selectionEnd)") == "duree: quarante"
    page.keyboard.type("duree: 40min")
    expect(fault).to_have_count(0)

    text.evaluate("(t) => { t.setSelectionRange(t.value.length, t.value.length) }")
    page.keyboard.type("vari")
    option = page.get_by_role("option", name="variables")
    expect(option).to_be_visible()
    assert_axe_clean(page)
    page.keyboard.press("Enter")
    assert text.input_value().endswith("variables: ")

    page.get_by_label("Nom", exact=True).fill("escale")
    page.get_by_role("button", name=re.compile("^Prendre Coffret Escale")).click()
    assert "produit:coffret-escale-hiver" in text.input_value()


def test_what_was_typed_before_the_editor_was_ready_is_looked_at_and_saved(new_visitor: MakeVisitor) -> None:
    page = new_visitor().page()
    sign_in(page, "formateur")
    start(page, "Une main rapide", "une-main-rapide")
    script = LateScript(page, "js/exam-editor.js")
    page.goto("/formateur/redaction/une-main-rapide", wait_until="commit")
    text = page.get_by_label("Texte du sujet, en YAML")
    text.fill(text.input_value().replace("duree: 40min", "duree: quarante"))
    script.come()
    expect(page.get_by_role("link", name=re.compile("E006"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Enregistré à"))).to_be_visible()


def test_two_trainers_do_not_overwrite_each_other(new_visitor: MakeVisitor) -> None:
    first, second = new_visitor().page(), new_visitor().page()
    sign_in(first, "formateur")
    start(first, "À deux", "a-deux")
    sign_in(second, "formateur")
    for page in (first, second):
        page.goto("/formateur/redaction/a-deux/identite")
    first.get_by_label("Titre").fill("Le titre de la première")
    first.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(first.get_by_text("Enregistré.")).to_be_visible()
    second.get_by_label("Titre").fill("Le titre de la seconde")
    second.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(second.get_by_role("alert")).to_contain_text("enregistré ailleurs")
    expect(second.get_by_label("Titre")).to_have_value("Le titre de la seconde")
    assert_axe_clean(second)


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_every_page_type_of_the_editor(new_visitor: MakeVisitor, width: int) -> None:
    page = new_visitor(width=width).page()
    sign_in(page, "formateur")
    start(page, f"Largeur {width}", f"largeur-{width}")
    root = urlsplit(page.url).path.rpartition("/")[0]
    faults = []
    for path in (
        "", "/identite", "/depart", "/depart/0", "/questions", "/questions/0", "/annexes", "/pieces/0", "/preuves", "/preuves/0", "/evenements", "/oral/0",
        "/corrige", "/lecture", "/essais", "/couverture", "/publier", "/chercher?q=coffret", "/enregistrements/1",
    ):  # fmt: skip
        page.goto(root + path)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            faults.append(f"{path}: {over} px too wide")
        try:
            assert_axe_clean(page)
        except AssertionError as fault:
            faults.append(str(fault))
    for path in ("/formateur/sujets", "/formateur/sujets/nouveau", "/formateur/sujets/importer"):
        page.goto(path)
        assert_axe_clean(page)
    assert faults == [], "\n\n".join(faults)
