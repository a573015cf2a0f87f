package group

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Success is how well chances of success were told.
type Success struct {
	Name        string
	AUC         float64
	Within      float64 // AUC among the launches of one initiator: only which item was chosen can tell
	Pairs       float64 // of a success and a failure of one initiator, that Within rests on; 0: it says nothing
	LogLoss     float64
	Calibration float64 // mean distance between told and seen over tenths of the launches (ECE)
	Low, High   float64 // 95 % interval of AUC, over initiators
}

func clip(p float64) float64 { return math.Max(.005, math.Min(.995, p)) }

func auc(p, y []float64) float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	rank, won := 0.0, 0.0
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && p[order[j]] == p[order[i]] {
			j++
		}
		for _, k := range order[i:j] {
			rank += y[k] * float64(i+j+1) / 2
			won += y[k]
		}
		i = j
	}
	lost := float64(len(p)) - won
	if won == 0 || lost == 0 {
		return math.NaN()
	}
	return (rank - won*(won+1)/2) / (won * lost)
}

// measure scores chances p of outcomes y of launches by who.
func measure(name string, p, y []float64, who []int32, seed uint64) Success {
	s := Success{Name: name, AUC: auc(p, y)}
	of := map[int32][]int{}
	var people []int32
	for k, a := range who {
		if of[a] == nil {
			people = append(people, a)
		}
		of[a] = append(of[a], k)
	}
	better, pairs := 0.0, 0.0
	for _, a := range people {
		for _, i := range of[a] {
			for _, j := range of[a] {
				if y[i] == 1 && y[j] == 0 {
					pairs++
					switch {
					case p[i] > p[j]:
						better++
					case p[i] == p[j]:
						better += .5
					}
				}
			}
		}
	}
	if s.Pairs = pairs; pairs > 0 {
		s.Within = better / pairs
	}
	for k := range p {
		q := clip(p[k])
		s.LogLoss -= (y[k]*math.Log(q) + (1-y[k])*math.Log(1-q)) / float64(len(p))
	}
	order := rand.New(rand.NewPCG(seed, 2)).Perm(len(p)) // equal chances fall into tenths at random, not as the file has them
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	for t := range 10 {
		part := order[t*len(order)/10 : (t+1)*len(order)/10]
		told, seen := 0.0, 0.0
		for _, k := range part {
			told, seen = told+p[k], seen+y[k]
		}
		s.Calibration += math.Abs(told-seen) / float64(len(p))
	}
	s.Low, s.High = interval(p, y, people, of, seed)
	return s
}

// draws of the bootstrap.
const draws = 60

func interval(p, y []float64, people []int32, of map[int32][]int, seed uint64) (low, high float64) {
	rng := rand.New(rand.NewPCG(seed, 1))
	var got []float64
	for range draws {
		var a, b []float64
		for range people {
			for _, k := range of[people[rng.IntN(len(people))]] {
				a, b = append(a, p[k]), append(b, y[k])
			}
		}
		got = append(got, auc(a, b))
	}
	mean, square := 0.0, 0.0
	for _, x := range got {
		mean, square = mean+x/draws, square+x*x/draws
	}
	sd := math.Sqrt(math.Max(0, square-mean*mean))
	all := auc(p, y)
	return all - 1.96*sd, all + 1.96*sd
}
