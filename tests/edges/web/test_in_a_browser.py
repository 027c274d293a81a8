"""The page and the administration in a real browser: what a company sees on a phone and on a desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.inquiries.records import Answer
from bot.inquiries.turn import Reply
from bot.store.work import sql_works
from tests.edges.web.house import GETTING_READY, World, serving
from tests.edges.web.office import PASSWORD, an_engine, an_office

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PHONE = {"width": 360, "height": 740}
ATTACK = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*OPTIONS, "--disable-component-update", "--disable-sync"]
        )
        yield browser
        browser.close()


@pytest.fixture
def address(world: World) -> Iterator[str]:
    with serving(world.app(), signals=world.signals) as address:
        yield address


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    with_problems: list[str] = []
    context = browser.new_context(viewport=PHONE, locale="en-GB", timezone_id="Africa/Maputo")
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: with_problems.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    assert with_problems == []


def write(page: Any, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def bubbles(page: Any, sender: str) -> Any:
    return page.locator(f".bubble.{sender}:not(.pending) .text")


def wait_for(page: Any, text: str) -> None:
    page.locator(".bubble:not(.pending) .text").get_by_text(text, exact=True).wait_for()


def fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def conversation_of(page: Any) -> str:
    cookie = next(one for one in page.context.cookies() if one["name"] == "focalpoint_conversation")
    return str(cookie["value"].split(".")[0])


def test_a_message_is_answered_and_a_reload_keeps_it(page: Any) -> None:
    write(page, "What do you need for water?")
    wait_for(page, "[Demo] 300 water tanks are needed in Mozambique.")
    page.get_by_text("checked on 2026-10-01").wait_for()

    page.reload()

    wait_for(page, "[Demo] 300 water tanks are needed in Mozambique.")
    assert bubbles(page, "company").all_inner_texts() == ["What do you need for water?"]
    assert page.evaluate("document.cookie") == ""


def test_a_button_is_pressed_once(page: Any, world: World) -> None:
    write(page, "Can we help?")
    page.get_by_role("button", name="With money").click()
    wait_for(page, "Here is how to give money.")

    assert page.get_by_role("button", name="With money").is_disabled()
    assert [heard["payload"] for heard in world.say.heard] == [None, "p-money"]


def test_a_persons_reply_and_the_state_of_a_request_arrive_by_themselves(page: Any, world: World) -> None:
    write(page, "Hello")
    wait_for(page, "You wrote: Hello")

    world.person_replies(conversation_of(page), "We will call you on Tuesday.")
    world.open_request(conversation_of(page))

    wait_for(page, "We will call you on Tuesday.")
    page.get_by_text("Focal point · [Demo] Ana Reyes").wait_for()
    page.get_by_text("waiting for a focal point").wait_for()
    assert "GMT+2" in page.locator("#requests .due").inner_text()


def test_arabic_runs_from_right_to_left(page: Any) -> None:
    write(page, "ما الذي تحتاجونه؟")
    wait_for(page, "نحتاج إلى 300 خزان مياه في موزمبيق.")

    answer = page.locator(".bubble.assistant .text")
    assert answer.get_attribute("lang") == "ar"
    assert answer.evaluate("node => getComputedStyle(node).direction") == "rtl"


def test_what_anybody_writes_is_inert(page: Any, world: World) -> None:
    world.say._reply = lambda work, text: Reply(  # type: ignore[method-assign]
        text=ATTACK,
        buttons=({"title": ATTACK, "payload": "p"},),
        sources=({"title": ATTACK, "url": "javascript:window.hacked=1", "checked_on": "2026-10-01"},),
    )
    write(page, ATTACK)
    page.locator(".bubble.assistant .text").wait_for()
    page.reload()
    page.locator(".bubble.assistant .text").wait_for()

    assert page.evaluate("window.hacked") is None
    assert page.locator("#messages img, #messages script, a[href^='javascript']").count() == 0


def test_long_words_do_not_widen_a_phones_page(page: Any) -> None:
    write(page, "W" * 9_000 + " https://example.org/" + "a" * 900)
    page.locator(".bubble.assistant").wait_for()

    assert fits(page)


def test_a_text_that_is_too_long_stays_in_the_box(page: Any, world: World) -> None:
    write(page, "long " * 2_001)

    page.get_by_text("A message may have 10,000 characters.").wait_for()
    assert page.get_by_label("Your message").input_value().startswith("long long")
    assert world.say.heard == []


def test_while_the_model_is_loaded_the_page_says_so_and_sends_by_itself(browser: Any, world: World) -> None:
    world.is_ready = False
    with serving(world.app(), signals=world.signals) as address:
        page = browser.new_page(viewport=PHONE)
        page.goto(address)
        assert page.locator("#note").inner_text() == GETTING_READY
        write(page, "An early question")
        page.wait_for_timeout(500)
        world.is_ready = True
        wait_for(page, "You wrote: An early question")
        page.locator("#note").wait_for(state="hidden")
        page.close()

    assert [heard["text"] for heard in world.say.heard] == ["An early question"]


def test_a_lost_conversation_begins_anew_without_losing_the_message(page: Any, world: World) -> None:
    write(page, "Hello")
    wait_for(page, "You wrote: Hello")
    page.context.clear_cookies()

    write(page, "Still there?")

    wait_for(page, "You wrote: Still there?")


def test_a_new_conversation_is_empty(page: Any) -> None:
    write(page, "An old story")
    wait_for(page, "You wrote: An old story")

    page.get_by_role("button", name="New conversation").click()

    page.get_by_text("Ask what is needed").wait_for()
    assert page.locator(".bubble").count() == 0


def test_the_keyboard_alone_is_enough(page: Any) -> None:
    page.keyboard.press("Tab")
    for _ in range(6):
        if page.evaluate("document.activeElement.id") == "text":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("Hello")
    page.keyboard.press("Enter")

    wait_for(page, "You wrote: Hello")


def test_without_scripts_the_page_works_too(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(address)

    write(page, "Can we help?")
    page.get_by_role("button", name="With money").click()

    page.get_by_text("Here is how to give money.").wait_for()
    context.close()


@pytest.mark.parametrize("width", [360, 1200])
def test_a_picture_of_the_page_can_be_looked_at(
    page: Any, world: World, width: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    page.set_viewport_size({"width": width, "height": 780})
    for text in ("What do you need for water?", "ما الذي تحتاجونه؟", "Can we help?"):
        write(page, text)
        page.locator(".bubble.pending").wait_for(state="detached")
    world.person_replies(conversation_of(page), "Thank you. I will call you on Tuesday at ten.")
    world.open_request(conversation_of(page))
    page.get_by_text("waiting for a focal point").wait_for()
    page.get_by_text("Thank you. I will call you").wait_for()

    page.screenshot(path=tmp_path / f"page-{width}.png")

    assert fits(page) and (tmp_path / f"page-{width}.png").stat().st_size > 10_000


def test_an_administrator_logs_in_edits_and_deletes(browser: Any, tmp_path: Path) -> None:
    engine = an_engine(tmp_path)
    world = World(works=sql_works(engine))
    with serving(an_office(world, engine), signals=world.signals) as address:
        context = browser.new_context(viewport={"width": 1300, "height": 900})
        page, problems = context.new_page(), []
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: problems.append(error.stack))
        page.on("console", lambda line: problems.append(line.text) if "Content Security" in line.text else None)

        page.goto(f"{address}/admin")
        page.get_by_label("Name").fill("admin")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.get_by_text("What you can do here").wait_for()
        page.get_by_role("link", name="Answers", exact=True).click()
        page.screenshot(path=tmp_path / "admin-list.png")
        page.locator("td a[href*='/edit/']").click()
        page.get_by_label("text", exact=True).fill("en: |-\n  Good\n  morning.")
        page.screenshot(path=tmp_path / "admin-edit.png", full_page=True)
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("Good morning.").wait_for()
        page.locator("td a[href*='/details/']").click()
        page.get_by_text("Go Back").wait_for()
        page.screenshot(path=tmp_path / "admin-details.png")
        page.get_by_text("Go Back").click()
        with world.works() as work:
            assert work.records.get(Answer, "smalltalk.greet").text == {"en": "Good\nmorning."}
        page.locator("td a[data-bs-target='#modal-delete']").click()
        page.locator("#modal-delete-button[data-url*=pks]").click()
        page.get_by_text("smalltalk.greet").wait_for(state="detached")
        context.close()

    with world.works() as work:
        assert work.records.get(Answer, "smalltalk.greet") is None
    assert problems == []
