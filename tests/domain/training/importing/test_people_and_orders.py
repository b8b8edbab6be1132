"""Customers, addresses and orders of PrestaShop's own files, in French and in English; brands made on the way."""

from __future__ import annotations

from pathlib import Path

from sandbox.kernel.foreign_tables import read_table
from sandbox.training.contexts.importing.formats import guess
from tests.domain.training.importing.conftest import Import, contents

CUSTOMERS_FR = """\
ID client;Actif (0/1);Titres de civilité (ID) (M = 1, Mme = 2, sinon 0);E-mail *;Mot de passe *;Date de naissance (aaaa-mm-jj);Nom *;Prénom *;Newsletter (0/1);Opt-in (0/1);Date d'inscription (aaaa-mm-jj);Groupes (x,y,z...);ID du groupe par défaut
1;1;2;Nolwenn@Courriel.example;secret123;1990-05-02;Le Bihan;Nolwenn;1;0;2026-01-15;3;3
2;1;1;pas-une-adresse;secret;1990-05-02;Madec;Yann;0;0;2026-01-15;3;3
3;0;0;yann.madec@courriel.example;secret;0000-00-00;Madec;Yann;0;1;2026-02-30;3;3
4;1;2;lena.riou@courriel.example;x;;Riou;Léna;1;0;;;
"""
CUSTOMERS_EN = """\
Customer ID,Active (0/1),"Titles ID (Mr = 1, Ms = 2, else 0)",Email*,Password*,Birthday (yyyy-mm-dd),Last Name*,First Name*,Newsletter (0/1),Opt-in (0/1),Registration date (yyyy-mm-dd),"Groups (x,y,z...)",Default group ID
9,1,2,anna@mail.example,x,1985-01-02,Kerbrat,Anna,0,1,2026-03-04,3,3
"""
ADDRESSES_FR = """\
ID adresse;Alias *;Actif (0/1);E-mail du client *;ID client;Entreprise;Nom *;Prénom *;Adresse *;Adresse (2);Code postal *;Ville *;Pays *;Téléphone;Téléphone mobile
1;Maison;1;lena.riou@courriel.example;4;;Riou;Léna;12, quai Neuf;;1000;Castelune;France;;06 39 98 00 11
2;Bureau;1;lena.riou@courriel.example;4;Voiles & Cie;Riou;Léna;3, rue du Phare;Étage 2;29000;Quimper;FR;02 61 91 00 00;
3;Ailleurs;1;inconnue@courriel.example;8;;X;Y;1, rue;;29000;Quimper;France;;
4;Loin;1;lena.riou@courriel.example;4;;Riou;Léna;1, rue;;29000;Tokyo;Japon;;
"""
ADDRESSES_EN = """\
Address ID,Alias*,Active (0/1),Customer email*,Customer ID,Company,Last Name*,First Name *,Address*,Address 2,Zip/Postal code*,City*,Country*,Phone,Mobile Phone
7,Home,1,lena.riou@courriel.example,4,,Riou,Léna,"5, rue des Embruns",,29200,Brest,France,,
"""
ORDERS = """\
Référence;Date;E-mail;État;Paiement;Transporteur;Référence produit;Quantité;Prix unitaire TTC;Frais de port
KAAAAAAAA;2026-10-02 10:11:12;lena.riou@courriel.example;Paiement accepté;Carte bancaire;Relais;P-001;2;4,90;4,90
KAAAAAAAA;2026-10-02 10:11:12;lena.riou@courriel.example;Paiement accepté;Carte bancaire;Relais;P-002;1;12,00;4,90
KBBBBBBBB;2026-10-03;lena.riou@courriel.example;Paiement accepté;Carte bancaire;Relais;P-999;1;4,90;0
KBBBBBBBB;2026-10-03;lena.riou@courriel.example;Paiement accepté;Carte bancaire;Relais;P-001;1;4,90;0
KCCCCCCCC;2026-10-03;lena.riou@courriel.example;Paiement acepté;Carte bancaire;Relais;P-001;1;4,90;0
KDDDDDDDD;2026-10-04;nul.part@courriel.example;Paiement accepté;Carte bancaire;Relais;P-001;1;4,90;0
KEEEEEEEE;2026-10-05;lena.riou@courriel.example;Paiement accepté;Carte bancaire;Relais;P-001;zéro;4,90;0
"""
ORDERS_EN = """\
Order reference,Order date,Customer email,Status,Payment method,Product name,Product quantity,Unit price (tax excl.)
LAAAAAAAA,2026-09-01,lena.riou@courriel.example,Payment accepted,Credit card,Bol,3,10.00
"""


def rows(folder: Path, file: str) -> list[dict[str, str]]:
    return [dict(line.cells) for line in read_table((folder / file).read_bytes()).lines]


def test_prestashop_customers_in_french(bring: Import, folder: Path) -> None:
    report = bring(CUSTOMERS_FR.encode("cp1252"))
    assert [(told.line, str(told.fate)) for told in report.outcomes] == [
        (2, "ajouté"), (3, "refusé"), (4, "refusé"), (5, "modifié"),
    ]  # fmt: skip
    made = rows(folder, "clients/clients.csv")[-1]
    assert (made["cle"], made["email"], made["civilite"]) == ("le-bihan-nolwenn", "nolwenn@courriel.example", "mme")
    assert (made["newsletter"], made["groupe_defaut"], made["inscrit_le"]) == ("oui", "client", "2026-01-15")
    assert "secret123" not in (folder / "clients/clients.csv").read_text("utf-8")
    assert report.outcomes[1].words.startswith("colonne « E-mail * » : « pas-une-adresse »")
    assert report.outcomes[2].words.startswith("colonne « Date d'inscription (aaaa-mm-jj) » : « 2026-02-30 »")
    assert rows(folder, "clients/clients.csv")[0]["newsletter"] == "oui"


def test_prestashop_customers_in_english(bring: Import, folder: Path) -> None:
    report = bring(CUSTOMERS_EN)
    assert [str(told.fate) for told in report.outcomes] == ["ajouté"]
    made = rows(folder, "clients/clients.csv")[-1]
    assert (made["prenom"], made["offres_partenaires"], made["naissance"]) == ("Anna", "oui", "1985-01-02")


def test_prestashop_addresses_in_french(bring: Import, folder: Path) -> None:
    report = bring(ADDRESSES_FR.encode("cp850"))
    assert [str(told.fate) for told in report.outcomes] == ["modifié", "ajouté", "refusé", "refusé"]
    home, office = rows(folder, "clients/adresses.csv")
    assert (home["adresse"], home["code_postal"], home["telephone"]) == ("12, quai Neuf", "01000", "06 39 98 00 11")
    assert (office["client"], office["societe"], office["pays"]) == ("riou-lena", "Voiles & Cie", "France")
    assert "importez d’abord les clients" in report.outcomes[2].words
    assert "Japon" in report.outcomes[3].words


def test_prestashop_addresses_in_english(bring: Import, folder: Path) -> None:
    assert [str(told.fate) for told in bring(ADDRESSES_EN).outcomes] == ["ajouté"]
    assert rows(folder, "clients/adresses.csv")[-1]["ville"] == "Brest"


def test_orders_meet_their_customers_and_products(bring: Import, folder: Path) -> None:
    report = bring(ORDERS)
    fates = [str(told.fate) for told in report.outcomes]
    assert fates == ["ajouté", "ajouté", "refusé", "refusé", "refusé", "refusé", "refusé"]
    made = rows(folder, "commandes/commandes.csv")[-1]
    assert made["reference"] == "KAAAAAAAA"
    assert (made["client"], made["etat"], made["transporteur"]) == ("riou-lena", "paiement-accepte", "relais")
    assert (made["date"], made["port"], made["adresse_livraison"]) == ("2026-10-02 10:11", "4,90", "riou-lena-maison")
    lines = [row for row in rows(folder, "commandes/lignes.csv") if row["commande"] == "KAAAAAAAA"]
    assert [(row["produit"], row["quantite"], row["prix_ttc"], row["tva"]) for row in lines] == [
        ("confiture", "2", "4,90", "tva-5-5"), ("bol", "1", "12,00", "tva-20"),
    ]  # fmt: skip
    words = [told.words for told in report.outcomes]
    assert words[2].startswith("colonne « Référence produit » : Produit « P-999 » inconnu")
    assert "voir la ligne 4" in words[3]
    assert "Vouliez-vous dire « paiement accepte »" in words[4]
    assert words[6].startswith("colonne « Quantité » : « zéro » n’est pas un nombre")


def test_orders_in_english_without_tax(bring: Import, folder: Path) -> None:
    assert [str(told.fate) for told in bring(ORDERS_EN).outcomes] == ["ajouté"]
    line = rows(folder, "commandes/lignes.csv")[-1]
    assert (line["produit"], line["quantite"], line["prix_ttc"]) == ("bol", "3", "12,00")


def test_importing_twice_changes_nothing(bring: Import, folder: Path) -> None:
    for text in (CUSTOMERS_EN, ADDRESSES_FR, ORDERS, ORDERS_EN):
        bring(text)
        before = contents(folder)
        again = bring(text)
        assert {str(told.fate) for told in again.outcomes} <= {"inchangé", "refusé"}
        assert contents(folder) == before


def test_a_customer_twice_in_a_file_is_told(bring: Import) -> None:
    head, line = CUSTOMERS_EN.splitlines()
    report = bring(f"{head}\n{line}\n{line}\n")
    assert [str(told.fate) for told in report.outcomes] == ["ajouté", "refusé"]
    assert "Déjà dit à la ligne 2" in report.outcomes[1].words


def test_a_brand_is_made_once(bring: Import, folder: Path) -> None:
    head = "ID;Nom *;Prix TTC;Référence #;Marque;Actif (0/1)\n"
    bring(f"{head}1;Sirop;5,00;S-1;Kerlann & Fils;1\n2;Jus;4,00;S-2;kerlann & fils;1\n3;Eau;1,00;S-3;Maison;1\n")
    text = (folder / "context.yaml").read_text("utf-8")
    assert text.count("Kerlann & Fils") == 1
    assert [row["marque"] for row in rows(folder, "catalogue/produits.csv")[-3:]] == [
        "kerlann-fils", "kerlann-fils", "maison",
    ]  # fmt: skip


def test_a_company_without_brands_gets_its_section(bring: Import, folder: Path) -> None:
    path = folder / "context.yaml"
    lines = [line for line in path.read_text("utf-8").splitlines() if "cle: maison" not in line and line != "marques:"]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    products = folder / "catalogue/produits.csv"
    products.write_text(products.read_text("utf-8").replace(";maison;", ";;"), "utf-8")
    bring("ID;Nom *;Prix TTC;Référence #;Marque\n1;Sirop;5,00;S-1;Kerlann\n")
    assert path.read_text("utf-8").endswith('marques:\n  - {cle: kerlann, nom: "Kerlann", actif: oui}\n')


def test_a_refused_product_makes_no_brand(bring: Import, folder: Path) -> None:
    before = contents(folder)
    report = bring("ID;Nom *;Prix TTC;Référence #;Marque\n1;Sirop;cinq;S-1;Kerlann\n")
    assert [str(told.fate) for told in report.outcomes] == ["refusé"]
    assert contents(folder) == before


def test_french_headers_of_categories(bring: Import, folder: Path) -> None:
    head = "ID catégorie;Actif (0/1);Nom *;Catégorie parente;Catégorie racine (0/1);Description;Balise titre;Méta description"
    assert guess(head.split(";")).format == "prestashop-categories"
    bring(
        f"{head}\n5;1;Tisanes;Accueil;0;<p>À <b>boire</b></p><script>x()</script>;Nos tisanes;Des tisanes\n".encode(
            "cp1252"
        )
    )
    made = rows(folder, "catalogue/categories.csv")[-1]
    assert (made["cle"], made["parent"], made["meta_titre"]) == ("tisanes", "accueil", "Nos tisanes")
    assert "<" not in made["description"]
