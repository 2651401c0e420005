"""How a letter leaves the house: one module a channel."""
