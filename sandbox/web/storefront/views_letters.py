"""What goes through mail: a forgotten password, leaving the newsletter, and the mailbox of the exercise."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.customers import queries as customers
from sandbox.shop.customers import rules, services
from sandbox.web.access import allow
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.storefront import bp, mails, tokens, visitor
from sandbox.web.storefront.baskets import adopt_cart
from sandbox.web.storefront.forms_account import ForgottenForm, NewPasswordForm
from sandbox.web.storefront.frame import front

SENT = "Si un compte existe à cette adresse, un message y est parti, avec un lien bon pendant une heure."
GONE = 410


def gone(back: str, words: str) -> Any:
    """The page of a link that no longer serves, and where to ask for another."""
    return render_template("storefront/letters/gone.html", back=url_for(f"storefront.{back}"), words=words), GONE


# forgotten password --------------------------------------------------------------------------------------------------


@bp.get("/mot-de-passe-oublie")
@allow(Permission.STOREFRONT_VISIT)
def forgotten() -> Any:
    """Ask for a link to choose another password."""
    return render_template("storefront/letters/forgotten.html", form=ForgottenForm())


@bp.post("/mot-de-passe-oublie")
@allow(Permission.STOREFRONT_ACT)
def send_link() -> Any:
    """Send the link when there is an account; the same words when there is none."""
    form = ForgottenForm()
    email = form.validate_on_submit() and attempt(form, rules.clean_email, email=form.email.data)
    if not email:
        return render_template("storefront/letters/forgotten.html", form=form), 422
    visitor.remember_mailbox(email)
    customer = customers.find_customer_by_email(email)
    if customer is not None and customer.is_active:
        mails.send_password_link(customer, front())
    flash(SENT, "success")
    return redirect(url_for("storefront.mailbox"))


@bp.get("/mot-de-passe/<token>")
@allow(Permission.STOREFRONT_VISIT)
def new_password(token: str) -> Any:
    """Choose another password, from the link of a mail."""
    if tokens.password_customer(token) is None:
        return gone("forgotten", "Demander un autre lien")
    return render_template("storefront/letters/new_password.html", form=NewPasswordForm())


@bp.post("/mot-de-passe/<token>")
@allow(Permission.STOREFRONT_ACT)
def choose_password(token: str) -> Any:
    """Keep the new password and sign its owner in."""
    customer = tokens.password_customer(token)
    if customer is None:
        return gone("forgotten", "Demander un autre lien")
    form = NewPasswordForm()
    if not (
        form.validate_on_submit()
        and attempt(form, services.reset_password, customer=customer, password=form.password.data)
    ):
        return render_template("storefront/letters/new_password.html", form=form), 422
    visitor.sign_in(customer)
    adopt_cart(customer)
    flash("Votre mot de passe est changé, et vous êtes connecté.", "success")
    return redirect(url_for("storefront.account"))


# the newsletter ------------------------------------------------------------------------------------------------------


@bp.get("/lettre/desinscription/<token>")
@allow(Permission.STOREFRONT_VISIT)
def leave_letter(token: str) -> Any:
    """The way out of the newsletter: the address, and one button. Opening the link changes nothing, since robots open links."""
    email = tokens.letter_email(token)
    if email is None:
        return gone("home", "Revenir à la boutique")
    return render_template("storefront/letters/leave.html", email=email)


@bp.post("/lettre/desinscription/<token>")
@allow(Permission.STOREFRONT_ACT)
def confirm_leaving(token: str) -> Any:
    """Take the address off the newsletter's list."""
    email = tokens.letter_email(token)
    if email is None:
        return gone("home", "Revenir à la boutique")
    attempt(BaseForm(), services.unsubscribe, email=email)
    flash(f"C’est fait. Vous ne recevrez plus la lettre à l’adresse {email}.", "success")
    return redirect(url_for("storefront.home"))


# the mailbox ---------------------------------------------------------------------------------------------------------


@bp.get("/boite-aux-lettres")
@allow(Permission.STOREFRONT_VISIT)
def mailbox() -> str:
    """What the shop would have sent to the addresses typed on this workstation: nothing leaves the machine."""
    person = visitor.person()
    addresses = dict.fromkeys([*visitor.mailboxes(), *([person.email.lower()] if person else [])])
    return render_template("storefront/letters/mailbox.html", letters=mails.mails_to(list(addresses)))
