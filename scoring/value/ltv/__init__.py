"""Lifetime value: who will buy again, how often, for how much, and what that is worth now."""
