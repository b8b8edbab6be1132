"""Customers and addresses of another shop put into clients/clients.csv and clients/adresses.csv."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import fold, plain
from sandbox.kernel.values import ValueFault
from sandbox.shop.customers import rules
from sandbox.shop.customers.seed import ADDRESSES, CUSTOMERS
from sandbox.training.contexts.importing.company import Company
from sandbox.training.contexts.importing.drafts import Draft, Refused, yes_no
from sandbox.training.contexts.importing.folder import ContextTable, TableRow
from sandbox.training.contexts.importing.formats import ADDRESSES_FILE
from sandbox.training.contexts.importing.telling import Telling

_SECONDS = re.compile(r"(\d{1,2}:\d{2}):\d{2}(?:\.\d+)?$")
_NO_DAY = ("0000-00-00", "0000-00-00 00:00", "00/00/0000")
_TITLES = {
    "1": "m", "2": "mme", "mr": "m", "mr.": "m", "m.": "m", "monsieur": "m", "mrs": "mme", "mrs.": "mme", "ms": "mme",
    "ms.": "mme", "miss": "mme", "madame": "mme", "mlle": "mme", "mademoiselle": "mme",
}  # fmt: skip
_GROUPS = {
    "1": "visiteur", "2": "invite", "3": "client", "visitor": "visiteur", "guest": "invite", "customer": "client",
}  # fmt: skip
_COUNTRIES = {
    "fr": "France", "be": "Belgique", "belgium": "Belgique", "lu": "Luxembourg", "ch": "Suisse", "switzerland": "Suisse",
    "de": "Allemagne", "germany": "Allemagne", "es": "Espagne", "spain": "Espagne", "it": "Italie", "italy": "Italie",
}  # fmt: skip
_DAY_ONE = "J-30 09:00"
_TEXTS = ("prenom", "nom", "societe", "siret", "note")


@dataclass(slots=True)
class PeopleMerge(Telling):
    """The customers and addresses of a context being changed."""

    root: Path
    format: str
    company: Company
    customers: ContextTable = field(init=False)
    addresses: ContextTable = field(init=False)
    _by_email: dict[str, TableRow] = field(init=False)

    def __post_init__(self) -> None:
        self.customers = ContextTable(self.root, "clients/clients.csv", CUSTOMERS)
        self.addresses = ContextTable(self.root, "clients/adresses.csv", ADDRESSES)
        self._by_email = {fold(row.cells.get("email", "")): row for row in self.customers.rows}

    def tables(self) -> list[ContextTable]:
        """The two files of customers."""
        return [self.customers, self.addresses]

    def run(self, drafts: Iterable[Draft], refused: dict[int, str]) -> None:
        """Put every line that is not refused."""
        put = self._address if self.format == ADDRESSES_FILE else self._customer
        for draft in drafts:
            if draft.line not in refused:
                try:
                    put(draft)
                except (Refused, ValueFault) as fault:
                    refused[draft.line] = str(fault)

    # customers -------------------------------------------------------------------------------------------------------

    def _customer(self, draft: Draft) -> None:
        cells = self._customer_cells(draft.cells)
        self._meet(f"client {cells['email']}", draft.line)
        row, changes = self._by_email.get(cells["email"]), list[str]()
        is_new = row is None
        if row is None:
            if "inscrit_le" not in cells:
                cells["inscrit_le"] = _DAY_ONE
                self._remark(f"Date d’inscription non dite : {_DAY_ONE}.")
            key = self._free_key(self.customers, f"{cells['nom']} {cells['prenom']}")
            row = self._by_email[cells["email"]] = self.customers.add({"cle": key, **cells}, draft.line)
        else:
            changes = self._put_all(self.customers, row, cells, draft.line)
        who = f"{row.cells['cle']} ({row.cells['prenom']} {row.cells['nom']})"
        self._tell(draft.line, row, is_new, changes, who)

    def _customer_cells(self, said: Mapping[str, str]) -> dict[str, str]:
        cells = {name: plain(said[name]) for name in _TEXTS if said.get(name)}
        cells["email"] = email_of(said.get("email", ""))
        for name, words in (("nom", "Le nom"), ("prenom", "Le prénom")):
            if not cells.get(name):
                raise Refused(f"{words} est vide.")
        for name in ("newsletter", "offres_partenaires", "actif"):
            if said.get(name):
                cells[name] = yes_no(said[name])
        for name in ("naissance", "inscrit_le"):
            if moment := moment_of(said.get(name, "")):
                cells[name] = moment
        if title := said.get("civilite", ""):
            cells |= self._one("civilite", self.company.titles, _TITLES.get(fold(title), title), title)
        if group := said.get("groupe_defaut", ""):
            cells |= self._one("groupe_defaut", self.company.groups, _GROUPS.get(fold(group), group), group)
        groups = [part.strip() for part in re.split(r"[,|]", said.get("groupes", "")) if part.strip()]
        known = [
            key
            for group in groups
            if (key := self.company.groups.get(fold(_GROUPS.get(fold(group), group)))) is not None
        ]
        if known:
            cells["groupes"] = "|".join(dict.fromkeys(known))
        return cells

    def _one(self, name: str, known: Mapping[str, str], word: str, told: str) -> dict[str, str]:
        """The key of a word; one that the company does not have is left out, and told."""
        if (key := known.get(fold(word))) is not None:
            return {name: key}
        if told.strip() not in ("0", "9"):  # PrestaShop's own « none »
            self._remark(f"{name} : « {told} » n’existe pas dans cette entreprise, laissé vide.")
        return {}

    # addresses -------------------------------------------------------------------------------------------------------

    def _address(self, draft: Draft) -> None:
        email = email_of(draft.cells.get("email", ""))
        customer = self._by_email.get(email)
        if customer is None:
            raise Refused(f"Aucun client n’a l’e-mail « {email} » : importez d’abord les clients.")
        cells = self._address_cells(draft.cells, customer)
        row, changes = self._known_address(customer, cells), list[str]()
        is_new = row is None
        if row is None:
            key = self._free_key(self.addresses, f"{customer.cells['cle']} {cells['alias']}")
            row = self.addresses.add({"cle": key, "client": customer.cells["cle"], **cells}, draft.line)
        self._meet(f"adresse {row.cells['cle']}", draft.line)
        if not is_new:
            changes = self._put_all(self.addresses, row, cells, draft.line)
        where = f"{row.cells['cle']} ({row.cells['adresse']}, {row.cells['ville']})"
        self._tell(draft.line, row, is_new, changes, where)

    def _address_cells(self, said: Mapping[str, str], customer: TableRow) -> dict[str, str]:
        names = ("alias", "prenom", "nom", "societe", "adresse", "complement", "code_postal", "ville")
        cells = {name: plain(said[name]) for name in names if said.get(name)}
        for name, words in (("adresse", "L’adresse"), ("code_postal", "Le code postal"), ("ville", "La ville")):
            if not cells.get(name):
                raise Refused(f"{words} est vide.")
        cells.setdefault("alias", "Mon adresse")
        cells.setdefault("prenom", customer.cells["prenom"])
        cells.setdefault("nom", customer.cells["nom"])
        country = said.get("pays", "").strip() or rules.FRANCE
        country = _COUNTRIES.get(fold(country), country)
        known = {fold(name): name for name in rules.COUNTRIES}
        if fold(country) not in known:
            raise Refused(f"Pays « {country} » : cette boutique ne livre que {', '.join(rules.COUNTRIES)}.")
        cells["pays"] = known[fold(country)]
        if cells["pays"] == rules.FRANCE and re.fullmatch(r"\d{4}", cells["code_postal"]):
            cells["code_postal"] = f"0{cells['code_postal']}"  # a spreadsheet took it for a number
            self._remark("Zéro rendu au début de codes postaux que le tableur avait pris pour des nombres.")
        _ruled(cells["code_postal"], rules.clean_postcode, cells["pays"])
        if phone := said.get("telephone", "") or said.get("mobile", ""):
            cells["telephone"] = _ruled(phone.lstrip("'"), rules.clean_phone)
        return cells

    def _known_address(self, customer: TableRow, cells: Mapping[str, str]) -> TableRow | None:
        """The customer's address at that place, else the one of that name."""
        own = [row for row in self.addresses.rows if row.cells["client"] == customer.cells["cle"]]
        for names in (("adresse", "code_postal"), ("alias",)):
            for row in own:
                if all(fold(row.cells.get(name, "")) == fold(cells[name]) for name in names):
                    if names == ("alias",) and f"adresse {row.cells['cle']}" in self._met:
                        continue
                    return row
        return None


def email_of(raw: str) -> str:
    """An e-mail as customers are found by it. Raises Refused."""
    return fold(_ruled(raw, rules.clean_email))


def _ruled(raw: str, rule: Callable[..., str], *more: str) -> str:
    """A text by the shop's own rule for it; its refusal is the line's."""
    try:
        return rule(raw, *more)
    except RuleBroken as refused:
        raise Refused(f"« {raw} » : {refused.message}" if raw else refused.message) from None


def moment_of(raw: str) -> str:
    """A day or moment without its seconds; « 0000-00-00 » says nothing."""
    text = _SECONDS.sub(r"\1", raw.replace("T", " ").strip() if raw[:1].isdigit() else raw.strip())
    return "" if text in _NO_DAY else text
