ALTER TABLE users ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- Who is signed in. Of its refresh token, which is another one after each use, only digests are kept: of the part that
-- stays the same, by which a token that was used before is known, and of the part that changes. An id is never used
-- again: access tokens name it.
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    family TEXT NOT NULL UNIQUE,
    secret TEXT NOT NULL,
    user_agent TEXT,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX sessions_user_id ON sessions (user_id);
