"""The administration on a real database: login, browse, search, edit; an edit is what the next company reads."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.inquiries.records import KINDS, Answer, Need
from bot.store.record_tables import ROWS, AnswerRow, NeedRow
from bot.store.tables import AnswerVersionRow, AuditRow
from bot.store.work import sql_works
from bot.web.admin.login import Throttle
from tests.edges.web.house import World, client_of
from tests.edges.web.office import JOURNALS, PASSWORD, an_office, furnished


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    return furnished(sqlite_engine)


@pytest.fixture
def world(engine: Engine) -> World:
    return World(works=sql_works(engine))


@pytest.fixture
async def client(world: World, engine: Engine) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(an_office(world, engine)) as client:
        yield client


def token_in(page: httpx.Response) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', page.text)
    assert found
    return found.group(1)


async def log_in(client: httpx.AsyncClient, password: str = PASSWORD) -> httpx.Response:
    token = token_in(await client.get("/admin/login"))
    form = {"username": "admin", "password": password, "csrf_token": token}
    return await client.post("/admin/login", data=form)


async def edit(client: httpx.AsyncClient, path: str, **changes: str) -> httpx.Response:
    page = await client.get(path)
    return await client.post(path, data={**form_in(page.text), "save": "Save", **changes})


def form_in(page: str) -> dict[str, str]:
    """What a browser would send of the form."""
    form = {}
    for found in re.findall(r"<input [^>]*>", page):
        kinds = dict(re.findall(r'([\w-]+)="([^"]*)"', found))
        if kinds.get("type") not in ("submit", "checkbox", None) and "name" in kinds:
            form[kinds["name"]] = unescape(kinds.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S):
        form[name] = unescape(text).removeprefix("\r\n").removeprefix("\n")
    return form


async def test_nobody_comes_in_without_the_password(client: httpx.AsyncClient) -> None:
    for path in ("/admin/", "/admin/answers/list", "/admin/messages/list", "/admin/answers/ajax/lookup"):
        response = await client.get(path)
        assert response.status_code == 303 and response.headers["location"].endswith("/admin/login")

    assert (await client.delete("/admin/answers/delete?pks=1")).status_code == 401
    assert (await log_in(client, "wrong")).status_code == 400
    assert (await client.get("/admin/")).status_code == 303


async def test_with_the_password_every_kind_can_be_browsed(client: httpx.AsyncClient) -> None:
    assert (await log_in(client)).status_code == 303
    kinds = [str(row.__tablename__).replace("_", "-") for row in (*ROWS.values(), *JOURNALS)]

    for kind in kinds:
        page = await client.get(f"/admin/{kind}/list?search=x&page=0&pageSize=-1&sort=desc")
        assert page.status_code == 200, kind

    assert len(set(kinds)) == len(KINDS) - 1 + len(JOURNALS)


async def test_every_kind_of_record_has_a_form_and_journals_have_none(client: httpx.AsyncClient) -> None:
    await log_in(client)

    for row in ROWS.values():
        page = await client.get(f"/admin/{str(row.__tablename__).replace('_', '-')}/create")
        assert page.status_code == 200 and 'name="key"' in page.text and 'name="shipped_hash"' not in page.text
    for row in JOURNALS:
        assert (await client.get(f"/admin/{row.__tablename__.replace('_', '-')}/create")).status_code == 403


async def test_search_filter_and_sort(client: httpx.AsyncClient) -> None:
    await log_in(client)

    found = await client.get("/admin/answers/list?search=Bonjour&sortBy=key&sort=asc&status=published")
    missed = await client.get("/admin/answers/list?search=Guten")
    nonsense = await client.get("/admin/answers/list?sortBy=__class__")

    assert "smalltalk.greet" in found.text and "smalltalk.greet" not in missed.text
    assert nonsense.status_code == 404


async def test_an_edited_answer_is_what_the_next_company_reads(
    client: httpx.AsyncClient, world: World, engine: Engine
) -> None:
    company = (await client.post("/api/v1/conversations")).json()
    path = f"/api/v1/conversations/{company['id']}/messages"
    headers = {"Authorization": f"Bearer {company['token']}"}
    before = await client.post(path, json={"text": "smalltalk.greet"}, headers=headers)
    await log_in(client)

    saved = await edit(client, "/admin/answers/edit/1", text="en: Good morning.\nfr: Bonjour.")
    after = await client.post(path, json={"text": "smalltalk.greet"}, headers=headers)

    assert saved.status_code == 302
    assert before.json()["replies"][0]["text"] == "Hello."
    assert after.json()["replies"][0]["text"] == "Good morning."
    with Session(engine, future=True) as session:
        entry, former = session.query(AuditRow).one(), session.query(AnswerVersionRow).one()
    assert (entry.actor, entry.action, entry.subject) == ("admin", "edited", "answers:smalltalk.greet")
    assert entry.detail["before"] == {"text": {"en": "Hello.", "fr": "Bonjour."}}
    assert former.content["text"]["en"] == "Hello."


async def test_saving_without_a_change_changes_nothing(client: httpx.AsyncClient, engine: Engine) -> None:
    await log_in(client)

    saved = [await edit(client, f"/admin/{kind}/edit/1") for kind in ("answers", "needs")]

    assert [response.status_code for response in saved] == [302, 302]
    with Session(engine, future=True) as session:
        assert session.query(AuditRow).count() == 0
        assert [row.revision for row in (*session.query(AnswerRow), *session.query(NeedRow))] == [1, 1]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"country": "XX"}, "country: &#34;XX&#34; is not a country code of three letters"),
        ({"requested": "value: many\nunit: piece"}, "requested.value: must be a number"),
        ({"requested": "value: [1"}, "is not YAML; check its colons, hyphens and indentation."),
        ({"contribution_types": "- cash\n- magic"}, "contribution_types: &#34;magic&#34; is not one of"),
        ({"until": "soon"}, "Not a valid date value."),
        ({"key": ""}, "This field is required."),
        ({"key": "with space"}, "key: &#34;with space&#34; holds a space"),
    ],
)
async def test_what_breaks_the_form_of_a_record_is_refused_in_words(
    client: httpx.AsyncClient, engine: Engine, changes: dict[str, str], sentence: str
) -> None:
    await log_in(client)

    refused = await edit(client, "/admin/needs/edit/1", **changes)

    assert refused.status_code == 400 and sentence in refused.text
    with Session(engine, future=True) as session:
        assert session.query(AuditRow).count() == 0


async def test_a_new_record_is_written_once(client: httpx.AsyncClient, world: World) -> None:
    await log_in(client)

    created = await edit(client, "/admin/answers/create", key="smalltalk.bye", text="Goodbye.", version="1")
    again = await edit(client, "/admin/answers/create", key="smalltalk.bye", text="Goodbye.", version="1")

    assert created.status_code == 302
    assert again.status_code == 400 and "There is a record with this key already" in again.text
    with world.works() as work:
        assert work.records.get(Answer, "smalltalk.bye").text == {"en": "Goodbye."}
        assert work.audit.of("answers:smalltalk.bye")[0]["action"] == "created"


async def test_an_edit_of_an_older_revision_is_refused(client: httpx.AsyncClient) -> None:
    await log_in(client)
    page = await client.get("/admin/answers/edit/1")
    old = {**form_in(page.text), "save": "Save"}

    first = await client.post("/admin/answers/edit/1", data={**old, "topic": "first"})
    second = await client.post("/admin/answers/edit/1", data={**old, "topic": "second"})

    assert first.status_code == 302
    assert second.status_code == 400 and "Somebody else changed this record" in second.text


async def test_what_came_with_the_program_is_withdrawn_not_deleted(client: httpx.AsyncClient, world: World) -> None:
    await log_in(client)
    headers = {"X-CSRF-Token": token_in(await client.get("/admin/"))}

    shipped = await client.delete("/admin/needs/delete?pks=1", headers=headers)
    own = await client.delete("/admin/answers/delete?pks=1", headers=headers)

    assert shipped.status_code == 409 and "withdrawn" in shipped.text
    assert own.status_code == 200
    with world.works() as work:
        assert work.records.get(Need, "wsh-moz-1") and not work.records.get(Answer, "smalltalk.greet")
        assert work.audit.of("answers:smalltalk.greet")[0]["action"] == "deleted"


@pytest.mark.parametrize(
    "forged",
    [
        {"data": {"csrf_token": ""}},
        {"data": {"csrf_token": "guess"}},
        {"headers": {"Sec-Fetch-Site": "cross-site"}},
        {"headers": {"Sec-Fetch-Site": "same-site"}},
        {"headers": {"Origin": "https://evil.example.org"}},
        {"headers": {"Origin": "null"}},
    ],
)
async def test_a_change_from_elsewhere_is_refused(
    client: httpx.AsyncClient, world: World, forged: dict[str, dict[str, str]]
) -> None:
    await log_in(client)
    form = form_in((await client.get("/admin/answers/edit/1")).text)

    refused = await client.post(
        "/admin/answers/edit/1",
        data={**form, "text": "en: Forged.", "save": "Save", **forged.get("data", {})},
        headers=forged.get("headers", {}),
    )

    assert refused.status_code == 403 and "open the page again" in refused.text
    with world.works() as work:
        assert work.records.get(Answer, "smalltalk.greet").text["en"] == "Hello."


async def test_a_deletion_and_a_login_need_the_token_too(client: httpx.AsyncClient) -> None:
    assert (await client.post("/admin/login", data={"username": "admin", "password": PASSWORD})).status_code == 403
    await log_in(client)

    assert (await client.delete("/admin/answers/delete?pks=1")).status_code == 403
    assert (await client.delete("/admin/answers/delete?pks=1", headers={"X-CSRF-Token": "x"})).status_code == 403


async def test_wrong_passwords_tire(client: httpx.AsyncClient) -> None:
    answers = [(await log_in(client, f"guess {number}")).status_code for number in range(6)]

    assert answers == [400] * 5 + [429]
    assert (await log_in(client)).status_code == 429


async def test_patience_comes_back_after_five_minutes() -> None:
    now = 0.0
    throttle = Throttle(seconds=lambda: now)
    for _ in range(5):
        throttle.failed("127.0.0.1")

    assert throttle.is_closed("127.0.0.1") and not throttle.is_closed("10.0.0.1")
    now = 301.0
    assert not throttle.is_closed("127.0.0.1")


async def test_the_session_ends_with_logging_out(client: httpx.AsyncClient) -> None:
    await log_in(client)
    cookie = client.cookies["focalpoint_admin"]

    await client.get("/admin/logout")

    assert cookie and (await client.get("/admin/")).status_code == 303


async def test_companies_words_are_inert_in_the_administration(client: httpx.AsyncClient, world: World) -> None:
    company = (await client.post("/api/v1/conversations")).json()
    path = f"/api/v1/conversations/{company['id']}/messages"
    headers = {"Authorization": f"Bearer {company['token']}"}
    await client.post(path, json={"text": "<script>alert(1)</script>"}, headers=headers)
    await log_in(client)

    listed, shown = await client.get("/admin/messages/list"), await client.get("/admin/messages/details/1")

    for page in (listed, shown):
        assert "<script>alert(1)" not in page.text and "&lt;script&gt;alert(1)" in page.text
    assert "script-src 'self'" in listed.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["answers/details/x", "answers/edit/99", "answers/edit/" + "9" * 30, "nothing/list"])
async def test_what_is_not_there(client: httpx.AsyncClient, path: str) -> None:
    await log_in(client)

    assert (await client.get(f"/admin/{path}")).status_code == 404


async def test_a_database_that_is_gone_is_said_in_words(
    client: httpx.AsyncClient, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    await log_in(client)
    Path(str(engine.url.database)).unlink()

    page = await client.get("/admin/answers/list")

    assert page.status_code == 503 and "cannot be opened; run `make prepare`" in page.text
    assert "StoreUnavailable" in caplog.text


@pytest.mark.postgresql
async def test_on_postgresql_every_kind_is_searched_and_an_answer_edited(postgresql_engine: Engine) -> None:
    world = World(works=sql_works(furnished(postgresql_engine)))
    async with client_of(an_office(world, postgresql_engine)) as client:
        await log_in(client)
        for row in (*ROWS.values(), *JOURNALS):
            kind = str(row.__tablename__).replace("_", "-")
            page = await client.get(f"/admin/{kind}/list?search=x%00%25&page=-3&pageSize=999&status=published")
            assert page.status_code == 200, kind
        saved = await edit(client, "/admin/answers/edit/1", text="en: Good morning.")
        missing = await client.get("/admin/answers/edit/99999999999999999")

    assert (saved.status_code, missing.status_code) == (302, 404)
    with world.works() as work:
        assert work.records.get(Answer, "smalltalk.greet").text == {"en": "Good morning."}
