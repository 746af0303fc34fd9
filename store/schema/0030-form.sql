-- Forms of inboxes as they were in force once: a ticket names the version it was filed with. Not a projection
-- of events, but configuration, as the service levels are; no words of people who ask.
CREATE TABLE form_version (
    hash   TEXT PRIMARY KEY,                         -- SHA-256 of the body, hex
    key    TEXT   NOT NULL,                          -- of the form
    body   TEXT   NOT NULL,                          -- JSON: the whole definition
    since  BIGINT NOT NULL                           -- first in force
);
