"""Keeps small products of matrices to one core, and gives large work to two."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any, TypeVar

from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

# Lots that are begun before the first of them is asked for.
_AHEAD = 4

T = TypeVar("T")
R = TypeVar("R")


def one_thread() -> AbstractContextManager[Any]:
    """Products of one row are too small to share: threads that wait for one another make them many times slower.

    It also keeps sums in one order, so that the same data gives the same model on any number of cores.
    """
    limiter: AbstractContextManager[Any] = _controller().limit(limits=1, user_api="blas")
    return limiter


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def on_two_cores(run: Callable[[T], R], given: Iterable[T]) -> Iterator[R]:
    """What `run` gives for each, in order; a few are worked on ahead, not all."""
    with ThreadPoolExecutor(max_workers=2, thread_name_prefix="encoder") as threads:
        waiting: deque[Future[R]] = deque()
        for one in given:
            waiting.append(threads.submit(run, one))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
