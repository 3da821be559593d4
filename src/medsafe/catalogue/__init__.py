"""Drugs, products, classes, properties, sources: what a layer may say of them, and who is a member of what."""
