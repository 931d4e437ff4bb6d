"""All fixed text that a person sees: one reviewed file per language, and whom a referral names."""

from qa.messages.contacts import Contacts, load_contacts
from qa.messages.texts import LANGUAGES, Messages, load_messages, negotiate

__all__ = ["LANGUAGES", "Contacts", "Messages", "load_contacts", "load_messages", "negotiate"]
