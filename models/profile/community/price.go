package community

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
	"github.com/linli-project/linli/models/shrink"
)

const bands = 4

// PriceBands holds units and spend per community, category and band, 1 the cheapest, and the prices that a band reaches from and to
// in the chain.
type PriceBands struct {
	CommunityID, Category []string
	Band                  []int64
	From, To              []int64 // fen
	MilliUnits, SpendFen  []int64
}

// PriceBandsFromRecord reads community_id, category, band, from_fen, to_fen, milli_units and spend_fen.
func PriceBandsFromRecord(rec arrow.Record) (PriceBands, error) {
	r := column.Read("community price bands", rec)
	p := PriceBands{CommunityID: owned(r.Strings("community_id")), Category: owned(r.Strings("category")), Band: r.Ints("band"),
		From: r.Ints("from_fen"), To: r.Ints("to_fen"), MilliUnits: r.Ints("milli_units"), SpendFen: r.Ints("spend_fen")}
	return p, r.Err()
}

// PriceNoise says how far users differ: sums over users per category and band, of units and of spend.
type PriceNoise map[string][bands][2]Moments

// PriceNoiseFromRecord reads category, band, users, and the sums of units (n, nn, x, xx, xn) and of spend (m, mm, y, yy, ym).
func PriceNoiseFromRecord(rec arrow.Record) (PriceNoise, error) {
	r := column.Read("community price noise", rec)
	category, band, users := owned(r.Strings("category")), r.Ints("band"), r.Ints("users")
	n, nn, x, xx, xn := r.Floats("n"), r.Floats("nn"), r.Floats("x"), r.Floats("xx"), r.Floats("xn")
	m, mm, y, yy, ym := r.Floats("m"), r.Floats("mm"), r.Floats("y"), r.Floats("yy"), r.Floats("ym")
	if r.Err() != nil {
		return nil, r.Err()
	}
	out := PriceNoise{}
	for i, name := range category {
		if band[i] < 1 || band[i] > bands {
			return nil, fmt.Errorf("community price noise: row %d: band %d; bands are 1 to 4", i, band[i])
		}
		list := out[name]
		list[band[i]-1] = [2]Moments{{float64(users[i]), n[i], nn[i], x[i], xx[i], xn[i]}, {float64(users[i]), m[i], mm[i], y[i], yy[i], ym[i]}}
		out[name] = list
	}
	return out, nil
}

// PriceRow is a band's share of what a community's buyers of a category buy and spend.
type PriceRow struct {
	CommunityID     string  `ch:"community_id"`
	Category        string  `ch:"category"`
	Band            uint8   `ch:"band"`
	FromFen         int64   `ch:"from_fen"`
	ToFen           int64   `ch:"to_fen"`
	Buyers          uint32  `ch:"buyers"`
	Units           float64 `ch:"units"`
	SpendFen        int64   `ch:"spend_fen"`
	UnitShare       float64 `ch:"unit_share"`
	UnitLow         float64 `ch:"unit_low"`
	UnitHigh        float64 `ch:"unit_high"`
	ChainUnitShare  float64 `ch:"chain_unit_share"`
	SpendShare      float64 `ch:"spend_share"`
	SpendLow        float64 `ch:"spend_low"`
	SpendHigh       float64 `ch:"spend_high"`
	ChainSpendShare float64 `ch:"chain_spend_share"`
}

// Prices gives, for every community of at least k buyers and every category of at least k buyers there, the share of each band.
// A category whose goods have one price has no bands and no rows. Sensitive categories must not be among the bands.
func Prices(b PriceBands, noise PriceNoise, cells CategoryBuyers, buyers Buyers, privacy Privacy) ([]PriceRow, error) {
	k, err := privacy.least()
	if err != nil {
		return nil, err
	}
	all, err := places(buyers)
	if err != nil {
		return nil, err
	}
	shelves, err := b.shelves(all, cells, privacy)
	if err != nil {
		return nil, err
	}
	size := make([]float64, len(all))
	for c, p := range all {
		size[c] = p.buyers
	}
	in := counted(size, k)
	var rows []PriceRow
	for _, s := range shelves {
		var estimates [2][bands][]estimate
		var chain [2][bands]float64
		for kind := range estimates {
			for band := range bands {
				if estimates[kind][band], chain[kind][band], err = s.estimate(in, kind, band, noise[s.category][band][kind]); err != nil {
					return nil, fmt.Errorf("community: prices of category %q: %w", s.category, err)
				}
			}
		}
		if slices.Max(chain[0][:]) > 0.999 {
			continue
		}
		for c := range all {
			if s.buyers[c] < k || s.sold[c].total(0) == 0 || s.sold[c].total(1) == 0 {
				continue
			}
			for band := range bands {
				if chain[0][band] == 0 { // prices are so few that no goods fall into it
					continue
				}
				u, m := normal(estimates[0], c, band), normal(estimates[1], c, band)
				rows = append(rows, PriceRow{CommunityID: all[c].id, Category: s.category, Band: uint8(band + 1), FromFen: s.from[band], ToFen: s.to[band], Buyers: uint32(s.buyers[c]),
					Units: s.sold[c][0][band] / 1000, SpendFen: int64(s.sold[c][1][band]),
					UnitShare: u.mean, UnitLow: u.low, UnitHigh: u.high, ChainUnitShare: chain[0][band],
					SpendShare: m.mean, SpendLow: m.low, SpendHigh: m.high, ChainSpendShare: chain[1][band]})
			}
		}
	}
	slices.SortFunc(rows, func(a, b PriceRow) int {
		return cmp.Or(cmp.Compare(a.CommunityID, b.CommunityID), cmp.Compare(a.Category, b.Category), cmp.Compare(a.Band, b.Band))
	})
	return rows, nil
}

type estimate struct{ mean, low, high float64 }

// normal is an estimate so scaled that the bands add up to 1.
func normal(of [bands][]estimate, c, band int) estimate {
	sum := 0.0
	for b := range bands {
		sum += of[b][c].mean
	}
	e := of[band][c]
	if sum == 0 {
		return e
	}
	return estimate{e.mean / sum, e.low / sum, math.Min(1, e.high/sum)}
}

// estimate is a band's share per place, and in the chain.
func (s *shelf) estimate(in []bool, kind, band int, m Moments) ([]estimate, float64, error) {
	part, whole := 0.0, 0.0
	for c := range s.sold {
		if in[c] {
			part += s.sold[c][kind][band]
			whole += s.sold[c].total(kind)
		}
	}
	out := make([]estimate, len(s.sold))
	if part == 0 || part == whole {
		share := 0.0
		if whole > 0 {
			share = part / whole
		}
		for c := range out {
			out[c] = estimate{share, share, share}
		}
		return out, share, nil
	}
	share := part / whole
	each := 1.0 // independent trials that a buyer is worth
	if m.Users > 0 {
		each = m.size(share) / m.Users
	}
	k, n := make([]float64, len(s.sold)), make([]float64, len(s.sold))
	for c := range s.sold {
		if total := s.sold[c].total(kind); total > 0 && in[c] {
			n[c] = each * s.buyers[c]
			k[c] = math.Min(n[c], n[c]*s.sold[c][kind][band]/total)
		}
	}
	prior, err := shrink.FitShare(k, n, share)
	if err != nil {
		return nil, 0, err
	}
	for c := range out {
		p := prior.Posterior(k[c], n[c])
		out[c] = estimate{p.Mean(), p.Quantile(lowEnd), p.Quantile(highEnd)}
	}
	return out, share, nil
}
