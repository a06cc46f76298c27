/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of ledgers' sheets: short ways to bring one in, and to see what came of it. */
#pragma once

#include "ledger/ledger_world.h"
#include "ledger_sheet/import.h"

#define HEAD "名称,地址,类别,区划代码,人数,电话\n"
#define TWO                                                                                        \
    HEAD "一店,兴达路1号,"                                                                   \
         "小食品店," CELL ",3,13812345678\n二店,兴达路2号,salon," NEXT_CELL ",4,\n"

struct desk {
    struct books b;
    struct ledger_report report;
};

void desk_open(struct desk *d);
void desk_close(struct desk *d);

/* Reads in a reading unit, applies in a writing one, as the server does. Of the ledger "shop"; NULL options: DISTRICT. */
enum err bring_file(struct desk *d, const void *p, size_t n, const struct ledger_import_options *o);
void bring(struct desk *d, const char *csv, const struct ledger_import_options *o);
void bring_to(struct desk *d, const char *ledger, const char *csv,
              const struct ledger_import_options *o);
void refused(struct desk *d, const char *csv, const struct ledger_import_options *o,
             const char *code);
enum err undo(struct desk *d, int64_t import);

void counts(const struct desk *d, int64_t added, int64_t changed, int64_t unchanged);
/* "C17 rule;" of all findings, errors with a '!' in front. */
const char *findings(struct desk *d);
/* "name meaning;" of each column. */
const char *meanings(struct desk *d);
/* The standing shops: "name@area fields;" in order of area. */
const char *shops(struct desk *d);
int64_t shop_called(struct desk *d, const char *name);
/* Imports that the journal contradicts. */
int64_t faults(struct desk *d);
/* A second later. */
void later(struct desk *d);
