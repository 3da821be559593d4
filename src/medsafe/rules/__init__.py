"""Rules: their schema, and how each shape is judged. One file a kind, one file a shape; no medicine here."""
