"""A small set of messages to train on in tests."""

from __future__ import annotations

MESSAGES = {
    "greet": ["hello", "hi there", "good morning", "hey", "good evening to you", "hi all"],
    "offer_contribution": [
        "we have 300 tents in Nairobi",
        "we can give 20 generators",
        "our firm offers two trucks",
        "we'd like to donate 5 tonnes of rice",
        "4000 blankets are ready in our warehouse",
        "we want to give water pumps",
    ],
    "ask_shipping": [
        "who pays the freight",
        "how do we clear customs",
        "how must the boxes be labelled",
        "who is the consignee",
        "what about transport costs",
        "do you need a packing list for customs",
    ],
    "report_fraud": [
        "someone asks for a fee in your name",
        "is this mail from the UN a scam",
        "they want 350 dollars to register us",
        "a fake UN officer called us",
        "I think this is fraud",
        "we got a phishing message with your logo",
    ],
    "out_of_scope": [
        "what is the weather tomorrow",
        "who won the match",
        "tell me a joke",
        "recipe for pancakes",
        "how old is the moon",
        "best phone to buy",
    ],
}

TEXTS = [text for texts in MESSAGES.values() for text in texts]
LABELS = [label for label, texts in MESSAGES.items() for _ in texts]
