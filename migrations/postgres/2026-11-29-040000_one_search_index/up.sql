-- One vector: the words of a headline are in it once more with `^` before them, and those of headline, kicker and lead with
-- `~`, so that a search in them reads no more of the index than it finds.
ALTER TABLE published_search DROP COLUMN headline_words;
ALTER TABLE published_search DROP COLUMN opening_words;

-- What is searched, for articles that are found otherwise, and where its words stand in the text, for marking what is found.
ALTER TABLE published_bodies ADD COLUMN document TEXT NOT NULL DEFAULT '';
ALTER TABLE published_bodies ADD COLUMN word_places BYTEA NOT NULL DEFAULT '';
INSERT INTO renewal_backlog (article_id)
SELECT id FROM published_articles WHERE id NOT IN (SELECT article_id FROM renewal_backlog);
