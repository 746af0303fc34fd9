
        ALTER TABLE outbox ADD COLUMN awaits BIGINT;                  -- the parked call that it waits for
        ALTER TABLE outbox ADD COLUMN dropped BIGINT NOT NULL DEFAULT 0;  -- given up by the operator
        CREATE INDEX outbox_awaits ON outbox (awaits) WHERE awaits IS NOT NULL;

        -- Until now what waited for a parked post waited for ever.
        UPDATE outbox SET state = 'parked', awaits = (
            SELECT MAX(p.id) FROM outbox AS p JOIN message AS m ON m.id = p.message
            WHERE p.state = 'parked' AND p.method LIKE 'chat.post%' AND m.ts IS NULL
              AND (outbox.thread = m.id
                   OR (outbox.message = m.id AND outbox.method IN ('chat.update', 'chat.delete'))))
        WHERE state = 'waiting' AND EXISTS (
            SELECT 1 FROM outbox AS p JOIN message AS m ON m.id = p.message
            WHERE p.state = 'parked' AND p.method LIKE 'chat.post%' AND m.ts IS NULL
              AND (outbox.thread = m.id
                   OR (outbox.message = m.id AND outbox.method IN ('chat.update', 'chat.delete'))));

        CREATE TABLE poisoned (                      -- deliveries that no handler could deal with
            id        INTEGER PRIMARY KEY,
            reference TEXT   NOT NULL,               -- what the person and the log were told
            seen_at   BIGINT NOT NULL,
            kind      TEXT   NOT NULL,
            error     TEXT   NOT NULL,
            raw       TEXT   NOT NULL,               -- the frame from Slack, or its beginning
            bytes     BIGINT NOT NULL,               -- of the whole frame
            state     TEXT   NOT NULL DEFAULT 'kept'
                      CHECK (state IN ('kept', 'again', 'handled')),
            attempts  BIGINT NOT NULL DEFAULT 1
        );
        CREATE INDEX poisoned_reference ON poisoned (reference);
        CREATE INDEX poisoned_state ON poisoned (state, id);
    