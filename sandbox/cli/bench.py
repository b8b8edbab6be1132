"""`e5 bench`: how fast this machine serves, as ratios to a bare page measured in the same run."""

from __future__ import annotations

import json
import re
import tempfile
import threading
from collections.abc import Callable
from html import unescape
from pathlib import Path
from statistics import median

import click

from sandbox.cli._bench import grand
from sandbox.cli._bench.browser import Answer, BrokenPage, Browser, changed, form_with
from sandbox.cli._bench.hall import measure_hall
from sandbox.cli._bench.stage import Stage, prepare, running, seated, signed_in, weight_kb
from sandbox.cli._installation import refusals

LIMITS = {
    "categorie_sans_changement": 2.0,
    "fiche_sans_changement": 2.0,
    "accueil_du_site_sans_changement": 2.0,
    "article_sans_changement": 2.0,
    "categorie_apres_ecriture": 8.0,
    "fiche_apres_ecriture": 8.0,
    "liste_50_lignes": 4.0,
    "enregistrer_un_produit": 6.0,
    "releve_examinateur": 2.0,
    "chargement_s": 5.0,
    "trois_copies_s": 0.5,
    "verifier_un_sujet_s": 3.0,
    "preuves_un_candidat_ms": 30.0,
    "reconstituer_s": 1.0,
    "difference_ms": 100.0,
    "premiere_page_s": 2.0,
    "memoire_mo": 200.0,
    "poids_page_ko": 150.0,
    "salle_page_p95_ms": 150.0,
    "salle_vu_a_la_console_p95_ms": 1000.0,
    "salle_erreurs": 0.0,
}
ROUNDS = 40
ACTS_EVERY_S = 5.0
POLL_EVERY_S = 1.0
POLLED_S = 20


@click.command("bench")
@click.option("--json", "as_json", is_flag=True, help="Écrit les mesures en un objet JSON.")
@click.option(
    "--grand", "is_grand", is_flag=True, help="Mesure les statistiques de 50 000 commandes et 1 000 000 de visites."
)
@click.option("--salle", "is_hall", is_flag=True, help="Dix sessions à la fois : trente candidats, dix consoles.")
@click.option(
    "--secondes", "seconds", default=60, show_default=True, type=click.IntRange(5, 3600), help="Durée, avec --salle."
)
def command(as_json: bool, is_grand: bool, is_hall: bool, seconds: int) -> None:
    """Mesure ce poste : rapports à une page nue servie dans le même essai, et durées."""
    with refusals(), tempfile.TemporaryDirectory() as folder:
        tell: Callable[[str], None] = (lambda _: None) if as_json else click.echo
        if is_hall:
            figures = measure_hall(Path(folder), tell, seconds=seconds)
        else:
            figures = grand.measure(Path(folder), tell) if is_grand else measure(Path(folder), tell)
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))
        return
    for name, value in figures.items():
        limit = (grand.limits() if is_grand else LIMITS).get(name)
        verdict = (
            ""
            if limit is None or value is None
            else ("  ok" if value <= limit else "  AU-DESSUS") + f" (limite {limit:g})"
        )
        click.echo(f"{name:32} {'–' if value is None else f'{value:10.3f}'}{verdict}")


def measure(folder: Path, tell: Callable[[str], None]) -> dict[str, float | None]:
    """Every figure by name; ratios have no unit, `_s` are seconds, `_ms` milliseconds, `_mo` and `_ko` sizes."""
    tell("Chargement du contexte…")
    stage = prepare(folder / "instance")
    figures: dict[str, float | None] = {
        "chargement_s": stage.loading_s,
        "trois_copies_s": stage.three_copies_s,
        "session_de_trois_s": stage.session_s,
        "verifier_un_sujet_s": stage.checking_s,
        "preuves_un_candidat_ms": stage.looking_ms,
        "reconstituer_s": stage.rebuilding_s,
        "difference_ms": stage.comparing_ms,
    }
    (folder / "bare").mkdir()
    with (
        running(["-m", "sandbox.cli._bench.bare", "{port}", str(folder / "bare")]) as (bare, _),
        running(["-m", "sandbox.cli", "serve", "--port", "{port}"], folder / "instance") as (server, first_page),
    ):
        figures["premiere_page_s"] = first_page
        tell("Mesure des pages…")
        yardstick = Yardstick(Browser(bare.port))
        figures |= _pages(yardstick, signed_in(server.port, "seul"), stage)
        tell("Mesure du relevé de l’examinateur, trois candidats actifs…")
        figures |= _poll(yardstick, server.port, stage)
        figures["memoire_mo"] = server.memory_mb()
        figures["page_nue_ms"] = yardstick.milliseconds
    return figures


class Yardstick:
    """The bare page, measured again beside each thing that is compared with it."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.all: list[float] = []
        for _ in range(20):
            browser.get("/")

    def once(self) -> float:
        """Seconds of the bare page, now."""
        seconds = self.browser.get("/").seconds
        self.all.append(seconds)
        return seconds

    @property
    def milliseconds(self) -> float:
        """Its median over the whole run."""
        return 1000 * median(self.all)

    def ratio(self, act: Callable[[], float], rounds: int = ROUNDS) -> float:
        """Median of an act over the median of the bare page, measured in turns."""
        pairs = [(act(), self.once()) for _ in range(rounds)]
        return median(seconds for seconds, _ in pairs) / median(seconds for _, seconds in pairs)


def _pages(yardstick: Yardstick, browser: Browser, stage: Stage) -> dict[str, float | None]:
    root = f"/b/{stage.shop_key}"
    category, product = _addresses(browser, root)
    save = Saver(browser, root)
    listed = f"{root}/admin/commandes?par=50"

    def after_write(path: str) -> float:
        save()
        return browser.get(path).seconds

    journal = f"{root}/site/"
    article = unescape(_linked_article(browser.get(f"{journal}recherche?s=caf%C3%A9").text, journal))
    for path in (category, product, listed, journal, article):
        browser.get(path)
    return {
        "categorie_sans_changement": yardstick.ratio(lambda: browser.get(category).seconds),
        "fiche_sans_changement": yardstick.ratio(lambda: browser.get(product).seconds),
        "accueil_du_site_sans_changement": yardstick.ratio(lambda: browser.get(journal).seconds),
        "article_sans_changement": yardstick.ratio(lambda: browser.get(article).seconds),
        "categorie_apres_ecriture": yardstick.ratio(lambda: after_write(category)),
        "fiche_apres_ecriture": yardstick.ratio(lambda: after_write(product)),
        "liste_50_lignes": yardstick.ratio(lambda: browser.get(listed).seconds),
        "liste_50_lignes_apres_ecriture": yardstick.ratio(lambda: after_write(listed)),
        "enregistrer_un_produit": yardstick.ratio(save),
        "poids_page_ko": max(weight_kb(browser, path) for path in (f"{root}/", category, product)),
    }


def _addresses(browser: Browser, root: str) -> tuple[str, str]:
    """A category and a product that the shop's own home page leads to."""
    page = browser.get(f"{root}/").text
    category = _first_link(page, f"{root}/categorie/")
    return category, _first_link(browser.get(category).text, f"{root}/produit/")


def _linked_article(page: str, root: str) -> str:
    """The address of the first text that a list of the site shows; raises BrokenPage."""
    found = re.search(rf'<h2[^>]*>\s*<a href="({root}[^"?]+/)"', page)
    if found is None:
        raise BrokenPage(f"aucun article sous {root}")
    return found[1]


def _first_link(page: str, pattern: str) -> str:
    """The first address of a page that begins so; raises BrokenPage."""
    found = re.search(rf'href="({pattern}[^"]*)"', page)
    if found is None:
        raise BrokenPage(f"aucun lien vers {pattern}")
    return unescape(found[1])


class Saver:
    """Saves a product sheet of a shop from its own form, its summary changed each time."""

    def __init__(self, browser: Browser, root: str) -> None:
        self.browser, self.count = browser, 0
        listed = browser.get(f"{root}/admin/catalogue/produits").text
        self.address = _first_link(listed, rf"{root}/admin/catalogue/produits/\d+")
        self.action, self.values = form_with(browser.get(self.address).text, "summary")

    def __call__(self) -> float:
        """Save once; seconds of the exchange."""
        self.count += 1
        values = changed(self.values, summary=f"<p>Une mesure, n° {self.count}.</p>")
        return self.browser.post(self.action or self.address, values).seconds


def _poll(yardstick: Yardstick, port: int, stage: Stage) -> dict[str, float | None]:
    """The console's state each second, while three candidates save something every five."""
    stop = threading.Event()
    workers = [threading.Thread(target=_work, args=(port, code, rank, stop)) for rank, code in enumerate(stage.codes)]
    for worker in workers:
        worker.start()
    examiner, seen, spent, bare = signed_in(port, "examinatrice"), "", [], []
    try:
        for turn in range(int(POLLED_S / POLL_EVERY_S)):
            if turn % 2:  # after a second of rest the machine is cold: each of the two goes first in its turn
                bare.append(yardstick.once())
            answer = examiner.get(f"/examinateur/sessions/{stage.session_id}/etat?vus={seen}")
            seen = ",".join(f"{seat['rank']}:{seat['v']}" for seat in json.loads(answer.body)["seats"])
            spent.append(answer.seconds)
            if not turn % 2:
                bare.append(yardstick.once())
            stop.wait(POLL_EVERY_S)
    finally:
        stop.set()
        for worker in workers:
            worker.join()
    return {"releve_examinateur": median(spent) / median(bare), "releve_examinateur_max_ms": 1000 * max(spent)}


def _work(port: int, code: str, rank: int, stop: threading.Event) -> None:
    browser = seated(port, code)
    page: Answer = browser.follow("/epreuve")
    start = page.text.index("/b/")
    root = page.text[start : page.text.index("/", start + 3)]
    save = Saver(browser, root)
    stop.wait(rank * ACTS_EVERY_S / 3)
    while not stop.is_set():
        save()
        stop.wait(ACTS_EVERY_S)
