package words

import "testing"

func TestPreferred(t *testing.T) {
	for header, want := range map[string]Lang{
		"": Chinese, "*": Chinese, "fr": Chinese, "en-US": English, "en-US,en;q=0.9": English, "EN": English, "zh-CN,zh;q=0.9,en;q=0.8": Chinese, "zh-TW": Chinese,
		"en;q=0.7, zh-Hans-CN;q=0.8": Chinese, "zh;q=0.1,en; q=0.2": English, "de-DE,de;q=0.9,en;q=0.5": English, "en;q=0": Chinese, "en;q=x": Chinese, ";;;,,,": Chinese,
		"zh,en": Chinese, "en,zh": English,
	} {
		if got := Preferred(header); got != want {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
}
