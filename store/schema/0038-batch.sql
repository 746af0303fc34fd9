-- Several records changed by one order, so that it can be taken back as a whole. Not a projection: what was
-- done to each record stands in its events, which name the batch; this only remembers which belong together.
CREATE TABLE batch (
    id         INTEGER PRIMARY KEY,
    actor      TEXT   NOT NULL,
    action     TEXT   NOT NULL,                      -- key of what was done, 'assign'
    made_at    BIGINT NOT NULL,
    undone_at  BIGINT,
    message    BIGINT REFERENCES message (id)        -- what the actor was told, with the button Undo
);

CREATE TABLE batch_item (
    batch_id       BIGINT NOT NULL REFERENCES batch (id),
    record_id      BIGINT NOT NULL REFERENCES record (id),
    version_before BIGINT NOT NULL,                  -- of the record, before and after the order
    version_after  BIGINT NOT NULL,
    PRIMARY KEY (batch_id, record_id)
);
