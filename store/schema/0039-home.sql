-- The Home shows a person the figures that they were sent last.
CREATE INDEX digest_reader ON digest (reader, sent_at);
