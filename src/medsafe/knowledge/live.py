"""Knowledge that a service may renew while it runs: the whole new one, or the old one."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock

from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.load import fresh_knowledge


class LiveKnowledge:
    """Holds one knowledge base and exchanges it in one step.

    Take `current` once for each request. A request that began with the old knowledge ends with it.

    Raises `KnowledgeError` where a layer cannot be loaded.

    >>> from medsafe import LiveKnowledge
    >>> live = LiveKnowledge()
    >>> live.reload(), live.current.stamps[0].name
    (False, 'medsafe')
    """

    def __init__(self, *layers: str | os.PathLike[str]):
        self._layers = tuple(Path(layer) for layer in layers)
        self._lock = Lock()
        self._current = fresh_knowledge(self._layers)

    @property
    def current(self) -> KnowledgeBase:
        """The knowledge to use now."""
        return self._current

    def reload(self) -> bool:
        """Read the layers again if a file changed; whether the knowledge is now another one.

        Raises `KnowledgeError` where the new files are broken or an acknowledgement ran out; `current` then stays as it is.
        """
        with self._lock:
            fresh = fresh_knowledge(self._layers)
            if fresh.stamps == self._current.stamps:
                return False
            self._current = fresh
            return True
