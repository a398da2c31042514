"""French."""

from pipeline.language import record

_PAST = """déclaré dit affirmé écrit annoncé expliqué indiqué assuré précisé ajouté révélé confirmé communiqué rappelé
    observé noté souligné estimé jugé appris"""
_SAYING = rf"""selon d['’]après(?!-) -t-(?:il|elle|on) (?:a|ont|avait)\ (?:{record.either(_PAST)}) dit disent affirment?
    déclare explique indique assure note raconte rapporte estime décrit détaille écrit annonce montrent? souligne
    rappelle précise ajoute"""
_NAMED = "[^,.;]{0,40}"  # the rest of a source's name
_NO_SOURCE = r"moi|nous|vous|toute|la?quel\w*|le?squel\w*"  # selon moi, selon toute vraisemblance, selon laquelle
# ne with its second word, up to six words later; then what denies alone. Left out: ne … plus que is only, n'oubliez pas
# reminds, sans doute is probably, and a pas after un, les, premiers is a step.
_DENIAL = (
    r"(?i)\b(?:(?:ne |n['’])(?!oubli)(?:[\w'’-]+\s+){0,6}?(?:pas|plus(?! (?:que|de|d'|d’|en plus|tard|qu['’]))|jamais"
    r"|rien|aucune?|personne|point|guère|ni)\b(?! (?:seulement|moins|uniquement))|(?<!non )sans(?![ -](?:doute|abri"
    r"|cesse|conteste|aucun doute|compter|plus attendre|fil)\b)|aucune?|nul(?:le)?(?= (?:ne |n['’]))"
    r"|(?<!un )(?<!les )(?<!des )(?<!premier )(?<!premiers )(?<!de )(?<!à )(?<!grand )(?<!ses )(?<!leurs )pas(?!"
    r" (?:seulement|moins|uniquement|mal|que)))\b"
)

_FEW_WORDS = r"deux|trois|quatre|cinq|six|sept|huit|neuf|dix|cents?|mille|millions?|\w+ante|une (?:\w+aine)"
_CONTRASTS = {
    "times": record.contrasts(r"""
        half = deux fois moins|divis\w+ par (?:deux|2)|de moitié|moitié moins|moitié prix ~ \w*demi\w*|moitié|50
            |cinquante|\S*,5|mi-\w+|semestr\w*;
        double = doubl\w+|(?<!par )deux fois(?! moins)|multipli\w+ par (?:deux|2) ~ (?<!par )deux(?! fois moins)
            |2|200|100|doubl\w*|second\w*|deuxième\w*|couple|paire|bi\w+;
        triple = tripl\w+|trois fois(?! moins)|multipli\w+ par (?:trois|3) ~ trois|3|300|200|tiers|troisième\w*
            |tri\w+;
        four = quadrupl\w+|quatre fois(?! moins)|multipli\w+ par (?:quatre|4) ~ quatre|4|400|300|quart\w*
            |quatri\w*"""),
    "times more": record.contrasts(r"""
        less = \w+ fois (?:moins|inférieur\w*) ~ moins|inférieur\w*|moindre\w*|bas\w*|faible\w*|petit\w*;
        more = \w+ fois (?:plus|supérieur\w*)|(?:doubl|tripl|quadrupl|multipli)\w+ ~ plus|supérieur\w*
            |fois(?! moins)|(?:doubl|tripl|quadrupl|multipli)\w*|autant"""),
    "part": record.contrasts(r"""
        half = demi(?:e|-\w+)? ~ \w*demi\w*|moitié\w*|six mois|30|trente|\S*,5|50|cinquante|mi-\w+|semestr\w*;
        quarter = quarts? (?:de |d['’])\w+ ~ quart\w*|25\S*|15\S*|45\S*|quinze|\S*,25|quatr\w*|4|trimestr\w*
            |trois|3;
        one and a half = une? \w+ et demie? ~ 1,5\S*|18|90|150\S*;
        one = une? (?:heure|an|année|siècle|million|milliard|jour|douzaine|kilomètre|point)s?(?! et demie?) ~
            (?<!demi-)(?<!demi )(?<!demie )(?<!quart de )(?<!quart d['’])(?:heure|an|année|siècle|million|milliard
            |jour|douzaine|kilomètre|point|annuel|horaire)\w*"""),
    "many": record.contrasts(r"""
        dozen = une (?:petite |bonne )?douzaine ~ douzaine\w*|douze|12|1\d|dix\w*;
        dozens = dizaines(?! de (?:milli)) ~ \w+aines?|\d\d|\w+ante|nombreu\w*;
        hundred = une (?:petite |bonne )?centaine ~ cent\w*|1\d\d|9\d|siècle\w*;
        hundreds = centaines(?! de (?:milli)) ~ cent\w*|\d\d\d|nombreu\w*;
        thousand = un (?:petit |bon )?millier ~ mill\w+|1.?\d\d\d;
        thousands = (?<!de )milliers ~ mill\w+|\d+.?\d\d\d;
        tens of thousands = dizaines de milliers ~ mill\w+|\d\d.?\d\d\d;
        hundreds of thousands = centaines de milliers ~ cent\w* mill\w+|\d\d\d.?\d\d\d;
        millions = (?:de|dizaines de|centaines de|plusieurs) millions ~ millions?|milliards?|m|mds?"""),
    "bound": record.contrasts(rf"""
        more = (?:plus|davantage) (?:de |d['’])(?:\d\S*|{_FEW_WORDS})|au moins (?:\d\S*|{_FEW_WORDS}) ~ plus
            |davantage|moins|supérieur\w*|dépass\w*|excéd\w*|min\w*|au-del\w*|bien|long\w*|franchi\w*|grand\w*
            |haut\w*;
        less = (?<!au )(?<!pas )moins (?:de |d['’])(?:\d\S*|{_FEW_WORDS}) ~ (?<!au )moins|inférieur\w*|pas
            |max\w*|jusqu\w*|près|presque|peine|petit\w*|bas\w*|court\w*|ne|moindre\w*|quasi\w*|sous|avant"""),
    "rate": record.contrasts(r"""
        minute = (?:par|chaque|à la) minute|toutes les minutes ~ minute\w*|60|soixante;
        hour = (?:par|chaque) heure|à l['’]heure|de l['’]heure|horaires? ~ \w*heures?|h|horaire\w*;
        day = quotidien\w*|(?:par|chaque) jour|journali\w*|tous les jours ~ \w*jours?|journ\w+|quotidien\w*
            |24\S*|nuits?|nocturne\w*;
        week = hebdomadaire\w*|(?:par|chaque) semaine|toutes les semaines ~ semaine\w*|hebdo\w*|sept|week\w*;
        month = mensuel\w*|(?:par|chaque) mois|tous les mois ~ mois|mens\w*;
        quarter = trimestriel\w*|(?:par|chaque) trimestre ~ trimestr\w*|trois|3|quart\w*;
        year = annuel\w*|par an(?:née)?|chaque année|tous les ans ~ ans?|année\w*|annu\w*|douze|12|saison\w*
            |\w+ans|\w*annal\w*"""),
    "how often": record.contrasts(r"""
        every two years = tous les (?:deux|2) ans|biennal\w* ~ deux ans|biennal\w*;
        twice a year = deux fois (?:par|l['’])\s?an|semestriel\w*|tous les six mois ~ semestr\w*|deux fois
            |bis\w+"""),
    "each whom": record.contrasts(r"""
        head = par (?:habitant|tête|personne) ~ personne\w*|tête|habitant\w*|gens|citoyen\w*|individu\w*
            |chacun\w*;
        household = par (?:ménage|foyer) ~ ménage\w*|foyer\w*|famil\w*|maison\w*|logement\w*|domicile\w*"""),
    "prefix": record.contrasts(r"""
        kilo = \d*\s?(?:kilowatt\S*|kwh?|kilo-?octets?|ko) ~;
        mega = \d*\s?(?:m[ée]gawatt\S*|mwh?|méga-?octets?|mo) ~;
        giga = \d*\s?(?:gigawatt\S*|gwh?|giga-?octets?|go) ~;
        tera = \d*\s?(?:t[ée]rawatt\S*|twh?|téra-?octets?) ~"""),
    "per": record.contrasts(r"""
        mille = pour mille|‰ ~ \S*,\d\d?;
        cent = \d\s?(?:pour cent|%) ~ pour ?cent\w*|%"""),
    "persons": record.contrasts(r"""
        one = une?(?: \w+)? (?:homme|femme|personne|enfant|garçon|fille|soldat|policier\w*|piéton\w*|passager\w*
            |étudiant\w*|ouvrier\w*|ouvrière) ~;
        several = (?!) ~ \d+|deux|trois|quatre|cinq|six|plusieurs|autres?|couple"""),
    "together": record.contrasts(r"""
        2 = (?:à|des|les|ces) deux ~ deux|2|couple|paire;
        3 = (?:à|des|les|ces) trois ~ trois|3|trio;
        4 = (?:à|des|les|ces) quatre ~ quatre|4"""),
    "age": record.contrasts(r"""
        30 = trentenaires?|la trentaine ~ trent\w*|3\d;
        40 = quadragénaires?|la quarantaine ~ quara\w*|4\d;
        50 = quinquagénaires?|la cinquantaine ~ cinqu\w*|5\d|quinqu\w+;
        60 = sexagénaires?|la soixantaine ~ soixant\w*|6\d|sexag\w+;
        70 = septuagénaires? ~ soixante\w*|7\d|sept\w*;
        80 = octogénaires? ~ quatre-vingt\w*|8\d|oct\w+"""),
    "change": record.contrasts(rf"""
        up = (?:augmenté|augmente|augmentation|hausse|bondi|progressé|progresse|grimpé|crû|accru|croissance
            |gagne|gagné) (?:\S+ ){{0,4}}?(?:de |à |d['’])(?:\w+ )?(?:\d\S*|{_FEW_WORDS}) ~ augment\w*|hauss\w*
            |bond\w*|progress\w*|grimp\w*|cr[oûu]\w*|accr\w*|gagn\w*|plus|doubl\w*|tripl\w*|supérieur\w*|dépass\w*
            |mont\w*|relev\w*|élev\w*|rebond\w*|port\w*|envol\w*|flamb\w*|explos\w*|gain\w*|haut\w*|surcoût|étend\w*
            |améli\w*|\w*multipli\w*|remont\w*|repart\w*|ajout\w*|passé\w*|pass\w*;
        down = (?:baissé|baisse|recule|reculé|recul|diminué|diminue|diminution|chuté|chute|perd|perdu|tombé
            |tombe|réduit|réduction) (?:\S+ ){{0,4}}?(?:de |à |d['’])(?:\w+ )?(?:\d\S*|{_FEW_WORDS}|moitié) ~
            baiss\w*|recul\w*|diminu\w*|chut\w*|perd\w*|pert\w*|tomb\w*|rédu\w*|moins|inférieur\w*|moitié|coup\w*
            |déficit\w*|ralenti\w*|effondr\w*|bas\w*|contract\w*|dégring\w*|repli\w*|cède\w*|céd\w*|abaiss\w*
            |supprim\w*|économ\w*|allég\w*|affaibl\w*|décroî\w*|déc\w*|plong\w*|faibl\w*|retir\w*|récession|passé\w*
            |pass\w*|redescen\w*|descen\w*|dévis\w*|lâch\w*|régress\w*|retomb\w*"""),
}
_PARTS = [("cinquièmes?", 5), ("sixièmes?", 6), ("septièmes?", 7), ("huitièmes?", 8), ("dixièmes?", 10)]
_NUMERALS = [("un", 1), ("deux", 2), ("trois", 3), ("quatre", 4), ("cinq", 5), ("six", 6), ("sept", 7), ("huit", 8),
             ("neuf", 9)]  # fmt: skip
_MEASURING = record.Measuring(
    contrasts=_CONTRASTS,
    units={
        "%|pour ?cent": ("share", "%", 1.0), "points?(?: de pourcentage)?": ("points", "%", 1.0),
        "points? de base": ("points", "%", 0.01), "quarts? d['’]heure": ("duration", "s", 900.0),
        "(?:de |d')?dollars?": ("money", "USD", 1.0), "(?:d'|d’)?euros?|€": ("money", "EUR", 1.0),
        "(?:de )?francs?(?: suisses)?": ("money", "CHF", 1.0), "(?:de )?livres?(?: sterling)?": ("money", "GBP", 1.0),
        "(?:de )?couronnes?": ("money", "CROWN", 1.0), "(?:de )?roubles?": ("money", "RUB", 1.0),
        "centimes?": ("money", "CENT", 1.0), "(?:de )?roupies?": ("money", "INR", 1.0),
        "kilomètres?|km": ("length", "m", 1e3), "milles?": ("length", "m", 1609.34), "mètres?|m": ("length", "m", 1.0),
        "centimètres?|cm": ("length", "m", 0.01), "millimètres?|mm": ("length", "m", 0.001),
        "kilomètres? carrés?": ("area", "m2", 1e6), "mètres? carrés?": ("area", "m2", 1.0), "hectares?": ("area",
        "m2", 1e4),
        "mètres? cubes?": ("volume", "l", 1e3), "litres?": ("volume", "l", 1.0),
        "kilos?|kilogrammes?|kg": ("mass", "kg", 1.0), "tonnes?": ("mass", "kg", 1e3), "grammes?": ("mass", "kg", 1e-3),
        r"kilomètres?(?:[\s-]|/)(?:à l['’])?heure|km/h": ("speed", "km/h", 1.0),
        "degrés?(?: celsius)?|°\\s?[cf]?": ("degrees", "C", 1.0),
        "secondes?": ("duration", "s", 1.0), "minutes?": ("duration", "s", 60.0), "heures?": ("duration", "s", 3600.0),
        "jours?|nuits?": ("duration", "s", record.DAY), "semaines?": ("duration", "s", 7 * record.DAY),
        "mois": ("duration", "s", record.SECONDS["month"]), "ans?|années?": ("duration", "s", record.SECONDS["year"]),
        "décennies?": ("duration", "s", record.SECONDS["decade"]),
        "siècles?": ("duration", "s", record.SECONDS["century"]),
    },
    signs={r"US\$|\$": "USD", "€": "EUR", "£": "GBP"},
    bounds=(
        ("at most", "pas plus de|pas plus d['’]"), ("at least", "pas moins de|pas moins d['’]"),
        ("more than", "plus de|plus d['’]"), ("at least", "au moins"), ("at most", "jusqu['’]à|au plus"),
        ("less than", "moins de"), ("nearly", "près de|presque"), ("about", "environ|quelque|autour de|à peu près"),
    ),
    fractions={
        "(?:un|d['’]un|du) quart(?! d['’]heure| de point)": 0.25,
        "(?:les )?trois quarts(?! d['’]heure| de point)": 0.75,
        "(?:un|d['’]un|du) tiers": 1 / 3, "(?:les )?deux tiers": 2 / 3, **record.fractions(_PARTS, _NUMERALS, " ", ""),
        "(?:la |de )?moitié": 0.5,
        "intégralement|totalement|entièrement": 1.0,
    },
    factors={"doubl\\w+|deux fois": 2.0, "tripl\\w+|trois fois": 3.0, "quadrupl\\w+|quatre fois": 4.0,
    "divis\\w+ par deux": 0.5},
    times_as=r"\s+fois\b",
    ordinals={"premier": 1, "première": 1, "deuxième": 2, "second": 2, "seconde": 2, "troisième": 3, "quatrième": 4,
              "cinquième": 5, "sixième": 6, "septième": 7, "huitième": 8, "neuvième": 9, "dixième": 10, "onzième": 11,
              "douzième": 12, "quarantième": 40},
    ordinal_mark=r"(?:e|er|ère|ème)\b",
    one_in=r"\b(une?|deux|trois|quatre|cinq|six|sept|huit|neuf|\d+)\s+(?:\w+\s+)?sur\s+(deux|trois|quatre|cinq|six|sept|huit|neuf|dix|cent|\d{1,3})\b",
    score=r"\s*(?:voix|sièges|buts)?\s*(?:contre|à|[:–-])\s*",
    below_zero=r"\s+(?:au-dessous|en dessous) de zéro", minus=r"(?:\bmoins|−|(?<!\w)-)\s?$",
    age_before=r"\bâgée?s? de\s+$|(?-i:[A-Z])[\w-]+\s\($",
    vague={"dizaines": (20, 99), "centaines": (150, 5000), "milliers": (1000, 1e5), "quelques centaines": (200, 999),
           "plusieurs centaines": (200, 999), "une douzaine": (12, 12), "une dizaine": (10, 10),
           "une vingtaine": (20, 20),
           "une trentaine": (30, 30), "une quarantaine": (40, 40), "une cinquantaine": (50, 50),
           "une centaine": (100, 100)},
    roles={"by": "de", "to": "à", "from": "de"},
    bounds_after=(("at least", "ou plus"), ("about", "environ")),
    rates=record.rates(
        "par|chaque|à l['’]",
        r"""second = seconde; minute = minute; hour = heure; day = jour quotidien\w*; week = semaine hebdomadaires?;
        month = mois mensuel\w*; year = an|année annuel\w*; head = tête; person = personne""",
    ),
    parts={"une? demi(?:e|-)?": 0.5},
    a="une?", one="seule?", before_one="en|dans|après|depuis|pendant|durant|environ|presque|près d['’]|plus d['’]",
    few={"une paire de|un couple de": 2.0, "une? seule?": 1.0},
    counted_out=r"voix|vot|siège|\bcontre\b|défaite|victoire",
    skipped=frozenset({"le", "la", "les", "de", "des", "du", "et", "ou", "avec", "plus", "autres", "nouveaux",
    "nouvelles"}),
    not_ordinal=r"\s+(?:des|de)\b",
)  # fmt: skip
_PAGE = record.Page(
    furniture=(
        r"avec (?:l['’])?(?:afp|reuters|ap|agences?|ats|belga)(?:[/, ]+(?:et )?\w+){0,3}\.?"
        "|propos recueillis par .{1,80}|traduit .{1,60} par .{1,60}|sur le même (?:sujet|thème).{0,20}"
        "|les? (?:articles? )?(?:les )?plus lus?.{0,30}|à voir aussi.{0,120}|pour aller plus loin.{0,40}"
        "|à découvrir.{0,40}|la rédaction vous (?:conseille|recommande).{0,60}|lire plus tard"
        "|vous avez (?:une information|un témoignage).{0,160}|contactez(?:-nous)? .{1,120}"
        "|(?:article|contenu) réservé (?:à|aux) .{1,60}|newsletter .{1,60}|inscription à la newsletter.{0,60}"
        "|contenu sponsorisé.{0,40}|en cliquant sur .{1,200}|ce contenu (?:est|a été) bloqué.{0,200}"
        "|suivez .{1,60} sur (?:google|facebook|twitter|x|instagram|whatsapp).{0,60}"
        r"|il vous reste .{1,20} de cet article à lire.{0,80}|\d+ commentaires?|commenter|réagir"
        r"|page \d+ (?:sur|de) \d+"
        "|voir les commentaires.{0,20}|abonnez-vous (?:à partir|dès|maintenant|pour|et) .{0,80}"
        "|voir cette publication sur instagram|une publication partagée par .{1,80}"
        "|se (?:désabonner|désinscrire).{0,60}|voir .{0,20}dans (?:votre|le) navigateur.{0,40}"
    ),
    cut_off=(
        r"il vous reste\s+[\d,.]+\s?% (?:de (?:cet |l['’])article|à lire)"
        r"|la suite (?:de (?:cet |l['’])article )?est réservée"
        r"|suite.{0,30} en vous abonnant|(?:intégralité|totalité) de (?:cet |l['’])article|(?:cet "
        r"|l['’])article est (?:réservé|exclusivement réservé) |(?:article|contenu"
        r"|contenus) réservés? aux (?:abonn|membre)|pour lire (?:la suite|l['’]intégralité|cet article)"
        r"|(?:lecture|suite|accès) (?:de|à) (?:ce|cet|l['’]) ?(?:article|contenu|texte) est réservée? (?:à nos|aux) "
        r"|pour (?:continuer|poursuivre) (?:votre|la) lecture,? (?:identifi|connect|abonn|inscri|cré)"
        r"|lire la suite (?:de l['’]article )?(?:en s['’]abonnant|pour)|abonnez-vous pour (?:lire|continuer"
        r"|accéder)|déjà abonné\s?\? (?:se )?(?:connect|identif)|poursui(?:vez|vre) (?:votre|la) lecture"
        r"|connectez-vous pour (?:lire|continuer)|vous avez lu \d+\s?% de cet article"
    ),
    names="französisch|french|français|francais",
    stamp="publiée?|mise? en ligne|postée?|mise? à jour|modifiée?|actualisée?",
    changed="mise? à jour|modifiée?|actualisée?", stamp_joint="le", date_joint="le", wired="avec",
    day_endings="er", clock_joint="à", clock_marks=r"[:h]|\sh\s", clock_unit=r"(?-i:[A-Z]{2,4})\b",
    picture="photos?(?: credits?)?|crédits?(?: photos?)?|illustration|source|image(?: credits?)?", picture_by="par",
    made_by="par|via", byline="Par", joins="par|de|et|via", conjunction="et",
    share=("partager|tweeter|imprimer|copier le lien|commentaires|enregistrer|sur|cet|l’article|e-?mail"),
    asks="abonnez-vous|inscrivez-vous|recevez", letter="newsletters?|infolettre|boîte mail",
    more=("à lire aussi|a lire aussi|à lire également|lire aussi|lire la suite|voir aussi|sur le même sujet"),
    cookies="nous utilisons|ce site utilise", accept="(?:tout )?accept", rights="tous droits réservés",
    waiting="chargement(?: en cours)?", follow="suivez-nous", advertisement="publicité|annonce",
    subscribe="s['’]abonner|se connecter|s['’]identifier|je m['’]abonne", reading_time="temps de lecture ?:? .{1,15}",
)  # fmt: skip
_VOCABULARY = record.Vocabulary(
    function="""ainsi alors après au aujourd'hui aussi aux avait avant avec avoir c'est car ce cela celle celui ces
        cet cette ceux comme d'un d'une dans de depuis des devait doit donc dont du elle elles encore entre est et
        fait heure il ils je l'on la le les leur leurs lors ma mais mes mon n'a n'est n'ont ne nous ont ou où par
        pas plus pour qu'elle qu'il que qui quoi sa sans se selon ses si son sont sous sur tous tout toute toutes
        très tu un une vers vous étaient était été être""",
    elided="[ldnsjcmt]|qu|jusqu|lorsqu|puisqu",
    endings=r"(?:ements?|antes?|ants?|aient|erait|erons?|eront|ait|ent|ees?|er|ez|es|ai[st]|e|s|x)$",
    inflections="(?:s|x|es)?", nouns="small", english_look="often",
    no_names="""lundi mardi mercredi jeudi vendredi samedi dimanche mm mme mlle dr commission parlement gouvernement
        président euro md mds mdeur mdseur meur keur""",
    learnt="lexicon names",
)  # fmt: skip
_SPLITTING = record.Splitting(
    titles="""M MM Mme Mmes Mlle Mlles Dr Drs Pr Prof Me Mes Mgr St Ste Sts Stes Cie Cdt Cne Col Gén gén Lt Sgt sén
        Sén dép Dép p.ex P.ex c.-à-d env bd Bd bld boul av Av pl cf Cf tél Tél resp""",
    numbered="no nos n art al chap vol p pp fig éd h min § réf", ends="etc",
    goes_on="""av.J.-C apr.J.-C janv févr avr juil sept oct nov déc Jr Sr U.S Univ éd Inc Corp Co Ltd Plc LLC Bros
        Cie""",
    starters="""Le La Les L’ L' Un Une Des Du Il Elle Ils Elles On Nous Vous Je J’ J' Tu Ce C’ C' Cet Cette Ces Cela
        Ça Son Sa Ses Leur Leurs Notre Nos Votre Mon Ma Mes Mais Et Ou Or Donc Car Dans En Pour Par Avec Sans Sous
        Sur Selon Après Avant Depuis Pendant Au Aux À D’ D' De Dès Entre Vers Chez Qui Que Qu’ Qu' Quoi Quand
        Comment Pourquoi Où Si S’ Lorsque Lorsqu’ Aucun Aucune Personne Nul Rien Tout Tous Toute Toutes Plus
        Plusieurs Certains Certaines D’autres Deux Trois Ainsi Alors Aujourd’ Hier Demain Ensuite Enfin Puis
        Pourtant Cependant Toutefois Néanmoins Parmi Malgré Même Ni Ne N’ N' Celui Celle Ceux Celles Chaque Quant
        Quelques Quel Quelle Reste Voici Voilà Ici Là""",
    before_platform="sur de chez via", number_stop="end",
    answers="""Oui Non Si Merci Silence Bravo Exact Vrai Faux Rien Enfin Stop Fini Peut-être""",
    short_months="janv jan févr avr juil sept sep oct nov déc", speaking="dit demande lance écrit répond",
    pronouns="Il Elle",
)  # fmt: skip
_NUMBERS = record.Numbers(
    joint="et", until="à", choice="ou",
    # A billion is a million millions.
    scales=record.amounts("""cent = 100; cents = 100; mille = 1e3; milliers = 1e3; million = 1e6; millions = 1e6;
        milliard = 1e9; milliards = 1e9; md = 1e9; mds = 1e9; mdeur = 1e9; mdseur = 1e9; meur = 1e6; keur = 1e3;
        billion = 1e12; billions = 1e12; douzaines = 12"""),
    letters=record.amounts("k = 1e3; m = 1e6"),
    counted=r"(?:d['’](?:habitants|abonnés|utilisateurs|électeurs|emplois|animaux|euros)|de (?:personnes|voix|clients"
    r"|véhicules|voitures|foyers|tonnes|visiteurs|doses|comptes|vues))\b",
    half=r"\s+et[\s-]demie?\b",
    half_apart=r"(?:\s+\w+){1,2}\s+et[\s-]demie?\b",
    hints=record.entries("""demi = 0.5 30; demie = 0.5 30; moitié = 0.5 50 2; quart = 4 15 0.25 25; un = 1; zéro =
        0; vierge = 0; trentenaire = 30; quadragénaire = 40; quinquagénaire = 50; sexagénaire = 60; septuagénaire =
        70; octogénaire = 80; nonagénaire = 90; quarts = 4 0.75; tiers = 3; dizaine = 10; dizaines = 10; quinzaine =
        15 14 2; douzaine = 12; vingtaine = 20; trentaine = 30; quarantaine = 40; cinquantaine = 50; soixantaine =
        60; centaine = 100; centaines = 100; cent = 100; mille = 1000; millier = 1000; milliers = 1000; deux = 2;
        double = 2; doubler = 2; doublé = 2; midi = 12; minuit = 0 12 24; premier = 1; première = 1; second = 2;
        seconde = 2; quinquennat = 5; décennie = 10; siècle = 100; couple = 2; paire = 2; million = 1000000;
        milliard = 1000000000; centenaire = 100; trimestre = 3; semestre = 6; an = 12; bimensuel = 2; neuvième = 9;
        cinquième = 5; heure = 60; jour = 24; jours = 24; deuxième = 2; trio = 3; semaine = 7; semaines = 14"""),
    metres=r"\s?m(?:ètres?)?\s?", decades="années|ans|décennie", minus="(?<!au )moins", separator=r"\.",
)  # fmt: skip
_TRANSLATING = record.Translating(
    marian="Helsinki-NLP/opus-mt-fr-en", embedded="French",
    canary=(
        "Le ministre a visité la ville de Berlin le 14 mai.",
        "L’entreprise a été fondée à Paris en 1998.",
        "Pierre Martin a 52 ans et vit à Madrid.",
        "En janvier, 300 personnes sont venues à Rome.",
    ),
    exonyms="""éthiopie = ethiopia; estonie = estonia; lettonie = latvia; lituanie = lithuania; islande = iceland;
        groenland = greenland; chypre = cyprus; vert, cap-vert = verde green; roumanie = romania; bulgarie = bulgaria;
        serbie = serbia; slovénie = slovenia; tchéquie = czech; slovaquie = slovakia; nouvelle-zélande = zealand;
        brésil = brazil; colombie = colombia; pérou = peru; chili = chile; mexique = mexico; cameroun = cameroon;
        tchad = chad; guerres = wars war; flotte = fleet; yémen = yemen; munich = munich; cologne = cologne;
        vienne = vienna; genève = geneva; londres = london; bruxelles = brussels; milan = milan; rome = rome;
        florence = florence; venise = venice; naples = naples; turin = turin; gênes = genoa; moscou = moscow;
        varsovie = warsaw; prague = prague; athènes = athens; caire = cairo; lisbonne = lisbon; copenhague = copenhagen;
        haye = hague; pékin = beijing; tokyo = tokyo; anvers = antwerp; allemagne = germany german;
        france = france french; autriche = austria austrian; suisse = switzerland swiss; italie = italy italian;
        espagne = spain spanish; grèce = greece greek; turquie = turkey turkish; hongrie = hungary hungarian;
        pologne = poland polish; pays-bas = netherlands dutch; suède = sweden swedish; norvège = norway norwegian;
        danemark = denmark danish; finlande = finland finnish; irlande = ireland irish;
        écosse = scotland scottish scots; angleterre = england english; grande-bretagne = britain british uk kingdom;
        belgique = belgium belgian; galles = wales welsh; russie = russia russian; ukraine = ukraine ukrainian;
        croatie = croatia; égypte = egypt; maroc = morocco moroccan; algérie = algeria; tunisie = tunisia;
        libye = libya; syrie = syria syrian; irak = iraq iraqi; iran = iran iranian; jordanie = jordan; liban = lebanon;
        arabie = arabia saudi; inde = india indian; chine = china chinese; japon = japan; afrique = africa;
        europe = europe european; asie = asia asian; amérique = america american;
        usa, états-unis, etats-unis, états, etats, unis = us u.s usa states america american; ue = eu union european;
        onu = un u.n nations; otan = nato; bce = ecb bank; pib = gdp; fmi = imf; rfa = frg; rda = gdr east;
        fed = fed reserve; royaume-uni, royaume = uk kingdom britain; vih = hiv; sida = aids; oms = who; adn = dna;
        tva = vat; brexit = brexit; urss = ussr soviet; noire = black; blanche = white; rouge = red;
        seconde = second ii; irm = mri; tdah = adhd; sms = text sms; antiquité = antiquity; équateur = ecuador equator;
        égée = aegean; vert, verte = green; junior = jr junior; sncf = sncf; pdg = ceo; cia = cia; ong = ngo;
        ovni = ufo; rdc = drc congo; rhin = rhine; danube = danube; bavière = bavaria bavarian bayern; saxe = saxony;
        bretagne = brittany; bourgogne = burgundy; corse = corsica; sardaigne = sardinia; sicile = sicily; pape = pope;
        jésus = jesus; dieu = god; noël = christmas; pâques = easter; pacifique = pacific; méditerranée = mediterranean;
        atlantique = atlantic; lac = lake; mer = sea; océan = ocean; gop = gop republicans; rn = rally;
        jo = olympic olympics; guerre = war; parlement = parliament; twitter = tweet tweets tweeted;
        bucarest = bucharest; budapest = budapest; belgrade = belgrade; cracovie = krakow cracow; séville = seville;
        barcelone = barcelona; liège = liege; gand = ghent; louvain = leuven louvain; francfort = frankfurt;
        hambourg = hamburg; ratisbonne = regensburg; mayence = mainz; trèves = trier; sarrebruck = saarbrucken;
        aix-la-chapelle = aachen; bâle = basel basle; berne = bern berne; lucerne = lucerne; édimbourg = edinburgh;
        douvres = dover; tamise = thames; alger = algiers; téhéran = tehran; bagdad = baghdad; damas = damascus;
        beyrouth = beirut; riyad = riyadh; havane = havana; new, york = nyc ny""",
    nations=r"""afghan = afghan; albanian = alban(?:ie|ais); algerian = algéri; american =
        américain|washington|[ée]tats-unis; angolan = angol; argentine = argentin; armenian = arméni; australian =
        australi; austrian = autrich; azerbaijani = azerbaïdjan|azéri; belarusian = biélorus|belarus; belgian =
        belg; bolivian = bolivi; bosnian = bosni; brazilian = brésil; british =
        britann|grande-bretagne|royaume-uni|angleterre; bulgarian = bulgar; burkinabe = burkin; burmese =
        birman; cameroonian = camerou; canadian = canad; chadian = tchad; chilean = chil(?:i|ien\w*)\b; chinese =
        chine\b|chinois; colombian = colombi; congolese = congo; croatian = croat; cuban = cuba; cypriot = chypr;
        czech = tch[èé]qu; danish = danois|danemark; dutch = néerland|pays-bas|hollan; ecuadorean =
        équator|équateur; egyptian = égypt; eritrean = érythr; estonian = estoni; filipino = philippin; finnish =
        finland; french = français|france\b; gabonese = gabon; german = allemand|allemagne; ghanaian = ghan;
        georgian = géorgi; greek = grec|grèce; guinean = guiné; haitian = haït; hungarian = hongr; icelandic =
        island; indian = inde\b|indien(?:ne)?s?\b; indonesian = indonés; iranian = iran; iraqi = irak; irish =
        irland; israeli = isra[ëe]l; italian = itali; ivorian = ivoirien|côte d['’]ivoire; japanese = japon;
        jordanian = jordani; kazakh = kazakh; kenyan = k[ée]ny; korean = coréen|corée(?! du (?:nord|sud)); kosovar =
        kosov; latvian = letton; lebanese = liban; libyan = liby; lithuanian = lituan; luxembourg = luxembourg;
        malagasy = malgache|madagascar; malian = mali(?:en\w*)?\b; mexican = mexi(?:c|que); moldovan = moldav;
        montenegrin = montenegr; moroccan = marocain|maroc\b; nicaraguan = nicaragu; nigerian = nig[ée]ria; nigerien
        = niger\b|nigérien; northkorean = nord-coré|corée du nord; norwegian = norv[èé]g; pakistani = pakistan;
        palestinian = palestin; panamanian = panam(?:a|éen); peruvian = pérou|péruv; polish = polonais|pologne;
        portuguese = portug; qatari = qatar; romanian = roumain|roumanie; russian = russ; rwandan = rwand; saudi =
        saoud; scottish = écoss; serbian = serb; slovak = slovaq; slovenian = slov[èé]n; senegalese = sénégal;
        somali = somali; southafrican = sud-afric|afrique du sud; southkorean = sud-coré|corée du sud; southsudanese
        = sud-soudan; spanish = espagn; sudanese = soudan; swedish = suède|suédois; swiss = suisse|helvét; syrian =
        syri; taiwanese = taiwan; thai = thaïl; ethiopian = éthiopi; togolese = togo; tunisian = tunisi; turkish =
        turcs?\b|turque?s?\b|turquie; ugandan = ougand; ukrainian = ukrain; uruguayan = uruguay; venezuelan =
        v[ée]n[ée]zu[ée]l; vietnamese = vietnam; yemeni = yémén|yémen; zealand = néo-zéland|nouvelle-zélande""",
    sounds="ou=u ine$=in tch=č sh=ch č=ch", marks="lost", length=-0.15, clause_limit=7.0,
)  # fmt: skip

FRENCH = record.Language(
    code="fr",
    name="French",
    codes3=("fra", "fre"),
    without="""vocabulary.no_noun calendar.minutes_before calendar.words_too calendar.before_month splitting.small_names
        measuring.fold measuring.age_after splitting.clock splitting.after_clock splitting.before_ordinal
        splitting.always_capital vocabulary.adjective_endings vocabulary.compound_links vocabulary.no_name_endings
        speech.reported speech.unreported numbers.words numbers.scale_article numbers.beginnings numbers.no_beginning
        calendar.day_of calendar.half_to translating.own_sounds translating.genitive""",
    splitting=_SPLITTING,
    page=_PAGE,
    vocabulary=_VOCABULARY,
    speech=record.Speech(
        saying=rf"(?i)\b(?:{record.either(_SAYING)})\b",
        source=(
            rf"(?i)\bselon\b(?! (?:{_NO_SOURCE})\b){_NAMED}|\bd['’]après\b(?!-){_NAMED}"
            r"|(?<!\bqui )(?<!\bon )\b(?:dit|affirme|déclare|explique|indique|assure) qu"
        ),
    ),
    assertion=record.Assertion(
        denial=_DENIAL,
        tinged=(
            r"(?i)\b(?:in(?:capable|connu|juste|suffisant|utile|certain|visible|habituel|dépendan|existant|efficace"
            r"|interdi)\w*|im(?:possible|puissan|prévu|prévisible)\w*|ir(?:réel|respons)\w*|il(?:légal|légitime)\w*|peu"
            r"|manqu\w+|refus\w+|empêch\w+|évit\w+|interdi\w+|échou\w+|échec|nie(?:nt|r)?|non|rarement|rares?|sauf"
            r"|rejet\w+|absen\w+|faute de|dé(?:mentir|ment)\w*)\b"
        ),
        # The other way round, aucun … ne, the two words are one denial.
        concord=r"(?i)\b((?:aucune?|personne|rien|jamais|ni)\b(?: [\w'’-]+){0,5}?) (?:ne |n['’])(?:[\w'’-]+ jamais\b)?",
        concord_denial="aucun",
        reminder=r"\b[nN]\W?oubli\w+ (?:donc )?pas\b",
        # The conditional reports what others say; after que it only follows a past: il a dit qu'il serait là.
        hedge=(
            r"(?i)\b(?:(?<!que )(?<!qu')(?<!qu’)(?:aurai(?:t|ent)|serai(?:t|ent))|pourrai(?:t|ent)|devrai(?:t|ent)"
            "|présumée?s?|apparemment|apparente?s?|probablement|peut-être|vraisemblablement|sans doute"
            r"|semble(?:nt|rait)?|paraît|paraissent|supposée?s?|soupçonnée?s?)\b"
        ),
    ),
    numbers=_NUMBERS,
    quantities=record.Quantities(
        percent="pour ?cent",
        metric=r"(?:kilo|centi|milli)?mètre[ns]*|kilo\w*|litres?|hect\w+|ton\w+|grammes?|degrés?",
        imperial=r"milles|pieds?|livres|pouces?|gallon\w*",
        scale_names=record.entries("million = millions?; billion = milliards?; trillion = billions?"),
        unit_names=record.entries(r"""percent = %; percents = pour cent; euro = €; euros = euros?; dollar = \$;
            dollars = dollars?; pound = £"""),
        partitive="d['’]|de ",
    ),
    measuring=_MEASURING,
    calendar=record.Calendar(
        weekdays=record.alternatives("lundi mardi mercredi jeudi vendredi samedi dimanche"),
        months=record.alternatives(
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
        ),
        small_names=True,
        day_endings="s?",
        night_to="nuit (?:de |du )?\\w+ (?:à|au)",
        relative={"avant-hier": -2, "hier": -1, "aujourd['’]hui": 0, "demain": 1},
        day_marks="er",
        days_joint="et|ou|au|à",
        weekday_joint=r"\s+",
        numbered=r"\b(?:le|du|au|dès le|avant le|depuis le) (?P<day>[12]?\d|3[01])(?=\s*[,;)]|\s+(?:et|au|à)\b)",
        before_year="en|depuis|dès|jusqu['’]en|de",
        no_year=r"%|euros?\b|dollars?\b|pour ?cent|personnes|mètres|kilomètres|km\b|fois\b",
        year_end="(?:la )?fin (?:de l['’]|d['’])année",
        contrasts={
            "day": record.contrasts(r"""
                two before = avant-hier ~ deux jours;
                yesterday = (?<!avant-)hier ~ veille;
                today = aujourd['’]hui|ce (?:matin|soir)|cette nuit ~ jour\w*|actuel\w*|ce|cette|maintenant
                    |désormais|soir|nuit;
                tomorrow = (?<!après-)demain ~ lendemain;
                two after = après-demain ~ surlendemain"""),
            "near": record.contrasts(r"""
                week = semaine (?:dernière|passée|prochaine)|la semaine suivante|il y a (?:huit|quinze) jours ~
                    semaine\w*|jours?;
                month = mois (?:dernier|passé|prochain) ~ mois;
                year = an (?:dernier|passé|prochain)|année (?:dernière|passée|prochaine) ~ ans?|année\w*
                    |\d\d\d\d|annu\w*"""),
            "season": record.contrasts(r"""
                spring = printemps ~ printanier\w*|mars|avril|mai;
                summer = (?:l['’]|cet |d['’]|en )été ~ été\w*|estiv\w*|juin|juillet|août;
                autumn = automne ~ automn\w*|septembre|octobre|novembre|rentrée;
                winter = hiver ~ hivern\w*|décembre|janvier|février|ski\w*"""),
            "time of day": record.contrasts(r"""
                morning = matin|matinée ~ matin\w*|aube|midi|petit\w*;
                afternoon = après-midi ~;
                evening = soir|soirée ~ soir\w*|nuit\w*|nocturn\w*|veille;
                noon = (?<!après-)midi ~ 12\S*|douze|déjeuner|mi-journée|matin;
                midnight = minuit ~ 0h\S*|24\S*|nuit"""),
        },
        month_end="(?:la )?fin (?:du|de) mois",
        quarter="trimestres?",
        clock=rf"(?i)\b(\d{{1,2}})()(?:{record.GAP}?(?:h|heures?)\b|{record.GAP}?h(?=\d))(?:{record.GAP}?(\d\d)\b)?",
        hours="h|heures?",
        hour_words=(
            (),
            *record.alternatives(  # une heure is how long something lasts
                "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
                "dix-huit dix-neuf vingt vingt-et-une vingt-deux vingt-trois vingt-quatre"
            ),
        ),
        later_half=r"(?i)\bsoir|après-midi|\bnuit|nocturne|\bmidi|\btard",
        half_days={
            r"\s+du matin": 0,
            r"\s+(?:de l['’]après-midi|du soir)": 720,
        },
        clock_names={"(?<!-)midi": 720, "minuit": 1440},
        minutes_after=record.amounts("""et demie? = 30; et quart = 15; moins le quart = -15; trois quarts = 45;
            moins cinq = -5; moins dix = -10; moins vingt(?!-) = -20; moins vingt-cinq = -25"""),
        before_clock="à|vers|dès|jusqu['’]à|depuis|avant|après",
        no_clock=r"pour|millions?|milliards?|\w*mètres?|km\b|points?\b|minutes?\b",
        bounds={
            "by": "d['’]ici(?: à| au| le| la)?|au plus tard(?: à| au| le| en)?",
            "until": "jusqu['’](?:à|au|en)(?: le| la)?|s['’]achève(?: le)?|expire(?: le)?",
            "since": "(?:depuis|dès|à partir d[eu]|à compter d[eu])(?: le| la)?",
            "before": "avant(?: le| la)?",
            "after": "après(?: le| la)?",
        },
        fillers="l[ea]|au|en|à|début|mi|fin|environ|vers",
        moment="(?:juste|peu|immédiatement|minutes) (?:après|avant)",
        onwards="et (?:après|au-delà)",
    ),
    translating=_TRANSLATING,
)
