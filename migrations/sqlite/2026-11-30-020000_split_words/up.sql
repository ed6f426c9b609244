-- The vocabulary now also has the words that apostrophes or zero-width non-joiners split, so all articles are to be indexed anew.
INSERT INTO reindex_queue (article_id) SELECT id FROM articles WHERE TRUE ON CONFLICT DO NOTHING;
