-- What is due: found by its state and its time, however much has been published.
CREATE INDEX articles_publication_due ON articles (status, publish_at, id) WHERE publish_at IS NOT NULL;
CREATE INDEX articles_expiry_due ON articles (status, expires_at, id) WHERE expires_at IS NOT NULL;
DROP INDEX articles_publish_at;

CREATE INDEX preview_tokens_expires_at ON preview_tokens (expires_at);

-- The log by its time.
DROP INDEX audit_log_target;
DROP INDEX audit_log_actor;
CREATE INDEX audit_log_at ON audit_log (at, id);
CREATE INDEX audit_log_action ON audit_log (action, at, id);
CREATE INDEX audit_log_target ON audit_log (target_kind, target_id, at, id);
CREATE INDEX audit_log_actor ON audit_log (actor_kind, actor_id, at, id);

-- Answers are kept sealed from now on; those that were not are forgotten.
DELETE FROM idempotency_keys;
