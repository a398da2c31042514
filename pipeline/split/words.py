"""Words, marks and patterns as data: what abbreviations, speakers, starters, bullets and dates look like."""

import re
from collections.abc import Mapping

from pipeline.data import Lang

# --- marks ------------------------------------------------------------------------------------------------------------

INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\xad"  # zero-width and bidirectional marks, soft hyphen
CLOSERS = "”“\"’‘'»«›‹)]"
OPENERS = "„“”\"‚‘’'»«›‹(["
BULLET = re.compile(r"[-–—•*·▪◦‣►✓→]|\(?\d{1,2}[.)](?!\d)")

# --- words ------------------------------------------------------------------------------------------------------------


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS = _set(
    "Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember Jan Feb Mär Apr Jun"
    " Jul Aug Sep Sept Okt Nov Dez"
)
# Words that stand before an ordinal in German: "am 3. Mai", "der 1. FC Köln".
BEFORE_ORDINAL = _set(
    "der die das dem den des am im zum zur vom beim ins ab seit bis ein eine einen einem einer eines ihr ihre ihren"
    " ihrem ihrer sein seine seinen seinem seiner dieser diese diesem diesen jeder jede jeden jedem unser unsere"
    " unserem unseren mein meine meinem meinen nach vor und oder jedes dieses"
)
BEFORE_PLATFORM = _set("on via auf bei über sur de chez from to of")  # "on X. Musk …"
LOUD_NAMES = _set("Yahoo! Jeopardy! Yum! Joomla! Guess! Wham!")  # names with the mark in them
AFTER_LOUD_NAMES = _set("Finance News Mail Sports Sport Japan Brands Inc Research Answers Messenger")

# Verbs of speaking that follow a quoted question with a name between: “Who pays?” Warren asked.
_SAID: Mapping[Lang, str] = {
    "en": "said|says|asked|asks|wrote|writes|added|told|tweeted|posted|replied|shouted|cried|joked|warned|tells",
    "de": "sagte|sagt|fragte|fragt|rief|ruft|schrieb|schreibt|meinte|meint",
    "fr": "dit|demande|lance|écrit|répond",
}
_NAME = r"(?:[^\W\d_a-z][\w’'-]*+\.?\s){1,3}"
SPEAKER = {
    lang: re.compile(rf"(?!(?:He|She|They|Er|Sie|Il|Elle)\s){_NAME}(?:{verbs})\b") for lang, verbs in _SAID.items()
}

# Words that begin a sentence and hardly ever follow an abbreviation, an initial or an ordinal inside one.
STARTERS: Mapping[Lang, frozenset[str]] = {
    "de": _set(
        "Der Die Das Dem Den Des Ein Eine Einen Einem Einer Er Sie Es Wir Ihr Ich Man Dies Diese Dieser Dieses"
        " Diesem Diesen Jene Jener Dort Hier Da Dann Danach Davor Dabei Dafür Dagegen Damit Daher Darum Darüber"
        " Daraufhin Darauf Doch Aber Und Oder Denn Wenn Als Weil Ob Obwohl Während Nachdem Bevor Seit Seitdem In Im"
        " Am An Auf Aus Bei Beim Bis Durch Für Gegen Mit Nach Nun Jetzt Noch Nur Ohne Über Um Unter Vom Von Vor Wegen"
        " Zu Zum Zur Zudem Zwar Auch Außerdem Allerdings Bereits Bisher Inzwischen Jedoch Heute Gestern Morgen Laut"
        " Sein Seine Seinen Seinem Seiner Ihre Ihren Ihrem Ihrer Unser Unsere So Sogar Somit Trotz Trotzdem Was Wer"
        " Wie Wo Warum Wann Welche Kein Keine Keiner Niemand Alle Alles Andere Anders Beide Einige Etwa Mehrere Mehr"
        " Manche Viele Zwei Drei Schon Später Zuletzt Zuvor Zunächst Schließlich Dazu Dessen Deren Deshalb Deswegen"
        " Dadurch Nicht Nichts Gesucht Rund Weitere Ebenso Immer Hinzu Ihm Ihn Ihnen Mich Mir Uns"
    ),
    "fr": _set(
        "Le La Les L’ L' Un Une Des Du Il Elle Ils Elles On Nous Vous Je J’ J' Tu Ce C’ C' Cet Cette Ces Cela Ça Son"
        " Sa Ses Leur Leurs Notre Nos Votre Mon Ma Mes Mais Et Ou Or Donc Car Dans En Pour Par Avec Sans Sous Sur"
        " Selon Après Avant Depuis Pendant Au Aux À D’ D' De Dès Entre Vers Chez Qui Que Qu’ Qu' Quoi Quand Comment"
        " Pourquoi Où Si S’ Lorsque Lorsqu’ Aucun Aucune Personne Nul Rien Tout Tous Toute Toutes Plus Plusieurs"
        " Certains Certaines D’autres Deux Trois Ainsi Alors Aujourd’ Hier Demain Ensuite Enfin Puis Pourtant"
        " Cependant Toutefois Néanmoins Parmi Malgré Même Ni Ne N’ N' Celui Celle Ceux Celles Chaque Quant Quelques"
        " Quel Quelle Reste Voici Voilà Ici Là"
    ),
    "en": _set(
        "The A An He She It They We You His Her Their Its Our My Your This That These Those There Here But And Or"
        " Nor So Yet In On At By For From With Without After Before Since Until When While Where Why How What Who"
        " Which If As Although Though Because However Moreover Meanwhile Then Now Later Also Both Neither Either Each"
        " Every Some Many Most Several Few Others Other Another All Any No Not Nobody None Nothing Only Even Still"
        " Just Once Under Over During Despite Between Among Through To Of Is Was Are Were Will Would Can Could Do"
        " Does Did Instead Last Next Earlier Yesterday Today Tomorrow"
    ),
}

# Abbreviations, without their last stop; spaced ones put together.
TITLES: Mapping[Lang, frozenset[str]] = {  # never the end of a sentence
    "de": _set(
        "Dr Prof Hr Hrn Fr Frl St Dipl Ing Hl Kard Gen Oberst Mag Msgr Bürgerm bzw ca vgl sog evtl ggf inkl exkl"
        " zzgl bspw z.B z.T z.Z d.h D.h Z.B u.a v.a i.d i.d.R o.g s.o s.u n.a u.U m.E i.A i.V geb gest verh ehem"
        " franz engl dt amerik lat griech insb insbes Tsd Mr Mrs Ms k.u.k max min mind Vgl Ca Bzw"
    ),
    "fr": _set(
        "M MM Mme Mmes Mlle Mlles Dr Drs Pr Prof Me Mes Mgr St Ste Sts Stes Cie Cdt Cne Col Gén gén Lt Sgt sén"
        " Sén dép Dép p.ex P.ex c.-à-d env bd Bd bld boul av Av pl cf Cf tél Tél resp"
    ),
    "en": _set(
        "Mr Mrs Ms Mx Messrs Dr Drs Prof Gov Sen Sens Rep Reps Pres Gen Lt Col Maj Capt Cmdr Sgt Cpl Adm Hon Rev Fr"
        " Sr Supt Insp Det St Ste Mt Ft e.g i.e E.g I.e eg ie vs v al cf approx est Atty Amb Sec Asst Assoc"
    ),
}
NUMBERED: Mapping[Lang, frozenset[str]] = {  # go on before a number only; small letters
    "de": _set("nr nrn abs art kap ziff s bd aufl str tel jg § rd"),
    "fr": _set("no nos n art al chap vol p pp fig éd h min § réf"),
    "en": _set("no nos vol p pp ch fig art sec eq jan feb mar apr jun jul aug sep sept oct nov dec ver"),
}
CLOCK = _set("a.m p.m A.M P.M")
AFTER_CLOCK = _set(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September October November December ET EST EDT CT CST CDT MT PT PST PDT GMT UTC BST CET CEST Eastern Pacific"
    " Central"
)
ENDS: Mapping[Lang, frozenset[str]] = {  # before a capital, the end of a sentence
    "de": _set("usw etc u.s.w u.v.m usf"),
    "fr": _set("etc"),
    "en": _set("etc Ph.D M.D"),
}
_COMPANIES = "Inc Corp Co Ltd Plc LLC Bros Cie"
GOES_ON: Mapping[Lang, frozenset[str]] = {  # go on, unless a starter follows
    "de": _set(
        f"Mio Mrd Bio Std Sek Min Jh Jhd Jr Sr Abt Aufl Hrsg Hg Ausg Anm Bsp e.V o.Ä u.Ä n.Chr v.Chr U.S Okt Nov Dez"
        f" Jan Feb Apr Aug Sept Sep Mo Di Mi Do Sa So Str Pl Bhf Hbf Kfz Lkw Pkw Ew Einw qm {_COMPANIES}"
    ),
    "fr": _set(f"av.J.-C apr.J.-C janv févr avr juil sept oct nov déc Jr Sr U.S Univ éd {_COMPANIES}"),
    "en": _set(f"Jr Jan Feb Mar Apr Aug Sep Sept Oct Nov Dec Ave Blvd Rd Dept Univ Assn Natl Intl Mfg {_COMPANIES}"),
}

# --- dates: of lines that are stamps, and of stamps glued to a text ---------------------------------------------------

_MONTH = (
    r"(?:jan(?:uar[y]?|vier|v)?|jänner|feb(?:ruar[y]?)?|févr(?:ier)?|m(?:ar(?:s|ch)?|ärz|är)|apr(?:il)?|avr(?:il)?"
    r"|ma[iy]|jui?n[ie]?|juil(?:let)?|jul[iy]?|aug(?:ust)?|août|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?"
    r"|nov(?:ember|embre)?|de[cz](?:ember)?|déc(?:embre)?)\.?"
)
_DAY = r"\d{1,2}(?:er|\.|st|nd|rd|th)?(?:\s?[-–]\s?\d{1,2}(?:\.|st|nd|rd|th)?)?"
_ZONE = r"(?:\s?(?:uhr\b|[ap]\.?m\b\.?|(?-i:[A-Z]{2,4})\b))?+"
TIME = rf"(?:,?\s?(?:um|at|à|-|–)?\s?\d{{1,2}}(?:[:.h]|\sh\s)\d{{0,2}}(?::\d\d)?{_ZONE})?+"
DATE = (
    r"(?:\d{4}-\d{2}-\d{2}(?:T[\d:.+Z-]+)?|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{1,2}/\d{1,2}/\d{2,4}"
    rf"|{_DAY}\s(?:{_MONTH})(?:,?\s\d{{4}})?+|{_MONTH}\s{_DAY}(?:,?\s\d{{4}})?+)"
)
STAMP = (
    r"(?:date|published|updated|posted|last updated|stand|veröffentlicht|aktualisiert|publié|mis à jour)"
    rf"(?:\s(?:on|am|le|at))?\s?:?\s?{DATE}{TIME}"
)
