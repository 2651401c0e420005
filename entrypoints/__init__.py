"""Thin doors: command line, service, settings, composition root."""
