DROP INDEX published_articles_id_changed;

ALTER TABLE site DROP COLUMN names_epoch;

ALTER TABLE published_articles DROP COLUMN shown;
ALTER TABLE published_articles DROP COLUMN corrections;
ALTER TABLE published_articles DROP COLUMN related_ids;
ALTER TABLE published_articles DROP COLUMN tag_ids;
ALTER TABLE published_articles DROP COLUMN credits;

ALTER TABLE published_articles ADD COLUMN blocks TEXT NOT NULL DEFAULT '[]';
ALTER TABLE published_articles ADD COLUMN html TEXT NOT NULL DEFAULT '';
ALTER TABLE published_articles ADD COLUMN text TEXT NOT NULL DEFAULT '';
UPDATE published_articles SET (blocks, html, text) =
    (SELECT b.blocks, b.html, b.text FROM published_bodies AS b WHERE b.article_id = published_articles.id);
DROP TABLE published_bodies;
