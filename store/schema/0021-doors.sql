
        CREATE TABLE unfinished (                    -- requests whose door could not ask for all that is needed
            id        INTEGER PRIMARY KEY,
            process   TEXT   NOT NULL,
            inbox     TEXT   NOT NULL,
            requester TEXT   NOT NULL,
            raiser    TEXT   NOT NULL,
            via       TEXT   NOT NULL,
            source    TEXT   NOT NULL,               -- through what the raiser acted
            channel   TEXT   NOT NULL,
            root_ts   TEXT   NOT NULL,
            fields    TEXT   NOT NULL,               -- JSON object: what is known so far
            raised_at BIGINT NOT NULL,               -- when the person acted
            state     TEXT   NOT NULL DEFAULT 'waiting'
                      CHECK (state IN ('waiting', 'raised', 'withdrawn')),
            record_id BIGINT REFERENCES record (id)  -- what it became
        );
        CREATE UNIQUE INDEX unfinished_thread ON unfinished (channel, root_ts) WHERE state = 'waiting';
    
