-- A published correction can be mended or withdrawn. Readers see when it was mended, and do not see a withdrawn one.
ALTER TABLE corrections ADD COLUMN updated_at BIGINT;
ALTER TABLE corrections ADD COLUMN withdrawn_at BIGINT;

DROP VIEW published_corrections;
CREATE VIEW published_corrections AS
SELECT corrections.id, corrections.article_id, corrections.kind, corrections.text, corrections.published_at,
    corrections.updated_at
FROM corrections
INNER JOIN published_articles ON published_articles.id = corrections.article_id
WHERE corrections.withdrawn_at IS NULL;

-- The stored payloads get the new member of their corrections.
INSERT INTO rebuild_queue (article_id) SELECT id FROM published_articles
WHERE id IN (SELECT article_id FROM corrections) ON CONFLICT DO NOTHING;
