"""`Report` → text, JSON, Markdown, HTML. `story` decides what is said and in which order, the others how it looks."""
