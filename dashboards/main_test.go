package dashboards

import (
	"os"
	"testing"

	"github.com/linli-project/linli/sql/sqltest"
)

func TestMain(m *testing.M) { os.Exit(sqltest.Run(m)) }
