"""What is said of a line that was not read, or not wholly: its gaps."""

from __future__ import annotations

from medsafe.model.medication import Medication
from medsafe.model.report import Gap
from medsafe.names.resolve import Ambiguous
from medsafe.names.target import Composed, Target


def nothing(text: str, *gaps: Gap) -> Composed:
    """A line in which no drug was read."""
    return Composed(Medication(text, unread=(text,) if text.strip() else ()), (), gaps)


def ambiguous(text: str, found: Ambiguous) -> Composed:
    """A name that means several drugs, or that not everybody understands: asked, not guessed."""
    *first, last = found.drugs
    several = f"may mean {', '.join(first)} or {last}; write which", f"which medicine is {found.name!r}?"
    single = f"is not a safe name; write {last} if that is meant", f"is {found.name!r} {last}?"
    message, ask = several if first else single
    return nothing(text, Gap("ambiguous", f"{found.name!r} {message}", suggestions=found.drugs, ask=ask))


def not_understood(unread: tuple[str, ...], name: str, drugs: tuple[str, ...] = ()) -> Gap:
    """Words beside a name, of which nobody knows what they say."""
    shown = " … ".join(unread)[:80]
    numeric = any(char.isdigit() for char in shown)
    what = "the dose may not be complete" if numeric else "if it is a medicine, write it on a line of its own"
    return Gap(
        "unread", f"{shown!r} was not understood with {name}; {what}", (), drugs, ask=f"what does {shown!r} mean?"
    )


def shown_name(target: Target) -> str:
    """A name with the drug it stands for, for people."""
    drugs = " and ".join(target.drugs)
    return target.name if target.name == drugs else f"{target.name} ({drugs})"


def allergy_gap(said: str) -> Gap:
    """The gap for an allergy that stands in a list of medicines."""
    message = f"an allergy is stated here ({said}) and was not judged; give it with the patient"
    return Gap("unread", message, ask="which allergies does the patient have?")
