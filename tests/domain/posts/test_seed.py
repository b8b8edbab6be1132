"""A context's site: read from files, every fault told at its place, dumped and loaded again the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.kernel.db import db
from sandbox.kernel.media import MediaStore
from sandbox.kernel.scope import shop_scope
from sandbox.shop.announcements import queries as announcements
from sandbox.shop.blocks.rules.tree import from_json
from sandbox.shop.comments import queries as comments
from sandbox.shop.identity.queries import find_site
from sandbox.shop.library.queries import list_media
from sandbox.shop.navigation.queries import menu_at
from sandbox.shop.posts import queries
from sandbox.shop.posts.models import SitePost
from sandbox.shop.widgets.queries import widgets_by_area
from sandbox.training.contexts.dumps import dump_context, reload_context
from sandbox.training.contexts.services import ContextRefused, load_context
from tests.factories import recordings
from tests.factories.contexts import write_context
from tests.factories.site import SITE_FILES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small context with a site."""
    found = write_context(tmp_path)
    for name, text in SITE_FILES.items():
        (found / name).parent.mkdir(parents=True, exist_ok=True)
        (found / name).write_text(text, "utf-8")
    return found


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media")


def test_bars_pop_ups_and_the_cookie_notice_are_read(app, folder, media):
    pack = load_context(folder=folder, media=media)
    with shop_scope(pack.reference_shop_id):
        (bar,) = announcements.list_announcements()
        assert (bar.key, bar.kind, bar.text, bar.button_url, bar.scope) == (
            "soldes", "bar", "<p><strong>Tout</strong> à moitié prix.</p>", "article:confiture", "except",
        )  # fmt: skip
        assert bar.article_ids == [queries.visible_posts()[0].id]
        assert bar.ends_at > bar.updated_at
        assert [row.key for row in announcements.list_announcements(status="trash")] == ["jetee"]
        notice = announcements.find_cookie_notice()
        assert (notice.text, notice.purposes, notice.refuse_text) == (
            "<p>Des biscuits ?</p>",
            ["audience", "ads"],
            "Tout refuser",
        )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("cle: soldes, ", "", "« cle »"), ('lien: "article:confiture"', 'lien: "article:confitures"', "confitures"),
        ("articles: [confiture]", "articles: [compote]", "compote"), ("etat: publie", "etat: ouvert", "ouvert"),
        ('titre: "Soldes"', 'titre: ""', "titre"), ("[audience, publicite]", "[espionnage]", "espionnage"),
        ('bouton: "Voir", ', "", "libellé"),
    ],
)  # fmt: skip
def test_an_announcement_that_would_not_do_is_told_at_its_place(app, folder, media, old, new, words):
    site = folder / "site/site.yaml"
    text = site.read_text("utf-8")
    assert old in text
    site.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(ContextRefused) as refused:
        load_context(folder=folder, media=media)
    assert any("site.yaml" in str(fault) and words in str(fault) for fault in refused.value.faults), (
        refused.value.faults
    )


def test_a_site_is_read_whole(app, folder, media):
    pack = load_context(folder=folder, media=media)
    with shop_scope(pack.reference_shop_id):
        site = find_site()
        (picture,) = list_media()
        (article,) = queries.visible_posts()
        assert (site.title, site.logo_id, site.posts_per_page, site.comments_approved) == (
            "Le journal de l’épicerie",
            picture.id,
            5,
            True,
        )
        assert site.social == [{"net": "instagram", "url": "https://instagram.example/epicerie"}]
        assert [block["kind"] for block in article.content] == ["heading", "paragraph", "image"]
        assert article.content[2]["attrs"] == {"media": picture.id}
        assert (article.author.name, article.categories[0].name, article.tags[0].name) == (
            "Anna Le Gall",
            "Conseils",
            "Fraise",
        )
        assert queries.find_visible_by_id(site.front_page_id).title == "Bienvenue"
        assert [(e.label, [c.label for c in e.children]) for e in menu_at("principal")] == [
            ("Bienvenue", []),
            ("Conseils", ["La confiture"]),
        ]
        assert [w.content for w in widgets_by_area()["sidebar"]] == [[{"kind": "latest-posts", "attrs": {"count": 3}}]]
        (node,) = comments.tree_of(article)
        assert [answer.row.author for answer in node.answers] == ["Anna"]


def test_a_context_without_the_files_has_no_site(app, tmp_path, media):
    pack = load_context(folder=write_context(tmp_path), media=media)
    with shop_scope(pack.reference_shop_id):
        assert find_site() is None


def test_a_dumped_site_is_loaded_again_the_same(app, folder, media):
    load_context(folder=folder, media=media)
    text = dump_context("petite-epicerie")
    reload_context(text)
    assert dump_context("petite-epicerie") == text


def test_a_sound_of_a_context_is_told_by_its_content(app, folder, media):
    (folder / "fichiers").mkdir(exist_ok=True)
    (folder / "fichiers" / "cloche.mp3").write_bytes(recordings.wav(2.0, rate=100))
    sound = '- {cle: cloche, fichier: cloche.mp3, titre: "La cloche", transcription: "Un coup."}\n'
    (folder / "site/medias.yaml").write_text(SITE_FILES["site/medias.yaml"] + sound, "utf-8")
    pack = load_context(folder=folder, media=media)
    with shop_scope(pack.reference_shop_id):
        (row,) = list_media(kind="audio")
        assert (row.key, row.title, row.duration_ms, row.transcript) == ("cloche", "La cloche", 2000, "Un coup.")
        assert media.path(row.name).suffix == ".wav"


FILM = """\
- cle: fournee
  fichier: fournee.webm
  apercu: photo
  sous_titres: |
    WEBVTT

    00:00.000 --> 00:02.000
    Le grain brunit.
"""


def test_a_film_of_a_context_has_its_picture_and_its_subtitles(app, folder, media):
    (folder / "fichiers").mkdir(exist_ok=True)
    (folder / "fichiers" / "fournee.webm").write_bytes(recordings.webm())
    (folder / "site/medias.yaml").write_text(FILM + SITE_FILES["site/medias.yaml"], "utf-8")
    article = folder / "site/articles/confiture.md"
    shown = '<!-- wp:video {"media":"fournee","poster":"photo","subtitles":"shown"} /-->\n'
    article.write_text(article.read_text("utf-8") + shown, "utf-8")
    pack = load_context(folder=folder, media=media)
    with shop_scope(pack.reference_shop_id):
        (film,) = list_media(kind="video")
        assert film.poster is not None
        assert (film.poster.key, film.subtitles) == ("photo", "WEBVTT\n\n00:00.000 --> 00:02.000\nLe grain brunit.\n")
        post = db.session.query(SitePost).filter_by(key="confiture").one()
        assert from_json(post.content)[-1].attrs == {"media": film.id, "poster": film.poster.id, "subtitles": "shown"}
    text = dump_context("petite-epicerie")
    assert "Le grain brunit." in text
    reload_context(text)
    assert dump_context("petite-epicerie") == text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [("00:02.000", "00:02,000", "Ligne 3\u00a0: ces temps ne se lisent pas"), ("apercu: photo", "apercu: fotto", "Media « fotto » inconnu"),
     ("apercu: photo", "apercu: fournee", "L’image d’aperçu est une image")],
)  # fmt: skip
def test_a_film_at_fault_is_told(app, folder, media, old, new, told):
    (folder / "fichiers").mkdir(exist_ok=True)
    (folder / "fichiers" / "fournee.webm").write_bytes(recordings.webm())
    (folder / "site/medias.yaml").write_text(FILM.replace(old, new) + SITE_FILES["site/medias.yaml"], "utf-8")
    with pytest.raises(ContextRefused) as refusal:
        load_context(folder=folder, media=media)
    assert [told in str(fault) for fault in refusal.value.faults] == [True]
    assert all(fault.file == "site/medias.yaml" and fault.line for fault in refusal.value.faults)


def test_a_sound_that_nobody_can_play_is_a_fault(app, folder, media):
    (folder / "fichiers").mkdir(exist_ok=True)
    (folder / "fichiers" / "cloche.mp3").write_bytes(b"non")
    with (folder / "site/medias.yaml").open("a", encoding="utf-8") as file:
        file.write("- {cle: cloche, fichier: cloche.mp3}\n")
    with pytest.raises(ContextRefused) as refusal:
        load_context(folder=folder, media=media)
    assert ["« cloche.mp3 » : Ce fichier n’est pas lisible" in str(fault) for fault in refusal.value.faults] == [True]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("site/articles/confiture.md", "[conseils]", "[conseil]", "Vouliez-vous dire « conseils »"),
        ("site/articles/confiture.md", '"media":"photo"', '"media":"fotto"', "Media « fotto » inconnu"),
        ("site/articles/confiture.md", "auteur: anna", "auteuse: anna", "auteuse"),
        ("site/pages/accueil.md", "article:confiture", "article:confitures", "Article « confitures » inconnu"),
        ("site/site.yaml", "cible: rubrique:conseils", "cible: rubrique:rien", "Rubrique « rien » inconnu"),
        ("site/site.yaml", "articles_par_page: 5", "articles_par_page: 500", "de 1 à 100"),
        ("site/site.yaml", "accueil: page\n", "accueil: partout\n", "partout"),
        ("site/medias.yaml", "photo.webp", "autre.webp", "introuvable"),
        ("site/commentaires.yaml", "article: confiture, auteur", "article: rien, auteur", "Article « rien » inconnu"),
    ],
)
def test_a_fault_is_told_at_its_file(app, folder, media, file, old, new, told):
    path = folder / file
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(ContextRefused) as refusal:
        load_context(folder=folder, media=media)
    assert any(told in str(fault) and fault.file == file for fault in refusal.value.faults), [
        str(f) for f in refusal.value.faults
    ]
