
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
    