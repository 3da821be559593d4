"""Text → drug; a line of a list → `Medication`; words about a patient → `Patient`. Text never raises."""
