"""Programs that read hostile binary formats, each in a process with bounds on time and memory.

They know nothing of the rest of Citewell: a file's path in, JSON out.
"""
