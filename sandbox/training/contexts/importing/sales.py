"""Orders of another shop put into commandes/commandes.csv and commandes/lignes.csv: a line of the file is an article of an order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.kernel.money import incl_cents, to_cents, to_micros
from sandbox.kernel.packs import Reader
from sandbox.kernel.text import fold, plain
from sandbox.kernel.values import ValueFault, parse_decimal
from sandbox.shop.catalog.seed import PRODUCT_COLUMNS, VARIANT_COLUMNS
from sandbox.shop.customers.seed import ADDRESSES, CUSTOMERS
from sandbox.shop.orders.seed import LINES, ORDERS
from sandbox.training.contexts.importing.company import Company
from sandbox.training.contexts.importing.drafts import Draft, Refused, number
from sandbox.training.contexts.importing.folder import ContextTable, TableRow
from sandbox.training.contexts.importing.formats import ORDER_LINE
from sandbox.training.contexts.importing.people import email_of, moment_of
from sandbox.training.contexts.importing.telling import Telling, amount

_STATES = {
    "1": "attente-cheque", "2": "paiement-accepte", "3": "preparation", "4": "expedie", "5": "livre", "6": "annule",
    "7": "rembourse", "8": "erreur-paiement", "9": "reappro-paye", "10": "attente-virement", "11": "paiement-distance",
    "12": "reappro-non-paye", "13": "attente-livraison", "awaiting check payment": "attente-cheque",
    "payment accepted": "paiement-accepte", "processing in progress": "preparation", "processing": "preparation",
    "shipped": "expedie", "delivered": "livre", "completed": "livre", "canceled": "annule", "cancelled": "annule",
    "refunded": "rembourse", "payment error": "erreur-paiement", "failed": "erreur-paiement",
    "on backorder (paid)": "reappro-paye", "on backorder (not paid)": "reappro-non-paye",
    "awaiting bank wire payment": "attente-virement", "remote payment accepted": "paiement-distance",
    "awaiting cash on delivery validation": "attente-livraison", "on-hold": "attente-virement",
}  # fmt: skip
_PAYMENTS = (
    ("carte", ("carte", "card", "cb")), ("cheque", ("cheque", "check")), ("virement", ("virement", "wire", "transfer")),
)  # fmt: skip
_ORDER_TEXTS = ("suivi", "message", "note_privee", "source", "campagne", "code_promo")


@dataclass(slots=True)
class SalesMerge(Telling):
    """The orders of a context being changed. An order of which one article is refused is refused whole: its sums would lie."""

    root: Path
    company: Company
    rates: dict[str, int]
    is_own: bool
    orders: ContextTable = field(init=False)
    lines: ContextTable = field(init=False)
    customers: ContextTable = field(init=False)
    addresses: ContextTable = field(init=False)
    products: ContextTable = field(init=False)
    variants: ContextTable = field(init=False)
    _articles: dict[str, list[TableRow]] = field(default_factory=dict)
    _by_email: dict[str, TableRow] = field(default_factory=dict)
    _by_name: dict[str, list[TableRow]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.orders = ContextTable(self.root, "commandes/commandes.csv", ORDERS)
        self.lines = ContextTable(self.root, "commandes/lignes.csv", LINES)
        self.customers = ContextTable(self.root, "clients/clients.csv", CUSTOMERS)
        self.addresses = ContextTable(self.root, "clients/adresses.csv", ADDRESSES)
        self.products = ContextTable(self.root, "catalogue/produits.csv", PRODUCT_COLUMNS)
        self.variants = ContextTable(self.root, "catalogue/declinaisons.csv", VARIANT_COLUMNS)
        for row in self.lines.rows:
            self._articles.setdefault(row.cells["commande"], []).append(row)
        for row in self.customers.rows:
            self._by_email[fold(row.cells.get("email", ""))] = row
            self._by_name.setdefault(fold(f"{row.cells['prenom']} {row.cells['nom']}"), []).append(row)

    def tables(self) -> list[ContextTable]:
        """The two files of orders."""
        return [self.orders, self.lines]

    def run(self, drafts: Iterable[Draft], refused: dict[int, str]) -> None:
        """Put every order none of whose articles is refused."""
        groups: dict[str, list[Draft]] = {}
        for draft in drafts:
            reference = draft.cells.get("reference", "").lstrip("#").strip()
            if reference:
                groups.setdefault(reference, []).append(draft)
            else:
                refused.setdefault(draft.line, "La référence de la commande est vide.")
        for reference, articles in groups.items():
            if guilty := next((draft.line for draft in articles if draft.line in refused), None):
                self._refuse(articles, guilty, refused)
                continue
            line = articles[0].line
            try:
                made = []
                for draft in articles:
                    line = draft.line
                    made.append(self._article(draft.cells))
                line = articles[0].line
                self._order(reference, articles, made)
            except (Refused, ValueFault) as fault:
                refused[line] = str(fault)
                self._refuse(articles, line, refused)

    def _refuse(self, articles: list[Draft], guilty: int, refused: dict[int, str]) -> None:
        for draft in articles:
            refused.setdefault(draft.line, f"La commande entière est refusée : voir la ligne {guilty}.")

    # the order -------------------------------------------------------------------------------------------------------

    def _order(self, reference: str, articles: list[Draft], made: list[dict[str, str]]) -> None:
        first = articles[0]
        row, changes = self.orders.find("reference", reference), list[str]()
        is_new = row is None
        cells = self._head(first.cells, row)
        if row is None:
            row = self.orders.add({"reference": reference, **cells}, first.line)
        else:
            changes = self._put_all(self.orders, row, cells, first.line)
        row.sources.update(draft.line for draft in articles if is_new or changes)
        used: list[TableRow] = []
        for draft, article in zip(articles, made, strict=True):
            told, is_added = self._put_article(reference, article, used, draft.line)
            name = f"{reference} : {article['produit']} × {article.get('quantite', '1')}"
            changed = [*(changes if draft is first else []), *told]
            if is_added and not is_new:
                changed.append("article ajouté")
            self._tell(draft.line, row, is_new, changed, name)

    def _head(self, said: Mapping[str, str], row: TableRow | None) -> dict[str, str]:
        if self.is_own:
            return {name: said.get(name, "") for name in ORDERS if name in said and name != "reference"}
        cells = {name: plain(said[name]) for name in _ORDER_TEXTS if said.get(name)}
        customer = self._customer(said)
        cells["client"] = customer.cells["cle"]
        cells["date"] = moment_of(said.get("date", ""))
        if not cells["date"]:
            raise Refused("La date de la commande est vide.")
        cells["etat"] = self._state(said.get("etat", ""))
        if row is None or said.get("paiement"):
            cells["paiement"] = self._payment(said.get("paiement", ""))
        if carrier := said.get("transporteur", ""):
            cells["transporteur"] = self._carrier(carrier)
        for name in ("port", "remise"):
            if said.get(name):
                cells[name] = amount(to_cents(number(said[name])))
        if row is None:
            address = self.addresses.find("client", customer.cells["cle"])
            if address is None:
                raise Refused(
                    f"Le client « {customer.cells['cle']} » n’a pas d’adresse : importez d’abord ses adresses."
                )
            cells["adresse_livraison"] = cells["adresse_facturation"] = address.cells["cle"]
        return cells

    def _customer(self, said: Mapping[str, str]) -> TableRow:
        if said.get("email"):
            email = email_of(said["email"])
            if (row := self._by_email.get(email)) is None:
                raise Refused(f"Aucun client n’a l’e-mail « {email} » : importez d’abord les clients.")
            return row
        name = said.get("client", "").strip()
        if (row := self.customers.find("cle", name)) is not None and name:
            return row
        found = self._by_name.get(fold(name), [])
        if len(found) != 1:
            many = "Plusieurs clients s’appellent" if found else "Aucun client ne s’appelle"
            raise Refused(f"{many} « {name} » : donnez la colonne de l’e-mail.")
        return found[0]

    def _state(self, raw: str) -> str:
        word = _STATES.get(fold(raw.strip()), raw.strip())
        if (key := self.company.states.get(fold(word))) is None:
            near = Reader.near(fold(raw), self.company.states)
            raise Refused(
                f"État « {raw} » inconnu de cette entreprise.{near}" if raw else "L’état de la commande est vide."
            )
        return key

    def _payment(self, raw: str) -> str:
        folded = fold(raw)
        if (key := self.company.payments.get(folded)) is not None:
            return key
        known = set(self.company.payments.values())
        for key, words in _PAYMENTS:
            if key in known and any(word in folded for word in words):
                return key
        if not known:
            raise Refused("Cette entreprise n’a aucun mode de paiement.")
        usual = next(iter(self.company.payments.values()))
        self._remark(f"Paiement « {raw or 'non dit'} » : pris pour « {usual} ».")
        return usual

    def _carrier(self, raw: str) -> str:
        key = self.company.carriers.get(fold(raw), "")
        if not key:
            self._remark(f"Transporteur « {raw} » : cette entreprise ne l’a pas, laissé vide.")
        return key

    # its articles ----------------------------------------------------------------------------------------------------

    def _article(self, said: Mapping[str, str]) -> dict[str, str]:
        """The cells of lignes.csv, but for the order's reference."""
        if self.is_own:
            return {name: said[name] for name in ORDER_LINE if name in said}
        product, variant = self._product(said)
        count = number(said.get("quantite", "") or "1")
        if count < 1 or count != count.to_integral_value():
            raise Refused(f"Quantité « {said.get('quantite', '')} » : un nombre entier d’au moins 1 est attendu.")
        tax = product.cells.get("tva", "")
        if said.get("prix_ttc"):
            cents = to_cents(number(said["prix_ttc"]))
        elif said.get("prix_ht"):
            cents = incl_cents(to_micros(number(said["prix_ht"])), self.rates.get(tax, 0))
        else:
            cents = to_cents(parse_decimal(product.cells.get("prix_ttc", "") or "0"))
            cents += to_cents(parse_decimal(variant.cells.get("impact_ttc", "") or "0")) if variant else 0
            self._remark("Prix d’articles non dits : ceux du catalogue.")
        if cents < 0:
            raise Refused("Le prix est négatif.")
        return {
            "produit": product.cells["cle"], "declinaison": variant.cells.get("reference", "") if variant else "",
            "quantite": str(int(count)), "prix_ttc": amount(cents), "tva": tax, "personnalisation": "",
        }  # fmt: skip

    def _product(self, said: Mapping[str, str]) -> tuple[TableRow, TableRow | None]:
        """The product of a reference (or the one whose combination has it), of a key, or of a name."""
        for word in filter(None, (said.get("produit", "").strip(), said.get("produit_nom", "").strip())):
            if (variant := self.variants.find("reference", word)) is not None:
                product = self.products.find("cle", variant.cells["produit"])
                if product is not None:
                    return product, variant
            for column in ("reference", "cle", "nom"):
                if (known := self.products.find(column, word)) is not None:
                    return known, self._default_variant(known)
        told = said.get("produit") or said.get("produit_nom") or ""
        raise Refused(
            f"Produit « {told} » inconnu : importez d’abord les produits." if told else "Le produit est vide."
        )

    def _default_variant(self, product: TableRow) -> TableRow | None:
        """A product of several combinations named alone: its first one, told."""
        variant = self.variants.find("produit", product.cells["cle"])
        if variant is not None:
            self._remark("Déclinaison non dite : la première du produit.")
        return variant

    def _put_article(
        self, reference: str, article: dict[str, str], used: list[TableRow], line: int
    ) -> tuple[list[str], bool]:
        """What changed of the article, and whether it is a new one."""
        names = ("produit", "declinaison", "personnalisation") if self.is_own else ("produit", "declinaison")
        for row in self._articles.get(reference, []):
            is_same = all(row.cells.get(name, "").strip() == article[name].strip() for name in names if name in article)
            if is_same and not any(row is other for other in used):
                used.append(row)
                kept = {k: v for k, v in article.items() if self.is_own or k != "personnalisation"}
                return self._put_all(self.lines, row, kept, line), False
        row = self.lines.add({"commande": reference, **article}, line)
        self._articles.setdefault(reference, []).append(row)
        used.append(row)
        return [], True
