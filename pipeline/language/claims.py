"""The English that claims are read by: verbs by what they do. English alone, for every claim is read in English."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SAYING = _words(  # lemmas of verbs whose complement is somebody's words
    """
    say tell state declare announce claim assert maintain insist argue contend report add explain note remark comment
    reply respond answer write tweet post affirm reaffirm confirm reiterate repeat stress emphasize emphasise underline
    underscore allege complain warn caution predict forecast estimate admit concede acknowledge reveal disclose deny
    dispute reject swear vow promise pledge assure suggest indicate conclude believe think testify recall recount
    observe mention describe hint imply charge accuse criticise criticize demand urge quip joke shout whisper cry
    thunder fume lament praise quote cite find hold rule inform notify point calculate mean suspect fear hope expect
    """
)
DENYING = _words("deny dispute reject refute contest contradict rebut disclaim")  # what follows is denied
HEDGING_ADVERBS = _words(
    """
    reportedly allegedly apparently seemingly probably possibly perhaps presumably supposedly purportedly maybe likely
    potentially conceivably ostensibly evidently
    """
)
HEDGING_ADJECTIVES = _words(
    "likely unlikely possible probable alleged presumed suspected apparent unconfirmed conceivable"
)
HEDGING_VERBS = _words("seem appear suspect assume presume believe think suppose guess")
HEDGING_PASSIVES = _words(
    "believe think say rumour rumor expect understand report suspect allege assume presume suppose"
)
PLANNING = _words(
    "plan intend want aim hope consider seek propose mean threaten promise vow pledge prepare contemplate envisage"
)
NOT = _words("not n't never no neither nor none nobody nothing hardly scarcely barely without cannot nowhere")
FAILING = _words("fail refuse decline omit neglect avoid forget refrain stop cease miss lack")  # to do: it is not done
DENIED_BY_NOUN = _words("denial lack absence refusal failure rejection")
PRONOUNS = _words("he she it they we i you who which that this these those him her them us me his its their someone")
AUXILIARY = _words("be have do will would shall should can could may might must get")
CALENDAR = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december"
)
PLACE_PREPOSITIONS = _words("in at near outside inside from to into towards off around above across over through beside")
