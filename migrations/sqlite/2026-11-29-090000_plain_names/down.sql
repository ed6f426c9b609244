ALTER TABLE published_bodies RENAME COLUMN word_positions TO word_places;
ALTER TABLE site RENAME COLUMN taxonomy_version TO names_version;
ALTER TABLE pseudonym_secrets RENAME TO reader_secrets;
ALTER TABLE rebuild_queue RENAME TO renewal_backlog;
ALTER TABLE comment_reactions RENAME TO comment_marks;
