/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account.h"

#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "db/db.h"
#include "journal/journal.h"

/* ---- rights ---- */

static struct account with_role(const struct role_grant *grant)
{
    return (struct account){.id = 1, .roles = grant, .n_roles = 1};
}

static void a_role_counts_for_its_area_and_all_below(void **state)
{
    (void)state;
    struct role_grant intake = {ROLE_INTAKE, "410105016"};
    struct account a = with_role(&intake);
    assert_true(account_may(&a, RIGHT_CASE_READ, "410105016"));
    assert_true(account_may(&a, RIGHT_CASE_READ, "410105016001002"));
    assert_false(account_may(&a, RIGHT_CASE_READ, "410105017"));
    assert_false(account_may(&a, RIGHT_CASE_READ, "410105"));
    assert_true(account_may(&a, RIGHT_CASE_READ, NULL));
    assert_false(account_may(&a, RIGHT_AREA_WRITE, NULL));
    assert_false(account_may(&a, RIGHT_ACCOUNT_WRITE, "410105016"));
}

static void a_stranger_may_only_what_is_public(void **state)
{
    (void)state;
    for (int right = 0; right < RIGHT__COUNT; right++)
        assert_int_equal(account_may(NULL, (enum right)right, NULL), right == RIGHT_PUBLIC);
}

static void who_configures_cannot_touch_a_case(void **state)
{
    (void)state;
    struct role_grant admin = {ROLE_ADMIN, "4"};
    struct account a = with_role(&admin);
    assert_false(account_may(&a, RIGHT_CASE_READ, NULL));
    assert_false(account_may(&a, RIGHT_CASE_ACT, NULL));
    assert_false(account_may(&a, RIGHT_CASE_CONTACT, NULL));
    assert_true(account_may(&a, RIGHT_ACCOUNT_WRITE, "410105"));
}

static void who_audits_changes_nothing(void **state)
{
    (void)state;
    static const enum right changes[] = {RIGHT_CASE_ACT,   RIGHT_CASE_CONTACT,
                                         RIGHT_AREA_WRITE, RIGHT_PEOPLE_WRITE,
                                         RIGHT_POST_WRITE, RIGHT_ACCOUNT_WRITE};
    struct role_grant auditor = {ROLE_AUDITOR, "4"};
    struct account a = with_role(&auditor);
    for (size_t i = 0; i < LEN(changes); i++)
        assert_false(account_may(&a, changes[i], NULL));
    assert_true(account_may(&a, RIGHT_JOURNAL_READ, "410105"));
}

static void a_checker_does_not_see_contacts(void **state)
{
    (void)state;
    struct role_grant checker = {ROLE_CHECKER, "4"};
    struct account a = with_role(&checker);
    assert_false(account_may(&a, RIGHT_CASE_CONTACT, NULL));
    assert_true(account_may(&a, RIGHT_CASE_ACT, NULL));
}

static void scopes_are_the_widest_areas_only(void **state)
{
    (void)state;
    const struct role_grant roles[] = {
        {ROLE_INTAKE,  "410105016"   },
        {ROLE_CHECKER, "410105"      },
        {ROLE_HANDLER, "410105016001"},
        {ROLE_INTAKE,  "410106"      },
        {ROLE_ADMIN,   "4"           },
    };
    struct account a = {.roles = roles, .n_roles = LEN(roles)};
    const char *scopes[4];
    assert_int_equal(account_scopes(&a, RIGHT_CASE_READ, scopes, LEN(scopes)), 2);
    assert_string_equal(scopes[0], "410105");
    assert_string_equal(scopes[1], "410106");
    assert_int_equal(account_scopes(&a, RIGHT_JOURNAL_READ, scopes, LEN(scopes)), 0);
    assert_int_equal(account_scopes(NULL, RIGHT_CASE_READ, scopes, LEN(scopes)), 0);
}

static void every_role_is_read_by_its_name(void **state)
{
    (void)state;
    enum role role;
    for (int i = 0; i < ROLE__COUNT; i++) {
        assert_true(role_parse(role_name((enum role)i), &role));
        assert_int_equal(role, i);
    }
    assert_false(role_parse("root", &role));
}

/* ---- accounts ---- */

static const struct role_grant district_admin = {ROLE_ADMIN, "410105"};
static const struct account admin = {
    .id = 99, .name = "管理员", .roles = &district_admin, .n_roles = 1};

static enum err try_add(struct ctx *c, const char *login, const struct role_grant *roles, size_t n,
                        int64_t *out_id)
{
    char hash[SECRET_PASSWORD];
    secret_password_hash("a good password", hash);
    struct account_new a = {
        .login = login, .name = "张三", .password_hash = hash, .roles = roles, .n_roles = n};
    return account_add(c, &a, out_id);
}

static int64_t add(struct ctx *c, const char *login, enum role role, const char *area)
{
    int64_t id;
    assert_int_equal(try_add(c, login, &(struct role_grant){role, area}, 1, &id), ERR_OK);
    return id;
}

static struct ctx *begin(void)
{
    struct ctx *c = unit_open();
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    return c;
}

static void end(struct ctx *c)
{
    db_undo(c);
    unit_close(c);
}

static void an_account_is_kept_with_its_roles(void **state)
{
    (void)state;
    struct ctx *c = begin();
    const struct account *a;
    int64_t id = add(c, "zhang.san", ROLE_INTAKE, "410105016"), found;
    assert_int_equal(account_find(c, "zhang.san", &found), ERR_OK);
    assert_int_equal(found, id);
    assert_int_equal(account_get(c, id, &a), ERR_OK);
    assert_string_equal(a->name, "张三");
    assert_int_equal(a->n_roles, 1);
    assert_true(account_has_role(a, ROLE_INTAKE, "410105016002"));
    assert_false(account_has_role(a, ROLE_CHECKER, "410105016002"));
    end(c);
}

static void a_login_is_given_once(void **state)
{
    (void)state;
    struct ctx *c = begin();
    int64_t id;
    (void)add(c, "zhang.san", ROLE_INTAKE, "410105016");
    assert_int_equal(try_add(c, "zhang.san", &district_admin, 1, &id), ERR_CONFLICT);
    assert_string_equal(c->problem.code, "account.login_taken");
    end(c);
}

static void an_odd_login_or_no_role_is_refused(void **state)
{
    (void)state;
    static const char *const odd[] = {"", "a", "Zhang", "zhang san", "张三", "zhang@san"};
    struct ctx *c = begin();
    int64_t id;
    for (size_t i = 0; i < LEN(odd); i++) {
        assert_int_equal(try_add(c, odd[i], &district_admin, 1, &id), ERR_INVALID);
        assert_string_equal(c->problem.code, "account.login");
    }
    assert_int_equal(try_add(c, "zhang", NULL, 0, &id), ERR_INVALID);
    assert_string_equal(c->problem.code, "account.roles");
    assert_int_equal(try_add(c, "zhang", &(struct role_grant){ROLE_ADMIN, "x"}, 1, &id),
                     ERR_INVALID);
    assert_string_equal(c->problem.code, "area.code");
    end(c);
}

static void nobody_hands_out_what_lies_beyond_his_scope(void **state)
{
    (void)state;
    struct ctx *c = begin();
    int64_t id;
    const struct role_grant both[] = {
        {ROLE_INTAKE, "410105016"},
        {ROLE_INTAKE, "410106"   }
    };
    c->who = &admin;
    (void)add(c, "inside", ROLE_ADMIN, "410105016");
    assert_int_equal(try_add(c, "outside", both, 2, &id), ERR_DENIED);
    assert_string_equal(c->problem.code, "account.beyond_scope");
    assert_int_equal(try_add(c, "above", &(struct role_grant){ROLE_ADMIN, "4101"}, 1, &id),
                     ERR_DENIED);
    end(c);
}

static void a_stronger_account_cannot_be_seized(void **state)
{
    (void)state;
    struct ctx *c = begin();
    int64_t city = add(c, "city.admin", ROLE_ADMIN, "4101");
    bool off = true;
    c->who = &admin;
    assert_int_equal(account_set_password(c, city, "hash"), ERR_DENIED);
    assert_int_equal(account_change(c, city, 1, NULL, &off, NULL, 0), ERR_DENIED);
    assert_int_equal(account_change(c, city, 1, NULL, NULL, &district_admin, 1), ERR_DENIED);
    assert_string_equal(c->problem.code, "account.beyond_scope");
    end(c);
}

static void a_change_of_an_old_version_is_refused(void **state)
{
    (void)state;
    struct ctx *c = begin();
    const struct account *a;
    int64_t id = add(c, "zhang", ROLE_INTAKE, "410105016");
    assert_int_equal(account_change(c, id, 1, "张四", NULL, &district_admin, 1), ERR_OK);
    assert_int_equal(account_change(c, id, 1, "张五", NULL, NULL, 0), ERR_STALE);
    assert_int_equal(account_get(c, id, &a), ERR_OK);
    assert_string_equal(a->name, "张四");
    assert_int_equal(a->n_roles, 1);
    assert_int_equal(a->roles[0].role, ROLE_ADMIN);
    end(c);
}

static void the_manual_names_every_role(void **state)
{
    (void)state;
    struct arena *mem = arena_new();
    enum { PAGE_MAX = 1 << 17 };
    char *page = arena_alloc(mem, PAGE_MAX + 1);
    FILE *f = fopen("man/wangge.1", "r");
    assert_non_null(f);
    page[fread(page, 1, PAGE_MAX, f)] = '\0';
    (void)fclose(f);
    const char *roles = strstr(page, "\n.SH ROLES\n");
    assert_non_null(roles);
    for (int role = 0; role < ROLE__COUNT; role++)
        assert_non_null(
            strstr(roles, arena_printf(mem, "\n.TP\n.B %s\n", role_name((enum role)role))));
    arena_free(mem);
}

static void who_acts_without_a_login_is_the_system(void **state)
{
    (void)state;
    struct account zhang = {.name = "张三"};
    struct ctx c = {.who = &zhang};
    assert_string_equal(account_name_of(&c), "张三");
    c.who = NULL;
    assert_string_equal(account_name_of(&c), "系统");
}

static void a_list_is_bounded_by_area_and_goes_on_behind_an_id(void **state)
{
    (void)state;
    struct ctx *c = begin();
    const struct account *found;
    size_t n;
    int64_t first = add(c, "first", ROLE_INTAKE, "410105016");
    int64_t second = add(c, "second", ROLE_INTAKE, "410105");
    (void)add(c, "third", ROLE_INTAKE, "410106");
    assert_int_equal(account_list(c, "410105", 0, 10, &found, &n), ERR_OK);
    assert_int_equal(n, 2);
    assert_int_equal(found[0].id, first);
    assert_int_equal(account_list(c, "410105", first, 10, &found, &n), ERR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(found[0].id, second);
    assert_int_equal(account_list(c, "4101", 0, 2, &found, &n), ERR_OK);
    assert_int_equal(n, 2);
    end(c);
}

static void a_list_of_all_has_each_account_once(void **state)
{
    (void)state;
    static const struct role_grant roles[] = {
        {ROLE_INTAKE,  "410105"},
        {ROLE_AUDITOR, "99"    }
    };
    struct ctx *c = begin();
    const struct account *found;
    size_t n;
    int64_t id;
    assert_int_equal(account_add(c,
                                 &(struct account_new){.login = "both",
                                                       .name = "n",
                                                       .password_hash = "$argon2id$secret",
                                                       .roles = roles,
                                                       .n_roles = LEN(roles)},
                                 &id),
                     ERR_OK);
    assert_int_equal(account_list(c, "", 0, 10, &found, &n), ERR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(found[0].id, id);
    assert_int_equal(found[0].n_roles, 2);
    end(c);
}

static void every_change_is_journalled_without_the_password(void **state)
{
    (void)state;
    struct ctx *c = begin();
    const struct journal_row *rows;
    size_t n;
    int64_t id = add(c, "zhang", ROLE_INTAKE, "410105016");
    bool off = true;
    assert_int_equal(account_set_password(c, id, "$argon2id$secret"), ERR_OK);
    assert_int_equal(account_change(c, id, 2, NULL, &off, NULL, 0), ERR_OK);
    assert_int_equal(journal_of(c, 410105, "account", id, &rows, &n), ERR_OK);
    assert_int_equal(n, 3);
    for (size_t i = 0; i < n; i++) {
        assert_true(!rows[i].after || !strstr(rows[i].after, "argon2id"));
        assert_true(!rows[i].before || !strstr(rows[i].before, "argon2id"));
    }
    assert_string_equal(rows[1].action, "set_password");
    assert_non_null(strstr(rows[2].after, "\"disabled\":true"));
    end(c);
}

static void a_password_is_long_and_not_the_login(void **state)
{
    (void)state;
    struct ctx *c = begin();
    static const char *const bad[] = {"short", "", "my zhangsan password", "一二三四五六七"};
    for (size_t i = 0; i < LEN(bad); i++)
        assert_int_equal(account_check_password(c, "zhangsan", bad[i]), ERR_INVALID);
    assert_int_equal(account_check_password(c, "zhangsan", "一二三四五六七八"), ERR_OK);
    end(c);
}

/* ---- sessions ---- */

static void sign_in(struct ctx *c, const char *password, char token[SECRET_TOKEN])
{
    struct login_try t;
    assert_int_equal(login_check(c, "zhang", password, &t), ERR_OK);
    assert_int_equal(login_finish(c, &t, token), ERR_OK);
}

static bool knows(struct ctx *c, const char *token)
{
    const struct account *a;
    assert_int_equal(account_by_session(c, token, &a), ERR_OK);
    return a != NULL;
}

static void the_right_password_makes_a_session(void **state)
{
    (void)state;
    struct ctx *c = begin();
    char token[SECRET_TOKEN];
    (void)add(c, "zhang", ROLE_INTAKE, "410105016");
    sign_in(c, "a good password", token);
    assert_true(knows(c, token));
    assert_false(knows(c, "another token"));
    assert_int_equal(session_end(c, token), ERR_OK);
    assert_false(knows(c, token));
    end(c);
}

static void an_unknown_login_is_refused_like_a_wrong_password(void **state)
{
    (void)state;
    struct ctx *c = begin();
    char token[SECRET_TOKEN] = "x";
    sign_in(c, "a good password", token);
    assert_string_equal(token, "");
    end(c);
}

static void the_fifth_wrong_password_locks_for_a_quarter_of_an_hour(void **state)
{
    (void)state;
    struct ctx *c = begin();
    char token[SECRET_TOKEN];
    (void)add(c, "zhang", ROLE_INTAKE, "410105016");
    for (int i = 0; i < 5; i++)
        sign_in(c, "a wrong password", token);
    sign_in(c, "a good password", token);
    assert_string_equal(token, "");
    c->now += INT64_C(16) * 60 * TIME_SECOND;
    sign_in(c, "a good password", token);
    assert_string_not_equal(token, "");
    end(c);
}

static void a_right_password_forgets_the_wrong_ones(void **state)
{
    (void)state;
    struct ctx *c = begin();
    char token[SECRET_TOKEN];
    (void)add(c, "zhang", ROLE_INTAKE, "410105016");
    for (int i = 0; i < 12; i++)
        sign_in(c, i % 4 == 3 ? "a good password" : "a wrong password", token);
    assert_string_not_equal(token, "");
    end(c);
}

static void a_desk_signs_in_for_a_day_and_a_phone_for_two_weeks(void **state)
{
    (void)state;
    static const struct {
        enum role role;
        int64_t length;
    } cases[] = {
        {ROLE_INTAKE,  TIME_DAY / 2 },
        {ROLE_HANDLER, 14 * TIME_DAY},
    };
    for (size_t i = 0; i < LEN(cases); i++) {
        struct ctx *c = begin();
        char token[SECRET_TOKEN];
        (void)add(c, "zhang", cases[i].role, "410105016");
        sign_in(c, "a good password", token);
        c->now += cases[i].length - 1;
        assert_true(knows(c, token));
        c->now += 1;
        assert_false(knows(c, token));
        assert_int_equal(session_purge(c), ERR_OK);
        c->now -= TIME_DAY / 4;
        assert_false(knows(c, token));
        end(c);
    }
}

static void less_rights_or_a_new_password_end_the_sessions(void **state)
{
    (void)state;
    struct ctx *c = begin();
    char token[SECRET_TOKEN], hash[SECRET_PASSWORD];
    bool off = true;
    int64_t id = add(c, "zhang", ROLE_INTAKE, "410105016");
    secret_password_hash("a good password", hash);
    sign_in(c, "a good password", token);
    assert_int_equal(account_change(c, id, 1, "张四", NULL, NULL, 0), ERR_OK);
    assert_true(knows(c, token));
    assert_int_equal(account_set_password(c, id, hash), ERR_OK);
    assert_false(knows(c, token));
    sign_in(c, "a good password", token);
    assert_int_equal(account_change(c, id, 3, NULL, NULL, &district_admin, 1), ERR_OK);
    assert_false(knows(c, token));
    sign_in(c, "a good password", token);
    assert_int_equal(account_change(c, id, 4, NULL, &off, NULL, 0), ERR_OK);
    assert_false(knows(c, token));
    sign_in(c, "a good password", token);
    assert_string_equal(token, "");
    end(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_role_counts_for_its_area_and_all_below),
        cmocka_unit_test(a_stranger_may_only_what_is_public),
        cmocka_unit_test(who_configures_cannot_touch_a_case),
        cmocka_unit_test(who_audits_changes_nothing),
        cmocka_unit_test(a_checker_does_not_see_contacts),
        cmocka_unit_test(scopes_are_the_widest_areas_only),
        cmocka_unit_test(every_role_is_read_by_its_name),
        cmocka_unit_test(the_manual_names_every_role),
        cmocka_unit_test(who_acts_without_a_login_is_the_system),
        cmocka_unit_test(an_account_is_kept_with_its_roles),
        cmocka_unit_test(a_login_is_given_once),
        cmocka_unit_test(an_odd_login_or_no_role_is_refused),
        cmocka_unit_test(nobody_hands_out_what_lies_beyond_his_scope),
        cmocka_unit_test(a_stronger_account_cannot_be_seized),
        cmocka_unit_test(a_change_of_an_old_version_is_refused),
        cmocka_unit_test(a_list_is_bounded_by_area_and_goes_on_behind_an_id),
        cmocka_unit_test(a_list_of_all_has_each_account_once),
        cmocka_unit_test(every_change_is_journalled_without_the_password),
        cmocka_unit_test(a_password_is_long_and_not_the_login),
        cmocka_unit_test(the_right_password_makes_a_session),
        cmocka_unit_test(an_unknown_login_is_refused_like_a_wrong_password),
        cmocka_unit_test(the_fifth_wrong_password_locks_for_a_quarter_of_an_hour),
        cmocka_unit_test(a_right_password_forgets_the_wrong_ones),
        cmocka_unit_test(a_desk_signs_in_for_a_day_and_a_phone_for_two_weeks),
        cmocka_unit_test(less_rights_or_a_new_password_end_the_sessions),
    };
    return UNIT_RUN(tests);
}
