"""Layers of YAML → one checked, compiled, immutable `KnowledgeBase` with provenance."""
