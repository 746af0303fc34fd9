-- Public answers of agents that can still be taken back. No projection: what went out is an event and a
-- comment, and then the row is gone. What was taken back stays a while, so that its author can send it after
-- all. Its words are the author's: an erasure empties them as those of any table with an author.
CREATE TABLE pending_reply (
    id        INTEGER PRIMARY KEY,
    record_id BIGINT  NOT NULL REFERENCES record (id),
    author    TEXT    NOT NULL,
    text      TEXT    NOT NULL,
    source    TEXT    NOT NULL,               -- through what it was said: view, message
    message   BIGINT  NOT NULL,               -- row of the message in which it was typed; 0 for a form
    files     TEXT    NOT NULL DEFAULT '',    -- JSON of what was attached to that message
    said_at   BIGINT  NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('waiting', 'undone'))
);
CREATE INDEX pending_reply_record ON pending_reply (record_id, id);
CREATE INDEX pending_reply_message ON pending_reply (message);

ALTER TABLE person ADD COLUMN picture TEXT NOT NULL DEFAULT '';
