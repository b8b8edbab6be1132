"""One small file of each program, as its export writes it, of an invented shop."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.foreign_tables import read_table
from sandbox.training.contexts.importing.formats import Correspondence, guess
from sandbox.training.contexts.importing.telling import Fate
from tests.domain.training.importing.conftest import Import, cells, contents

PRESTASHOP_FR = (
    "ID;Actif (0/1);Nom *;Catégories (x,y,z...);Prix HT;ID règle de taxes;Prix d'achat;En soldes (0/1);Référence #;Marque;"
    "EAN-13;Largeur;Poids;Quantité;Récapitulatif;Description;Mot-clés (x,y,z...);Balise titre;URL réécrite;"
    "URL des images (x,y,z...);État;Action en cas de rupture de stock\r\n"
    "1;1;Sirop d’hiver;Accueil/Boissons/Sirops,Boissons;33,080569;3;12,50;0;SIR-1;Maison;2004120001006;6,5;0,350000;12;"
    '"<p>Un sirop.</p><p>Deux goûts.</p>";"<h2>Sirop</h2><p>Au <strong>miel</strong>.<script>alert(1)</script></p>";'
    '"sirop, hiver";Sirop au miel;sirop-hiver;https://boutique.example/1.jpg,https://boutique.example/2.jpg;new;0\r\n'
    "2;0;Tisane;;1 234,50;1;;0;TIS-1;Inconnue;;;;;;;;;;;used;2\r\n"
)
PRESTASHOP_EN = (
    "Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax included;Tax rules ID;Reference #;Quantity;Summary\n"
    "7;1;Winter bowl;Home;1,234.90;1;W-7;3;Stoneware\n"
)
PRESTASHOP_CATEGORIES = (
    "Category ID;Active (0/1);Name *;Parent category;Root category (0/1);Description;Meta title;Image URL\n"
    "10;1;Boissons;Home;0;<p>À boire.</p>;Nos boissons;https://boutique.example/10.jpg\n"
    "11;0;Sirops;Boissons;0;;;\n"
    "12;1;Sucré;Accueil;0;Des douceurs.;;\n"
)
PRESTASHOP_COMBINATIONS = (
    "Product ID*;Attribute (Name:Type:Position)*;Value (Value:Position)*;Supplier reference;Reference;EAN13;Impact on price;"
    "Quantity;Impact on weight;Default (0 = No, 1 = Yes);Wholesale price\n"
    "1;Couleur:color:0, Taille:select:1;Bleu:0, Grand:1;;SIR-1-BG;;10.00;4;0.1;0;17.25\n"
    "1;Couleur:color:0, Taille:select:1;Rouge:0, Petit:1;;SIR-1-RP;;-1.50;6;;1;0.000000\n"
    "P-002;Taille:radio:0;Grand:0;;BOL-G;;0;2;;1;\n"
    "99;Taille:select:0;Grand:0;;PERDU;;0;2;;0;\n"
    "1;Couleur:color:0, Taille:select:1;Vert:0;;BANCAL;;0;2;;0;\n"
)
WOOCOMMERCE_FR = (
    'ID,Type,UGS,Nom,Publié,"Mis en avant ?","Description courte",Description,"État de la TVA",Stock,"Poids (kg)",'
    '"Tarif promo","Tarif régulier",Catégories,Images,Parent,"Nom de l’attribut 1","Valeur(s) de l’attribut 1 "\n'
    '10,simple,HIV-01,"Sirop d’hiver",1,0,,"Ligne un",taxable,12,"0,5",,"7,90","Boissons, Boissons > Sirops",,,,\n'
    '11,variable,TEE,Tisane,1,0,,,taxable,,,,,Boissons,,,Poids,"50 g, 100 g"\n'
    '12,variation,TEE-50,"Tisane - 50 g",1,0,,,taxable,5,"0,05",,"4,50",,,TEE,Poids,50 g\n'
    '13,variation,TEE-100,"Tisane - 100 g",1,0,,,taxable,3,"0,1",,"8,00",,,id:11,Poids,100 g\n'
    "14,grouped,LOT,Lot,1,0,,,taxable,,,,,,,,,\n"
    "15,variation,PERDU,Perdu,1,0,,,taxable,,,,1,,,ABSENT,Poids,1 kg\n"
)
SHOPIFY = (
    "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,"
    "Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Taxable,Image Src,SEO Title,Status,Cost per item\n"
    'the-vert,Thé vert,"<p>Frais.</p>",Maison,,Thés,"vert, thé",true,Poids,50 g,TV-50,50,4,deny,6.50,true,'
    "https://boutique.example/a.jpg,Thé vert nature,active,2.10\n"
    "the-vert,,,,,,,,,100 g,TV-100,100,2,deny,11.00,true,,,,4.05\n"
    "the-vert,,,,,,,,,,,,,,,,https://boutique.example/b.jpg,,,\n"
    "tasse,Tasse,,,,Vaisselle,,true,Title,Default Title,TA-1,300,9,continue,12.00,true,,,draft,\n"
)


def fates(report: object) -> list[tuple[int, str]]:
    return [(told.line, str(told.fate)) for told in report.outcomes]  # type: ignore[attr-defined]


def test_prestashop_products_in_french(bring: Import, folder: Path) -> None:
    mapping = Correspondence(
        "prestashop-produits", guess(PRESTASHOP_FR.split("\r\n")[0].split(";")).columns, {"3": "tva-5-5"}
    )
    report = bring(PRESTASHOP_FR.encode("cp1252"), mapping=mapping)
    assert fates(report) == [(2, "ajouté"), (3, "ajouté")]
    sirop = cells(folder, "produits.csv", "cle", "sirop-d-hiver")
    assert sirop["prix_ttc"] == "34,90"
    assert (sirop["tva"], sirop["categorie"], sirop["categories"]) == ("tva-5-5", "sirops", "boissons")
    assert (sirop["marque"], sirop["poids_kg"], sirop["quantite"]) == ("maison", "0,35", "12")
    assert sirop["resume"] == "Un sirop.\n\nDeux goûts."
    assert (sirop["en_ligne"], sirop["rupture"], sirop["slug"]) == ("oui", "refuser", "sirop-hiver")
    description = (folder / "catalogue/descriptions/sirop-d-hiver.md").read_text("utf-8")
    assert description == "## Sirop\n\nAu **miel**.\n"
    tisane = cells(folder, "produits.csv", "cle", "tisane")
    assert (tisane["prix_ttc"], tisane["tva"], tisane["etat"], tisane["en_ligne"]) == (
        "1481,40",
        "tva-20",
        "occasion",
        "non",
    )
    assert (tisane["categorie"], tisane["marque"]) == ("accueil", "inconnue")
    assert '  - {cle: inconnue, nom: "Inconnue", actif: oui}\n' in (folder / "context.yaml").read_text("utf-8")
    told = " ".join(report.remarks)
    for words in (
        "« Sirops »",
        "TVA « 1 » inconnue",
        "Marque créée : « Inconnue »",
        "rangés à l’accueil",
        "stock à zéro",
        "téléchargées : 2",
    ):
        assert words in told
    assert report.left_out == ["En soldes (0/1)"]


def test_prestashop_products_in_english(bring: Import, folder: Path) -> None:
    bring(PRESTASHOP_EN.encode("utf-16"))
    bowl = cells(folder, "produits.csv", "cle", "winter-bowl")
    assert (bowl["prix_ttc"], bowl["categorie"], bowl["resume"]) == ("1234,90", "accueil", "Stoneware")


def test_prestashop_categories(bring: Import, folder: Path) -> None:
    report = bring(PRESTASHOP_CATEGORIES)
    assert fates(report) == [(2, "ajouté"), (3, "ajouté"), (4, "inchangé")]
    drinks = cells(folder, "categories.csv", "cle", "boissons")
    assert (drinks["parent"], drinks["description"], drinks["meta_titre"]) == ("accueil", "À boire.", "Nos boissons")
    syrups = cells(folder, "categories.csv", "cle", "sirops")
    assert (syrups["parent"], syrups["active"]) == ("boissons", "non")


def test_prestashop_combinations_of_numbered_products(bring: Import, folder: Path) -> None:
    bring(PRESTASHOP_FR)
    numbered = read_table(PRESTASHOP_FR.encode())
    report = bring(PRESTASHOP_COMBINATIONS, products=numbered)
    assert fates(report) == [(2, "ajouté"), (3, "ajouté"), (4, "ajouté"), (5, "refusé"), (6, "refusé")]
    assert "--produits" in report.outcomes[3].words
    blue = cells(folder, "declinaisons.csv", "reference", "SIR-1-BG")
    assert (blue["produit"], blue["attributs"]) == ("sirop-d-hiver", "Couleur=Bleu|Taille=Grand")
    assert (blue["impact_ttc"], blue["poids_kg"], blue["par_defaut"]) == ("12,00", "0,45", "non")
    red = cells(folder, "declinaisons.csv", "reference", "SIR-1-RP")
    assert (red["impact_ttc"], red["quantite"], red["par_defaut"]) == ("-1,80", "6", "oui")
    assert (blue["prix_achat_ht"], red["prix_achat_ht"]) == ("17,25", ""), "nought stands for what the product costs"
    sirop = cells(folder, "produits.csv", "cle", "sirop-d-hiver")
    assert (sirop["type"], sirop["quantite"], sirop["prix_achat_ht"]) == ("declinaisons", "", "12,5")
    assert cells(folder, "declinaisons.csv", "reference", "BOL-G")["produit"] == "bol"
    assert cells(folder, "attributs.csv", "valeur", "Bleu")["type"] == "couleur"
    before = contents(folder)
    assert bring(PRESTASHOP_FR).files == bring(PRESTASHOP_COMBINATIONS, products=numbered).files == []
    assert contents(folder) == before


def test_woocommerce_products_with_their_variations(bring: Import, folder: Path) -> None:
    report = bring(WOOCOMMERCE_FR.encode("utf-8-sig"))
    refused = {told.line: told.words for told in report.outcomes if told.fate is Fate.REFUSED}
    assert set(refused) == {6, 7}
    assert "produit groupé" in refused[6]
    assert "absent du fichier" in refused[7]
    tea = cells(folder, "produits.csv", "cle", "tisane")
    assert (tea["type"], tea["prix_ttc"], tea["quantite"]) == ("declinaisons", "4,50", "")
    large = cells(folder, "declinaisons.csv", "reference", "TEE-100")
    assert (large["attributs"], large["impact_ttc"], large["par_defaut"]) == ("Poids=100 g", "3,50", "non")
    assert large["poids_kg"] == "0,1"
    assert cells(folder, "attributs.csv", "valeur", "100 g")["groupe"] == "Poids"


@pytest.mark.parametrize(
    "header", ["Cost of goods", "Coût des marchandises", "Meta: _wc_cog_cost", "Méta\u00a0: _wc_cog_cost"]
)
def test_what_woocommerce_says_a_product_costs_is_kept(bring: Import, folder: Path, header: str) -> None:
    bring(
        f'ID,Type,UGS,Nom,Publié,"Tarif régulier",Parent,"Nom de l’attribut 1","Valeur(s) de l’attribut 1 ","{header}"\n'
        '10,simple,HIV-01,Sirop,1,"7,90",,,,"3,25"\n'
        '11,variable,TEE,Tisane,1,,,Poids,"50 g, 100 g","1,90"\n'
        '12,variation,TEE-50,"Tisane - 50 g",1,"4,50",TEE,Poids,50 g,\n'
        '13,variation,TEE-100,"Tisane - 100 g",1,"8,00",TEE,Poids,100 g,"3,40"\n'
    )
    assert cells(folder, "produits.csv", "cle", "sirop")["prix_achat_ht"] == "3,25"
    assert cells(folder, "produits.csv", "cle", "tisane")["prix_achat_ht"] == "1,9"
    assert cells(folder, "declinaisons.csv", "reference", "TEE-100")["prix_achat_ht"] == "3,4"
    assert cells(folder, "declinaisons.csv", "reference", "TEE-50")["prix_achat_ht"] == "", (
        "it costs what its product does"
    )


def test_prices_without_tax_of_woocommerce(bring: Import, folder: Path) -> None:
    bring("Type,SKU,Name,Published,Regular price\nsimple,A-1,Assiette,1,10.00\n", without_tax=True, tax="tva-5-5")
    plate = cells(folder, "produits.csv", "cle", "assiette")
    assert (plate["prix_ttc"], plate["tva"]) == ("10,55", "tva-5-5")


def test_shopify_products_over_several_lines(bring: Import, folder: Path) -> None:
    report = bring(SHOPIFY)
    assert fates(report) == [(2, "ajouté"), (3, "ajouté"), (5, "ajouté")]
    tea = cells(folder, "produits.csv", "cle", "the-vert")
    assert (tea["nom"], tea["type"], tea["categorie"]) == ("Thé vert", "declinaisons", "thes")
    large = cells(folder, "declinaisons.csv", "reference", "TV-100")
    assert (large["impact_ttc"], large["prix_achat_ht"], tea["prix_achat_ht"]) == ("4,50", "4,05", "2,1")
    cup = cells(folder, "produits.csv", "cle", "tasse")
    assert (cup["type"], cup["en_ligne"], cup["rupture"], cup["poids_kg"]) == ("standard", "non", "accepter", "0,3")
    assert "téléchargées : 2" in " ".join(report.remarks)


@pytest.mark.parametrize(
    "text", [PRESTASHOP_FR, PRESTASHOP_EN, PRESTASHOP_CATEGORIES, PRESTASHOP_COMBINATIONS, WOOCOMMERCE_FR, SHOPIFY]
)
def test_importing_twice_changes_nothing(bring: Import, folder: Path, text: str) -> None:
    bring(text)
    before = contents(folder)
    report = bring(text)
    assert report.files == []
    assert contents(folder) == before
    assert {told.fate for told in report.outcomes} <= {Fate.SAME, Fate.REFUSED}


def test_our_own_catalogue_saved_by_a_spreadsheet_changes_nothing(bring: Import, folder: Path) -> None:
    before = contents(folder)
    text = (folder / "catalogue/produits.csv").read_text("utf-8").replace("\n", "\r\n").replace("4,90", "4,9")
    report = bring(text.encode("cp1252"))
    assert contents(folder) == before
    assert {told.fate for told in report.outcomes} == {Fate.SAME}


def test_our_own_catalogue_changes_what_differs_and_that_only(bring: Import, folder: Path) -> None:
    path = folder / "catalogue/produits.csv"
    before = path.read_text("utf-8")
    report = bring(before.replace("12,00", "13,50"))
    assert [(told.line, told.words) for told in report.outcomes if told.fate is Fate.CHANGED] == [
        (3, "bol (Bol), prix_ttc : 12,00 → 13,50")
    ]
    assert path.read_text("utf-8") == before.replace("12,00", "13,50")


def test_a_trial_writes_nothing(bring: Import, folder: Path) -> None:
    before = contents(folder)
    report = bring(SHOPIFY, is_trial=True)
    assert report.count(Fate.ADDED) == 3
    assert contents(folder) == before


def test_what_the_check_refuses_is_refused_by_line_and_the_rest_imported(bring: Import, folder: Path) -> None:
    head = "Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax included;Reference #;EAN13\n"
    lines = [
        "1;1;Bon;Neuf;5,00;B-1;",
        "2;1;Nom {interdit};Interdite;5,00;B-2;",
        "3;1;Référence fausse;Fausse;5,00;B#3;",
        f"4;1;Trop long;Longue;5,00;{'R' * 300};",
        "5;1;Prix fou;Folle;dix;B-5;",
        "6;1;Prix négatif;Négative;-1;B-6;",
        "7;1;Jumeau;Neuf;5,00;B-1;",
        "8;1;;Vide;5,00;B-8;",
        "9;1;Sans prix;Vide;;B-9;",
        "10;peut-être;Ni oui ni non;Vide;5,00;B-10;",
    ]
    report = bring(head + "\n".join(lines) + "\n")
    assert [told.line for told in report.outcomes if told.fate is Fate.ADDED] == [2]
    assert [told.line for told in report.outcomes if told.fate is Fate.REFUSED] == list(range(3, 12))
    assert all(told.words for told in report.outcomes)
    text = (folder / "catalogue/categories.csv").read_text("utf-8")
    assert "neuf" in text
    assert not any(word in text for word in ("interdite", "fausse", "longue", "folle", "vide"))


def test_an_address_or_a_code_that_is_wrong_does_not_cost_the_product(bring: Import, folder: Path) -> None:
    head = "Product ID;Active (0/1);Name *;Price tax included;Reference #;EAN13;URL rewritten\n"
    report = bring(
        head + "1;1;Passoire;5;P-9;1234567890123;Passoire-Fine\n2;1;Fouet;5;P-8;;Fouet\n3;1;Bol # 2;5;P-7;12;x\n"
    )
    assert fates(report) == [(2, "ajouté"), (3, "ajouté"), (4, "refusé")]
    sieve = cells(folder, "produits.csv", "reference", "P-9")
    assert (sieve["slug"], sieve.get("ean13", "")) == ("passoire-fine", "")
    assert [odd.line for odd in report.odd_lines] == [2, 3]
    assert "récrite « passoire-fine »" in report.odd_lines[0].message
    assert "Code EAN-13 faux" in report.odd_lines[0].message


def test_the_reason_is_that_of_the_product_not_of_its_description(bring: Import) -> None:
    report = bring("Product ID;Name *;Price tax included;Description\n1;Bol {2};5;<p>Grès.</p>\n")
    assert "n’est pas permis dans un nom" in report.outcomes[0].words


def test_a_fault_told_elsewhere_is_traced_to_its_line(bring: Import, folder: Path) -> None:
    """A text too long is looked for in every file: here it is found in the reviews, which nobody imports."""
    path = folder / "avis.csv"
    path.write_text(path.read_text("utf-8").replace("Solide et joli.", "Solide " + "C" * 60), "utf-8")
    head = "Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax included;Reference #\n"
    lines = [f"{n};1;Article {n};{'C' * 300 if n == 3 else 'Divers'};5,00;A-{n}\n" for n in range(1, 6)]
    report = bring(head + "".join(lines))
    assert fates(report) == [(2, "ajouté"), (3, "ajouté"), (4, "refusé"), (5, "ajouté"), (6, "ajouté")]
    assert "Texte trop long" in report.outcomes[2].words


def test_an_absurd_measure_is_refused(bring: Import) -> None:
    report = bring("Product ID;Name *;Price tax included;Width\n1;Large;5;9999999999\n2;Étroit;5;3,5\n")
    assert fates(report) == [(2, "refusé"), (3, "ajouté")]
    assert "démesuré" in report.outcomes[0].words


def test_a_folder_with_faults_of_its_own_is_told(bring: Import, folder: Path) -> None:
    (folder / "avis.csv").write_text("cle;produit\navis-1;inconnu\n", "utf-8")
    before = contents(folder)
    with pytest.raises(RuleBroken, match=r"ne viennent pas du fichier.*avis\.csv"):
        bring(PRESTASHOP_EN)
    assert contents(folder) == before


def test_a_file_open_in_a_spreadsheet_is_told(bring: Import, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(folder)

    def held(_path: Path, target: Path) -> Path:
        raise PermissionError(str(target))

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(RuleBroken, match="fermez le tableur"):
        bring(PRESTASHOP_EN)
    assert contents(folder) == before


def test_columns_of_no_format_are_told() -> None:
    with pytest.raises(RuleBroken, match="aucun format connu"):
        guess(["a", "b", "c"])


def test_an_unknown_tax_rule_is_told(bring: Import) -> None:
    with pytest.raises(RuleBroken, match="Vouliez-vous dire « tva-20 »"):
        bring(PRESTASHOP_EN, tax="tva-21")


def test_two_products_of_one_reference_name_it_at_its_column(bring: Import, folder: Path) -> None:
    report = bring(
        "Type,SKU,Name,Published,Regular price\nsimple,A-1,Assiette,1,10.00\nsimple,A-1,Bol,1,7.00\n", tax="tva-20"
    )
    assert fates(report) == [(2, "ajouté"), (3, "refusé")]
    assert report.outcomes[1].words == "colonne « SKU » : Déjà dit à la ligne 2 (produit assiette, référence « A-1 »)."
    assert cells(folder, "produits.csv", "cle", "assiette")["prix_ttc"] == "10,00"
