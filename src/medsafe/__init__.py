"""medsafe: check a medication list for interactions, duplicate therapy and habit-forming risk.

>>> from medsafe import check_regimen
>>> report = check_regimen(["phenelzine 15 mg three times a day", "Zoloft 50 mg daily"])
>>> report.findings[0].severity
'contraindicated'

Nothing is loaded before it is used, so that importing medsafe costs next to nothing.
"""

__version__ = "0.1.0"

_HOME = {
    "check_regimen": "api",
    "check_change": "api",
    "alternatives": "api",
    "screen": "api",
    "switch": "api",
    "Checker": "api",
    "load_knowledge": "knowledge.load",
    "LiveKnowledge": "knowledge.live",
    "KnowledgeBase": "knowledge.base",
    "Medication": "model.medication",
    "Amount": "model.medication",
    "DayTotal": "model.medication",
    "Patient": "model.patient",
    "Report": "model.report",
    "Finding": "model.report",
    "Gap": "model.report",
    "Assumption": "model.report",
    "Problem": "model.report",
    "ChangeReport": "model.change",
    "Option": "model.change",
    "Options": "model.change",
    "Shift": "model.change",
    "Step": "model.change",
    "Stopping": "model.change",
    "Switch": "model.change",
    "MedsafeError": "errors",
    "KnowledgeError": "errors",
    "NotationError": "errors",
    "UnknownId": "errors",
    "InputError": "errors",
    "Fault": "errors",
}

__all__ = ["__version__", *_HOME]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from medsafe.api import Checker as Checker
    from medsafe.api import alternatives as alternatives
    from medsafe.api import check_change as check_change
    from medsafe.api import check_regimen as check_regimen
    from medsafe.api import screen as screen
    from medsafe.api import switch as switch
    from medsafe.errors import Fault as Fault
    from medsafe.errors import InputError as InputError
    from medsafe.errors import KnowledgeError as KnowledgeError
    from medsafe.errors import MedsafeError as MedsafeError
    from medsafe.errors import NotationError as NotationError
    from medsafe.errors import UnknownId as UnknownId
    from medsafe.knowledge.base import KnowledgeBase as KnowledgeBase
    from medsafe.knowledge.live import LiveKnowledge as LiveKnowledge
    from medsafe.knowledge.load import load_knowledge as load_knowledge
    from medsafe.model.change import ChangeReport as ChangeReport
    from medsafe.model.change import Option as Option
    from medsafe.model.change import Options as Options
    from medsafe.model.change import Shift as Shift
    from medsafe.model.change import Step as Step
    from medsafe.model.change import Stopping as Stopping
    from medsafe.model.change import Switch as Switch
    from medsafe.model.medication import Amount as Amount
    from medsafe.model.medication import DayTotal as DayTotal
    from medsafe.model.medication import Medication as Medication
    from medsafe.model.patient import Patient as Patient
    from medsafe.model.report import Assumption as Assumption
    from medsafe.model.report import Finding as Finding
    from medsafe.model.report import Gap as Gap
    from medsafe.model.report import Problem as Problem
    from medsafe.model.report import Report as Report


def __getattr__(name: str) -> object:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'medsafe' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"medsafe.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
