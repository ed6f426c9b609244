-- The words that published articles have had, for suggestions and for searches by other forms: each before its language,
-- backward after `<`, and after `=`, its language and its stem. Words are only added.
CREATE TABLE published_vocabulary (
    word TEXT PRIMARY KEY NOT NULL
) WITHOUT ROWID;

-- Articles that are to be put into the search indexes anew, because words are folded further than before. Servers do it while they
-- run, the newest first.
CREATE TABLE reindex_queue (
    article_id BIGINT PRIMARY KEY NOT NULL REFERENCES articles (id) ON DELETE CASCADE
);
INSERT INTO reindex_queue (article_id) SELECT id FROM articles;
