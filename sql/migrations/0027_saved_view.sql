-- Views of the board that somebody keeps under a name; the newest row of a name counts, read with FINAL.
CREATE TABLE IF NOT EXISTS saved_view
(
    login   String COMMENT 'whose, of table account',
    name    String COMMENT '1 to 40 characters',
    address String COMMENT 'the choices of the board as it writes them into its address, after the question mark',
    shared  UInt8 COMMENT '1: every manager sees it, 0: its owner alone',
    removed UInt8 COMMENT '1: taken off the list',
    at      DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(at)
ORDER BY (login, name);
