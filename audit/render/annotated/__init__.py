"""原件回批: comments and a result sheet put into a user's own workbook, all else in it left as it was.

Only the parts concerned are edited, as XML; drawings, pictures, macros and formats that no library knows stay byte for
byte. The work is done in a limited child process (``python -m audit.render.annotated``).
"""
