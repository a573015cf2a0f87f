package chdb
