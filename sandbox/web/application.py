"""The application's table of contents."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from sandbox.config import ROOT, Config
from sandbox.extensions import babel, csrf, limiter, login_manager
from sandbox.kernel import row_security
from sandbox.kernel.db import db, prepare_engine
from sandbox.kernel.media import MediaStore
from sandbox.web import (
    access,
    addresses,
    admin,
    auth,
    authoring,
    backoffice,
    compiled_templates,
    due_events,
    errors,
    exam,
    exam_nav,
    examiner,
    filters,
    live,
    live_visits,
    media,
    page_cache,
    practice,
    room_address,
    security,
    sent_once,
    shop_context,
    siteadmin,
    sitefront,
    storefront,
    unit_of_work,
)


def build_app(config: Config | None = None) -> Flask:
    """A configured application with every face."""
    config = config or Config.from_env()
    app = addresses.Application(
        "sandbox", static_folder=str(ROOT / "static"), template_folder=str(ROOT / "sandbox" / "templates")
    )
    _configure(app, config)
    compiled_templates.register(app)
    if config.proxies:
        believe_proxies(app, config.proxies)
    _bind_extensions(app)
    _register_frame(app)
    for face in (auth, storefront, sitefront, siteadmin, backoffice, exam, examiner, practice, authoring, admin):
        face.register(app)
    return app


def _configure(app: Flask, config: Config) -> None:
    config.instance.mkdir(parents=True, exist_ok=True)
    url = config.url()
    pool = (
        {"pool_size": 20, "max_overflow": 60, "pool_use_lifo": True}
        if url.startswith("sqlite:////") or "postgres" in url
        else {}
    )
    app.config.update(
        E5=config,
        TESTING=config.testing,
        SECRET_KEY=config.secret(),
        SQLALCHEMY_DATABASE_URI=url,
        SQLALCHEMY_ENGINE_OPTIONS={**pool, **config.engine_options},
        SESSION_COOKIE_NAME="e5",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.behind_https,
        WTF_CSRF_TIME_LIMIT=None,  # a form opened at the start of an exam is still good at its end
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=4000,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        BABEL_DEFAULT_LOCALE="fr",
        BABEL_DEFAULT_TIMEZONE="Europe/Paris",
        RATELIMIT_ENABLED=not config.testing,
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.extensions["e5_media"] = MediaStore(config.media_root)


def believe_proxies(app: Flask, count: int) -> None:
    """Take the asker's address, scheme and host from what the last `count` proxies wrote: attempts are counted by person."""
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        row_security.watch(db.engine)
    csrf.init_app(app)
    babel.init_app(app)
    limiter.init_app(app)
    login_manager.init_app(app)


def _register_frame(app: Flask) -> None:
    sent_once.register_end(app)  # before the unit of work: its end comes after the commit
    live.register(app)
    unit_of_work.register(app)  # first in, last out: commits after every other after_request had its say
    due_events.register(app)  # before anybody asks who is there: in transactions of its own
    live_visits.register(app)  # before the request begins to read: what waits is then seen by it
    security.register(app)
    access.register(app)
    shop_context.register(app)
    sent_once.register(app)
    errors.register(app)
    filters.register(app)
    addresses.register(app)
    media.register(app)
    exam_nav.register(app)
    room_address.register(app)
    page_cache.register(app)
