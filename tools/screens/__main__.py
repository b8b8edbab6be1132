"""Take the pictures of docs/images: start `demo --live` on an installation of its own, visit each face, save WebP.

    .venv/bin/python -m tools.screens [NAME ...]

Needs the tests' set of libraries and a browser, like the tests. Without a name, takes all.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.browser import FLAGS
from tests.support.find_browser import find_browser

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1440, 900
READY = re.compile(r"(http://127\.0\.0\.1:\d+)/")


@contextmanager
def demonstration(*, is_live: bool) -> Iterator[str]:
    """The address of a demonstration; a live one has three minutes of work behind it, in another no exam is under way."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "E5_INSTANCE": folder,
            "E5_DATABASE_URL": "",
            "PYTHONUTF8": "1",
            "PYTHONUNBUFFERED": "1",
        }
        live = ["--live"] if is_live else []
        command = [sys.executable, "-m", "sandbox.cli", "demo", *live, "--no-browser", "--port", "0"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        try:
            address = next(match[1] for line in server.stdout if (match := READY.search(line)))
            time.sleep(20 if is_live else 0)
            yield address
        finally:
            server.terminate()
            server.wait()


def sign_in(page: Page, login: str) -> None:
    """Go through the door with an account of the demonstration."""
    page.goto("/connexion")
    page.get_by_label("Identifiant").fill(login)
    page.get_by_label("Mot de passe", exact=True).fill(f"{login}-demo")
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(lambda url: "connexion" not in url)


def open_practice(page: Page) -> str:
    """Start a practice run; the path of its shop."""
    sign_in(page, "candidat")
    page.goto("/entrainement")
    confirm = page.locator("details.ex-confirm summary")
    if confirm.count():
        confirm.first.click()
    page.get_by_role("button", name=re.compile("Commencer|Recommencer|Confirmer")).first.click()
    page.wait_for_url(re.compile("/b/.*/admin/"))
    return page.url.partition("/admin/")[0]


def console(page: Page) -> None:
    """The examiner's three columns, with a few levels and an observation."""
    sign_in(page, "examinateur")
    page.get_by_role("link", name=re.compile("Console")).first.click()
    page.wait_for_url(re.compile("console"))
    page.wait_for_timeout(2500)


def examiner_console(page: Page) -> None:
    """The console with an observation acknowledged and two levels."""
    console(page)
    page.locator("#grille").focus()
    for key in "1a+":
        page.keyboard.press(key)
    page.keyboard.type("va droit à la bonne page")
    page.keyboard.press("Enter")
    page.locator("[data-col='1'] .ex-cell label:has(input[value='S'])").first.click()
    page.locator("[data-acks]").get_by_text("Reçue").wait_for()
    page.wait_for_timeout(1500)


def examiner_session(page: Page) -> None:
    """The page of a session: codes and presence."""
    sign_in(page, "examinateur")
    page.goto("/examinateur/sessions/1")


def examiner_question(page: Page) -> None:
    """An oral question whose moment has come, with its points."""
    console(page)
    page.locator("[data-asks] > summary").click()
    page.locator("[data-act=oral]").first.click()
    page.get_by_role("form", name="Question de l’oral").get_by_role("checkbox").first.check()


def examiner_evidence(page: Page) -> None:
    """The file of a line."""
    console(page)
    page.locator(".ex-cell__ev").first.click()
    page.wait_for_load_state("networkidle")


def examiner_evacuation(page: Page) -> None:
    """The console during the evacuation: the last picture, since nobody works any more."""
    console(page)
    page.get_by_role("button", name="Évacuation").click()
    page.get_by_role("button", name="Reprendre les épreuves").wait_for()


def examiner_replay(page: Page) -> None:
    """The replay of a run, at one of its actions."""
    sign_in(page, "examinateur")
    page.goto("/examinateur/sessions/1/candidats/1/rejeu")
    page.wait_for_load_state("networkidle")


def storefront(page: Page) -> None:
    """The home page of the shop, as its customers see it."""
    sign_in(page, "formateur")
    page.goto("/formateur/contextes")
    page.get_by_role("link", name="Boutique de référence").first.click()
    page.get_by_role("button", name="Tout refuser").click()
    page.wait_for_load_state("networkidle")


def candidate(page: Page) -> None:
    """The product page in the back office, inside the candidate's frame."""
    root = open_practice(page)
    page.goto(f"{root}/admin/catalogue/produits")
    page.locator("a.name").first.click()
    page.wait_for_load_state("networkidle")


def dashboard(page: Page) -> None:
    """The dashboard of the back office."""
    page.goto(f"{open_practice(page)}/admin/")
    page.wait_for_load_state("networkidle")


def draft(page: Page) -> str:
    """The path of a subject being written from the faithful template, made when it is not there."""
    sign_in(page, "formateur")
    root = "/formateur/redaction/paques-a-la-brulerie"
    answer = page.goto(f"{root}/identite")
    if answer is not None and answer.status == 404:
        page.goto("/formateur/sujets/nouveau")
        page.get_by_label("Titre").press_sequentially("Pâques à la brûlerie")
        page.get_by_role("button", name="Créer le sujet").click()
        page.wait_for_url(re.compile("/identite$"))
    return root


def new_subject(page: Page) -> None:
    """The trainer's first page: from what, under what name."""
    sign_in(page, "formateur")
    page.goto("/formateur/sujets/nouveau")
    page.get_by_label("Titre").press_sequentially("Pâques à la brûlerie")


def subject_text(page: Page) -> None:
    """The text of a subject with a fault at its line."""
    root = draft(page)
    page.goto(root)
    text = page.get_by_label("Texte du sujet, en YAML")
    text.fill(text.input_value().replace("critere: C2", "critere: C9", 1))
    page.get_by_role("link", name=re.compile("E012")).first.click()
    page.wait_for_timeout(500)


def subject_part(path: str) -> Callable[[Page], None]:
    """A page of the editor."""

    def visit(page: Page) -> None:
        page.goto(draft(page) + path)
        page.wait_for_load_state("networkidle")

    return visit


def company_sales(page: Page) -> None:
    """The sales of a company of one's own, about to be written from its profile."""
    sign_in(page, "formateur")
    page.goto("/formateur/contextes/nouveau")
    page.get_by_label("Nom de l’entreprise").fill("Comptoir des Dunes")
    page.keyboard.press("Enter")  # a click would wait thirty seconds at most, and a company is loaded
    page.get_by_role("heading", name="Comptoir des Dunes").wait_for()
    page.goto("/formateur/contextes/comptoir-des-dunes/frequentation/ventes")
    page.get_by_label("Écrire les commandes").select_option("oui")
    page.get_by_label("Commandes d’un jour ordinaire").fill("10")


PICTURES: dict[str, Callable[[Page], None]] = {
    "console": console, "boutique": storefront, "candidat": candidate, "tableau-de-bord": dashboard,
    "formateur-nouveau": new_subject, "formateur-preuve": subject_part("/preuves/0"), "formateur-essais": subject_part("/essais"),
    "formateur-publier": subject_part("/publier"), "formateur-texte": subject_text,
    "examinateur-session": examiner_session, "examinateur-console": examiner_console, "examinateur-tablette": examiner_console,
    "examinateur-question": examiner_question, "examinateur-preuves": examiner_evidence, "examinateur-rejeu": examiner_replay,
    "examinateur-evacuation": examiner_evacuation, "formateur-ventes": company_sales,
}  # fmt: skip


SIZES = {"examinateur-tablette": (820, 1180)}
CALM = {"formateur-ventes"}
"""Those of what waits for the end of an exam."""
EXAMINER_SIZE = (1280, 800)


def take(browser: Browser, address: str, name: str) -> None:
    """One picture, in a browser of its own."""
    width, height = SIZES.get(name, EXAMINER_SIZE if name.startswith("examinateur") else (WIDTH, HEIGHT))
    context = browser.new_context(
        base_url=address, locale="fr-FR", timezone_id="Europe/Paris", viewport={"width": width, "height": height},
        reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    PICTURES[name](page)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.save(IMAGES / f"{name}.webp", "WEBP", quality=84, method=6)
    print(f"docs/images/{name}.webp")
    context.close()


def main() -> None:
    """Take the pictures asked for."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[1:] or list(PICTURES)
    for is_live in (True, False):
        names = [name for name in wanted if (name not in CALM) == is_live]
        if not names:
            continue
        with demonstration(is_live=is_live) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
            for name in names:
                take(browser, address, name)


if __name__ == "__main__":
    main()
