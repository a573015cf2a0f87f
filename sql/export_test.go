package sql

// TablesIn for tests from outside.
var TablesIn = tablesIn
