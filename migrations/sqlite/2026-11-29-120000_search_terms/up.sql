-- The words that published articles have had, for suggestions and for searches by other forms: each before its language,
-- backward after `<`, and after `=`, its language and its stem. Words are only added.
CREATE TABLE published_vocabulary (
    word TEXT PRIMARY KEY NOT NULL
) WITHOUT ROWID;

-- Words are folded further than before: the index is built anew.
INSERT INTO rebuild_queue (article_id)
SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM rebuild_queue);
