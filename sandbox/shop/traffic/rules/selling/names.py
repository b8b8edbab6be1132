"""Lists that invented customers are made of: first names and family names of France, streets, towns of its regions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def _list(text: str) -> Sequence[str]:
    return tuple(text.split(", "))


WOMEN: Sequence[str] = _list(
    "Adèle, Agathe, Agnès, Alice, Aline, Amandine, Amélie, Anaïs, Anne, Annick, Antoinette, Apolline, Armelle, Audrey, Aurélie, "
    "Bénédicte, Bérénice, Brigitte, Camille, Capucine, Carole, Caroline, Catherine, Cécile, Céline, Chantal, Charlotte, Christelle, "
    "Christine, Claire, Clarisse, Clémence, Clotilde, Coralie, Corinne, Danielle, Delphine, Diane, Dominique, Dorothée, Édith, Élise, "
    "Élodie, Éloïse, Émeline, Émilie, Emma, Estelle, Eugénie, Évelyne, Fabienne, Fanny, Fatima, Florence, Françoise, Gaëlle, Garance, "
    "Geneviève, Ghislaine, Hélène, Héloïse, Inès, Irène, Isabelle, Jacqueline, Jade, Jeanne, Joëlle, Josiane, Judith, Juliette, Justine, "
    "Karine, Laetitia, Laure, Léa, Leïla, Liliane, Lina, Louise, Lucie, Maëlys, Manon, Margaux, Marianne, Marie, Marion, Martine, "
    "Mathilde, Maud, Mélanie, Mireille, Monique, Morgane, Muriel, Myriam, Nadège, Nadia, Nathalie, Nicole, Noémie, Odile, Pascale, "
    "Patricia, Pauline, Perrine, Quitterie, Rachel, Régine, Romane, Rose, Sabine, Sabrina, Salomé, Samira, Sandrine, Sarah, Séverine, "
    "Simone, Solène, Sonia, Sophie, Stéphanie, Suzanne, Sylvie, Tiphaine, Valérie, Véronique, Victoire, Violette, Virginie, Viviane, "
    "Yasmine, Yolande, Yvette, Zoé"
)  # fmt: skip
MEN: Sequence[str] = _list(
    "Adrien, Alain, Alban, Alexandre, Alexis, Amaury, André, Antoine, Antonin, Arnaud, Arthur, Aurélien, Baptiste, Bastien, Benjamin, "
    "Benoît, Bernard, Bertrand, Bruno, Cédric, Charles, Christian, Christophe, Clément, Corentin, Cyril, Damien, Daniel, David, Denis, "
    "Didier, Dylan, Edgar, Édouard, Élie, Émile, Émilien, Enzo, Éric, Étienne, Eugène, Fabien, Fabrice, Félix, Ferdinand, Florent, "
    "Florian, Franck, Francis, François, Frédéric, Gabriel, Gaël, Gaspard, Gauthier, Georges, Gérard, Gilles, Grégoire, Guillaume, Guy, "
    "Henri, Hervé, Hugo, Ismaël, Jacques, Jean, Jérémy, Jérôme, Joël, Jonathan, Joseph, Jules, Julien, Karim, Kévin, Laurent, Léo, Léon, "
    "Lionel, Loïc, Louis, Luc, Lucas, Ludovic, Malik, Marc, Marcel, Martin, Mathias, Mathieu, Maxence, Maxime, Mehdi, Michel, Mickaël, "
    "Nathan, Nicolas, Noé, Olivier, Oscar, Pascal, Patrice, Patrick, Paul, Philippe, Pierre, Quentin, Rachid, Raphaël, Raymond, Régis, "
    "Rémi, Richard, Robin, Roger, Romain, Samuel, Sébastien, Serge, Simon, Stéphane, Sylvain, Théo, Thibault, Thierry, Thomas, Tristan, "
    "Valentin, Victor, Vincent, Xavier, Yann, Yves"
)  # fmt: skip
FAMILIES: Sequence[str] = _list(
    "Abadie, Alliaume, Andrieux, Arnoult, Astruc, Aubertin, Audebert, Auffray, Bachelot, Baillargeau, Barbotin, Barreteau, Bataillard, "
    "Baudouin, Beaufils, Beaumanoir, Bellanger, Belmadi, Benhaddou, Béraud, Berthelin, Besnard, Beucher, Bidault, Blancheteau, Boisseau, "
    "Bonnefoy, Boucheron, Bouquerel, Bourdelas, Bousquet, Brangier, Bréhier, Brossard, Caillaud, Calvignac, Carpentras, Castagné, "
    "Chaigneau, Champenois, Chantrel, Charbonnel, Chassagne, Chauvière, Chevrolat, Clavel, Coignard, Combret, Coquillard, Cordonnier, "
    "Coulibaly, Courtillat, Couturier, Crépin, Da Silva, Dalbin, Danjou, Darricau, Daubignac, De Oliveira, Debray, Delaporte, Delbosc, "
    "Delcroix, Desmarets, Devaux, Diallo, Dieudonné, Doucet, Dubreuil, Duchemin, Dufresne, Dumesnil, Dupouy, Durieux, Dutilleul, El "
    "Mansouri, Escoffier, Estève, Étienne-Roux, Faucheux, Favreau, Ferrand, Flament, Fontanel, Forestier, Fouquereau, Fradet, Fromentin, "
    "Gaillardon, Garandeau, Garrigues, Gauchet, Gendron, Germond, Gilbertas, Ginestet, Godineau, Gomes, Gourdon, Grandjean, Grellier, "
    "Guérineau, Guilbaud, Guyomard, Haddad, Hamelin, Hautefort, Hébrard, Hernu, Houdebine, Huchet, Issoulié, Jacquemin, Jaouen, Jarry, "
    "Joubert, Jourdain, Kermarrec, Kieffer, Labbé, Lachaume, Lacoste, Lagarde, Lamarque, Lamoureux, Langlade, Laporte, Larivière, "
    "Lassalle, Laubier, Lavergne, Le Bihan, Le Dantec, Le Gall, Leblond, Lecomte, Lefranc, Legendre, Lemaître, Lenoir, Lescure, "
    "Letourneur, Levasseur, Lhermitte, Loiseau, Lopez, Lorieux, Maillard, Malherbe, Marchand, Marescot, Marquet, Martineau, Masselin, "
    "Mauduit, Mazurier, Mendes, Ménager, Mercadier, Mignot, Millet, Monnier, Montagnac, Moreau, Morvan, Moulinier, Nallet, Navarro, "
    "Neveu, Nguyen, Nivelle, Noblet, Ogier, Oudin, Pageot, Palisson, Parmentier, Pasquier, Pelletier, Perdriau, Péronnet, Perrichon, "
    "Picot, Pineau, Poirier, Pommier, Pontgelard, Potier, Poulain, Prigent, Pruvost, Quéméner, Quentin, Rabier, Rambault, Ravel, "
    "Renaudin, Ribeiro, Rigaudeau, Rivoire, Robillard, Rochette, Rouvière, Roussel, Sabatier, Saint-Aubin, Salaün, Santos, Saulnier, "
    "Schmitt, Ségalen, Sénéchal, Sicard, Sorel, Tabuteau, Taillefer, Tardieu, Teixeira, Terrasson, Texier, Thibaudeau, Tissot, Toussaint, "
    "Traoré, Trémoulet, Vacher, Valadier, Vallet, Vasseur, Verdier, Viallet, Vidal, Vignaud, Villard, Vincendeau, Wagner, Weiss, Yvon, "
    "Zimmer"
)  # fmt: skip
STREETS: Sequence[str] = _list(
    "rue des Tilleuls, rue du Lavoir, rue de la Gare, rue des Jardins, rue du Moulin, rue de l’Église, rue des Lilas, rue du Stade, rue "
    "Haute, rue de la Fontaine, rue des Écoles, rue du Vieux-Pont, rue des Tanneurs, rue de la Poste, rue du Verger, rue des Peupliers, "
    "rue du Four, rue des Remparts, rue de la Halle, rue du Puits, avenue de la Liberté, avenue des Platanes, avenue du Parc, avenue de "
    "la République, boulevard du Midi, boulevard des Alliés, place du Marché, place de la Mairie, place aux Herbes, impasse des Acacias, "
    "impasse du Clos, allée des Érables, allée du Bois, allée des Mésanges, chemin des Vignes, chemin de Halage, chemin du Coteau, quai "
    "des Mariniers, cours des Marronniers, sentier des Prés, résidence des Pins, square des Roses, passage du Théâtre, ruelle du Château"
)  # fmt: skip
EMAILS: Sequence[str] = ("courriel", "poste", "mail", "messagerie", "boite", "telecom")
"""What stands before « .example »."""


def _towns(text: str) -> Sequence[tuple[str, str]]:
    return tuple((town[6:], town[:5]) for town in text.split(","))


TOWNS: Mapping[str, Sequence[tuple[str, str]]] = {
    "Auvergne-Rhône-Alpes": _towns("69003 Lyon,38000 Grenoble,42000 Saint-Étienne,63000 Clermont-Ferrand,74000 Annecy,73000 Chambéry,26000 Valence,"
                                   "01000 Bourg-en-Bresse,03200 Vichy,15000 Aurillac,69100 Villeurbanne,07200 Aubenas"),
    "Bourgogne-Franche-Comté": _towns("21000 Dijon,25000 Besançon,71100 Chalon-sur-Saône,58000 Nevers,89000 Auxerre,90000 Belfort,39000 Lons-le-Saunier,70000 Vesoul"),
    "Bretagne": _towns("35000 Rennes,29200 Brest,29000 Quimper,56100 Lorient,56000 Vannes,22000 Saint-Brieuc,35400 Saint-Malo,22300 Lannion,35300 Fougères,56300 Pontivy,29600 Morlaix"),
    "Centre-Val de Loire": _towns("37000 Tours,45000 Orléans,18000 Bourges,41000 Blois,28000 Chartres,36000 Châteauroux,45200 Montargis"),
    "Corse": _towns("20000 Ajaccio,20200 Bastia,20250 Corte,20137 Porto-Vecchio"),
    "Grand Est": _towns("67000 Strasbourg,51100 Reims,57000 Metz,54000 Nancy,68100 Mulhouse,10000 Troyes,88000 Épinal,68000 Colmar,08000 Charleville-Mézières"),
    "Hauts-de-France": _towns("59800 Lille,80000 Amiens,62000 Arras,59140 Dunkerque,02100 Saint-Quentin,60000 Beauvais,59300 Valenciennes,62100 Calais,59100 Roubaix"),
    "Île-de-France": _towns("75011 Paris,75018 Paris,92100 Boulogne-Billancourt,93100 Montreuil,94300 Vincennes,78000 Versailles,91300 Massy,77000 Melun,95000 Cergy,92000 Nanterre,"
                            "93200 Saint-Denis,75015 Paris"),
    "Normandie": _towns("76000 Rouen,14000 Caen,76600 Le Havre,50100 Cherbourg-en-Cotentin,27000 Évreux,61000 Alençon,76200 Dieppe,14100 Lisieux,50400 Granville"),
    "Nouvelle-Aquitaine": _towns("33000 Bordeaux,87000 Limoges,86000 Poitiers,17000 La Rochelle,64000 Pau,64100 Bayonne,16000 Angoulême,79000 Niort,24000 Périgueux,19100 Brive-la-Gaillarde"),
    "Occitanie": _towns("31000 Toulouse,34000 Montpellier,30000 Nîmes,66000 Perpignan,34500 Béziers,81000 Albi,82000 Montauban,65000 Tarbes,12000 Rodez,11000 Carcassonne"),
    "Pays de la Loire": _towns("44000 Nantes,49000 Angers,72000 Le Mans,85000 La Roche-sur-Yon,53000 Laval,44600 Saint-Nazaire,49300 Cholet,49400 Saumur"),
    "Provence-Alpes-Côte d’Azur": _towns("13006 Marseille,06000 Nice,83000 Toulon,13100 Aix-en-Provence,84000 Avignon,06400 Cannes,05000 Gap,83300 Draguignan,13200 Arles"),
}  # fmt: skip
"""Towns of the regions, each with its postcode."""
PHONES: Sequence[tuple[str, int]] = (("06 39 98", 5), ("02 61 91", 1), ("03 53 01", 1))
"""Beginnings of the numbers that fiction may use, and how often."""
ENGRAVED: Sequence[str] = (
    "Avec toute mon affection",
    "Joyeux anniversaire",
    "Merci pour tout",
    "Bonne fête, maman",
    "À notre équipe",
    "Pour tes vingt ans",
)
"""What customers write on what is made for them, beside a first name."""
