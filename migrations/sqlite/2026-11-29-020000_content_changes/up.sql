-- The content version counts changes, and no time is made up for the sake of one: a database whose times ran ahead
-- of the clock comes back to it.
ALTER TABLE site RENAME COLUMN content_epoch TO content_version;
ALTER TABLE site RENAME COLUMN names_epoch TO names_version;
ALTER TABLE site DROP COLUMN stale_since;
UPDATE site SET content_updated_at = min(content_updated_at, CAST(unixepoch('subsec') * 1000000 AS INTEGER));

-- Every change that readers can see, in the transaction that makes it. `sequence` is the content version it leads to.
-- `change` is empty where only numbers changed. Paths, and the tags of the answers that are no longer valid, are JSON.
CREATE TABLE content_changes (
    sequence INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    change TEXT,
    object_id BIGINT,
    path TEXT,
    previous_paths TEXT NOT NULL,
    cache_tags TEXT NOT NULL
);
CREATE INDEX content_changes_at ON content_changes (at);

-- Articles on whose comments readers see an old number of likes, and since when.
CREATE TABLE liked_articles (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    since BIGINT NOT NULL
);
