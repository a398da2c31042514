"""German."""

from pipeline.language.record import (
    Assertion,
    Calendar,
    Language,
    Numbers,
    Quantities,
    Speech,
    Splitting,
    Translating,
    Vocabulary,
)

# --- where a sentence ends ------------------------------------------------------------------------------------------

_SPLITTING = Splitting()

# --- words by what they do ------------------------------------------------------------------------------------------

_VOCABULARY = Vocabulary()

# --- how somebody is quoted, reported, named as a source ------------------------------------------------------------

_SPEECH = Speech()

# --- how something is denied, hedged, made certain ------------------------------------------------------------------

_ASSERTION = Assertion()

# --- numbers --------------------------------------------------------------------------------------------------------

_NUMBERS = Numbers()

# --- units and amounts ----------------------------------------------------------------------------------------------

_QUANTITIES = Quantities()

# --- months, weekdays, clock times ----------------------------------------------------------------------------------

_CALENDAR = Calendar()

# --- what a translator needs to know --------------------------------------------------------------------------------

_TRANSLATING = Translating()

GERMAN = Language(
    code="de",
    name="German",
    code3="deu",
    splitting=_SPLITTING,
    vocabulary=_VOCABULARY,
    speech=_SPEECH,
    assertion=_ASSERTION,
    numbers=_NUMBERS,
    quantities=_QUANTITIES,
    calendar=_CALENDAR,
    translating=_TRANSLATING,
)
