"""What is taken away and brought back changes nothing, whatever the kind; what a spreadsheet changed is what changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.config import ROOT
from sandbox.kernel.foreign_tables import read_table
from sandbox.training.contexts.exporting import KINDS, export_csv
from sandbox.training.contexts.importing.formats import guess
from sandbox.training.contexts.importing.services import preview_table
from tests.domain.training.importing.conftest import Import, contents
from tests.factories.world import CONTEXT

SHIPPED = ROOT / "scenarios" / "contexts" / CONTEXT


@pytest.mark.parametrize("kind", list(KINDS))
def test_our_own_export_changes_nothing(kind: str) -> None:
    table = read_table(export_csv(SHIPPED, kind))
    mapping = guess(table.headers)
    assert mapping.format == f"e5-{kind}"
    report = preview_table(folder=SHIPPED, table=table, mapping=mapping)
    assert {str(told.fate) for told in report.outcomes} == {"inchangé"}, report.outcomes[:3]
    assert len(report.outcomes) == len(table.lines) > 20
    assert (list(report.files), list(report.left_out), list(report.odd_lines)) == ([], [], [])


@pytest.mark.parametrize("kind", ["produits", "categories", "clients", "adresses", "commandes"])
def test_an_imported_export_leaves_the_files_as_they_are(bring: Import, folder: Path, kind: str) -> None:
    before = contents(folder)
    report = bring(export_csv(folder, kind))
    assert {str(told.fate) for told in report.outcomes} == {"inchangé"}
    assert contents(folder) == before


def test_a_corrected_export_changes_what_was_corrected(bring: Import, folder: Path) -> None:
    export = export_csv(folder, "clients").decode("utf-8-sig").replace("Léna", "Hélène")
    report = bring(export)
    assert [str(told.fate) for told in report.outcomes] == ["modifié"]
    assert "prenom : Léna → Hélène" in report.outcomes[0].words
    orders = export_csv(folder, "commandes").decode("utf-8-sig").replace(";1;12,00;", ";3;12,00;")
    report = bring(orders)
    assert "quantite : 1 → 3" in report.outcomes[0].words


def test_a_wrong_cell_of_our_own_export_is_told_at_its_column(bring: Import, folder: Path) -> None:
    before = contents(folder)
    report = bring(export_csv(folder, "clients").decode("utf-8-sig").replace("14/06/1988", "hier"))
    assert report.outcomes[0].words == (
        "colonne « naissance » : « hier » n’est pas une date (exemples : J-12, J+3 14:05, 24/12/2026)."
    )
    assert contents(folder) == before
