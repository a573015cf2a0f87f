package forecast

import "errors"

type Options struct {
	Origin  int32 // last day to use; 0 means the last day of the panel
	Horizon int   // days ahead; 0 means 7
}

func Forecast(p Panel, opt Options) ([]Row, Notes, error) {
	return nil, Notes{}, errors.New("forecast: not written yet")
}
func Backtest(p Panel, origins []int32, opt Options) ([]ScoreRow, error) {
	return nil, errors.New("forecast: not written yet")
}
func Score(forecasts []Row, actuals Panel, origin int32) ([]ScoreRow, error) {
	return nil, errors.New("forecast: not written yet")
}
func Summarize(rows []ScoreRow) Summary { return Summary{} }
