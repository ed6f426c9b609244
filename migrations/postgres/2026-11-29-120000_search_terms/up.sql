-- The words that published articles have had, for suggestions: each forward and, after `<`, backward. Words are only added.
CREATE TABLE published_vocabulary (
    word TEXT COLLATE "C" PRIMARY KEY NOT NULL
);

-- Words are folded further than before, and stems are in the index: it is built anew.
INSERT INTO rebuild_queue (article_id)
SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM rebuild_queue);
