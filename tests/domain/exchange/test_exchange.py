"""WordPress's files against the site: what goes out comes in again, twice is once, what cannot come in is told with its line."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from time import process_time

import pytest
import sqlalchemy as sa

from sandbox.kernel.actions import take_performed
from sandbox.kernel.changes import changes_of
from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.kernel.scope import shop_scope
from sandbox.kernel.wxr import model as wxr
from sandbox.kernel.wxr.model import WxrAuthor, WxrComment, WxrItem, WxrSite, WxrTerm
from sandbox.kernel.wxr.reading import read_wxr
from sandbox.kernel.wxr.writing import write_wxr
from sandbox.shop.blocks.rules.rendering import plain_text
from sandbox.shop.comments.models import SiteComment
from sandbox.shop.comments.services import reply
from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.exchange.queries import site_as_wxr
from sandbox.shop.exchange.rules import classic_html, last_part, stem_of, with_players
from sandbox.shop.exchange.services import Imported, import_site
from sandbox.shop.identity.services import create_site
from sandbox.shop.library.models import Media
from sandbox.shop.navigation.models import SiteMenu, SiteMenuItem
from sandbox.shop.navigation.queries import list_menus, tree_of
from sandbox.shop.navigation.services import add_item
from sandbox.shop.posts.models import SiteCategory, SitePost, SiteTag
from sandbox.shop.posts.queries import blocks_of
from sandbox.shop.posts.services.writing import create_page, create_post
from sandbox.shop.shops.models import Shop
from tests.factories.site import PICTURE, SmallSite, make_site

HOME = "https://carnet.example"
AT = datetime(2026, 3, 5, 8, 30)


@pytest.fixture
def site(shop: Shop) -> SmallSite:
    """The small site, with a link, a picture, two comments and a sub-menu more."""
    made = make_site()
    linked = create_post(
        title="Le suivant", status="published", published_at=AT, author_id=made.admin.id, tags=["filtre"],
        content=[
            {"kind": "paragraph", "attrs": {"text": f'Lire <a href="article:{made.first.id}">la mouture</a> et <a href="produit:1">ce café</a>.'}},
            {"kind": "image", "attrs": {"media": made.picture.id, "alt": "Trois tasses"}},
        ],
    )  # fmt: skip
    create_page(title="Sous la page", parent_id=made.home.id, status="private", password="quai")
    asked = SiteComment(
        post_id=linked.id,
        author="Paul",
        email="paul@courriel.example",
        body="Et le thé ?",
        posted_at=AT,
        status="pending",
    )
    db.session.add(asked)
    db.session.flush()
    reply(comment=asked, body="Bientôt.", user=made.admin)
    add_item(
        menu=made.menu, target=f"article:{made.first.id}", label="Mouture", parent=made.menu.items[1], is_new_tab=True
    )
    add_item(menu=made.menu, target="https://ailleurs.example/", label="Ailleurs")
    db.session.flush()
    return made


def exported() -> WxrSite:
    """The site by way of a file."""
    return read_wxr(write_wxr(site_as_wxr(address=HOME), written_at=AT).encode())


def counts() -> dict[str, int]:
    """How many rows there are of all that an import may make."""
    models = (SitePost, SiteCategory, SiteTag, SiteComment, SiteUser, SiteMenu, SiteMenuItem, Media)
    return {
        model.__tablename__: db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0 for model in models
    }


def one(**given: object) -> WxrSite:
    """A file of one article."""
    item = WxrItem(4, wxr.POST, **{"title": "Seul", "slug": "seul", "published_at": AT, **given})  # type: ignore[arg-type]
    return WxrSite("Ailleurs", "https://ailleurs.example", items=(item,))


def post_at(slug: str) -> SitePost:
    """The article or page at an address."""
    return db.session.scalars(sa.select(SitePost).where(SitePost.slug == slug)).one()


def test_its_own_file_changes_nothing(site: SmallSite) -> None:
    before, seen = counts(), len(changes_of(db.session()))
    done = import_site(exported=exported())
    assert counts() == before
    assert changes_of(db.session())[seen:] == []
    assert not done.made
    assert done.kept["article"] == 3
    assert done.kept["commentaire"] == 2


def test_another_shop_gets_the_whole_site(site: SmallSite) -> None:
    file = exported()
    other_id = db.session.query(Shop).filter_by(key="bob").one().id
    db.session.commit()
    db.session.expunge_all()
    with shop_scope(other_id):
        create_site(title="Vide")
        db.session.add(Media(name=PICTURE, file_name="tasses.webp", title="Tasses", uploaded_at=AT))
        db.session.flush()
        done = import_site(exported=file)
        assert done.made == {
            "auteur": 1,
            "catégorie": 2,
            "étiquette": 2,
            "article": 3,
            "page": 2,
            "commentaire": 2,
            "menu": 1,
        }
        assert (done.pictures, done.remarks, done.left) == ([], [], {})
        again = exported()
        assert again.terms == file.terms
        assert [replace(item, modified_at=None) for item in again.items if item.kind != wxr.ATTACHMENT] == [
            replace(item, modified_at=None) for item in file.items if item.kind != wxr.ATTACHMENT
        ]  # fmt: skip
        linked = post_at("le-suivant")
        assert blocks_of(linked)[0].get("text").startswith(f'Lire <a href="article:{post_at("quelle-mouture").id}">')
        assert linked.author is not None
        assert linked.author.login == "ines"
        first = tree_of(list_menus()[0])
        assert [(entry.label, [under.label for under in entry.children]) for entry in first] == [
            ("Bienvenue", []), ("Conseils", ["Mouture"]), ("Ailleurs", []),
        ]  # fmt: skip


def test_a_sound_goes_out_and_comes_in_as_a_reference_to_the_library(site: SmallSite) -> None:
    sound = Media(kind="audio", name="1" * 32 + ".mp3", file_name="cloche.mp3", title="La cloche", uploaded_at=AT)
    db.session.add(sound)
    db.session.flush()
    player = {"kind": "audio", "attrs": {"media": sound.id, "caption": "À midi", "loop": True}}
    create_post(title="La cloche de midi", status="published", published_at=AT, content=[player])
    file = exported()
    told = next(item for item in file.items if item.title == "La cloche de midi")
    assert f'<audio controls loop src="{HOME}/medias/cloche.mp3"></audio>' in told.content
    other_id = db.session.query(Shop).filter_by(key="bob").one().id
    db.session.commit()
    db.session.expunge_all()
    with shop_scope(other_id):
        create_site(title="Vide")
        db.session.add(
            Media(kind="audio", name="1" * 32 + ".mp3", file_name="cloche.mp3", title="Autre", uploaded_at=AT)
        )
        db.session.flush()
        import_site(exported=file)
        number = db.session.query(Media).one().id
        assert post_at("la-cloche-de-midi").content == [{**player, "attrs": {**player["attrs"], "media": number}}]


def test_twice_is_once(site: SmallSite) -> None:
    file = one(comments=(WxrComment(1, "Léa", "Bien."), WxrComment(2, "", "Oui.", parent=1)))
    first = import_site(exported=file)
    before = counts()
    second = import_site(exported=file)
    assert first.made == {"article": 1, "commentaire": 2}
    assert second == Imported(kept=first.made)
    assert counts() == before


def test_one_line_of_the_journal_tells_it(site: SmallSite) -> None:
    take_performed()
    import_site(exported=one())
    (done,) = take_performed()
    assert (done.name, {change.table for change in done.changes}) == ("site.importer", {"site_posts"})


def test_a_text_of_before_the_blocks_gets_its_paragraphs_and_its_known_picture(site: SmallSite) -> None:
    attached = WxrItem(9, wxr.ATTACHMENT, "Tasses", address="http://vieux.example/wp-content/uploads/2019/tasses.jpg")
    text = 'Un début.\n\nUne ligne\nune autre <img src="http://vieux.example/x/tasses-640x480.jpg" alt=""/> et la fin.\n\n<h2>Titre</h2>'
    file = one(content=text)
    import_site(exported=replace(file, items=(*file.items, attached)))
    blocks = blocks_of(post_at("seul"))
    assert [block.kind for block in blocks] == ["paragraph", "paragraph", "image", "paragraph", "heading"]
    assert blocks[1].get("text") == "Une ligne<br>une autre"
    assert blocks[2].get("media") == site.picture.id


def test_what_is_dangerous_never_comes_in(site: SmallSite) -> None:
    bad = '<p onclick="x()">Bonjour <a href="javascript:alert(1)">vous</a></p><script>alert(1)</script><iframe src="//mal.example"></iframe>'
    file = one(
        content=f"<!-- wp:html -->\n{bad}\n<!-- /wp:html -->\n<!-- wp:inconnu/bloc -->{bad}<!-- /wp:inconnu/bloc -->"
    )
    import_site(exported=file)
    kept = str(post_at("seul").content)
    assert not any(word in kept for word in ("script", "onclick", "iframe", "mal.example"))
    assert "Bonjour" in plain_text(blocks_of(post_at("seul")))


def test_pictures_that_are_not_in_the_library_are_told(site: SmallSite) -> None:
    missing = WxrItem(9, wxr.ATTACHMENT, "Quai", address="https://ailleurs.example/uploads/le-quai.jpg")
    file = one(
        content='<!-- wp:image {"id":9} --><figure><img src="x"/></figure><!-- /wp:image --><!-- wp:paragraph --><p>Là.</p><!-- /wp:paragraph -->'
    )
    done = import_site(exported=replace(file, items=(*file.items, missing)))
    assert done.pictures == ["le-quai.jpg"]
    assert [block.kind for block in blocks_of(post_at("seul"))] == ["paragraph"]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("publish", "published"), ("future", "published"), ("draft", "draft"), ("pending", "pending"), ("private", "private"),
     ("trash", "trash"), ("acf-disabled", "draft")],
)  # fmt: skip
def test_states_keep_their_meaning(site: SmallSite, theirs: str, ours: str) -> None:
    import_site(exported=one(status=theirs))
    assert post_at("seul").status == ours


def test_what_the_site_has_no_place_for_is_counted(site: SmallSite) -> None:
    file = one(comments=(WxrComment(1, "Un blog", "Cité", kind="pingback"),))
    done = import_site(
        exported=replace(file, items=(*file.items, WxrItem(5, "elementor_library"), WxrItem(6, "elementor_library")))
    )
    assert done.left == {"pingback": 1, "elementor_library": 2}


def test_an_entry_that_leads_nowhere_is_left_out_and_told(site: SmallSite) -> None:
    term = WxrTerm(wxr.MENU, "haut", "Haut")
    meta = (("_menu_item_type", "post_type"), ("_menu_item_object_id", "77"))
    file = replace(one(), terms=(term,), items=(WxrItem(8, wxr.MENU_ITEM, "Perdu", terms=(term,), meta=meta),))
    done = import_site(exported=file)
    assert done.made == {"menu": 1}
    assert "« Perdu » du menu « Haut »" in done.remarks[0]


def test_an_author_without_address_gets_one_that_reaches_nobody(site: SmallSite) -> None:
    import_site(exported=replace(one(author="zoé"), authors=(WxrAuthor("zoé", name="Zoé"),)))
    author = post_at("seul").author
    assert author is not None
    assert (author.login, author.email, author.name, author.role) == (
        "zoe",
        "zoe@sans-adresse.example",
        "Zoé",
        "subscriber",
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [({"title": "x" * 300}, "Le titre dépasse 255"), ({"comments": (WxrComment(1, "A", "  "),)}, "Écrivez votre commentaire"),
     ({"content": "x" * 700_000}, "trop long")],
)  # fmt: skip
def test_what_cannot_come_in_is_told_with_its_line(site: SmallSite, given: dict[str, object], words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as told:
        import_site(exported=one(line=31, **given))
    assert told.value.field == "file"
    assert told.value.message.startswith("Ligne 31, «")
    assert told.value.message.endswith("Rien n’a été importé.")


def test_a_shop_without_a_site_takes_none(shop: Shop) -> None:
    with pytest.raises(NotFound, match="pas de site"):
        import_site(exported=one())


@pytest.mark.parametrize(
    ("address", "stem"),
    [("https://a.example/2026/Le-Quai-1024x683.JPG", "le-quai"), ("photo-scaled.webp", "photo"), ("été%20au%20port.png", "ete au port"),
     ("photo-e1467892345678.jpg", "photo"), ("12x12.png", "12x12")],
)  # fmt: skip
def test_files_are_recognised_by_their_name(address: str, stem: str) -> None:
    assert stem_of(address) == stem


def test_addresses_end_with_a_slug() -> None:
    assert [last_part(url) for url in ("https://a.example/2026/03/un-titre/", "/un-titre?x=1", "https://a.example")] == [
        "un-titre", "un-titre", "",
    ]  # fmt: skip


def test_paragraphs_that_are_there_stay() -> None:
    assert classic_html("<p>Un</p>\n\n<p>Deux</p>", lambda _source: None) == "<p>Un</p>\n\n<p>Deux</p>"


WORDS = "WEBVTT\n\n00:00.000 --> 00:02.000\nLe grain brunit.\n"


def film(made: SmallSite, **given: object) -> Media:
    """A film of the library, used in an article with a picture of its own."""
    row = Media(
        name="1" * 32 + ".webm",
        kind="video",
        file_name="fournee.webm",
        title="La fournée",
        uploaded_at=AT,
        duration_ms=6000,
    )
    for name, value in given.items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.flush()
    block = {"kind": "video", "attrs": {"media": row.id, "poster": made.picture.id, "subtitles": "shown"}}
    create_post(title="Le film", status="published", published_at=AT, content=[block])
    return row


def test_what_is_said_in_a_film_travels_with_it_and_stays_where_it_is_written(site: SmallSite) -> None:
    film(site, transcript="Le grain brunit.\nIl craque.", subtitles=WORDS, poster_id=site.picture.id)
    file = exported()
    meta = dict(next(item for item in file.items if item.title == "La fournée").meta)
    assert (meta["_e5_transcription"], meta["_e5_sous_titres"]) == ("Le grain brunit.\nIl craque.", WORDS)
    assert [item.title for item in file.items if str(item.number) == meta["_thumbnail_id"]] == ["Tasses"]
    assert import_site(exported=file).made == {}
    other_id = db.session.query(Shop).filter_by(key="bob").one().id
    db.session.commit()
    db.session.expunge_all()
    with shop_scope(other_id):
        create_site(title="Vide")
        tasses = Media(name=PICTURE, file_name="tasses.webp", title="Tasses", uploaded_at=AT)
        there = Media(name="1" * 32 + ".webm", kind="video", file_name="fournee.webm", title="Autre", uploaded_at=AT, transcript="À moi.")  # fmt: skip
        db.session.add_all([tasses, there])
        db.session.flush()
        done = import_site(exported=file)
        assert (done.made["transcription"], done.made["sous-titrage"], done.made["aperçu"]) == (0, 1, 1)
        assert (there.transcript, there.subtitles, there.poster_id) == ("À moi.", WORDS, tasses.id)
        (block,) = blocks_of(post_at("le-film"))
        assert block.attrs == {"media": there.id, "poster": tasses.id, "subtitles": "shown"}
        again = import_site(exported=file)
        assert again.made == {}


def test_subtitles_at_fault_refuse_the_file_with_its_line(site: SmallSite) -> None:
    there = film(site)
    item = WxrItem(
        9,
        wxr.ATTACHMENT,
        "La fournée",
        address=f"{HOME}/fournee.webm",
        line=41,
        meta=(("_e5_sous_titres", "WEBVTT\n\nRien"),),
    )
    with pytest.raises(RuleBroken, match="Ligne 41, « La fournée » : Ligne 3\u00a0: il manque les temps") as refused:
        import_site(exported=WxrSite("Ailleurs", HOME, items=(item,)))
    assert refused.value.message.endswith("Rien n’a été importé.")
    assert there.subtitles == ""


PLAYER = (
    '<!-- wp:video {"id":71,"tracks":[{"src":"https://carnet.example/f/fr.vtt","label":"Français","srcLang":"fr","kind":"subtitles"}]} -->\n'
    '<figure class="wp-block-video"><video controls loop poster="https://carnet.example/f/tasses-1024x683.webp" '
    'src="https://carnet.example/f/fournee.webm"><track src="https://carnet.example/f/fr.vtt" label="Français" srclang="fr" '
    'kind="subtitles" default/></video><figcaption>La fournée</figcaption></figure>\n<!-- /wp:video -->'
)
"""A film as WordPress itself writes it: its picture is in the HTML, its subtitles are a list of files."""


def films(*contents: str, files: tuple[str, ...] = ("fournee.webm", "tasses.webp")) -> WxrSite:
    """Articles with these texts, in an export that names these files."""
    numbers = {"fournee.webm": 71, "tasses.webp": 72}
    named = [WxrItem(numbers[name], wxr.ATTACHMENT, name, address=f"{HOME}/f/{name}", line=20) for name in files]
    texts = [
        WxrItem(80 + n, wxr.POST, f"Film {n}", f"film-{n}", "publish", "", text, line=60 + n)
        for n, text in enumerate(contents)
    ]
    return WxrSite("Ailleurs", HOME, items=(*named, *texts))


def test_a_film_as_wordpress_writes_it_comes_in_with_its_picture_and_its_subtitles_shown(site: SmallSite) -> None:
    there = film(site, subtitles=WORDS)
    done = import_site(exported=films(PLAYER, PLAYER.replace('{"id":71,', "{")))
    for slug in ("film-0", "film-1"):
        (block,) = blocks_of(post_at(slug))
        assert block.kind == "video"
        assert block.attrs["media"] == there.id, "its number in the export, else the name of its file"
        assert (block.attrs["poster"], block.attrs["subtitles"]) == (site.picture.id, "shown")
        assert (block.attrs["loop"], block.attrs["caption"]) == (True, "La fournée")
    assert done.remarks == []
    assert import_site(exported=films(PLAYER)).made == {}


def test_a_film_of_a_text_of_before_the_blocks_comes_in_between_its_paragraphs(site: SmallSite) -> None:
    there = film(site)
    bare = (
        f'<video controls poster="{HOME}/f/tasses.webp"><source src="{HOME}/f/fournee.webm" type="video/webm"></video>'
    )
    assert import_site(exported=films(f"Avant.\n\n{bare}\n\nAprès.")).remarks == []
    blocks = blocks_of(post_at("film-0"))
    assert [block.kind for block in blocks] == ["paragraph", "video", "paragraph"]
    assert (blocks[1].attrs["media"], blocks[1].attrs["poster"]) == (there.id, site.picture.id)


def test_what_a_film_asks_for_and_the_library_has_not_is_told_with_its_line(site: SmallSite) -> None:
    there = film(site)
    other = PLAYER.replace("tasses", "affiche")
    lost = PLAYER.replace('"id":71', '"id":99').replace("fournee", "perdue")
    sound = f'<!-- wp:audio {{"id":98}} -->\n<figure><audio controls src="{HOME}/f/cloche.mp3"></audio></figure>\n<!-- /wp:audio -->'
    done = import_site(exported=films(other, lost + sound))
    assert done.remarks == [
        "Ligne 60, « Film 0 » : l’image d’aperçu « affiche-1024x683.webp » n’est pas dans la médiathèque : la vidéo garde celle de sa fiche, si elle en a une.",
        "Ligne 60, « Film 0 » : les sous-titres « fr.vtt » ne voyagent pas dans un export : ajoutez-les à la fiche de la vidéo, dans Médias.",
        "Ligne 61, « Film 1 » : la vidéo « perdue.webm » n’est pas dans la médiathèque : elle n’est pas dans le texte.",
        "Ligne 61, « Film 1 » : le son « cloche.mp3 » n’est pas dans la médiathèque : il n’est pas dans le texte.",
    ]
    (block,) = blocks_of(post_at("film-0"))
    assert block.attrs["media"] == there.id
    assert "poster" not in block.attrs
    assert blocks_of(post_at("film-1")) == []


@pytest.mark.parametrize("begun", ["<video>", "<!-- wp:video {", '<!-- wp:video {"id":1} -->'])
def test_players_that_never_end_cost_no_more_than_their_text(begun: str) -> None:
    text = begun * 20_000
    before = process_time()
    assert with_players(text, lambda _source: None, is_classic=begun == "<video>") == (text, [])
    assert process_time() - before < 2
