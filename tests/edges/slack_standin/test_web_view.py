"""The web view: anybody can act as anybody, and nobody's text becomes code."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from markupsafe import Markup
from slack_sdk.web.async_client import AsyncWebClient

from slack_standin import StandIn
from slack_standin.client import Person
from slack_standin.mrkdwn import to_html
from tests.edges.slack_standin.apps import REPLY, bolt_app, card, connected


@pytest_asyncio.fixture
async def browser(slack: StandIn) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=slack.web_url, follow_redirects=True, trust_env=False) as browser:
        yield browser


async def test_it_says_what_it_is_and_offers_everybody(browser: httpx.AsyncClient) -> None:
    page = (await browser.get("/")).text

    assert "It is not Slack" in page
    assert "[Demo] Ana Duarte" in page
    assert "[Demo] Chi Nguyen" in page


async def test_a_person_writes_answers_in_a_thread_and_reacts(browser: httpx.AsyncClient, ana: Person) -> None:
    page = await browser.post("/as/ana/say", data={"channel": "water", "text": "Forty pumps", "back": "/as/ana"})
    assert page.status_code == 200
    said = await ana.sees("Forty pumps", channel="#water")
    at = {"channel": said["channel"], "ts": said["ts"]}

    await browser.post("/as/ben/say", data={"channel": "water", "text": "Good", "thread_ts": said["ts"]})
    await browser.post("/as/ben/react", data={**at, "name": "eyes"})

    channel = (await browser.get(f"/as/ana/c/{said['channel']}")).text
    assert "1 reply" in channel
    assert "👀 1" in channel
    thread = (await browser.get(f"/as/ana/c/{said['channel']}?thread={said['ts']}")).text
    assert "Good" in thread


async def test_buttons_and_modals_work_from_the_page(
    slack: StandIn, client: AsyncWebClient, browser: httpx.AsyncClient, ana: Person
) -> None:
    app, replies = bolt_app(slack), []

    @app.action("reply")
    async def open_modal(body: dict[str, Any], client: AsyncWebClient, ack: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=REPLY)
        await ack()

    @app.view("reply")
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        replies.append((values["words"]["text"]["value"], values["decision"]["next"]["selected_option"]["value"]))
        await ack()

    async with connected(app, slack):
        posted = await client.chat_postMessage(channel="#water", text="A card", blocks=card())
        back = f"/as/ana/c/{posted['channel']}"
        fields = {"channel": posted["channel"], "ts": posted["ts"], "action_id": "reply", "back": back}

        page = (await browser.post("/as/ana/press", data=fields)).text
        assert "Your reply" in page
        assert "Resolve it" in page
        view = (await ana.modal())["id"]
        typed = {"has:in:words.text": "1", "has:in:decision.next": "1", "in:decision.next": "resolve"}

        empty = (await browser.post("/as/ana/submit", data={"view_id": view, "back": back, **typed})).text
        assert "Please complete this required field." in empty
        typed["in:words.text"] = "Two\r\nlines"
        done = (await browser.post("/as/ana/submit", data={"view_id": view, "back": back, **typed})).text

    assert "Your reply" not in done
    assert replies == [("Two\nlines", "resolve")]


async def test_the_page_says_when_the_app_does_not_answer(browser: httpx.AsyncClient, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="#water", text="A card", blocks=card())
    fields = {"channel": posted["channel"], "ts": posted["ts"], "action_id": "claim"}

    page = (await browser.post("/as/ana/press", data={**fields, "back": f"/as/ana/c/{posted['channel']}"})).text

    assert "We had some trouble connecting." in page
    assert "is not connected" in page


async def test_peoples_and_apps_texts_stay_text(
    browser: httpx.AsyncClient, client: AsyncWebClient, ana: Person
) -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=alert(2)> <javascript:alert(3)|click>"
    await ana.say("#water", nasty)
    await client.chat_postMessage(channel="#water", text="x", blocks=card(nasty))
    channel = (await client.conversations_list())["channels"][0]["id"]

    page = (await browser.get(f"/as/ana/c/{channel}")).text

    assert "<script>alert" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


async def test_people_and_channels_are_added_on_the_page(browser: httpx.AsyncClient) -> None:
    page = await browser.post("/people", data={"real_name": "Léa Martin", "tz": "Europe/Paris"})
    assert 'You are <strong dir="auto">Léa Martin</strong>' in page.text
    refused = await browser.post("/people", data={"real_name": "X", "tz": "Mars/Olympus"})
    assert "invalid_timezone" in refused.text

    made = await browser.post(f"{page.url.path.split('/c/')[0]}/channels", data={"name": "field-notes"})
    assert "# field-notes" in made.text


@pytest.mark.parametrize("path", ["/as/nobody", "/as/ana/c/C404", "/as/ben/c/quiet-room", "/archives/C1/p1000001"])
async def test_what_is_not_there_is_said(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)

    assert answer.status_code == 404
    assert "Choose a person" in answer.text


async def test_other_sites_cannot_press_buttons(browser: httpx.AsyncClient) -> None:
    foreign = {"Origin": "https://example.net"}
    assert (await browser.post("/as/ana/say", data={"text": "x"}, headers=foreign)).status_code == 403
    assert (await browser.post("/_control/reset", json={}, headers=foreign)).status_code == 403
    assert (await browser.get("/", headers={"Host": "example.net"})).status_code == 400


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*bold* _italic_ ~gone~ `a*b*`", "<strong>bold</strong> <em>italic</em> <s>gone</s> <code>a*b*</code>"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("&gt; said\n&gt; twice\nafter", "<blockquote>said\ntwice</blockquote>after"),
        ("<@U1> in <#C1|water>, <!here>", '<bdi class="mention">@Ana</bdi> in '
         '<bdi class="mention">#water</bdi>, <bdi class="mention">@here</bdi>'),
        ("*<https://example.org/?a=1&amp;b=2|our page>*", '<strong><a href="https://example.org/?a=1&amp;b=2" '
         'rel="noopener noreferrer nofollow" target="_blank">our page</a></strong>'),
        ("a &lt;b&gt; &amp;amp; :warning: :unknown:", "a &lt;b&gt; &amp;amp; ⚠️ :unknown:"),
        ("```\n<b> *x*\n```", "<pre>&lt;b&gt; *x*</pre>"),
        ("<!date^1700000000^{date}|14 November>", "14 November"),
    ],
)  # fmt: skip
def test_mark_up_is_rendered_modestly(written: str, shown: str) -> None:
    assert to_html(written, names=lambda _: "Ana") == Markup(shown)
