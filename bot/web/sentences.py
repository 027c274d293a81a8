"""The sentences of the page: its labels by language from data files, and the assistant's own from the answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ruamel.yaml import YAML
from starlette.concurrency import run_in_threadpool

from bot.inquiries.errors import InquiryError
from bot.web.site import Site

FALLBACK = "en"
RIGHT_TO_LEFT = ("ar",)
LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru", "pt")


def page_words(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """The page's labels by language: one file a language."""
    reader = YAML(typ="safe", pure=True)
    return {path.stem: reader.load(path.read_text("utf-8")) for path in sorted(folder.glob("*.yml"))}


def language_wanted(headers: Mapping[str, str]) -> str:
    """The first of our seven languages that the browser asks for, or English."""
    wanted = (part.split(";")[0].strip().lower()[:2] for part in headers.get("accept-language", "")[:500].split(","))
    return next((language for language in wanted if language in LANGUAGES), FALLBACK)


async def getting_ready(site: Site, headers: Mapping[str, str]) -> str:
    """What is said while the model is being loaded; "" when even that cannot be read."""
    try:
        return await run_in_threadpool(
            lambda: site.words.text("system.getting_ready", language=language_wanted(headers))
        )
    except InquiryError:
        return ""
    except site.unavailable:
        return ""
