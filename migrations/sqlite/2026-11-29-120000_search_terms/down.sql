DROP TABLE reindex_queue;
DROP TABLE published_vocabulary;
INSERT INTO rebuild_queue (article_id)
SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM rebuild_queue);
