"""The words of sentences about a patient that carry no fact of their own, and those that turn a fact around."""

from __future__ import annotations

import re
from typing import Final

NOT: Final = re.compile(
    r"^(?:there is no|there are no|has no|have no|with no|no known|no history of|no past history of|no hx of|no h o|no signs of|no evidence of|no current|no prior|no previous|never had|never|"
    r"denies any|denies|denied|without|negative for|not currently|is not|are not|was not|not known to have|does not have|doesnt have|does not|doesnt|not|no|non|absent|free of|ruled out|rules out|nil)"
    r"\s+(?:a |an |any |use of |taking |using |history of |hx of |known )*"
)
ONE_WORD: Final = re.compile(r"\b(non|ex)(?=smok|drink)", re.IGNORECASE)
"""`nonsmoker`, `exsmoker`."""
HAS_TIME: Final = re.compile(
    r"\b\d+(?:\.\d+)?\s*(?:days?|weeks?|wks?|months?|mos?|years?|yrs?|x)\b|\b(?:since|in)\s+(?:19|20)\d\d\b"
)
BORN: Final = re.compile(
    r"^(?:(?:was |is )?born(?: on)?|dob|d o b|date of birth|birth ?date|birthday)\s*[:=]?\s*(?=\w)"
)
NOW_NOT: Final = re.compile(r"^(?:abstains from|abstinent from|avoids|has stopped all|off all)\s+")
TEETOTAL: Final = re.compile(r"^(?:teetotal|teetotaler|teetotaller|abstinent|sober)$")
"""Words for a patient who drinks no alcohol; the substance is found by the name in `DRINKING`."""
DRINKING: Final = "drinking"
QUIT: Final = re.compile(r"^(?:quit|stopped|gave up|has stopped|ceased|since stopped)\b")
MISSED: Final = re.compile(
    r"\b(?:missed|missing|skipped|skips|forgot|forgotten|(?:has|have) not (?:taken|had)|hasnt (?:taken|had)|(?:ran|run|running) out of|interrupted)\b"
)
"""Doses not taken: the drug beside these words is no line of its own, and for how long it matters depends on the drug."""
FORMER: Final = re.compile(
    r"^(?:ex|former|formerly|previous|previously|past|used to|prior)\s+(?:heavy |light |a )?(?=\w)"
)
NO_ALLERGY: Final = re.compile(
    r"^(?:nkda|nka|nkma|(?:no|denies|without)(?: known| any| drug| medication| food)* allerg(?:y|ies)(?: to (?:any )?(?:medications?|medicines|drugs))?|"
    r"(?:drug |medication )?allerg(?:y|ies) (?:none|nkda|nka|nil|no known|no|unremarkable)\b.*|not allergic to (?:anything|any .*))$"
)
ALLERGY: Final = re.compile(
    r"\b(?:drug |medication |food )?(?:allergy|allergies|allergic|anaphylaxis|anaphylactic|hypersensitivity|hypersensitive|intolerance|intolerant)(?: (?:to|of|reaction|reactions|include|includes|are|is))*\b"
)
BEFORE: Final = re.compile(
    r"^(?:(?:history of|hx of|hx|h o|past medical history|pmh|pmhx|dx|diagnosis|diagnosed with|diagnoses|known|has|had|have|with|w|suffers from|suffering from|patient|pt|is|are|a|an|the|currently|current|previous|prior|past|recently|some|"
    r"he|she|they|been|from|for|in|active|chronic|condition|conditions|problem list|problems|status post|s p|positive for|c o|complains of|presents with|indication|who|of|use of|living with|lives with|due to)\s+)+"
)
UNSURE: Final = frozenset(
    "negative could possible possibly maybe might wants want wish wishes planning plans plan trying hopes family mother father sister brother son daughter parent parents screen screening test tests rule risk unlikely if worried fear "
    "without no not never avoid prevent prevention prophylaxis fh denies denied declined resolved excluded unless query ? suspected question".split()
)
"""Words around a condition that leave open whether the patient has it."""
COMPLETE: Final = re.compile(
    r"^(?:(?:no|nil|none|denies)(?: any)? (?:other|further|additional|past|significant|medical|known)?\s*(?:medical |psychiatric )?(?:conditions?|problems?|comorbidit(?:y|ies)|illness(?:es)?|diagnos[ei]s|history|disease|diseases|pmh)|"
    r"otherwise (?:healthy|well|fit(?: and well)?)|fit and well|no comorbidities|no other history|nil else)$"
)
"""Words that close the list of conditions."""
NOTHING_TAKEN: Final = re.compile(
    r"^(?:no|not on(?: any)?|takes no|on no) (?:other |current |regular )*(?:drugs|medications?|medicines|meds)$"
)
NONE_OF: Final = re.compile(
    r"^(.+?) (?:none|nil|no|never|denied|denies|negative|absent|0(?: units?| drinks?| cigarettes?)?(?: ?(?:per|a|/)? ?(?:day|week|d|wk))?)$"
)
"""`alcohol: none`: what stands before is said not to be."""
REMISSION: Final = re.compile(r"^(.+?)\s+in (?:full |partial |sustained |early |stable )*remission$")
FILLER: Final = frozenset(
    "a an the is has had have with w and or of for to in on at by patient pt he she they his her their this that now currently current since known year years yr yrs old yo y o age aged "
    "history hx h pmh dx diagnosis diagnosed stable level levels result results value values last latest today recent recently lab labs also but both some any very who which it was were been being "
    "about approx approximately around ms mg dl l ml min mmol meq kg bpm mmhg uln umol ng x m2 1 73 per day days week weeks month months ago status gender sex race lives living takes taking use uses user female male only "
    "weighs weighing white black asian hispanic caucasian african american european ethnicity mild moderate severe chronic acute left right bilateral well controlled poorly treated baby infant child adult gentleman lady person individual "
    "she's he's low high normal raised elevated daily nightly weekly occasional occasionally occas socially regularly time times".split()
)
TIME: Final = re.compile(
    r"\b(?:since|in|from|for|over|past|last|until|at|on|day)?\s*(?:\bx\s*|(?<![a-z.]))(?:(?:19|20)\d\d(?: \d\d?(?: \d\d?)?)?|\d+(?:\.\d+)?\s*(?:days?|weeks?|wks?|months?|mos?|years?|yrs?|x|times|d|w|y)?)\b(?:\s*(?:ago|old|history|back|per day|a day|day))?"
)
"""How long and since when, beside a condition."""
BIRTHS: Final = re.compile(r"\bg\d{1,2} ?p\d{1,2}(?: ?\d{1,2})*\b")
"""`G2P1`: pregnancies and births so far, which no rule asks for."""

# Everyday words for a substance → a name under which the catalogue may hold it; tried after the words as written.
SUBSTANCE_WORDS: Final = {
    "smokes": "smoking", "smoke": "smoking", "smoked": "smoking", "smokers": "smoker",
    "drinks": "drinking", "drank": "drinking", "drinker": "drinking", "drink": "drinking", "beers": "beer", "wines": "wine", "coffees": "coffee",
    "cigs": "cigarettes", "cig": "cigarettes", "ppd": "cigarettes", "cigar": "cigars", "booze": "drinking",
}  # fmt: skip
