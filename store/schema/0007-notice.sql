
        CREATE TABLE escalation (                    -- a point of the ladder is reached once, ever
            id        INTEGER PRIMARY KEY,
            record_id BIGINT NOT NULL REFERENCES record (id),
            metric    TEXT   NOT NULL,
            cycle     BIGINT NOT NULL,
            point     BIGINT NOT NULL,               -- percent of the target
            terms     TEXT   NOT NULL,               -- policy and goal
            fired_at  BIGINT NOT NULL,
            UNIQUE (record_id, metric, cycle, terms, point)
        );

        CREATE TABLE notice (
            id            INTEGER PRIMARY KEY,
            escalation_id BIGINT NOT NULL REFERENCES escalation (id),
            record_id     BIGINT NOT NULL REFERENCES record (id),
            audience      TEXT   NOT NULL,           -- channel or user id
            in_thread     BIGINT NOT NULL,
            not_before    BIGINT NOT NULL,
            state         TEXT   NOT NULL DEFAULT 'waiting'
                          CHECK (state IN ('waiting', 'sent', 'dropped')),
            changed_at    BIGINT NOT NULL
        );
        CREATE INDEX notice_audience ON notice (audience, state, not_before);
        CREATE INDEX notice_told ON notice (audience, state, changed_at);
        CREATE INDEX notice_record ON notice (record_id, state);

        CREATE TABLE mute (
            record_id BIGINT NOT NULL REFERENCES record (id),
            audience  TEXT   NOT NULL,
            until     BIGINT NOT NULL,
            PRIMARY KEY (record_id, audience)
        );
    