package words

import "golang.org/x/text/language"

// Preferred is the language of the pages that a browser asks for first in its header Accept-Language (RFC 9110, 12.5.4), such as
// "en-GB,en;q=0.9,zh;q=0.8"; Chinese where it names neither, or nonsense.
func Preferred(header string) Lang {
	tags, _, err := language.ParseAcceptLanguage(header) // the most wanted first
	if err != nil {
		return Chinese
	}
	for _, tag := range tags {
		switch base, _ := tag.Base(); base.String() {
		case string(Chinese):
			return Chinese
		case string(English):
			return English
		}
	}
	return Chinese
}
