"""Questions in a conversation: what they speak of, and what they leave to earlier ones."""
