"""Addresses: they can be taken apart; nothing is fetched from them."""
