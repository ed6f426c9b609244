-- Which transitions were made with which revision of an article, and by whom. The audit log has them too, but without the revision.
CREATE TABLE article_transitions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    revision BIGINT NOT NULL,
    transition TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BIGINT,
    actor_name TEXT NOT NULL,
    note TEXT
);

CREATE INDEX article_transitions_revision ON article_transitions (article_id, revision, id);

-- The transitions until now: each was made with the revision that was the newest at its time. A note that repeats the note of the
-- transition before is lost here, because the audit log has only members that changed.
INSERT INTO article_transitions (article_id, revision, transition, at, actor_kind, actor_id, actor_name, note)
SELECT target_id, revision, substr(action, 9), at, actor_kind, actor_id, actor_name, note
FROM (
    SELECT id, target_id, action, at, actor_kind, actor_id, actor_name,
        (
            SELECT number FROM article_revisions
            WHERE article_revisions.article_id = audit_log.target_id AND article_revisions.created_at <= audit_log.at
            ORDER BY number DESC LIMIT 1
        ) AS revision,
        (
            SELECT json_extract(value, '$.after') FROM json_each(audit_log.changes)
            WHERE json_extract(value, '$.member') = 'step_note'
        ) AS note
    FROM audit_log
    WHERE target_kind = 'article'
        AND action IN (
            'article.submit', 'article.return', 'article.schedule', 'article.unschedule', 'article.publish',
            'article.withdraw', 'article.kill', 'article.trash', 'article.restore'
        )
) AS made
-- Without transitions of a deleted article whose News ID is used again.
WHERE revision IS NOT NULL
ORDER BY id;
