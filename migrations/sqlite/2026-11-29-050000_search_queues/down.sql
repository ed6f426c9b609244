DROP TABLE published_search_queue;
INSERT INTO renewal_backlog (article_id)
SELECT article_id FROM article_search_queue WHERE article_id NOT IN (SELECT article_id FROM renewal_backlog);
DROP TABLE article_search_queue;
