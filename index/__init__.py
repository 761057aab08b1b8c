"""Which pieces of an article may answer?"""
