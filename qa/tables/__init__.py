"""Questions over table rows: lists, counts, extremes and comparisons, answered from every row."""
