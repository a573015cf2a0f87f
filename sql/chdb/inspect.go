package chdb

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// A folder that has lost a piece is not refused by the engine: it begins with an empty database or an empty table, as if
// nothing had ever been stored. So what the metadata names is looked for before the engine starts.

var (
	tableUUID = regexp.MustCompile(`(?i)^ATTACH [A-Z ]+ \S+ UUID '([0-9a-f-]{36})'`)
	mergeTree = regexp.MustCompile(`(?m)^ENGINE = [A-Za-z]*MergeTree\b`)
)

// inspect refuses a folder of which a piece is missing. What a kill leaves half made is no such folder: the engine writes the
// metadata of a database and of a table last, and takes it away first.
func inspect(dir string) error {
	metadata := filepath.Join(dir, "metadata")
	entries, err := os.ReadDir(metadata)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // a new folder
	}
	if err != nil {
		return fmt.Errorf("read the engine's folder: %w", err)
	}
	names := map[string]bool{}
	for _, e := range entries {
		names[strings.TrimSuffix(e.Name(), ".sql")] = true
	}
	for name := range names {
		if err := inspectDatabase(dir, filepath.Join(metadata, name)); err != nil {
			return err
		}
	}
	return nil
}

// inspectDatabase looks at one database: its file, its folder of tables, their folders of data.
func inspectDatabase(dir, database string) error {
	_, err := os.Stat(database + ".sql")
	named := err == nil
	tables, err := filepath.Glob(filepath.Join(database, "*.sql"))
	if err != nil {
		return err
	}
	switch {
	case !named && len(tables) > 0:
		return damaged(dir, database+".sql is missing")
	case !named:
		return nil // made by half when a process was killed
	}
	if _, err := os.Stat(database); errors.Is(err, fs.ErrNotExist) {
		if target, err := os.Readlink(database); err == nil {
			return damaged(dir, filepath.Join(filepath.Dir(database), target)+" is missing")
		}
		return nil // a database of no tables has no folder
	}
	for _, file := range tables {
		text, err := os.ReadFile(file)
		if err != nil {
			return damaged(dir, err.Error())
		}
		if strings.TrimSpace(string(text)) == "" {
			return damaged(dir, file+" is empty")
		}
		id := tableUUID.FindSubmatch(text)
		if id == nil || !mergeTree.Match(text) { // the engine tells what it cannot read; others than MergeTree need no folder
			continue
		}
		data := filepath.Join(dir, "store", string(id[1][:3]), string(id[1]))
		if _, err := os.Stat(data); err != nil {
			return damaged(dir, fmt.Sprintf("%s, the data of table %s, is missing", data, strings.TrimSuffix(filepath.Base(file), ".sql")))
		}
	}
	return nil
}

// remedy is what to do with a damaged folder.
const remedy = "restore the folder from a backup, or move it away to begin an empty one: what Kafka still holds is then read again"

func damaged(dir, what string) error {
	return fmt.Errorf("the ClickHouse folder %s is damaged: %s: %s", dir, what, remedy)
}
