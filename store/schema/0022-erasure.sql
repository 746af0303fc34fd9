
        -- What an event says about people can be taken out again: the hash of newer events covers a salted digest
        -- of it (the seal), and the seal stays when salt and words are gone.
        ALTER TABLE event ADD COLUMN format BIGINT NOT NULL DEFAULT 1;  -- of the hash, see event_hash.cpp
        ALTER TABLE event ADD COLUMN salt   TEXT   NOT NULL DEFAULT '';
        ALTER TABLE event ADD COLUMN seal   TEXT   NOT NULL DEFAULT '';  -- '' while nothing was taken out
        CREATE INDEX event_sealed ON event (record_id, sequence) WHERE seal <> '';

        CREATE TABLE erasure (                       -- people who were replaced by a pseudonym
            id          INTEGER PRIMARY KEY,         -- the number in 'ERASED-1'
            keyed       TEXT   NOT NULL UNIQUE,      -- digest of the user id under a key that is not in here
            begun_at    BIGINT NOT NULL,
            finished_at BIGINT,
            records     BIGINT NOT NULL DEFAULT 0    -- how many were rewritten
        );
    
