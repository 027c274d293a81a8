"""Whether a browser sent a call from somebody else's site."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit


def is_foreign(headers: Mapping[str, str], *, base_url: str) -> bool:
    """Whether the browser names another site as the call's origin; programs name none and are not foreign."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return False
    return urlsplit(origin).netloc.lower() not in (headers.get("host", "").lower(), urlsplit(base_url).netloc.lower())
