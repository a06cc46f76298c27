/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "cli/cli.h"
#include "inspection_sheet/import.h"
#include "journal/journal.h"
#include "ledger_sheet/import.h"

enum { HEADS_MAX = 16 << 20 };

/* What an import wrote is not in the journal row by row: its digest is. */
static void report_import(void *arg, int32_t district, int64_t id)
{
    (void)arg;
    (void)printf("%06d\timport %lld\tchanged\n", (int)district, (long long)id);
}

static int hex_digit(char ch)
{
    if (ch >= '0' && ch <= '9')
        return ch - '0';
    return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

static bool read_hash(const char *hex, unsigned char out[SECRET_HASH])
{
    if (!hex || strlen(hex) != (size_t)2 * SECRET_HASH)
        return false;
    for (size_t i = 0; i < SECRET_HASH; i++) {
        int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

/* One item of GET /chain as it was kept. */
static bool read_head(const struct node *item, struct journal_head *out)
{
    int64_t district;
    const char *text = node_text(node_get(item, "district"));
    if (!text || !text_int(text, &district) || district < 0 || district > 999999)
        return false;
    out->district = (int32_t)district;
    return node_int(node_get(item, "seq"), &out->seq) &&
           read_hash(node_text(node_get(item, "hash")), out->hash);
}

static enum cli_status read_heads(struct cli_session *s, const char *path,
                                  struct journal_head **out, size_t *out_n)
{
    char *text;
    size_t n;
    const struct node *root;
    enum cli_status status = cli_read_file(s, path, HEADS_MAX, &text, &n);
    if (status != CLI_DONE)
        return status;
    enum err err = json_parse(&s->c, text, n, &root);
    if (err != ERR_OK)
        return cli_tell(s, err, "verify");
    const struct node *items = node_get(root, "items");
    if (node_type(items) != NODE_ARRAY || node_len(items) == 0) {
        (void)fprintf(stderr, "wangge verify: %s holds no heads\n", path);
        return CLI_MISUSE;
    }
    struct journal_head *heads = arena_array(s->c.mem, node_len(items), sizeof *heads);
    for (size_t i = 0; i < node_len(items); i++) {
        if (read_head(node_at(items, i), &heads[i]))
            continue;
        (void)fprintf(stderr, "wangge verify: %s: items[%zu] is not a head\n", path, i);
        return CLI_MISUSE;
    }
    *out = heads;
    *out_n = node_len(items);
    return CLI_DONE;
}

struct checking {
    const struct journal_head *kept; /* from outside */
    size_t n_kept;
    const struct journal_head *heads; /* as they are */
    size_t n_heads;
    struct journal_verdict verdict;
};

static enum err check(struct ctx *c, struct checking *k)
{
    int64_t faults;
    TRY(journal_verify(c, cli_tell_fault, NULL, &k->verdict));
    TRY(journal_verify_heads(c, k->kept, k->n_kept, cli_tell_fault, NULL, &faults));
    k->verdict.faults += faults;
    TRY(ledger_imports_verify(c, report_import, NULL, &faults));
    k->verdict.faults += faults;
    TRY(past_imports_verify(c, report_import, NULL, &faults));
    k->verdict.faults += faults;
    return journal_heads(c, &k->heads, &k->n_heads);
}

static void print_heads(const struct checking *k)
{
    for (size_t i = 0; i < k->n_heads; i++) {
        char hex[2 * SECRET_HASH + 1];
        text_hex(k->heads[i].hash, SECRET_HASH, hex);
        (void)printf("%06d\thead %lld\t%s\n", (int)k->heads[i].district, (long long)k->heads[i].seq,
                     hex);
    }
}

static enum cli_status verify(struct cli_session *s, const char *kept)
{
    struct checking k = {0};
    struct journal_head *heads = NULL;
    enum cli_status status = kept ? read_heads(s, kept, &heads, &k.n_kept) : CLI_DONE;
    if (status != CLI_DONE)
        return status;
    k.kept = heads;
    enum err err = db_begin(&s->c, DB_READ);
    if (err == ERR_OK)
        err = check(&s->c, &k);
    db_undo(&s->c);
    if (err != ERR_OK)
        return cli_tell(s, err, "verify");
    print_heads(&k);
    (void)printf("%lld districts, %lld rows sealed, %lld not yet sealed, %lld faults\n",
                 (long long)k.verdict.districts, (long long)k.verdict.sealed,
                 (long long)k.verdict.unsealed, (long long)k.verdict.faults);
    return k.verdict.faults ? CLI_WRONG : CLI_DONE;
}

enum cli_status cli_verify(int argc, char **argv)
{
    const char *db = NULL, *kept = NULL;
    const struct cli_option options[] = {
        {"db",   &db,   NULL},
        {"head", &kept, NULL}
    };
    struct cli_session s;
    size_t n;
    enum cli_status status = cli_read(argc, argv, options, LEN(options), NULL, 0, 0, &n);
    if (status == CLI_DONE)
        status = cli_open_quiet(db, NULL, &s);
    if (status != CLI_DONE)
        return status;
    status = verify(&s, kept);
    cli_close(&s);
    return status;
}
