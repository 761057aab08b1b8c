"""Speed, memory and retrieval beside the usual tutorial pipeline: `python -m tests.bench`."""
