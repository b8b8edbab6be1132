"""Answering a form of a page: the answers arrive in the company's customer service."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, g, redirect, request

from sandbox.kernel.text import plain
from sandbox.policy.permissions import Permission
from sandbox.shop.identity.queries import get_site
from sandbox.shop.support.queries import list_contacts
from sandbox.shop.support.services import open_thread
from sandbox.web.access import allow
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.site_links import post_url
from sandbox.web.sitefront import bp, form_block
from sandbox.web.sitefront.showing import show_post

NOBODY = "Visiteur du site"


@bp.post("/formulaire/<mark>")
@allow(Permission.STOREFRONT_ACT)
def answer_form(mark: str) -> Any:
    """Send the answers, or show them again with what is wrong."""
    found, contacts = form_block.find_form(mark), list_contacts()
    if found is None or not contacts:
        abort(404)
    post, block = found
    answers = form_block.read_answers(block, request.form)
    name, email = form_block.sender_of(block, answers)
    form = BaseForm()
    sent = None if answers.errors else attempt(
        form, open_thread, contact=contacts[0], name=name[:60] or NOBODY, email=email or get_site().email or contacts[0].email,
        body=form_block.as_message(block, answers, post.title),
    )  # fmt: skip
    if sent is None:
        answers.errors = answers.errors or {"c1": (form.general_errors or ["Ce message n’a pas pu partir."])[0]}
        g.form_block = answers
        return show_post(post, status=422)
    flash(plain(block.get("done")) or "Merci, votre message est parti.", "success")
    return redirect(f"{post_url(post)}#formulaire-{mark}")
