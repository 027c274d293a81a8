"""Two asks in one message: what each part of it asks, how likely it asks a second thing, and which is answered first."""

from nlu.components.second_asks.reader import Asks, SecondAsks

__all__ = ["Asks", "SecondAsks"]
