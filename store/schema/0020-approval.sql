
        CREATE TABLE approval (
            id            INTEGER PRIMARY KEY,
            record_id     BIGINT NOT NULL REFERENCES record (id),
            name          TEXT   NOT NULL,           -- which one of its process; '' for one that an agent asked for
            rule          TEXT   NOT NULL CHECK (rule IN ('any', 'all', 'majority', 'sequence')),
            purpose       TEXT   NOT NULL,           -- what is to be approved
            cost          TEXT   NOT NULL,
            asked_by      TEXT   NOT NULL,
            asked_at      BIGINT NOT NULL,
            holds         BIGINT NOT NULL,           -- the record is on hold until it is settled
            came_from     TEXT   NOT NULL,           -- JSON: how the record stood before
            then_approved TEXT   NOT NULL,           -- the step that the program takes then; '' for none
            then_rejected TEXT   NOT NULL,
            state         TEXT   NOT NULL DEFAULT 'pending'
                          CHECK (state IN ('pending', 'approved', 'rejected', 'withdrawn')),
            settled_by    TEXT   NOT NULL DEFAULT '',
            settled_at    BIGINT,
            reason        TEXT   NOT NULL DEFAULT '' -- of the rejection or withdrawal
        );
        CREATE UNIQUE INDEX approval_open ON approval (record_id) WHERE state = 'pending';
        CREATE INDEX approval_record ON approval (record_id, id);

        CREATE TABLE approval_seat (                 -- one of those who are to decide
            id          INTEGER PRIMARY KEY,
            approval_id BIGINT NOT NULL REFERENCES approval (id),
            record_id   BIGINT NOT NULL REFERENCES record (id),
            position    BIGINT NOT NULL,             -- from 1; the order of a sequence
            approver    TEXT   NOT NULL,
            state       TEXT   NOT NULL DEFAULT 'waiting'
                        CHECK (state IN ('waiting', 'asked', 'approved', 'rejected', 'over', 'withdrawn')),
            asked_at    BIGINT,
            decided_by  TEXT   NOT NULL DEFAULT '',  -- the approver or who stood in for them
            decided_at  BIGINT,
            reason      TEXT   NOT NULL DEFAULT '',
            has_asked   BIGINT NOT NULL DEFAULT 0,   -- a question: the answers are copied to them
            UNIQUE (approval_id, approver)
        );
        CREATE INDEX approval_seat_approver ON approval_seat (approver, state);
        CREATE INDEX approval_seat_decided ON approval_seat (decided_by);
        CREATE INDEX approval_seat_record ON approval_seat (record_id);

        CREATE TABLE approval_copy (                 -- a card in somebody's direct messages
            message BIGINT PRIMARY KEY REFERENCES message (id),
            seat_id BIGINT NOT NULL REFERENCES approval_seat (id),
            reader  TEXT   NOT NULL
        );
        CREATE INDEX approval_copy_seat ON approval_copy (seat_id, message);

        CREATE TABLE delegation (                    -- who decides for whom, from when until when
            id         INTEGER PRIMARY KEY,
            giver      TEXT   NOT NULL,
            taker      TEXT   NOT NULL,
            starts_at  BIGINT NOT NULL,
            ends_at    BIGINT NOT NULL,
            reason     TEXT   NOT NULL,
            made_at    BIGINT NOT NULL
        );
        CREATE INDEX delegation_giver ON delegation (giver, ends_at);
        CREATE INDEX delegation_taker ON delegation (taker, ends_at);
    
