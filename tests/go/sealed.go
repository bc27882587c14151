// Opens an export of the record and checks it with Go's own notes and trees, which know nothing of Steward.
// Run with GO111MODULE=off and GOPATH at Debian's golang-golang-x-mod-dev: go run sealed.go EXPORT KEY PROOFS
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type line struct {
	Seq, ID, Format, At                int64
	ActorKind                          string  `json:"actor_kind"`
	ActorID                            *int64  `json:"actor_id"`
	ActorName                          string  `json:"actor_name"`
	OnBehalfOf                         *string `json:"on_behalf_of"`
	VisitID                            *int64  `json:"visit_id"`
	JobID                              *int64  `json:"job_id"`
	IP                                 string
	UserAgent                          string `json:"user_agent"`
	RequestID                          string `json:"request_id"`
	Action                             string
	ObjectKind                         string `json:"object_kind"`
	ObjectID                           *int64 `json:"object_id"`
	ObjectName                         string `json:"object_name"`
	AccountID                          *int64 `json:"account_id"`
	Changes                            string
	Undoes                             *int64
	Mark                               *string
	Salt                               *string
	Checkpoint                         string
}

// Proofs as Steward makes them.
type proofs struct {
	Inclusion []struct {
		Index, Size int64
		Hashes      []string
	}
	Consistency []struct {
		Old, Size int64
		Hashes    []string
	}
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func bytesOf(it line) []byte {
	var out bytes.Buffer
	out.WriteByte(byte(it.Format))
	put := func(value []byte) {
		out.WriteByte(1)
		binary.Write(&out, binary.BigEndian, uint32(len(value)))
		out.Write(value)
	}
	number := func(value *int64) {
		if value == nil {
			out.WriteByte(0)
			return
		}
		put(binary.BigEndian.AppendUint64(nil, uint64(*value)))
	}
	text := func(value *string) {
		if value == nil {
			out.WriteByte(0)
			return
		}
		put([]byte(*value))
	}
	number(&it.ID)
	number(&it.At)
	text(&it.ActorKind)
	number(it.ActorID)
	text(&it.ActorName)
	text(it.OnBehalfOf)
	number(it.VisitID)
	number(it.JobID)
	text(&it.IP)
	text(&it.UserAgent)
	text(&it.RequestID)
	text(&it.Action)
	text(&it.ObjectKind)
	number(it.ObjectID)
	text(&it.ObjectName)
	number(it.AccountID)
	text(&it.Changes)
	number(it.Undoes)
	text(it.Mark)
	if it.Salt == nil {
		out.WriteByte(0)
	} else {
		salt, err := base64.StdEncoding.DecodeString(*it.Salt)
		must(err)
		put(salt)
	}
	return out.Bytes()
}

func hashes(texts []string) (all []tlog.Hash) {
	for _, text := range texts {
		hash, err := tlog.ParseHash(text)
		must(err)
		all = append(all, hash)
	}
	return
}

func main() {
	verifier, err := note.NewVerifier(os.Args[2])
	must(err)
	file, err := os.Open(os.Args[1])
	must(err)
	in := bufio.NewReaderSize(file, 1<<20)

	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var found []tlog.Hash
		for _, index := range indexes {
			found = append(found, stored[index])
		}
		return found, nil
	})
	var leaves []tlog.Hash
	var checkpoint string
	for {
		text, err := in.ReadBytes('\n')
		if len(text) == 0 && err != nil {
			break
		}
		var it line
		must(json.Unmarshal(text, &it))
		if it.Checkpoint != "" {
			checkpoint = it.Checkpoint
			continue
		}
		data := bytesOf(it)
		leaves = append(leaves, tlog.RecordHash(data))
		more, err := tlog.StoredHashes(it.Seq-1, data, reader)
		must(err)
		stored = append(stored, more...)
	}

	opened, err := note.Open([]byte(checkpoint), note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	if ours, err := tlog.TreeHash(size, reader); err != nil || ours != root || size != int64(len(leaves)) {
		log.Fatal("another tree: ", ours, root, size, err)
	}

	text, err := os.ReadFile(os.Args[3])
	must(err)
	var made proofs
	must(json.Unmarshal(text, &made))
	for _, it := range made.Inclusion {
		over, err := tlog.TreeHash(it.Size, reader)
		must(err)
		must(tlog.CheckRecord(hashes(it.Hashes), it.Size, over, it.Index, leaves[it.Index]))
	}
	for _, it := range made.Consistency {
		over, err := tlog.TreeHash(it.Size, reader)
		must(err)
		old, err := tlog.TreeHash(it.Old, reader)
		must(err)
		must(tlog.CheckTree(hashes(it.Hashes), it.Size, over, it.Old, old))
	}
	fmt.Printf("%d records, %d and %d proofs\n", size, len(made.Inclusion), len(made.Consistency))
}
