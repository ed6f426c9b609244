DROP TRIGGER audit_log_is_not_replaced;
DROP INDEX audit_log_actor;
DROP INDEX audit_log_target;
DROP INDEX audit_log_action;
DROP INDEX audit_log_at;
CREATE INDEX audit_log_target ON audit_log (target_kind, target_id, id);
CREATE INDEX audit_log_actor ON audit_log (actor_kind, actor_id, id);
DROP INDEX preview_tokens_expires_at;
DROP TABLE article_search;
CREATE VIRTUAL TABLE article_search USING fts5 (words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0");
DROP VIEW calendar;
CREATE VIEW calendar AS
SELECT id AS article_id, 'publish' AS kind, publish_at AS at, head_revision, created_by FROM articles
WHERE publish_at IS NOT NULL AND status = 'scheduled'
UNION ALL
SELECT id, 'expire', expires_at, head_revision, created_by FROM articles
WHERE expires_at IS NOT NULL AND status IN ('published', 'scheduled')
UNION ALL
SELECT id, 'embargo', embargo_until, head_revision, created_by FROM articles
WHERE embargo_until IS NOT NULL AND status IN ('draft', 'in_review', 'scheduled', 'withdrawn');
DROP INDEX articles_expiry_due;
DROP INDEX articles_publication_due;
CREATE INDEX articles_publish_at ON articles (publish_at, id) WHERE publish_at IS NOT NULL;
