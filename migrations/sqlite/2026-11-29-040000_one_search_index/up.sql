-- One full-text table: the words of a headline are in it once more with `^` before them, and those of headline, kicker and
-- lead with `~`, so that a search in them reads no more of the index than it finds.
DROP TABLE published_headline_words;
DROP TABLE published_opening_words;
DROP TABLE published_words;
CREATE VIRTUAL TABLE published_words USING fts5 (
    words,
    content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
);
DELETE FROM published_search;

-- What is searched, for articles that are found otherwise, and where its words stand in the text, for marking what is found.
ALTER TABLE published_bodies ADD COLUMN document TEXT NOT NULL DEFAULT '';
ALTER TABLE published_bodies ADD COLUMN word_places BLOB NOT NULL DEFAULT x'';
INSERT INTO renewal_backlog (article_id)
SELECT id FROM published_articles WHERE id NOT IN (SELECT article_id FROM renewal_backlog);
