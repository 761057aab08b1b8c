"""What does the article say, and where exactly?"""
