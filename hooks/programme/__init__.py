"""The programme as data in and pages out; nothing in this package knows of MkDocs."""
