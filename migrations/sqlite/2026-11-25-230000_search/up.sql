-- What readers search: the words of published articles, folded, in the order of their publication. A row's number in
-- the index is its key here: the second it was published in, and a number within that second.
CREATE TABLE published_search (
    article_id BIGINT PRIMARY KEY NOT NULL REFERENCES published_articles (id) ON DELETE CASCADE,
    published_at BIGINT NOT NULL,
    key BIGINT NOT NULL UNIQUE
);

-- Words are parted by spaces before they come here: everything else belongs to them.
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

-- Articles of which everything that is derived is to be made anew, the search indexes too: the next start sees to it.
CREATE TABLE renewal_backlog (
    article_id BIGINT PRIMARY KEY NOT NULL REFERENCES articles (id) ON DELETE CASCADE
);
INSERT INTO renewal_backlog (article_id) SELECT id FROM articles;
