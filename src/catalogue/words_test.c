/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/words.h"

#include "unit.h"

#include <string.h>

#include "base/arena.h"

/* "2 紧急工作时/...", with a '?' behind it when a word was guessed; "-" when it is no limit. */
static const char *read_as(struct arena *mem, const char *text, const struct limit_words *how)
{
    struct limit limits[CATALOGUE_TIERS];
    bool guessed;
    if (!words_limits(mem, text, how, limits, &guessed))
        return "-";
    return arena_printf(mem, "%s%s", words_of_limits(mem, limits), guessed ? "?" : "");
}

struct reading {
    const char *text, *read;
};

static void hold(const struct reading *readings, size_t n, const struct limit_words *how)
{
    struct arena *mem = arena_new();
    for (size_t i = 0; i < n; i++) {
        const char *read = read_as(mem, readings[i].text, how);
        if (strcmp(read, readings[i].read) != 0)
            fail_msg("%s: %s, not %s", readings[i].text, read, readings[i].read);
    }
    arena_free(mem);
}

static void limits_of_real_sheets_are_read(void **state)
{
    (void)state;
    static const struct reading readings[] = {
        {"2紧急工作时",                   "2 紧急工作时"                  },
        {"4工作时",                         "4 工作时"                        },
        {"1 工作日",                        "1 工作日"                        },
        {"15自然日",                        "15 自然日"                       },
        {"１５　自然日",                 "15 自然日"                       },
        {"2个工作日",                      "2 工作日"                        },
        {"半个工作日",                    "0.5 工作日"                      },
        {"0.5工作日",                       "0.5 工作日"                      },
        {"1个半工作日",                   "1.5 工作日"                      },
        {"一个半工作日",                 "1.5 工作日"                      },
        {"三个工作日内",                 "3 工作日"                        },
        {"十五个工作日",                 "15 工作日"                       },
        {"二十日历天以内",              "20 自然日"                       },
        {"不超过24工作小时",            "24 工作时"                       },
        {"30分钟",                           "30 分钟"                          },
        {"20分钟",                           "20 分钟"                          },
        {"90分钟",                           "1.5 紧急工作时"                },
        {"5工作日\n7工作日\n9工作日", "5 工作日/7 工作日/9 工作日"},
    };
    hold(readings, LEN(readings), &(struct limit_words){.unit = NULL});
}

static void three_limits_are_those_of_the_tiers_in_order(void **state)
{
    (void)state;
    static const struct reading readings[] = {
        {"2紧急工作时/4工作时/2工作日",              "2 紧急工作时/4 工作时/2 工作日"},
        {"2紧急工作时、4工作时；2工作日",          "2 紧急工作时/4 工作时/2 工作日"},
        {"A类:2工作时／B类:4工作时／C类:8工作时", "2 工作时/4 工作时/8 工作时"      },
        {"2/4/8工作时",                                      "2 工作时/4 工作时/8 工作时"      },
        {"2工作时/2工作时/2工作时",                    "2 工作时"                              },
        {"2工作时/4工作时",                               "-"                                        },
        {"1工作时/2工作时/3工作时/4工作时",         "-"                                        },
        {"B2工作时/A4工作时/C8工作时",                 "-"                                        },
    };
    hold(readings, LEN(readings), &(struct limit_words){.unit = NULL});
}

static void bare_hours_and_days_are_read_as_the_options_say_and_told(void **state)
{
    (void)state;
    static const struct reading office[] = {
        {"2小时",                       "2 工作时?"                              },
        {"4小时/2天/3日",             "4 工作时/2 工作日/3 工作日?"      },
        {"2紧急工作时/4小时/2天", "2 紧急工作时/4 工作时/2 工作日?"},
        {"24h",                           "24 工作时?"                             },
    };
    static const struct reading clock[] = {
        {"2小时",                       "2 紧急工作时?"                              },
        {"2紧急工作时/4小时/2天", "2 紧急工作时/4 紧急工作时/2 自然日?"},
        {"1工作日",                    "1 工作日"                                     },
    };
    hold(office, LEN(office), &(struct limit_words){.unit = NULL});
    hold(clock, LEN(clock), &(struct limit_words){true, true, NULL});
}

static void a_bare_number_has_the_unit_of_its_head(void **state)
{
    (void)state;
    static const struct reading readings[] = {
        {"5",       "5 工作日" },
        {"2小时", "2 工作时?"},
    };
    static const struct reading none[] = {
        {"5", "-"}
    };
    hold(readings, LEN(readings), &(struct limit_words){.unit = "工作日"});
    hold(none, LEN(none), &(struct limit_words){.unit = NULL});
}

static void what_is_no_limit_is_refused(void **state)
{
    (void)state;
    static const struct reading readings[] = {
        {"",                     "-"},
        {"即时",               "-"},
        {"当日",               "-"},
        {"0工作日",           "-"},
        {"-1工作日",          "-"},
        {"1个月",              "-"},
        {"工作日",            "-"},
        {"2工作日左右",     "-"},
        {"0.0001工作日",      "-"},
        {"999999999工作日",   "-"},
        {"4001工作日",        "-"},
        {"100001工作时",      "-"},
        {"2工作日4工作时", "-"},
    };
    hold(readings, LEN(readings), &(struct limit_words){.unit = NULL});
}

static void limits_read_back_as_they_are_written(void **state)
{
    (void)state;
    struct arena *mem = arena_new();
    static const char *const texts[] = {"2紧急工作时", "20分钟", "100分钟", "0.125工作日",
                                        "2紧急工作时/4工作时/15自然日"};
    for (size_t i = 0; i < LEN(texts); i++) {
        const struct limit_words how = {true, true, NULL};
        const char *once = read_as(mem, texts[i], &how);
        assert_string_equal(once, read_as(mem, once, &how));
    }
    arena_free(mem);
}

static void codes_are_found_in_all_their_forms(void **state)
{
    (void)state;
    struct arena *mem = arena_new();
    static const struct {
        const char *text, *code, *name;
        bool good;
    } cells[] = {
        {"1",                        "01", "",                         true },
        {"01",                       "01", "",                         true },
        {"０１",                   "01", "",                         true },
        {"01 公用设施",          "01", "公用设施",             true },
        {"1、公用设施",         "01", "公用设施",             true },
        {"01-公用设施",          "01", "公用设施",             true },
        {"公用设施（01）",     "01", "公用设施",             true },
        {"公用设施",             "",   "公用设施",             true },
        {"垃圾箱（果皮箱）", "",   "垃圾箱（果皮箱）", true },
        {"5G基站",                 "",   "5G基站",                 true },
        {"12345热线",              "",   "12345热线",              true },
        {"",                         "",   "",                         true },
        {"00",                       "",   "",                         false},
        {"123",                      "",   "",                         false},
    };
    for (size_t i = 0; i < LEN(cells); i++) {
        char code[WORDS_CODE];
        const char *name;
        assert_int_equal(words_code(mem, cells[i].text, code, &name), cells[i].good);
        if (!cells[i].good)
            continue;
        assert_string_equal(code, cells[i].code);
        assert_string_equal(name, cells[i].name);
    }
    arena_free(mem);
}

static void whole_codes_are_four_digits_with_or_without_their_group(void **state)
{
    (void)state;
    struct arena *mem = arena_new();
    char key[CATALOGUE_KEY];
    assert_true(words_key(mem, "E0110", key));
    assert_string_equal(key, "e0110");
    assert_true(words_key(mem, "c01-10", key));
    assert_string_equal(key, "c0110");
    assert_true(words_key(mem, "0199", key));
    assert_memory_equal(key, "\0000199", 5);
    assert_false(words_key(mem, "0100", key));
    assert_false(words_key(mem, "011", key));
    assert_false(words_key(mem, "01101", key));
    arena_free(mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_of_real_sheets_are_read),
        cmocka_unit_test(three_limits_are_those_of_the_tiers_in_order),
        cmocka_unit_test(bare_hours_and_days_are_read_as_the_options_say_and_told),
        cmocka_unit_test(a_bare_number_has_the_unit_of_its_head),
        cmocka_unit_test(what_is_no_limit_is_refused),
        cmocka_unit_test(limits_read_back_as_they_are_written),
        cmocka_unit_test(codes_are_found_in_all_their_forms),
        cmocka_unit_test(whole_codes_are_four_digits_with_or_without_their_group),
    };
    return UNIT_RUN(tests);
}
