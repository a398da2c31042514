"""Names that English spells quite otherwise: German, French = English, each as they may be."""

import re
from functools import cache

_TABLE = """
äthiopien, éthiopie = ethiopia; estland, estonie = estonia; lettland, lettonie = latvia; litauen, lituanie = lithuania
islande = iceland; grönland, groenland = greenland; zypern, chypre = cyprus; vert, cap-vert, kapverden = verde green
rumänien, roumanie = romania; bulgarien, bulgarie = bulgaria; serbien, serbie = serbia; slowenien, slovénie = slovenia
tschechien, tchéquie = czech; slowakei, slovaquie = slovakia; neuseeland, nouvelle-zélande = zealand; kuba = cuba
brasilien, brésil = brazil; kolumbien, colombie = colombia; pérou = peru; chili = chile; mexiko, mexique = mexico
kamerun, cameroun = cameroon; tschad, tchad = chad; guerres = wars war; flotte = fleet; jemen, yémen = yemen
münchen, munich = munich; köln, cologne = cologne; nürnberg = nuremberg; wien, vienne = vienna
genf, genève = geneva; zürich = zurich; london, londres = london; brüssel, bruxelles = brussels
mailand, milan = milan; rom, rome = rome; florenz, florence = florence; venedig, venise = venice
neapel, naples = naples; turin = turin; genua, gênes = genoa; moskau, moscou = moscow; warschau, varsovie = warsaw
prag, prague = prague; athen, athènes = athens; kairo, caire = cairo; lissabon, lisbonne = lisbon
kopenhagen, copenhague = copenhagen; den haag, haye = hague; peking, pékin = beijing; kiew, kyjiw = kyiv kiev
tokio, tokyo = tokyo; hannover = hanover; aachen = aachen; antwerpen, anvers = antwerp
deutschland, allemagne = germany german; frankreich, france = france french; österreich, autriche = austria austrian
schweiz, suisse = switzerland swiss; italien, italie = italy italian; spanien, espagne = spain spanish
griechenland, grèce = greece greek; türkei, turquie = turkey turkish; ungarn, hongrie = hungary hungarian
polen, pologne = poland polish; niederlande, pays-bas = netherlands dutch; schweden, suède = sweden swedish
norwegen, norvège = norway norwegian; dänemark, danemark = denmark danish; finnland, finlande = finland finnish
irland, irlande = ireland irish; schottland, écosse = scotland scottish scots; england, angleterre = england english
großbritannien, großbritanniens, grande-bretagne = britain british uk kingdom; belgien, belgique = belgium belgian
galles = wales welsh; russland, russie = russia russian; ukraine = ukraine ukrainian; kroatien, croatie = croatia
ägypten, égypte = egypt; marokko, maroc = morocco moroccan; algerien, algérie = algeria; tunesien, tunisie = tunisia
libyen, libye = libya; syrien, syrie = syria syrian; irak = iraq iraqi; iran = iran iranian
jordanien, jordanie = jordan; libanon, liban = lebanon; saudi-arabien, arabie = arabia saudi
indien, inde = india indian; china, chine = china chinese; japan, japon = japan; südafrika, afrique = africa
europa, europe = europe european; asien, asie = asia asian; amerika, amérique = america american
usa, états-unis, etats-unis, états, etats, unis = us u.s usa states america american; eu, ue = eu union european
uno, un, onu = un u.n nations; nato, otan = nato; ezb, bce = ecb bank; bip, pib = gdp; fmi, iwf = imf
brd, rfa = frg; ddr, rda = gdr east; wm = world; em = european euro; fed = fed reserve
gb, royaume-uni, royaume = uk kingdom britain; vih = hiv; sida = aids; oms, who = who; adn, dns = dna; tva = vat
brexit = brexit; urss, udssr = ussr soviet; noire = black; blanche = white; rouge = red
seconde, zweiter = second ii; mrt, irm = mri; adhs, tdah = adhd; wlan = wifi wi wlan; sms = text sms
antiquité = antiquity; équateur = ecuador equator; égée = aegean; vert, verte = green; junior = jr junior
ag = inc ag; lkw = truck lorry trucks; pkw = car cars; sncf = sncf; pdg = ceo; cia = cia; ong, nro = ngo; ovni = ufo
rdc = drc congo; rhein, rhin = rhine; donau, danube = danube; bayern, bavière = bavaria bavarian bayern
sachsen, saxe = saxony; thüringen = thuringia; hessen = hesse; niedersachsen = saxony
nordrhein-westfalen = rhine westphalia; pfalz = palatinate; bretagne = brittany; bourgogne = burgundy
corse, korsika = corsica; sardinien, sardaigne = sardinia; sizilien, sicile = sicily; papst, pape = pope
ostern = easter; jésus = jesus; dieu, gott = god; noël = christmas; pâques = easter; pacifique = pacific
méditerranée, mittelmeer = mediterranean; atlantique, atlantik = atlantic; nil = nile; lac = lake; mer = sea
océan = ocean; afd = afd alternative; gop = gop republicans; rn = rally; jo = olympic olympics; guerre = war
parlement = parliament; twitter = tweet tweets tweeted; vw = volkswagen; new, york = nyc ny
"""


@cache
def english() -> dict[str, frozenset[str]]:
    """German or French name → what it may be in English, small."""
    table: dict[str, frozenset[str]] = {}
    for entry in re.split(r"[;\n]", _TABLE.strip()):
        names, _, there = entry.partition("=")
        for name in names.split(","):
            table[name.strip()] = table.get(name.strip(), frozenset()) | frozenset(there.split())
    return table
