/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

static void only_well_formed_utf8_is_valid(void **state)
{
    (void)state;
    static const char *const good[] = {
        "", "abc", "网格", "\xf0\x9f\x9a\xb2", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf"};
    static const char *const bad[] = {
        "\x80",             /* a continuation alone */
        "\xc0\x80",         /* overlong NUL */
        "\xc1\xbf",         /* overlong */
        "\xe0\x9f\xbf",     /* overlong */
        "\xf0\x8f\xbf\xbf", /* overlong */
        "\xed\xa0\x80",     /* surrogate */
        "\xf4\x90\x80\x80", /* behind the last code point */
        "\xf5\x80\x80\x80",
        "\xe7\xbd",
        "\xe7\xbdz",
        "\xff",
        "a\xfe",
    };
    for (size_t i = 0; i < LEN(good); i++)
        assert_true(text_utf8_valid(good[i], strlen(good[i])));
    for (size_t i = 0; i < LEN(bad); i++)
        assert_false(text_utf8_valid(bad[i], strlen(bad[i])));
    assert_false(text_utf8_valid("a\0b", 3));
}

static void length_counts_code_points(void **state)
{
    (void)state;
    assert_int_equal(text_utf8_len(""), 0);
    assert_int_equal(text_utf8_len("a网\xf0\x9f\x9a\xb2"), 3);
}

static void a_cut_never_splits_a_character(void **state)
{
    (void)state;
    struct arena *mem = arena_new();
    assert_string_equal(text_cut(mem, "网格化", 2), "网格…");
    assert_string_equal(text_cut(mem, "网格", 2), "网格");
    assert_string_equal(text_cut(mem, "", 2), "");
    assert_string_equal(text_cut(mem, "ab", 0), "…");
    arena_free(mem);
}

static void an_integer_is_read_whole_or_not_at_all(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", "-", "+1", " 1", "1 ", "1.0", "0x1", "9223372036854775808", "1e3"};
    int64_t v = 7;
    for (size_t i = 0; i < LEN(bad); i++)
        assert_false(text_int(bad[i], &v));
    assert_int_equal(v, 7);
    assert_true(text_int("-9223372036854775808", &v));
    assert_true(v == INT64_MIN);
    assert_true(text_int("0", &v));
    assert_int_equal(v, 0);
}

static void a_real_is_a_finite_decimal(void **state)
{
    (void)state;
    static const char *const bad[] = {"",   "nan",   "inf", "0x10", "1,5",
                                      "1 ", "1e999", "--1", "e5",   "1e"};
    double v;
    for (size_t i = 0; i < LEN(bad); i++)
        assert_false(text_real(bad[i], &v));
    assert_true(text_real("-113.6253", &v));
    assert_true(v < -113.6252 && v > -113.6254);
    assert_true(text_real("1e2", &v));
}

static void a_code_is_made_of_digits(void **state)
{
    (void)state;
    assert_true(text_is_code("4"));
    assert_true(text_is_code("410105016"));
    assert_false(text_is_code(""));
    assert_false(text_is_code("41a"));
    assert_false(text_is_code("-1"));
    assert_true(text_is_code("12345678901234567890123"));
    assert_false(text_is_code("123456789012345678901234"));
}

static void a_district_is_the_first_six_digits(void **state)
{
    (void)state;
    assert_int_equal(text_district("410105016001"), 410105);
    assert_int_equal(text_district("4101"), 410100);
    assert_int_equal(text_district("4"), 400000);
}

/* All codes with the prefix lie in [prefix, end), in the byte order that both engines sort by, and no others. */
static void the_end_of_a_prefix_bounds_all_its_codes(void **state)
{
    (void)state;
    static const struct {
        const char *prefix, *end;
    } cases[] = {
        {"4101",  "4102" },
        {"4199",  "42"   },
        {"4",     "5"    },
        {"9",     ":"    },
        {"99",    ":"    },
        {"41010", "41011"},
        {"",      ":"    },
    };
    char end[TEXT_CODE_MAX], longest[TEXT_CODE_MAX];
    for (size_t i = 0; i < LEN(cases); i++) {
        text_prefix_end(cases[i].prefix, end);
        assert_string_equal(end, cases[i].end);
        (void)snprintf(longest, sizeof longest, "%s99999999", cases[i].prefix);
        assert_true(strcmp(longest, end) < 0);
        assert_true(strcmp(cases[i].prefix, end) < 0);
    }
}

static void a_prefix_above_the_district_reaches_over_all_its_districts(void **state)
{
    (void)state;
    static const struct {
        const char *prefix;
        int32_t low, high;
    } cases[] = {
        {"",      0,      999999},
        {"4",     400000, 499999},
        {"9",     900000, 999999},
        {"41",    410000, 419999},
        {"4199",  419900, 419999},
        {"9999",  999900, 999999},
        {"41010", 410100, 410109},
    };
    for (size_t i = 0; i < LEN(cases); i++) {
        struct text_range range = text_range_of(cases[i].prefix);
        assert_int_equal(range.low, cases[i].low);
        assert_int_equal(range.high, cases[i].high);
        assert_string_equal(range.from, cases[i].prefix);
    }
}

static void a_prefix_from_the_district_down_stays_in_its_district(void **state)
{
    (void)state;
    static const char *const prefixes[] = {"410105", "410105016", "410105016001", "41010501600107"};
    for (size_t i = 0; i < LEN(prefixes); i++) {
        struct text_range range = text_range_of(prefixes[i]);
        assert_int_equal(range.low, 410105);
        assert_int_equal(range.high, 410105);
    }
    assert_string_equal(text_range_of("410105016001").end, "410105016002");
    assert_string_equal(text_range_of("999999").end, ":");
    assert_int_equal(text_range_of("999999").high, 999999);
}

static void a_beginning_and_an_end_are_whole(void **state)
{
    (void)state;
    assert_true(text_has_prefix("410105", "4101") && text_has_prefix("4101", ""));
    assert_false(text_has_prefix("41", "4101"));
    assert_true(text_has_end("a.xlsx", ".xlsx") && text_has_end(".csv", ".csv"));
    assert_false(text_has_end("csv", ".csv"));
    assert_false(text_has_end("a.csv.gz", ".csv"));
}

static void a_reference_is_read_back(void **state)
{
    (void)state;
    static const int64_t ids[] = {0, 1, 31, 32, 1234567890123, INT64_C(0x3ffffffffffffff)};
    static const int32_t districts[] = {0, 410105, 999999};
    char ref[TEXT_REF];
    for (size_t i = 0; i < LEN(ids); i++) {
        for (size_t k = 0; k < LEN(districts); k++) {
            int32_t district;
            int64_t id;
            text_ref(districts[k], ids[i], ref);
            assert_true(text_ref_parse(ref, &district, &id));
            assert_int_equal(district, districts[k]);
            assert_int_equal(id, ids[i]);
        }
    }
}

static void a_reference_forgives_how_it_was_written_down(void **state)
{
    (void)state;
    char ref[TEXT_REF], loose[TEXT_REF * 2] = "";
    int32_t district;
    int64_t id;
    text_ref(410105, INT64_C(1019283746501), ref);
    for (const char *p = ref; *p; p++) {
        int ch = *p == '0' ? 'o' : *p == '1' ? 'l' : *p | (*p >= 'A' ? 0x20 : 0);
        (void)snprintf(loose + strlen(loose), 3, "%c ", ch);
    }
    assert_true(text_ref_parse(loose, &district, &id));
    assert_int_equal(id, INT64_C(1019283746501));
    assert_int_equal(district, 410105);
}

/* Z and 0 differ by 31, the modulus: the one pair that the sum cannot tell apart. */
static void a_wrong_character_is_noticed(void **state)
{
    (void)state;
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    char ref[TEXT_REF], wrong[TEXT_REF];
    int32_t district;
    int64_t id;
    text_ref(410105, INT64_C(1019283746501), ref);
    for (size_t at = 7; ref[at]; at++) {
        for (size_t k = 0; digits[k]; k++) {
            (void)snprintf(wrong, sizeof wrong, "%s", ref);
            wrong[at] = digits[k];
            bool same = ref[at] == digits[k];
            bool blind =
                (ref[at] == 'Z' && digits[k] == '0') || (ref[at] == '0' && digits[k] == 'Z');
            assert_true(same || blind || !text_ref_parse(wrong, &district, &id));
        }
    }
}

static void swapped_neighbours_are_noticed(void **state)
{
    (void)state;
    char ref[TEXT_REF], wrong[TEXT_REF];
    int32_t district;
    int64_t id;
    text_ref(410105, INT64_C(1019283746501), ref);
    for (size_t at = 7; ref[at + 1]; at++) {
        (void)snprintf(wrong, sizeof wrong, "%s", ref);
        wrong[at] = ref[at + 1];
        wrong[at + 1] = ref[at];
        assert_true(ref[at] == ref[at + 1] || !text_ref_parse(wrong, &district, &id));
    }
}

static void what_is_no_reference_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",         "410105",     "410105-", "410105-0",  "41010A-2XK9", "410105-2XK9PQ7RT4MCWXX",
        "410105-é", "410105-!!!", "near",    "410105-UUU"};
    int32_t district;
    int64_t id;
    for (size_t i = 0; i < LEN(bad); i++)
        assert_false(text_ref_parse(bad[i], &district, &id));
}

static void hex_is_lower_case(void **state)
{
    (void)state;
    char out[7];
    text_hex((const unsigned char *)"\x00\xab\xff", 3, out);
    assert_string_equal(out, "00abff");
}

static void what_is_not_seen_or_turns_the_writing_is_not_clean(void **state)
{
    static const char *const dirty[] = {
        "a\x01",        "\x7f",         "\xc2\x85",       "\xe2\x80\xae乙",
        "\xe2\x81\xa6", "\xe2\x80\xa8", "\xef\xbb\xbf甲", "\xf3\xa0\x81\x81"};
    (void)state;
    assert_true(text_is_clean(""));
    assert_true(text_is_clean("两行\n\t一行\r\n 𬭬 (ок)"));
    for (size_t i = 0; i < LEN(dirty); i++)
        assert_false(text_is_clean(dirty[i]));
}

static void a_name_has_a_letter_or_digit_of_any_script_on_one_line(void **state)
{
    static const char *const names[] = {"赵一", "𬭬记", "7号", "Ünal", "々", "Ⅲ", "ﾃﾞﾊﾟ", "А-1"};
    static const char *const none[] = {"",   " ",   "·",      "——",     "!?()",           "。、",
                                       "　", "(-)", "赵\n一", "赵\t一", "赵\xe2\x80\xae", "★☆"};
    (void)state;
    for (size_t i = 0; i < LEN(names); i++)
        assert_true(text_is_name(names[i], 4));
    for (size_t i = 0; i < LEN(none); i++)
        assert_false(text_is_name(none[i], 10));
    assert_false(text_is_name("一二三四五", 4));
}

static void two_texts_are_the_same_or_none_is_there(void **state)
{
    (void)state;
    const char one[] = "甲", other[] = "甲";
    assert_true(text_same(one, other));
    assert_true(text_same(NULL, NULL));
    assert_false(text_same("甲", "乙"));
    assert_false(text_same("", NULL));
    assert_false(text_same(NULL, ""));
}

static void a_word_is_among_words_or_not(void **state)
{
    static const char *const words[] = {"one", "two"};
    (void)state;
    assert_true(text_is_among("two", words, LEN(words)));
    assert_false(text_is_among("two", words, 1));
    assert_false(text_is_among("tw", words, LEN(words)));
    assert_false(text_is_among(NULL, words, LEN(words)));
}

static void wide_forms_have_narrow_ones(void **state)
{
    (void)state;
    assert_int_equal(text_narrow("！"), '!');
    assert_int_equal(text_narrow("Ａ"), 'A');
    assert_int_equal(text_narrow("～"), '~');
    assert_int_equal(text_narrow("｟"), 0);
    assert_int_equal(text_narrow("A"), 0);
    assert_int_equal(text_narrow(""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_well_formed_utf8_is_valid),
        cmocka_unit_test(length_counts_code_points),
        cmocka_unit_test(a_cut_never_splits_a_character),
        cmocka_unit_test(an_integer_is_read_whole_or_not_at_all),
        cmocka_unit_test(a_real_is_a_finite_decimal),
        cmocka_unit_test(a_code_is_made_of_digits),
        cmocka_unit_test(a_district_is_the_first_six_digits),
        cmocka_unit_test(the_end_of_a_prefix_bounds_all_its_codes),
        cmocka_unit_test(a_prefix_above_the_district_reaches_over_all_its_districts),
        cmocka_unit_test(a_prefix_from_the_district_down_stays_in_its_district),
        cmocka_unit_test(a_beginning_and_an_end_are_whole),
        cmocka_unit_test(a_reference_is_read_back),
        cmocka_unit_test(a_reference_forgives_how_it_was_written_down),
        cmocka_unit_test(a_wrong_character_is_noticed),
        cmocka_unit_test(swapped_neighbours_are_noticed),
        cmocka_unit_test(what_is_no_reference_is_refused),
        cmocka_unit_test(hex_is_lower_case),
        cmocka_unit_test(what_is_not_seen_or_turns_the_writing_is_not_clean),
        cmocka_unit_test(a_name_has_a_letter_or_digit_of_any_script_on_one_line),
        cmocka_unit_test(two_texts_are_the_same_or_none_is_there),
        cmocka_unit_test(a_word_is_among_words_or_not),
        cmocka_unit_test(wide_forms_have_narrow_ones),
    };
    return UNIT_RUN(tests);
}
