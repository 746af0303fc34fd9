
        CREATE TABLE away (                          -- who is not given tickets
            user_id TEXT   PRIMARY KEY,
            until   BIGINT NOT NULL                  -- the year 9999 for "until I say so"
        );

        CREATE TABLE turn (                          -- whose turn it was last, per inbox
            inbox   TEXT PRIMARY KEY,
            user_id TEXT NOT NULL
        );

        CREATE TABLE offer (                         -- a ticket that one agent is being asked to accept
            record_id BIGINT PRIMARY KEY REFERENCES record (id),
            user_id   TEXT   NOT NULL,
            message   BIGINT NOT NULL REFERENCES message (id),
            asked     TEXT   NOT NULL                -- everybody who was asked, 'U1,U2'
        );

        CREATE TABLE handover (
            id            INTEGER PRIMARY KEY,
            giver         TEXT   NOT NULL,
            taker         TEXT   NOT NULL,
            giver_message BIGINT REFERENCES message (id),   -- NULL until they are posted
            taker_message BIGINT REFERENCES message (id),
            offered_at    BIGINT NOT NULL
        );
        CREATE TABLE handover_item (
            handover  BIGINT NOT NULL REFERENCES handover (id),
            record_id BIGINT NOT NULL REFERENCES record (id),
            state     TEXT   NOT NULL DEFAULT 'offered' CHECK (state IN ('offered', 'accepted')),
            PRIMARY KEY (handover, record_id)
        );

        CREATE TABLE form_opened (                   -- for the notice that somebody else is at it; minutes old at most
            record_id BIGINT NOT NULL REFERENCES record (id),
            user_id   TEXT   NOT NULL,
            form      TEXT   NOT NULL,
            opened_at BIGINT NOT NULL,
            PRIMARY KEY (record_id, user_id)
        );
        CREATE INDEX form_opened_at ON form_opened (opened_at);
