"""The page serves every browser, those without scripts too."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.edges.web.house import GETTING_READY, World

ATTACK = '<img src=x onerror="alert(1)"><script>alert(2)</script>'


async def send(client: httpx.AsyncClient, **form: str) -> httpx.Response:
    return await client.post("/", data=form, follow_redirects=True)


async def test_the_page_says_what_it_is(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text

    assert "automated assistant, not a service of the United Nations" in page
    assert "What you write is kept" in page
    assert '<html lang="en" dir="ltr">' in page


async def test_a_message_is_sent_answered_and_still_there_after_a_reload(client: httpx.AsyncClient) -> None:
    await send(client, text="What do you need for water?")

    page = (await client.get("/")).text

    assert "[Demo] 300 water tanks are needed" in page
    assert 'href="https://example.org/report"' in page and "checked on 2026-10-01" in page


async def test_a_button_is_pressed(client: httpx.AsyncClient, world: World) -> None:
    page = await send(client, text="Can we help?")
    pressed = re.search(r'name="press" value="([^"]+)"', page.text)

    assert pressed
    page = await send(client, press=pressed.group(1))

    assert world.say.heard[1] == {"text": "With money", "payload": "p-money", "identity": None}
    assert "Here is how to give money." in page.text


async def test_a_form_sent_twice_acts_once(client: httpx.AsyncClient, world: World) -> None:
    await client.get("/")
    for _ in range(2):
        await send(client, text="Hello", client_message_id="f-1")

    assert len(world.say.heard) == 1


async def test_a_persons_reply_carries_the_name_and_a_request_its_state(
    client: httpx.AsyncClient, world: World
) -> None:
    await send(client, text="Hello")
    conversation = client.cookies["focalpoint_conversation"].split(".")[0]
    world.person_replies(conversation, "We will call.")
    world.open_request(conversation)

    page = (await client.get("/")).text

    assert "Focal point · [Demo] Ana Reyes" in page
    assert "FP-2026-00001" in page and "waiting for a focal point" in page


async def test_arabic_is_marked_as_arabic(client: httpx.AsyncClient) -> None:
    page = await send(client, text="ما الذي تحتاجونه؟")

    assert '<p class="text" dir="auto" lang="ar">نحتاج' in page.text


async def test_what_a_company_writes_is_inert(client: httpx.AsyncClient) -> None:
    page = await send(client, text=ATTACK)

    assert "<img" not in page.text and "alert(2)</script>" not in page.text
    assert "&lt;img src=x onerror=" in page.text


async def test_an_address_that_is_no_web_address_is_no_link(client: httpx.AsyncClient, world: World) -> None:
    from bot.inquiries.turn import Reply

    bad = {"title": "Click", "url": "javascript:alert(1)", "checked_on": ""}
    world.say._reply = lambda work, text: Reply(text="Hm", sources=(bad,))  # type: ignore[method-assign]

    page = await send(client, text="Hello")

    assert "javascript:" not in page.text and "Click" in page.text


async def test_a_new_conversation_leaves_the_old_one(client: httpx.AsyncClient) -> None:
    await send(client, text="An old story")

    page = await client.post("/new", follow_redirects=True)

    assert "An old story" not in page.text and "focalpoint_conversation" not in client.cookies


async def test_before_the_model_is_there_the_page_opens_and_says_so(client: httpx.AsyncClient, world: World) -> None:
    world.is_ready = False

    page = await client.get("/")
    sent = await send(client, text="An early question")

    assert page.status_code == 200 and GETTING_READY in page.text and 'http-equiv="refresh"' in page.text
    assert sent.status_code == 503 and "An early question</textarea>" in sent.text


async def test_without_a_store_the_page_opens_and_says_so(client: httpx.AsyncClient, world: World) -> None:
    await send(client, text="Hello")
    world.store_is_away = True

    page = await client.get("/")

    assert page.status_code == 200 and "Earlier messages cannot be shown" in page.text


async def test_a_text_that_is_too_long_is_given_back(client: httpx.AsyncClient) -> None:
    page = await send(client, text="long " * 3_000)

    assert page.status_code == 413 and "10,000 characters" in page.text and "long long" in page.text


@pytest.mark.parametrize("path", ["/", "/new"])
async def test_another_site_cannot_write_for_the_company(client: httpx.AsyncClient, world: World, path: str) -> None:
    response = await client.post(path, data={"text": "Hello"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403 and not world.say.heard


@pytest.mark.parametrize("cookie", ["x", "x.y", "..", "a" * 4000, '"; drop'])
async def test_a_broken_cookie_begins_anew(client: httpx.AsyncClient, cookie: str) -> None:
    response = await client.get("/", headers={"Cookie": f"focalpoint_conversation={cookie}"})

    assert response.status_code == 200
