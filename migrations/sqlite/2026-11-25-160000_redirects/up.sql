-- Where old addresses lead, as editors have set it. Paths begin with a slash, in one spelling.
CREATE TABLE redirects (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    from_path TEXT NOT NULL UNIQUE,
    to_address TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE VIEW published_redirects AS
SELECT id, from_path, to_address FROM redirects;
