"""What is missing, said as a sentence and as a question."""

from __future__ import annotations

from medsafe.knowledge.base import KnowledgeBase

_SAY = {
    "dose": "the day's dose of {0} was not read",
    "form": "it is not written which form of {0} is taken",
    "duration": "it is not written how long {0} has been taken",
    "start": "it is not written when {0} was started",
    "stop": "it is not written when {0} was stopped",
    "indication": "it is not written what {0} is for",
    "time of day": "it is not written when in the day {0} is taken",
    "fact": "{0} is not known",
    "condition": "it is not known whether the patient has or is: {0}",
    "substance": "use of {0} is not mentioned",
    "allergies": "allergies are not known",
}
_ASK = {
    "dose": "How much {0} is taken in a day?",
    "form": "Is {0} immediate-release, extended-release or a depot?",
    "duration": "For how long has {0} been taken?",
    "start": "When was {0} started?",
    "stop": "When was {0} stopped?",
    "indication": "What is {0} taken for?",
    "time of day": "When in the day is {0} taken?",
    "fact": "What is the patient's {0}?",
    "condition": "Does this apply to the patient: {0}?",
    "substance": "Does the patient use {0}?",
    "allergies": "Is the patient allergic to any drug?",
}


def in_sentence(title: str) -> str:
    """A title as it stands inside a sentence: `Age` → `age`, but `QT interval` stays.

    >>> in_sentence("Age"), in_sentence("QTc"), in_sentence("HLA-B*15:02"), in_sentence("Child-Pugh class")
    ('age', 'QTc', 'HLA-B*15:02', 'Child-Pugh class')
    """
    return title[:1].lower() + title[1:] if title.partition(" ")[0][1:].islower() else title


def subject(kind: str, name: str, knowledge: KnowledgeBase) -> str:
    """What is missing, as it stands in a sentence."""
    if kind == "fact":
        fact = knowledge.vocabulary.facts.get(name)
        return in_sentence(fact.title) if fact is not None else name
    if kind == "condition":
        return knowledge.title("conditions", name)  # as it is: it may begin with somebody's name
    return knowledge.drug_title(name) if name else ""


def say_need(kind: str, name: str, knowledge: KnowledgeBase) -> str:
    """What is not known, in a sentence without a final stop."""
    return _SAY[kind].format(subject(kind, name, knowledge))


def question_of(kind: str, name: str, knowledge: KnowledgeBase) -> str:
    """The question to ask the patient or the chart."""
    return _ASK[kind].format(subject(kind, name, knowledge))
