-- The vocabulary now also has the words that texts part by apostrophes, so all articles are to be indexed anew.
INSERT INTO reindex_queue (article_id) SELECT id FROM articles WHERE TRUE ON CONFLICT DO NOTHING;
