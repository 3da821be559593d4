"""YAML files → strings, lists and tables, each with its place; the only door through which `yaml` enters."""
