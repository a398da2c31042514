"""German."""

from pipeline.language import record

_SAYING = r"""sag(?:t|te|ten) schr(?:eibt|ieb|ieben) erklär(?:t|te|ten) teil(?:t|te|ten)\b.*\bmit mitgeteilt
    bericht(?:et|ete|eten) verkünde(?:t|te|ten) beton(?:t|te|ten) lob(?:t|te|ten) beschr(?:eibt|ieb) nimmt\b.*\bBezug
    laut zufolge demnach so(?=\ [A-ZÄÖÜ«„"]) (?:nach|den|eigenen)\ Angaben angekündigt kündig(?:t|te|ten)\b.*\ban
    bestätig(?:t|te|ten) mein(?:t|te|ten) warn(?:t|te|ten) heißt\ es hieß\ es behaupte(?:t|te|ten)"""
_SUBJUNCTIVES = """habe werde könne müsse solle wolle dürfe möge gehe komme gebe wisse lasse bleibe stehe liege sehe
    nehme halte fühle gelte führe bringe brauche mache finde spreche handle"""
_NAMED = "[^,.;]{0,40}"  # the rest of a source's name
# Left out: nicht nur and nicht zuletzt add, nicht wahr asks, ob nicht and warum nicht propose, kein geringerer praises.
_DENIAL = (
    r"(?i)\b(?:(?<!ob )(?<!warum )nicht(?! (?:nur|zuletzt|bloß|allein|wahr|weniger als|mehr als|umsonst)\b)|nichts|nie"
    r"|niemals|niemand\w*|kein(?:e[mnrs]?)?(?! geringere)|keinerlei|keineswegs|keinesfalls|nirgend\w*|weder|ohne"
    r"|kaum (?:jemand\w*|etwas))\b"
)
_UNITS = ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")

_FEW_WORDS = r"zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|hundert\w*|tausend\w*|million\w*|\w+zig"
_CONTRASTS = {
    "times": record.contrasts(r"""
        half = halb so|halbier\w*|(?:um|auf) die hälfte|zweimal weniger ~ halb(?!jahr)\w*|hälfte|50|fünfzig
            |\S*,5;
        double = doppelt\w*|verdoppel\w*|zweimal(?! weniger)|zweifach\w* ~ \w*zwei\w*|2|200|100|beide\w*|paar\w*
            |\w*doppel\w*;
        triple = dreifach\w*|verdreifach\w*|drei ?mal ~ \w*drei\w*|\w*dritt\w*|3|300|200;
        four = vierfach\w*|vervierfach\w*|vier ?mal ~ \w*vier\w*|4|400|300"""),
    "times more": record.contrasts(r"""
        less = \w*mal (?:weniger|niedriger|geringer|kleiner|billiger|günstiger) ~ wenig\w*|niedrig\w*|gering\w*
            |klein\w*|billig\w*|günstig\w*|\w*halb\w*|\w*tel;
        more = \w*mal (?:mehr|so|höher|größer)|\w+fach\w* ~ mehr|so|höher\w*|größer\w*|\w*mal|\w+fach\w*
            |\w*doppel\w*"""),
    "part": record.contrasts(r"""
        half = halbe[nrms]? ~ (?!anderthalb|eineinhalb)\w*halb\w*|hälfte|sechs monate?n?|30|dreißig|\S*,5|50
            |fünfzig|mitte;
        quarter = viertel(?:stunde|million|milliarde|jahrhundert|punkt)\w*|viertel[\s-]?(?:prozent)?punkt\w* ~
            \w*viert\w*|25\S*|15\S*|45\S*|fünfzehn|\S*,25|vier\w*|4|quartal\w*|drei\w*|3;
        one and a half = (?:anderthalb|eineinhalb)\w* ~ 1,5\S*|18|90|150\S*;
        one = (?:eine?[nrms]?|1) (?:stunde|jahr|jahrhundert|million|milliarde|dutzend|tag|kilometer|punkt)\w* ~
            (?<!halbe )(?<!halben )(?<!halber )(?<!halbes )(?<!\w)(?:stunde|jahr|jähr|jahrhundert|million|milliarde
            |dutzend|tag|täg|kilometer|punkt)\w*|stündlich\w*"""),
    "many": record.contrasts(r"""
        dozen = (?:ein|einem|einige) dutzend ~ dutzend\w*|zwölf|12|1\d|zehn;
        dozens = dutzende\w*|mehrere dutzend ~ dutzend\w*|\d\d|\w+zig|viele\w*;
        hundred = (?:ein|rund|etwa|knapp) ?hundert ~ \w*hundert\w*|1\d\d|9\d;
        hundreds = hunderte\w*|(?:mehrere|einige|viele) hundert(?! tausend\w*| million\w*) ~ \w*hundert\w*
            |\d\d\d|viele\w*;
        thousand = (?:ein|rund|etwa) ?tausend ~ \w*tausend\w*|1.?\d\d\d;
        thousands = tausende\w*|(?:mehrere|einige|viele) tausend ~ \w*tausend\w*|\d+.?\d\d\d|viele\w*;
        tens of thousands = zehntausende\w* ~ \w*zehntausend\w*|\d\d.?\d\d\d|zig\w+;
        hundreds of thousands = hunderttausende\w* ~ \w*hunderttausend\w*|\d\d\d.?\d\d\d;
        millions = (?:zehn|hundert|viele |etliche )millionen ~ \w*million\w*|mio|milliard\w*|mrd"""),
    "bound": record.contrasts(rf"""
        more = (?:mehr als|mindestens|wenigstens|über) (?:\d\S*|{_FEW_WORDS}) ~ mehr\w*|\w*über\w*|mindestens
            |wenigstens|gut|höher\w*|größer\w*|länger\w*|älter\w*|ab|plus|\w*stieg\w*|minimum\w*|nicht;
        less = (?:weniger als|unter) (?:\d\S*|{_FEW_WORDS}) ~ wenig\w*|\w*unter\w*|höchst\w*|maximal\w*|bis|kaum
            |knapp|nicht|minder\w*|fast|kürzer\w*|klein\w*|gering\w*|nied\w*|binnen|kein\w*|jünger\w*|innerhalb
            |beinahe|nahezu"""),
    "rate": record.contrasts(r"""
        minute = minütlich\w*|(?:pro|jede|in der) minute ~ \w*minut\w*|60|sechzig;
        hour = stündlich\w*|(?:pro|jede|in der|die) stunde ~ \w*stund\w*|\w*stünd\w*|km/h|h|uhr;
        day = täglich\w*|(?:pro|jeden|am) tag(?! (?:der|des|danach|zuvor|vor|nach)) ~ \w*tag\w*|\w*täg\w*|24\S*
            |nächt\w*;
        week = wöchentlich\w*|(?:pro|jede|in der) woche(?! (?:der|des|vor|nach|vom)) ~ \w*woche\w*|\w*wöch\w*
            |sieben\w*;
        month = monatlich\w*|(?:pro|jeden|im) monat ~ \w*monat\w*;
        quarter = vierteljährlich\w*|quartalsweise|(?:pro|jedes) quartal ~ \w*quartal\w*|\w*viertel\w*|drei\w*|3;
        year = jährlich\w*|(?:pro|jedes|im) jahr(?! \d| (?:des|der|vor|nach|zuvor|davor|darauf|danach)) ~
            \w*jahr\w*|\w*jähr\w*|zwölf|12|saison\w*"""),
    "how often": record.contrasts(r"""
        every two years = (?:alle zwei jahre|zweijährlich\w*) ~ zwei jahre\w*|zweijähr\w*;
        twice a year = (?:zweimal|zwei mal) (?:im|pro) jahr|halbjährlich\w*|alle sechs monate ~ halbjähr\w*
            |zweimal"""),
    "each whom": record.contrasts(r"""
        head = pro (?:kopf|person|einwohner\w*) ~ person\w*|kopf|köpf\w*|einwohner\w*|leute|menschen|bürger\w*
            |jede[rnm]?|pro;
        household = pro haushalt ~ \w*haushalt\w*|famil\w*|haus\w*|häus\w*"""),
    "prefix": record.contrasts(r"""
        kilo = \d*\s?(?:kilowatt\w*|kwh?|kilobyte\w*) ~;
        mega = \d*\s?(?:megawatt\w*|mwh?|megabyte\w*) ~;
        giga = \d*\s?(?:gigawatt\w*|gwh?|gigabyte\w*) ~;
        tera = \d*\s?(?:terawatt\w*|twh?|terabyte\w*) ~"""),
    "per": record.contrasts(r"""
        mille = promille|‰ ~;
        cent = \d\s?(?:prozent|%) ~ prozent\w*|%|\w+prozent\w*"""),
    "together": record.contrasts(r"""
        2 = zu zweit|d(?:er|en|ie) (?:beiden|zwei) ~ \w*zwei\w*|2|beide\w*|paar\w*;
        3 = zu dritt|d(?:er|en|ie) drei ~ \w*drei\w*|3|dritt\w*;
        4 = zu viert|d(?:er|en|ie) vier ~ \w*vier\w*|4"""),
    "lasting": record.contrasts(r"""
        hour = \w+stündig\w* ~ \w*st[uü]nd\w*;
        day = \w+tägig\w* ~ \w*t[aä]g\w*;
        week = \w+wöchig\w* ~ \w*w[oö]ch\w*;
        month = \w+monatig\w* ~ \w*monat\w*;
        year = (?!minder|volljähr|lang)\w+jährig\w* ~ \w*j[aä]hr\w*"""),
    "persons": record.contrasts(r"""
        one = eine?[nrms]?(?: \w+)? (?:mann\w*|frau|mensch\w*|person|kind|junge\w*|mädchen|soldat\w*|polizist\w*
            |fußgänger\w*|passagier\w*|student\w*|arbeiter\w*) ~;
        several = (?!) ~ \d+|zwei\w*|drei\w*|vier\w*|fünf\w*|sechs\w*|beide\w*|mehrere\w*|weitere\w*|paar\w*"""),
    "rank": record.contrasts(r"""
        2 = zweit\w+[sß]t\w* ~ zweit\w*|zwei|2;
        3 = dritt\w+[sß]t\w* ~ dritt\w*|drei|3;
        4 = viert\w+[sß]t\w* ~ viert\w*|vier|4;
        5 = fünft\w+[sß]t\w* ~ fünft\w*|fünf|5"""),
    "change": record.contrasts(rf"""
        up = (?:stiegen|stieg|steigt|steigen|gestiegen|wuchs|wuchsen|wächst|gewachsen|kletterte\w*|erhöht\w*
            |zugelegt|plus|anstieg|zuwachs) (?:\S+ ){{0,6}}?(?:um|von|auf) (?:\w+ )?(?:\d\S*|{_FEW_WORDS})
            |um (?:\w+ )?(?:\d\S*|{_FEW_WORDS}) (?:prozent\w*|punkte) (?:\S+ ){{0,3}}?(?:gestiegen|gewachsen
            |zugelegt|erhöht) ~ \w*st[ie]{{1,2}}g\w*|\w*wuchs\w*|\w*w[aä]chs\w*|\w*höh\w*|\w*legt\w*|plus
            |\w*zunahm\w*|\w*zugenommen|zu|\w*mehr\w*|über\w*|\w*doppel\w*|\w*gewinn\w*|\w*gewonnen|\w*kletter\w*
            |\w*besser\w*|ausgebaut\w*|\w*weiter\w*|auf\w*|hoch\w*|rauf|\w*zulege\w*|\w*heb\w*|\w*hob\w*|groß\w*
            |größ\w*|teurer|teuer\w*|an|\w*schnell\w*;
        down = (?:sank|sanken|sinkt|sinken|gesunken|fiel|fielen|fällt|fallen|gefallen|schrumpft\w*|geschrumpft
            |rückgang|minus|senkt\w*|verringer\w*|reduzier\w*) (?:\S+ ){{0,6}}?(?:um|von|auf) (?:\w+ )?(?:\d\S*
            |{_FEW_WORDS})|um (?:\w+ )?(?:\d\S*|{_FEW_WORDS}) (?:prozent\w*|punkte) (?:\S+ ){{0,3}}?(?:gesunken
            |gefallen|geschrumpft|eingebrochen|zurückgegangen) ~ \w*s[aiu]nk\w*|\w*senk\w*|\w*fall\w*|\w*fäll\w*
            |\w*fiel\w*|\w*schrumpf\w*|\w*rück\w*|\w*weniger\w*|\w*minus|\w*ring\w*|\w*reduzier\w*|\w*kürz\w*
            |\w*abn\w*|\w*abgenommen|ab|\w*einbr\w*|\w*verl\w*|\w*halb\w*|\w*hälfte|unter\w*|\w*nied\w*|einbüß\w*
            |\w*stürz\w*|\w*spar\w*|\w*streich\w*|abgebaut\w*|\w*abbau\w*|\w*defizit\w*|\w*schwäch\w*|\w*bremst\w*
            |billig\w*|günstig\w*|\w*lang\w*|\w*klein\w*|\w*nach\w*|kostet\w*|\w*rutsch\w*|schlecht\w*|\w*locker\w*
            |gibt|\w*gab|\w*weich\w*|\w*drück\w*"""),
}
_HALVES = {"anderthalb": 1.5, **{f"{unit}einhalb": n + 0.5 for n, unit in enumerate(["ein", *_UNITS], 1)}}
_PARTS = [("drittel", 3), ("viertel", 4), ("fünftel", 5), ("sechstel", 6), ("siebtel", 7), ("achtel", 8),
          ("neuntel", 9), ("zehntel", 10)]  # fmt: skip
_NUMERALS = [("eine?[nrms]?", 1), *[(unit, n) for n, unit in enumerate(_UNITS[:8], 2)]]
_MEASURING = record.Measuring(
    contrasts=_CONTRASTS,
    units={
        "%|prozent": ("share", "%", 1.0), "prozentpunkte?n?": ("points", "%", 1.0),
        "basispunkte?n?": ("points", "%", 0.01), "viertelstunden?": ("duration", "s", 900.0),
        "us-dollars?|dollars?": ("money", "USD", 1.0), "euro": ("money", "EUR", 1.0), "pfund": ("money", "GBP", 1.0),
        "(?:schweizer )?franken": ("money", "CHF", 1.0), "yen": ("money", "JPY", 1.0), "rubel": ("money", "RUB", 1.0),
        "kronen": ("money", "CROWN", 1.0), "cent|rappen": ("money", "CENT", 1.0), "rupien": ("money", "INR", 1.0),
        "kilometern?|km": ("length", "m", 1e3), "meilen?": ("length", "m", 1609.34), "metern?|m": ("length", "m", 1.0),
        "zentimetern?|cm": ("length", "m", 0.01), "millimetern?|mm": ("length", "m", 0.001),
        "quadratkilometern?": ("area", "m2", 1e6), "quadratmetern?": ("area", "m2", 1.0), "hektar": ("area", "m2", 1e4),
        "kubikmetern?": ("volume", "l", 1e3), "litern?": ("volume", "l", 1.0),
        "kilogramm|kilo|kg": ("mass", "kg", 1.0), "tonnen?": ("mass", "kg", 1e3), "gramm": ("mass", "kg", 1e-3),
        "stundenkilometern?|kilometern? pro stunde|km/h": ("speed", "km/h", 1.0),
        "grad(?: celsius)?|°\\s?[cf]?": ("degrees", "C", 1.0),
        "sekunden?": ("duration", "s", 1.0), "minuten?|minütig\\w+": ("duration", "s", 60.0),
        "stunden?|stündig\\w+": ("duration", "s", 3600.0), "tage?n?|tägig\\w+|nächten?": ("duration", "s", record.DAY),
        "wochen?": ("duration", "s", 7 * record.DAY), "monate?n?": ("duration", "s", record.SECONDS["month"]),
        "jahre?n?": ("duration", "s", record.SECONDS["year"]),
        "jahrzehnte?n?": ("duration", "s", record.SECONDS["decade"]),
    },
    signs={r"US\$|\$": "USD", "€": "EUR", "£": "GBP"},
    bounds=(
        ("at most", "nicht mehr als|nicht über"), ("at least", "nicht weniger als|nicht unter"),
        ("more than", "mehr als|über"), ("at least", "mindestens|wenigstens"), ("at most", "bis zu|höchstens"),
        ("less than", "weniger als|unter"), ("nearly", "fast|knapp|beinahe|nahezu"), ("about",
        "rund|etwa|ungefähr|circa|gut|gegen|ca\\."),
    ),
    fractions={
        **record.fractions(_PARTS, _NUMERALS, " ", "s?"), "dreiviertel": 0.75, "(?:die |der )?hälfte|zur hälfte": 0.5,
        "jede[rsnm]? zweite[rsn]?": 0.5, "jede[rsnm]? dritte[rsn]?": 1 / 3, "jede[rsnm]? vierte[rsn]?": 0.25,
        "jede[rsnm]? fünfte[rsn]?": 0.2, "jede[rsnm]? zehnte[rsn]?": 0.1, "vollständig|komplett|gänzlich|ganz": 1.0,
    },
    factors={"verdoppel\\w*|doppelt\\w*|doppelte\\w*": 2.0, "verdreifach\\w*|dreifach\\w*|dreimal": 3.0,
             "vervierfach\\w*|vierfach\\w*|viermal": 4.0, "halbier\\w*": 0.5},
    times_as=r"[\s-]?mal so\b", fold=r"-?fach\w*",
    ordinals={"erste": 1, "ersten": 1, "erster": 1, "erstes": 1, "zweite": 2, "zweiten": 2, "zweiter": 2, "dritte": 3,
              "dritten": 3, "dritter": 3, "vierte": 4, "vierten": 4, "vierter": 4, "fünfte": 5, "fünften": 5,
              "fünfter": 5, "sechste": 6, "sechsten": 6, "siebte": 7, "siebten": 7, "achte": 8, "achten": 8,
              "neunte": 9, "neunten": 9, "zehnte": 10, "zehnten": 10, "elfte": 11, "zwölfte": 12},
    ordinal_mark=r"\.(?=\s[A-ZÄÖÜ])",
    one_in=r"\b(ein\w*|zwei|drei|vier|fünf|sechs|sieben|acht|neun|\d+) von "
           r"(zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|hundert|\d{1,3})\b",
    score=r"\s*(?:stimmen|sitze|tore)?\s*(?:zu|gegen|[:–-])\s*",
    below_zero=r"\s+(?:unter null|minus)", minus=r"(?:\bminus|−|(?<!\w)-)\s?$",
    age_before=r"\bim Alter von\s+$|(?-i:[A-ZÄÖÜ])[\w-]+\s\($", age_after=r"[\s-]jahre alt\w*|-?jährige?[rnms]?\b",
    vague={"dutzende": (24, 200), "hunderte": (150, 5000), "tausende": (1000, 1e5), "mehrere hundert": (200, 999),
           "einige hundert": (200, 999), "(?:ein )?dutzend": (12, 12), "viertelmillion": (2.5e5, 2.5e5)},
    roles={"by": "um", "to": "auf", "from": "von"},
    bounds_after=(("at least", "oder mehr"), ("about", "oder so")),
    rates=record.rates(
        "pro|je|im|in der|am|jede[nrsm]?",
        r"""second = sekunde; minute = minute; hour = stunde stündlich\w*; day = tag täglich\w*;
        week = woche wöchentlich\w*; month = monat monatlich\w*;
        year = jahr(?!\s+\d) jährlich\w*; head = kopf; person = person""",
    ),
    parts={r"(?:ein(?:e[nrms]?)?\s+)?halbe[nrms]?": 0.5},
    a="eine[nrms]?|ein|jeder?", one="einzige[nrms]?",
    before_one="in|binnen|innerhalb|nach|seit|für|über|etwa|fast|knapp|rund",
    few={"ein einzige[rs]|eine[nrms]? einzige[nrms]?": 1.0},
    counted_out=r"stimm|vot|\bgegen\b|niederlage|\b\w*sieg\b",
    skipped=frozenset({"der", "die", "das", "den", "dem", "des", "und", "oder", "von", "mit", "mehr", "neue",
    "andere", "weitere"}),
    not_ordinal=r"\s+(?:von|der)\b",
)  # fmt: skip
_PAGE = record.Page(
    furniture=(
        r"(?:-\s?)?(?:auch interessant|mehr zum thema|mehr infos|mehr (?:themen|artikel|nachrichten) .{1,40}"
        "|das könnte (?:sie|dich) .{0,30}interessieren.{0,10})"
        r"|(?:-\s?)?(?:mit (?:agenturmaterial|material (?:der|von) .{1,40}"
        r"|(?:dpa|afp|ap|reuters|sid|epd|kna|apa|sda)(?:[/, ]+\w+){0,3})\.?|lesedauer.{0,20}|\d+ minuten lesezeit)"
        r"|(?:-\s?)?(?:sendung|redaktion|mitarbeit|faktencheck|übersetzung[^:]{0,30}|autor(?:in)?|von|text|styling"
        r"|haare|fotos): .{1,90}|aus dem \w+ischen(?: übersetzt)? von .{1,60}|-{0,2}\s?-?aktualisiert am.{0,40}"
        "|die autor(?:in|en|innen)|der autor|hinweis:?|zur person|externe[rn]? inhalt.{0,60}"
        "|.{0,30}ein klick für den datenschutz.{0,60}|.{0,40}privatsphäre-einstellungen.{0,300}"
        "|(?:haben sie|sie haben|hast du) (?:hinweise|fragen|anregungen|einen fehler|informationen).{0,200}"
        "|ihre meinung ist .{1,200}|(?:schreiben|senden|schicken|melden) sie (?:uns|vertraulich) .{1,200}"
        "|jetzt (?:unterstützen|abonnieren|anmelden|herunterladen).{0,60}"
        r"|(?:.{0,100}(?:kennzeichneten|markierten) links .{0,200}|.{0,120}affiliate-links?\b.{0,200})"
        "|newsletter:? .{1,60}|.{0,80}newsletter (?:abonnieren|bestellen|anmelden).{0,60}"
        "|(?:abonnieren|bestellen) sie .{0,100}newsletter.{0,60}|.{0,80}maschinelle übersetzung eines artikels.{0,200}"
        r"|(?:jetzt )?freischalten|seite \d+ von \d+|testen sie .{0,40}\b(?:euro|kostenlos|gratis|abo)\b.{0,20}"
        "|(?:sieh dir|sehen sie) diesen beitrag auf instagram.{0,20}|ein beitrag geteilt von .{1,80}"
        "|(?:newsletter |hier )?abbestellen(?:: .{1,120})?|im browser (?:ansehen|anzeigen|öffnen)"
        "|folgen sie uns .{1,60}|die meistgelesenen.{0,40}|meistgelesen.{0,40}"
    ),
    cut_off=(
        "(?:jetzt|hier|mit .{1,40}|artikel|um|diesen artikel|den ganzen artikel"
        "|den vollständigen artikel) (?:komplett |ganz )?weiter(?:zu)?lesen"
        r"|lesen sie (?:hier |den artikel )?(?:weiter )?mit (?:einem |dem |ihrem )?.{0,30}(?:abo\b|abonnement|plus\b)"
        "|(?:dieser|diesen) (?:artikel|inhalt|text|beitrag).{0,40}(?:nur für abonnent|ist exklusiv für|exklusiv für"
        r"|mit (?:einem )?abo\b|für (?:unsere )?abonnent)|weiterlesen mit"
        "|um (?:diesen|den) (?:ganzen |vollständigen |gesamten )?(?:artikel|text|beitrag) (?:zu lesen|lesen zu können)"
        "|sie haben (?:noch )?kein abo|der ganze artikel (?:ist|steht) .{0,30}abonnent|dies ist ein abo-artikel"
        r"|sie möchten (?:diesen artikel )?weiterlesen|(?:bereits|schon) (?:abonnent|abonniert).{0,5}\?"
        r"|(?:ganzen|vollständigen) (?:artikel|text) lesen(?: sie)?\b"
        "|hier endet die (?:kostenlose )?(?:vorschau|leseprobe)"
        "|sie (?:wollen|möchten) (?:diesen|den) (?:ganzen |vollständigen )?(?:artikel|text|beitrag) (?:weiter)?lesen"
        r"|sie (?:sind|haben) (?:bereits|schon) .{0,20}(?:abonn|\babo\b|kund(?:e|in)\b|registriert).{0,20}\?"
        "|(?:melden|loggen|registrieren) sie sich .{0,20}, um .{0,40}(?:zu lesen|weiterzulesen)"
        "|(?:dieser|der) (?:artikel|inhalt|text|beitrag) (?:ist (?:teil|bestandteil)|gehört zu) "
        r".{0,30}(?:\bplus\b|premium|\babo)"
        "|(?:artikel|inhalt|text|beitrag) (?:jetzt )?freischalten"
    ),
    names="deutsch|german|allemand",
    stamp="stand|veröffentlicht|publiziert|erschienen|erstellt|(?:zuletzt )?(?:aktualisiert|geändert)",
    changed="stand|(?:zuletzt )?(?:aktualisiert|geändert)", stamp_joint="am", date_joint="den|vom",
    wired="mit(?: (?:material|inhalten|informationen) (?:von|der))?",
    day_endings=r"\.", clock_joint="um", clock_marks="[:.]", clock_unit=r"uhr\b",
    picture="fotos?|bild(?:er|quelle)?|quelle|grafik|symbolbild|illustration|screenshot", picture_by="von",
    made_by="von|via", byline="Von", joins="von|und|via", conjunction="und",
    share="teilen|drucken|link kopieren|kommentare|merken|kommentieren|auf|diesen|artikel|e-?mail",
    asks="abonnieren sie|melden sie sich|jetzt|bestellen sie|erhalten sie",
    letter="newsletters?|posteingang|push-nachrichten",
    more=(
        "lesen sie auch|lies auch|lesen sie mehr|mehr zum thema|mehr dazu|das könnte sie auch interessieren"
        "|weiterlesen"
    ),
    cookies="wir (?:und unsere partner )?(?:verwenden|nutzen)|diese (?:web)?(?:seite|site) (?:verwendet|nutzt)",
    accept="alle", rights="alle rechte vorbehalten", waiting="lädt|wird geladen|laden", subscribe="abonnieren",
    follow="folgen sie uns", advertisement="anzeige|werbung", reading_time="lesezeit:? .{1,15}",
)  # fmt: skip
_VOCABULARY = record.Vocabulary(
    function="""aber als am auch auf aus bei beim bis dabei damit dann das dass daß dem den der des die diese dieser
        dieses dort durch ein eine einem einen einer eines er es falls für gegen gegenüber haben hatte hatten heute hier
        ich ihr ihre ihren ihrer im ist jetzt kann kein keine können mehr mit muss müssen nach nicht noch nur oder ohne
        sagt sagte schon sehr seien sein seine seinen seiner sich sie sind soll sollen um und unter viele vielen vom von
        vor waren weil wenn werden wie wieder wir wird wo worden wurde wurden zu zum zur zwischen über""",
    endings=r"(?:ern|em|en|er|es|est|et|te[nst]?|e|s|n|t)$", inflections="(?:s|es|e|en|n|er|ern)?",
    adjective_endings="e[rsnm]?", compound_links="s n en es e er",
    no_noun=r"(?:st|mt|nt|rt|gt|ht|lt|bt|ft|kt|zt|es|em|dert|iert|te[nrs]?)$", nouns="capital", english_look="seldom",
    no_name_endings=r"(?:isch|deutsch)e[mnrs]?$",
    no_names="""montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag dr herr frau kommission
        parlament regierung präsident kanzler bundestag euro man tsd mio mrd mia mill teur torlos""",
    learnt="lexicon names shapes",
)  # fmt: skip
_SPLITTING = record.Splitting(
    titles="""Dr Prof Hr Hrn Fr Frl Abg Lt lt St Dipl Ing Hl Kard Gen Oberst Mag Msgr Bürgerm bzw ca vgl sog evtl
        ggf inkl exkl zzgl bspw z.B z.T z.Z d.h D.h Z.B u.a v.a i.d i.d.R o.g s.o s.u n.a u.U m.E i.A i.V geb gest
        verh ehem
        franz engl dt amerik lat griech insb insbes Tsd Mr Mrs Ms k.u.k max min mind Vgl Ca Bzw""",
    numbered="nr nrn abs art kap ziff s bd aufl str -str -nr tel jg § rd", ends="usw etc u.s.w u.v.m usf",
    goes_on="""Mio Mrd Bio Std Sek Min Jh Jhd Jr Sr Abt Aufl Hrsg Hg Ausg Anm Bsp e.V o.Ä u.Ä n.Chr v.Chr U.S Okt
        Nov Dez Jan Feb Apr Aug Sept Sep Mo Di Mi Do Sa So Str Pl Bhf Hbf Kfz Lkw Pkw Ew Einw qm Inc Corp Co Ltd Plc
        LLC Bros Cie""",
    starters="""Der Die Das Dem Den Des Ein Eine Einen Einem Einer Er Sie Es Wir Ihr Ich Man Dies Diese Dieser
        Dieses Diesem Diesen Jene Jener Dort Hier Da Dann Danach Davor Dabei Dafür Dagegen Damit Daher Darum Darüber
        Daraufhin Darauf Doch Aber Und Oder Denn Wenn Als Weil Ob Obwohl Während Nachdem Bevor Seit Seitdem In Im Am
        An Auf Aus Bei Beim Bis Durch Für Gegen Mit Nach Nun Jetzt Noch Nur Ohne Über Um Unter Vom Von Vor Wegen Zu
        Zum Zur Zudem Zwar Auch Außerdem Allerdings Bereits Bisher Inzwischen Jedoch Heute Gestern Morgen Laut Sein
        Seine Seinen Seinem Seiner Ihre Ihren Ihrem Ihrer Unser Unsere So Sogar Somit Trotz Trotzdem Was Wer Wie Wo
        Warum Wann Welche Kein Keine Keiner Niemand Alle Alles Andere Anders Beide Einige Etwa Mehrere Mehr Manche
        Viele Zwei Drei Schon Später Zuletzt Zuvor Zunächst Schließlich Dazu Dessen Deren Deshalb Deswegen Dadurch
        Nicht Nichts Gesucht Rund Weitere Ebenso Immer Hinzu Ihm Ihn Ihnen Mich Mir Uns""",
    before_platform="auf bei über via", number_stop="ordinal",
    before_ordinal="""der die das dem den des am im zum zur vom beim ins ab seit bis ein eine einen einem einer
        eines ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner dieser diese diesem diesen jeder jede jeden
        jedem unser unsere unserem unseren mein meine meinem meinen nach vor und oder jedes dieses""",
    small_names="dpa epd sid kna sda ots",
    answers="""Ja Nein Doch Stille Genau Richtig Falsch Danke Bitte Eben Schluss Ende Nichts Na Tja Und
        Vielleicht Endlich Geschafft Fertig Vorbei Tot Wut Angst Trauer Pause""",
    short_months="Jan Feb Mär Apr Jun Jul Aug Sep Sept Okt Nov Dez",
    speaking="sagte sagt fragte fragt rief ruft schrieb schreibt meinte meint", pronouns="Er Sie",
)  # fmt: skip
_NUMBERS = record.Numbers(
    words={
        f"{half}{ending}": value * scale
        for half, value in _HALVES.items()
        for ending, scale in (("", 1), ("mal", 1), ("fache", 1), ("fachen", 1), ("tausend", 1000))
    },
    joint="und", until="bis", choice="oder",
    # A billion is a million millions.
    scales=record.amounts("""hundert = 100; tausend = 1e3; million = 1e6; millionen = 1e6; mio = 1e6; milliarde =
        1e9; milliarden = 1e9; mrd = 1e9; mia = 1e9; tsd = 1e3; teur = 1e3; billion = 1e12; billionen = 1e12; bio =
        1e12; billiarde = 1e15; billiarden = 1e15; dutzend = 12"""),
    letters=record.amounts("k = 1e3; m = 1e6"),
    counted=r"(?:Menschen|Einwohner|Bürger|Wähler|Stimmen|Kunden|Nutzer|Mitglieder|Abonnenten|Zuschauer|Besucher"
    r"|Passagiere|Fahrzeuge|Autos|Haushalte|Tonnen|Dosen|Aufrufe|Klicks)\b",
    beginnings=(*_UNITS, "ein", "dreißig", "dreissig", "zwanzig", "hundert", "tausend"),
    no_beginning=r"\w*tausende|\w+tel\b|viertel|achtel|zehntel|elfmeter",
    hints=record.entries("""beide = 2; beiden = 2; beider = 2; paar = 2; doppelt = 2; doppelte = 2; zweimal = 2;
        halb = 0.5 30; halbe = 0.5 30; halben = 0.5 30; halbes = 0.5 30 6; hälfte = 0.5 50 2; viertel = 4 15 0.25;
        drittel = 3; jahrzehnt = 10; jahrhundert = 100; mittag = 12; mitternacht = 0 12 24; erste = 1; dritte = 3;
        siebte = 7; dreiviertel = 45 0.75; zweite = 2; einmal = 1; erst = 1; jubiläum = 100; tag = 24; tages = 24;
        duo = 2; trio = 3; quartett = 4; hundert = 100; tausend = 1000; million = 1000000; milliarde = 1000000000;
        viertelmillion = 250000; vierteljahrhundert = 25; dreivierteljahr = 9 0.75; dreiviertelstunde = 45 0.75;
        viertelprozentpunkt = 25 0.25; viertelpunkt = 25 0.25; halbjahr = 6 0.5; eins = 1; null = 0; torlos = 0;
        torlose = 0; torlosen = 0; torloses = 0; jahr = 12 365; stunde = 60; woche = 7; wochen = 14"""),
    decade=("er", ""), minus="minus", separator=r"\.",
)  # fmt: skip
_TRANSLATING = record.Translating(
    marian="Helsinki-NLP/opus-mt-de-en", embedded="German",
    canary=(
        "Der Minister besuchte am 14. Mai die Stadt Paris.",
        "Das Unternehmen wurde 1998 in Berlin gegründet.",
        "Peter Schmidt ist 52 Jahre alt und lebt in London.",
        "Im Januar kamen 300 Menschen nach Rom.",
    ),
    exonyms="""äthiopien = ethiopia; estland = estonia; lettland = latvia; litauen = lithuania; grönland =
        greenland; zypern = cyprus; kapverden = verde green; rumänien = romania; bulgarien = bulgaria; serbien =
        serbia; slowenien = slovenia; tschechien = czech; slowakei = slovakia; neuseeland = zealand; kuba = cuba;
        brasilien = brazil; kolumbien = colombia; mexiko = mexico; kamerun = cameroon; tschad = chad; jemen = yemen;
        münchen = munich; köln = cologne; nürnberg = nuremberg; wien = vienna; genf = geneva; zürich = zurich;
        london = london; brüssel = brussels; mailand = milan; rom = rome; florenz = florence; venedig = venice;
        neapel = naples; turin = turin; genua = genoa; moskau = moscow; warschau = warsaw; prag = prague; athen =
        athens; kairo = cairo; lissabon = lisbon; kopenhagen = copenhagen; den haag = hague; peking = beijing; kiew,
        kyjiw = kyiv kiev; tokio = tokyo; hannover = hanover; aachen = aachen; antwerpen = antwerp; deutschland =
        germany german; frankreich = france french; österreich = austria austrian; schweiz = switzerland swiss;
        italien = italy italian; spanien = spain spanish; griechenland = greece greek; türkei = turkey turkish;
        ungarn = hungary hungarian; polen = poland polish; niederlande = netherlands dutch; schweden = sweden
        swedish; norwegen = norway norwegian; dänemark = denmark danish; finnland = finland finnish; irland =
        ireland irish; schottland = scotland scottish scots; england = england english; großbritannien,
        großbritanniens = britain british uk kingdom; belgien = belgium belgian; russland = russia russian; ukraine
        = ukraine ukrainian; kroatien = croatia; ägypten = egypt; marokko = morocco moroccan; algerien = algeria;
        tunesien = tunisia; libyen = libya; syrien = syria syrian; irak = iraq iraqi; iran = iran iranian; jordanien
        = jordan; libanon = lebanon; saudi-arabien = arabia saudi; indien = india indian; china = china chinese;
        japan = japan; südafrika = africa; europa = europe european; asien = asia asian; amerika = america american;
        usa = us u.s usa states america american; eu = eu union european; uno, un = un u.n nations; nato = nato; ezb
        = ecb bank; bip = gdp; iwf = imf; brd = frg; ddr = gdr east; wm = world; em = european euro; fed = fed
        reserve; gb = uk kingdom britain; who = who; dns = dna; brexit = brexit; udssr = ussr soviet; zweiter =
        second ii; mrt = mri; adhs = adhd; wlan = wifi wi wlan; sms = text sms; ag = inc ag; lkw = truck lorry
        trucks; pkw = car cars; cia = cia; nro = ngo; rhein = rhine; donau = danube; bayern = bavaria bavarian
        bayern; sachsen = saxony; thüringen = thuringia; hessen = hesse; niedersachsen = saxony; nordrhein-westfalen
        = rhine westphalia; pfalz = palatinate; korsika = corsica; sardinien = sardinia; sizilien = sicily; papst =
        pope; ostern = easter; gott = god; mittelmeer = mediterranean; atlantik = atlantic; nil = nile; afd = afd
        alternative; gop = gop republicans; twitter = tweet tweets tweeted; vw = volkswagen; bukarest = bucharest;
        budapest = budapest; belgrad = belgrade; krakau = krakow cracow; breslau = wroclaw; danzig = gdansk; sevilla
        = seville; lüttich = liege; gent = ghent; brügge = bruges; löwen = leuven lions; straßburg = strasbourg;
        nizza = nice; basel = basel basle; luzern = lucerne; bern = bern berne; algier = algiers; teheran = tehran;
        bagdad = baghdad; damaskus = damascus; riad = riyadh; havanna = havana; kapstadt = cape; new, york = nyc ny""",
    nations=r"""afghan = afghan; albanian = alban(?:i|er); algerian = algeri; american =
        us-amerik|washington|amerikan|usa\b|vereinigten? staaten; angolan = angol(?!a-); argentine = argentin;
        armenian = armen(?:i|ier); australian = austral; austrian = österreich; azerbaijani = aserbaidschan;
        belarusian = wei(?:ß|ss)russ|belarus; belgian = belg; bolivian = bolivi; bosnian = bosni; brazilian =
        brasil; british = brit(?:en?|in|innen|isch\w*)\b|großbritann|engl[aä]nd; bulgarian = bulgar;
        burmese = myanmar; cameroonian = kamerun; canadian = kanad; chadian = tsch?ad; chilean = chile; chinese =
        chin(?:a|es); colombian = kolumbi; congolese = kongo; croatian = kroat; cuban = kuba; cypriot = zypr|zyper;
        czech = tschech; danish = dän(?:en?|in|innen|isch|emark); dutch = (?:hol|nieder)l[aä]nd; ecuadorean =
        ecuador; egyptian = ägypt; eritrean = eritre; estonian = estland|estn|esten\b; ethiopian = äthiop; filipino
        = philippin; finnish = finn(?:e|isch|land)\w*; french = französ|franzos|frankreich; georgian = georgi;
        german = deutsch; ghanaian = ghan; greek = griech; hungarian = ungar; icelandic = isländ|island\b|islands\b;
        indian = inder(?:in|innen|n)?\b|indisch|indien; indonesian = indones; iranian = iran; iraqi = irak; irish =
        iren\b|irisch|irland; israeli = israel; italian = italien; japanese = japan; jordanian = jordani; kazakh =
        kasach; kenyan = keni; kosovar = kosov; latvian = lett(?:isch|en\b|land)\w*; lebanese = libanes|libanon;
        libyan = libysch|libyen|libyer; lithuanian = litau; luxembourg = luxemburg; malian =
        mali(?:sch\w*|er\w*|s)?\b; mexican = mexik; moldovan = moldau; montenegrin = montenegr; moroccan = marok;
        nicaraguan = nicaragu; nigerian = nigeria; nigerien = niger(?:s|isch\w*)?\b|nigrisch; northkorean =
        nordkorea; norwegian = norweg; pakistani = pakistan; palestinian = palästin; panamanian = panama; peruvian =
        peru; polish = polnisch|polens?\b|pole\b; portuguese = portug; qatari = katar; romanian = rumän; russian =
        russ(?:e|en|in|innen|isch\w*|land\w*)\b; rwandan = ruand; saudi = saudi; scottish =
        schott(?:isch|land|en?\b|innen\b); senegalese = senegal; serbian = serb; slovak = slowak; slovenian =
        slowen; somali = somali; southafrican = südafrik; southkorean = südkorea; southsudanese = südsudan; spanish
        = spani; sudanese = sudan; swedish = schwed; swiss = schweiz; syrian = syr(?:er|isch|ien)\w*; taiwanese =
        taiwan; thai = thail[aä]nd; tunisian = tunesi; turkish = türk; ugandan = ugand; ukrainian = ukrain;
        uruguayan = uruguay; venezuelan = venezolan|venezuel; vietnamese = vietnam; yemeni = jemen; zealand =
        neuseel""",
    sounds="tsch=ch sch=sh kh=ch ou=u", own_sounds="sch=sh", genitive="s", marks="kept", length=-0.12,
    clause_limit=5.8,
)  # fmt: skip

GERMAN = record.Language(
    code="de",
    name="German",
    codes3=("deu", "ger"),
    without="""splitting.clock splitting.after_clock splitting.always_capital vocabulary.elided assertion.concord
        assertion.concord_denial numbers.half_apart numbers.scale_article numbers.half numbers.decades numbers.metres
        quantities.partitive calendar.day_of calendar.minutes_after calendar.words_too calendar.before_month""",
    splitting=_SPLITTING,
    page=_PAGE,
    vocabulary=_VOCABULARY,
    speech=record.Speech(
        saying=rf"\b(?:{record.either(_SAYING)})\b",
        source=rf"\b(?:[Ll]aut|[Nn]ach Angaben)\b{_NAMED}|\bzufolge\b|, (?:so (?=[A-ZÄÖÜ«„\"])|berichtete?t? ){_NAMED}",
        reported=rf"(?<!\bich )\b(?:sei(?:en)?(?! (?:denn|dank)\b)|{record.either(_SUBJUNCTIVES)})\b(?! ich\b)",
        unreported=r"(?i)\b(?:ich|wir)\b|^(?:Es )?sei\b",
    ),
    assertion=record.Assertion(
        denial=_DENIAL,
        # Un- denies but for words that only begin so: und, uns, unser, unter, ungefähr, Universität, Ungarn, Unfall.
        tinged=(
            r"(?i)\b(?:un(?!d\b|s\b|ser|ter|gefähr|i|garn|fall|fäll|mittelbar|längst|geheu|bedingt)\w{3,}"
            r"|\w{3,}los(?:e[mnrs]?|igkeit\w*)?|kaum(?! (?:jemand|etwas))|illegal\w*|irregulär\w*|inkorrekt\w*|selten"
            r"|nein|wenige?[rn]?"
            r"|fehl\w+|mangel\w*|verweiger\w*|verhinder\w*|vermeid\w*|verbiet\w*|verbot\w*|ablehn\w*|abgelehnt\w*"
            r"|lehn\w+ ab|scheiter\w*|gescheitert|statt|außer|miss\w+|leugn\w*|bestreit\w*|dementier\w*)\b"
        ),
        reminder=r"\b[Vv]ergessen Sie nicht\b|\b[Vv]ergiss nicht\b",
        hedge=(
            r"\b(?:soll(?:en)?(?=\b.*\b(?:haben|sein|werden)\b)|dürften?|könnten?|scheint|scheinen|angeblich\w*"
            r"|mutmaßlich\w*|offenbar|anscheinend|scheinbar|vermutlich|wahrscheinlich|möglicherweise|womöglich"
            r"|vielleicht|wohl|offensichtlich)\b"
        ),
    ),
    numbers=_NUMBERS,
    quantities=record.Quantities(
        percent="prozent",
        metric=(
            r"(?:kilo|quadrat|zenti|milli|kubik)?meter[ns]*|kilo\w*|liter\w*|hekt\w+|ton\w+|gramm\w*|grad"
            r"|stundenkilometer\w*"
        ),
        imperial=r"meilen?|fuß|pfund|zoll|gallon\w*",
        scale_names=record.entries(r"""million = Mio\b\.?|Million(?:en)?; billion = Mrd\b\.?|Milliarden?;
            trillion = Billion(?:en)?"""),
        unit_names=record.entries(r"""percent = %; percents = Prozent; euro = €; euros = Euros?; dollar = (?:US-?)?\$;
            dollars = (?:US-)?Dollars?; pound = £"""),
    ),
    measuring=_MEASURING,
    calendar=record.Calendar(
        weekdays=record.alternatives("montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag"),
        months=record.alternatives(
            "januar|jänner februar märz april mai juni juli august september oktober november dezember"
        ),
        day_endings=r"(?:s|(?:vor|nach)?mittags?|morgens?|abends?|nachts?)?",
        night_to="nacht (?:auf|zu[mr]?)(?: de[nm])?",
        relative={"vorgestern": -2, "gestern": -1, "heute": 0, "übermorgen": 2},
        day_marks=r"\.",
        days_joint=r"und|oder|bis(?:\s+zum)?",
        weekday_joint=r",?\s+(?:de[nm]\s+)?",
        # A day alone: before und, a verb in -t or a mark; am 15. Mai has its month, am 15. Spieltag counts games.
        numbered=(
            r"\b(?:am|bis zum|seit dem|vom|ab dem) (?P<day>[12]?\d|3[01])\."
            r"(?=\s+(?:und|oder|bis|[a-zäöü]+t\b)|\s*[,;)])"
        ),
        dotted_days=True,
        before_year="im Jahre?|seit|bis|von|anno|um",
        no_year=r"%|euros?\b|dollars?\b|prozent|menschen|personen|meter|kilometer|km\b|mal\b",
        year_end="Jahresende|Ende des Jahres",
        contrasts={
            "day": record.contrasts(r"""
                two before = vorgestern ~;
                yesterday = gestern ~ gestrig\w*|vortag\w*;
                today = heute ~ heut\w*;
                tomorrow = (?-i:(?<!heute )(?<!gestern )(?<!tag )(?<!jeden )(?<!abend )(?<!guten )morgen(?! de[rs]))
                    |(?-i:Morgen(?= [a-zäöü]+t\b)) ~ morgen\w*|tags darauf;
                two after = übermorgen ~"""),
            "near": record.contrasts(r"""
                week = (?:letzte|vergangene|vorige|nächste|kommende)[nrms]? woche|vorwoche ~ \w*woche\w*
                    |\w*tag\w*;
                month = (?:letzte|vergangene|vorige|nächste|kommende)[nrms]? monate?s?|vormonat ~ \w*monat\w*;
                year = (?:letzte|vergangene|vorige|nächste|kommende)[nrms]? jahre?s?|vorjahr ~ \w*jahr\w*
                    |\w*jähr\w*|\d\d\d\d"""),
            "season": record.contrasts(r"""
                spring = frühling\w*|frühjahr\w* ~ \w*frühling\w*|\w*frühjahr\w*|\w*ostern|märz|april|mai;
                summer = sommer ~ \w*sommer\w*|juni|juli|august;
                autumn = herbst ~ \w*herbst\w*|september|oktober|november;
                winter = winter ~ \w*winter\w*|dezember|januar|jänner|februar|\w*ski\w*"""),
            "time of day": record.contrasts(r"""
                morning = morgens|am (?:frühen )?morgen|\w*vormittags?|\w+tagmorgen|in der früh ~ \w*morgen\w*
                    |\w*früh\w*|\w*mittag\w*;
                afternoon = \w*nachmittags? ~ \w*mittag\w*;
                evening = abends?|\w+tagabend ~ \w*abend\w*|\w*nacht\w*|spät\w*|\w*nächt\w*;
                noon = (?:am |zu )?mittags?|\w+tagmittag ~ \w*mittag\w*|12|zwölf;
                midnight = mitternacht ~ \w*mitternacht\w*|\w*nacht\w*|24|0|0:00|zwölf"""),
        },
        month_end="Monatsende|Ende (?:des|dieses) Monats",
        quarter="quartale?s?",
        clock=rf"\b(\d{{1,2}})(?:[.:](\d\d))?{record.GAP}?Uhr(?:{record.GAP}?(\d\d)\b)?",
        half_to="halb",
        hour_words=record.alternatives(
            "eins|ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn "
            "vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig einundzwanzig zweiundzwanzig "
            "dreiundzwanzig vierundzwanzig"
        ),
        later_half=r"(?i)abend|nachmittag|nacht|nächt|mittag|spät",
        half_days={
            r"\s+(?:morgens|früh|vormittags|am (?:frühen )?(?:Morgen|Vormittag))": 0,
            r"\s+(?:nachmittags|abends|am (?:späten |frühen )?(?:Nachmittag|Abend))": 720,
        },
        clock_names={"Mitternacht": 1440},
        # Halb sechs is half past five: what stands before the hour is taken from it.
        minutes_before=record.amounts("""halb = -30; zehn vor halb = -40; zehn nach halb = -20; fünf vor halb =
            -35; fünf nach halb = -25; viertel vor = -15; viertel nach = 15; dreiviertel = -15; fünf vor = -5;
            fünf nach = 5; zehn vor = -10; zehn nach = 10; zwanzig vor = -20; zwanzig nach = 20"""),
        hours="Uhr",
        before_clock="um|gegen|ab|bis|seit|von|vor|nach",
        no_clock=r"mi(?:llionen|lliarden|o|rd)\b|prozent|\w*meter|punkte?\b|minuten|stunden|sekunden",
        bounds={
            "by": "spätestens(?: bis)?(?: zum| am| um)?|bis spätestens(?: zum| am| um)?",
            "until": "(?:bis|endet|läuft)(?: zum?| zur| um| am)?",
            "since": "(?:seit|ab|von|vom|bereits)(?: de[mr]| um| am)?",
            "before": "vor(?: de[mr])?",
            "after": "nach(?: de[mr])?",
        },
        fillers="de[mnr]|am|um|im|anfang|mitte|ende|nächste[nmr]|letzte[nmr]|kommende[nmr]|vergangene[nmr]|etwa|gegen",
        moment="(?:kurz|unmittelbar|gleich|minuten) (?:nach|vor)",
        onwards="an",
    ),
    translating=_TRANSLATING,
)
