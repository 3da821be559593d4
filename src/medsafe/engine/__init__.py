"""`Case` × `KnowledgeBase` → `Report`; the engine knows no medicine."""
