"""Text → drug; a line of a list → `Medication`; words about a patient → `Patient`. Text never raises.

The way of a line: `reader` (memory, places) → `lines` (the common shape) or `careful` (segments, several names, comments) →
`resolve` and `scan` (which names), `near` and `thirds` (misspelt ones), `combine` (names that are one medicine) → `tokens`, `sig`,
`draft`, `amounts`, `schedules`, `former`, `bare`, `limits`, `phrases`, `how_often`, `dated`, `dates` (directions) → `compose` and
`totals` (the `Medication`); then `headings` (what stands above it); `gaps` says what was not read. Words stand in `words`,
`words_abroad`, `everyday`, `patient_words`, `unnamed`, `measured` and `cautions`; patients in `patient`, `measures` and `person`;
other forms of input in `inputs` and `blocks`; the notation of examples in `example`.
"""
