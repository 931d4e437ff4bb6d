"""Who is measured, and with which requirements."""

import re
from dataclasses import dataclass
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements")


@dataclass(frozen=True, slots=True)
class Peer:
    """A name for people, the adapter's (and its requirements'), and the package it is about.

    `embeds` with the model; what doesn't is lexical.
    """

    name: str
    adapter: str
    package: str
    embeds: bool

    @property
    def requirements(self) -> Path:
        return REQUIREMENTS / f"{self.adapter}.txt"

    @property
    def is_ours(self) -> bool:
        """Installed from the checkout; the rest of its requirements are pinned as any peer's."""
        return self.adapter == "citewell"

    @property
    def titled(self) -> str:
        """The name with its version."""
        if self.is_ours:
            return self.name
        lines = self.requirements.read_text(encoding="utf-8")
        found = re.search(rf"^{re.escape(self.package)}==(\S+)$", lines, flags=re.MULTILINE)
        if found is None:
            raise ValueError(f"{self.requirements} pins no {self.package}")
        return f"{self.name} {found[1]}"


PEERS = (
    Peer("Citewell", "citewell", "citewell", embeds=True),
    Peer("Haystack", "haystack", "haystack-ai", embeds=True),
    Peer("LlamaIndex", "llamaindex", "llama-index-core", embeds=True),
    Peer("txtai", "txtai", "txtai", embeds=True),
    Peer("LangChain + FAISS", "langchain", "langchain-community", embeds=True),
    Peer("cairn-assistant", "cairn", "cairn-assistant", embeds=False),
    Peer("groundkit", "groundkit", "groundkit", embeds=False),
)
