"""English."""

from pipeline.language import record

_SAYING = r"""say says said saying tell tells told write writes wrote writing written tweets? tweeted stat(?:es|ed|ing)
    adding explain(?:s|ed|ing) not(?:es|ed|ing)\ that recall(?:s|ed|ing) describ(?:es|ed|ing) argu\w* claim\w* alleg\w*
    warns? warned insist(?:s|ed|ing) reports? reported reportedly quot(?:es|ed|ing) post(?:s|ed) credit(?:s|ed|ing)
    call(?:s|ed|ing)\ (?:it|the) announc(?:es|ed|ing) confirm(?:s|ed|ing) reveal(?:s|ed|ing) highlight(?:s|ed|ing)
    prais(?:es|ed|ing) compar(?:es|ed|ing) express(?:es|ed|ing) mention(?:s|ed|ing) refer(?:s|red|ring) found\ that
    show(?:s|ed|n) known\ as based\ on according\ to thinks? thought believ(?:es?|ed) hope[sd]? consider(?:s|ed)? feels?
    felt learn(?:ed|t) suggest(?:s|ed) in\ (?:his|her|their|its)\ (?:words|opinion|view)"""
# Left out: not only and not just add.
_DENIAL = (
    r"(?i)\b(?:not(?! (?:only|just|merely|least)\b)|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot"
    r"|non)\b|n['’]t\b"
)
_FUNCTION = """about after all an and are as at be because been but by can could for from had has have he her him his
    how i if into is it its more my new not of on or our out over said she so than that the their them there these they
    this those to up was we were what when which who will with would you your"""
# words that say little
_LITTLE = """above according again against ago almost already also although am among another any around away back
    became become being below between both came day days did do does doing done down during each even ever every few
    first gave get give given go going got having here however including itself just kept last later least less let like
    made make making many may me might month most much must near next no nothing now off often once only onto other own
    per put quite rather same saw say says see seen several should since some still such take taken then though through
    thus today told too took toward towards under until upon us very want way week well went where whether while whose
    why within without year years yesterday yet monday tuesday wednesday thursday friday saturday sunday"""
_WORDS = """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"""

_PAST = {"five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}  # minutes before or after an hour
_AT = r"(?:(?<=\bat )|(?<=\baround )|(?<=\babout ))"  # 5 to 10 is a range, at 5 to 10 a time

_AUXILIARY = "was|were|is|are|had|have|has|could|can|cannot|will|would|did|does|do|may|might|must|should"
_COMPARED = "(?:higher|lower|more|less|fewer|cheaper|dearer|longer|shorter|larger|smaller|bigger)"
_SOME = "nearly|almost|about|around|over|roughly|more than|less than|at least|only|just"
_BY_SOME = f"(?:{'|'.join(f'(?<=by {some} )' for some in _SOME.split('|'))})"  # a lookbehind has one length
_PARTS = [("thirds?", 3), ("quarters?|fourths?", 4), ("fifths?", 5), ("sixths?", 6), ("sevenths?", 7), ("eighths?", 8),
          ("ninths?", 9), ("tenths?", 10)]  # fmt: skip
_NUMERALS = [("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7), ("eight", 8), ("nine", 9)]
_TIMES = {
    "seconds?": "second", "minutes?|mins?": "minute", "hours?|hrs?": "hour", "days?|nights?": "day", "weeks?": "week",
    "months?": "month", "years?": "year", "decades?": "decade", "centur(?:y|ies)": "century",
}  # fmt: skip
_LASTING = (
    r"(?:full|whole|entire|(?:long|short)(?= \w+s\b)|straight|solid|consecutive|(?!missing|dying|during)[a-z]{3,}ing)"
)
_NOT_COUNTED = r"(?:of|another|by|day|the|who|that|more)\b"  # after one
_TENS = r"\w+ty|hundred\w*|thousand\w*|million\w*|ten|two|three|four|five|six|seven|eight|nine|twelve|points?|half"
_PERSON = "man|woman|person|child|boy|girl|soldier|police officer|policeman|pedestrian|passenger|student|worker"
_PERSONS = (
    "men|women|people|children|boys|girls|soldiers|police officers|policemen|pedestrians|passengers|students|workers"
)
_LATER = "later|earlier|ago|before|after|since|long|when|of|old|in which"
_LASTS = "".join(
    rf"(?<!\b{word} )"
    for word in ["for", "after", "in", "within", "than", "over", "about", "nearly", "almost", "only", "of", "by"]
)
_EACH = rf"(?:per|each|every|{_LASTS}an?)"
_CONTRASTS = {
    "times": record.contrasts(r"""
        half = half as|halv\w+|by half|half the \w+|(?:twice|two times) (?:less|fewer|cheaper) ~ half|50|fifty
            |\S*[.,]5|semi\w*|less|fewer|two|2;
        double = doubl\w+|twice|two-?fold|two times ~ two|2|second|both|pair|couple|100|200;
        triple = tripl\w+|trebl\w+|three times|three-?fold|thrice ~ three|3|third|200|300;
        four = quadrupl\w+|four times|four-?fold ~ four|4|fourth|300|400"""),
    "times more": record.contrasts(r"""
        less = times (?:less|fewer|lower|smaller|cheaper) ~ less|fewer|lower|smaller|cheaper|half|third|quarter
            |fifth|sixth|tenth;
        more = times (?:more|as|higher|larger|bigger|greater) ~ more|higher|larger|bigger|greater|dearer
            |\w+-?fold|as|tripl\w+|doubl\w+"""),
    "part": record.contrasts(r"""
        half = half ~ halv\w+|semi\w*|six[\s-]months?|6[\s-]months?|30|thirty|\S*[.,]5\w*|500\S*|50|fifty|mid\w*
            |h[12]|bi-?annual\w*;
        quarter = quarters? (?:of|point|century|hour|million)|quarter-\w+ ~ quarter\w*|fourth|four|4|25\S*|15\S*
            |45\S*|fifteen|twenty-five|\S*[.,]25|three|3;
        one and a half = (?:one|an?)(?: \w+)? and a half|1\.5 ~ 18|eighteen|90|ninety|1\.\d\S*|1,5\S*|150\S*
            |one-and-a-half;
        one = (?:an?|one|full) (?:hour|year|century|million|billion|dozen|day|kilomet(?:re|er)
            |point)(?! and a half) ~"""),
    "many": record.contrasts(r"""
        dozen = (?:an?|one)(?: \w+)? dozen ~ dozen|twelve|12|ten|1\d;
        dozens = dozens|scores|(?:several|a few) dozen|tens(?! of (?:thou|mill)) ~ dozen\w*|score\w*|\d\d|\w+ty
            |many;
        hundred = (?:an?|one)(?: \w+)? hundred ~ hundred\w*|1\d\d|centur\w+|9\d;
        hundreds = hundreds(?! of (?:thousand|million|billion)s)|(?:several|a few|some
            |many) hundred(?! \w*(?:thousand|illion)) ~ hundred\w*|\d\d\d|many;
        thousand = (?:an?|one)(?: \w+)? thousand ~ thousand\w*|1,?\d\d\d;
        thousands = (?<!of )thousands|(?:several|a few|some|many) thousand ~ thousand\w*|\d+,?\d\d\d|many;
        tens of thousands = tens of thousands ~ ten thousand|\w+ty thousand|\d\d,?\d\d\d;
        hundreds of thousands = hundreds of thousands|(?:several|a few) hundred thousand ~ hundred thousand
            |\d\d\d,?\d\d\d;
        millions = (?<!of )(?<!\d )millions|tens of millions|hundreds of millions ~ \S*million\w*|\S*\dm|mn|bn
            |billion\w*"""),
    "bound": record.contrasts(rf"""
        more = (?:more than|at least|over|above)[\s-](?:[$€£]?\d\S*|(?:an? )?(?:{_TENS})) ~ more|over|above
            |least|exceed\w*|upwards|plus|top\w*|surpass\w*|pass\w*|no fewer|no less|not (?:less|fewer)|old\w*
            |high\w*|bigger|great\w*|larg\w*|as many as|beyond|past|excess|minimum|long\w*;
        less = (?:(?<!no )(?<!not )(?:fewer|less) than|under|below)[\s-](?:[$€£]?\d\S*|(?:an? )?(?:{_TENS})) ~
            fewer|less|under\w*|below|young\w*|not|up to|most|maximum|no|within|nearly|almost|just|short\w*|low\w*
            |small\w*|barely|hardly|close|until|by"""),
    "rate": record.contrasts(rf"""
        minute = {_EACH} minute(?! (?:{_LATER})) ~ \w*minute\w*|60|sixty;
        hour = {_EACH} hour(?! (?:{_LATER}))|hourly ~ \w*hour\w*|km/h|kph|mph|h;
        day = {_EACH} day(?! (?:{_LATER}))|daily ~ \w*days?|daily|24\S*|nights?|nightly;
        week = {_EACH} week(?! (?:{_LATER}))|weekly ~ \w*weeks?|weekly|seven|7|fortnight\w*|\w*weekend\w*;
        month = {_EACH} month(?! (?:{_LATER}))|monthly ~ \w*months?|monthly;
        quarter = {_EACH} quarter(?! (?:{_LATER}))|quarterly ~ \w*quarter\w*|three|3|q\d;
        year = {_EACH} (?:year|annum)(?! (?:{_LATER}))|annual(?:ly)?|yearly ~ \w*years?|annual\w*|annum|yearly
            |twelve|12|season\w*"""),
    "how often": record.contrasts(r"""
        every two years = every (?:two|other|second|2) years?|biennial\w* ~ two years?|two-year\w*;
        twice a year = (?:twice|two times) (?:a|per|each|every) year|six-monthly|half-yearly|every six months ~
            bi-?annual\w*|twice|semi-?annual\w*"""),
    "each whom": record.contrasts(r"""
        head = per (?:head|capita|person|inhabitant|resident) ~ person\w*|people|head\w*|capita|inhabitant\w*
            |resident\w*|citizen\w*|each|individual\w*|population|anyone;
        household = per (?:household|home|family) ~ household\w*|homes?|famil\w*|hous\w*"""),
    "prefix": record.contrasts(r"""
        kilo = \d*\s?(?:kilowatt\S*|kwh?|kilobytes?) ~;
        mega = \d*\s?(?:megawatt\S*|mwh?|megabytes?) ~;
        giga = \d*\s?(?:gigawatt\S*|gwh?|gigabytes?) ~;
        tera = \d*\s?(?:terawatt\S*|twh?|terabytes?) ~"""),
    "per": record.contrasts(r"""
        mille = promille|per mille?|‰ ~ per thousand|grams?|milligrams?|mg|[0.]\S*\d|times|limit
            |alcohol level of [\d.]+(?![\d.]|\s?per ?cent|%);
        cent = \d\s?(?:per ?cent|%) ~ per ?cent\w*|%"""),
    "age": record.contrasts(r"""
        30 = (?:his|her|their)(?: \w+)? (?:thirties|30s) ~ 3\d\S*|thirty\S*|thirties;
        40 = (?:his|her|their)(?: \w+)? (?:forties|40s) ~ 4\d\S*|forty\S*|forties;
        50 = (?:his|her|their)(?: \w+)? (?:fifties|50s) ~ 5\d\S*|fifty\S*|fifties;
        60 = (?:his|her|their)(?: \w+)? (?:sixties|60s) ~ 6\d\S*|sixty\S*|sixties;
        70 = (?:his|her|their)(?: \w+)? (?:seventies|70s) ~ 7\d\S*|seventy\S*|seventies|septua\w+;
        80 = (?:his|her|their)(?: \w+)? (?:eighties|80s) ~ 8\d\S*|eighty\S*|eighties|octo\w+"""),
    "together": record.contrasts(r"""
        2 = two of (?:them|us)|(?:the|these|both) two|both ~ two|2|both|pair|couple|second|twin\w*|latter|each
            |either|neither|other\w*|duo|between|bilateral\w*;
        3 = three of (?:them|us)|(?:the|these|all) three ~ three|3|trio|tri\w+|third|each;
        4 = four of (?:them|us)|(?:the|these|all) four ~ four|4|quart\w*|each"""),
    "lasting": record.contrasts(r"""
        hour = \w+-hour ~ \w*hour\w*;
        day = \w+-day ~ \w*days?|night\w*|weekend;
        week = \w+-week ~ \w*week\w*|fortnight\w*;
        month = \w+-month ~ \w*month\w*;
        year = \w+-year(?!-old) ~ \w*years?|\w*year-\w+|anniversar\w*|annu\w*|aged?|decade\w*|bicenten\w*
            |centen\w*|\d+"""),
    "persons": record.contrasts(rf"""
        one = (?:an?|one|a single)(?: \w+)? (?:{_PERSON}) ~ an?|one|1|single|another|the|h[ei]\w?|she|her;
        several = (?:two|three|four|five|six)(?: \w+)? (?:{_PERSONS}) ~ several"""),
    "rank": record.contrasts(r"""
        2 = second[\s-](?:\w+est|most|best|worst) ~ second\w*|two|2nd|no\. 2|number two;
        3 = third[\s-](?:\w+est|most|best|worst) ~ third\w*|three|3rd|3;
        4 = fourth[\s-](?:\w+est|most|best|worst) ~ fourth|four|4th|4;
        5 = fifth[\s-](?:\w+est|most|best|worst) ~ fifth|five|5th|5"""),
    "change": record.contrasts(rf"""
        up = (?:rose|rises?|risen|rising|increase[sd]?|increasing|grew|grown|climb(?:s|ed)|soar(?:s|ed)
            |surg(?:es|ed)|up) (?:\w+ )?(?:by |to |from )?[$€£]?(?:\d\S*|(?:{_TENS}))|doubled|tripled
            |an increase of ~ r[io]s\w+|increas\w+|gr[eo]w\w*|climb\w*|gain\w*|up\w*|rais\w*|jump\w*|surg\w*|soar\w*
            |higher|high|more|doubl\w+|tripl\w+|add\w*|plus|above|expan\w+|exceed\w*|growth|\w*hike\w*|put|improv\w*
            |over|advanc\w*|further|lift\w*|push\w*|\w+fold|large\w*|bigger|boost\w*|accelerat\w*;
        down = (?:fell|falls?|fallen|declined?|decreased?|drop(?:s|ped)|shr[au]nk|slid|slump(?:s|ed)|plung(?:es
            |ed)|down) (?:\w+ )?(?:by |to |from )?[$€£]?(?:\d\S*|(?:{_TENS}))|halved|a (?:decline|decrease|fall
            |drop) of ~ f[ae]ll\w*|declin\w+|decreas\w+|drop\w*|shr[aiu]nk\w*|down\w*|cut\w*|low\w*|reduc\w+|slid\w*
            |slump\w*|plung\w*|halv\w+|los[est]\w*|less|fewer|minus|plummet\w*|contract\w*|below|dip\w*|shed\w*
            |crash\w*|collaps\w*|deficit|weak\w*|eas\w+|slow\w*|discount\w*|trim\w*|s[ia]nk\w*|sunk\w*|small\w*
            |short\w*|fade\w*|recede\w*|slip\w*|tumbl\w*|step\w*|descen\w*|miss\w*|cheap\w*|negative|recession"""),
}
_MEASURING = record.Measuring(
    contrasts=_CONTRASTS,
    units={
        r"%|per ?cent|pct": ("share", "%", 1.0),
        r"(?:percentage|per ?cent)[\s-]points?": ("points", "%", 1.0), "basis points?": ("points", "%", 0.01),
        r"(?:of\s+)?(?:us[\s-])?dollars?|usd": ("money", "USD", 1.0), "euros?|eur": ("money", "EUR", 1.0),
        "pounds? sterling|pounds?|gbp": ("money", "GBP", 1.0), "(?:swiss )?francs?|chf": ("money", "CHF", 1.0),
        "yen": ("money", "JPY", 1.0), "yuan|renminbi": ("money", "CNY", 1.0), "roubles?|rubles?": ("money", "RUB", 1.0),
        "rupees?": ("money", "INR", 1.0), "kron(?:a|or|e|er)|crowns?": ("money", "CROWN", 1.0),
        "zloty(?:s|ch)?": ("money", "PLN", 1.0), "lira": ("money", "TRY", 1.0), "cents?": ("money", "CENT", 1.0),
        "kilomet(?:re|er)s?|kms?": ("length", "m", 1e3), "miles?": ("length", "m", 1609.34),
        "nautical miles?": ("length", "m", 1852.0), "met(?:re|er)s?|m": ("length", "m", 1.0),
        "feet|foot|ft": ("length", "m", 0.3048), "yards?": ("length", "m", 0.9144),
        "cent?imet(?:re|er)s?|cm": ("length", "m", 0.01), "millimet(?:re|er)s?|mm": ("length", "m", 0.001),
        "inch(?:es)?": ("length", "m", 0.0254),
        "square kilomet(?:re|er)s?|km²": ("area", "m2", 1e6), "square miles?": ("area", "m2", 2.59e6),
        "square met(?:re|er)s?|m²": ("area", "m2", 1.0), "square feet|square foot": ("area", "m2", 0.0929),
        "hectares?|ha": ("area", "m2", 1e4), "acres?": ("area", "m2", 4046.9),
        "cubic met(?:re|er)s?|m³": ("volume", "l", 1e3), "lit(?:re|er)s?": ("volume", "l", 1.0),
        "gallons?": ("volume", "l", 3.785), "barrels?": ("volume", "l", 159.0), "cubic feet": ("volume", "l", 28.3),
        "kilogram(?:me)?s?|kilos?|kg": ("mass", "kg", 1.0), "(?:metric )?tons?|tonnes?": ("mass", "kg", 1e3),
        "gram(?:me)?s?|g": ("mass", "kg", 1e-3), "milligram(?:me)?s?|mg": ("mass", "kg", 1e-6),
        "pounds? of|lbs?": ("mass", "kg", 0.4536), "ounces?": ("mass", "kg", 0.02835),
        r"kilomet(?:re|er)s? (?:an|per) hour|km/h|kph": ("speed", "km/h", 1.0),
        r"miles (?:an|per) hour|mph": ("speed", "km/h", 1.609), "knots?": ("speed", "km/h", 1.852),
        r"met(?:re|er)s? (?:a|per) second": ("speed", "km/h", 3.6),
        r"degrees?(?: celsius| centigrade)?|°\s?[cf]?": ("degrees", "C", 1.0),
        **{
            rf"(?:{_LASTING} )?(?:{pattern})": ("duration", "s", record.SECONDS[name])
            for pattern, name in _TIMES.items()
        },
    },
    signs={r"US\$|\$": "USD", "€|EUR": "EUR", "£": "GBP", "¥": "JPY", "CHF": "CHF"},
    bounds=(  # the first that fits: what is denied stands before what denies it
        ("at most", "(?:no|not) more than|not over"), ("at least", "(?:no|not) (?:fewer|less) than"),
        ("more than",
        "(?:far |well |much )?(?:more than|over|above|upwards of|exceeding|beyond|in excess of|greater than)"),
        ("at least", "at least|a minimum of"),
        ("at most", "up to|at most|as (?:much|many|high|far|long) as|a maximum of|until"),
        ("less than", "(?:far |well |much )?(?:less than|fewer than|under|below)|not even|short of"),
        ("nearly", "nearly|almost|just under|close to|approaching|just short of|towards?"),
        ("about", "about|around|roughly|approximately|some|circa|an estimated|an average of|just over|a good|or so"),
    ),
    bounds_after=(("at least", "or more|at least|and more|and above"), ("about", "or so|or thereabouts"),
                  ("at most", "at most|or (?:less|fewer)")),
    fractions={
        **record.fractions(_PARTS, _NUMERALS, r"[\s-]", ""),
        **record.fractions(_PARTS, [("(?:an?|one)", 1)], r"[\s-]", rf"(?=\s+(?:of|{_AUXILIARY})\b)"),
        r"by (?:an? |one[\s-])third": 1 / 3, r"by (?:an? |one[\s-])quarter": 0.25, r"by (?:an? |one[\s-])fifth": 0.2,
        r"one[\s-]third": 1 / 3, r"one[\s-]quarter": 0.25, r"one[\s-]fifth": 0.2,
        **record.fractions(_PARTS[:3], [(rf"{_BY_SOME}an?", 1)], " ", ""),
        **record.fractions(_PARTS[:3], [("an?", 1)], " ", rf"(?=\s{_COMPARED}\b)"),
        r"(?:by |about |around |only |over |under |in |more than |less than |nearly |almost )half"
        r"(?!\s+(?:an?|past|time|hour))"
        r"|half(?=\s+(?:of|the|its|their|his|her|those|all)\b)": 0.5,
        r"every (?:second|other)(?=\s+(?!day|week|month|year|time|hour)\w)": 0.5,
        **{
            rf"every {word}(?=\s+(?!day|week|month|year|time)\w)": 1 / parts
            for word, parts in (("third", 3), ("fourth", 4), ("fifth", 5), ("sixth", 6), ("eighth", 8), ("tenth", 10))
        },
        r"entirely|in full|completely(?= (?:cut|halt|stop|insur|cover))": 1.0,
    },
    factors={
        "doubl(?:e|es|ed|ing)": 2.0, "twofold": 2.0, "twice(?= (?:as|the|what|its|their))": 2.0,
        "(?:tripl|trebl)(?:e|es|ed|ing)": 3.0, "quadrupl(?:e|es|ed|ing)": 4.0, "quintupl(?:e|es|ed|ing)": 5.0,
        "thrice|threefold": 3.0, "fourfold": 4.0, "fivefold": 5.0, "tenfold": 10.0, "halv(?:e|es|ed|ing)": 0.5,
    },
    times_as=r"\s+times\s+(?=as\b|more\b|the\b|higher\b|larger\b|bigger\b|greater\b|over\b|what\b|its\b|faster\b|longer\b)",
    fold=r"[\s-]?fold\b",
    ordinals={
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
        "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
        "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
        "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
        "hundredth": 100,
    },
    ordinal_mark=r"(?:st|nd|rd|th)\b",
    not_ordinal=r"\s+(?:of\s+(?:the|all|its|their|his|her|them|those|these)\b|half\b)|-?\s*(?:,|\.|$)|\s+(?:and|but|he|she|it|they|we|i)\b",
    one_in=r"\b((?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twenty))\s+"
           r"(?:(?:in|out of)\s+(?:every\s+|each\s+)?|(?<=\bone\s)[a-zA-Z-]{3,}\s+in\s+"
           r"(?=\w+(?:\s*[,.;:]|\s*$|\s+(?:is|are|was|were|has|had|can|could|will|would|no|does|did|now|in|across)\b)))"
           r"((?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred))\b"
           r"(?!\s+(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|places|cities|countries)\b)(?![\d,.]\d)",
    score=r"\s*(?:votes?|seats?|points?|goals?|lawmakers|members)?\s*(?:to|against|[-–:])\s*|"
          r"\s+(?:(?:lawmakers|members|deputies|judges|votes?)(?: of (?:[\w-]+ ){1,4})? ?)?(?:vot(?:ed|ing) )?"
          r"(?:for|in favou?r|yes)(?: and|,)? ",
    below_zero=r"\s+(?:celsius\s+)?below(?:\s+(?:zero|freezing))?",
    minus=r"(?:\bminus|−|(?<!\w)-)\s?$",
    age_before=r"\baged?\s+$|\bage of\s+$|[^\W\d_][\w’'-]+,\s$(?<!\d,\s)|(?-i:[A-Z])[\w’'-]*\.?\s\($"
    r"|\b(?:boy|girl|child|man|woman|son|daughter|toddler|teenager|pensioner|student|pupil)(?: of\s|,\s|\s\()$",
    age_after=r"[\s-]years?[\s-]old\b|-year-olds?\b|(?<=\d)(?=,\s(?:who|a|an|the|was|is|will|has|from)\b)\b$",
    parts={r"half\s+(?:an?|of\s+an?)": 0.5, "one and a half": 1.5, "a (?:good )?quarters? of an?": 0.25,
           r"three[\s-]quarters? of an?": 0.75, "a (?:good )?third of an?": 1 / 3, r"two[\s-]thirds of an?": 2 / 3},
    a="an?|one|single", one="one|single",
    before_one="by|another|further|for|within|in|after|lasted|took|under|than|over|about|almost|nearly|every|some",
    few={
        rf"(?<!\bno )(?<!\bevery )(?:one|a single)(?=\s+[a-z])(?!\s+{_NOT_COUNTED})": 1.0,
        rf"(?<!\bno )(?<!\bevery )(?:a couple of|a pair of)(?=\s+[a-z])(?!\s+{_NOT_COUNTED})": 2.0,
    },
    counted_out=r"vot|lawmaker|seat|goal|but|\bagainst\b|\b(?:win|defeat|loss|victory|draw)\b",
    vague={
        "dozens": (24, 200), "scores": (40, 200), "(?:several |many |some )?hundreds": (150, 5000),
        "(?:several|a few|some) hundred": (200, 999), "(?:several |many |tens of )?thousands": (1000, 100000),
        "(?:several|a few) thousand": (2000, 9999), "(?:several|a few) dozen": (24, 120),
        "hundreds of thousands": (1e5, 1e6),
        "(?:several |many )?millions": (1e6, 1e8), "a hundred": (95, 105), "a thousand": (950, 1050),
        "a dozen": (12, 12), "a million": (9.5e5, 1.05e6),
    },
    rates=record.rates(
        "an?|per|each|every",
        r"""second = second; minute = minute; hour = hour hourly; day = day daily; week = week weekly;
        month = month monthly; year = year|annum yearly annual(?:ly)?; head = head; person = person""",
    ),
    roles={"by": "by", "to": "to|at", "from": "from"},
    skipped=frozenset(
        ["the", "a", "an", "of", "more", "new", "other", "old", "young", "different", "additional", "further",
        "major", "were", "was", "are", "is", "have", "has", "had", "been", "who", "and", "or", "but", "in", "on",
        "at", "to", "for", "from", "by", "with", "people's", "some", "such", "these", "those", "than"]
    ),
)  # fmt: skip
_PAGE = record.Page(
    furniture=(
        "(?:additional|with additional) reporting (?:by|from) .{1,80}"
        r"|\(?(?:reporting|writing|editing|compiled) by"
        r" (?!.*\b(?:has|had|that|show\w*|found|reveal\w*|suggest\w*)\b).{1,250}"
        r"|with (?:agencies|wires?|reuters|afp|ap|pa)\.?"
        r"|.{0,120}\bcontributed to this (?:report|article|story)\.?|our standards: .{1,80}"
        "|this is a breaking(?: news?)? story.{0,80}"
        "|(?:do you have a (?:story|tip)|got a (?:story|tip|confidential)|get in touch|are you affected).{0,200}"
        r"|contact us .{1,120}|e-?mail: \S+@\S+|for more (?:stories|news|on|from|information) .{1,120}"
        "|more from .{1,50}|more: .{1,150}|read more .{0,4}[:|].{0,150}|most (?:read|popular|viewed).{0,30}|popular"
        r"|trending(?: now)?|follow .{1,40} on (?:google|facebook|twitter|x|instagram|threads|tiktok|bluesky)\b.{0,160}"
        r"|sign up (?:for|to|here|now)\b.{0,160}|get (?:daily|the latest|breaking) .{1,60}"
        "|this newsletter (?:comes|arrives|is sent|lands|brings) .{0,120}"
        r"|.{0,60}\bnewsletters?\b.{0,40}(?:sign up|subscribe).{0,60}"
        "|join (?:our|the|thought-provoking|the conversation).{0,140}|article content"
        r"|(?:story|article) continues (?:below|after).{0,40}|advertisement\s?\d?.{0,40}"
        "|listen to this (?:article|story).{0,60}|(?:tap|click) here .{1,100}"
        "|you must confirm your public display name.{0,60}|please log ?out and then log ?in again.{0,100}"
        r"|view \d* ?comments?|\d+ comments?|enjoying our .{1,40}\?|log in or create an account.{0,40}"
        "|if you purchase .{1,80} through links.{0,120}"
        r"|.{0,80}\b(?:earn|receive)s? (?:a|an affiliate) commission.{0,120}"
        r"|(?:start|begin) your (?:free )?(?:trial|subscription).{0,60}|continue reading\W*|page \d+ of \d+"
        "|subscribe (?:now |today )?(?:for|from) .{1,60}|view this post on instagram|a post shared by .{1,80}"
        r"|unsubscribe(?:\W+|\shere\b.{0,20}|\sfrom\b.{0,60})?"
        "|view (?:this e-?mail |it |online )?in (?:your |a )?browser.{0,20}"
    ),
    cut_off=(
        "subscribe (?:now )?(?:to|and) (?:continue|keep|read)|^to (?:continue|keep) reading"
        "|(?:subscri|regist|join|sign|log|account|pay).{0,40} to (?:continue|keep) reading|^keep reading (?:for|with)"
        "|to read (?:the|this) (?:full|rest|entire|whole)"
        "|(?:this|the full|the rest of this) (?:article|story|content|post) is (?:only )?(?:for|available (?:only )?to"
        r"|exclusively? (?:for|to)|reserved for|behind) (?:a |our |the )?(?:\w+ )?(?:subscri|member|paywall|customer"
        r"|registered|paying)|want to (?:read|keep reading).{0,20}\? (?:subscri|sign|log|join|regist)"
        r"|(?:already a|existing) (?:subscriber|member)\?\s?(?:sign|log)"
        "|you(?:['’]ve| have) reached your (?:free )?(?:article|limit|monthly)"
        "|(?:log|sign) in (?:or (?:create|register|subscribe).{0,30})?to (?:continue|read)"
        "|create (?:a free|an) account to (?:continue|read|keep)|continue reading (?:with|for free|by|your article)"
        "|unlock (?:this|the full) (?:article|story)"
    ),
    names="englisch|english|anglais", stamp="date|(?:first )?published|posted|(?:last )?(?:updated|modified)",
    changed="(?:last )?(?:updated|modified)", stamp_joint="on|at", wired="with",
    date_joint="on", day_endings="st|nd|rd|th", clock_joint="at", clock_marks="[:.]",
    clock_unit=r"[ap]\.?m\b\.?|(?-i:[A-Z]{2,4})\b",
    picture="image(?: credits?)?|photos?(?: credits?)?|picture|illustration|source|screenshot", picture_by="credit|by",
    made_by="by|via", byline="By", joins="by|for|and|via", conjunction="and",
    share="share|tweet|e-?mail|print|copy link|comments|save|on|this|article|story",
    asks="sign up|subscribe|get our|get the|join our|don['’]t miss", letter="newsletters?|inbox",
    more=(
        "read more|read also|also read|related(?: articles| stories| posts)?|see also|more on this story"
        "|recommended(?: for you)?|you may also like"
    ),
    cookies="we use|this (?:site|website) uses", accept="accept", rights="all rights reserved",
    waiting="building|loading|buffering|please wait", subscribe="subscribe(?: now)?", follow="follow us on",
    advertisement="advertisement|sponsored|ad", reading_time=r"\d+[\s-]min(?:ute)?s? read",
)  # fmt: skip
_VOCABULARY = record.Vocabulary(
    function=_FUNCTION, endings=r"(?:'s|'|ings?|edly|ed|ies|ly|es|s|e|y)$", inflections="(?:s|es)?", nouns="small",
    english_look="often",
    no_name_endings=(
        "(?:ish|ese|ians?|eans?|cans?|ans|ments?|tions?|tional|tive|ity|ities|ists?|ism|day|ology|ings?|ence|ance|ency"
        "|ure|ics?|less|ness|ful|ous|able|ible)$"
    ),
    no_names="fahrenheit celsius monday tuesday wednesday thursday friday saturday sunday mr mrs ms dr euro i",
    learnt="words",
)  # fmt: skip
_SPLITTING = record.Splitting(
    titles="""Mr Mrs Ms Mx Messrs Dr Drs Prof Gov Sen Sens Rep Reps Pres Gen Lt Col Maj Capt Cmdr Sgt Cpl Adm Hon
        Rev Fr Sr Supt Insp Det Rt Msgr Pfc Pvt Brig St Ste Mt Ft e.g i.e E.g I.e eg ie vs v al cf approx est Atty Amb
        Sec Asst
        Assoc""",
    numbered="no nos vol p pp ch fig art sec eq jan feb mar apr jun jul aug sep sept oct nov dec ver",
    ends="etc Ph.D M.D",
    goes_on="""Jr Jan Feb Mar Apr Aug Sep Sept Oct Nov Dec Ave Blvd Rd Dept Univ Assn Natl Intl Mfg Inc Corp Co Ltd
        Plc LLC Bros Cie""",
    starters="""The A An He She It They We You His Her Their Its Our My Your This That These Those There Here But
        And Or Nor So Yet In On At By For From With Without After Before Since Until When While Where Why How What
        Who Which If As Although Though Because However Moreover Meanwhile Then Now Later Also Both Neither Either
        Each Every Some Many Most Several Few Others Other Another All Any No Not Nobody None Nothing Only Even
        Still Just Once Under Over During Despite Between Among Through To Of Is Was Are Were Will Would Can Could
        Do Does Did Instead Last Next Earlier Yesterday Today Tomorrow""",
    clock="a.m p.m A.M P.M",
    after_clock="""Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June
        July August September October November December ET EST EDT CT CST CDT MT PT PST PDT GMT UTC BST CET CEST
        Eastern Pacific Central""",
    before_platform="on via from to of", number_stop="end",
    answers="""Yes No Maybe Silence Right Wrong Thanks Exactly Nothing Enough Done Over Finally Stop Gone
        Dead Never Always""",
    short_months="Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec",
    speaking="said says asked asks wrote writes added told tweeted posted replied shouted cried joked warned tells",
    pronouns="He She They", always_capital="I",
)  # fmt: skip
_NUMBERS = record.Numbers(
    names=frozenset(_WORDS.split()), joint="and", until="to", choice="or",
    scales=record.amounts("""hundred = 100; thousand = 1e3; million = 1e6; billion = 1e9; trillion = 1e12;
        quadrillion = 1e15; bn = 1e9; mln = 1e6; tn = 1e12; dozen = 12"""),
    letters=record.amounts("k = 1e3; m = 1e6; b = 1e9"),
    counted=r"(?:[a-z-]+ ){0,2}?(?:people|inhabitants|residents|citizens|voters|votes|men|women|children|adults|pupils"
    r"|students|workers|jobs|users|customers|accounts|members|followers|subscribers|viewers|readers|passengers"
    r"|visitors|tourists|travellers|refugees|migrants|patients|doses|cases|deaths|homes|households|properties"
    r"|vehicles|cars|flights|journeys|trips|devices|phones|units|items|products|bottles|cigarettes|vapes|books"
    r"|copies|downloads|tickets|shares|tonnes|tons|barrels|litres|gallons|euros|dollars|pounds|animals|birds|pigs"
    r"|chickens|trees|documents|records|files|messages|emails|views|streams)\b",
    scale_article=r"\b(?:a|one)[\s-]$",
    half=r"[\s-]+and[\s-]a[\s-]half\b",
    hints=record.entries("""both = 2; pair = 2; couple = 2; twice = 2; double = 2; doubled = 2; doubling = 2; twins = 2;
        twin = 2; duo = 2; two-thirds = 2 3; second = 2; seconds = 60; once = 1; single = 1; first = 1; one = 1;
        half = 0.5 30 50 2 6; halves = 2; halved = 0.5; third = 3; thirds = 3; triple = 3; tripled = 3; thrice = 3;
        trio = 3; quarter = 4 15 0.25 3; quarters = 4 0.75 3; fifth = 5; ninth = 9; twelfth = 12; twentieth = 20;
        noon = 12; midday = 12; midnight = 0 12 24; decade = 10; decades = 10 20; century = 100; fortnight = 14 15 2;
        week = 7 8; weeks = 14 15; no = 0; nil = 0; none = 0; quartet = 4; year = 12 365; yearly = 12; day = 24;
        hour = 60; minute = 60; hundred = 100; thousand = 1000; million = 1000000; hundreds = 100; thousands = 1000;
        dozen = 12; dozens = 12; teenager = 13 14 15 16 17; all = 100; secondary = 2; other = 2; either = 2; each = 2;
        neither = 2; halfway = 0.5; quadruple = 4; biennial = 2; fold = 1"""),
    decade=("ies", "y"), minus="minus", separator=",",
)  # fmt: skip

ENGLISH = record.Language(
    code="en",
    name="English",
    codes3=("eng",),
    without="""vocabulary.no_noun splitting.small_names splitting.before_ordinal vocabulary.elided
        vocabulary.adjective_endings vocabulary.compound_links speech.reported speech.unreported assertion.concord
        assertion.concord_denial numbers.words numbers.half_apart numbers.beginnings numbers.no_beginning
        numbers.decades numbers.metres calendar.half_to calendar.minutes_after""",
    splitting=_SPLITTING,
    page=_PAGE,
    vocabulary=_VOCABULARY,
    speech=record.Speech(
        saying=rf"(?i)\b(?:{record.either(_SAYING)})\b",
        source=r"(?i)(?:^|, )according to [^,.;:()]{2,60}",
    ),
    assertion=record.Assertion(
        denial=_DENIAL,
        tinged=(
            r"(?i)\b(?:un(?!fortunate|like|der|til|it|ion|ivers|ique|iform|cle|less\b|to\b|iq)\w{3,}|in(?:expens"
            r"|capable|justice|sufficien|visib|effective|ability|dependen|accura|adequa|complete|consisten|correct"
            r"|appropriate|experienced|signific|differen)\w*|im(?:possib|mature|mobile|perfect|practical)\w*|il(?:legal"
            r"|legitim|logical)\w*|ir(?:relevan|respons|regular)\w*|dis(?:agree|approv|like|continu|regard)\w*|(?!count"
            r"|nonethe|neverthe|regard)\w{3,}less(?:ly|ness)?|hardly|barely|scarcely|rarely|seldom|fail(?!ure)\w*"
            r"|refus\w+|lack\w*|den(?:y|ie[sd]|ying|ial)|absen\w+|avoid\w*|prevent\w*|reject\w*|exclu\w+|unless"
            r"|far from|zero|ban(?:s|ned)?|barred|forbid\w*|prohibit\w*|neglect\w*|in vain|devoid|(?<=-)free|free of)\b"
        ),
        reminder=r"(?i)\b(?:not|n['’]t|never) forget\b",
        hedge=(
            r"\b(?:reportedly|allegedly|alleged|apparently|seemingly|probably|possibly|perhaps|presumably|supposedly"
            r"|purportedly|suspected|unconfirmed|may(?! \d)|might|could have|could be|(?:seem|appear)(?:s|ed)? to"
            "|(?:is|are|was|were) (?:likely|believed|thought|said|rumou?red|expected|understood|reported"
            r"|suspected) to)\b"
        ),
    ),
    numbers=_NUMBERS,
    quantities=record.Quantities(
        percent="per ?cent",
        metric=r"(?:kilo|centi|milli)?met(?:er|re)s*|kph|kilo\w*|liter\w*|litres?|hect\w+|ton\w+|grammes?",
        imperial=(
            "feet|foot|ft|square|cubic|miles?|mph|yards?|inch(?:es)?|gallons?|pounds?|lbs?|ounces?|acres?|degrees"
            "|fahrenheit"
        ),
        writing=record.entries("""million = {} million; billion = {} billion; trillion = {} trillion; percent = {}%;
            percents = {} percent; euro = €{}; euros = {} euros; dollar = ${}; dollars = {} dollars; pound = £{}"""),
        unit_writings=(
            r"%|\bper ?cent|\bpct\b",
            r"€|\beuros?\b|\beur\b",
            r"\$|\bdollars?\b|\busd\b",
            r"£|\bpounds?\b|\bgbp\b|\bsterling\b",
        ),
    ),
    measuring=_MEASURING,
    calendar=record.Calendar(
        weekdays=record.alternatives("monday tuesday wednesday thursday friday saturday sunday"),
        months=record.alternatives(
            "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep "
            "october|oct november|nov december|dec"
        ),
        names_are_words=True,  # march, may
        day_endings="s?",
        words_too="May March Mar Sep Dec Jan",
        before_month="in|of|since|until|from|by|last|next|this|early|late|mid|as|before|after|between|through|during",
        night_to="the night before",
        relative={
            "the day before yesterday": -2,
            "yesterday|last night": -1,
            "today|tonight|this (?:morning|evening|afternoon)": 0,
            "tomorrow": 1,
        },
        day_marks="st|nd|rd|th",
        day_of=r"(?:of\s+)?",
        days_joint="and|or|to",
        weekday_joint=r",?\s+(?:the\s+)?",
        # On the 15th, but not on the 15th day.
        numbered=r"\b(?:on|until|by|since|from) the (?P<day>[12]?\d|3[01])(?:st|nd|rd|th)\b(?!\s+[a-z])",
        month_first=True,
        before_year="in|since|until|of",
        no_year=r"%|(?:euros?|dollars?|people|metres|km)\b",
        year_end="(?:the )?(?:end|close) of the year|year['’]?s? end",
        contrasts={
            "day": record.contrasts(r"""
                two before = the day before yesterday|two days ago ~ days|monday|tuesday|wednesday|thursday
                    |friday|saturday|sunday|earlier|previously;
                yesterday = (?<!before )yesterday ~ last (?:night|evening)|monday|tuesday|wednesday|thursday
                    |friday|saturday|sunday|ago|previous|past|earlier|recent\w*;
                today = today|tonight|this (?:morning|afternoon|evening) ~ today['’]s|now\w*|current\w*
                    |present\w*|modern|these|still|contemporary|this|monday|tuesday|wednesday|thursday|friday
                    |saturday|sunday|last night|overnight;
                tomorrow = (?<!after )tomorrow ~ next|following|monday|tuesday|wednesday|thursday|friday
                    |saturday|sunday|future;
                two after = the day after tomorrow|in two days ~ days|monday|tuesday|wednesday|thursday|friday
                    |saturday|sunday"""),
            "near": record.contrasts(r"""
                week = (?:last|next|this|past|previous|coming) week|a week ago ~ \w*weeks?|days?|fortnight
                    |monday|tuesday|wednesday|thursday|friday|saturday|sunday;
                month = (?:last|next|this|past|previous|coming) month|a month ago ~ months?|weeks?|days;
                year = (?:last|next|this|past|previous|coming) year|a year ago ~ \w*years?|annual\w*|\d\d\d\d
                    |months|season"""),
            "season": record.contrasts(r"""
                spring = spring(?:time)? ~ march|april|may|easter;
                summer = summer(?:time)? ~ june|july|august;
                autumn = autumn ~ fall|september|october|november;
                winter = winter\w* ~ december|january|february|ski\w*"""),
            "time of day": record.contrasts(r"""
                morning = mornings? ~ dawn|early|a\.?m\.?|breakfast|tomorrow|forenoon|noon|midday;
                afternoon = afternoons? ~ p\.?m\.?|midday|noon|lunch\w*;
                evening = evenings? ~ night\w*|tonight|p\.?m\.?|dusk|late|eve|dinner|overnight;
                noon = noon|midday ~ 12\S*|twelve|lunch\w*|mid-?day|afternoon|morning;
                midnight = midnight ~ 12\S*|twelve|0?0:00|24\S*|night"""),
        },
        month_end="(?:the )?end of (?:the|this) month|month['’]?s? end",
        quarter="quarters?",
        clock=rf"(?i)\b(\d{{1,2}})(?:[.:](\d\d))?()(?={record.GAP}?[ap]\.?m\b)",
        # 14 h 30, at 15 h: so the French write, and those who translate them
        hours=r"o['’]clock|h(?=\s?[0-5]\d\b)|(?<=\bat \d\d )h|(?<=\bat \d\d)h|(?<=\bat \d )h|(?<=\bat \d)h",
        hour_words=record.alternatives("one two three four five six seven eight nine ten eleven twelve"),
        later_half=r"(?i)evening|night|afternoon|late",
        half_days={
            r"\s?a\.?\s?m\b\.?|\s+in the morning": 0,
            r"\s?p\.?\s?m\b\.?|\s+in the (?:afternoon|evening)|\s+at night": 720,
        },
        clock_names={"noon|midday": 720, "midnight": 1440},
        minutes_before={
            "(?:a )?quarter (?:past|after)": 15,
            "(?:a )?quarter (?:to|before)": -15,
            "half past": 30,
            **{f"(?:{word}|{_AT}{n})(?: minutes)? (?:past|after)": n for word, n in _PAST.items()},
            **{f"(?:{word}|{_AT}{n})(?: minutes)? (?:to|before)": -n for word, n in _PAST.items()},
        },
        before_clock="at|about|around|by|until|from|to|after|before|since",
        no_clock="per|million|billion|[a-z]*met",
        bounds={
            "until": "(?:until|till|through|up to|to|not before|ends?|expires?|runs out)(?: at| on)?",
            "since": "(?:since|from|as of|starting|beginning|effective|as early as|as soon as)(?: on)?",
            "before": "before|ahead of|prior to",
            "after": "after|following|later than",
            "by": "by|no later than",
        },
        fillers="the|at|early|late|mid|next|last|this|on|end of|start of|beginning of|about|around|shortly|just|in",
        moment=r"(?:shortly|just|soon|a little|right|immediately|minutes)\s+(?:after|before)",
        onwards="onwards?",
    ),
    target=record.Target(
        loans="""attaché brûlée cafés cliché clichés communiqué crème doppelgänger décor déjà entrée exposé façade
            façades façon fiancé fiancée führer jalapeño matinée naïve piñata protégé protégés pâté résumé soirée touché
            élite émigré émigrés über""",
        empty=f"""{_LITTLE} across along amid anyone anything becomes beside beyond come comes due either else enough
            following gets getting gives goes gone hers herself himself inside makes mine myself neither never none nor
            one ones others ought ourselves perhaps really right seem shall someone something soon takes taking
            therefore thing things till together two use used using ways whatever whom yes yourself it's saying tell
            tells add added adds adding announce announced announces announcing wrote write writes writing written
            report reported reports reporting accordingly state stated states stating call called calls calling include
            includes included hundred hundreds thousand thousands million millions billion billions trillion dozen
            dozens percent cent weeks months tomorrow""",
        common=f"""{_FUNCTION} {_LITTLE} a always ask before behind early far former found further in know known
            late left nearly nobody part people set time wants""",
        established="""hizbullah khrushchev krushchev poroshenko prigozhin pushkin qaeda rouhani shoigu tutankhamen
            tutankhamun tymoshenko""",
        nations=r"""egyptian = Egypt; ethiopian = Ethiopia; afghan = Afghan; albanian = Albania; algerian = Algeria;
            american = America|Washington|US\b|USA|U\.S\b|United States|Yank; angolan = Angola; argentine =
            Argentin; armenian = Armenia; azerbaijani = Azer; australian = Austral|Aussie; austrian = Austria;
            belgian = Belgi; bolivian = Bolivia; bosnian = Bosnia; brazilian = Brazil; british =
            Brit(?!tan)|UK\b|U\.K\b|United Kingdom|England; bulgarian = Bulgaria; burkinabe = Burkin;
            burmese = Burm|Myanmar; cameroonian = Cameroon; canadian = Canad; chilean = Chile(?:an|\b); chinese =
            Chin(?:a|ese)\b; colombian = Colombia; congolese = Congo|DRC; croatian = Croat; cuban = Cuba; cypriot =
            Cypr; czech = Czech; danish = Dan(?:e|es|ish)\b|Denmark; dutch = Dutch|Netherland|Holland; ecuadorean =
            Ecuador; eritrean = Eritrea; estonian = Estonia; filipino = Filipin|Philippin; finnish =
            Finn(?:s|ish)?\b|Finland; french = French|France; gabonese = Gabon; georgian = Georgia; german =
            German|Deutsche; ghanaian = Ghana; greek = Gree(?:k|ce); guinean = Guinea; haitian = Haiti; hungarian =
            Hungar; icelandic = Iceland; indian = India; indonesian = Indonesia; iraqi = Iraq; iranian =
            Iran|Persia; irish = Irish|Ireland; israeli = Israel; italian = Ital; ivorian = Ivor|Côte d; japanese =
            Japan; jordanian = Jordan; kazakh = Kazakh; kenyan = Kenya; korean = Korea; kosovar = Kosov; latvian =
            Latvia; lebanese = Leban; libyan = Libya; lithuanian = Lithuania; luxembourg = Luxemb; malagasy =
            Malagasy|Madagascar; malian = Mali(?:an|\b); mexican = Mexic; moldovan = Moldov; montenegrin =
            Montenegr; moroccan = Morocc; zealand = New Zealand|Kiwi; nicaraguan = Nicaragua; nigerian =
            Nigeria(?:n|\b); nigerien = Niger(?:ien|\b); norwegian = Norw; pakistani = Pakistan; northkorean = North
            Korea|Pyongyang; palestinian = Palestin; panamanian = Panama; peruvian = Peru; polish =
            Pol(?:ish|and|es?)\b; portuguese = Portug; qatari = Qatar; romanian = Romania; russian = Russia; rwandan
            = Rwanda; saudi = Saudi|Arabia; scottish = Scot; senegalese = Senegal; serbian = Serb; slovak = Slovak;
            slovenian = Sloven; somali = Somali; southafrican = South Africa; southkorean = South Korea|Seoul;
            southsudanese = South Sudan; spanish = Spa(?:in|nish|niard)|Hispan; sudanese = (?<!South )Sudan; swedish
            = Swed; swiss = Swiss|Switzerland; syrian = Syria; taiwanese = Taiwan; thai = Thai; togolese = Togo;
            chadian = Chad; tunisian = Tunisia; turkish = Turk; ugandan = Uganda; ukrainian = Ukrain; uruguayan =
            Uruguay; venezuelan = Venezuela; vietnamese = Vietnam; belarusian = Belarus; yemeni = Yemen""",
        peoples=r"(?:[aei]ans?|cans?|ish|ese|landers?)$",
        forget=r"(?i)\bforget\b",
        turned=(
            r"(?i)\b(?:unanim\w+|(?:left|leaves?|leaving|keeps?|kept|remains?) .{0,20}open"
            r"|open the possibility|declin\w+)\b"
        ),
        # Letters that are named one by one up to three of them: an NGO, a UN body, but a NATO summit.
        an_before=r"[AEFHILMNORSX][A-Z]{0,2}(?![\w.])|(?!U[A-Z]|(?i:eu|uni(?!n)|us[ae]|one\b))[aeioAEIOuU]",
        morning=r"(?i)\ba\.?\s?m\b|morning",
        afternoon=r"(?i)\bp\.?\s?m\b|afternoon|evening",
        before_place=r"(?i)\b(?:the|an?|his|her|its|their|our|my|your|this|that)\s+$",
        below=(r"(?i)\bbelow\b|\bminus\b|\bnegative\b|\bsub-?zero\b|\bunder (?:zero|freezing)|[-−–]\s?[$€£]?\d"),
        less=(
            r"(?i)\b(?:down|drop\w*|f[ae]ll\w*|declin\w*|decreas\w*|loss\w*|lost|los\w+|lower\w*|less|cut\w*"
            r"|shr[aiu]nk\w*|off|discount\w*|reduc\w*|deficit|degrees|°|below|contract\w*|slump\w*|slid\w*|fewer|minus)"
        ),
        beaten=(r"(?i)\b(?:los[est]\w*|lost|defeat\w*|beat\w*|behind|down|deficit|trail\w*|fell|w[io]n\w*|victory)\b"),
    ),
)
