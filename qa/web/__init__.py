"""The web surfaces: chat, source pages and API in one server."""
