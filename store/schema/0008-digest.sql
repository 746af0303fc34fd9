
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
    