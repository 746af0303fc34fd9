-- The figures on the Home of somebody who oversees the desk, as they were counted last: each counting takes the
-- place of the one before. What was sent is a row of `digest` instead.
CREATE TABLE home_figures (
    reader  TEXT   PRIMARY KEY,              -- Slack user id
    as_of   BIGINT NOT NULL,
    head    BIGINT NOT NULL,                 -- id of the last event that counts
    numbers TEXT   NOT NULL                  -- JSON
);
DROP INDEX digest_reader;
