-- Texts by themselves: lists read their rows without them.
CREATE TABLE published_bodies (
    article_id BIGINT PRIMARY KEY NOT NULL REFERENCES published_articles (id) ON DELETE CASCADE,
    blocks TEXT NOT NULL,
    html TEXT NOT NULL,
    text TEXT NOT NULL
);
INSERT INTO published_bodies (article_id, blocks, html, text) SELECT id, blocks, html, text FROM published_articles;
ALTER TABLE published_articles DROP COLUMN blocks;
ALTER TABLE published_articles DROP COLUMN html;
ALTER TABLE published_articles DROP COLUMN text;

-- What an article is shown with, in order, so that one row tells all of it: the link tables are for lists.
ALTER TABLE published_articles ADD COLUMN credits TEXT NOT NULL DEFAULT '[]';
ALTER TABLE published_articles ADD COLUMN tag_ids TEXT NOT NULL DEFAULT '[]';
ALTER TABLE published_articles ADD COLUMN related_ids TEXT NOT NULL DEFAULT '[]';
ALTER TABLE published_articles ADD COLUMN corrections TEXT NOT NULL DEFAULT '[]';
UPDATE published_articles SET
    credits = coalesce((
        SELECT json_agg(json_build_object('id', author_id, 'role', role) ORDER BY position)::text
        FROM published_article_authors WHERE article_id = published_articles.id
    ), '[]'),
    tag_ids = coalesce((
        SELECT json_agg(tag_id ORDER BY position)::text
        FROM published_article_tags WHERE article_id = published_articles.id
    ), '[]'),
    related_ids = coalesce((
        SELECT (document::json -> 'related_ids')::text FROM article_revisions
        INNER JOIN articles ON articles.id = article_revisions.article_id AND articles.live_revision = article_revisions.number
        WHERE articles.id = published_articles.id
    ), '[]'),
    corrections = coalesce((
        SELECT json_agg(json_build_object(
            'kind', kind,
            'text', text,
            'published_at', to_char(to_timestamp(published_at / 1000000) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
                || '.' || lpad((published_at % 1000000)::text, 6, '0') || 'Z'
        ) ORDER BY published_at DESC, id DESC)::text
        FROM corrections WHERE article_id = published_articles.id
    ), '[]');

-- All of an article that depends on nothing else, as it is answered: JSON, written when it is published.
ALTER TABLE published_articles ADD COLUMN shown TEXT NOT NULL DEFAULT '{}';

-- The edition in which the name of a section, author or tag last changed.
ALTER TABLE site ADD COLUMN names_epoch BIGINT NOT NULL DEFAULT 0;

-- Sitemaps tell when the articles of a range of News IDs last changed.
CREATE INDEX published_articles_id_changed ON published_articles (id, updated_at);
