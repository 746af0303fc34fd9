-- What somebody was told of a batch, kept while it can be taken back, so that the same words can be shown
-- without the button afterwards. The row goes when the time is over or the batch is taken back: minutes, and
-- so no business of erasure or retention. Not a projection.
CREATE TABLE batch_result (
    batch_id BIGINT PRIMARY KEY REFERENCES batch (id),
    label    TEXT NOT NULL,                          -- of what was done, "Resolve"
    summary  TEXT NOT NULL,
    left_out TEXT NOT NULL                           -- mrkdwn, a line for each ticket that stayed as it was
);
