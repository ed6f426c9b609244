-- Lists of working copies are sorted by headline, and filtered by type and language. The key of the headline is compared by its
-- bytes on both databases. Its first value here is a rough one with `!` before it, by which the server finds the articles whose key
-- it has to make. Until then they come before all others in the order of headlines. No other key begins with `!`.
ALTER TABLE articles ADD COLUMN headline_key TEXT NOT NULL DEFAULT '!';
ALTER TABLE articles ADD COLUMN type TEXT NOT NULL DEFAULT 'article';
ALTER TABLE articles ADD COLUMN language TEXT NOT NULL DEFAULT '';
UPDATE articles SET (headline_key, type, language) = (
    SELECT '!' || substr(lower(json_extract(document, '$.headline')), 1, 100), json_extract(document, '$.type'), json_extract(document, '$.language')
    FROM article_revisions WHERE article_id = articles.id AND number = articles.head_revision
);

CREATE INDEX articles_headline ON articles (headline_key, id);
CREATE INDEX articles_status_headline ON articles (status, headline_key, id);
CREATE INDEX articles_scheduled_or_last ON articles (coalesce(publish_at, 9223372036854775807), id);
CREATE INDEX articles_scheduled_or_first ON articles (coalesce(publish_at, -1), id);
CREATE INDEX articles_type ON articles (type, updated_at, id);
CREATE INDEX articles_language ON articles (language, updated_at, id);
CREATE INDEX articles_unpublished_changes ON articles (updated_at, id) WHERE live_revision <> head_revision;
