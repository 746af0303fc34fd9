
        CREATE TABLE comment (
            id         INTEGER PRIMARY KEY,
            record_id  BIGINT NOT NULL REFERENCES record (id),
            author     TEXT   NOT NULL,
            visibility TEXT   NOT NULL CHECK (visibility IN ('public', 'note')),
            text       TEXT   NOT NULL,
            written_at BIGINT NOT NULL
        );
        CREATE INDEX comment_record ON comment (record_id, id);

        CREATE TABLE message (
            id        INTEGER PRIMARY KEY,
            record_id BIGINT REFERENCES record (id), -- NULL for a message about no record
            role      TEXT NOT NULL,
            channel   TEXT NOT NULL,
            ts        TEXT,                          -- NULL until it is posted
            twin      BIGINT REFERENCES message (id)
        );
        CREATE INDEX message_place ON message (channel, ts);
        CREATE INDEX message_record ON message (record_id, role, id);

        CREATE TABLE link (
            id         INTEGER PRIMARY KEY,
            from_id    BIGINT NOT NULL REFERENCES record (id),
            to_id      BIGINT NOT NULL REFERENCES record (id),
            type       TEXT   NOT NULL,
            created_at BIGINT NOT NULL,
            UNIQUE (from_id, to_id, type)
        );
        CREATE INDEX link_to ON link (to_id);
    