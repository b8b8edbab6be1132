"""Answering a form of a page: the answers arrive in the company's customer service, or in its mail."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, g, redirect, request

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import plain
from sandbox.policy.permissions import Permission
from sandbox.shop.blocks.rules.tree import Block
from sandbox.shop.identity.queries import get_site
from sandbox.shop.shops.queries import get_company
from sandbox.shop.support.models import Mail, Thread
from sandbox.shop.support.queries import list_contacts
from sandbox.shop.support.rules import FORM_SUBJECT
from sandbox.shop.support.services import open_thread, record_mail
from sandbox.web.access import allow
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.site_links import post_url
from sandbox.web.sitefront import bp, form_block
from sandbox.web.sitefront.showing import show_post

NOBODY = "Visiteur du site"


def send_answers(*, block: Block, answers: form_block.Answers, title: str) -> Thread | Mail:
    """To the customer service; by e-mail to the site's administration in a company that has no such service.

    Raises RuleBroken when nobody can receive them.
    """
    contacts, body = list_contacts(), form_block.as_message(block, answers, title)
    name, email = form_block.sender_of(block, answers)
    ours = get_site().email or get_company()["email"]
    if contacts:
        return open_thread(
            contact=contacts[0], name=name[:60] or NOBODY, email=email or ours or contacts[0].email, body=body
        )
    if not ours:
        raise RuleBroken("Ce site n’a pas d’adresse où recevoir les réponses\u00a0: votre message n’est pas parti.")
    sender = f"De\u00a0: {name or NOBODY}{f' <{email}>' if email else ''}"
    return record_mail(recipient=ours, subject=f"{FORM_SUBJECT} « {title} »", body=f"{sender}\n\n{body}")


@bp.post("/formulaire/<mark>")
@allow(Permission.STOREFRONT_ACT)
def answer_form(mark: str) -> Any:
    """Send the answers, or show them again with what is wrong."""
    found = form_block.find_form(mark)
    if found is None:
        abort(404)
    post, block = found
    answers = form_block.read_answers(block, request.form)
    form = BaseForm()
    sent = None if answers.errors else attempt(form, send_answers, block=block, answers=answers, title=post.title)
    if sent is None:
        answers.errors = answers.errors or {"c1": (form.general_errors or ["Ce message n’a pas pu partir."])[0]}
        g.form_block = answers
        return show_post(post, status=422)
    flash(plain(block.get("done")) or "Merci, votre message est parti.", "success")
    return redirect(f"{post_url(post)}#formulaire-{mark}")
