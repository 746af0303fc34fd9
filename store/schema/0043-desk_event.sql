-- What people did to the desk as a whole: changed its settings, took records along, read what is no business of
-- theirs but by office. The same shape as the events of records, so that it is chained, erased from and checked
-- by the same code; `record_id` is 0 in all rows: one chain.
CREATE TABLE desk_event (
    id            INTEGER PRIMARY KEY,
    record_id     BIGINT NOT NULL,
    sequence      BIGINT NOT NULL,
    occurred_at   BIGINT NOT NULL,
    recorded_at   BIGINT NOT NULL,
    actor         TEXT   NOT NULL,
    source        TEXT   NOT NULL,
    rule          TEXT   NOT NULL,
    kind          TEXT   NOT NULL,
    changes       TEXT   NOT NULL,
    text          TEXT   NOT NULL,
    previous_hash TEXT   NOT NULL,
    hash          TEXT   NOT NULL,
    format        BIGINT NOT NULL,
    salt          TEXT   NOT NULL,
    seal          TEXT   NOT NULL DEFAULT '',
    UNIQUE (record_id, sequence)
);
CREATE INDEX desk_event_actor ON desk_event (actor, kind, occurred_at);
CREATE INDEX desk_event_sealed ON desk_event (record_id, sequence) WHERE seal <> '';

-- Shows that a row was taken out, as `anchor` does for the events of records.
CREATE TABLE desk_anchor (
    id   INTEGER PRIMARY KEY,
    hash TEXT NOT NULL
);
