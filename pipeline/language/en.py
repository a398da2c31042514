"""English."""

from pipeline.language.record import (
    NEVER,
    NONE,
    TWO_WORDS,
    Assertion,
    Calendar,
    Language,
    Numbers,
    Page,
    Quantities,
    Speech,
    Splitting,
    Target,
    Translating,
    Vocabulary,
    either,
)

# --- where a sentence ends ------------------------------------------------------------------------------------------

_SPLITTING = Splitting(
    titles="""
Mr Mrs Ms Mx Messrs Dr Drs Prof Gov Sen Sens Rep Reps Pres Gen Lt Col Maj Capt Cmdr Sgt Cpl Adm Hon Rev Fr Sr Supt
Insp Det St Ste Mt Ft e.g i.e E.g I.e eg ie vs v al cf approx est Atty Amb Sec Asst Assoc
""",
    numbered="""
no nos vol p pp ch fig art sec eq jan feb mar apr jun jul aug sep sept oct nov dec ver
""",
    ends="etc Ph.D M.D",
    goes_on="""
Jr Jan Feb Mar Apr Aug Sep Sept Oct Nov Dec Ave Blvd Rd Dept Univ Assn Natl Intl Mfg Inc Corp Co Ltd Plc LLC Bros Cie
""",
    starters="""
The A An He She It They We You His Her Their Its Our My Your This That These Those There Here But And Or Nor So Yet In
On At By For From With Without After Before Since Until When While Where Why How What Who Which If As Although Though
Because However Moreover Meanwhile Then Now Later Also Both Neither Either Each Every Some Many Most Several Few
Others Other Another All Any No Not Nobody None Nothing Only Even Still Just Once Under Over During Despite Between
Among Through To Of Is Was Are Were Will Would Can Could Do Does Did Instead Last Next Earlier Yesterday Today
Tomorrow
""",
    clock="a.m p.m A.M P.M",
    after_clock="""
Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
October November December ET EST EDT CT CST CDT MT PT PST PDT GMT UTC BST CET CEST Eastern Pacific Central
""",
    before_platform="on via from to of",
    number_stop="end",
    before_ordinal=NONE,
    months="January February March April May June July August September October November December",
    short_months="Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec",
    speaking="""
said says asked asks wrote writes added told tweeted posted replied shouted cried joked warned tells
""",
    pronouns="He She They",
    always_capital="I",
)

# --- what stands around an article on a page ------------------------------------------------------------------------

_PAGE = Page(
    stamp="date|published|updated|posted|last updated",
    stamp_joint="on|at",
    date_joint="on",
    day_endings="st|nd|rd|th",
    clock_joint="at",
    clock_marks="[:.]",
    clock_unit=r"[ap]\.?m\b\.?|(?-i:[A-Z]{2,4})\b",
    picture="image(?: credits?)?|photos?(?: credits?)?|picture|illustration|source|screenshot",
    picture_by="credit|by",
    made_by="by|via",
    byline="By",
    joins="by|for|and|via",
    conjunction="and",
    share="share|tweet|e-?mail|print|copy link|comments|save|on|this|article|story",
    asks="sign up|subscribe|get our|get the|join our|don['’]t miss",
    letter="newsletters?|inbox",
    more=(
        "read more|read also|also read|related(?: articles| stories| posts)?|see also|more on this story"
        "|recommended(?: for you)?|you may also like"
    ),
    cookies="we use|this (?:site|website) uses",
    accept="accept",
    rights="all rights reserved",
    waiting="building|loading|buffering|please wait",
    subscribe="subscribe(?: now)?",
    follow="follow us on",
    advertisement="advertisement|sponsored|ad",
    reading_time=r"\d+[\s-]min(?:ute)?s? read",
)

# --- words by what they do ------------------------------------------------------------------------------------------

_VOCABULARY = Vocabulary(
    function="""
about after all an and are as at be because been but by can could for from had has have he her him his how i if into
is it its more my new not of on or our out over said she so than that the their them there these they this those to up
was we were what when which who will with would you your
""",
    elided=NEVER,
    endings=r"(?:'s|'|ings?|edly|ed|ies|ly|es|s|e|y)$",
    inflections="(?:s|es)?",
    adjective_endings=NEVER,
    compound_links=NONE,
    nouns="small",
    english_look="often",
    no_name_endings=(
        r"(?:ish|ese|ians?|eans?|cans?|ans|ments?|tions?|tional|tive|ity|ities|ists?|ism|day|ology|ings?|ence|ance|ency|ure"
        r"|ics?|less|ness|ful|ous|able|ible)$"
    ),
    no_names="monday tuesday wednesday thursday friday saturday sunday mr mrs ms dr euro i",
    learnt="words",
)

# --- how somebody is quoted, reported, named as a source ------------------------------------------------------------

_SAYING = r"""
say says said saying tell tells told write writes wrote writing written tweets? tweeted stat(?:es|ed|ing) adding
explain(?:s|ed|ing) not(?:es|ed|ing)\ that recall(?:s|ed|ing) describ(?:es|ed|ing) argu\w* claim\w* alleg\w*
warns? warned insist(?:s|ed|ing) reports? reported reportedly quot(?:es|ed|ing) post(?:s|ed) credit(?:s|ed|ing)
call(?:s|ed|ing)\ (?:it|the) announc(?:es|ed|ing) confirm(?:s|ed|ing) reveal(?:s|ed|ing) highlight(?:s|ed|ing)
prais(?:es|ed|ing) compar(?:es|ed|ing) express(?:es|ed|ing) mention(?:s|ed|ing) refer(?:s|red|ring) found\ that
show(?:s|ed|n) known\ as based\ on according\ to thinks? thought believ(?:es?|ed) hope[sd]? consider(?:s|ed)?
feels? felt learn(?:ed|t) suggest(?:s|ed) in\ (?:his|her|their|its)\ (?:words|opinion|view)
"""
_SPEECH = Speech(
    saying=rf"(?i)\b(?:{either(_SAYING)})\b",
    first_person=r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|me|us)\b",
    source=r"(?i)(?:^|, )according to [^,.;:()]{2,60}",
    reported=NEVER,
    unreported=NEVER,
)

# --- how something is denied, hedged, made certain ------------------------------------------------------------------

_DENIAL = (
    r"(?i)\b(?:not(?! (?:only|just|merely|least)\b)|no|never|none|nobody|nothing|nowhere|neither|nor|without"
    r"|cannot|non)\b"
    r"|n['’]t\b"
)
_ASSERTION = Assertion(
    denial=_DENIAL,
    flat_denial=(
        r"(?i)\b(?:not|never|cannot|no)\b(?! forget)(?!.*\b(?:until|before|only|but)\b)"
        r"|n['’]t\b(?!.*\b(?:until|before)\b)"
    ),
    tinged=(
        r"(?i)\b(?:un(?!fortunate|like|der|til|it|ion|ivers|ique|iform|cle|less\b|to\b|iq)\w{3,}|in(?:expens|capable"
        r"|justice|sufficien|visib|effective|ability|dependen|accura|adequa|complete|consisten|correct"
        r"|appropriate|experienced|signific|differen)\w*"
        r"|im(?:possib|mature|mobile|perfect|practical)\w*|il(?:legal|legitim|logical)\w*|ir(?:relevan|respons"
        r"|regular)\w*|dis(?:agree|approv|like|continu|regard)\w*"
        r"|(?!count|nonethe|neverthe|regard)\w{3,}less(?:ly|ness)?|hardly|barely|scarcely|rarely|seldom|fail(?!ure)\w*|refus\w+|lack\w*|den(?:y|ie[sd]"
        r"|ying|ial)"
        r"|absen\w+|avoid\w*|prevent\w*|reject\w*|exclu\w+|unless|far from|zero|ban(?:s|ned)?|barred|forbid\w*"
        r"|prohibit\w*|neglect\w*|in vain|devoid|(?<=-)free|free of)\b"
    ),
    concord=NEVER,
    concord_denial=NONE,
    reminder=r"(?i)\b(?:not|n['’]t|never) forget\b",
    hedge=(
        r"\b(?:reportedly|allegedly|alleged|apparently|seemingly|probably|possibly|perhaps|presumably|supposedly"
        r"|purportedly|suspected|unconfirmed|may(?! \d)|might|could have|could be|(?:seem|appear)(?:s|ed)? to"
        r"|(?:is|are|was|were) (?:likely|believed|thought|said|rumou?red|expected|understood|reported|suspected) to)\b"
    ),
    hedged_word=rf"\s+(?:been\s+)?(?:(?:an?|the|its|his|her|their|our|my)\s+)?{TWO_WORDS}",
)

# --- numbers --------------------------------------------------------------------------------------------------------

_NUMBERS = Numbers()

# --- units and amounts ----------------------------------------------------------------------------------------------

_QUANTITIES = Quantities()

# --- months, weekdays, clock times ----------------------------------------------------------------------------------

_CALENDAR = Calendar()

# --- what a translator needs to know --------------------------------------------------------------------------------

_TRANSLATING = Translating()

# --- what is asked of the language into which all others are translated ---------------------------------------------

_TARGET = Target(
    loans="""
attaché brûlée cafés cliché clichés communiqué crème doppelgänger décor déjà entrée exposé façade façades façon fiancé
fiancée führer jalapeño matinée naïve piñata protégé protégés pâté résumé soirée touché élite émigré émigrés über
""",
    empty="""
above across after again against ago all almost along already also although am amid among another any anyone anything
around away back became become becomes being below beside between beyond both came come comes could did do does doing
done down due during each either else enough even ever every few first following gave get gets getting give given
gives go goes going gone got having her here hers herself himself his however inside itself just kept last later least
less let like made make makes making many may me might mine most much must myself near neither never next no none nor
nothing now off often once one ones only onto or other others ought ourselves own per perhaps put quite rather really
right same saw see seem seen several shall she should since so some someone something soon still such take taken takes
taking then there therefore thing things though through thus till together too took toward towards two under until
upon us use used using very want was way ways we well went were what whatever when where whether which while whom
whose why within without yes yet yourself he him it's its said say says saying tell told tells add added adds adding
announce announced announces announcing wrote write writes writing written report reported reports reporting according
accordingly state stated states stating call called calls calling include includes included including hundred hundreds
thousand thousands million millions billion billions trillion dozen dozens percent cent day days week weeks month
months year years today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday
""",
    established="""
hizbullah khrushchev krushchev poroshenko prigozhin pushkin qaeda rouhani shoigu tutankhamen tutankhamun tymoshenko
""",
    peoples=r"(?:[aei]ans?|cans?|ish|ese|landers?)$",
    forget=r"(?i)\bforget\b",
)

ENGLISH = Language(
    code="en",
    name="English",
    code3="eng",
    splitting=_SPLITTING,
    page=_PAGE,
    vocabulary=_VOCABULARY,
    speech=_SPEECH,
    assertion=_ASSERTION,
    numbers=_NUMBERS,
    quantities=_QUANTITIES,
    calendar=_CALENDAR,
    translating=_TRANSLATING,
    target=_TARGET,
)
