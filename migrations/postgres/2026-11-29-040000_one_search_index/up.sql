-- One vector: the words of a headline are in it once more with `^` before them, and those of headline, kicker and lead with
-- `~`, so that a search in them reads no more of the index than it finds.
ALTER TABLE published_search DROP COLUMN headline_words;
ALTER TABLE published_search DROP COLUMN opening_words;

-- The text's words, folded, and their places, for marking what is found.
ALTER TABLE published_bodies ADD COLUMN folded_words TEXT NOT NULL DEFAULT '';
ALTER TABLE published_bodies ADD COLUMN word_places BYTEA NOT NULL DEFAULT '';
INSERT INTO renewal_backlog (article_id)
SELECT id FROM published_articles WHERE id NOT IN (SELECT article_id FROM renewal_backlog);
