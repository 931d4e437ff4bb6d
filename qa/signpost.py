"""Load what refers people to services when nothing can be answered, whatever is broken."""

from index import Encoder
from index.errors import EncoderError
from qa.encoding import load_encoder
from qa.errors import MessagesError
from qa.messages import Contacts, Messages, load_contacts, load_messages
from qa.referring import Referrer
from qa.routing import load_router
from qa.settings import Settings, load_usable_settings

_READ = (
    "language",
    "messages",
    "region",
    "contacts",
    "encoder",
    "encoder_sha256",
    "encoder_cache",
)


def load_referrer(settings: Settings) -> Referrer:
    """Load what sends people to people, where there is no index to answer from.

    Without an encoder its rules stand alone.
    """
    contacts = load_contacts(settings.region, settings.contacts)
    return Referrer(load_router(_encoder(settings)), load_texts(settings), contacts)


def load_referrer_anyway() -> Referrer:
    """Load the same with those settings that can be used.

    A slip of the operator's must not keep anybody in danger from the signpost.
    """
    settings = load_usable_settings(_READ)
    router = load_router(_encoder(settings))
    return Referrer(router, _texts_anyway(settings), _contacts_anyway(settings))


def load_texts(settings: Settings) -> Messages:
    """Read the fixed texts in the settings' language, with the operator's own lines."""
    return load_messages(settings.language, settings.messages)


def _encoder(settings: Settings) -> Encoder | None:
    try:
        return load_encoder(settings)
    except EncoderError:
        return None


def _texts_anyway(settings: Settings) -> Messages:
    try:
        return load_texts(settings)
    except MessagesError:
        return load_messages(settings.language)


def _contacts_anyway(settings: Settings) -> Contacts:
    """Return the services of the region, from the operator's file where it can be read."""
    for region, own in ((settings.region, settings.contacts), (settings.region, None)):
        try:
            return load_contacts(region, own)
        except MessagesError:
            continue
    return load_contacts(None)
