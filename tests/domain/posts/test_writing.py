"""Articles, pages, their terms, comments, menus, widgets and settings, through the services."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.kernel import clock
from sandbox.kernel.actions import take_performed
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.shop.comments import queries as comments
from sandbox.shop.comments import services as discussing
from sandbox.shop.contributors import services as people
from sandbox.shop.identity import services as identity
from sandbox.shop.identity.queries import find_site, get_extension
from sandbox.shop.library import services as library
from sandbox.shop.navigation import queries as menus
from sandbox.shop.navigation import services as navigation
from sandbox.shop.navigation.rules import Place
from sandbox.shop.posts import queries
from sandbox.shop.posts.services import terms, writing
from sandbox.shop.widgets import queries as areas
from sandbox.shop.widgets import services as widgets
from tests.factories.site import make_site


def test_a_shop_without_the_row_has_no_site(shop):
    assert find_site() is None
    assert make_site().site is find_site()


def test_an_article_is_written_as_blocks_with_terms_and_address(shop):
    site = make_site()
    assert [block["kind"] for block in site.first.content] == ["heading", "paragraph"]
    assert site.first.slug == "quelle-mouture"
    assert [tag.name for tag in site.first.tags] == ["mouture", "filtre"]
    assert [category.name for category in site.first.categories] == ["Conseils"]
    again = writing.create_post(title="Quelle mouture ?")
    assert (again.slug, again.status, again.published_at) == ("quelle-mouture-2", "draft", None)


def test_visitors_read_what_is_published_and_due(shop):
    site = make_site()
    later = writing.create_post(title="Demain", status="published", published_at=clock.now() + timedelta(days=1))
    assert queries.visible_posts() == [site.first]
    assert queries.status_of(later) == "scheduled"
    assert queries.find_visible("demain") is None
    with clock.shifted(timedelta(days=2)):
        assert queries.visible_posts() == [later, site.first]
        assert queries.neighbours(later) == (site.first, None)
    assert queries.counts_by_status("post") == {"": 3, "published": 1, "draft": 1, "scheduled": 1}
    writing.update_post(post=site.first, status="private")
    assert queries.visible_posts() == []


def test_a_category_shows_what_is_filed_under_those_below_it(shop):
    site = make_site()
    below = queries.find_category("moutures")
    writing.update_post(post=site.first, category_ids=[below.id])
    assert queries.visible_posts(category=site.advice) == [site.first]
    with pytest.raises(RuleBroken) as refusal:
        terms.update_category(category=site.advice, parent_id=below.id)
    assert refusal.value.field == "parent_id"
    with pytest.raises(RuleBroken):
        terms.delete_category(category=site.advice)  # the default one
    terms.delete_category(category=below)
    assert queries.get_post(site.first.id).categories == [site.advice], "no article is left without a category"


def test_search_finds_words_of_articles_and_pages(shop):
    site = make_site()
    assert queries.visible_posts(words="mouture moyenne") == [site.first]
    assert queries.visible_posts(words="entrez") == [site.home]
    assert queries.visible_posts(words="absent") == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", "x" * 256), ("status", "trash"), ("meta_description", "x" * 513), ("author_id", 99), ("picture_id", 99), ("sidebar", "haut"),
     ("template", "autre"), ("category_ids", [99]), ("content", "[1]")],
)  # fmt: skip
def test_a_wrong_article_is_refused_at_its_field(shop, field, value):
    site = make_site()
    with pytest.raises(RuleBroken) as refusal:
        writing.update_post(post=site.first, **{field: value})
    assert refusal.value.field == field


def test_the_bin_keeps_an_article_out_of_sight_until_it_is_deleted(shop):
    site = make_site()
    with pytest.raises(RuleBroken):
        writing.delete_post(post=site.first)
    writing.trash_post(post=site.first)
    assert queries.visible_posts() == []
    assert queries.list_posts("post") == [site.draft]
    with pytest.raises(RuleBroken):
        writing.update_post(post=site.first, title="Non")
    assert writing.restore_post(post=site.first).status == "draft"
    writing.trash_post(post=site.first)
    writing.delete_post(post=site.first)
    with pytest.raises(NotFound):
        queries.get_post(site.first.id)


def test_each_save_keeps_the_text_before_it_and_an_automatic_one_stays_beside(shop):
    site = make_site()
    writing.update_post(post=site.first, content="<p>Deux.</p>")
    writing.update_post(post=site.first, is_sticky=True)  # nothing of the text changed
    assert len(site.first.revisions) == 1
    with clock.shifted(timedelta(minutes=1)):
        kept = writing.autosave(post=site.first, title="Trois", content="<p>Trois.</p>", excerpt="")
        assert queries.autosave_of(site.first) is kept
        assert queries.text_of(site.first) == "Deux."
        writing.restore_revision(post=site.first, revision=site.first.revisions[1])
    assert queries.text_of(site.first) == "Le filtre Une mouture moyenne."
    assert queries.autosave_of(site.first) is None


def test_a_page_is_never_under_itself(shop):
    site = make_site()
    child = writing.create_page(title="Dessous", parent_id=site.home.id)
    with pytest.raises(RuleBroken) as refusal:
        writing.update_page(post=site.home, parent_id=child.id)
    assert refusal.value.field == "parent_id"
    assert queries.page_choices() == [(site.home.id, "Bienvenue"), (child.id, "— Dessous")]


def test_what_is_done_is_told_in_the_journal(shop):
    site = make_site()
    take_performed()
    writing.save(post=None, kind="page", title="Contact")
    writing.save(post=site.first, kind="post", title="Autre titre")
    library.update_media(media=site.picture, alt="Deux tasses")
    assert [done.name for done in take_performed()] == ["page_site.creer", "article.modifier", "media.modifier"]


def test_a_picture_knows_where_it_stands(shop):
    site = make_site()
    writing.update_page(post=site.home, content=[{"kind": "cover", "attrs": {"media": site.picture.id}}])
    assert [post.title for post in queries.posts_with_media(site.picture.id)] == ["Bienvenue", "Quelle mouture ?"]


def test_comments_are_held_refused_or_published_as_the_settings_say(shop):
    site = make_site()
    person = {"author": "Léna", "email": "lena@courriel.example"}
    first = discussing.write_comment(post=site.first, body="Bravo", **person)
    assert first.status == "pending"  # nobody knows her yet
    discussing.moderate(comment=first, status="approved")
    second = discussing.write_comment(post=site.first, body="Encore", parent=first, **person)
    assert second.status == "approved"
    identity.update_site(site=site.site, words_refused="casino", words_held="concurrent")
    assert discussing.write_comment(post=site.first, body="Un CASINO en ligne", **person).status == "trash"
    assert discussing.write_comment(post=site.first, body="Le concurrent fait mieux", **person).status == "pending"
    assert (
        discussing.write_comment(post=site.first, body="https://a.example https://b.example", **person).status
        == "pending"
    )
    identity.update_site(site=site.site, comments_approved=True)
    assert discussing.write_comment(post=site.first, body="Toujours bien", **person).status == "pending"
    (node,) = comments.tree_of(site.first)
    assert (node.row, [answer.row for answer in node.answers]) == (first, [second])
    assert comments.counts_by_status() == {"approved": 2, "pending": 3, "trash": 1, "": 5}


def test_comments_close_and_a_name_is_asked_for(shop):
    site = make_site()
    with pytest.raises(RuleBroken) as refusal:
        discussing.write_comment(post=site.first, author="", email="", body="Bravo")
    assert refusal.value.field == "author"
    writing.update_post(post=site.first, is_open=False)
    with pytest.raises(RuleBroken):
        discussing.write_comment(post=site.first, author="Léna", email="lena@courriel.example", body="Bravo")
    writing.update_post(post=site.first, is_open=True)
    identity.update_site(site=site.site, comments_close_days=2)
    assert not discussing.takes_comments(site.first, site.site)


def test_an_answer_approves_what_it_answers_and_the_bin_gives_back(shop):
    site = make_site()
    comment = discussing.write_comment(post=site.first, author="Léna", email="lena@courriel.example", body="Bravo")
    answer = discussing.reply(comment=comment, body="Merci !", user=site.admin)
    assert (comment.status, answer.status, answer.author) == ("approved", "approved", "Inès Baudry")
    discussing.moderate(comment=comment, status="trash")
    assert discussing.moderate(comment=comment, status="restore").status == "approved"
    with pytest.raises(RuleBroken):
        discussing.delete_comment(comment=comment)
    discussing.moderate(comment=comment, status="spam")
    discussing.delete_comment(comment=comment)
    assert answer.parent_id is None


def test_a_menu_keeps_its_tree_and_leaves_dead_items_out(shop):
    site = make_site()
    home, advice = site.menu.items
    extra = navigation.add_item(menu=site.menu, target=f"article:{site.draft.id}", label="Bientôt")
    navigation.move_item(item=extra, position=1, parent=advice)
    assert [(e.label, [c.label for c in e.children]) for e in menus.tree_of(site.menu)] == [
        ("Bienvenue", []),
        ("Conseils", ["Bientôt"]),
    ]
    assert [(e.label, e.children) for e in menus.menu_at("principal")] == [("Bienvenue", []), ("Conseils", [])]
    navigation.arrange(menu=site.menu, places=[Place(advice.id), Place(home.id, advice.id)])
    assert [(e.label, [c.label for c in e.children]) for e in menus.menu_at("principal")] == [
        ("Conseils", ["Bienvenue"])
    ]
    with pytest.raises(RuleBroken):
        navigation.arrange(menu=site.menu, places=[Place(advice.id, home.id), Place(home.id, advice.id)])
    with pytest.raises(RuleBroken):
        navigation.add_item(menu=site.menu, target="javascript:alert(1)")
    navigation.delete_menu(menu=site.menu)
    assert menus.menu_at("principal") == []


def test_widgets_move_between_areas(shop):
    first = widgets.add_widget(area="sidebar", content="<!-- wp:search /-->")
    second = widgets.add_widget(area="sidebar", content='<!-- wp:latest-posts {"count":3} /-->')
    widgets.move_widget(widget=second, position=1)
    assert areas.widgets_by_area()["sidebar"] == [second, first]
    widgets.move_widget(widget=second, position=1, area="footer-1")
    widgets.remove_widget(widget=first)
    found = areas.widgets_by_area()
    assert (found["sidebar"], found["footer-1"]) == ([], [second])
    with pytest.raises(RuleBroken):
        widgets.add_widget(area="toit", content="[]")


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("posts_per_page", 0), ("color_accent", "rouge"), ("sidebar_posts", "haut"), ("social", [{"net": "inconnu", "url": "https://a"}]),
     ("social", [{"net": "x", "url": "javascript:x"}])],
)  # fmt: skip
def test_a_wrong_setting_is_refused_at_its_field(shop, field, value):
    site = make_site()
    with pytest.raises(RuleBroken) as refusal:
        identity.update_site(site=site.site, **{field: value})
    assert refusal.value.field == field


def test_extensions_are_installed_and_not_active(shop):
    make_site()
    seo = get_extension("seo")
    assert (seo.is_active, seo.name) == (False, "Phare SEO")
    assert identity.activate(extension=seo).is_active
    assert not identity.deactivate(extension=seo).is_active
    with pytest.raises(NotFound):
        get_extension("inconnue")


def test_the_last_administrator_keeps_the_role(shop):
    site = make_site()
    with pytest.raises(RuleBroken) as refusal:
        people.update_user(user=site.admin, role="author")
    assert refusal.value.field == "role"
    with pytest.raises(RuleBroken):
        people.delete_user(user=site.admin)
    other = people.create_user(login="marc", email="marc@castelune.example", role="author")
    assert other.name == "marc"
    with pytest.raises(RuleBroken) as taken:
        people.create_user(login="Marc B", email="marc@castelune.example")
    assert taken.value.field == "email"
    people.delete_user(user=other)
