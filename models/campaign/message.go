package campaign

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"
)

// The messages.
const (
	Campaign   = "campaign"
	Repurchase = "repurchase"
	Winback    = "winback"
	Newcomers  = "newcomers"
	Clearance  = "clearance"
	Trial      = "trial"
)

// Names are the messages that there are templates for, and Languages theirs.
var (
	Names     = []string{Campaign, Repurchase, Winback, Newcomers, Clearance, Trial}
	Languages = []string{"zh", "en"}
)

// Fields are what a template can show, in the language of the message. A figure that is not known is 0, a text empty: templates leave
// the sentence out.
type Fields struct {
	Store     string
	Community string
	Product   string
	Category  string
	Unit      string // measure word
	Price     string // of the catalogue or a campaign, yuan: 12.90
	GroupSize int    // buyers needed
	Buyers    int    // neighbours who bought, within Days
	Days      int    // days looked back on
	Cycle     int    // days after which half of the buyers bought again
	Stock     int    // units left
	Life      int    // days that the product keeps
}

func (f Fields) names() []string {
	return []string{f.Store, f.Community, f.Product, f.Category, f.Unit}
}

func (f Fields) figures() []float64 {
	out := []float64{float64(f.GroupSize), float64(f.Buyers), float64(f.Days), float64(f.Cycle), float64(f.Stock), float64(f.Life)}
	out = slices.DeleteFunc(out, func(v float64) bool { return v == 0 })
	if v, err := strconv.ParseFloat(f.Price, 64); err == nil {
		out = append(out, v)
	}
	return out
}

// Own is a merchandiser's text in place of a bundled one; an empty text is none.
type Own struct{ Name, Language, Text string }

// Message is what to send.
type Message struct {
	Text     string // empty: none can be given
	Template string // bundled, own; empty without a text
	Note     string // why the own text was not used, or there is no message
}

//go:embed templates/*.txt
var files embed.FS

type key struct{ name, language string }

// Book holds the templates.
type Book struct {
	bundled, own map[key]*template.Template
	broken       map[key]string
}

// NewBook parses the bundled templates, and the own ones as far as they can be used.
func NewBook(own []Own) (*Book, error) {
	b := &Book{bundled: map[key]*template.Template{}, own: map[key]*template.Template{}, broken: map[key]string{}}
	for _, name := range Names {
		for _, language := range Languages {
			text, err := files.ReadFile("templates/" + name + "." + language + ".txt")
			if err != nil {
				return nil, fmt.Errorf("campaign: bundled template: %w", err)
			}
			if b.bundled[key{name, language}], err = readTemplate(name, string(text)); err != nil {
				return nil, fmt.Errorf("campaign: bundled template %s in %s: %w", name, language, err)
			}
		}
	}
	for _, o := range own {
		k := key{o.Name, o.Language}
		if strings.TrimSpace(o.Text) == "" || b.bundled[k] == nil {
			continue
		}
		t, err := readTemplate(o.Name, o.Text)
		if err != nil {
			b.broken[k] = err.Error()
			continue
		}
		b.own[k] = t
	}
	return b, nil
}

// Write gives the message of that name, checked.
func (b *Book) Write(name, language string, f Fields) (Message, error) {
	k := key{name, language}
	t, ok := b.bundled[k]
	if !ok {
		return Message{}, fmt.Errorf("campaign: no template %q in %q; there are %s, in %s", name, language, strings.Join(Names, ", "), strings.Join(Languages, " and "))
	}
	var note string
	if reason := b.broken[k]; reason != "" {
		note = "own text not used: " + reason
	} else if own := b.own[k]; own != nil {
		text, err := write(own, language, f)
		if err == nil {
			return Message{Text: text, Template: "own"}, nil
		}
		note = "own text not used: " + err.Error()
	}
	text, err := write(t, language, f)
	if err == nil {
		return Message{Text: text, Template: "bundled", Note: note}, nil
	}
	return Message{Note: strings.TrimPrefix(note+"; no message: "+err.Error(), "; ")}, nil
}

func write(t *template.Template, language string, f Fields) (string, error) {
	var out strings.Builder
	if err := t.Execute(&limited{w: &out, left: 8 << 10}, f); err != nil {
		return "", err
	}
	text := strings.TrimSpace(out.String())
	return text, Check(text, language, f)
}

// limited stops a template that writes without end.
type limited struct {
	w    io.Writer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	if l.left -= len(p); l.left < 0 {
		return 0, errors.New("it is far too long")
	}
	return l.w.Write(p)
}

// comparing are the only functions that a template may call: others could run without end.
var comparing = []string{"and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge"}

// readTemplate parses a text that may show fields, under conditions, and nothing else.
func readTemplate(name, text string) (*template.Template, error) {
	t, err := template.New(name).Parse(text)
	if err != nil {
		return nil, errors.New(strings.TrimPrefix(err.Error(), "template: "))
	}
	if len(t.Templates()) > 1 {
		return nil, errors.New("it defines other templates; only fields and {{if}} are allowed")
	}
	if t.Tree == nil {
		return nil, errors.New("it is empty")
	}
	return t, allowed(t.Root)
}

func allowed(node parse.Node) error {
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return nil
		}
		for _, x := range n.Nodes {
			if err := allowed(x); err != nil {
				return err
			}
		}
		return nil
	case *parse.TextNode, *parse.CommentNode, *parse.FieldNode, *parse.NumberNode, *parse.StringNode, *parse.BoolNode:
		return nil
	case *parse.IfNode:
		return errors.Join(allowed(n.Pipe), allowed(n.List), allowed(n.ElseList))
	case *parse.ActionNode:
		return allowed(n.Pipe)
	case *parse.PipeNode:
		if len(n.Decl) > 0 {
			return errors.New("it sets a variable; only fields and {{if}} are allowed")
		}
		for _, c := range n.Cmds {
			for _, x := range c.Args {
				if err := allowed(x); err != nil {
					return err
				}
			}
		}
		return nil
	case *parse.IdentifierNode:
		if slices.Contains(comparing, n.Ident) {
			return nil
		}
	}
	return fmt.Errorf("it says {{%s}}; only fields and {{if}} are allowed", node)
}
