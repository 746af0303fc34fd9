-- Inboxes that were set up in Slack: every version, the newest is in force.
CREATE TABLE setup (
    id         INTEGER PRIMARY KEY,
    body       TEXT   NOT NULL,                      -- JSON: all of these inboxes
    changed_by TEXT   NOT NULL,
    changed_at BIGINT NOT NULL
);

-- Administrators of the workspace may set up inboxes.
ALTER TABLE person ADD COLUMN is_admin BIGINT NOT NULL DEFAULT 0;
