
        -- An answer to a question about an anonymous inbox. It names neither person nor ticket, and no instant: it
        -- counts from a midnight on, together with all others of that day. Changed answers stay as long as they
        -- counted, so that a digest of then gives the same numbers again. No projection: nothing else knows them.
        CREATE TABLE anonymous_rating (
            id           INTEGER PRIMARY KEY,
            inbox        TEXT   NOT NULL,
            score        BIGINT NOT NULL CHECK (score BETWEEN 1 AND 5),
            comment      TEXT   NOT NULL,
            counts_from  BIGINT NOT NULL,            -- a midnight in UTC
            counts_until BIGINT                      -- the midnight from which its replacement counts
        );
        CREATE INDEX anonymous_rating_inbox ON anonymous_rating (inbox, counts_from);

        -- Who was asked how it was: one question for each solution of a ticket. Score and comment of an attributed
        -- answer repeat what the events of the record say, and are compared with them by the verification.
        CREATE TABLE survey (
            id           INTEGER PRIMARY KEY,
            record_id    BIGINT NOT NULL REFERENCES record (id),
            resolution   BIGINT NOT NULL,            -- 1, 2, 3 ... of the record
            inbox        TEXT   NOT NULL,
            user_id      TEXT   NOT NULL,
            is_anonymous BIGINT NOT NULL,
            state        TEXT   NOT NULL
                         CHECK (state IN ('asked', 'answered', 'settled', 'expired', 'cancelled')),
            message      BIGINT REFERENCES message (id),
            asked_at     BIGINT NOT NULL,
            answered_at  BIGINT,                     -- the first answer; of an anonymous one until it is settled
            score        BIGINT NOT NULL DEFAULT 0,  -- 0: none, or an anonymous one
            comment      TEXT   NOT NULL DEFAULT '',
            anonymous_id BIGINT REFERENCES anonymous_rating (id),  -- only while that can still be changed
            UNIQUE (record_id, resolution)
        );
        CREATE INDEX survey_inbox ON survey (inbox, asked_at);
        CREATE INDEX survey_user ON survey (user_id, asked_at);

        -- A low score is a task for the team lead. What was done about it is in the events of the record; this is
        -- what is still to do. No projection.
        CREATE TABLE follow_up (
            id        INTEGER PRIMARY KEY,
            survey_id BIGINT NOT NULL UNIQUE REFERENCES survey (id),
            record_id BIGINT NOT NULL REFERENCES record (id),
            inbox     TEXT   NOT NULL,
            state     TEXT   NOT NULL CHECK (state IN ('open', 'done', 'withdrawn')),
            opened_at BIGINT NOT NULL,
            done_by   TEXT   NOT NULL DEFAULT '',
            done_at   BIGINT,
            note      TEXT   NOT NULL DEFAULT ''
        );
        CREATE INDEX follow_up_inbox ON follow_up (inbox, state, id);

        CREATE TABLE follow_up_copy (                -- where the task hangs
            message      BIGINT PRIMARY KEY REFERENCES message (id),
            follow_up_id BIGINT NOT NULL REFERENCES follow_up (id)
        );
        CREATE INDEX follow_up_copy_of ON follow_up_copy (follow_up_id, message);
