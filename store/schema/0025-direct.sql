-- Whose direct messages a channel holds is asked for each post there.
CREATE INDEX person_direct ON person (dm_channel) WHERE dm_channel <> '';
