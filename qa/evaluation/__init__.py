"""How good are the answers, measured by place against a question set?"""
