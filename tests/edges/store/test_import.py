"""Files are checked whole before anything is written; what is wrong is named with its path and line, all at once."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from bot.inquiries.records import Agreement, Answer, Desk, Item, Need
from bot.store.errors import FaultyFiles
from bot.store.transfer import Counts, import_files
from bot.store.work import sql_works

from .people import NOW, NoHolidays, later

NEEDS = """\
# How this file works: an example.

needs:
  - key: wsh-moz-1
    item: water_pump
    country: MOZ
    requested: {value: 100, unit: kit}
    visibility: public
    business: yes
  - key: wsh-moz-2
    item: soap
    country: MOZ
"""


@pytest.fixture
def bring(engine, tmp_path):
    """Imports files given by name and text."""

    def run(dry_run=False, **files):
        for name, content in files.items():
            path = tmp_path / "in" / name.replace("__", "/").replace("_csv", ".csv").replace("_yml", ".yml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_files(engine, [tmp_path / "in"], now=NOW, calendar=NoHolidays(), dry_run=dry_run)

    return run


@pytest.fixture
def kept(engine):
    """What is in the database of a kind."""
    works = sql_works(engine)

    def all_of(kind):
        with works() as work:
            return {record.key: record for record in work.records.all(kind)}

    return all_of


def complaints(bring, tmp_path, **files):
    with pytest.raises(FaultyFiles) as raised:
        bring(**files)
    return [str(complaint).removeprefix(f"{tmp_path}/in/") for complaint in raised.value.complaints]


def test_records_are_inserted_updated_and_left_as_they_are(bring, kept):
    assert bring(needs_yml=NEEDS).kinds == {"needs": Counts(inserted=2)}
    assert bring(needs_yml=NEEDS).kinds == {"needs": Counts(unchanged=2)}
    assert bring(needs_yml=NEEDS.replace("soap", "bucket")).kinds == {"needs": Counts(updated=1, unchanged=1)}
    assert kept(Need)["wsh-moz-2"].item == "bucket"


def test_an_import_deletes_nothing(bring, kept):
    bring(needs_yml=NEEDS)
    bring(needs_yml=NEEDS[: NEEDS.index("  - key: wsh-moz-2")])

    assert set(kept(Need)) == {"wsh-moz-1", "wsh-moz-2"}


def test_a_record_becomes_what_its_file_says_but_keeps_other_translations(bring, kept):
    bring(a_yml="answers:\n  - {key: hello, topic: x, text: {en: Hello, fr: Bonjour}}\n")
    bring(a_yml="answers:\n  - {key: hello, text: {en: Hi}}\n")

    hello = kept(Answer)["hello"]
    assert (hello.topic, hello.text) == ("", {"en": "Hi", "fr": "Bonjour"})


def test_a_dry_run_tells_the_same_and_writes_nothing(bring, kept):
    report = bring(needs_yml=NEEDS, dry_run=True)

    assert report.dry_run
    assert report.kinds == {"needs": Counts(inserted=2)}
    assert kept(Need) == {}


def test_a_file_may_hold_several_kinds_and_folders_are_read_through(bring, kept):
    report = bring(one__a_yml=NEEDS + "desks:\n  - key: front\n", two__b_yml="agreements:\n- {key: a, company: Acme}\n")

    assert list(report.kinds) == ["needs", "agreements", "desks"]
    assert set(kept(Desk)) == {"front"}
    assert set(kept(Agreement)) == {"a"}


def test_texts_of_one_key_in_several_languages_files_become_one_record(bring, kept):
    bring(
        en__answers_yml="answers:\n  - {key: hello, topic: greet, text: {en: Hello}, sources: [a]}\n",
        fr__answers_yml="answers:\n  - {key: hello, text: {fr: Bonjour}, sources: [a, b]}\n",
    )

    hello = kept(Answer)["hello"]
    assert (hello.text, hello.topic, hello.sources) == ({"en": "Hello", "fr": "Bonjour"}, "greet", ("a", "b"))


def test_texts_that_contradict_each_other_are_named(bring, tmp_path):
    found = complaints(
        bring,
        tmp_path,
        a_yml="answers:\n  - {key: hello, topic: greet, text: {en: Hello}}\n",
        b_yml="answers:\n  - key: hello\n    topic: other\n    text:\n      en: Hi\n",
    )

    assert found == [
        f"b.yml:3: answers hello: topic: {tmp_path}/in/a.yml:2 says it otherwise",
        "b.yml:5: answers hello: text.en: another file says it otherwise",
    ]


def test_a_key_that_is_used_twice_is_named(bring, tmp_path):
    found = complaints(bring, tmp_path, a_yml=NEEDS, b_yml="needs:\n\n  - {key: wsh-moz-1, item: x, country: MOZ}\n")

    assert found == [f"b.yml:3: needs wsh-moz-1: the key is used twice, first at {tmp_path}/in/a.yml:4"]


BROKEN = {
    "YAML that ends too early": ("a_yml", "needs:\n  - {key: a, item: [b\n", ["a.yml:3: this is not valid YAML"]),
    "YAML with a tab": ("a_yml", "needs:\n\t- key: a\n", ["a.yml:2: this is not valid YAML"]),
    "YAML with a field twice": (
        "a_yml",
        "needs:\n- key: a\n  item: b\n  item: c\n  country: MOZ\n",
        ['a.yml:4: this is not valid YAML: found duplicate key "item"'],
    ),
    "YAML with an unknown tag": ("a_yml", "needs: !!python/object:x.y z\n", ["a.yml:1: this is not valid YAML"]),
    "YAML with control characters": ("a_yml", "needs:\n- key: a\x00\n", ["a.yml:2: this is not valid YAML"]),
    "two documents": ("a_yml", "needs: []\n---\nneeds: []\n", ["a.yml:2: this is not valid YAML"]),
    "no text": ("a_yml", b"needs:\n- key: \xff\xfe\n", ["a.yml:2: this is not text in UTF-8"]),
    "a list at the top": ("a_yml", "- key: a\n", ["a.yml:1: a file is a mapping from kinds to lists of records"]),
    "a mapping of records": ("a_yml", "\nneeds:\n  a: {item: b}\n", ["a.yml:2: needs must be a list of records"]),
    "a record that is a word": ("a_yml", "needs:\n  - pump\n", ["a.yml:2: needs: a record is a mapping of fields"]),
    "an unknown kind": (
        "a_yml",
        "need:\n  - key: a\n",
        ['a.yml:1: "need" is not a kind of record; do you mean needs?'],
    ),
    "an unknown field": (
        "a_yml",
        "needs:\n  - key: a\n    item: b\n    country: MOZ\n    visbility: public\n",
        ["a.yml:5: needs a: visbility: there is no field of this name; do you mean visibility?"],
    ),
    "a nested fault": (
        "a_yml",
        "desks:\n  - key: d\n    members:\n      - key: m\n      - key: n\n        role: chief\n",
        ['a.yml:6: desks d: members.1.role: "chief" is not one of main, backup'],
    ),
    "a missing field": (
        "a_yml",
        "needs:\n  - key: a\n    country: MOZ\n  - item: b\n    country: MOZ\n",
        ["a.yml:2: needs a: item: is missing", "a.yml:4: needs number 2: key: is missing"],
    ),
    "CSV of an unknown kind": ("pumps_csv", "key\na\n", ['pumps.csv: "pumps" is not a kind of record']),
    "CSV with an open quote": ("needs_csv", 'key,item,country\na,"b,MOZ\n', ["needs.csv:2: this is not valid CSV"]),
    "CSV with a short row": (
        "needs_csv",
        "key,item,country\na,b\n",
        ["needs.csv:2: the row has 2 cells, the first one 3"],
    ),
    "CSV with a column twice": (
        "needs_csv",
        "key,item,item\na,b,c\n",
        ["needs.csv:1: each column needs a name of its own"],
    ),
    "CSV that contradicts itself": (
        "needs_csv",
        "key,item,country,requested,requested.value\na,b,MOZ,1,2\n",
        ["needs.csv:2: the column requested.value contradicts another one"],
    ),
    "CSV with wrong values": (
        "needs_csv",
        'key,item,country,requested.value\na,"b\nc",MOZ,1\nd,e,MOX,many\n',
        [
            'needs.csv:4: needs d: country: "MOX" is not',
            'needs.csv:4: needs d: requested.value: must be a number, not "many"',
        ],
    ),
}


@pytest.mark.parametrize(("name", "content", "sentences"), BROKEN.values(), ids=list(BROKEN))
def test_a_broken_file_is_named_with_its_line_and_nothing_is_written(bring, kept, tmp_path, name, content, sentences):
    found = complaints(bring, tmp_path, good_yml=NEEDS, **{name: content})

    assert len(found) == len(sentences)
    for complaint, sentence in zip(found, sentences, strict=True):
        assert complaint.startswith(sentence)
    assert kept(Need) == {}


def test_the_faults_of_all_files_are_named_at_once(bring, tmp_path):
    found = complaints(bring, tmp_path, a_yml="needs: [", b_yml="needs:\n- {key: a}\n", desks_csv="key,colour\nd,red\n")

    assert [complaint.split(":")[0] for complaint in found] == ["a.yml", "b.yml", "b.yml", "desks.csv"]


def test_a_file_that_is_not_there_is_named(engine, tmp_path):
    paths = [tmp_path / "missing.yml", tmp_path / "letter.txt"]
    paths[1].write_text("Dear UN")

    with pytest.raises(FaultyFiles) as raised:
        import_files(engine, paths, now=NOW, calendar=NoHolidays())

    assert [complaint.sentence for complaint in raised.value.complaints] == [
        "only .yml, .yaml, .csv files and folders are read",
        "there is no such file or folder",
    ]


def test_a_csv_file_brings_nested_fields_by_dots_and_lists_by_semicolons(bring, kept):
    bring(
        needs_csv="\ufeffkey,item,country,requested.value,requested.unit,committed,contribution_types,until\n"
        "a,pump,MOZ,100,kit,40,in_kind; cash,2026-05-01\n\n"
        "b,soap,MOZ,,,,,\n",
        desks_csv="key,covers.cluster,members.0.key,members.0.languages,members.1.key,restricted\nd,HEA,m,en;fr,n,yes\n",
        items_csv="key,category,names.en,names.fr,never\ntent,shelter,tent;tents,tente,false\n",
        agreements_csv="key,company,territory,valid.0,valid.1\na,Acme,worldwide,2026-01-01,2026-12-31\n",
    )

    need, desk = kept(Need)["a"], kept(Desk)["d"]
    assert (need.requested.value, need.committed.unit, need.contribution_types) == (100, "kit", ("in_kind", "cash"))
    assert kept(Need)["b"].requested is None
    assert [(member.key, member.languages) for member in desk.members] == [("m", ("en", "fr")), ("n", ("en",))]
    assert kept(Item)["tent"].names == {"en": ("tent", "tents"), "fr": ("tente",)}
    assert kept(Agreement)["a"].valid[1].year == 2026


REQUESTS = """\
desks:
  - key: front
    hours: Mon-Fri 09:00-17:00
    members:
      - {key: amina, slack_user: U1, name: Amina}
requests:
  - key: FP-2026-00412
    company: Acme Ltd
    email: info@acme.example.org
    status: claimed
    assignee: U1
    created: 2026-03-02T09:00:00Z
    language: fr
    source_kind: migration
    items:
      - {item: blanket, quantity: {value: 40}, state: routed}
  - key: FP-2026-00413
    status: parked
"""


def test_imported_requests_are_real_ones(bring, engine):
    assert bring(requests_yml=REQUESTS).kinds["requests"] == Counts(inserted=2)

    with sql_works(engine)() as work:
        request = work.requests.get("FP-2026-00412")
        conversation = work.conversations.get(request.conversation)
        (card,) = work.outbox.take(now=NOW, limit=10)
        following = work.requests.next_reference(year=2026)
    assert (request.status, request.company, request.assignee_name) == ("claimed", "Acme Ltd", "Amina")
    assert (request.items[0].item, request.items[0].quantity.value) == ("blanket", 40)
    assert (request.created_at, request.due_at) == (NOW, later(480))
    assert (conversation.channel, conversation.language) == ("import", "fr")
    assert (card.notice.kind, card.notice.reference) == ("card", "FP-2026-00412")
    assert following == "FP-2026-00414"


def test_a_request_that_is_imported_again_is_changed_in_place(bring, engine):
    bring(requests_yml=REQUESTS)
    assert bring(requests_yml=REQUESTS).kinds["requests"] == Counts(unchanged=2)
    assert bring(requests_yml=REQUESTS.replace("parked", "withdrawn")).kinds["requests"] == Counts(
        updated=1, unchanged=1
    )

    with sql_works(engine)() as work:
        assert work.requests.get("FP-2026-00413").status == "withdrawn"


def test_a_crash_in_the_middle_of_an_import_leaves_nothing_behind(bring, kept, engine):
    class PowerCut(Exception):
        pass

    def cut(connection, cursor, statement, *rest):
        if statement.startswith("INSERT INTO agreements"):
            raise PowerCut

    event.listen(engine, "before_cursor_execute", cut)
    try:
        with pytest.raises(PowerCut):
            bring(a_yml=NEEDS + "agreements:\n- {key: a, company: Acme}\n")
    finally:
        event.remove(engine, "before_cursor_execute", cut)

    assert kept(Need) == {}
