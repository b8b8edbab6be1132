"""Writing a WXR 1.2 file, such as WordPress writes and reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from sandbox.kernel import clock
from sandbox.kernel.wxr.model import CATEGORY, TAG, WxrAuthor, WxrComment, WxrItem, WxrSite, WxrTerm

VERSION = "1.2"
_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:wfw="http://wellformedweb.org/CommentAPI/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = "0000-00-00 00:00:00"


def write_wxr(site: WxrSite, *, written_at: datetime) -> str:
    """The file, the same for the same site and moment. Signs that XML has no place for are left out."""
    lines = [
        _plain("title", site.title),
        _plain("link", site.address),
        _plain("description", site.description),
        _plain("pubDate", _published(written_at)),
        _plain("language", site.language),
        _plain("wp:wxr_version", VERSION),
        _plain("wp:base_site_url", site.address),
        _plain("wp:base_blog_url", site.address),
        *(_author(number, author) for number, author in enumerate(site.authors, 1)),
        *(_term(number, term) for number, term in enumerate(site.terms, 1)),
        *(_item(item) for item in site.items),
    ]
    return f"{_HEAD}{''.join(lines)}</channel>\n</rss>\n"


def _author(number: int, author: WxrAuthor) -> str:
    return _group(
        "wp:author",
        _plain("wp:author_id", str(number)),
        _cdata("wp:author_login", author.login),
        _cdata("wp:author_email", author.email),
        _cdata("wp:author_display_name", author.name),
        _cdata("wp:author_first_name", author.first_name),
        _cdata("wp:author_last_name", author.last_name),
    )


def _term(number: int, term: WxrTerm) -> str:
    name, slug, label, prefix = {
        CATEGORY: ("wp:category", "category_nicename", "cat_name", "category_"),
        TAG: ("wp:tag", "tag_slug", "tag_name", "tag_"),
    }.get(term.taxonomy, ("wp:term", "term_slug", "term_name", "term_"))
    return _group(
        name,
        _plain("wp:term_id", str(term.number or number)),
        _cdata("wp:term_taxonomy", term.taxonomy) if name == "wp:term" else "",
        _cdata(f"wp:{slug}", term.slug),
        _cdata(f"wp:{prefix}parent", term.parent) if term.taxonomy != TAG else "",
        _cdata(f"wp:{label}", term.name),
        _cdata(f"wp:{prefix}description", term.description) if term.description else "",
    )


def _item(item: WxrItem) -> str:
    return _group(
        "item",
        _cdata("title", item.title),
        _plain("pubDate", _published(item.published_at)) if item.published_at else "",
        _cdata("dc:creator", item.author),
        _cdata("content:encoded", item.content),
        _cdata("excerpt:encoded", item.excerpt),
        _plain("wp:post_id", str(item.number)),
        *_moments("wp:post_date", item.published_at),
        *_moments("wp:post_modified", item.modified_at),
        _cdata("wp:comment_status", "open" if item.has_open_comments else "closed"),
        _cdata("wp:ping_status", "closed"),
        _cdata("wp:post_name", item.slug),
        _cdata("wp:status", item.status),
        _plain("wp:post_parent", str(item.parent)),
        _plain("wp:menu_order", str(item.order)),
        _cdata("wp:post_type", item.kind),
        _cdata("wp:post_password", item.password),
        _plain("wp:is_sticky", "1" if item.is_sticky else "0"),
        _cdata("wp:attachment_url", item.address) if item.address else "",
        *_own_terms(item),
        *(
            _group("wp:postmeta", _cdata("wp:meta_key", key), _cdata("wp:meta_value", value))
            for key, value in item.meta
        ),
        *(_comment(comment) for comment in item.comments),
    )


def _own_terms(item: WxrItem) -> Iterator[str]:
    for term in item.terms:
        domain, slug = quoteattr(_clean(term.taxonomy)), quoteattr(_clean(term.slug))
        yield f"<category domain={domain} nicename={slug}>{_in_cdata(term.name)}</category>\n"


def _comment(comment: WxrComment) -> str:
    return _group(
        "wp:comment",
        _plain("wp:comment_id", str(comment.number)),
        _cdata("wp:comment_author", comment.author),
        _cdata("wp:comment_author_email", comment.email),
        _plain("wp:comment_author_url", comment.url),
        *_moments("wp:comment_date", comment.written_at),
        _cdata("wp:comment_content", comment.content),
        _cdata("wp:comment_approved", comment.approved),
        _cdata("wp:comment_type", comment.kind or "comment"),
        _plain("wp:comment_parent", str(comment.parent)),
    )


def _moments(name: str, moment: datetime | None) -> Iterable[str]:
    """The same moment by the clock of Paris and by the universal one."""
    own = f"{clock.to_paris(moment):%Y-%m-%d %H:%M:%S}" if moment else _NEVER
    universal = f"{moment:%Y-%m-%d %H:%M:%S}" if moment else _NEVER
    return (_cdata(name, own), _cdata(f"{name}_gmt", universal))


def _published(moment: datetime) -> str:
    return format_datetime(moment.replace(tzinfo=UTC))


def _group(name: str, *children: str) -> str:
    return f"<{name}>\n{''.join(children)}</{name}>\n"


def _plain(name: str, text: str) -> str:
    return f"<{name}>{escape(_clean(text))}</{name}>\n"


def _cdata(name: str, text: str) -> str:
    return f"<{name}>{_in_cdata(text)}</{name}>\n"


def _in_cdata(text: str) -> str:
    """A text in a section of its own; its end mark, should the text say it, is parted in two. A lone « \\r » would be read as « \\n »."""
    cleaned = _clean(text).replace("\r\n", "\n").replace("\r", "\n")
    return f"<![CDATA[{cleaned.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
