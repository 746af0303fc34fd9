-- A copy of the record's tags for lists and searches, a comma on both sides of each: ',vip,vpn,'. Rebuilt from
-- the record's events like its other columns.
ALTER TABLE record ADD COLUMN tags TEXT NOT NULL DEFAULT ',,';
CREATE INDEX record_tags ON record (inbox, tags) WHERE tags <> ',,';
-- The operator's counters of ratings.
CREATE INDEX survey_score ON survey (state, is_anonymous, score);
