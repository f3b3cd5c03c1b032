"""The pages that people read: templates filled on the server, one style sheet, a few ES modules."""
