"""The readers of every kind of file. They run only in the child process, and import neither pandas nor the project.

All imports among these modules are relative: the child knows the package as ``reading``, so that it need not load the
rest of the program.
"""
