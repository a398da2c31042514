"""The English that claims are read by: verbs by what they do. English alone, for every claim is read in English."""

from pipeline.language import news
from pipeline.language.record import words as _words

# lemmas of verbs whose complement is somebody's words
SAYING = _words("""say tell state declare announce claim assert maintain insist argue contend report add explain note
    remark comment reply respond answer write tweet post affirm reaffirm confirm reiterate repeat stress emphasize
    emphasise underline underscore allege complain warn caution predict forecast estimate admit concede acknowledge
    reveal disclose deny dispute reject swear vow promise pledge assure suggest indicate conclude believe think testify
    recall recount observe mention describe hint imply accuse criticise criticize demand urge quip joke shout whisper
    cry thunder fume lament rage scoff sigh object protest counter retort respond rejoin venture jeer mock marvel muse
    enthuse rejoice exclaim stammer growl snap grumble gripe plead beg appeal warn agree disagree summarise summarize
    rant sneer thunder rail fulminate hiss gush snarl bark storm scold chide lecture brag boast gloat confide
    chant roar bellow yell scream sob moan groan mutter mumble murmur croak wail intone proclaim trumpet crow implore
    beseech interject tease
    specify clarify elaborate opine praise quote cite rule inform notify suspect fear hope expect reckon calculate judge
    point deplore regret hail""")
# of these, such as stand before who says it, after what is said: adds the mayor
INTERPOSED = _words("""say announce add explain state insist declare note recall specify indicate assure stress
    underline regret deplore lament estimate reckon summarise conclude""")
ANNOUNCING = _words("say announce tell report confirm add state declare explain")  # with a day of its own
FINDING = _words("find show mean hold rule learn note realise realize discover")  # that something is so
DENYING = _words("deny dispute reject refute contest contradict rebut disclaim")  # what follows is denied
DOUBTING = _words("doubt")  # that, or whether: it is told with reserve
BELIEVING = _words("believe think suppose assume")  # who does not believe that it is so says that it is not
HEDGING_ADVERBS = _words("""reportedly allegedly apparently seemingly probably possibly perhaps presumably supposedly
    purportedly maybe likely potentially conceivably ostensibly evidently""")
HEDGING_ADJECTIVES = _words("likely unlikely possible probable unconfirmed conceivable")
# is it so? that is not told: whether … is unclear
DELIBERATING = _words("""examine consider check review study weigh assess investigate debate determine explore ponder
    clarify""")  # whether: it is open
WEIGHING = _words("weigh mull contemplate ponder consider examine study review explore")
# what is only weighed may be taken or not: a step, an appeal; the body that a doctor examines is there
STEPS = _words(
    "step action option move appeal complaint lawsuit measure sale bid merger strike boycott return resignation"
    " withdrawal exit departure end termination closure takeover purchase suit"
)
TELLING = _words("tell warn assure promise inform notify advise remind")  # somebody something
INTENTIONS = _words("intention plan intent wish desire ambition reason need cause")  # of, or to, do something
HAVING = _words("have see harbour harbor express find")
OPEN = _words("""open unclear uncertain unknown unsure undecided doubtful questionable disputed contested unresolved
    unproven undetermined moot debatable""")
DOUBTS = _words("""seem appear assume presume suppose suspect guess speculate indication sign hint speculation suspicion
    rumour rumor hypothesis theory assumption presumption possibility probability conjecture impression""")
ALLEGEDLY = _words("alleged suspected presumed supposed purported apparent reported ostensible")
ACCUSING = _words("suspect accuse charge")  # of having done something
# what one does to another the other does to the one
MUTUAL = _words("""meet marry wed divorce face play join match resemble equal kiss hug embrace fight debate date border
    neighbour neighbor encounter oppose rival contradict touch cross collide differ talk speak agree team""")
UNTRUE = _words("""untrue false wrong incorrect impossible unthinkable inconceivable unlikely baseless unfounded lie
    myth nonsense fabrication invention""")  # that … is none of it
FICTION = UNTRUE | _words("fable fairy tale legend fiction fantasy hoax rumour rumor")
NONSENSE = _words("absurd absurdity foolishness rubbish ridiculous preposterous garbage")  # said of what is denied
TRUE = _words("true case fact right correct")
KNOWN = _words("clear certain known know")  # whether something is so, which is open where that is denied
# to do, which is said to be done or can be
ABLE = _words("able ready willing free certain sure bound set due likely glad happy prepared determined eager keen")
UNABLE = _words("unable unwilling impossible reluctant powerless incapable unprepared loath hesitant")  # which is not
HEDGING_VERBS = _words("seem appear suspect assume presume believe think suppose guess")
HEDGING_PASSIVES = _words("believe think say rumour rumor understand report suspect allege assume presume")
PLANNING = _words("""plan intend want aim hope consider seek propose mean threaten promise vow pledge prepare
    contemplate envisage""")
# what is asked for or expected, and what came of it, are two amounts
ASKING = _words("demand request seek ask propose offer bid expect forecast predict hope want recommend plan aim")
PLANNED = _words("supposed meant expected scheduled due set intended designed going planned")
AWAITING = _words("wait await")
NOT = _words("not n't never no neither nor none nobody nothing hardly scarcely barely without cannot nowhere")
# to do: it is not done
FAILING = _words("quit fail refuse decline omit neglect avoid forget refrain stop cease miss lack")
GOVERNING = SAYING | FAILING | PLANNING | HEDGING_PASSIVES | HEDGING_VERBS
GOVERNING |= _words("""begin start continue try attempt manage use need have able set due suppose schedule go come agree
    decide order""")
ADMITTING = _words("claim deny admit profess acknowledge allege recall pretend confess")  # having done something
SAYING_NOUNS = _words("""assurance claim statement report allegation announcement suggestion warning promise
    confirmation assertion denial suspicion fear hope impression belief view conclusion rumour rumor insistence""")
ACCOUNTS = _words("account count estimate reckoning telling view opinion reading version figure assessment calculation")
SUSPECTING = _words("suspect assume presume guess speculate fear suppose")  # and do not know
COPULAS = _words("fall go feel sound grow get be stay remain become look seem appear keep prove turn leave render")
PERCEIVING = _words("see hear feel smell observe notice watch find read")
PREVENTING = _words("prevent avoid avert foresee predict anticipate save spare")
DECLARING = _words("find take hold declare pronounce deem judge rule make")  # somebody guilty, prisoner, dead
SERIAL = _words("next last previous first second third fourth another new earlier later former final other further")
# of one noun with two of a line, there are two: the northern tower and the southern one
CONTRASTED = tuple(
    _words(line)
    for line in """
north northern south southern east eastern west western
older elder younger
men male women female
husband wife
father mother
brother sister
son daughter
upper lower
former current
first second third fourth fifth
""".strip().splitlines()
)
PRONOUNS = _words("he she it they we i you who which that this these those him her them us me his its their someone")


def is_pronoun(head: str, text: str = "") -> bool:
    """Whether a noun phrase stands for somebody named elsewhere: he, us; not the US, the WHO.

    Args:
        text: the phrase; the head alone if "".
    """
    acronym = head.upper() if len(head) > 1 else ""
    return head.lower() in PRONOUNS and acronym not in (text or head).split()


FEMALE = _words("""woman girl mother daughter sister wife widow grandmother mum aunt niece queen princess lady actress
    spokeswoman chairwoman policewoman congresswoman businesswoman bride mrs ms miss madame mme frau""")
MALE = _words("""man boy father son brother husband widower grandfather dad uncle nephew king prince gentleman actor
    spokesman chairman policeman congressman businessman fisherman fireman groom mr sir monsieur herr""")
AUXILIARY = _words("be have do will would shall should can could may might must get")
CALENDAR = _words("""monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december""")
PLACE_PREPOSITIONS = _words("""in at on front near outside inside from to into towards off around above across over
    through beside""")
PERSONS = _words("""person people man woman child boy girl baby teenager adult resident inhabitant citizen civilian
    villager passenger traveller traveler tourist visitor guest customer client patient victim casualty survivor
    worker employee staff labourer laborer colleague soldier serviceman trooper officer policeman guard firefighter
    fighter militant rebel protester demonstrator supporter opponent activist striker marcher participant spectator
    fan student pupil teacher driver pilot crew sailor member reservist prisoner detainee inmate suspect attacker
    gunman hostage migrant refugee worshipper shopper commuter neighbour neighbor pensioner household family consumer
    player athlete rider runner doctor nurse soul holidaymaker motorist cyclist pedestrian trucker seaman fisherman
    farmer hiker climber skier swimmer bystander onlooker evacuee captain mother father son daughter sister brother
    grandmother grandfather mum dad widow widower toddler infant teenager youngster other body injured dead wounded
    missing""") | news.nouns("persons")
FATES = {  # what becomes of somebody or something → lemmas of verbs, nouns and adjectives that say so
    "killed": _words("""kill die dead death perish fatality slay murder drown deceased fatal succumb behead lynch
        execute assassinate""")
    | {"gun down"},
    "alive": _words("survive survivor alive stable"),  # perhaps not unhurt
    "missing": _words("vanish disappear untraced unaccounted disappearance"),
    "injured": _words("injure wound hurt injury casualty maim injured wounded hospitalise hospitalize"),
    "unharmed": _words("unharmed unhurt unscathed uninjured safe well"),
    "rescued": _words("rescue save free recover retrieve evacuate pull"),
    "captured": _words("capture captive captivity prisoner seize abduct kidnap hostage"),
    "arrested": _words("arrest detain custody jail imprison incarcerate apprehend arrested catch"),
    "free": _words("release free acquit bail freed liberty"),
    "fled": _words("flee escape abscond desert deserter defect fugitive run"),
    "resigned": _words("resign resignation quit retire"),
    "dismissed": _words("dismiss fire sack oust remove axe dismissal expel"),
    "on leave": _words("suspend"),
    "staying": _words("stay remain keep continue"),
    "recalled": _words("recall withdraw summon"),
    "expelled": _words("expel expulsion deport banish evict eject"),
    "lost": _words("lose lost destroy wreck crash sink explode disintegrate shatter demolish burn"),
    "intact": _words("intact undamaged working operational alive functioning save salvage rescue"),
    "convicted": _words("convict guilty conviction condemn sentence"),
    "cleared": _words("acquit clear exonerate innocent acquittal absolve"),
    "cancelled": _words("cancel scrap axe"),
}
FATES_APART = frozenset(  # pairs that cannot both be so at one time
    map(
        frozenset,
        [
            ("killed", "missing"), ("killed", "in care"), ("missing", "in care"), ("unharmed", "in care"),
            ("killed", "unharmed"), ("killed", "alive"), ("missing", "alive"), ("killed", "rescued"),
            ("killed", "captured"),
            ("killed", "free"), ("killed", "fled"), ("killed", "arrested"), ("missing", "unharmed"),
            ("missing", "rescued"), ("missing", "captured"), ("missing", "fled"), ("missing", "arrested"),
            ("captured", "fled"), ("captured", "free"), ("arrested", "free"), ("arrested", "fled"),
            ("injured", "unharmed"), ("resigned", "dismissed"), ("resigned", "staying"), ("dismissed", "staying"),
            ("recalled", "expelled"), ("recalled", "staying"), ("expelled", "staying"), ("lost", "intact"),
            ("convicted", "cleared"), ("killed", "injured"), ("killed", "home"), ("missing", "home"),
            ("in care", "home"), ("captured", "home"), ("arrested", "home"), ("cancelled", "held"),
            ("cancelled", "postponed"), ("postponed", "held"), ("dismissed", "on leave"), ("staying", "on leave"),
            ("resigned", "on leave"), ("in danger", "out of danger"), ("killed", "out of danger"),
            ("killed", "in danger"), ("in danger", "home"), ("in danger", "unharmed"), ("missing", "out of danger"),
        ],
    )
)  # fmt: skip
BEFALLEN = {  # nouns for all whom a fate befell → the fate
    "dead": "killed", "fatality": "killed", "missing": "missing", "injured": "injured", "wounded": "injured",
    "survivor": "alive", "arrested": "arrested", "detainee": "arrested", "hostage": "captured",
}  # fmt: skip
PERPETRATORS = _words("""gunman attacker assailant perpetrator shooter robber hijacker kidnapper knifeman raider
    taker""")  # of whom one story calls one by several of these
UNCHANGED = _words("staying held")  # fates by which all is as it was: their contrary is a denial
DECIDED = frozenset({  # fates that are somebody's decision, so that they are told before they come: will resign
    "resigned", "dismissed", "staying", "injured", "recalled", "expelled", "on leave", "cancelled", "postponed", "held",
})  # fmt: skip
BY_OTHERS = frozenset(
    {"in care", "brought in", "captured", "arrested", "free", "home", "rescued", "dismissed", "convicted"}
)
CORPSES = _words("body bodies corpse corpses remains")  # recovered, not rescued
# his condition is how he is
STATES = _words("condition state life day days prognosis health injury injuries wound wounds")
SEARCHING = _words("search look comb")  # for whom is missing
# what is looked for without having been lost
WANTED = _words("""culprit suspect perpetrator offender cause reason motive answer explanation clue evidence proof
    trace weapon drug document time hour minute day week month way solution compromise successor
    replacement buyer investor partner owner job work staff witness volunteer home""")
CONTRARY = tuple(  # verbs, nouns and adjectives by lemma: what one side of a line says, the other side denies
    tuple(frozenset(word.replace("_", " ") for word in side.split()) for side in line.split(":"))
    for line in """
rise increase grow climb jump gain soar surge rally improve : fall drop decline decrease shrink slide plunge sink tumble
rise gain advance win : lose
accept approve adopt pass back ratify agree endorse : reject refuse decline veto oppose rebuff dismiss block
welcome support back endorse hail : block oppose reject resist condemn criticise criticize
last : first
activate function operate : dry silent idle fail malfunction
forbid ground detain impound moor dock : sail fly operate
confirm admit acknowledge concede corroborate verify : deny dispute contest refute reject contradict
uphold confirm sustain affirm stand : overturn quash annul reverse strike scrap revoke overrule void rescind
lift ease end relax : extend maintain impose tighten keep renew prolong
open reopen : close shut closed
win : lose
start begin launch resume continue : end stop cancel halt suspend postpone abandon scrap discontinue
succeed : fail
allow permit authorise authorize let : ban forbid prohibit bar block prevent outlaw
support back favour favor endorse : oppose reject resist
include : exclude
guilty : innocent
safe harmless : dangerous unsafe harmful hazardous
join enter : leave quit exit
arrive : depart
find discover detect : lack miss
legal lawful : illegal unlawful
possible : impossible
positive : negative
happen hold meet occur gather convene : cancel postpone abandon scrap call_off
convict : acquit
buy : sell
hire : fire
strengthen : weaken
full fully entire entirely whole : part partly half partially
public publicly : secret secretly private privately
present attend : absent miss boycott skip
deliberate deliberately intentional intentionally : accidental accidentally accident
contaminated tainted polluted : clean uncontaminated
known aware know learn hear : unknown unaware ignorant
unanimous unanimously : split divided narrowly
alone : together accomplice
working intact : broken
peaceful calm peacefully : violent chaotic violently
confirm prove : exclude disprove rule_out
return : keep retain
recommend : warn
pay : owe
reach : miss
disclose reveal publish announce : conceal hide withhold suppress silent quiet secret cover
voluntary voluntarily accord volition initiative : forced forcibly compulsory order impose compel oblige force require
encrypt encrypted encryption scramble hash protect : unencrypted plain readable exposed open
safe untouched unaffected intact secure spared : steal loot compromise affect damage hit leak expose haul delete erase
sober : drunk drunken
healthy : ill sick
lock locked : unlock unlocked
protected : unprotected
necessary : unnecessary superfluous
satisfied pleased content : dissatisfied disappointed
break sever interrupt lose cut : uninterrupted continuous unbroken restore continue maintain
appeal challenge contest : accept waive forgo renounce drop
exceed surpass breach top : respect observe meet comply below within
resign quit leave depart : stay remain
true right correct accurate : false wrong incorrect untrue inaccurate invention
profit surplus gain : loss deficit
widen expand broaden : narrow restrict
early punctual : late delay delayed
cheap cheaper : expensive dear dearer
high higher more : low lower less
strong : weak
old : new
hot warm : cold cool
agree agreement deal : disagree disagreement deadlock
calm reassure : alarm alarmed
praise welcome hail applaud : criticise criticize condemn denounce deplore
friendly cordial : hostile frosty
married : single divorced unmarried
release free : detain hold jail arrest
accuse blame charge : clear exonerate acquit
attack assault : defend retreat
approve : disapprove
remember recall : forget
trust : distrust mistrust
honest : dishonest
hidden covert : open overt
temporary temporarily : permanent permanently
complete finish : unfinished incomplete
solid stable : unstable shaky
sell : keep retain
expand : shrink cut reduce
raise increase : lower cut reduce
advance progress : stall retreat
build : demolish
mandatory obligatory compulsory : optional voluntary
military : civilian
armed : unarmed
conscious : unconscious
natural : artificial
drinkable potable : undrinkable
pending pende outstanding : confirm complete final return finish
""".strip().splitlines()
)
TRANSITIVE = _words("back")  # without an object an adverb: wants him back
INTRANSITIVE = _words("meet")  # in the passive, something else: was met with anger
# of whether something is so: where it is not done, that is open
SETTLING = _words("settle decide clarify establish determine resolve answer know prove confirm explain verify")
ALTERING = _words("""raise increase change alter improve adjust extend withdraw reduce lower cut""")  # what there is
VOTING = _words("vote ballot")
# what somebody gives up, and another need not
WAIVING = _words("waive forgo renounce abandon relinquish forswear")
# what they govern is denied: denied the affair, dismissed talk of it
REFUTING = _words("""deny dispute contest refute rebut disclaim disprove debunk waive forgo renounce abandon relinquish
    forswear""")
# where what they govern is something said, or they call it something: rejected the claim, dismissed it as a fairy tale
DISMISSING = _words("reject dismiss exclude rule rebuff brush wave shrug")
ALLEGED = _words("""claim allegation accusation charge report rumour rumor talk suggestion story version account notion
    idea possibility speculation involvement responsibility link connection wrongdoing knowledge guilt theory assertion
    statement criticism""")
# whose object or subject, where there is none of it, is what there is not
EXISTING = _words("""record note establish identify discover spot uncover be have exist give see find receive get hear
    detect show send issue take make report notice register observe come offer hold""")
FEELING = _words("harbour harbor have feel entertain cherish nurse see find express voice utter")
USING = _words("use deploy employ fire apply throw find record see detect register")
OPENLY = _words("certain clear sure known likely possible unclear uncertain")
GIVING = _words("""give hand distribute issue offer provide grant award pay send get receive obtain""")
HARDLY = _words("hard difficult tough hardly barely scarcely tricky")  # neither yes nor no
NEGATIVE = _words("ban prohibit forbid bar prevent block veto halt scrap abolish without lack absence exclude")
FATE_PHRASES = {  # what becomes of somebody → patterns, a line each, of other ways to say so
    fate: "|".join(phrases.strip().splitlines())
    for fate, phrases in {
        "killed": r"""
lost (?:(?:his|her|their|the) )?(?:li(?:fe|ves)|fight|battle)
passed away|(?:did|has|have|had) not survived?|could not be saved|beyond help|no longer (?:alive|among the living)
found dead|pronounced dead
bled to death|burned to death|(?:shot|hanged|killed) (?:him|her)self|took (?:his|her|their) own li(?:fe|ves)
could only \w+ (?:his|her|their|the) death of|(?:claim|cost)(?:s|ed)? the life of
(?:is|was|are|were) (?:found )?dead
bod(?:y|ies) (?:[\w,'’-]+ ){0,8}?(?:found|recovered|retrieved|discovered)
""",
        "missing": r"""
(?:is|are|was|were|remains?|still|reported|been|went|go) (?:still )?missing
no (?:trace|sign) of|unaccounted for|no trace|every trace is|not (?:been )?heard (?:of|from)
""",
        "on leave": r"(?:placed|put|sent|been|is|was) on (?:\w+ )?leave"
        r"|suspended from (?:his|her|their) (?:dut(?:y|ies)|post|job|office)"
        r"|(?:relieved|removed) (?:of|from) (?:his|her|their) \w+ (?:for the time being|temporarily|provisionally)"
        r"|suspended (?:on|with|without) (?:full |half )?pay|(?:was|were|been|is|are) suspended (?:pending|until|for)",
        "injured": r"(?:suffer|sustain|receiv)(?:s|ed|ing|e) (?:[\w-]+ ){0,3}(?:injur(?:y|ies)|burns|fractures?)"
        r"|with an? (?:broken|fractured|sprained|dislocated) [a-z]+"
        r"|(?:broke|breaks|broken|fractured) (?:an?|his|her|both|one) (?:[a-z]+ )?"
        r"(?:leg|arm|wrist|hip|rib|nose|jaw|foot|hand|ankle|shoulder)s?"
        r"|(?:ruled )?out injured|ruled out (?:of|for) the|torn (?:\w+ )?ligaments?|will miss the|sidelined",
        "unharmed": "(?:fit|healthy|well) again|back in training"
        "|(?:now|today|still) lives? |(?:is|are) still (?:alive|living)"
        "|alive and well|escaped? unhurt|unscathed",
        "alive": r"(?:escap\w+|got away) with (?:his|her|their) li(?:fe|ves)",
        "in danger": r"""
in (?:an? )?(?:critical|life-threatening|grave) condition
condition (?:is|was|remains?) (?:critical|life-threatening|grave)
between life and death|fight(?:s|ing)? for (?:his|her|their) li(?:fe|ves)
in (?:mortal danger|danger of (?:death|dying))|absolute (?:urgency|emergency)|prognosis (?:(?!no)[\w’'-]+ ){0,5}?engaged
life-threatening injur(?:y|ies)|li(?:fe|ves) (?:is|are|was|were) (?:still )?in danger
""",
        "out of danger": r"""
out of (?:mortal )?danger|no longer in (?:mortal )?danger|not in (?:mortal )?danger|not life-threatening
in (?:an? )?stable condition|condition (?:is|was|remains?) stable|no danger to (?:his|her|their) li(?:fe|ves)
prognosis (?:[\w’'-]+ ){0,5}?(?:not|no longer) engaged|on the (?:road to recovery|mend)
""",
        "home": r"""
(?:left|leav(?:e|es|ing)) (?:the )?(?:hospital|clinic)
(?:discharged|released|sent home) from (?:the )?(?:hospital|clinic)|discharged
(?:back|at|sent|gone|went|allowed) home
""",
        "rescued": r"(?:dragged|pulled|brought|carried|taken|winched|got|lifted|recovered) "
        "(?:(?:him|her|them) )?(?:out )?alive"
        "|found alive|(?:brought|got|led|pulled|carried|hauled) (?:[\\w-]+ ){0,4}to safety|pulled (?:alive )?from",
        "captured": r"""
tak(?:en|ing) (?:\w+ )?(?:prisoner|captive|hostage)
in (?:\w+ )?captivity|in the hands of (?:his|her|their|the) (?:captors|kidnappers)|prisoners? of war|held captive
""",
        "arrested": "handed over to (?:the )?(?:police|authorities)"
        "|(?:turned|gave) (?:him|her)self (?:in|up)|surrender(?:s|ed|ing)|picked up by (?:the )?police|nabbed"
        "|in (?:police )?custody|behind bars(?! for)|under arrest"
        "|(?<!years )(?<!months )in (?:prison|jail|detention)",
        "convicted": r"(?:giv(?:en|es?)|gave|receiv(?:es?|ed)|handed|got|gets) (?:[\w-]+ ){0,4}(?:sentence|term)\b"
        "|sentenced to|must serve|to serve (?:[\\w-]+ ){1,3}(?:years|months)"
        "|sent (?:[\\w-]+ ){1,5}to (?:prison|jail)",
        "free": "set free|came? free|let (?:(?:him|her) )?go|(?:him|her|them) loose"
        "|on free foot|at liberty|walked free|on bail|a free man|a free woman",
        "fled": "on the run|got away(?! with)|slipped (?:away|through)"
        "|still (?:being )?(?:wanted|sought|hunted)|wanted by|at large"
        "|went into hiding|changed sides",
        "resigned": r"""
(?:left|leav(?:es?|ing)|went|goe?s?|quits?) (?:[\w-]+ ){0,3}(?:of|at) (?:his|her|their) own (?:free will|accord|request)
step(?:s|ped|ping)? (?:down|aside)|(?:hand|g[ai]v)\w* (?:in )?(?:his|her|their) notice
vacat(?:es|ed|ing) (?:his|her|their) (?:post|office|seat)|(?:is|was) leaving office
(?:declar|announc|tender|present|offer|hand|submitt?)(?:es|s|ed|ing)?(?: in)? (?:\w+ ){0,3}(?:his|her|their) resignation
""",
        "dismissed": r"""
(?:threw|thrown|throws|forced|pushed) (?:\w+ )?out
shown the door|part(?:ed|s|ing) (?:company|ways) with|(?:must|has to|have to) go$|removed from office|relieved of
""",
        "staying": r"""
not (?:think|consider)(?:ing)? (?:\w+ ){0,7}(?:resign(?:ing|ation)?|step(?:ping)? down|quit)
(?:reject\w*|rul\w+ out|refus\w+|no intention of) (?:\w+ ){0,7}(?:resign(?:ing|ation)?|step(?:ping)? down|quit)
(?:stays?|remains?|staying|remaining) (?:on|in (?:his|her|their|the)? ?(?:post|office|job|position|place))
""",
        "recalled": "called (?:home|back)|called (?:his|her|their) ambassador home",
        "expelled": r"""
(?:throwing|threw|thrown|throws) out
declared persona non grata|told to leave|ordered to leave
""",
        "lost": r"""
burn(?:s|ed|t|ing)? (?:up|out|down)|(?:is|was|are) lost
broke (?:up|apart)|completely destroyed
""",
        "intact": "(?:is|are|was|were|still) (?:alive|intact|working|undamaged|in working order)|sending signals",
        "in care": r"""
in(?:to)? (?:an? )?(?:\w+ )?coma|in intensive care|fight(?:s|ing)? for (?:his|her|their) li(?:fe|ves)|recovering
in (?:an? )?(?:critical|serious|stable|grave) condition
between life and death|being treated|in hospital
""",
    }.items()
}
NO_ONE_IN_PARTICULAR = PRONOUNS | _words("there one nobody anyone everyone it")
ANYBODY = _words("people person other one man woman child")  # nouns that tell little of who is counted
LIGHT = _words("""be have do take get make come go hold begin start end run happen occur announce say give set become
    follow last""")
NO_GIVEN_NAMES = _words("""New Old North South East West Upper Lower Great Little Saint St San Santa Los Las Fort Port
    Mount Lake Cape Hotel River Camp Castle University Mr Mrs Ms Dr Prof Professor President Minister Senator Judge
    Colonel General Captain Chancellor King Queen Prince Princess Pope Bishop Sir Lord Lady Herr Frau Monsieur Madame
    Mme Mayor Chief Sergeant Inspector Coach Lieutenant Major Admiral Governor Ambassador Secretary Chairman
    Chairwoman Director Justice Father Brother Sister Prime Deputy Spokesman Spokeswoman Maître Maitre Mademoiselle Mlle
    Signor Signora Señor Señora Dame Baroness Countess Reverend Pastor Rabbi Imam Sheikh Archbishop Cardinal Attorney
    Counsel Doctor Corporal Commander Commissioner Superintendent Detective Constable Officer Monday Tuesday Wednesday
    Thursday Friday Saturday Sunday January February March April May June July August September October November
    December""")
BODIES = _words("""committee subcommittee commission mission council agency university institute ministry department
    board bureau bank union league federation association foundation fund organisation organization office authority
    service corps party movement front army force brigade guard court tribunal parliament assembly senate congress
    chamber house company group corporation limited airlines airways newspaper news times post street avenue road square
    island islands river lake mountain mountains valley sea ocean bay bridge tower castle palace temple church cathedral
    school college academy hospital clinic museum theatre theater stadium arena park garden gardens forest airport
    station district county province region republic kingdom states nations city town village festival cup open prize
    award act law bill treaty agreement plan programme program project""")  # what such words end is nobody's name
OFFICES = _words("""mayor minister president chancellor premier king queen pope bishop governor senator ambassador
    commissioner chairman chairwoman chair chief head director boss executive manager coach trainer captain leader
    founder owner spokesman spokeswoman spokesperson judge prosecutor lawyer general colonel winner champion author
    singer pianist conductor rector principal secretary treasurer deputy successor victim suspect gunman pilot driver
    mediator envoy officer official""") | news.nouns("offices")
CALLINGS = PERSONS | OFFICES
SPEAKING_FOR_ANOTHER = _words("spokesman spokeswoman spokesperson lawyer attorney counsel solicitor barrister")
# persons by what they are, who are seldom spoken of by another such word: the driver and the passenger are two
BY_CALLING = (
    CALLINGS
    - ANYBODY
    - _words("""victim suspect attacker gunman winner champion author founder leader
    head boss chief executive manager official officer successor owner body injured dead wounded missing casualty
    survivor colleague family household resident inhabitant citizen civilian employee staff worker member crew sailor
    fighter player athlete opponent supporter activist demonstrator protester participant striker young youngster soul
    deputy mother father mum dad son daughter boy girl baby child toddler infant teenager husband wife prisoner
    detainee inmate traveller traveler tourist customer guest client visitor""")
)
# words before an office that do not say whose it is
ANY_OFFICE = _words("""
    new old former outgoing then current acting late long-time deputy vice first second head""")
# places without a name of their own, beside rooms and buildings
OUTDOORS = _words("""
    forest wood quarry cave lake river cellar garage barn garden meadow ditch tunnel""")
# verbs with "for" before where somebody goes
LEAVING = _words("""
    leave depart head set sail embark bind""")
# how many somebody has, and how many of them something is done to
HAVING_ALL = _words("have own operate employ run comprise include number total possess")
CHANGING = _words("""
    close cut shed dismiss sack lay sell buy order build hire add send deploy withdraw leave lose ground evacuate
    damage destroy shut scrap recall treat halt""")
# which way an amount goes, by the last of these words before it
UPWARD = (
    r"\b(?:up|r[io]se\w*|gain\w*|climb\w*|jump\w*|add(?:s|ed)|increas\w*|gr[eo]w\w*|surg\w*|soar\w*|advanc\w*|higher)\b"
)
DOWNWARD = (
    r"\b(?:down|f[ae]ll\w*|drop\w*|los[et]\w*|declin\w*|slid\w*|slip\w*|slump\w*|plung\w*|tumbl\w*|shed\w*"
    r"|shr[aiu]nk\w*|decreas\w*|lower)\b"
)
# by how much, or to what
MOVING = _words("""rise fall drop climb jump surge soar plunge slide slump tumble sink gain lose grow shrink increase
    decrease decline dip leap raise lower cut reduce boost slash hike swell shed""")
ROOMS = news.nouns("rooms")
COUNTRIES = news.nouns("countries")
CITY_STATES = news.nouns("city_states")  # that are called as a town is
GIVEN_NAMES = news.given_names()
PLACE_NOUNS = _words("""academy agency airfield airport arena assembly authority base beach border branch bridge
    building camp capital cathedral center centre church city clinic club committee company council county court
    courthouse courtroom depot district embassy factory federation field firm ground hall harbor harbour
    headquarters home hospital hotel house institute island jail lab laboratory market mine ministry mosque
    museum office palace park parliament plant police port prison prosecutor province region residence school
    shop site square stadium state station store street synagogue temple theatre town track tribunal university
    valley village warehouse""")
GROUPS = _words(
    "crew team squad staff family group party gang band class crowd delegation audience unit patrol panel jury"
)
OF_SUBJECT = _words("""die perish succumb survive escape flee desert abscond resign quit retire stay remain vanish
    disappear drown recover crash sink explode defect""")  # verbs whose subject is whom it befalls
# bodies that speak for one another: firefighters, the fire department
ONE_BODY = (
    _words("fire firefighters brigade"), _words("government ministry minister authorities"), _words("hospital doctors"),
    _words("army military navy"), _words("police officers investigators inspectors detectives"), _words("court judge"),
    _words("company firm operator airline insurer manufacturer bank hospital"),
    _words("residents neighbours neighbors tenants"),
)  # fmt: skip
# what is known of somebody by what he says alone
OF_MIND = _words("""disappoint disappointed please pleased satisfied proud happy sorry want hope plan intend wish
    believe support oppose welcome regret confident optimistic sure ready""")
DONE_BY_ONE = _words("""score propose write paint compose design invent discover report shoot stab drive steer pilot own
    buy acquire organise nominate appoint draft sign lead head chair coach train found win direct produce operate build
    supply""")  # a goal has one scorer, many may condemn
PERMITTING = _words("open allow permit let authorise authorize")  # what may be done
SPEAKING_BODIES = (
    _words("""lawyer lawyers defence defense bank police prosecutor prosecutors firefighters brigade
    department army military navy hospital court coastguard guard union witnesses ministry
    government opposition organisers organizers jury parents relatives neighbours neighbors doctors residents
    investigators inspectors customs company firm operator airline insurer manufacturer tenants""")
)  # that speak for themselves alone
HEARSAY = _words("reportedly allegedly supposedly purportedly rumour rumor say")  # hedges by what others say
# of a sentence with any of these it is not sure that it says anything outright
DOUBTFUL = _words("""could would should may might can must seem appear expect suggest indicate hint presumably perhaps
    maybe likely possible possibly probable probably potential potentially apparent apparently alleged allegedly
    reportedly presumed if whether unless believe think expected suggested indicated seems seemed appears appeared
    thinks believes thought believed suspects hints hinted suspicion suspicions theory theories
    hypothesis hypotheses estimate estimates estimated reckon reckons reckoned loom looms looming unclear unexplained
    possibly probably perhaps presumably apparently unconfirmed hope hopes hoped face faces faced""")
# what is known by a name of its own, the same in all languages: the tug Mouette, the Mouette tug
NAMED_THINGS = _words("""supplier builder maker manufacturer operator owner company firm group gang brand foundation
    association union campsite camp hotel clinic ship tug tugboat tanker ferry freighter vessel yacht trawler drug
    vaccine satellite rocket unit commandos squad""")
ONE_KIND = {  # two words for one kind of named things
    "firm": "company", "manufacturer": "maker", "vessel": "ship", "tugboat": "tug", "commandos": "unit",
    "squad": "unit",
}  # fmt: skip
# what ends the name of a company: Baltic Lines
NAMING = _words("""lines airlines airways air shipping motors systems industries holdings partners capital energy pharma
    bank railways rail bus coaches foods dairy mining oil steel insurance""")
KIN = _words("""brother sister wife husband son daughter father mother cousin uncle aunt nephew niece widow widower twin
    grandson granddaughter grandfather grandmother dad mum""")  # who often has the family name
LOCAL = _words("main central local nearby same old new big large whole little small city town entire")
HAPPENING = _words("""begin start break originate erupt ignite occur happen explode burn find discover hide detonate
    collapse crash""")  # somewhere, even in a place without a name
# of what a story most often tells one place: what, by which verbs, of whom and where (nouns; any, where there are none)
HOSPITALS = _words("hospital clinic infirmary ward centre center")
STAYS = (
    ("sleep", _words("sleep lodge camp accommodate quarter shelter house billet") | {"bed down", "put up"}, (), ()),
    ("care", _words("treat hospitalise hospitalize"), (), ()),
    ("care", _words("""be lie take bring fly evacuate transfer move drive rush airlift recover admit carry remain arrive
        examine fight"""), (), HOSPITALS),
    ("crowd", _words("gather demonstrate protest rally assemble march mass chant vent"), (), ()),
    ("meeting", _words("meet convene"), (), ()),
    ("meeting", _words("hold begin start end"), _words("meeting session dinner"), ()),
    ("test", _words("examine re-examine reexamine test retest reteste analyse analyze"), (), ()),
    ("wreck", _words("tow haul arrive bring lie pull"), _words("hull hulk wreck wreckage ship vessel ferry"), ()),
    ("bound", LEAVING, (), ()),
    ("production", _words("move shift transfer relocate go"), _words("production output manufacturing assembly"), ()),
)  # fmt: skip
