-- Where Slack refuses what the desk says, so that whoever runs it hears of it once and not with every message. A row
-- goes when something gets through there again.
CREATE TABLE trouble (
    target TEXT   PRIMARY KEY,  -- a channel, a person, a scope, or Slack's word for what is not allowed
    since  BIGINT NOT NULL
);
