"""How the learned numbers that ship with the assistant were made."""
