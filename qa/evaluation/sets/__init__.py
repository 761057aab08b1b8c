"""Question sets: each format is read whole, checked line by line, and located once."""
