// Package calendar tells what a day is to Chinese shoppers: day off or working
// day, public holiday, festival, date of the lunar calendar, solar term, and how far
// the next of them is. By table, from 2015 to 2030.
//
// Units: days since 1970-01-01, as models/forecast counts them; distances in days.
//
// Public holidays and working weekends (调休) of 2015 to 2026 are those of the yearly
// notices of the State Council's General Office (国务院办公厅关于部分节假日安排的通知),
// with the changes made during the year: the days round 3 September 2015, Labour Day
// 2019 made longer in March, the Spring Festival of 2020 made longer to 2 February. Of
// later years only the statutory days are known (全国年节及纪念日放假办法, as revised in
// November 2024): Spring Festival four days from New Year's Eve, Labour Day two,
// National Day three, one day each New Year, Qingming, Dragon Boat and Mid-Autumn; one
// that falls on a weekend, or on another, is made up for on the next working day.
// There are no working weekends in these years: see Known.
//
// Lunar months begin on the day of the new moon at 120° east, solar terms on the day
// when the sun's longitude reaches a multiple of 15° (GB/T 33661-2017); both tables
// were computed from the ephemerides and agree with the published new year's days.
//
// Before 2015 and after 2030 a day is a working day or a weekend, and nothing else is
// known of it. There are no errors.
package calendar
