"""Showing the chat on other people's sites: the widget, its configurator and a demo."""
