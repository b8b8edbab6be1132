"""What customers write when they are unhappy, theme by theme: forty reviews each, so that no week of them says a thing twice. Pure.

They suit any customer (nothing agrees with who writes), any day of the year, and any product of their theme. A line is a title and a
text; without a bar, the text alone. `{jours}` stands for the days since the order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sandbox.kernel.text import tied

DAYS = "{jours}"


@dataclass(frozen=True, slots=True)
class Complaints:
    """A theme: the name that the report on reviews gives it, and what customers write, each a title and a text.

    `needs_about`: it is said of a product, of which the trainer says which ones (nobody finds a mug bitter).
    """

    name: str
    texts: Sequence[tuple[str, str]]
    needs_about: bool = False


def _texts(lines: str) -> tuple[tuple[str, str], ...]:
    found = []
    for line in lines.strip().splitlines():
        title, bar, body = line.strip().partition(" | ")
        found.append((tied(title), tied(body)) if bar else ("", tied(title)))
    return tuple(found)


COMPLAINTS: Mapping[str, Complaints] = {
    "livraison": Complaints("Livraison et délais", _texts("""
        {jours} jours | {jours} jours d’attente pour un colis promis en trois. Le suivi n’a pas bougé de la semaine.
        Toujours en chemin | Le transporteur annonce le passage chaque matin et ne passe pas. J’ai fini par acheter ailleurs.
        Après la fête | Arrivé le lendemain de l’anniversaire. Un délai annoncé se tient, ou se corrige.
        Colis déposé dans un relais à vingt kilomètres, sans me prévenir.
        Silence radio | Aucun message pour expliquer le retard. C’est le silence qui fâche, pas l’attente.
        Avant, pas après | Commande expédiée bien après le paiement. Prévenez avant, pas après.
        J’ai posé une demi-journée pour attendre le livreur. Il est venu le lendemain, à l’heure où je travaille.
        Le relais était fermé | Point relais fermé pour congés, et personne ne le savait. Deux trajets pour rien.
        Suivi fantaisiste | « En cours d’acheminement » pendant neuf jours, puis d’un coup « livré ». Entre les deux, aucune nouvelle du colis.
        Livraison annoncée en quarante-huit heures. Je compte {jours} jours. Nous n’avons pas le même calendrier.
        Chez le voisin | Colis laissé chez un voisin que je ne connais pas, et qui partait en vacances le soir même.
        Bien, mais tard | Rien à dire de l’article. Tout à dire du délai.
        Avis de passage, sans passage | J’étais à la maison toute la matinée. Le livreur a glissé son papier sans sonner.
        Le facteur n’y est pour rien, il me l’a dit lui-même : le colis est resté une semaine au dépôt.
        Plus jamais ce transporteur | Troisième commande, troisième retard. Laissez-nous au moins en choisir un autre.
        Pour un cadeau, c’est raté | Je l’ai offert en photo, sur mon téléphone. Le colis est arrivé quatre jours plus tard.
        Commandé un lundi, expédié le lundi suivant. Une semaine pour fermer un carton ?
        Délai annoncé : trois jours. Délai réel : {jours} | Je ne demande pas la lune, je demande une date juste.
        Mon colis a fait le tour de France. Il a vu plus de villes que moi cette année.
        Livraison à revoir | Le numéro de suivi ne menait à aucune page connue du transporteur.
        Pas sérieux | Une livraison en deux fois, la deuxième sans avertir. J’ai cru à une erreur et j’ai relancé pour rien.
        J’ai payé l’envoi rapide. Mon colis est arrivé après celui de ma sœur, qui avait pris l’envoi simple.
        Mauvaise surprise | Le relais choisi n’était plus proposé une fois le paiement passé. On m’en a donné un autre, sans voiture c’est loin.
        Retard non compensé | Pas un mot, pas un geste. Une ligne d’excuse aurait suffi.
        Porté disparu | Une semaine sans nouvelles du colis, puis il réapparaît dans la boîte aux lettres, un dimanche. Mystère.
        Le retard, je comprends. Apprendre le retard par moi-même, non.
        À éviter en ce moment | Tout le quartier attend ses colis. Dites-le sur le site au lieu d’afficher « expédié sous 24 h ».
        Rendez-vous manqué | Créneau de deux heures annoncé par message, livreur passé quatre heures plus tôt. Forcément, personne.
        Je note la livraison : une étoile. Si j’avais pu noter le reste à part, j’aurais mis quatre.
        Attente | Le petit camion du transporteur, sur la carte, n’a pas avancé pendant cinq jours. Mes petits-enfants trouvaient ça drôle, moi moins.
        Retour à l’envoyeur | Adresse juste, nom sur la boîte, et pourtant reparti à l’expéditeur. Il a fallu tout recommencer.
        Décevant | J’avais vanté votre rapidité à toute la famille. Cette fois, le délai a doublé.
        On nous promet l’expédition le jour même. Reçu au bout de {jours} jours, je vous laisse faire le compte.
        Personne ne sait rien | Le relais renvoie au transporteur, qui renvoie au vendeur, qui renvoie au relais.
        Laissé dehors | Colis posé devant le portail, sous la pluie, à la vue de toute la rue.
        L’article est très bien. Le livreur l’a lancé par-dessus la haie. Une étoile pour le lancer.
        Trop long | La prochaine fois je prendrai la voiture, j’irai plus vite que votre transporteur.
        Date fantôme | La date de livraison a changé quatre fois en une semaine, toujours pour demain.
        Un retard, cela arrive. Deux de suite, cela devient une habitude.
        Je voulais recommander | Je voulais reprendre la même chose pour un ami, mais avec {jours} jours de délai je n’ose plus rien promettre.
    """)),
    "emballage": Complaints("Emballage", _texts("""
        Carton trempé | Le carton est arrivé trempé et ouvert d’un côté. Le contenu sentait l’humidité.
        Beaucoup de vide | Un carton énorme pour presque rien, et aucun papier pour caler.
        Mal calé : tout ballottait dans le carton quand je l’ai secoué.
        Pour offrir, non | Emballé dans du papier journal. J’ai dû tout refaire avant de le donner.
        Mal fermé | Adhésif décollé sur toute la longueur du carton. Un coup de vent et tout partait.
        À revoir | L’emballage ne protège rien. Il décore, à la rigueur.
        Le carton avait déjà servi trois fois, on lisait encore les anciennes adresses.
        Plastique | Du plastique autour du plastique autour d’un carton. Et vous parlez d’écologie sur le site ?
        Coin écrasé | Boîte enfoncée sur un angle. À l’intérieur ça va, mais ce n’était plus un cadeau.
        Pas de papier de soie, pas de mot, un ruban défait. J’avais coché l’emballage cadeau.
        Explosé | Le carton s’est ouvert en route, le facteur me l’a remis dans un sac.
        Des billes de polystyrène partout dans l’entrée. Le chien en a mangé. Un emballage d’un autre temps.
        Sans protection | Une enveloppe à bulles en guise d’emballage. C’est un miracle que le contenu ait tenu.
        Indigne de la maison | Chez vous tout est soigné, sauf l’emballage. C’est pourtant la première chose que l’on voit.
        J’ai compté : onze feuilles de papier pour emballer un article. Ma poubelle vous remercie.
        Impossible à ouvrir | Il a fallu le cutter, puis la pince. J’ai abîmé la boîte en l’ouvrant.
        Étiquette collée directement sur la boîte d’origine. Elle s’arrache avec le décor.
        Trop petit | Article forcé dans un carton trop petit, le couvercle est resté marqué.
        Mouillé | L’emballage n’aime pas la pluie. Il en tombe, pourtant.
        Le carton était retourné malgré la flèche. À force, elles ne servent plus à rien, ces flèches.
        Mon colis sentait le gazole. L’emballage n’arrête pas les odeurs, manifestement.
        Ouvert, refermé | Carton ouvert et refermé avec un autre adhésif. Rien ne manquait, mais ça met mal à l’aise.
        Gaspillage | Trois cartons pour une seule commande de trois articles. Tout tenait dans un.
        Le papier bulle de l’emballage était dégonflé. Il devait protéger quelqu’un d’autre avant moi.
        Sur la photo du site, un ruban et une étiquette écrite à la main. Reçu dans un emballage gris. On s’attend à autre chose.
        Ficelle coupée | Paquet éventré, ficelle coupée. Le relais a pris une photo avec moi, tellement c’était visible.
        Emballage cadeau payé et oublié | On me l’a facturé, je l’ai fait moi-même.
        Encombrant | Le carton ne passait pas dans la boîte aux lettres, alors que l’article y tient à l’aise.
        Deux articles emballés ensemble sans rien entre eux. Ils se sont frottés tout le voyage.
        Triste | Un paquet de papier froissé, sans un mot. On ouvre, et on se demande si c’est un retour.
        Agrafes | Des agrafes dans le carton : mon pouce s’en souvient. Un adhésif fait aussi bien.
        Le fond du carton a lâché sur le palier. Tout le monde a pu voir ce que j’avais commandé.
        Recyclage | Un carton de lessive retourné. J’ai reconnu la marque au travers.
        Je garde vos cartons d’habitude, ils sont solides. Celui-ci est parti au tri le jour même, en morceaux.
        Protection absente | Rien au fond du carton, tout au-dessus. La gravité, on connaît ?
        Décevant à l’ouverture | On soigne la boutique et on bâcle le paquet. Dommage.
        L’adhésif était collé sur le mot manuscrit. Illisible. L’intention y était, l’emballage non.
        Carton percé | Un trou de la taille d’un pouce sur le côté. J’ai signé sans le voir, tant pis pour moi.
        Ma mère n’a pas réussi à ouvrir le paquet sans aide. Pensez à ceux qui ont mal aux mains.
        Bulles et rebulles | Je cherchais l’article au milieu de l’emballage. Je l’ai trouvé au bout d’un quart d’heure.
    """)),
    "casse": Complaints("Casse et défauts", _texts("""
        Arrivé cassé | Cassé à l’ouverture du carton. Photo envoyée, j’attends.
        Contrôle ? | Un défaut visible dès la première minute. Ce n’est pas passé au contrôle.
        Abîmé sur le côté, comme s’il avait déjà servi.
        Fissure | Fissuré au bout de quelques jours, sans choc. Il y avait un défaut au départ.
        Deux sur deux | Le premier était cassé, celui de remplacement est abîmé. Je m’arrête là.
        Une pièce cassée au fond de la boîte. Je ne sais même pas d’où elle vient.
        Rayé | Rayures profondes sur le dessus. Vendu comme neuf, reçu abîmé.
        Défaut de finition | Un bord coupant, une bavure. On dirait un second choix.
        Acheté pour un mariage, reçu cassé. Vous imaginez la suite.
        Il n’a pas tenu | Cassé à la deuxième utilisation. Je fais pourtant attention à mes affaires.
        C’est défectueux, il n’y a pas d’autre mot.
        Toujours le même défaut | J’avais déjà fait ce reproche à ma première commande. Rien n’a changé.
        Jolie photo, article abîmé. Il aurait fallu photographier celui-là.
        Série ratée ? | Une amie a le même défaut au même endroit. Regardez votre lot.
        Cassé net. Pas à la livraison : dans la main, en l’utilisant normalement.
        Irréparable | Le défaut est à l’intérieur, personne ne veut y toucher. Bon pour le tiroir.
        Reçu avec un éclat. Petit, mais on ne voit plus que ça. Un défaut pareil ne devrait pas partir.
        Fragile | Je comprends que ce soit fragile. Je ne comprends pas que ce soit fissuré d’avance.
        Abîmé, et on me demande une troisième photo | Le défaut se voyait très bien sur la première.
        Ça fuit. J’ai vérifié deux fois, changé de place, rien à faire.
        Il manque un morceau | Cassé avant le départ : le morceau n’est pas dans le carton.
        J’ai voulu m’en servir le soir même pour des invités. Défectueux. Grand moment de solitude.
        Usé avant l’usage | Traces, poussière, coin abîmé. Un retour remis en vente ?
        De travers | Un défaut d’assemblage, il penche. On le voit de l’autre bout de la pièce.
        Ma fille l’a attendu trois semaines. Cassé. Elle a dit « ce n’est pas grave », moi je le dis moins.
        Pas du solide | L’ancien avait duré six ans. Le nouveau est abîmé au bout de deux semaines.
        Le défaut n’est pas sur la photo du site, évidemment.
        Cassé dans son carton intact | Le carton n’a rien. C’est donc parti cassé de chez vous.
        Une étoile parce que zéro n’existe pas. Défaut majeur, inutilisable.
        Couleur qui part | Au premier lavage. C’est un défaut, pas une patine.
        Tout est abîmé d’un seul côté, comme si l’on avait posé une caisse dessus.
        Fêlé | Un cheveu de fêlure tout du long. On ne le voit qu’à la lumière, mais il est là, et il est fêlé.
        Échange demandé | Échangez-le-moi, c’est tout ce que je demande. L’article me plaît, pas son défaut.
        Il fait un bruit qu’il ne devrait pas faire. Défaut confirmé par le bricoleur de la famille.
        Déception à la hauteur de l’attente | Bien choisi, bien conseillé, bien abîmé.
        Pour le prix, un défaut pareil ne passe pas. J’en ai eu de moins chers qui tenaient mieux.
        Cassé à l’endroit le plus mince | Il suffirait d’un millimètre de plus. Défaut de conception, à mon avis.
        J’ai recollé. On ne devrait pas recoller du neuf. Cassé en trois.
        Second choix ? | Si c’est du second choix, dites-le et baissez le prix. Ici le défaut saute aux yeux.
        Abîmé dès la sortie de la boîte. Je n’ai même pas eu le temps d’y être pour quelque chose.
    """), needs_about=True),
    "gout": Complaints("Goût et arôme", _texts("""
        Amer | Amer du début à la fin. Je n’ai pas reconnu ce que j’avais pris la dernière fois.
        Sans parfum | Aucun parfum à l’ouverture. On dirait qu’il a voyagé trop longtemps.
        Déception | Le goût n’est plus le même. Qu’avez-vous changé ?
        Trop acide pour moi, et la fiche ne le disait pas.
        Fade | Fade, sans arôme. J’ai doublé la dose pour rien.
        Pas comme d’habitude | Saveur plate, longueur absente. Une mauvaise série ?
        À l’aveugle, trois personnes sur trois ont préféré le goût de celui du supermarché. J’étais la quatrième.
        Arrière-goût | Un arrière-goût de carton qui reste une heure.
        « Notes gourmandes », dit la fiche. Je n’ai noté aucun arôme gourmand, et j’ai pourtant cherché.
        Beaucoup trop fort | Ça manque de finesse. Le goût écrase tout, même avec du lait ou du sucre.
        J’aimais l’ancienne recette. Celle-ci n’a pas de goût, elle a une couleur.
        Éventé | L’arôme était parti avant d’arriver. Depuis quand était-il sur l’étagère ?
        Âpre | Une acidité qui râpe la langue. J’ai fini la boîte par principe.
        Mon mari n’a rien dit. En quarante ans, c’est la première fois qu’il ne dit rien du goût.
        Loin de la description | On promettait des saveurs de fruits. J’ai trouvé de l’amertume et c’est tout.
        Bizarre | Un goût de savon, franchement. J’ai tout rincé deux fois, au cas où cela viendrait de chez moi.
        Il sent très bon dans la boîte. Dans la bouche, plus d’arôme du tout.
        Brûlé | Un goût de brûlé qui couvre le reste. Quelqu’un a oublié le four ?
        Ni bon ni mauvais : aucune saveur. C’est pire.
        Pour débutants | Trop sage. J’attendais du caractère, j’ai eu un goût d’eau chaude.
        Je l’ai offert à ma marraine, qui est polie. Elle a dit que l’arôme était « discret ».
        Inconstant | Excellent le mois dernier, amer ce mois-ci. On ne sait jamais sur quoi l’on tombe.
        Écœurant | Trop de parfum. Au bout de deux fois, le goût lasse.
        On m’avait vanté son arôme. Je n’ai senti que mon impatience.
        Le goût ne tient pas | Première impression agréable, puis plus rien. La saveur s’éteint.
        Une acidité de citron vert là où l’on attend de la rondeur. Peut-être un goût qui s’apprend, mais pas chez moi.
        Poussière | C’est le mot qui m’est venu : un goût de poussière.
        Les enfants ont fait la grimace, moi aussi. Goût trop prononcé.
        Trop vieux ? | La date est bonne, l’arôme non.
        J’ai suivi la fiche à la lettre, température comprise. Toujours amer.
        Banal | À ce niveau de soin, j’attendais une saveur que l’on n’oublie pas. Je l’ai déjà oubliée.
        Pas deux fois | Goût métallique. J’ai essayé une autre eau, puis un autre récipient : pareil.
        Il a du corps, il paraît. Il a surtout un goût de terre.
        Remplacé par un autre | J’avais demandé conseil pour quelque chose de doux. C’est amer et sec.
        Aucune longueur en bouche, un arôme qui ne dit rien. Je repasse au précédent.
        Je regrette mon ancienne référence | Sa remplaçante n’en a ni le parfum ni la douceur.
        Le sucre n’y a rien fait. Le miel non plus. Le goût reste âcre.
        Perplexe | Mon entourage adore. Moi je n’y trouve qu’une saveur de paille mouillée.
        Acidité mal placée, finale courte. Deux étoiles pour l’effort.
        Cela ne donne pas envie d’y revenir | Goût quelconque, sans défaut et sans charme.
    """), needs_about=True),
    "service": Complaints("Service client", _texts("""
        Aucune réponse | Trois messages, aucune réponse. Il y a quelqu’un ?
        D’un mot à l’autre | Ma réclamation tourne depuis dix jours. Chacun me demande la même chose.
        Remboursement promis le lundi, toujours rien le samedi.
        Froid | Un accueil froid au téléphone, et pas un mot d’excuse.
        Injoignables | Votre service ne répond ni au téléphone ni par courriel.
        Dommage | On m’a conseillé le mauvais modèle, puis on ne répond plus.
        « Nous revenons vers vous. » Personne n’est revenu. La formule de votre service est jolie, pourtant.
        Réponse automatique | J’ai écrit quinze lignes, j’ai reçu un accusé de réception. Ce n’est pas une réponse.
        On m’a raccroché au nez. Je rappelle, on me dit que le service est fermé.
        Dialogue de sourds | Je parle d’un échange, on me répond à propos d’une facture.
        Demander un simple conseil avant d’acheter prend une semaine. J’ai acheté sans.
        Un mois pour un avoir | Le remboursement est arrivé, au centime près. Au bout d’un mois.
        Pas un bonjour, pas un merci dans la réponse. On a le droit d’être débordé, pas d’être sec.
        Le service après-vente, c’est après la vente | Avant, on vous répond en une heure. Après, c’est une autre histoire.
        Ma question était simple. La réponse de votre service tient en trois paragraphes et ne dit ni oui ni non.
        Réclamation classée | On m’écrit que ma réclamation est close. Par qui ? Rien n’est réglé.
        Le chèque-cadeau refusé, et personne pour expliquer. Le service concerné n’a pas de numéro.
        Mauvaise foi | Votre conseillère m’a soutenu que je n’avais rien renvoyé. J’ai la preuve de dépôt.
        On me tutoie dans la réponse. Nous ne nous sommes jamais vus.
        Avoir au lieu d’argent | J’ai demandé un remboursement, on m’a imposé un avoir. Ce n’est pas la loi.
        Quatre jours pour me répondre « merci de patienter ». La patience, j’en avais déjà.
        Lent | Le conseil était bon, mais il est arrivé quand je n’en avais plus besoin.
        Le répondeur | Une musique, un message, la même musique. Aucun service au bout.
        J’ai tout expliqué deux fois, à deux personnes qui ne se parlent pas. Et aucune n’a fait le remboursement.
        Promesse | « On vous rappelle avant midi. » De quel jour ? Le service n’a pas précisé.
        Pas d’écoute | On m’a récité un règlement. Je voulais une réponse à ma question.
        Après ma réclamation, on m’a envoyé un questionnaire de satisfaction. J’y ai répondu, lui au moins je l’ai reçu.
        Responsable absent | La personne qui peut décider d’un remboursement est en congé. Et les autres ?
        Au comptoir, un accueil charmant. Par écrit, un mur. Est-ce la même maison ?
        Erreur non réparée | Votre erreur, mon temps. Le service me demande encore une photo.
        Aucune trace de mon appel, paraît-il. Je peux vous donner l’heure et le prénom de votre service.
        Le vendeur connaît mal ses articles et conseille au hasard. J’ai fait le tour du rayon sans aide.
        Réponse hors sujet | On me souhaite une belle journée en réponse à une réclamation.
        Je n’attendais pas un cadeau, je n’attendais pas un remboursement. Une réponse, c’est tout.
        Retour refusé | Refusé sans explication, réponse en deux mots : « hors délai ». J’étais dans les temps.
        Politesse à sens unique | J’ai écrit avec patience. Le ton de la réponse m’a fait regretter.
        On m’a conseillé d’attendre. J’ai attendu. On me conseille encore d’attendre.
        Le plus décevant | Le problème était petit. C’est la façon de répondre qui l’a rendu grand.
        Le formulaire de réclamation se vide quand on l’envoie. J’ai recommencé trois fois.
        Bel accueil au début | Puis plus de réponse dès qu’il a fallu rembourser.
    """)),
    "prix": Complaints("Prix", _texts("""
        Trop cher | Trop cher pour ce que c’est. J’ai comparé après, j’aurais dû le faire avant.
        Augmentation | Le prix a monté depuis ma dernière commande, sans un mot.
        Moins cher au bout de ma rue, à qualité égale.
        Frais de port | Le tarif de l’envoi apparaît au dernier écran. Ce n’est pas honnête.
        Cher payé | À ce prix, on attend autre chose.
        Plus abordable ailleurs | La même chose est plus abordable en grande surface.
        Deux euros de plus en six mois. Mon salaire, lui, n’a pas bougé.
        Promotion le lendemain | Payé plein tarif la veille de la remise. Cela laisse un goût amer.
        Le prix barré n’a jamais existé, j’achète ici depuis l’ouverture.
        Pour les grandes occasions | Joli, mais onéreux. Ce sera une fois par an.
        Je ne discute pas la qualité, je discute le prix. À ce tarif, je n’en reprendrai pas.
        Le port coûte presque autant | Un petit article, un gros tarif d’envoi. J’ai failli renoncer.
        Rapport qualité-prix | Deux étoiles pour l’article, moins une pour le prix.
        On paie l’étiquette. Chère, l’étiquette.
        Hors de prix | J’en prenais un par mois. À ce prix, ce sera un par saison.
        Code refusé | Le code de réduction ne passe pas « sur cet article ». J’ai payé le prix fort.
        Moins de contenu, même tarif. On s’en aperçoit en le posant à côté de l’ancien.
        Le prix de l’étiquette ment | Une somme sur la fiche, une autre au panier. Trois euros d’écart.
        Mon budget n’est pas le vôtre. Trop cher pour tous les jours.
        Arrondi toujours du même côté | 9,90 €, puis 10,50 €, puis 11,90 €. À quand douze euros ?
        J’ai attendu la baisse de prix annoncée. Elle n’est jamais venue.
        Surévalué | Correct, sans plus, et vendu au prix du meilleur.
        Un cadeau qui coûte cher et qui n’en a pas l’air. C’est tout l’inverse qu’il faudrait.
        Fidélité mal payée | Un client de deux ans paie le même prix que celui qui arrive, et n’a pas le bon de bienvenue.
        Pour ce prix, j’en ai deux chez le concurrent, livraison comprise.
        Le tarif pour les professionnels s’affichait sur ma fiche. Au panier, c’était le tarif de tout le monde.
        Cher et petit | Sur la photo, on croit que c’est plus grand. Le prix, lui, était bien grand.
        La qualité a un prix, dit la fiche. D’accord, mais celui-là ?
        Ce n’est plus abordable | Nous étions une dizaine au bureau à commander. Nous ne sommes plus que trois.
        J’ai cru à une erreur de prix. Non, c’est bien cela.
        Livraison offerte à partir de trop | Il faut doubler son panier pour ne pas payer l’envoi. Le prix final n’a plus de sens.
        Sans promotion, je passe mon tour : trop cher.
        Le lot ne vaut pas le coup | Calcul fait, le lot revient plus cher que les pièces.
        On ne voit le prix au kilo nulle part sans chercher. Quand on le trouve, on comprend pourquoi.
        Je voulais me faire plaisir | Je m’en suis voulu en voyant le prix chez un autre marchand.
        Quelques euros de moins et je mettais quatre étoiles.
        Hausse discrète | Même photo, même texte, nouveau prix. Un petit mot aux habitués aurait été élégant.
        Payer ce prix et devoir encore compter l’envoi, non merci.
        Tarif à la tête du client | Ma voisine a payé moins cher le même jour, avec son code. Pourquoi pas moi ?
        Onéreux pour un essai | Un petit format permettrait de goûter à l’idée avant d’y mettre le prix.
    """)),
}  # fmt: skip
