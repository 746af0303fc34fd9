
        CREATE TABLE levels (                        -- versions of the service levels, in order of id
            id      INTEGER PRIMARY KEY,
            from_at BIGINT NOT NULL,                 -- in force from then on
            hash    TEXT   NOT NULL,                 -- SHA-256 of the body
            body    TEXT   NOT NULL                  -- JSON
        );

        CREATE TABLE clock (                         -- follows from the events of its record
            id                INTEGER PRIMARY KEY,
            record_id         BIGINT NOT NULL REFERENCES record (id),
            metric            TEXT   NOT NULL,
            cycle             BIGINT NOT NULL,       -- 1, 2, 3 ... of this metric
            subject           TEXT   NOT NULL,       -- of an OLA: the inbox
            status            TEXT   NOT NULL
                              CHECK (status IN ('running', 'paused', 'met', 'breached', 'cancelled')),
            policy            TEXT   NOT NULL,
            target            BIGINT NOT NULL,       -- seconds of open time
            started_at        BIGINT NOT NULL,
            due_at            BIGINT,                -- NULL while it is paused
            warned_at         BIGINT,                -- three quarters of the target
            stopped_at        BIGINT,
            first_breached_at BIGINT,
            UNIQUE (record_id, metric, cycle)
        );
        CREATE INDEX clock_open ON clock (due_at, record_id) WHERE stopped_at IS NULL;
    