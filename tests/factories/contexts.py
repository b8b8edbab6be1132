"""A context small enough to be loaded in a moment: two products, a customer, an order, a review. Tests break it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PIL import Image

SLUG = "petite-epicerie"

FILES: dict[str, str] = {
    "context.yaml": """\
format: e5-contexte/1
id: petite-epicerie
version: "1"
nom: "La Petite Épicerie"
slogan: "Tout, et un peu plus"
reglages:
  produits_par_page: 12
taxes:
  - {cle: tva-20, nom: "FR taux standard (20 %)", taux: 20}
  - {cle: tva-5-5, nom: "FR taux réduit (5,5 %)", taux: 5.5}
zones:
  - {cle: france, nom: "France"}
transporteurs:
  - cle: relais
    nom: "Relais"
    delai: "2 à 3 jours"
    tva: tva-20
    zones:
      france:
        - {jusqu_a_kg: 5, prix_ttc: 4.90}
groupes:
  - {cle: visiteur, nom: "Visiteur", par_defaut: visiteur}
  - {cle: invite, nom: "Invité", par_defaut: invite}
  - {cle: client, nom: "Client", par_defaut: client}
civilites:
  - {cle: mme, nom: "Mme"}
marques:
  - {cle: maison, nom: "Maison", description: "Fait ici.", actif: oui}
paiements:
  - {cle: carte, nom: "Carte bancaire", texte: "Simulé.", actif: oui}
contacts:
  - {cle: aide, nom: "Aide", email: "aide@petite.example"}
profils:
  - {cle: vendeur, nom: "Vendeur"}
employes:
  - {cle: anna, prenom: "Anna", nom: "Le Gall", email: "anna@petite.example", profil: vendeur}
accueil:
  blocs:
    - {cle: populaires, titre: "Populaires", intro: "", actif: oui}
  populaires:
    produits: [confiture, bol]
    nombre: 2
carrousel:
  - cle: bienvenue
    titre: "Bienvenue"
    texte: "Entrez."
    bouton: "Voir"
    lien: "produit:bol"
    image: "photo.webp"
    legende: "Un bol"
    actif: oui
""",
    "catalogue/categories.csv": """\
cle;parent;nom;description;image;position;active
accueil;;Accueil;;;0;oui
sucre;accueil;Sucré;Des douceurs.;photo.webp;1;oui
""",
    "catalogue/produits.csv": """\
cle;reference;nom;type;categorie;marque;prix_ttc;tva;prix_achat_ht;quantite;resume;slug;en_ligne;poids_kg;ajoute_le;associes
confiture;P-001;Confiture;standard;sucre;maison;4,90;tva-5-5;2,10;30;Aux fraises.;;oui;0,350;J-40;bol
bol;P-002;Bol;standard;sucre;maison;12,00;tva-20;5,00;8;En grès.;;oui;0,400;J-90;
""",
    "catalogue/descriptions/bol.md": "Un **bol** en grès.\n",
    "catalogue/images.csv": "produit;fichier;legende;position;couverture\nbol;photo.webp;Un bol;1;oui\n",
    "clients/clients.csv": """\
cle;civilite;prenom;nom;email;naissance;groupe_defaut;groupes;newsletter;inscrit_le;actif
riou-lena;mme;Léna;Riou;lena.riou@courriel.example;14/06/1988;client;client;non;J-60 20:41;oui
""",
    "clients/adresses.csv": """\
cle;client;alias;prenom;nom;adresse;code_postal;ville;pays
riou-lena-maison;riou-lena;Maison;Léna;Riou;8, rue de la Corderie;01000;Castelune;France
""",
    "commandes/etats.csv": """\
cle;nom;couleur;paye;facture;expedie;livre;mail
paiement-accepte;Paiement accepté;#3498D8;oui;oui;non;non;oui
""",
    "commandes/commandes.csv": """\
reference;client;date;etat;transporteur;paiement;adresse_livraison;adresse_facturation;remise;port;source
PETITEABC;riou-lena;J-20 10:00;paiement-accepte;relais;carte;riou-lena-maison;riou-lena-maison;0,00;4,90;direct
""",
    "commandes/lignes.csv": "commande;produit;declinaison;quantite;prix_ttc;tva\nPETITEABC;bol;;1;12,00;tva-20\n",
    "avis.csv": """\
cle;produit;client;auteur;note;titre;texte;date;etat;verifie
avis-1;bol;riou-lena;Léna R.;5;Joli;Solide et joli.;J-10 09:00;publie;oui
""",
    "promotions.yaml": """\
prix_specifiques:
  - {cle: fete, produit: bol, type: pourcentage, valeur: 10, des: 1, du: J-2, au: J+5 23:59}
""",
    "recherche.yaml": 'alias:\n  - {alias: "tasse", recherche: "bol"}\n',
    "pages/contact.md": '---\ntitre: "Nous écrire"\nposition: 1\ncategorie: aide\n---\nÉcrivez-nous.\n',
    "sav/fils.yaml": """\
- cle: bol-casse
  client: riou-lena
  contact: aide
  commande: PETITEABC
  produit: bol
  etat: ouvert
  lu: non
  messages:
    - {de: client, le: "J-4 18:42", texte: "Il est arrivé cassé."}
""",
}


def many_buyers(count: int) -> dict[str, str]:
    """Files in place of those of the small context: so many customers, the first an order at J-12 and each next one at most a day
    before, a bowl or a jam, and every fifth one a review of four or five stars.
    """
    people, homes, orders, lines, reviews = (
        [text.rstrip("\n")] for text in (
            FILES["clients/clients.csv"], FILES["clients/adresses.csv"], FILES["commandes/commandes.csv"], FILES["commandes/lignes.csv"],
            FILES["avis.csv"],
        )
    )  # fmt: skip
    for n in range(count):
        name, reference = f"client-{n:02d}", f"ACHAT{chr(65 + n // 26)}{chr(65 + n % 26)}"
        product, price, tax = ("bol", "12,00", "tva-20") if n % 2 else ("confiture", "4,90", "tva-5-5")
        people.append(
            f"{name};mme;Anne{chr(97 + n % 26)};Le Bras;{name}@courriel.example;;client;client;non;J-60 10:00;oui"
        )
        homes.append(f"{name}-maison;{name};Maison;Anne;Le Bras;{n + 1}, quai Haut;01000;Castelune;France")
        orders.append(
            f"{reference};{name};J-{12 + n // 2} 10:{n:02d};paiement-accepte;relais;carte;{name}-maison;{name}-maison;0,00;4,90;direct"
        )
        lines.append(f"{reference};{product};;1;{price};{tax}")
        if n % 5 == 4:
            reviews.append(
                f"heureux-{n};{product};{name};Anne L.;{4 + n % 2};;Très bien.;J-{8 - n // 5} 09:00;publie;oui"
            )
    names = (
        "clients/clients.csv",
        "clients/adresses.csv",
        "commandes/commandes.csv",
        "commandes/lignes.csv",
        "avis.csv",
    )
    return {
        file: "\n".join(rows) + "\n" for file, rows in zip(names, (people, homes, orders, lines, reviews), strict=True)
    }


def write_context(root: Path) -> Path:
    """The folder of the small context under `root`."""
    return write_folder(root / SLUG, FILES)


def write_folder(folder: Path, files: Mapping[str, str]) -> Path:
    """The files of a context in its folder, with the one picture that they show."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "medias").mkdir()
    Image.new("RGB", (60, 40), "#a23c1f").save(folder / "medias" / "photo.webp")
    return folder
