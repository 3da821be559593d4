"""The words of sentences about a patient that carry no fact of their own, and those that turn a fact around."""

from __future__ import annotations

import re
from typing import Final

NOT: Final = re.compile(
    r"^(?:there is no|has no|with no|no known|no history of|no hx of|no h o|no signs of|no evidence of|no current|no prior|no previous|never had|never|denies any|denies|denied|without|negative for|not currently|is not|"
    r"not known to have|does not have|doesnt have|does not|doesnt|not|no|non|absent|free of|ruled out|rules out)\s+(?:a |an |any |use of |taking |using |drinking |drink )?"
)
NOW_NOT: Final = re.compile(r"^(?:does not (?:use|drink|take|smoke)|doesnt (?:use|drink|take|smoke)|abstains from|abstinent from|teetotal(?:ler)?|avoids)\b\s*")
NO_ALLERGY: Final = re.compile(r"^(?:nkda|nka|nkma|(?:no|denies|without)(?: known| any| drug| medication)* allerg(?:y|ies)(?: to (?:any )?(?:medications?|medicines|drugs))?|allerg(?:y|ies) (?:none|nkda|nka|nil|no known)(?: known)?.*|not allergic to anything)$")
ALLERGY: Final = re.compile(r"\b(?:drug |medication )?(?:allergy|allergies|allergic|anaphylaxis|anaphylactic|hypersensitivity|hypersensitive|intolerance|intolerant)(?: (?:to|of|reaction|include|includes|are|is))*\b")
BEFORE: Final = re.compile(
    r"^(?:(?:history of|hx of|hx|h o|past medical history|pmh|pmhx|dx|diagnosis|diagnosed with|diagnoses|known|has|had|have|with|suffers from|suffering from|patient|pt|is|a|an|the|currently|current|previous|prior|past|recently|some|any|"
    r"he|she|they|been|from|for|in|active|chronic|family|condition|conditions|problem list|problems|status post|s p|positive for|c o|complains of|presents with|indication|who|of|use of)\s+)+"
)
FILLER: Final = frozenset(
    "a an the is has had have with and or of for to in on at by patient pt he she they his her their this that now currently current since known year years yr yrs old yo y o age aged "
    "history hx h pmh dx diagnosis diagnosed stable level levels result results value values last latest today recent recently lab labs also but both some any very who which it was were been being "
    "about approx approximately around ms mg dl l ml min mmol meq kg bpm mmhg uln umol ng x m2 1 73 per day days week weeks month months ago status gender sex race lives living takes taking use uses user female male only".split()
)
# Everyday words for a substance → a name under which the catalogue may hold it; tried after the words as written.
SUBSTANCE_WORDS: Final = {
    "smokes": "smoking", "smoke": "smoking", "smoked": "smoking", "smokers": "smoker", "nonsmoker": "smoker", "exsmoker": "smoker", "vapes": "vaping",
    "drinks": "drinking", "drank": "drinking", "drinker": "drinking", "drink": "drinking", "beers": "beer", "wines": "wine", "coffees": "coffee", "cups": "cups",
    "cigs": "cigarettes", "cig": "cigarettes", "ppd": "cigarettes", "packs": "cigarettes", "pack": "cigarettes", "cigar": "cigars",
}  # fmt: skip
