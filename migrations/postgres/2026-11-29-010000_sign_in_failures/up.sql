-- Sign-ins that failed, counted for all servers together. `subject` is the digest of an account's e-mail address, whether
-- there is such an account or not, or of a client's network; the count ends with its window.
CREATE TABLE sign_in_failures (
    subject TEXT PRIMARY KEY NOT NULL,
    failed INTEGER NOT NULL,
    window_ends_at BIGINT NOT NULL
);

CREATE INDEX sign_in_failures_window_ends_at ON sign_in_failures (window_ends_at);
