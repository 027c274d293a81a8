"""Writes a BERT as an ONNX network of small whole numbers, in memory: a fraction of the time and memory of its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import GraphProto

Floats = NDArray[np.float32]
_OPSET, _IR = 17, 9
_CONTRIB = "com.microsoft"
# Weights go from -63 to 63 and values from 1 to 255, around 128: processors that add two products in 16 bits (those without VNNI)
# would cut larger sums off, and read otherwise than others do.
_LARGEST_WEIGHT, _LARGEST_VALUE, _MIDDLE = 63, 127, 128


@dataclass(frozen=True)
class Shape:
    """The sizes of the network: `width` numbers a piece, `inner` between the two halves of a layer."""

    width: int
    layers: int
    heads: int
    inner: int
    epsilon: float


class BertWeights(Protocol):
    """Where a network's numbers come from.

    Names: `emb.ln`, and for layer N `lN.q`, `lN.k`, `lN.v`, `lN.ao` (attention), `lN.fi`, `lN.fo` (feed forward), `lN.aln`,
    `lN.oln` (norms); `.w` and `.b` behind them.
    """

    shape: Shape

    def floats(self, name: str) -> Floats:
        """A bias or a norm, as one row."""

    def matrix(self, name: str, *, width: int) -> Floats:
        """A matrix of `width` rows."""


def network(weights: BertWeights, *, shown: Sequence[int]) -> bytes:
    """A network from `embeddings` (texts of equal length, pieces, width) to what it makes of them after each layer `shown`.

    These outputs, `layer6` for the sixth, have the same shape; the network ends with the last one shown. The layers are BERT's
    (Devlin et al. 2019). Every piece's numbers are brought to 8 bits by a scale of its own, so what a text gives does not depend
    on the texts beside it.
    """
    from onnx import ModelProto, helper

    model = ModelProto(ir_version=_IR, opset_import=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIB, 1)])
    writer, shape = _Writer(model.graph, weights), weights.shape
    writer.begin("embeddings")
    x = writer.normed(writer.in_rows("embeddings"), "emb.ln")
    for place in range(max(shown)):
        name = f"l{place}"
        small = writer.to_bytes(x)
        q, k, v = (writer.in_texts(writer.linear(small, f"{name}.{part}", width=shape.width)) for part in "qkv")
        seen = writer.in_rows(writer.add("MultiHeadAttention", q, k, v, domain=_CONTRIB, num_heads=shape.heads))
        seen = writer.linear(writer.to_bytes(seen), f"{name}.ao", width=shape.width)
        x = writer.normed(writer.add("Add", x, seen), f"{name}.aln")
        inner = writer.linear(writer.to_bytes(x), f"{name}.fi", width=shape.width)
        # By way of tanh: a fifth less time for all, and further from the exact one by less than a bit of a byte.
        active = writer.to_bytes(writer.add("FastGelu", inner, domain=_CONTRIB))
        thought = writer.linear(active, f"{name}.fo", width=shape.inner)
        x = writer.normed(writer.add("Add", x, thought), f"{name}.oln")
        if place + 1 in shown:
            writer.show(x, as_=f"layer{place + 1}")
    written: bytes = model.SerializeToString()
    return written


class _Writer:
    """Writes the network down, node by node and in place; values go by their names."""

    def __init__(self, graph: GraphProto, weights: BertWeights) -> None:
        self._graph = graph
        self._weights = weights
        graph.name = "bert"

    def begin(self, name: str) -> None:
        """What goes in under this name."""
        self._graph.input.append(_texts(name, self._weights.shape.width))
        self._form = self.add("Shape", name)
        self._rows = self.constant(np.asarray([-1, self._weights.shape.width], dtype=np.int64))

    def show(self, value: str, *, as_: str) -> None:
        """What comes out under this name."""
        from onnx import helper

        self._graph.node.append(helper.make_node("Reshape", [value, self._form], [as_]))
        self._graph.output.append(_texts(as_, self._weights.shape.width))

    def in_rows(self, value: str) -> str:
        """(texts, pieces, width) as a row a piece."""
        return self.add("Reshape", value, self._rows)

    def in_texts(self, value: str) -> str:
        """A row a piece as (texts, pieces, width)."""
        return self.add("Reshape", value, self._form)

    def add(self, kind: str, *inputs: str, domain: str = "", **settings: Any) -> str:
        from onnx import helper

        output = f"{kind}{len(self._graph.node)}"
        self._graph.node.append(helper.make_node(kind, inputs, [output], domain=domain, **settings))
        return output

    def constant(self, value: Any) -> str:
        from onnx import numpy_helper

        name = f"constant{len(self._graph.initializer)}"
        self._graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def normed(self, x: str, name: str) -> str:
        scale, shift = (self.constant(self._weights.floats(f"{name}.{part}")) for part in "wb")
        return self.add("LayerNormalization", x, scale, shift, axis=-1, epsilon=self._weights.shape.epsilon)

    def to_bytes(self, rows: str) -> tuple[str, str]:
        """The values as bytes around 128, and the scale that leads back, one for each row."""
        largest = self.add("ReduceMax", self.add("Abs", rows), axes=[1], keepdims=1)
        scale = self.add("Mul", self.add("Max", largest, self._number(1e-9)), self._number(1 / _LARGEST_VALUE))
        scales = self.add("Reshape", scale, self.constant(np.asarray([-1], dtype=np.int64)))
        middles = self.add("Expand", self.constant(np.asarray([_MIDDLE], dtype=np.uint8)), self.add("Shape", scales))
        return self.add("QuantizeLinear", rows, scales, middles, axis=0), scale

    def linear(self, small: tuple[str, str], name: str, *, width: int) -> str:
        """The product with a matrix of bytes, each of its columns with a scale of its own, and the shift."""
        values, scale = small
        matrix = self._weights.matrix(f"{name}.w", width=width)
        scales = np.asarray(np.abs(matrix).max(0) / _LARGEST_WEIGHT, dtype=np.float32)
        small_matrix = self.constant(np.round(matrix / scales).astype(np.int8))
        given = (self.constant(np.float32(1)), self.constant(scales), self.constant(np.uint8(_MIDDLE)))
        product = self.add("MatMulIntegerToFloat", values, small_matrix, *given, domain=_CONTRIB)
        shift = self.constant(self._weights.floats(f"{name}.b"))
        return self.add("Add", self.add("Mul", product, scale), shift)

    def _number(self, value: float) -> str:
        return self.constant(np.asarray([value], dtype=np.float32))


def _texts(name: str, width: int) -> Any:
    from onnx import TensorProto, helper

    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["texts", "pieces", width])
