-- Words are folded a little further than before: the next start puts those of all articles into the indexes anew.
INSERT INTO renewal_backlog (article_id)
SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM renewal_backlog);
