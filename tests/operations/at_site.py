"""What a candidate does again and again in the site's administration, and what a visitor then reads."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from sandbox.shop.comments.models import SiteComment
from sandbox.shop.library.models import Media
from sandbox.shop.navigation.models import SiteMenu, SiteMenuItem
from sandbox.shop.posts.models import SiteCategory, SitePost
from sandbox.shop.widgets.models import SiteWidget
from tests.support.pages import Form, Page
from tests.web.backoffice.conftest import Desk

SHOP = "https://boutique.castelune.example/"
"""The address of the company's shop, as an annex gives it."""

Block = dict[str, Any]


class SiteDesk(Desk):
    """The administration of the shipped context's site as one person sees it, without script."""

    @property
    def admin(self) -> str:
        """Where the administration stands."""
        return f"{self.root}/site-admin"

    def read(self, path: str, *, status: int = 200) -> Page:
        """A page of the administration."""
        return Page(self.source(path, status=status))

    def source(self, path: str, *, status: int = 200) -> str:
        """The same, as HTML."""
        answer = self.visitor.get(f"{self.admin}{path}")
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        return str(answer.text)

    def send(self, path: str, **data: Any) -> Any:
        """Post to an address of the administration."""
        return self.visitor.post(f"{self.admin}{path}", **data)

    def form_with(self, path: str, field: str) -> Form:
        """The form of a page that holds a field."""
        return next(form for form in self.read(path).forms.values() if field in form.fields)

    def fill(self, path: str, field: str, **changes: object) -> Page:
        """Change fields of the form that holds `field`, and send it where it goes."""
        form = self.form_with(path, field)
        return self.save(form.action.removeprefix(self.admin) or path, **form.filled(**changes))

    def press(self, path: str, ending: str) -> Page:
        """Press the button of a small form of a page: the one that goes to an address with this ending."""
        form = next(form for form in self.read(path).forms.values() if form.action.endswith(ending))
        return self.save(form.action.removeprefix(self.admin), **form.filled())

    def front(self, path: str = "/") -> str:
        """A page of the site as a visitor's browser receives it."""
        answer = self.visitor.get(f"{self.root}/site{path}", follow_redirects=True)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return html.unescape(answer.text)

    def part(self, start: str, end: str, path: str = "/") -> str:
        """What stands between two marks of a page of the site."""
        page = self.front(path)
        assert start in page, start
        begin = page.index(start)
        return page[begin : page.index(end, begin)]

    def sidebar(self) -> str:
        """The sidebar of the blog."""
        return self.part('<aside class="ws-side"', "</aside>", "/journal/")

    def footer(self) -> str:
        """The footer of the home page."""
        return self.part('<footer class="ws-foot"', "</footer>")

    def menu(self) -> str:
        """The main menu, without what is drawn around its links."""
        return re.sub(
            r"<(button|svg|use)\b.*?</\1>", "", self.part('aria-label="Menu principal"', "</nav>"), flags=re.DOTALL
        )

    # what the test looks up itself

    def post(self, key: str) -> SitePost:
        """An article or a page, read again."""
        found: SitePost = self.find(SitePost, key=key)
        return found

    def media(self, key: str) -> int:
        """The number of a file of the library."""
        return int(self.find(Media, key=key).id)

    def category(self, key: str) -> int:
        """The number of a category."""
        return int(self.find(SiteCategory, key=key).id)

    def comment(self, key: str) -> int:
        """The number of a comment."""
        return int(self.find(SiteComment, key=key).id)

    def widget(self, key: str) -> str:
        """The page of a widget."""
        return f"/widgets/{self.find(SiteWidget, key=key).id}"

    def menu_page(self, key: str = "menu-principal") -> str:
        """The page of a menu."""
        return f"/menus?menu={self.find(SiteMenu, key=key).id}"

    def item(self, key: str) -> int:
        """The number of an item of a menu."""
        return int(self.find(SiteMenuItem, key=key).id)

    # the editor

    def sheet(self, key: str) -> str:
        """The editor of an article or a page."""
        return f"/contenu/{self.post(key).id}"

    def blocks(self, key: str) -> list[Block]:
        """The blocks that the editor holds."""
        found: list[Block] = json.loads(self.form_with(self.sheet(key), "content").fields["content"][0])
        return found

    def rewrite(self, key: str, blocks: list[Block] | None = None, **changes: object) -> Page:
        """Save the editor with other blocks, other settings of the document."""
        given = {} if blocks is None else {"content": json.dumps(blocks)}
        return self.fill(self.sheet(key), "content", **given, **changes)

    def publish(self, kind: str, title: str, *blocks: Block, **values: object) -> SitePost:
        """Write an article (`post`) or a page (`page`) and press « Publier »."""
        self.fill(f"/{kind}/nouveau", "content", title=title, content=json.dumps(blocks), status="published", **values)
        found: SitePost = self.find(SitePost, title=title)
        return found


def block(kind: str, *inner: Block, **attrs: object) -> Block:
    """A block as the editor sends it."""
    return {"kind": kind, "attrs": attrs, "inner": list(inner)}


def text(words: str) -> Block:
    """A paragraph."""
    return block("paragraph", text=words)


def button(words: str, url: str) -> Block:
    """A button."""
    return block("buttons", block("button", text=words, url=url))


def first(blocks: list[Block], kind: str) -> Block:
    """The first block of a kind, at the top of a text."""
    return next(one for one in blocks if one["kind"] == kind)
