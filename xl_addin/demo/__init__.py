"""Demo data: a made-up wholesaler with planted stories, and the real CDNOW transactions."""

from xl_addin.demo.cdnow_file import cdnow
from xl_addin.demo.planted import Stories, stories
from xl_addin.demo.tables import company

__all__ = ["Stories", "cdnow", "company", "stories"]
