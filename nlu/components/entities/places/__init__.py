"""Countries, places and crises: where things are and what happened there."""
