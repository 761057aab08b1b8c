"""How does a person or a program ask?"""
