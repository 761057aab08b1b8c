"""What is the answer, and what proves it?"""
