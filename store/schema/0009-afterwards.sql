
        ALTER TABLE message ADD COLUMN thread_ts  TEXT NOT NULL DEFAULT '';  -- root of what a person typed
        ALTER TABLE message ADD COLUMN deleted_at BIGINT;
        CREATE INDEX message_thread ON message (channel, thread_ts) WHERE thread_ts <> '';
        CREATE INDEX message_twin ON message (twin) WHERE twin IS NOT NULL;

        ALTER TABLE comment ADD COLUMN message    BIGINT REFERENCES message (id);  -- where it was typed
        ALTER TABLE comment ADD COLUMN deleted_at BIGINT;
        CREATE INDEX comment_message ON comment (message) WHERE message IS NOT NULL;

        CREATE TABLE reading (                       -- up to when the history of a channel is known to be whole
            channel  TEXT   PRIMARY KEY,
            since    BIGINT NOT NULL,                -- what was there before is none of our business
            whole_to BIGINT NOT NULL
        );

        CREATE TABLE recovery (                      -- what was read afterwards, because Slack had not told us
            id      INTEGER PRIMARY KEY,
            at      BIGINT NOT NULL,
            channel TEXT   NOT NULL,
            kind    TEXT   NOT NULL,                 -- 'message', 'edit', 'deletion', 'reaction'
            ts      TEXT   NOT NULL
        );
        CREATE INDEX recovery_at ON recovery (at);

        CREATE TABLE reconciliation (                -- a channel's day: what Slack has against what we know
            channel     TEXT   NOT NULL,
            day         TEXT   NOT NULL,             -- YYYY-MM-DD in the workspace's zone
            done_at     BIGINT NOT NULL,
            tickets     BIGINT NOT NULL,
            explained   BIGINT NOT NULL,
            unexplained BIGINT NOT NULL,
            reasons     TEXT   NOT NULL,             -- JSON: why no ticket -> how many
            PRIMARY KEY (channel, day)
        );
        CREATE INDEX reconciliation_done ON reconciliation (done_at);
    