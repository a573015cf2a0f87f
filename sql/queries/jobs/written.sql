-- One number for what some tables hold: every insert, removal and swap changes it, a merge of parts does not. The second number
-- changes when stored rows were altered in place. Zero: this server shows no parts of the tables.
SELECT sum(cityHash64(table, partition_id, newest, rows, altered)) AS state, sum(altered > 0 ? cityHash64(table, partition_id, altered) : 0) AS mutation
FROM
(
    SELECT table, partition_id, max(max_block_number) AS newest, sum(rows) AS rows,
        -- the fifth part of a name such as 202611_1_4_1_7 is the last mutation
        max(toUInt64OrZero(splitByChar('_', name)[5])) AS altered
    FROM system.parts
    WHERE database = currentDatabase() AND active AND table IN {tables:Array(String)}
    GROUP BY table, partition_id
)
