
        CREATE TABLE inbox (
            key     TEXT   PRIMARY KEY,              -- what Slack calls this delivery
            answer  TEXT   NOT NULL,                 -- repeated when it comes again
            seen_at BIGINT NOT NULL
        );
        CREATE INDEX inbox_seen ON inbox (seen_at);

        CREATE TABLE outbox (
            id           INTEGER PRIMARY KEY,
            state        TEXT   NOT NULL DEFAULT 'waiting'
                         CHECK (state IN ('waiting', 'leased', 'done', 'parked')),
            changed_at   BIGINT NOT NULL,            -- when it came into this state
            method       TEXT   NOT NULL,
            lane         TEXT   NOT NULL,
            channel      TEXT   NOT NULL,
            arguments    TEXT   NOT NULL,            -- JSON object of texts
            dedupe_key   TEXT   NOT NULL,
            coalesce_key TEXT,
            message      BIGINT REFERENCES message (id),
            thread       BIGINT REFERENCES message (id),
            purpose      TEXT   NOT NULL,            -- what the answer is for
            not_before   BIGINT NOT NULL,
            attempts     BIGINT NOT NULL DEFAULT 0,  -- failed ones
            last_error   TEXT   NOT NULL DEFAULT ''
        );
        CREATE INDEX outbox_state ON outbox (state, id);
        CREATE INDEX outbox_message ON outbox (message);
        CREATE INDEX outbox_coalesce ON outbox (coalesce_key) WHERE state = 'waiting';

        CREATE TABLE outbox_key (                    -- outlives the row, so that a key works once for ever
            key TEXT PRIMARY KEY
        );

        CREATE TABLE timer (
            id        INTEGER PRIMARY KEY,
            key       TEXT   NOT NULL UNIQUE,
            kind      TEXT   NOT NULL,
            record_id BIGINT REFERENCES record (id), -- NULL for none
            due_at    BIGINT NOT NULL
        );
        CREATE INDEX timer_due ON timer (due_at, id);
    