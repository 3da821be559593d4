"""The grammar of selectors and conditions: text → plain trees, with the column of each mistake.

This room knows the closed words (routes, forms, units, comparators); ids of drugs, classes and conditions it only carries.
Trees are tuples of strings and numbers, so that compiled knowledge can hold them as JSON.
"""
