-- What the platform says it took in and paid out, order by order, as imported: settlement is checked against it to the fen. An order
-- may have rows on several days, such as a refund on the day it was paid back. The newest row of a key counts, read with FINAL; a row
-- whose figures are all 0 was taken back.
CREATE TABLE IF NOT EXISTS settlement_statement
(
    store_id         String,
    business_day     Date COMMENT 'day to which the platform counts the row',
    order_id         String,
    paid_fen         Int64 COMMENT 'paid by the customer, before refunds',
    refunded_fen     Int64 COMMENT 'paid back, above 0',
    commission_fen   Int64 COMMENT 'paid to the store on this row; below 0: taken back',
    commission_known UInt8 COMMENT '0: the statement does not speak of commission',
    source           String COMMENT 'name of the file',
    imported_at      DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(imported_at)
ORDER BY (store_id, business_day, order_id);
