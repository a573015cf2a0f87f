package community

import (
	"math"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// Place is a community as the master data know it.
type Place struct {
	CommunityID string
	StoreID     string // that serves it, empty if nobody knows
	Point       Point
	Households  uint32 // 0: unknown
}

// PlacesFromRecord reads community_id, store_id, latitude, longitude and households.
func PlacesFromRecord(rec arrow.Record) ([]Place, error) {
	r := column.Read("communities", rec)
	id, store, lat, lon, households := r.Strings("community_id"), r.Strings("store_id"), r.Floats("latitude"), r.Floats("longitude"), r.Ints("households")
	if r.Err() != nil {
		return nil, r.Err()
	}
	out := make([]Place, len(id))
	for i := range id {
		out[i] = Place{own(id[i]), own(store[i]), Point{lat[i], lon[i]}, uint32(min(max(0, households[i]), math.MaxUint32))}
	}
	return out, nil
}

// Shop is a store as the master data know it.
type Shop struct {
	StoreID  string
	Point    Point
	OpenDays int64 // -1: unknown
}

// ShopsFromRecord reads store_id, latitude, longitude and open_days.
func ShopsFromRecord(rec arrow.Record) ([]Shop, error) {
	r := column.Read("stores", rec)
	id, lat, lon, open := r.Strings("store_id"), r.Floats("latitude"), r.Floats("longitude"), r.Ints("open_days")
	if r.Err() != nil {
		return nil, r.Err()
	}
	out := make([]Shop, len(id))
	for i := range id {
		out[i] = Shop{own(id[i]), Point{lat[i], lon[i]}, open[i]}
	}
	return out, nil
}

// own copies a text out of a record that will be released.
func own(s string) string { return strings.Clone(s) }

// owned copies texts out of a record, each once.
func owned(list []string) []string {
	seen := map[string]string{}
	for i, s := range list {
		mine, ok := seen[s]
		if !ok {
			mine = strings.Clone(s)
			seen[mine] = mine
		}
		list[i] = mine
	}
	return list
}

// Point is a place on earth in degrees.
type Point struct{ Latitude, Longitude float64 }

// Known tells whether it is a point at all: 0, 0 in the Gulf of Guinea is what empty cells of a spreadsheet become.
func (p Point) Known() bool {
	return math.Abs(p.Latitude) <= 90 && math.Abs(p.Longitude) <= 180 && (p.Latitude != 0 || p.Longitude != 0)
}

const earthRadius = 6371.0088 // km, mean

// Distance is the great-circle distance in km, by the haversine formula.
func (p Point) Distance(q Point) float64 {
	rad := math.Pi / 180
	u, v := math.Sin((q.Latitude-p.Latitude)*rad/2), math.Sin((q.Longitude-p.Longitude)*rad/2)
	h := u*u + math.Cos(p.Latitude*rad)*math.Cos(q.Latitude*rad)*v*v
	return 2 * earthRadius * math.Asin(math.Sqrt(math.Min(1, h)))
}
