-- What is to be put into the index of working copies: the words of articles saved a moment ago. Until then they are searched
-- here. A full-text index takes many articles at once for little more than one.
CREATE TABLE article_search_queue (
    article_id BIGINT PRIMARY KEY NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    words TEXT NOT NULL
);

-- What is to be put into the index of published articles before the transaction is committed.
CREATE TABLE published_search_queue (
    article_id BIGINT PRIMARY KEY NOT NULL REFERENCES published_articles (id) ON DELETE CASCADE
);
