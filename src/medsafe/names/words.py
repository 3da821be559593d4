"""The words of directions and what they mean: a table to read through, and no drug in it.

Each phrase is written as the tokens see it: lower case, plain letters, dots of abbreviations gone, digits apart from letters
(`q6h` is `q 6 h`). A phrase has one kind and one value; the longest phrase that fits decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from medsafe.names import words_abroad as abroad

Phrase = tuple[str, object]

MORNING, NOON, EVENING, NIGHT = "morning", "noon", "evening", "night"
TIMES: Final = (MORNING, NOON, EVENING, NIGHT)

# Times a day. Where a phrase also says when, the times follow.
_FREQUENCY: Final[dict[float, str]] = {
    1: "daily|once daily|daily once|once a day|once per day|once each day|once every day|one time daily|one time a day|one time per day|"
    "every day|each day|everyday|qd|qday|qdaily|q1d|q day|q d|q daily|od|per diem|once in a day|24 hourly|q 24 h|on a daily basis|"
    "on daily basis|a day|per day|/ day|/ d|once|stat|as a single dose|single dose|one dose|one time dose|one time only|one time|daily dose|every 24 h",
    2: "bid|bd|b d|b i d|twice daily|twice a day|twice per day|twice each day|two times daily|two times a day|two times per day|"
    "twice every day|q 12 h|2 times|bds|twice|every twelve hours|in two divided doses|morning and evening|bis in die",
    3: "tid|tds|t d s|t i d|thrice daily|thrice a day|three times daily|three times a day|three times per day|three times|q 8 h|ter in die|every eight hours|thrice",
    4: "qid|q i d|qds|q d s|four times daily|four times a day|four times per day|four times|q 6 h|every six hours|quater in die",
    5: "five times daily|five times a day|five times per day|five times",
    6: "six times daily|six times a day|six times per day|every four hours",
    12: "every two hours",
    0.5: "qod|q o d|eod|every other day|every second day|alternate days|alternate day|on alternate days|alternating days|q other day|qad|every alternate day",
    0.5000001: "every other night|on alternate nights|every second night",
    1 / 7: "qwk|qweek|qweekly|weekly|once weekly|once a week|once per week|every week|each week|q week|qw|q wk|q weekly|one time per week|one time a week|one time weekly|per week|a week|/ week|/ wk",
    2 / 7: "twice weekly|twice a week|twice per week|two times a week|two times per week|biw|twice each week",
    3 / 7: "three times weekly|three times a week|three times per week|thrice weekly|tiw|mwf|m w f|m / w / f|"
    "tts|t / th / s|three times each week",
    5 / 7: "weekdays|on weekdays|on work days|work days|workdays|on workdays|five days a week|monday to friday|monday through friday|mon - fri|m - f|school days|on school days",
    2 / 7 + 1e-9: "weekends|on weekends",
    1 / 14: "fortnightly|every fortnight|every other week|every two weeks|every second week|q o week|q other week|once a fortnight|once every two weeks",
    1 / 21: "every three weeks",
    1 / 28: "every four weeks|every 4 weeks",
    1 / 30.4375: "qmonth|qmo|qmth|qmonthly|monthly|once monthly|once a month|once per month|every calendar month|once a calendar month|calendar monthly|every month|each month|q month|q mo|q mth|q monthly|per month|a month|/ month|/ mo",
    1 / 91.3125: "every three months|quarterly|once every three months|every 3 months",
    1 / 182.625: "every six months|twice a year|twice yearly|half yearly",
    1 / 365.25: "yearly|once yearly|annually|once a year|every year|once annually",
}  # fmt: skip

_WHEN: Final[dict[tuple[str, ...], str]] = {
    (MORNING,): "in the morning|in the mornings|every morning|each morning|qam|q am|mane|morning|mornings|am|in am|in the am|at breakfast|with breakfast|before breakfast|"
    "after breakfast|om|o m|on waking|upon waking|upon awakening|on awakening|q morning|breakfast|every am|each am|on arising|early morning|"
    "in morning|daily in the morning|daily in am|every day in the morning|once daily in the morning|once a day in the morning|morning dose|q a m|a m",
    (NOON,): "at noon|noon|midday|at midday|lunch|at lunch|with lunch|at lunchtime|lunchtime|afternoon|in the afternoon|every afternoon|qnoon|early afternoon|before lunch|after lunch|q noon|q afternoon",
    (EVENING,): "in the evening|in the evenings|every evening|each evening|evening|evenings|qpm|q pm|pm|in pm|in the pm|at dinner|with dinner|before dinner|after dinner|dinner|supper|"
    "at supper|with supper|with evening meal|with the evening meal|teatime|at teatime|before evening meal|every pm|after supper|before supper|q evening|evening meal|in evening|"
    "daily in the evening|once daily in the evening|p m|q p m",
    (NIGHT,): "at night|at nights|nightly|every night|each night|qhs|q hs|hs|h s|q h s|nocte|noct|night|bedtime|at bedtime|before bed|before bedtime|every bedtime|each bedtime|on going to bed|qn|"
    "q night|daily at bedtime|once nightly|every night at bedtime|nightly at bedtime|at hs|going to bed|prior to bed|prior to bedtime|prior to sleep|before sleep|daily at night|"
    "once daily at bedtime|once daily at night|once a day at bedtime|once a day at night|qbedtime|q bedtime|each night at bedtime|every day at bedtime|every evening at bedtime|in the night|"
    "at bed time|bed time|a night|per night|/ night|on retiring|before retiring|in bedtime|qnight|qnightly|each evening at bedtime",
    (MORNING, NIGHT): "morning and night|in the morning and at night|in the morning and at bedtime|qam and qhs|am and hs|am and bedtime|mane et nocte|mane and nocte|morning and bedtime|am and qhs|qam and hs|mane nocte|am & hs",
    (MORNING, EVENING): "morning and evening|in the morning and evening|in the morning and in the evening|am and pm|qam and qpm|am & pm|am / pm|with breakfast and dinner|with breakfast and supper|"
    "breakfast and dinner|every morning and evening|every morning and every evening",
    (MORNING, NOON): "in the morning and at noon|morning and noon|am and noon|qam and noon|in the morning and afternoon|in the morning and in the afternoon|in the morning and at lunchtime|breakfast and lunch|with breakfast and lunch",
    (MORNING, NOON, EVENING): "morning noon and evening|morning , noon and evening|breakfast lunch and dinner",
}  # fmt: skip

_AS_NEEDED: Final = (
    "prn|not - taking / prn|as needed|as required|if needed|when needed|when required|if required|as necessary|if necessary|only as needed|sos|pro re nata|as nec|only if needed|only when needed|"
    "occasionally|occasional|p r n|on demand|as reqd|when necessary|pm prn|as - needed|only prn|whenever needed|rarely|sometimes"
)

_ROUTE: Final[dict[str, str]] = {
    "mouth": "po|p o|by mouth|oral|orally|per os|per oral|peroral|per mouth|vo|v o|by oral route|via oral|oral route|enteral|per ngt|ngt|via ngt|per ng tube|via peg|per peg|ng|via g - tube|"
    "odt|orodispersible|orally disintegrating|disintegrating oral|chewable|chew|chewed|swallow|swallowed|per tube|via tube|via feeding tube|in mouth|into mouth",
    "im": "im|imi|i m|i / m|intramuscular|intramuscularly|by im|into the muscle|by intramuscular injection|intramuscular injection|into muscle|by intramuscular route",
    "iv": "iv|i v|i / v|intravenous|intravenously|by iv|ivp|ivpb|iv push|into the vein|infusion|by intravenous infusion|by infusion|intravenous infusion|by vein|drip",
    "sc": "sc|s c|s / c|subcutaneous|subcutaneously|subcut|subq|sub q|sub - q|sq|subcu|by sc|under the skin|sub cut|into the skin|sub - cut|sub - cutaneous|implant",
    "patch": "by patch|patch|patches|transdermal|transdermally|td|transdermal patch|transdermal system|transderm|per patch|patch - td|patch system|trans dermal",
    "skin": "topical|topically|top|cream|ointment|oint|gel|lotion|to skin|on skin|to the skin|by skin|to affected area|to affected areas|to the affected area|to face|to scalp|shampoo|foam|emulgel|"
    "apply|to knee|to knees|to hands|to feet|to the knee|topical cream|topical gel|topical ointment|topical solution|topical lotion|externally|external use|for external use|to affected area ( s )|"
    "on the skin|onto skin|onto the skin|to rash|apply to affected area|transepidermal",
    "eye": "ophthalmic|eye|eyes|eye drop|eye drops|ophth|opth|by eye|in eye|in eyes|in each eye|in both eyes|both eyes|to eye|in the eye|in the eyes|left eye|right eye|in left eye|in right eye|ou|o u|os|"
    "each eye|into eye|into eyes|into both eyes|into the eye|into each eye|in affected eye|in the left eye|in the right eye|to both eyes|to each eye|into left eye|into right eye|"
    "ophthalmic solution|ophthalmic ointment|eye ointment|eye oint|eye dps|ophthalmic drops|ophthalmic suspension|ophthalmic drop|affected eye|artificial",
    "ear": "otic|ear|ears|by ear|in ear|ear drop|ear drops|left ear|right ear|both ears|in both ears|in each ear|aural|in left ear|in right ear|in affected ear|to affected ear|otic solution|otic suspension",
    "nose": "nasal|nasally|intranasal|intranasally|by nose|nasal spray|nostril|nostrils|in each nostril|each nostril|per nostril|/ nostril|both nostrils|in both nostrils|into each nostril|nares|"
    "each nare|per nare|in nose|nose|into nose|into the nose|nasal inhalation|nasal solution|into nostril|in one nostril|in the nose|into both nostrils|nasal inhaler|in each nare|each naris",
    "tongue": "sl|s l|s / l|sublingual|sublingually|by tongue|buccal|buccally|under the tongue|under tongue|film|sublingual film|sublingual tablet|buccal film|sublingual tab|between gum and cheek|"
    "transmucosal|oromucosal|mucosal|gum|lozenge|lozenges|troche|sl tab|sl tabs|to gum|chewing gum",
    "lung": "inhaled|inhalation|inhale|inh|by lung|inhaler|hfa|mdi|dpi|nebulizer|nebuliser|neb|nebs|nebulized|nebulised|puff|puffs|by inhalation|oral inhalation|inhalations|via nebulizer|per nebulizer|"
    "by nebulizer|metered dose inhaler|inhalant|inhalation powder|inhalation solution|inhalant powder|diskus|respimat|turbuhaler|turbohaler|easyhaler|novolizer|genuair|breezhaler|nexthaler|spiromax|forspiro|clickhaler|autohaler|handihaler|ellipta|evohaler|accuhaler|nebule|nebules|inhalational|"
    "by mouth inhaled|inhalant solution|dry powder inhaler|inhaler actuation|respiclick|flexhaler|redihaler|in nebulizer|via inhaler",
    "uterus": "intrauterine|iud|ius|by uterus|intrauterine device|intrauterine system",
    "vagina": "vaginal|vaginally|pv|p v|per vagina|by vagina|pessary|pessaries|vaginal ring|intravaginally|in vagina|into vagina|vaginal cream|vaginal gel|vaginal insert|vaginal tablet|intravaginal|into the vagina",
    "rectum": "rectal|rectally|pr|p r|per rectum|by rectum|suppository|suppositories|supp|enema|supps|per rectal|into the rectum|rectal suppository|in rectum|into rectum|rectal gel",
}  # fmt: skip

# "injection" alone does not say where to; solutions, suspensions and powders say nothing of the route.
_FORM: Final[dict[str, str]] = {
    "extended-release": "er|xr|xl|sr|la|cr|cd|xt|mr|m / r|pr tab|pr tablet|sa|retard|extended - release|extended release|sustained - release|sustained release|controlled - release|controlled release|"
    "prolonged - release|prolonged release|modified - release|modified release|long - acting|long acting|slow release|slow - release|ext release|extended rel|extended - rel|er osm|osmotic|"
    "extended release oral|xr tab|24 h extended release|12 h extended release|long acting tablet|chrono|sro|prolong|ex release|ext - rel",
    "immediate-release": "ir|immediate - release|immediate release|short - acting|short acting|instant release|fast acting|fast - acting|regular release|quick release",
    "depot": "lai|depot|decanoate|dec|decan|palmitate|enanthate|long - acting injection|long acting injection|long - acting injectable|long acting injectable|microspheres|pamoate injection|depot injection|"
    "extended - release injection|extended release injection|extended release injectable suspension|extended - release injectable suspension|extended release intramuscular suspension|"
    "laim|long - acting im|prolonged - release suspension for injection|extended release suspension for injection|er injection|er suspension for injection|depot inj|la inj|la injection|longacting injection|undecanoate",
}  # fmt: skip

# What is counted: the word under which it is kept.
_COUNTED: Final[dict[str, str]] = {
    "tablet": "tablet|tablets|tab|tabs|tablet ( s )|tab ( s )|tb|tbs|caplet|caplets|chewable tablet|chewable tablets|oral tablet|oral tablets|film coated tablet|film coated tablets|film - coated tablet|film - coated tablets|"
    "effervescent tablet|effervescent tablets|velotab|velotabs|soltab|solutab|soltabs|m - tab|quicktab|wafer|wafers|pill|pills|durule|odt tab|tabl|disintegrating tablet|enteric coated tablet|delayed release tablet|delayed release oral tablet|oral tab|tabs .|chewables|softchew|softchews|gummy|gummies",
    "capsule": "capsule|capsules|cap|caps|capsule ( s )|cap ( s )|softgel|softgels|gelcap|gelcaps|oral capsule|oral capsules|liquicap|liquicaps|perle|perles|spansule|kapseal|kapseals|delayed release oral capsule|oral cap|soft gel",
    "puff": "puff|puffs|inh|actuation|actuations|actuat|inhalation|inhalations|puff ( s )",
    "spray": "spray|sprays|squirt|squirts|spray ( s )",
    "drop": "drop|drops|gtt|gtts|dps|drop ( s )|oral drops",
    "patch": "patch|patches|transdermal patch|transdermal patches|patch ( es )",
    "suppository": "suppository|suppositories|supp|supps|pessary|pessaries|vaginal insert",
    "sachet": "sachet|sachets|packet|packets|sach|powder packet|pack|packs|scoop|scoops|capful|capfuls|stick|sticks",
    "ampoule": "ampoule|ampoules|amp|amps|vial|vials|syringe|syringes|pen|pens|prefilled syringe|injection|injections|inj|injectable|shot|shots|neb|nebs|nebule|nebules|unit dose|autoinjector|auto - injector|prefilled pen|cartridge|kit",
    "film": "film|films|strip|strips|sublingual film|sublingual films|oral film",
    "lozenge": "lozenge|lozenges|troche|troches|piece|pieces|gum|gums|stick of gum",
    "application": "application|applications|applicator|applicatorful|inch|inches|finger tip unit",
    "dose": "dose|doses",
}  # fmt: skip

# Units of amount, as normalised; a factor to milligrams where it is a mass.
_UNIT: Final[dict[str, str]] = {
    "mg": "mg|mgs|milligram|milligrams|mgm|milli - gram|msg|mng|mgr",
    "g": "g|gm|gms|gram|grams|grm|grams.",
    "mcg": "mcg|mcgs|microgram|micrograms|ug|mikrogram|mcq|micrograms.|microgramme|micro - gram",
    "ng": "ng|nanogram|nanograms",
    "mL": "ml|mls|cc|milliliter|milliliters|millilitre|millilitres|ccs",
    "L": "l|liter|liters|litre|litres",
    "units": "unit|units|iu|i u|ius|international units|international unit|unt|u|usp units|unit ( s )|int unit|int units|million units",
    "mmol": "mmol|mmols|millimole|millimoles",
    "mEq": "meq|meqs|milliequivalent|milliequivalents",
    "tsp": "tsp|tsps|teaspoon|teaspoons|teaspoonful|teaspoonfuls",
    "tbsp": "tbsp|tbsps|tablespoon|tablespoons|tablespoonful|tablespoonfuls",
}  # fmt: skip
MILLIGRAMS: Final = {"mg": 1.0, "g": 1000.0, "mcg": 0.001, "ng": 0.000001}
MILLILITRES: Final = {"mL": 1.0, "L": 1000.0, "tsp": 5.0, "tbsp": 15.0}

_PERIOD: Final[dict[str, str]] = {
    "minute": "minute|minutes|min|mins",
    "hour": "hour|hours|h|hr|hrs|hs ago|hourly|hrly|hours.",
    "day": "day|days|d|24 h|24 hr|24 hrs|24 hours|24 hour|daily|24 hourly|jours",
    "night": "night|nights",
    "week": "week|weeks|wk|wks|w|weekly",
    "month": "month|months|mo|mos|mth|mths|mon|monthly",
    "year": "year|years|yr|yrs|y",
}  # fmt: skip

_NUMBER: Final[dict[str, float]] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fourteen": 14, "twenty": 20, "thirty": 30, "half": 0.5, "one half": 0.5, "one - half": 0.5, "a half": 0.5,
    "half a": 0.5, "half of a": 0.5, "one and a half": 1.5, "one and one half": 1.5, "one and one - half": 1.5, "two and a half": 2.5,
    "1 and 1 / 2": 1.5, "1 and a half": 1.5, "1 & 1 / 2": 1.5, "2 and 1 / 2": 2.5, "2 and a half": 2.5,
    "quarter": 0.25, "a quarter": 0.25, "one quarter": 0.25, "one - quarter": 0.25, "a couple of": 2, "a couple": 2, "i": 1, "ii": 2, "iii": 3,
}  # fmt: skip

_STOPPED: Final = (
    "stopped|stop|stopped taking|stopped taking it|has stopped|was stopped|d / c|d / c ' d|dc ' d|dcd|dc|d / cd|d / c ed|discontinued|was discontinued|not taking|not - taking|no longer taking|no longer takes|no longer on|"
    "isn ' t taking|not taken|does not take|doesn ' t take|is not taking|not currently taking|not using|on hold|held|hold|holding|currently on hold|was held|withheld|suspended|paused|"
    "completed|course completed|finished|ended|ceased|quit|quit taking|gave up|given up|self - discontinued|self discontinued|ran out|off since|came off|been off|off|weaned off|tapered off|"
    "last dose|last taken|last took|last used|last use|previously on|used to take|used to be on|used to use|previously took|previously taken|formerly|no longer|has not taken|not started|most recently stopped taking|most recently stopped taking it|"
    "recently stopped|recently stopped taking|recently discontinued|self stopped|discontinue|discontinued by|stopped by|discont|stopped on|discontinued on|stopped on the|withdrawn|washed out|stopped since|"
    "d / c on|d / ced|disc|refuses|refused|declines|declined|non - adherent|noncompliant|not compliant|inactive|status stopped|cancelled|canceled"
)
_STOPS: Final = "stops|will stop|to stop|stopping|stop date|end date|ends|ending|until|till|til|through|thru|to be stopped|to be discontinued|to finish|finish|stop after|last day|up until|planned stop|stop taking|due to stop|due to finish|plan to stop|stop on|expires"
_STARTED: Final = (
    "started|start|starts|restart|starting|since|began|begun|beginning|begin|start date|started on|initiated|to start|will start|commenced|commencing|from|first dose|given|administered|last given|last injection|"
    "injected|received|last injected|was started|was started on|started taking|has been taking since|has taken since|has been on since|taking since|on since|new since|added|restarted|resumed|introduced|"
    "given on|commence|increased|increased on|prescribed|last injection on|last shot|last depot|due to start|plan to start|effective"
)
_TAKEN_FOR: Final = "for the past|for the last|over the past|over the last|for about|for over|for more than|for at least|for almost|for nearly|for approximately|for up to|for a total of|for around|for the next|x about|for roughly"
_LIMIT: Final = (
    "max|maximum|maximum of|max of|not to exceed|do not exceed|don ' t exceed|nte|no more than|not more than|mdd|max daily dose|maximum daily dose|maximum dose|max dose|limit|limited to|at most|must not exceed|"
    "max dose of|maximum total|max total|never more than|may not exceed|without exceeding|limit of|max per day|daily max|daily maximum|maximal|max .|to a max of|to a maximum of|up to a maximum of|up to a max of|up to max|"
    "max total daily dose|total daily dose not to exceed|no more than a total of|dose not to exceed"
)
_DIVIDED: Final = "in divided doses|divided doses|divided|in divided dose|in two divided doses|in three divided doses|in 2 divided doses|in 3 divided doses|in 4 divided doses|in four divided doses|divided bid|divided tid|in 2 doses|in 3 doses|in two doses|in three doses"
_TAPER: Final = (
    "?|weaning off|tapering off|coming off|titrating off|wean off|taper off|reducing by|reducing|reduce|increasing|increasing by|decreasing|decreasing by|increase|tapering by|going up by|going down by|stepping down|- >|increased to|decreased to|reduced to|raised to|lowered to|titrated to|changed to|titrated up to|went up to|up titrated to|now on|then up to|taper|tapering|tapered|titrate|titrating|titration|titrate up|titrate to effect|increase to|decrease to|increase by|decrease by|reduce to|reduce by|then|wean|weaning|then increase to|then decrease to|then reduce to|"
    "uptitrate|up - titrate|sliding scale|per sliding scale|ss insulin|as directed|as dir|ud|ut dict|ut dictum|use as directed|take as directed|mdu|asdir|as per protocol|per protocol|per inr|as prescribed|take as prescribed|"
    "per instructions|see instructions|see admin instructions|see administration instructions|per package|as instructed|per package instructions|? frequency|unknown dose|dose unknown|frequency unknown|unknown frequency|dose not known|unsure of dose|unsure|adjusted|as per inr|"
    "per pharmacy|dose varies|varying dose|various|dose pack|dosepak|followed by|alternating with|on schedule|variable"
)
_NEW: Final[dict[str, float]] = {
    "today": 0,
    "tomorrow": 1,
    "yesterday": -1,
    "last night": -1,
    "this morning": 0,
    "last week": -7,
    "next week": 7,
    "last month": -30,
    "next month": 30,
    "tonight": 0,
    "now": 0,
    "last year": -365,
}
_MEALS: Final = "with each meal|with every meal|each meal|with meals|at meals|at mealtimes|with all meals|before each meal|before every meal|after each meal|after every meal|before meals|after meals|ac|a c|pc|p c|tid with meals|at each meal"
_WEEKDAY: Final[dict[str, str]] = {
    "monday": "mon|monday|mondays", "tuesday": "tue|tues|tuesday|tuesdays", "wednesday": "wed|weds|wednesday|wednesdays",
    "thursday": "thu|thur|thurs|thursday|thursdays", "friday": "fri|friday|fridays", "saturday": "saturday|saturdays|sat", "sunday": "sunday|sundays|sun",
}  # fmt: skip
_OTHER_DAYS: Final = "all other days|other days|the other days|on other days|on all other days|on the other days|rest of the week|rest of week|remaining days|all remaining days"
_REPEAT: Final = "mr x|may repeat|repeat|may be repeated|can repeat|can be repeated"
_UNCLEAR: Final[dict[str, str]] = {"biweekly": "biweekly|bi - weekly", "bimonthly": "bimonthly|bi - monthly"}
_REMARK: Final = "off label|off - label|was on|was taking|took|level|levels|trough|next due|next dose|next injection|next dose due|next injection due|observed|supervised|witnessed|serum level|blood level|vpa|target level|verified|last filled|filled|last fill|last refill|confirmed|per chart|lot|exp|last issued|last ordered|last dispensed|last supplied|last collected|issued|next issue|next issue due|review date|review due|next review|signed"
_MISSED: Final = "not taking as prescribed|not taking as directed|not taking it as prescribed|missed|has missed|have missed|skipped|interrupted|interrupted for|misses|skips|missed last|missed the last|not taken correctly|nonadherent for"
_PLANNED: Final = (
    "planned|proposed|to be started|not yet started|considering|under consideration|will be started|pending"
)

# Words without weight for the dose.
_SKIP: Final = (
    "switched from|changed from|converted from|instead of|in place of|replaces|replacing|take|takes|taken|taking|give|gives|use|uses|using|place|insert|inject|apply|instill|dissolve|chew|swallow|drink|put|spray|inhale|administer|sig|sig :|dose|doses|of|the|a|an|and|&|total|each|"
    "at|on|in|to|is|with water|with food|without food|with or without food|before food|after food|on empty stomach|on an empty stomach|with a meal|with milk|with fluids|with plenty of water|"
    "with juice|by|per|via|it|this|currently|current|about|approx|approximately|around|only|as|whole|full glass of water|with a full glass of water|with a full glass|crushed|do not crush|do not chew|daily dose of|dose of|"
    "until discontinued|until further notice|est|edt|cst|cdt|pst|pdt|utc|u100|u 100|u - 100|u200|u - 200|u300|u - 300|u500|u - 500|kwikpen|flexpen|solostar|flextouch|penfill|aerosol|inhalation aerosol|mouthwash|swish|spit|rinse|strength|solution|soln|suspension|susp|liquid|syrup|elixir|powder|pdr|granules|concentrate|conc|for oral|for|bp|usp|ep|nf|ph eur|s / f|sugar free|sugar - free|sf|cfc free|preservative free|p / f|"
    "delayed release|delayed - release|dr|ec|e / c|enteric coated|enteric - coated|gastro - resistant|gastro resistant|dispersible|disper|effervescent|eff|coated|film coated|film - coated|scored|chewable|oral solution|oral suspension|"
    "oral powder|oral granules|oral liquid|oral syrup|oral concentrate|oral paste|oral gel|oral film|oral product|pill|otc|over the counter|generic|brand|dispense|dispense as written|daw|"
    "usual|regular|regularly|scheduled|standing|continue|continues|continued|cont|cont ' d|resume|resumed|stable|unchanged|same|home med|home meds|home medication|active|ongoing|long term|long - term|chronic|"
    "pt|patient|he|she|they|reports|says|states|is on|also|may|can|may take|must|should|needs|please|or|up to|maintenance|im injection|iv injection|sc injection|injectable solution|injectable suspension|injectable product|for injection|"
    "solution for injection|suspension for injection|for injectable suspension|powder for injection|for suspension|oral drops|for oral suspension|for oral solution|oral lozenge|dosage|dosing|orally once|po once|multi - dose|multidose|single use|single - use|"
    "anhydrous|hydrate|monohydrate|dihydrate|trihydrate|base|equiv|equivalent|equivalent to|eq|as needed basis|basis|while awake|w / a|when awake|w / food|w /|wf|with meal|with a meal|w / meal|w / dairy|with dairy|w / water|total daily dose|tdd|total dose|"
    "every|q|mouth|skin|form|type|x|times|time|+|route|freq|frequency|indication|rx|refill|refills|rfl|disp|qty|quantity|no refills|supply|day supply|be|has|had|been|have|was|are|were|around the clock|atc|consistently|sparingly|liberally|"
    "thin layer|small amount|a small amount|thinly|generously|large amount|moderately|s|es|self administered|per label|inhaler device|device|metered dose|metered|release|actuation|abuse - deterrent|abuse deterrent|tamper resistant|unspecified|"
    "product|preparation|formulation|otc product|combination|combo|strength :|low dose|high dose|low - dose|high - dose|double strength|ds|forte|extra strength|regular strength|maximum strength|junior|children ' s|adult|pediatric|paediatric|infant ' s|infants|childrens|kids"
)

_SALT: Final = (
    "hydrochloride|hcl|hydrobromide|hbr|sulfate|sulphate|sodium|sod|potassium|pot|calcium|magnesium|maleate|mesylate|mesilate|besylate|besilate|tartrate|bitartrate|succinate|fumarate|citrate|"
    "phosphate|acetate|lactate|nitrate|tosylate|tosilate|bromide|chloride|dihydrochloride|pamoate|embonate|oxalate|malate|gluconate|carbonate|hemifumarate|hydrogen|disodium|trihydrate|hemihydrate|edisylate|napsylate|stearate|ethylsuccinate|"
    "medoxomil|proxetil|axetil|disoproxil|alafenamide|erbumine|arginine|meglumine|tromethamine|olamine|aspartate|saccharate|polistirex|resinate|esylate|camsylate|cilexetil|etexilate|mofetil|marboxil|pivoxil|valerate|propionate|dipropionate|"
    "furoate|butyrate|acetonide|hcl.|lysine|dimesylate|hydroxide|oxide|trometamol|xinafoate|hyclate|ditosylate|benzathine|procaine|dihydrate|phos|sulf|sulfat|mal|fum|succ|tart|chlor|hydrochlor|hydrochl"
)


def _spread(table: Mapping[Any, str], kind: str, into: dict[str, Phrase]) -> None:
    for value, phrases in table.items():
        for phrase in phrases.split("|"):
            into[phrase] = (kind, value)


def _build() -> dict[str, Phrase]:
    made: dict[str, Phrase] = {}
    for phrases, kind in (
        (_SALT, "salt"), (abroad.SKIP, "skip"), (_SKIP, "skip"), (abroad.MEALS, "meals"), (abroad.AS_NEEDED, "as-needed"), (_STARTED, "start"), (_STOPPED, "stopped"), (_STOPS, "stops"), (_TAKEN_FOR, "taken-for"), (_LIMIT, "limit"),
        (_DIVIDED, "divided"), (_MEALS, "meals"), (_REPEAT, "repeat"), (_MISSED, "missed"), (_REMARK, "remark"), (_TAPER, "open"), (_PLANNED, "planned"), (_AS_NEEDED, "as-needed"),
    ):  # fmt: skip
        for phrase in phrases.split("|"):
            made[phrase] = (kind, phrase)
    for tables, kind in (
        ((abroad.PERIOD, _PERIOD), "period"), ((abroad.ROUTE, _ROUTE), "route"), ((abroad.FREQUENCY, _FREQUENCY), "frequency"),
        ((abroad.WHEN, _WHEN), "when"), ((abroad.FORM, _FORM), "form"), ((abroad.UNIT, _UNIT), "unit"),
    ):  # fmt: skip
        for table in tables:
            _spread(table, kind, made)
    _spread(_WEEKDAY, "weekday", made)
    _spread(_UNCLEAR, "unclear", made)
    made |= {phrase: ("other-days", phrase) for phrase in _OTHER_DAYS.split("|")}
    made |= {word: ("day", days) for word, days in _NEW.items()}
    made |= {word: ("number", value) for word, value in _NUMBER.items()}
    return made


PHRASES: Final = _build()
"""Phrase → (kind, value)."""

EVERY: Final = frozenset(("q", "every", "each", *abroad.EVERY))
TIMES_WORDS: Final = frozenset(("x", "times", "time", *abroad.TIMES))
"""Words behind a number that say how often."""


def _by_phrase(*tables: Mapping[str, str]) -> dict[str, str]:
    return {phrase: word for table in tables for word, phrases in table.items() for phrase in phrases.split("|")}


COUNTED: Final = _by_phrase(abroad.COUNTED, _COUNTED)
"""What can be counted; several of these words also say the route."""

PERIODS: Final = _by_phrase(abroad.PERIOD, _PERIOD)
UNITS: Final = _by_phrase(abroad.UNIT, _UNIT)
SALTS: Final = frozenset(_SALT.split("|"))


def _longest() -> dict[str, int]:
    most: dict[str, int] = {}
    for phrase in [*PHRASES, *COUNTED]:
        words = phrase.split(" ")
        if len(words) > most.get(words[0], 0):
            most[words[0]] = len(words)
    return most


LONGEST: Final = _longest()
"""First word → how many words the longest phrase that begins with it has."""
