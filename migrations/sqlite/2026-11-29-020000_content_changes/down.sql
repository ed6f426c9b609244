DROP TABLE liked_articles;
DROP TABLE content_changes;
ALTER TABLE site ADD COLUMN stale_since BIGINT;
ALTER TABLE site RENAME COLUMN names_version TO names_epoch;
ALTER TABLE site RENAME COLUMN content_version TO content_epoch;
