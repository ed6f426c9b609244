ALTER TABLE published_bodies DROP COLUMN word_places;
ALTER TABLE published_bodies DROP COLUMN document;
ALTER TABLE published_search ADD COLUMN headline_words TSVECTOR NOT NULL DEFAULT '';
ALTER TABLE published_search ADD COLUMN opening_words TSVECTOR NOT NULL DEFAULT '';
CREATE INDEX published_search_headline_words ON published_search USING gin (headline_words);
CREATE INDEX published_search_opening_words ON published_search USING gin (opening_words);
INSERT INTO renewal_backlog (article_id)
SELECT id FROM published_articles WHERE id NOT IN (SELECT article_id FROM renewal_backlog);
