
        CREATE TABLE event (
            id            INTEGER PRIMARY KEY,
            record_id     BIGINT NOT NULL REFERENCES record (id),
            sequence      BIGINT NOT NULL,           -- 1, 2, 3 ... within the record
            occurred_at   BIGINT NOT NULL,
            recorded_at   BIGINT NOT NULL,
            actor         TEXT   NOT NULL,
            source        TEXT   NOT NULL,
            rule          TEXT   NOT NULL,
            kind          TEXT   NOT NULL,
            changes       TEXT   NOT NULL,           -- JSON: [[attribute, before, after], ...]
            text          TEXT   NOT NULL,
            previous_hash TEXT   NOT NULL,
            hash          TEXT   NOT NULL,
            UNIQUE (record_id, sequence)
        );

        CREATE TABLE anchor (                        -- one chain over the events of all records
            id   INTEGER PRIMARY KEY,                -- id of the event
            hash TEXT NOT NULL                       -- over the anchor before, the event's id and its hash
        );
    