-- What an older server does not know.
UPDATE published_articles SET comment_policy = 'moderated' WHERE comment_policy = 'open';
ALTER TABLE site DROP COLUMN stale_since;
ALTER TABLE published_articles DROP COLUMN comments_follow_site;
ALTER TABLE site DROP COLUMN version;
ALTER TABLE site DROP COLUMN comments_policy;
DROP TABLE comment_rules;
DROP TABLE reader_secrets;
DROP TABLE comment_marks;
DROP INDEX comments_author_email;
DROP INDEX comments_reader;
DROP INDEX comments_fingerprint;
DROP INDEX comments_reported;
DROP INDEX comments_best_threads;
DROP INDEX comments_threads;
DROP INDEX comments_parent_id;
DROP VIEW published_comments;
ALTER TABLE comments DROP COLUMN erased_at;
ALTER TABLE comments DROP COLUMN reader;
ALTER TABLE comments DROP COLUMN fingerprint;
ALTER TABLE comments DROP COLUMN reported_at;
ALTER TABLE comments DROP COLUMN reports;
ALTER TABLE comments DROP COLUMN likes;
ALTER TABLE comments DROP COLUMN replies;
ALTER TABLE comments DROP COLUMN reasons;
CREATE INDEX comments_parent_id ON comments (parent_id);
CREATE VIEW published_comments AS
SELECT comments.id, comments.article_id, comments.parent_id, comments.author_name, comments.body, comments.created_at
FROM comments
INNER JOIN published_articles ON published_articles.id = comments.article_id
LEFT JOIN comments AS parents ON parents.id = comments.parent_id
WHERE comments.status = 'approved' AND (comments.parent_id IS NULL OR parents.status = 'approved');
