-- From which networks accounts have signed in of late. `subject` is the digest of an account's e-mail address and a client's network.
CREATE TABLE sign_in_networks (
    subject TEXT PRIMARY KEY NOT NULL,
    last_used_at BIGINT NOT NULL
);

CREATE INDEX sign_in_networks_last_used_at ON sign_in_networks (last_used_at);
