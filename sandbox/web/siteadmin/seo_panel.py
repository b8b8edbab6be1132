"""The panel of the SEO extension beside a text: the words aimed at, what a search result shows, the points to mend."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import slugify
from sandbox.shop.blocks.rules.reading import blocks_of_text
from sandbox.shop.identity.queries import active_extensions
from sandbox.shop.posts import queries
from sandbox.shop.posts.models import SitePost
from sandbox.shop.seo.rules.analysis import Analysis, Sheet, analyse
from sandbox.shop.seo.rules.contents import read_contents
from sandbox.shop.seo.rules.phrases import content_words
from sandbox.shop.seo.rules.readability import read_easily
from sandbox.web.site_around import drawn
from sandbox.web.site_frame import site_frame
from sandbox.web.siteadmin.forms_posts import PostForm

EXTENSION = "seo"
LEAST_WORDS_LIKE = "page"
"""An article and a page of the site are judged as a page is: three hundred words, links in and out."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Where the panel asks for a fresh look, and its two analyses."""

    address: str
    found: Analysis
    readable: Analysis


def is_on() -> bool:
    """Whether the extension is switched on."""
    return EXTENSION in active_extensions()


def panel_of(form: PostForm, post: SitePost | None, content: str) -> Panel | None:
    """The panel of a form; None while the extension is off: nothing is then read."""
    if not is_on():
        return None
    sheet = sheet_of(form, post, content)
    address = url_for("siteadmin.post_analysis", post_id=post.id if post else 0)
    return Panel(address, analyse(sheet), read_easily(sheet.contents))


def sheet_of(form: PostForm, post: SitePost | None, content: str) -> Sheet:
    """A text as engines would read it, from what its form holds; blocks that cannot be read count for none."""
    try:
        blocks = blocks_of_text(content or "[]")
    except RuleBroken:
        blocks = []
    contents = read_contents(str(drawn(blocks, site_frame().around)))
    title, name = (form.meta_title.data or "").strip(), form.title.data or ""
    return Sheet(
        LEAST_WORDS_LIKE, (form.focus.data or "").strip(), title or name, (form.meta_description.data or "").strip(),
        (form.slug.data or "").strip() or slugify(name), contents, contents.alternatives, _rivals(form.focus.data or "", post),
    )  # fmt: skip


def _rivals(keyphrase: str, post: SitePost | None) -> list[str]:
    """The titles of the other texts that aim at the same words."""
    wanted = content_words(keyphrase)
    others = queries.aimed_at(except_id=post.id if post else 0) if wanted else []
    return [title for title, focus in others if content_words(focus) == wanted]
