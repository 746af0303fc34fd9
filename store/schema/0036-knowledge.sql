
        CREATE TABLE knowledge (                     -- what the team knows: the newest version of each entry
            id         INTEGER PRIMARY KEY,
            version    BIGINT NOT NULL,              -- of knowledge_version
            kind       TEXT   NOT NULL CHECK (kind IN ('canned', 'article', 'known_error')),
            inbox      TEXT   NOT NULL,              -- '' for every inbox
            title      TEXT   NOT NULL,
            text       TEXT   NOT NULL,
            phrases    TEXT   NOT NULL,              -- other words by which people ask for it
            owner      TEXT   NOT NULL,
            review_on  TEXT   NOT NULL,              -- '2026-11-23'; after that day it is not suggested
            is_retired BIGINT NOT NULL DEFAULT 0,
            used       BIGINT NOT NULL DEFAULT 0,    -- by agents, in an answer or a resolution
            helped     BIGINT NOT NULL DEFAULT 0     -- people who needed no ticket, or no answer
        );
        CREATE INDEX knowledge_title ON knowledge (title, id);

        CREATE TABLE knowledge_version (             -- every version of each entry; it is no record, so it has no events
            entry_id   BIGINT NOT NULL REFERENCES knowledge (id),
            version    BIGINT NOT NULL,              -- from 1 without gaps
            kind       TEXT   NOT NULL,
            inbox      TEXT   NOT NULL,
            title      TEXT   NOT NULL,
            text       TEXT   NOT NULL,
            phrases    TEXT   NOT NULL,
            owner      TEXT   NOT NULL,
            review_on  TEXT   NOT NULL,
            is_retired BIGINT NOT NULL,
            changed_by TEXT   NOT NULL,
            changed_at BIGINT NOT NULL,
            PRIMARY KEY (entry_id, version)
        );

        CREATE TABLE self_served (                   -- people whom a suggestion was enough; not who they were
            once      TEXT   PRIMARY KEY,            -- the form, or the ticket that was closed
            inbox     TEXT   NOT NULL,
            entry_id  BIGINT REFERENCES knowledge (id),
            record_id BIGINT REFERENCES record (id), -- a solved ticket that was the suggestion
            at        BIGINT NOT NULL
        );
        CREATE INDEX self_served_at ON self_served (at);

        CREATE TABLE me_too (                        -- who is to hear when a known issue is over; until it is closed
            record_id BIGINT NOT NULL REFERENCES record (id),
            user_id   TEXT   NOT NULL,
            at        BIGINT NOT NULL,
            PRIMARY KEY (record_id, user_id)
        );
