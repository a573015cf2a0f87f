-- Sessions that were signed out since an instant, by the mark that the log keeps of them.
SELECT DISTINCT target AS mark FROM change_log WHERE at >= {since:DateTime64(3, 'UTC')} AND what = 'signout'
