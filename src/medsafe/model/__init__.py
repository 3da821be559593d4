"""Frozen types and three-valued logic; no input or output, no medicine."""
