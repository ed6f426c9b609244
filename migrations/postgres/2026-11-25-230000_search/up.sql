-- What readers search: the words of published articles, folded, in the order of their publication.
CREATE TABLE published_search (
    article_id BIGINT PRIMARY KEY NOT NULL REFERENCES published_articles (id) ON DELETE CASCADE,
    published_at BIGINT NOT NULL,
    headline_words TSVECTOR NOT NULL,
    opening_words TSVECTOR NOT NULL,
    words TSVECTOR NOT NULL
);
CREATE INDEX published_search_newest ON published_search (published_at, article_id);
CREATE INDEX published_search_headline_words ON published_search USING gin (headline_words);
CREATE INDEX published_search_opening_words ON published_search USING gin (opening_words);
CREATE INDEX published_search_words ON published_search USING gin (words);

-- Articles of which everything that is derived is to be made anew, the search indexes too: the next start sees to it.
CREATE TABLE renewal_backlog (
    article_id BIGINT PRIMARY KEY NOT NULL REFERENCES articles (id) ON DELETE CASCADE
);
INSERT INTO renewal_backlog (article_id) SELECT id FROM articles;
