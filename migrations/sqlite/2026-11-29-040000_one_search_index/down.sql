ALTER TABLE published_bodies DROP COLUMN word_places;
ALTER TABLE published_bodies DROP COLUMN document;
DROP TABLE published_words;
DELETE FROM published_search;
CREATE VIRTUAL TABLE published_headline_words USING fts5 (
    headline,
    content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
);
CREATE VIRTUAL TABLE published_opening_words USING fts5 (
    headline, kicker, lead,
    content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
);
CREATE VIRTUAL TABLE published_words USING fts5 (
    headline, kicker, lead, summary, body,
    content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
);
INSERT INTO renewal_backlog (article_id)
SELECT id FROM published_articles WHERE id NOT IN (SELECT article_id FROM renewal_backlog);
