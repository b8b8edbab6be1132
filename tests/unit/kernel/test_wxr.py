"""WordPress's exchange file: every version is read, what is written is read again the same, a file at fault is refused whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.wxr.markup import MAX_BYTES
from sandbox.kernel.wxr.model import (
    ATTACHMENT,
    CATEGORY,
    MENU,
    MENU_ITEM,
    PAGE,
    POST,
    SPAM,
    TAG,
    WxrAuthor,
    WxrComment,
    WxrItem,
    WxrSite,
    WxrTerm,
)
from sandbox.kernel.wxr.reading import read_wxr
from sandbox.kernel.wxr.writing import write_wxr

NOW = datetime(2026, 11, 28, 9, 30)

SITE = WxrSite(
    "Le carnet du quai",
    "https://carnet.example",
    "Café & récits",
    authors=(WxrAuthor("ines", "ines@carnet.example", "Inès Le Goff", "Inès", "Le Goff"),),
    terms=(
        WxrTerm(CATEGORY, "recettes", "Recettes"),
        WxrTerm(CATEGORY, "desserts", "Desserts", "recettes", "Du sucré, sans excès."),
        WxrTerm(TAG, "cafe-froid", "Café froid"),
        WxrTerm(MENU, "principal", "Menu principal"),
    ),
    items=(
        WxrItem(
            7, POST, "Un titre & une <balise>", "un-titre", "publish", "ines",
            "<!-- wp:paragraph -->\n<p>Fin de section : ]]> et la suite.</p>\n<!-- /wp:paragraph -->\n", "Un extrait.",
            datetime(2026, 3, 29, 0, 59, 59), datetime(2026, 4, 1, 8, 0), is_sticky=True,
            terms=(WxrTerm(CATEGORY, "desserts", "Desserts"), WxrTerm(TAG, "cafe-froid", "Café froid")),
            meta=(("_thumbnail_id", "9"),),
            comments=(
                WxrComment(1, "Paul", "Première fois !", "paul@courrier.example", "", datetime(2026, 4, 2, 7, 0)),
                WxrComment(2, "Inès", "Merci Paul.", written_at=datetime(2026, 4, 2, 8, 0), parent=1),
                WxrComment(3, "Gagnez !!!", "Cliquez", approved=SPAM),
            ),
        ),
        WxrItem(8, PAGE, "Brouillon", status="draft", author="ines", has_open_comments=False, parent=0, order=3, password="quai"),
        WxrItem(9, ATTACHMENT, "Le quai", "le-quai", "inherit", "ines", address="https://carnet.example/quai.webp"),
        WxrItem(10, MENU_ITEM, "Accueil", "accueil", terms=(WxrTerm(MENU, "principal", "Menu principal"),)),
    ),
)  # fmt: skip

OLD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.0/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.0/">
<channel>
  <title>Ancien carnet</title><link>http://ancien.example</link><description></description>
  <wp:wxr_version>1.0</wp:wxr_version>
  <wp:category><wp:category_nicename>recits</wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[Récits]]></wp:cat_name></wp:category>
  <wp:tag><wp:tag_slug>mer</wp:tag_slug><wp:tag_name><![CDATA[Mer]]></wp:tag_name></wp:tag>
  <item>
    <title>Départ</title>
    <dc:creator><![CDATA[gwenn]]></dc:creator>
    <category><![CDATA[Récits]]></category>
    <category domain="category" nicename="recits"><![CDATA[Récits]]></category>
    <category domain="tag"><![CDATA[Mer]]></category>
    <category domain="tag" nicename="mer"><![CDATA[Mer]]></category>
    <content:encoded><![CDATA[Un paragraphe.]]></content:encoded>
    <excerpt:encoded><![CDATA[]]></excerpt:encoded>
    <wp:post_id>3</wp:post_id>
    <wp:post_date>2026-07-14 12:00:00</wp:post_date>
    <wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>
    <wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
    <wp:comment><wp:comment_id>5</wp:comment_id><wp:comment_author>Léa</wp:comment_author><wp:comment_content>Bien</wp:comment_content>
      <wp:comment_approved>1</wp:comment_approved><wp:comment_parent>4</wp:comment_parent></wp:comment>
  </item>
</channel>
</rss>
"""


def written(site: WxrSite = SITE) -> str:
    return write_wxr(site, written_at=NOW)


def refused(content: str | bytes) -> str:
    """What is said of a file that is refused."""
    with pytest.raises(RuleBroken) as told:
        read_wxr(content if isinstance(content, bytes) else content.encode())
    assert told.value.field == "file"
    return told.value.message


def test_what_is_written_is_read_again_the_same() -> None:
    assert read_wxr(written().encode()) == SITE


def test_the_same_site_gives_the_same_bytes() -> None:
    assert written() == written(read_wxr(written().encode()))


def test_name_spaces_may_be_secure_and_of_an_older_version() -> None:
    text = (
        written()
        .replace("http://wordpress.org/export/1.2/", "https://wordpress.org/export/1.1/")
        .replace("http://purl.org", "https://purl.org")
    )
    assert read_wxr(text.encode()) == SITE


def test_an_old_file_gives_its_authors_terms_and_moments() -> None:
    site = read_wxr(OLD.encode())
    assert (site.version, site.authors) == ("1.0", (WxrAuthor("gwenn"),))
    assert site.terms == (WxrTerm(CATEGORY, "recits", "Récits"), WxrTerm(TAG, "mer", "Mer"))
    (item,) = site.items
    assert item.terms == site.terms
    assert item.published_at == datetime(2026, 7, 14, 10, 0)
    assert item.line == 9
    assert item.comments == (WxrComment(5, "Léa", "Bien"),)


@pytest.mark.parametrize(
    ("spoil", "line", "words"),
    [
        (lambda text: text.replace("<title>Départ</title>", "<title>Départ</titre>"), 10, "fermée par une autre"),
        (lambda text: text[: text.index("<wp:post_id>") + 8], 18, "coupé"),
        (lambda text: text.replace("<wp:post_id>3<", "<wp:post_id>trois<"), 18, "« trois » n’est pas un numéro"),
        (lambda text: text.replace("<wp:post_id>3</wp:post_id>", ""), 9, "il manque wp:post_id"),
        (lambda text: text.replace("2026-07-14 12:00:00", "14/07/2026"), 19, "« 14/07/2026 » n’est pas une date"),
        (lambda text: text.replace("approved>1<", "approved>maybe<"), 22, "n’est pas l’état d’un commentaire"),
        (lambda text: text.replace("Départ", "D&eacute;part"), 10, "une entité n’est pas définie"),
        (lambda text: text.replace("<wp:tag_slug>mer</wp:tag_slug><wp:tag_name><![CDATA[Mer]]></wp:tag_name>", ""), 8, "n’a pas de nom"),
        (lambda text: text.replace("Départ", "D\x07part"), 10, "un signe n’est pas permis"),
    ],
)  # fmt: skip
def test_a_file_at_fault_is_refused_with_the_line(spoil: object, line: int, words: str) -> None:
    told = refused(spoil(OLD))  # type: ignore[operator]
    assert told.startswith(f"Ligne {line} :")
    assert words in told
    assert told.endswith("Rien n’a été importé.")


def test_two_items_with_one_number_are_refused() -> None:
    item = OLD[OLD.index("  <item>") : OLD.index("</channel>")]
    assert "le numéro 3 est déjà celui de l’élément de la ligne 9" in refused(OLD.replace(item, item + item))


def test_entities_are_neither_expanded_nor_fetched() -> None:
    bomb = '<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>\n<rss>&b;</rss>'
    assert refused(bomb).startswith("Ligne 2 : une déclaration DOCTYPE")


@pytest.mark.parametrize("text", ["<rss><channel/></rss>", "<html><body/></html>", "<rss/>"])
def test_another_file_is_told_as_what_it_is_not(text: str) -> None:
    assert "n’est pas un export de WordPress" in refused(text)


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04", b"du texte", b"\xff\xfe<"])
def test_what_is_no_xml_is_refused(content: bytes) -> None:
    assert refused(content).startswith("Ligne 1 :")


def test_a_version_of_tomorrow_is_refused() -> None:
    assert "La version 2.0" in refused(written().replace("<wp:wxr_version>1.2<", "<wp:wxr_version>2.0<"))


def test_a_file_too_large_is_refused_before_it_is_read() -> None:
    assert "20 Mo" in refused(b" " * (MAX_BYTES + 1))


def test_a_file_too_deep_is_refused() -> None:
    assert "plus de balises" in refused("<a>" * 60 + "</a>" * 60)


def test_what_a_plugin_adds_in_its_own_space_is_left_alone() -> None:
    odd = written().replace('xmlns:wfw="', 'xmlns:shop="https://boutique.example/ns" xmlns:wfw="', 1)
    assert read_wxr(odd.replace("<item>", "<item><shop:title>Autre</shop:title>", 1).encode()) == SITE


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40)
names = texts.map(str.strip).filter(bool)
moments = st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(lambda at: at.replace(microsecond=0))


@given(title=texts, content=st.lists(texts, max_size=4).map("]]>\n".join), name=names, at=moments)
def test_whatever_a_site_says_is_read_again(title: str, content: str, name: str, at: datetime | None) -> None:
    item = replace(
        SITE.items[0], title=title.strip(), content=content, published_at=at, terms=(WxrTerm(TAG, "a", name),)
    )
    site = replace(SITE, description=title.strip(), items=(item,))
    assert read_wxr(written(site).encode()) == site
