#include "store/schema.hpp"

namespace deskbell::store {

namespace {

// Common to all tables: times are UTC in whole seconds since 1970; yes/no is 1 or 0; numbers are BIGINT
// because PostgreSQL's INTEGER ends in 2038; "not set" is '' unless a rule must leave the row out (NULL).
constexpr Migration kSteps[] = {
    {"kernel/0001-record", R"sql(
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
    )sql"},
    {"kernel/0002-event", R"sql(
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
    )sql"},
    {"kernel/0003-conversation", R"sql(
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
    )sql"},
    {"kernel/0004-traffic", R"sql(
        CREATE TABLE inbox (
            key     TEXT   PRIMARY KEY,              -- what Slack calls this delivery
            answer  TEXT   NOT NULL,                 -- repeated when it comes again
            seen_at BIGINT NOT NULL
        );
        CREATE INDEX inbox_seen ON inbox (seen_at);

        CREATE TABLE outbox (
            id           INTEGER PRIMARY KEY,
            state        TEXT   NOT NULL DEFAULT 'waiting'
                         CHECK (state IN ('waiting', 'leased', 'done', 'parked')),
            changed_at   BIGINT NOT NULL,            -- when it came into this state
            method       TEXT   NOT NULL,
            lane         TEXT   NOT NULL,
            channel      TEXT   NOT NULL,
            arguments    TEXT   NOT NULL,            -- JSON object of texts
            dedupe_key   TEXT   NOT NULL,
            coalesce_key TEXT,
            message      BIGINT REFERENCES message (id),
            thread       BIGINT REFERENCES message (id),
            purpose      TEXT   NOT NULL,            -- what the answer is for
            not_before   BIGINT NOT NULL,
            attempts     BIGINT NOT NULL DEFAULT 0,  -- failed ones
            last_error   TEXT   NOT NULL DEFAULT ''
        );
        CREATE INDEX outbox_state ON outbox (state, id);
        CREATE INDEX outbox_message ON outbox (message);
        CREATE INDEX outbox_coalesce ON outbox (coalesce_key) WHERE state = 'waiting';

        CREATE TABLE outbox_key (                    -- outlives the row, so that a key works once for ever
            key TEXT PRIMARY KEY
        );

        CREATE TABLE timer (
            id        INTEGER PRIMARY KEY,
            key       TEXT   NOT NULL UNIQUE,
            kind      TEXT   NOT NULL,
            record_id BIGINT REFERENCES record (id), -- NULL for none
            due_at    BIGINT NOT NULL
        );
        CREATE INDEX timer_due ON timer (due_at, id);
    )sql"},
    {"kernel/0005-directory", R"sql(
        CREATE TABLE person (
            id          TEXT   PRIMARY KEY,          -- Slack user id
            name        TEXT   NOT NULL,
            timezone    TEXT   NOT NULL,
            dm_channel  TEXT   NOT NULL,
            is_bot      BIGINT NOT NULL,
            is_deleted  BIGINT NOT NULL,
            is_external BIGINT NOT NULL
        );

        CREATE TABLE membership (
            channel TEXT NOT NULL,
            user_id TEXT NOT NULL,
            PRIMARY KEY (channel, user_id)
        );
        CREATE INDEX membership_user ON membership (user_id, channel);
    )sql"},
    {"kernel/0006-clock", R"sql(
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
    )sql"},
    {"kernel/0007-notice", R"sql(
        CREATE TABLE escalation (                    -- a point of the ladder is reached once, ever
            id        INTEGER PRIMARY KEY,
            record_id BIGINT NOT NULL REFERENCES record (id),
            metric    TEXT   NOT NULL,
            cycle     BIGINT NOT NULL,
            point     BIGINT NOT NULL,               -- percent of the target
            terms     TEXT   NOT NULL,               -- policy and goal
            fired_at  BIGINT NOT NULL,
            UNIQUE (record_id, metric, cycle, terms, point)
        );

        CREATE TABLE notice (
            id            INTEGER PRIMARY KEY,
            escalation_id BIGINT NOT NULL REFERENCES escalation (id),
            record_id     BIGINT NOT NULL REFERENCES record (id),
            audience      TEXT   NOT NULL,           -- channel or user id
            in_thread     BIGINT NOT NULL,
            not_before    BIGINT NOT NULL,
            state         TEXT   NOT NULL DEFAULT 'waiting'
                          CHECK (state IN ('waiting', 'sent', 'dropped')),
            changed_at    BIGINT NOT NULL
        );
        CREATE INDEX notice_audience ON notice (audience, state, not_before);
        CREATE INDEX notice_told ON notice (audience, state, changed_at);
        CREATE INDEX notice_record ON notice (record_id, state);

        CREATE TABLE mute (
            record_id BIGINT NOT NULL REFERENCES record (id),
            audience  TEXT   NOT NULL,
            until     BIGINT NOT NULL,
            PRIMARY KEY (record_id, audience)
        );
    )sql"},
    {"kernel/0008-digest", R"sql(
        CREATE TABLE subscription (
            id            INTEGER PRIMARY KEY,
            owner         TEXT   NOT NULL,           -- Slack user id
            target        TEXT   NOT NULL,           -- user or channel that gets the digest
            inboxes       TEXT   NOT NULL,           -- keys joined by ','; '' for all
            cadence       TEXT   NOT NULL CHECK (cadence IN ('daily', 'weekly', 'monthly')),
            minute_of_day BIGINT NOT NULL,           -- on the wall clock of `timezone`
            timezone      TEXT   NOT NULL,
            day           BIGINT NOT NULL,           -- weekly 1 (Monday) .. 7; monthly 1 .. 28; daily 0
            paused_until  BIGINT,
            is_active     BIGINT NOT NULL,
            created_at    BIGINT NOT NULL
        );
        CREATE INDEX subscription_owner ON subscription (owner, id);

        CREATE TABLE digest (
            id           INTEGER PRIMARY KEY,
            subscription BIGINT REFERENCES subscription (id),  -- NULL for one that was asked for by hand
            reader       TEXT   NOT NULL,
            period       TEXT   NOT NULL,
            timezone     TEXT   NOT NULL,
            filter       TEXT   NOT NULL,            -- JSON
            as_of        BIGINT NOT NULL,
            head         BIGINT NOT NULL,            -- id of the last event that counts
            levels       BIGINT NOT NULL,            -- id of the last version of the service levels that counts
            zone_data    TEXT   NOT NULL,
            numbers      TEXT   NOT NULL,            -- JSON
            hash         TEXT   NOT NULL,            -- SHA-256 of numbers
            is_delayed   BIGINT NOT NULL,
            sent_at      BIGINT NOT NULL,
            UNIQUE (subscription, period)
        );

        CREATE TABLE presence (                      -- when the bot was last connected
            name    TEXT   PRIMARY KEY,
            seen_at BIGINT NOT NULL
        );

        CREATE TABLE absence (
            id      INTEGER PRIMARY KEY,
            from_at BIGINT NOT NULL,
            to_at   BIGINT NOT NULL
        );
        CREATE INDEX absence_to ON absence (to_at);
    )sql"},
    {"kernel/0009-afterwards", R"sql(
        ALTER TABLE message ADD COLUMN thread_ts  TEXT NOT NULL DEFAULT '';  -- root of what a person typed
        ALTER TABLE message ADD COLUMN deleted_at BIGINT;
        CREATE INDEX message_thread ON message (channel, thread_ts) WHERE thread_ts <> '';
        CREATE INDEX message_twin ON message (twin) WHERE twin IS NOT NULL;

        ALTER TABLE comment ADD COLUMN message    BIGINT REFERENCES message (id);  -- where it was typed
        ALTER TABLE comment ADD COLUMN deleted_at BIGINT;
        CREATE INDEX comment_message ON comment (message) WHERE message IS NOT NULL;

        CREATE TABLE reading (                       -- up to when the history of a channel is known to be whole
            channel  TEXT   PRIMARY KEY,
            since    BIGINT NOT NULL,                -- what was there before is none of our business
            whole_to BIGINT NOT NULL
        );

        CREATE TABLE recovery (                      -- what was read afterwards, because Slack had not told us
            id      INTEGER PRIMARY KEY,
            at      BIGINT NOT NULL,
            channel TEXT   NOT NULL,
            kind    TEXT   NOT NULL,                 -- 'message', 'edit', 'deletion', 'reaction'
            ts      TEXT   NOT NULL
        );
        CREATE INDEX recovery_at ON recovery (at);

        CREATE TABLE reconciliation (                -- a channel's day: what Slack has against what we know
            channel     TEXT   NOT NULL,
            day         TEXT   NOT NULL,             -- YYYY-MM-DD in the workspace's zone
            done_at     BIGINT NOT NULL,
            tickets     BIGINT NOT NULL,
            explained   BIGINT NOT NULL,
            unexplained BIGINT NOT NULL,
            reasons     TEXT   NOT NULL,             -- JSON: why no ticket -> how many
            PRIMARY KEY (channel, day)
        );
        CREATE INDEX reconciliation_done ON reconciliation (done_at);
    )sql"},
    {"kernel/0010-care", R"sql(
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
    )sql"},
};

}  // namespace

std::span<const Migration> schema() { return kSteps; }

}  // namespace deskbell::store
