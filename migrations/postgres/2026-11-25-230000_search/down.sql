DROP TABLE renewal_backlog;
DROP TABLE published_search;
