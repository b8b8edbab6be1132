"""The yardstick: a bare Flask + SQLAlchemy + Jinja page that lists 24 products from SQLite, behind the same server.

Run as `python -m sandbox.cli._bench.bare PORT FOLDER`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, render_template_string
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from waitress import serve

PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Produits</title></head><body><h1>Produits</h1><ul>
{% for product in products %}<li><a href="/produit/{{ product.id }}">{{ product.name }}</a> {{ "%.2f"|format(product.price / 100) }} €
<p>{{ product.summary }}</p></li>{% endfor %}</ul></body></html>"""


class Base(DeclarativeBase):
    """The yardstick's own tables."""


class Product(Base):
    """A row of the list."""

    __tablename__ = "products"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    price: Mapped[int]
    summary: Mapped[str]


def make_app(folder: Path) -> Flask:
    """The bare application, its 24 rows written."""
    app = Flask("bare")
    engine = sa.create_engine(f"sqlite:///{folder / 'bare.sqlite'}")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        rows = [
            Product(name=f"Produit {n}", price=990 + n, summary="Une phrase de présentation. " * 4) for n in range(24)
        ]
        session.add_all(rows)
        session.commit()

    @app.get("/")
    def products() -> str:
        with Session(engine) as session:
            found = session.scalars(sa.select(Product).order_by(Product.name).limit(24)).all()
            return render_template_string(PAGE, products=found)

    return app


if __name__ == "__main__":
    serve(make_app(Path(sys.argv[2])), host="127.0.0.1", port=int(sys.argv[1]), threads=64, _quiet=True)
