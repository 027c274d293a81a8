"""Writes a BERT as an ONNX network of 8-bit weights, in memory: a fraction of the time and memory of the forms they ship in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import GraphProto

Floats = NDArray[np.float32]
Bytes = NDArray[np.int8]
_OPSET, _IR = 17, 9
_CONTRIB = "com.microsoft"


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

    def bytes_of(self, name: str, *, width: int) -> tuple[Bytes, Floats]:
        """A matrix of `width` rows as bytes, and the scale of each of its columns."""


def network(weights: BertWeights, *, shown: Sequence[int]) -> bytes:
    """A network from `embeddings` (texts of equal length, pieces, width) to what it makes of them after each layer `shown`.

    These outputs, `layer6` for the sixth, have the same shape; the network ends with the last one shown. The layers are BERT's
    (Devlin et al. 2019). Every piece's numbers are brought to 8 bits by a scale of its own, so what a text gives does not depend
    on the texts beside it.
    """
    from onnx import ModelProto, helper

    model = ModelProto(ir_version=_IR, opset_import=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIB, 1)])
    writer, shape = _Writer(model.graph, weights), weights.shape
    x = writer.normed("embeddings", "emb.ln")
    for place in range(max(shown)):
        name = f"l{place}"
        small = writer.to_bytes(x)
        q, k, v = (writer.linear(small, f"{name}.{part}", width=shape.width) for part in "qkv")
        seen = writer.add("MultiHeadAttention", q, k, v, domain=_CONTRIB, num_heads=shape.heads)
        seen = writer.linear(writer.to_bytes(seen), f"{name}.ao", width=shape.width)
        x = writer.normed(writer.add("Add", x, seen), f"{name}.aln")
        inner = writer.linear(writer.to_bytes(x), f"{name}.fi", width=shape.width)
        active = writer.to_bytes(writer.add("Gelu", inner, domain=_CONTRIB))
        thought = writer.linear(active, f"{name}.fo", width=shape.inner)
        x = writer.normed(writer.add("Add", x, thought), f"{name}.oln")
        if place + 1 in shown:
            writer.show(x, as_=f"layer{place + 1}", width=shape.width)
    writer.begin("embeddings", width=shape.width)
    written: bytes = model.SerializeToString()
    return written


class _Writer:
    """Writes the network down, node by node and in place; values go by their names."""

    def __init__(self, graph: GraphProto, weights: BertWeights) -> None:
        self._graph = graph
        self._weights = weights
        graph.name = "bert"

    def begin(self, name: str, *, width: int) -> None:
        """What goes in under this name."""
        self._graph.input.append(_texts(name, width))

    def show(self, value: str, *, as_: str, width: int) -> None:
        """What comes out under this name."""
        from onnx import helper

        self._graph.node.append(helper.make_node("Identity", [value], [as_]))
        self._graph.output.append(_texts(as_, width))

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

    def to_bytes(self, x: str) -> tuple[str, str]:
        """The values as bytes around 128, and the scale that leads back, one for each piece."""
        from onnx import TensorProto

        largest = self.add("ReduceMax", self.add("Abs", x), axes=[-1], keepdims=1)
        scale = self.add("Mul", self.add("Max", largest, self._number(1e-9)), self._number(1 / 127))
        shifted = self.add("Add", self.add("Round", self.add("Div", x, scale)), self._number(128))
        return self.add("Cast", shifted, to=TensorProto.UINT8), scale

    def linear(self, small: tuple[str, str], name: str, *, width: int) -> str:
        """The product with a matrix of bytes, each of its columns with a scale of its own, and the shift."""
        from onnx import TensorProto

        values, scale = small
        matrix, scales = self._weights.bytes_of(f"{name}.w", width=width)
        zero = self.constant(np.asarray(128, dtype=np.uint8))
        product = self.add("Cast", self.add("MatMulInteger", values, self.constant(matrix), zero), to=TensorProto.FLOAT)
        scaled = self.add("Mul", self.add("Mul", product, scale), self.constant(scales))
        return self.add("Add", scaled, self.constant(self._weights.floats(f"{name}.b")))

    def _number(self, value: float) -> str:
        return self.constant(np.asarray([value], dtype=np.float32))


def _texts(name: str, width: int) -> Any:
    from onnx import TensorProto, helper

    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["texts", "pieces", width])
