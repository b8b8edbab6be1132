"""Reading an exchange file into the site. What is there already stays as it is, so that doing it twice changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import fold, slugify
from sandbox.kernel.wxr import model as wxr
from sandbox.kernel.wxr.model import WxrComment, WxrItem, WxrSite, WxrTerm
from sandbox.shop.blocks.rules.markup import is_markup
from sandbox.shop.blocks.rules.reading import blocks_of_text
from sandbox.shop.blocks.rules.tree import to_json
from sandbox.shop.comments.models import SiteComment
from sandbox.shop.comments.rules import clean_body
from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.contributors.services import create_user
from sandbox.shop.exchange import rules
from sandbox.shop.identity.models import Site
from sandbox.shop.identity.queries import get_site
from sandbox.shop.library.models import Media
from sandbox.shop.library.queries import get_media
from sandbox.shop.library.rules import PLAYED
from sandbox.shop.library.services import MediaTexts, update_media
from sandbox.shop.navigation.models import SiteMenu, SiteMenuItem
from sandbox.shop.navigation.services import add_item, create_menu
from sandbox.shop.posts.models import SiteCategory, SitePost, SiteTag
from sandbox.shop.posts.services import writing
from sandbox.shop.posts.services.terms import create_category, create_tag


@dataclass(slots=True)
class Imported:
    """What an import did. `made` and `kept` count by what things are called (« article », « commentaire »…); `left` counts
    what the site has no place for; `pictures` are the files that are not in the library; `remarks` are whole sentences."""

    made: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    pictures: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@action("site.importer", entity="site", words="a importé un export de WordPress dans le site")
def import_site(*, exported: WxrSite) -> Imported:
    """Bring authors, categories, tags, articles, pages, comments and menus into the open shop's site.

    Pictures are recognised by the name of their file in the library, never fetched. Raises RuleBroken (field `file`), with the
    line, for what the site cannot take: nothing is then imported. Raises NotFound for a shop without a site.
    """
    return _Import(exported, get_site()).run()


class _Import:
    """One import under way: what the numbers and names of the file mean here."""

    def __init__(self, exported: WxrSite, site: Site) -> None:
        self.exported, self.site, self.done = exported, site, Imported()
        self.authors: dict[str, int] = {}
        self.terms: dict[int, str] = {}
        self.posts: dict[int, SitePost] = {}
        self.slugs: dict[str, SitePost] = {}
        self.files = self._files()

    def run(self) -> Imported:
        """Everything, each thing after what it names."""
        for item in self.exported.items:
            if item.number in self.files:
                self._told(item, self._hear, item)
        self._authors()
        self._terms()
        items = [item for item in self.exported.items if item.kind in (wxr.POST, wxr.PAGE)]
        new = [item for item in items if self._post(item)]
        for item in new:
            self._told(item, self._fill, item)
        for item in items:
            self._comments(item)
        self._menus()
        known = (wxr.POST, wxr.PAGE, wxr.ATTACHMENT, wxr.MENU_ITEM)
        self.done.left.update(item.kind for item in self.exported.items if item.kind not in known)
        session.flush()
        return self.done

    def _told(self, item: WxrItem, act: Any, *given: Any) -> Any:
        """Do something with an item; a refusal names it and its line."""
        try:
            return act(*given)
        except RuleBroken as refused:
            name = item.title or "(sans titre)"
            raise RuleBroken(
                f"Ligne {item.line}, « {name} » : {refused.message} Rien n’a été importé.", field="file"
            ) from refused

    # files and people ----------------------------------------------------------------------------------------------------

    def _files(self) -> dict[int, int]:
        """The library's number of each file that the export names."""
        stems: dict[str, int] = {}
        for number, name in session.execute(sa.select(Media.id, Media.file_name).order_by(Media.id.desc())):
            stems[rules.stem_of(name)] = number
        found: dict[int, int] = {}
        for item in self.exported.items:
            if item.kind == wxr.ATTACHMENT:
                media_id = stems.get(rules.stem_of(item.address or item.slug))
                if media_id is not None:
                    found[item.number] = media_id
                else:
                    self.done.pictures.append(rules.last_part(item.address) or item.title)
        return found

    def _hear(self, item: WxrItem) -> None:
        """What is said in a file of the library, and its picture, where the library says nothing of it yet."""
        media, meta = get_media(self.files[item.number]), dict(item.meta)
        given = MediaTexts()
        if media.kind in PLAYED and not media.transcript and (said := meta.get(rules.HEARD_META["transcript"])):
            given["transcript"] = said
        if media.kind == "video" and not media.subtitles and (said := meta.get(rules.HEARD_META["subtitles"])):
            given["subtitles"] = said
        picture = self.files.get(_whole(meta.get(rules.PICTURE, "")))
        if media.kind == "video" and media.poster_id is None and picture:
            given["poster_id"] = picture
        if given:
            update_media(media=media, **given)
            self.done.made.update(rules.HEARD_WORDS[name] for name in given)

    def _authors(self) -> None:
        users = list(session.scalars(sa.select(SiteUser)))
        by_login = {fold(user.login): user for user in users}
        by_email = {user.email: user for user in users}
        for author in self.exported.authors:
            user = by_login.get(fold(author.login)) or by_email.get(author.email.strip().lower())
            if user is None:
                user = self._author(author)
                by_login[fold(author.login)], by_email[user.email] = user, user
                self.done.made["auteur"] += 1
            self.authors[author.login] = user.id

    def _author(self, author: wxr.WxrAuthor) -> SiteUser:
        login = author.login if author.login.isascii() else slugify(author.login)
        email = author.email or f"{slugify(login) or 'auteur'}@sans-adresse.example"
        return create_user(
            login=login[:60], email=email, first_name=author.first_name, last_name=author.last_name, name=author.name,
            role=self.site.default_role,
        )  # fmt: skip

    # terms ---------------------------------------------------------------------------------------------------------------

    def _terms(self) -> None:
        declared = list(self.exported.terms)
        known = {(term.taxonomy, term.slug) for term in declared}
        for item in self.exported.items:  # what an item names without its being declared
            for term in item.terms:
                if (term.taxonomy, term.slug) not in known:
                    known.add((term.taxonomy, term.slug))
                    declared.append(term)
        for term in declared:
            if term.taxonomy == wxr.CATEGORY:
                self._know(term, "rubrique", self._category(term).id)
            elif term.taxonomy == wxr.TAG:
                self._know(term, "etiquette", self._tag(term).id)

    def _know(self, term: WxrTerm, entity: str, number: int) -> None:
        if term.number:
            self.terms[term.number] = f"{entity}:{number}"

    def _category(self, term: WxrTerm) -> SiteCategory:
        found = session.scalars(sa.select(SiteCategory).where(SiteCategory.slug == term.slug)).first()
        if found is not None:
            self.done.kept["catégorie"] += 1
            return found
        above = (
            session.scalar(sa.select(SiteCategory.id).where(SiteCategory.slug == term.parent)) if term.parent else None
        )
        self.done.made["catégorie"] += 1
        return create_category(name=term.name, slug=term.slug, description=term.description, parent_id=above)

    def _tag(self, term: WxrTerm) -> SiteTag:
        found = session.scalars(sa.select(SiteTag).where(SiteTag.slug == term.slug)).first()
        if found is not None:
            self.done.kept["étiquette"] += 1
            return found
        self.done.made["étiquette"] += 1
        return create_tag(name=term.name, slug=term.slug, description=term.description)

    # articles and pages --------------------------------------------------------------------------------------------------

    def _post(self, item: WxrItem) -> bool:
        """Make an article or a page, or know the one that is there; whether it was made. Its text comes once all exist."""
        word = "page" if item.kind == wxr.PAGE else "article"
        post = self._there(item)
        is_new = post is None
        if post is None:
            post = self._told(item, self._made, item)
            if rules.STATUS_IN.get(item.status) == "trash":
                writing.trash_post(post=post)
        (self.done.made if is_new else self.done.kept)[word] += 1
        self.posts[item.number] = post
        self.slugs[item.slug or post.slug] = post
        return is_new

    def _there(self, item: WxrItem) -> SitePost | None:
        """The post of the site that an item is: of its kind, at its address, or with its title and moment."""
        query = sa.select(SitePost).where(SitePost.kind == item.kind).order_by(SitePost.id)
        if item.slug:
            return session.scalars(query.where(SitePost.slug == item.slug)).first()
        same = query.where(SitePost.title == item.title)
        if item.published_at:
            same = same.where(SitePost.published_at == item.published_at)
        return session.scalars(same).first()

    def _made(self, item: WxrItem) -> SitePost:
        status = rules.STATUS_IN.get(item.status, "draft")
        meta = dict(item.meta)
        given: dict[str, Any] = {
            "title": item.title,
            "slug": item.slug,
            "excerpt": item.excerpt,
            "status": "draft" if status == "trash" else status,
            "published_at": item.published_at if status in ("published", "private") else None,
            "password": item.password,
            "author_id": self.authors.get(item.author),
            "picture_id": self.files.get(_whole(meta.get(rules.PICTURE, ""))),
            "is_open": item.has_open_comments,
            **{name: meta[key] for name, key in rules.SEO_META.items() if meta.get(key)},
        }
        if item.kind == wxr.PAGE:
            return writing.create_page(**given, position=item.order)
        return writing.create_post(**given, is_sticky=item.is_sticky, category_ids=self._filed(item), tags=_tags(item))

    def _filed(self, item: WxrItem) -> Sequence[int]:
        slugs = [term.slug for term in item.terms if term.taxonomy == wxr.CATEGORY]
        rows = session.execute(sa.select(SiteCategory.slug, SiteCategory.id).where(SiteCategory.slug.in_(slugs)))
        numbers = {row.slug: row.id for row in rows}
        return [numbers[slug] for slug in slugs]

    def _fill(self, item: WxrItem) -> None:
        """The text of a new post, and the page above it."""
        post, text = self.posts[item.number], item.content
        is_classic = not is_markup(text)
        if is_classic:
            text = rules.classic_html(text, self._number_of)
        text, players = rules.with_players(text, self._number_of, is_classic=is_classic)
        self._miss(item, players)
        blocks = rules.with_links(rules.with_media(blocks_of_text(text), self.files), self._reference)
        writing.put_content(post=post, content=to_json(blocks))
        above = self.posts.get(item.parent)
        if above is not None and above.kind == post.kind == wxr.PAGE:
            post.parent_id = above.id
        post.updated_at = item.modified_at or post.updated_at

    def _miss(self, item: WxrItem, players: Sequence[rules.Played]) -> None:
        """Tell, with the line of the text, what its players ask for that the library has not."""
        for one in players:
            number = self.files.get(one.media or 0)
            has_subtitles = bool(number and get_media(number).subtitles)
            self.done.remarks += [
                f"Ligne {item.line}, « {item.title or '(sans titre)'} » : {words}"
                for words in rules.missing_of(one, self.files, has_subtitles=has_subtitles)
            ]

    def _number_of(self, source: str) -> int | None:
        """The export's number of a file, by its address."""
        stem = rules.stem_of(source)
        items = (item for item in self.exported.items if item.kind == wxr.ATTACHMENT)
        return next((item.number for item in items if rules.stem_of(item.address) == stem), None)

    def _reference(self, url: str) -> str:
        """A link within the site it comes from, as a reference; any other as it is."""
        home = self.exported.address.rstrip("/")
        if not home or not url.startswith(f"{home}/"):
            return url
        post = self.slugs.get(rules.last_part(url))
        if post is None:
            return url
        return f"{'page_site' if post.is_page else 'article'}:{post.id}"

    # comments ------------------------------------------------------------------------------------------------------------

    def _comments(self, item: WxrItem) -> None:
        post = self.posts[item.number]
        there = {  # the file counts whole seconds
            (row.author, row.posted_at.replace(microsecond=0), row.body): row
            for row in session.scalars(sa.select(SiteComment).where(SiteComment.post_id == post.id))
        }
        known: dict[int, SiteComment] = {}
        for comment in sorted(item.comments, key=lambda one: one.number):
            if comment.kind:
                self.done.left[comment.kind] += 1
                continue
            posted_at = comment.written_at or post.created_at.replace(microsecond=0)
            row = there.get((_author_of(comment), posted_at, comment.content.strip()))
            if row is None:
                row = self._told(item, self._comment, post, comment)
                self.done.made["commentaire"] += 1
            else:
                self.done.kept["commentaire"] += 1
            known[comment.number] = row
        for comment in item.comments:
            above = known.get(comment.parent)
            if comment.number in known and above is not None and known[comment.number].parent_id is None:
                known[comment.number].parent_id = above.id

    def _comment(self, post: SitePost, comment: WxrComment) -> SiteComment:
        email = comment.email.strip().lower()
        row = SiteComment(
            post_id=post.id, author=_author_of(comment), email=email[:128], web=comment.url[:200], body=clean_body(comment.content),
            status=rules.COMMENT_IN[comment.approved], posted_at=comment.written_at or post.created_at,
            user_id=session.scalar(sa.select(SiteUser.id).where(SiteUser.email == email)) if email else None,
        )  # fmt: skip
        row.trashed_from = "pending" if row.status in ("spam", "trash") else ""
        session.add(row)
        session.flush()
        return row

    # menus ---------------------------------------------------------------------------------------------------------------

    def _menus(self) -> None:
        """A menu that has the name of one of the site is taken for it, and stays as it is."""
        names = {term.slug: term.name for term in self.exported.terms if term.taxonomy == wxr.MENU}
        there = set(session.scalars(sa.select(SiteMenu.name)))
        for slug, name in names.items():
            if name in there:
                self.done.kept["menu"] += 1
                continue
            menu = create_menu(name=name)
            self.done.made["menu"] += 1
            entries = [item for item in self.exported.items if item.kind == wxr.MENU_ITEM and _is_of(item, slug)]
            self._entries(menu, sorted(entries, key=lambda item: item.order))

    def _entries(self, menu: SiteMenu, items: Sequence[WxrItem]) -> None:
        made: dict[int, SiteMenuItem] = {}
        for item in items:
            meta = dict(item.meta)
            target = self._target(meta)
            if not target:
                self.done.remarks.append(
                    f"L’élément « {item.title or '(sans titre)'} » du menu « {menu.name} » mène à ce que le fichier ne contient pas : "
                    "il est laissé de côté."
                )
                continue
            made[item.number] = self._told(
                item, self._entry, menu, item, target, made.get(_whole(meta.get(rules.ITEM_PARENT, "")))
            )

    def _entry(self, menu: SiteMenu, item: WxrItem, target: str, parent: SiteMenuItem | None) -> SiteMenuItem:
        is_new_tab = dict(item.meta).get(rules.ITEM_TARGET) == "_blank"
        return add_item(menu=menu, target=target, label=item.title, parent=parent, is_new_tab=is_new_tab)

    def _target(self, meta: Mapping[str, str]) -> str:
        number = _whole(meta.get(rules.ITEM_NUMBER, ""))
        match meta.get(rules.ITEM_TYPE):
            case "post_type":
                post = self.posts.get(number)
                return f"{'page_site' if post.is_page else 'article'}:{post.id}" if post else ""
            case "taxonomy":
                return self.terms.get(number, "")
            case _:
                return self._reference(meta.get(rules.ITEM_URL, ""))


def _tags(item: WxrItem) -> list[str]:
    return [term.name for term in item.terms if term.taxonomy == wxr.TAG]


def _is_of(item: WxrItem, menu: str) -> bool:
    return any(term.taxonomy == wxr.MENU and term.slug == menu for term in item.terms)


def _author_of(comment: WxrComment) -> str:
    return comment.author[:120] or "Anonyme"


def _whole(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 19 else 0
