DROP VIEW published_corrections;
-- Earlier versions would show withdrawn corrections again.
DELETE FROM corrections WHERE withdrawn_at IS NOT NULL;
ALTER TABLE corrections DROP COLUMN withdrawn_at;
ALTER TABLE corrections DROP COLUMN updated_at;
CREATE VIEW published_corrections AS
SELECT corrections.id, corrections.article_id, corrections.kind, corrections.text, corrections.published_at
FROM corrections
INNER JOIN published_articles ON published_articles.id = corrections.article_id;
