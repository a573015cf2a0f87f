package api

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
)

// description is what the database says about its views.
type description struct {
	views   map[string]string // comment by view
	columns map[string][]column
}

type column struct {
	View    string `ch:"view"`
	Name    string `ch:"name"`
	Type    string `ch:"type"`
	Comment string `ch:"comment"`
}

// described asks the database once.
func (m *Room) described(ctx context.Context) (*description, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.describe != nil {
		return m.describe, nil
	}
	var views []struct {
		View    string `ch:"view"`
		Comment string `ch:"comment"`
	}
	var columns []column
	if err := m.db.Select(ctx, &views, "api/views", nil); err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	if err := m.db.Select(ctx, &columns, "api/columns", nil); err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	d := &description{map[string]string{}, map[string][]column{}}
	for _, v := range views {
		d.views[v.View] = v.Comment
	}
	for _, c := range columns {
		d.columns[c.View] = append(d.columns[c.View], c)
	}
	m.describe = d
	return d, nil
}

type object = map[string]any

// OpenAPI answers /api/openapi.json: the description of the interface, for everybody.
func (m *Room) OpenAPI(w http.ResponseWriter, r *http.Request) {
	d, err := m.described(r.Context())
	if err != nil {
		m.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(document(d))
}

// document is OpenAPI 3.1; encoding/json sorts the keys, so it is the same every time.
func document(d *description) object {
	paths, schemas := object{}, object{
		"Problem": object{"type": "object", "required": []string{"error"}, "properties": object{"error": object{
			"type": "object", "required": []string{"code", "message", "message_zh"},
			"properties": object{"code": text(""), "message": text("in English"), "message_zh": text("in Chinese")},
		}}},
	}
	for _, s := range Sets {
		schemas[s.Name] = rowSchema(d, s)
		paths[s.Path()] = object{"get": operation(d, s)}
	}
	paths["/api/openapi.json"] = object{"get": object{
		"operationId": "openapi", "summary": "This document", "security": []object{},
		"responses": object{"200": object{"description": "OpenAPI 3.1", "content": object{"application/json": object{"schema": object{"type": "object"}}}}},
	}}
	return object{
		"openapi": "3.1.0",
		"info": object{"title": "Linli 邻里", "version": "1", "license": object{"name": "see the repository"},
			"description": "Figures of a community group-buying chain. Money in fen, shares 0 to 1, days as 2026-11-22 in the store's own zone. " +
				"A key has the role and the stores of its account. 300 requests a minute."},
		"security":   []object{{"key": []string{}}},
		"paths":      paths,
		"components": object{"schemas": schemas, "securitySchemes": object{"key": object{"type": "http", "scheme": "bearer", "description": "made by: linli account key add LOGIN"}}},
	}
}

func operation(d *description, s Set) object {
	rows := object{"type": "array", "items": object{"$ref": "#/components/schemas/" + s.Name}}
	page := object{"type": "object", "required": []string{"table", "definition", "generated_at", "count", "rows"}, "properties": object{
		"table": text("name of the table"), "definition": text("what a row is"), "from": dayText("first day"), "to": dayText("last day"),
		"up_to": dayText("the newest night up to this day was read"), "stores": object{"type": "array", "items": text(""), "description": "stores that the answer was cut to; absent: all"},
		"generated_at": object{"type": "string", "format": "date-time"}, "count": object{"type": "integer"},
		"next": text("address of the next page; absent on the last one"), "rows": rows,
	}}
	binary := func(kind string) object { return object{"schema": object{"type": "string", "contentMediaType": kind}} }
	var parameters []object
	for _, name := range s.parameters() {
		parameters = append(parameters, object{"name": name, "in": "query", "description": meaning[name].about, "schema": meaning[name].schema})
	}
	answers := object{"200": object{"description": d.views["v_"+s.Name],
		"headers": object{"X-Row-Count": object{"schema": object{"type": "integer"}, "description": "rows of this page"},
			"Link": object{"schema": object{"type": "string"}, "description": "the next page, rel=next"}},
		"content": object{"application/json": object{"schema": page}, "text/csv": binary("text/csv"),
			"application/vnd.apache.arrow.stream": binary("application/vnd.apache.arrow.stream"), "application/vnd.apache.parquet": binary("application/vnd.apache.parquet")}}}
	for status, about := range map[string]string{"400": "a parameter is wrong", "401": "no valid key", "403": "the role or the stores of the key do not include this", "429": "too many requests", "503": "the data cannot be read right now"} {
		answers[status] = object{"description": about, "content": object{"application/json": object{"schema": object{"$ref": "#/components/schemas/Problem"}}}}
	}
	return object{"operationId": s.Name, "summary": s.Summary, "description": d.views["v_"+s.Name] + ". Roles: " + strings.Join(s.roles(), ", ") + ". ClickHouse view: v_" + s.Name + ".",
		"parameters": parameters, "responses": answers}
}

func rowSchema(d *description, s Set) object {
	properties, names := object{}, []string{}
	for _, c := range d.columns["v_"+s.Name] {
		property := object{"description": c.Comment}
		maps.Copy(property, jsonType(c.Type))
		properties[c.Name] = property
		names = append(names, c.Name)
	}
	return object{"type": "object", "description": d.views["v_"+s.Name], "properties": properties, "required": names}
}

// jsonType is how a column of ClickHouse comes in JSON.
func jsonType(kind string) object {
	switch {
	case kind == "Date":
		return object{"type": "string", "format": "date"}
	case strings.HasPrefix(kind, "Float"):
		return object{"type": []string{"number", "null"}}
	case strings.HasPrefix(kind, "Int"), strings.HasPrefix(kind, "UInt"):
		return object{"type": "integer"}
	}
	return object{"type": "string"}
}

func text(about string) object {
	o := object{"type": "string"}
	if about != "" {
		o["description"] = about
	}
	return o
}

func dayText(about string) object {
	return object{"type": "string", "format": "date", "description": about}
}

// meaning of each parameter.
var meaning = map[string]struct {
	about  string
	schema object
}{
	"format":   {"form of the answer", object{"type": "string", "enum": Formats, "default": "json"}},
	"limit":    {"rows of one page", object{"type": "integer", "minimum": 1, "maximum": mostRows, "default": usualRows}},
	"offset":   {"rows to skip", object{"type": "integer", "minimum": 0, "default": 0}},
	"day":      {"the newest night up to this day; without it the newest", object{"type": "string", "format": "date"}},
	"from":     {"first day; without it 28 days up to the last", object{"type": "string", "format": "date"}},
	"to":       {"last day; without it the newest with facts", object{"type": "string", "format": "date"}},
	"store":    {"store, repeatable or with commas; without it all that the key may see", object{"type": "string"}},
	"category": {"category code", object{"type": "string"}},
	"product":  {"product id", object{"type": "string"}},
}
