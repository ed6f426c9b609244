-- What is due: found by its state and its time, however much has been published.
CREATE INDEX articles_publication_due ON articles (status, publish_at, id) WHERE publish_at IS NOT NULL;
CREATE INDEX articles_expiry_due ON articles (status, expires_at, id) WHERE expires_at IS NOT NULL;
DROP INDEX articles_publish_at;

-- What is going to happen, by its time: the plus keeps the planner from going through all of a state.
DROP VIEW calendar;
CREATE VIEW calendar AS
SELECT id AS article_id, 'publish' AS kind, publish_at AS at, head_revision, created_by FROM articles
WHERE publish_at IS NOT NULL AND status = 'scheduled'
UNION ALL
SELECT id, 'expire', expires_at, head_revision, created_by FROM articles
WHERE expires_at IS NOT NULL AND +status IN ('published', 'scheduled')
UNION ALL
SELECT id, 'embargo', embargo_until, head_revision, created_by FROM articles
WHERE embargo_until IS NOT NULL AND +status IN ('draft', 'in_review', 'scheduled', 'withdrawn');

-- Words by what they begin with. Articles are put into it again when the server starts.
DROP TABLE article_search;
CREATE VIRTUAL TABLE article_search USING fts5 (words, content = '', contentless_delete = 1, prefix = '2 3 4', tokenize = "unicode61 remove_diacritics 0");

CREATE INDEX preview_tokens_expires_at ON preview_tokens (expires_at);

-- The log by its time.
DROP INDEX audit_log_target;
DROP INDEX audit_log_actor;
CREATE INDEX audit_log_at ON audit_log (at, id);
CREATE INDEX audit_log_action ON audit_log (action, at, id);
CREATE INDEX audit_log_target ON audit_log (target_kind, target_id, at, id);
CREATE INDEX audit_log_actor ON audit_log (actor_kind, actor_id, at, id);

-- REPLACE deletes without asking the trigger for deletions.
CREATE TRIGGER audit_log_is_not_replaced BEFORE INSERT ON audit_log
WHEN EXISTS (SELECT 1 FROM audit_log WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

-- Answers are kept sealed from now on; those that were not are forgotten.
DELETE FROM idempotency_keys;
