"""The assistant for companies that want to help, and the desks that answer them."""
