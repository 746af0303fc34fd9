-- Messages of a request channel that are no ticket, and nobody can say why: one by one, for the list behind the digest.
CREATE TABLE unexplained (                   -- messages of a counted day without ticket and without reason
    channel TEXT NOT NULL,
    ts      TEXT NOT NULL,
    day     TEXT NOT NULL,                   -- as in reconciliation
    PRIMARY KEY (channel, ts)
);
CREATE INDEX unexplained_day ON unexplained (channel, day);
