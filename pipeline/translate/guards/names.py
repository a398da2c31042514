"""Names of the source that its translation does not have, nor anything spelled like them."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from unicodedata import normalize

from pipeline.data import Lang

# Names that English spells quite otherwise: German, French = English.
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
großbritannien, grande-bretagne = britain british uk kingdom; belgien, belgique = belgium belgian
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
parlement = parliament
"""
_ORDINARY: dict[Lang, str] = {
    "de": """
ende anfang mitte prozent euro dollar cent uhr meter kilometer millionen milliarden million milliarde jahre jahren
tage tagen januar februar märz april mai juni juli august september oktober november dezember montag dienstag mittwoch
donnerstag freitag samstag sonntag sie ihnen ihr ihre ihrem ihren ihrer seit tausend hundert mio mrd us tv it dr prof
nr st franken pfund grad liter tonnen stunden minuten sekunden monate monaten wochen jahr tag mal kinder menschen
frauen männer leute herr frau herrn unis etwas bio dazu etwa also wozu hierzu ebenso wieso sowieso genauso umso inwieso
oma opa genau bereits zwo hinzu nahezu immerzu hunderte tausende dutzende zehntausende tweet twitter corona pm km mbh
co kg ag gmbh cm kw pc pcs kmh
""",
    "fr": """
monsieur madame m mme mm mlle dr président présidente premier première ministre état états église parlement sénat
assemblée nationale conseil cour bourse constitution république gouvernement ministère parti union internet web
janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi
vendredi samedi dimanche nord sud est ouest dieu terre lune soleil saint sainte st ste le la les de du des d l et en
au aux un une je il elle nous vous ils elles on ce cette ces moyen orient proche extrême jeux mondiale guerre monde
coupe ligue fédération université institut centre hôpital hôtel musée place rue avenue boulevard pont tour mont lac
mer océan golfe île îles empire royaume-uni royaume duc roi reine prince princesse pape sir lord duchesse directeur
général secrétaire commission comité agence association société groupe banque marché prix grand grande petit petite
haute haut bas nouveau nouvelle a à si mais pour dans avec sur par selon lors après avant c j n s qu tv pdg pme ong
vih sida adn uv km kg cm musulmans chrétiens juifs protestants catholiques islam christianisme wifi pc droit droits
homme femme ville tribunal police armée loi code chambre députés
""",
    "en": """
lifetime tariff footballer debate affair brother century cup warehouse jubilee winter summer spring autumn wall
supervision supervisory legal sister uncle aunt grandfather grandmother husband wife son daughter baby morning
evening afternoon noon midnight weekend holiday today tomorrow yesterday crown throne bishop archbishop cardinal
priest pastor rabbi imam angel devil heaven hell
emergency organisations organisation organizations organization manager hope blessed card celsius icelandic power
public prosecutor fahrenheit inspector engineer editor founder owner partner member deputy acting former honorable
honourable councillor councilor candidate spokesman spokeswoman reporter singer actor actress writer author poet
artist hero champion winner cabinet memorial monument tomb temple mosque monastery basin plain plateau peninsula cape
creek stream pond waterfall glacier volcano crater canyon oasis jungle reserve sanctuary trail route highway motorway
expressway tunnel terminal gate line metro subway tram train express cruise ship vessel tank rifle missile rocket
satellite shuttle mission project program programme plan strategy initiative campaign operation exercise order decree
code rule charter declaration resolution amendment article section chapter volume edition version model type class
unit squad squadron battalion brigade regiment division corps fleet command commander admiral lieutenant marshal baron
count duke earl knight lady madam miss master animal protection crime women woman rights human youth elderly parent
parents family families friend friends business market markets stock exchange money tax budget economic economics
fiscal monetary interest rate rates crisis attack attacks bomb terror terrorism violence victim victims investigation
investigators criminal crimes racing cycling tennis basketball handball hockey skiing swimming athletics marathon
tournament final finals semi quarter round match open masters super bowl premier serie bundesliga champions europa
euro nobel pulitzer grammy emmy golden globe january february march april may june july august september october
november december monday tuesday wednesday president minister prime chancellor ministry federal state states united
party court parliament congress senate house government department office council committee union national
international north south east west northern southern eastern western european american german french english british
dutch greek turkish swiss welsh scots arab muslim muslims jews jewish christian christians catholic catholics church
bible god lord king queen prince princess pope sir mister street river mount mountain mountains lake sea ocean gulf
island islands city town university institute center centre school college hospital museum bank group company agency
association society foundation league cup championship championships olympics olympic games world first second third
general director secretary chief head doctor professor dear greens liberals conservatives democrats republicans labour
labor left right army navy force forces police guard republic kingdom empire emirates war treaty constitution supreme
high constitutional district county province region earth moon mars internet web twitter facebook google christmas
easter mother father black white great new saint germany france england britain spain italy greece turkey austria
switzerland belgium russia america africa asia europe china india japan egypt middle daily news times post press
thursday friday saturday sunday this that with from they what when where there here also directive defense defence
strait peaceful cathedral assembly people cemetery square chairman chairwoman heart children coach year years week
month vice interior exterior averted move central alps chamber fault flight publisher price attorney lawyer lawyers
guards commons embassy speaker plates economy newspaper refugees refugee latin greeks presidential citizenship airport
airlines airline like after before soccer football independent commission clay judge roman romans television radio
preliminary system cyclone hurricane storm superintendent grand scale impact race representative representatives fire
channel history metropolitan village succession valley emperor natives native thai falls service services annual meal
curse revenge canal five leader neighborhood brewery drivers driver category probe parenthood oversight survey garden
gardens castle disorder hills hill foreign ranger uptown downtown wagon iceland greenland secrets secret home officer
captain colonel major sergeant sheriff mayor governor ambassador commissioner justice life love death night road
bridge park tower palace hall theatre theater stadium arena beach bay coast forest desert port harbor harbour station
plaza library award awards prize festival series season episode book song album film movie show game team club player
act law bill agreement accord protocol pact convention summit conference forum report study journal magazine review
science energy health education trade finance treasury security intelligence authority administration bureau board
fund trust corporation limited holdings industries motors media network green blue gold silver star stars nations
peace freedom liberty democracy democratic republican conservative social socialist liberal communist alliance
coalition front movement revolution civil military naval royal imperial holy sacred low upper lower inner outer early
late modern ancient mid quran koran torah gospel buddha allah your their our his her its will would could should must
have been were was does did done make made let sedan coup chancellery civic cretaceous jurassic aryan iraqi iraqis
israeli israelis saudi pakistani afghan afghans kurds kurdish czech danish finnish serb serbs croat turk turks pole
poles dane danes swede swedes finn spaniards frenchman englishman oscar olympia brexit covid coronavirus wikipedia
youtube instagram microsoft
""",
}
_CHANGES = (
    ("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("ou", "u"), ("ew", "ev"), ("w", "v"), ("ph", "f"), ("ck", "k"),
    ("c", "k"), ("j", "i"), ("y", "i"), ("z", "s"), ("qu", "k"), ("x", "ks"), ("th", "t"), ("kh", "h"), ("sh", "s"),
)  # fmt: skip
_ENGLISH_ENDING = re.compile(
    r"(?:ish|ese|ians?|eans?|cans?|ans|ments?|tions?|tional|tive|ity|ities|ists?|ism|day|ology|ings?|ence|ance|ency|ure"
    r"|ics?|less|ness|ful|ous|able|ible)$"
)
_NAME = re.compile(r"[^\W_][\w]*(?:[-'’.&][\w]+)*")
_START = re.compile(r"(?:^|[.!?:;…»“”„\"«(–—|/\[]|\s-)\s*(?:[\"„“«‘'’(\[]\s*)?$")
_DETERMINED = re.compile(
    r"(?:\b(?:le|la|les|un|une|du|des|au|aux|ce|cette|ces|son|sa|ses|leur|leurs|notre|nos|mon|ma|mes|cet"
    r"|chaque|quelques|deux|trois|de nombreux|\d+) |[lL]['’])$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Unlike:
    """Names of the source without a like in the translation, and names of the translation without one in the source."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra)


def names_differing(source: str, lang: Lang, translation: str) -> Unlike:
    """What was lost and what came from nowhere.

    Careful rather than complete: in German, where all nouns have a capital, only what its shape or the word before
    gives away.
    """
    if _shouted(source):
        return Unlike((), ())
    there = _spellings(translation)
    missing = [name for name in dict.fromkeys(_names(source, lang, translation)) if not _found(name, there)]
    return Unlike(tuple(missing), () if _shouted(translation) else tuple(_new(source, translation)))


def _shouted(text: str) -> bool:
    """Whether capitals tell nothing: all are, or every word begins with one."""
    first = [word[0] for word in re.findall(r"[^\W\d_]{3,}", text)]
    return text.isupper() or (len(first) > 3 and sum(letter.isupper() for letter in first) > 0.66 * len(first))


def _names(source: str, lang: Lang, translation: str) -> list[str]:
    tokens = [match for match in _NAME.finditer(source) if match[0][0].isupper() or _camel(match[0])]
    return _german(source, tokens, translation) if lang == "de" else _french(source, tokens)


def _new(source: str, translation: str) -> list[str]:
    """Names of the translation that stand alone or beside a name of the source, and that the source does not have."""
    there = _spellings(source)
    there |= frozenset().union(*(_english()[word] for word in there & _english().keys()))
    tokens = list(_NAME.finditer(translation))
    found = []
    for place, match in enumerate(tokens):
        word = re.sub(r"['’]s?$", "", match[0])
        if not _proper(word) or _START.search(_tail(translation, match.start())):
            continue
        beside = [tokens[other][0] for other in (place - 1, place + 1) if 0 <= other < len(tokens)]
        if (
            any(other[0].isupper() and not _found(other, there) for other in beside)
            or _found(word, there)
            or word.casefold() in source.casefold()
        ):
            continue
        found.append(word)
    return found


def _proper(word: str) -> bool:
    """Whether an English word with a capital is a person's or a place's name and no adjective, title or office."""
    if len(word) < 4 or not word.isalpha() or not word[0].isupper() or not word[1:].islower():
        return False
    small = word.casefold()
    singular = re.sub("ies$", "y", small) if small.endswith("ies") else small.removesuffix("s")
    return not {small, singular} & _ordinary("en") and not _ENGLISH_ENDING.search(word)


def _tail(text: str, end: int) -> str:
    """What stands right before a word, enough for the patterns; a mark in front where it is not the whole."""
    return text[:end] if end <= 24 else "x" + text[end - 24 : end]


def _camel(word: str) -> bool:
    """Whether it has capitals where an ordinary word has none: CDU, iPhone, McDonald."""
    return any(letter.isupper() for letter in word[1:]) and "-" not in word and word[0].isupper()


def _plain(word: str, lang: Lang) -> bool:
    small = word.casefold()
    return small in _ordinary(lang) or len(re.sub(r"\W", "", small)) < 3 or small[0].isdigit()


@cache
def _ordinary(lang: Lang) -> frozenset[str]:
    return frozenset(_ORDINARY[lang].split())


_ELIDED = re.compile(r"(?:[ldnsjcmt]|qu)['’]", re.I)
_ROMAN = re.compile(r"[IVX]+e?(?:me)?")
_NUMBERS = frozenset(
    [
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "cent",
        "mille",
    ]
)
_TITLE = re.compile(
    r"(?:Herr|Frau|[Mm]inister|[Pp]räsident|[Kk]anzler|[Kk]önig|[Pp]rinz|[Pp]apst|[Cc]hef|[Tt]rainer"
    r"|[Ss]precher|[Ss]enator|[Ff]orscher|[Ll]eiter|[Pp]olitiker|[Ss]änger|[Aa]utor)(?:in|essin)?$"
)
_NOUN = re.compile(
    r"(?:ung|heit|keit|schaft|tion|ismus|ität|chen|lein|nis|ling|tum|tät|ungen|heiten|keiten|schaften|tionen"
    r"|täten|innen|ern|ten)$"
)


# German nouns do not look like this, but for the heads below and compounds with them.
_SHAPE = re.compile(
    r"[A-Z]\w+(?:(?<!e)i|(?<![aoe])u|(?<!e)(?<!r)(?<!s)y|[ao]s?)|C(?!h)\w{3,}|[A-Z]\w*(?:oo|aw[^aeiouäöü]|ow"
    r"|ew|cc|zz|dj|[^s]c[eio])\w?"
)
_HEADS = re.compile(
    r"(?:amerika|afrika|gas|glas|gras|auto|kino|büro|video|foto|photo|radio|thema|klima|firma|komma|drama|risiko|konto|kilo|taxi|ski|party"
    r"|handy|baby|hobby|city"
    r"|lobby|kamera|oper|villa|szenario|tempo|logo|motto|studio|kommando|embargo|casino|kasino|cello|piano"
    r"|solo|porto|echo|ego|zoo"
    r"|pizza|sofa|oma|opa|mama|papa|ära|aula|gala|arena|skala|aroma|dogma|lemma|trauma|schema|plasma|koma"
    r"|magma|lava|liga|mafia|visa|yoga"
    r"|agenda|propaganda|corona|euro|manko|veto|fiasko|inferno|manifest|ghetto|getto|kakao|menü|know|show|crew"
    r"|interview|look|boot"
    r"|zoom|boom|pool|tool|cool|school|shop|shirt|cash|crash|clash|rush|smartphone|cent|club|camp|comic"
    r"|computer|chance|community"
    r"|container|coach|cocktail|code|cousin\w*|couch|comeback|creme|cup|curry|cyber\w*|clown|clan|center"
    r"|campus|café|cafe|story|family"
    r"|flyer|juli|juni|gummi|ami|kombi|profi|promi|studi|azubi|krimi|alibi|safari|tsunami|bikini|salami|safari"
    r"|etui|uhu|tabu|iglu|akku|emu"
    r"|schuh|guru|känguru|caravan|chaos|status|virus|bonus|zirkus|kiosk|service|office|police|prozess|prozent"
    r"|facebook|cookie|notebook"
    r"|reproduktion|koop\w*|zoo\w*|coron\w*|covid|cannabis|cholera|champagner|action|pension\w*|influenc\w*"
    r"|sound\w*|security|software"
    r"|hardware|browser|power|workshop\w*|download|town|fußball|dschungel|tango|bistro|depot|duo|trio|euro"
    r"|dynamo|embryo|kimono|torso|memo"
    r"|abo|demo|info|deo|disko|tattoo|zoo|silo|turbo|polo|judo|domino|piccolo|credo|kredo|fresko|inka|panda"
    r"|gorilla|alpha|beta|delta|sauna|cola|unis"
    r"|fauna|flora|hula|lama|kobra|zebra|mensa|aida|razzia|phobia|regatta|revolution\w*|police|penalty|royalty"
    r"|charity|hockey|volley|jury|tory|whisky|pony|party|rugby|derby|lady|dandy|teddy|gully|sexy|partys|handys"
    r"|babys|babies|kid|snow|cow"
    r"|schicksal|sex|box|fax|mix|index|luxus|praxis|taxis|ethik|couch|coupé|charta|sparta)(?:s|en|n)?$",
    re.I,
)
_SAID = re.compile(r"\b(?:sagte|sagt|erklärte|betonte|meinte|so|kritisierte|schrieb|twitterte|warnte|forderte|fügte) $")


def _german(source: str, capital: list[re.Match[str]], translation: str) -> list[str]:
    there = set(re.findall(r"\w+", translation))
    found = []
    for place, match in enumerate(capital):
        name, before = match[0], capital[place - 1] if place else None
        if _plain(name, "de") or not name.isalpha() or _TITLE.search(name):
            continue
        if (
            _camel(name)
            or name.casefold() in _english()
            or (_SHAPE.fullmatch(name) and not _HEADS.search(name))
            or (
                not _START.search(_tail(source, match.start()))
                and not _NOUN.search(name)
                and _SAID.search(_tail(source, match.start()))
                and not source[match.end() + 1 : match.end() + 2].isupper()
            )
            or (before and source[before.end() : match.start()] == " " and _second(before[0], name, there))
        ):
            found.append(name)
    return found


def _second(before: str, name: str, there: set[str]) -> bool:
    """Whether a word after another with a capital is a name: after a title, or a name that the translation has."""
    if _plain(before, "de") or before.isupper() or name.isupper() or name.endswith("e") or _NOUN.search(name):
        return False
    return before in there or bool(_TITLE.search(before))


def _french(source: str, capital: list[re.Match[str]]) -> list[str]:
    found = []
    for match in capital:
        elided = _ELIDED.match(match[0])
        name = match[0][elided.end() :] if elided else match[0]
        before = _tail(source, match.start())
        if not name or not name[0].isupper() or not name[0].isalpha() or _plain(name, "fr") or _START.search(before):
            continue
        if elided or (name.isupper() and len(name) < 6) or name.casefold() in _NUMBERS or _ROMAN.fullmatch(name):
            continue
        if not _DETERMINED.search(before):
            found.append(name)
    return found


@cache
def _english() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for entry in re.split(r"[;\n]", _TABLE.strip()):
        names, _, english = entry.partition("=")
        for name in names.split(","):
            table[name.strip()] = table.get(name.strip(), frozenset()) | frozenset(english.split())
    return table


def _spellings(translation: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in re.findall(r"[^\W_](?:[\w.]*[\w])?", translation))


def _found(name: str, there: frozenset[str]) -> bool:
    small = name.casefold()
    if small in there or _english().get(small, frozenset()) & there:
        return True
    pieces = [part for part in re.split(r"[-'’.&]", small) if part]
    parts = [part for part in pieces if len(part) > 2] or pieces
    return any(_part_found(part, there) for part in parts)


def _part_found(part: str, there: frozenset[str]) -> bool:
    if part in there or part.rstrip("s") in there or _english().get(part, frozenset()) & there:
        return True
    folded = [_skeleton(word) for word in there]
    ours = _skeleton(part)
    if any(other.startswith(ours[:4]) and len(ours) > 3 for other in folded):
        return True
    return any(_alike(ours, other) for other in folded if len(other) > 2)


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= 0.7 and matcher.ratio() >= 0.7


@cache
def _skeleton(word: str) -> str:
    """A word without its marks, and with one letter for letters that languages write otherwise."""
    plain = "".join(letter for letter in normalize("NFD", word.replace("ß", "ss")) if letter.isascii())
    for old, new in _CHANGES:
        plain = plain.replace(old, new)
    return plain
