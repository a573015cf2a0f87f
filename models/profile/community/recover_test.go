package community_test

import (
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/linli-project/linli/ingest/simulate"
	"github.com/linli-project/linli/models/profile/community"
)

// TestAffinityHoldsTheTruth: in simulated worlds the 95 % intervals hold the index that the world was made with in 93 to 97 % of
// the cells. LINLI_WORLDS asks for more worlds than the quick ones.
func TestAffinityHoldsTheTruth(t *testing.T) {
	worlds := 2
	if n, err := strconv.Atoi(os.Getenv("LINLI_WORLDS")); err == nil {
		worlds = n
	}
	held, plainly, all, below, above := 0, 0, 0, 0, 0
	width, plainWidth := 0.0, 0.0
	for seed := range worlds {
		cfg := simulate.Default()
		cfg.Seed, cfg.Days = uint64(seed+1), 35
		o := observe(t, cfg)
		rows, err := community.Affinity(o.cells, o.buyers, o.habits, community.Privacy{})
		if err != nil {
			t.Fatal(err)
		}
		plain, err := community.Affinity(o.cells, o.buyers, community.Habits{}, community.Privacy{})
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range rows {
			want, ok := o.truth[[2]string{r.CommunityID, r.Category}]
			if !ok {
				t.Fatalf("no truth about %s %s", r.CommunityID, r.Category)
			}
			all++
			switch {
			case want < r.Low:
				below++
			case want > r.High:
				above++
			default:
				held++
			}
			if p := plain[i]; p.Low <= want && want <= p.High {
				plainly++
			}
			width += math.Log(r.High / r.Low)
			plainWidth += math.Log(plain[i].High / plain[i].Low)
		}
	}
	rate := float64(held) / float64(all)
	t.Logf("%d worlds, %d cells: held %.4f (truth below %.4f, above %.4f), as if buyers were alike %.4f; intervals %.2f as wide", worlds, all, rate,
		float64(below)/float64(all), float64(above)/float64(all), float64(plainly)/float64(all), width/plainWidth)
	if rate < 0.93 || rate > 0.97 {
		t.Errorf("intervals hold the truth in %.3f of %d cells, want .93 to .97", rate, all)
	}
}
