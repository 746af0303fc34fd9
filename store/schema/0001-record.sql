
        CREATE TABLE record (
            id             INTEGER PRIMARY KEY,
            process        TEXT   NOT NULL,
            number         BIGINT NOT NULL,          -- from 1 without gaps, per process
            version        BIGINT NOT NULL,          -- sequence of its last event
            created_at     BIGINT NOT NULL,
            updated_at     BIGINT NOT NULL,
            attributes     TEXT   NOT NULL,          -- JSON object of texts: the truth; all below are copies for lists
            title          TEXT   NOT NULL,
            state          TEXT   NOT NULL,
            category       TEXT   NOT NULL,
            priority       TEXT   NOT NULL,
            inbox          TEXT   NOT NULL,
            requester      TEXT   NOT NULL,
            created_by     TEXT   NOT NULL,
            assignee       TEXT   NOT NULL,
            private        BIGINT NOT NULL,
            followers      TEXT   NOT NULL,          -- ',U1,U2,': a comma on both sides of each
            response_due   BIGINT,
            resolution_due BIGINT,
            due            BIGINT NOT NULL,          -- the promise that is open now; the year 9999 when there is none
            source_channel TEXT,
            source_ts      TEXT,
            search         TEXT   NOT NULL,          -- number, title and details in lower case
            UNIQUE (process, number),
            UNIQUE (source_channel, source_ts)       -- one record per thread; NULLs differ from each other
        );
        CREATE INDEX record_requester ON record (requester, created_at);
        CREATE INDEX record_inbox ON record (inbox, category, due);
        CREATE INDEX record_category ON record (category, due);
        CREATE INDEX record_assignee ON record (assignee, category);

        CREATE TABLE counter (
            name  TEXT   PRIMARY KEY,                -- 'record:incident'
            value BIGINT NOT NULL                    -- the number given last
        );
    