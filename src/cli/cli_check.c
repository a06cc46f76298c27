/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wangge check areas|coverage|calendar|figures --db URL [--area CODE]: what is wrong with boundaries; where nobody answers;
 * which holidays are missing; which facts that indicators count from differ from the journal. wangge check programmes:
 * what the programme files hold, or why they are refused.
 */
#include <stdio.h>
#include <string.h>

#include "area/check.h"
#include "base/arena.h"
#include "base/text.h"
#include "casefile/fact.h"
#include "cli/cli.h"
#include "cli/cli_calendar.h"
#include "post/coverage.h"
#include "programme/programme.h"

enum { GAPS_MAX = 1000000 };

static enum cli_status check_areas(struct cli_session *s, const struct atlas_view *v,
                                   const char *area)
{
    const struct area_fault *faults;
    size_t n;
    enum err err = area_check(&s->c, v, area, &faults, &n);
    if (err != ERR_OK)
        return cli_tell(s, err, "check areas");
    for (size_t i = 0; i < n; i++) {
        (void)printf("%s\t%s\t%s\t", faults[i].code, faults[i].rule,
                     faults[i].other ? faults[i].other : "");
        if (faults[i].area_m2 > 0)
            (void)printf("%.1f m2", faults[i].area_m2);
        (void)printf("\t%s\n", faults[i].detail);
    }
    (void)printf("%zu areas, %zu faults%s\n", atlas_len(v), n,
                 n == AREA_FAULTS_MAX ? " or more" : "");
    return n ? CLI_WRONG : CLI_DONE;
}

/* Adds the coverage below one area to the sums. */
static enum err cover(struct cli_session *s, const struct atlas_view *v, const char *area,
                      struct coverage *sums)
{
    struct coverage found;
    TRY(coverage_check(&s->c, s->app.programmes, v, area, s->c.now, GAPS_MAX, &found));
    for (size_t i = 0; i < found.n_gaps; i++)
        (void)printf("%s\t%s\t%s\n", found.gaps[i].area->code, found.gaps[i].kind,
                     found.gaps[i].area->name);
    sums->leaves += found.leaves;
    sums->covered += found.covered;
    sums->gaps_found += found.gaps_found;
    return ERR_OK;
}

static enum err cover_all(struct cli_session *s, const struct atlas_view *v, const char *area,
                          struct coverage *sums)
{
    if (area)
        return cover(s, v, area, sums);
    for (int32_t i = 0; (size_t)i < atlas_len(v) && atlas_at(v, i)->parent < 0; i++)
        TRY(cover(s, v, atlas_at(v, i)->code, sums));
    return ERR_OK;
}

static enum cli_status check_coverage(struct cli_session *s, const struct atlas_view *v,
                                      const char *area)
{
    struct coverage sums = {0};
    enum err err = db_begin(&s->c, DB_READ);
    if (err == ERR_OK)
        err = cover_all(s, v, area, &sums);
    db_undo(&s->c);
    if (err != ERR_OK)
        return cli_tell(s, err, "check coverage");
    (void)printf("%lld cells, %lld covered, %lld gaps\n", (long long)sums.leaves,
                 (long long)sums.covered, (long long)sums.gaps_found);
    return sums.gaps_found ? CLI_WRONG : CLI_DONE;
}

struct found {
    int32_t district;
    int64_t n;
};

static void tell_fault(void *arg, int64_t casefile, const char *what)
{
    struct found *f = arg;
    char ref[TEXT_REF];
    text_ref(f->district, casefile, ref);
    (void)printf("%s\t%s\n", ref, what);
    f->n++;
}

/* Of the area's district, or of all. */
static enum err compare(struct cli_session *s, const struct atlas_view *v, const char *area,
                        struct found *f)
{
    if (area && atlas_find(v, area) < 0)
        return ctx_fail(&s->c, ERR_NOT_FOUND, "area.unknown", "area", "%.30s", area);
    for (int32_t i = 0; (size_t)i < atlas_len(v); i++) {
        const char *code = atlas_at(v, i)->code;
        f->district = text_district(code);
        if (strlen(code) > DIGITS_DISTRICT || (area && f->district != text_district(area)))
            continue;
        TRY(facts_check(&s->c, s->app.programmes, f->district, tell_fault, f));
    }
    return ERR_OK;
}

static enum cli_status check_figures(struct cli_session *s, const struct atlas_view *v,
                                     const char *area)
{
    struct found found = {.n = 0};
    enum err err = db_begin(&s->c, DB_READ);
    if (err == ERR_OK)
        err = compare(s, v, area, &found);
    db_undo(&s->c);
    if (err != ERR_OK)
        return cli_tell(s, err, "check figures");
    (void)printf("%lld facts differ from the journal\n", (long long)found.n);
    return found.n ? CLI_WRONG : CLI_DONE;
}

/* Needs no database: before a file serves one, it can be looked at. */
static enum cli_status check_programmes(const char *dir)
{
    struct ctx c = {.mem = arena_new()};
    const struct programmes *p = NULL;
    enum err err = programmes_load_with(&c, dir, &p);
    if (err != ERR_OK)
        (void)printf("%s\n", c.problem.detail);
    for (size_t i = 0; p && i < p->n; i++)
        (void)printf("%s\t%lld\t%s\n", p->v[i].programme, (long long)p->v[i].version,
                     p->v[i].name.zh);
    if (p)
        (void)printf(
            "%zu programmes: %zu posts, %zu cases, %zu ledgers, %zu checklists, %zu figures\n",
            p->n, p->n_posts, p->n_kinds, p->n_ledgers, p->n_checklists, p->n_figures);
    arena_free(c.mem);
    return err == ERR_OK ? CLI_DONE : err == ERR_INVALID ? CLI_WRONG : CLI_FAILED;
}

typedef enum cli_status check_fn(struct cli_session *s, const struct atlas_view *v,
                                 const char *area);
static const struct check {
    const char *what;
    check_fn *run;
} checks[] = {
    {"areas",    check_areas       },
    {"coverage", check_coverage    },
    {"calendar", cli_check_calendar},
    {"figures",  check_figures     },
};

enum cli_status cli_check(int argc, char **argv)
{
    const char *db = NULL, *area = NULL, *what = NULL, *programmes = NULL;
    const struct cli_option options[] = {
        {"db",         &db,         NULL},
        {"area",       &area,       NULL},
        {"programmes", &programmes, NULL}
    };
    struct cli_session s;
    size_t n;
    enum cli_status status = cli_read(argc, argv, options, LEN(options), &what, 1, 1, &n);
    if (status != CLI_DONE)
        return status;
    if (strcmp(what, "programmes") == 0 && !db && !area)
        return check_programmes(programmes);
    const struct check *check = checks;
    while (check < checks + LEN(checks) && strcmp(check->what, what) != 0)
        check++;
    if (check == checks + LEN(checks)) {
        (void)fprintf(stderr, "usage: wangge check areas|coverage|calendar|figures --db URL\n"
                              "                    [--area CODE] [--programmes DIR]\n"
                              "       wangge check programmes [--programmes DIR]\n");
        return CLI_MISUSE;
    }
    status = cli_open_quiet(db, programmes, &s);
    if (status != CLI_DONE)
        return status;
    const struct atlas_view *v = atlas_take(s.app.atlas);
    status = check->run(&s, v, area);
    atlas_give(s.app.atlas, v);
    cli_close(&s);
    return status;
}
