-- Names that say what the tables and columns hold.
ALTER TABLE comment_marks RENAME TO comment_reactions;
ALTER TABLE renewal_backlog RENAME TO rebuild_queue;
ALTER TABLE reader_secrets RENAME TO pseudonym_secrets;
ALTER TABLE site RENAME COLUMN names_version TO taxonomy_version;
ALTER TABLE published_bodies RENAME COLUMN word_places TO word_positions;
