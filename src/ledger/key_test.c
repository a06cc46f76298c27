/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of names, and codes with a check of their own. */
#include "ledger/key.h"

#include "base/arena.h"
#include "base/macros.h"
#include "ledger/code.h"
#include "unit.h"

static void two_writings_of_one_name_have_one_key(void **state)
{
    static const char *const pairs[][2] = {
        {"老王烩面（兴达路店）", "老王 烩面(兴达路店)"},
        {"ＡＢＣ便利店",             "abc便利店"               },
        {"  兴达路１号　",           "兴达路1号"              },
        {"张记·羊肉汤",              "张记羊肉汤"            },
        {"第①号仓库",                "第1号仓库"              },
        {"“好再来”餐馆",          "「好再来」餐馆"      },
        {"Ⅲ区",                         "III区"                     },
        {"⑫",                            "12"                         },
        {"24-7 Shop, Ltd.",                "24 7 shop ltd"              },
    };
    struct arena *mem = arena_new();
    (void)state;
    for (size_t i = 0; i < LEN(pairs); i++)
        assert_string_equal(key_fold(mem, pairs[i][0]), key_fold(mem, pairs[i][1]));
    arena_free(mem);
}

static void different_names_keep_different_keys(void **state)
{
    static const char *const pairs[][2] = {
        {"老王烩面", "老李烩面"},
        {"一号店",    "二号店"   },
        {"台球室",    "臺球室"   },
        {"!!!",          "???"         },
        {"1号",         "11号"       },
    };
    static const char *const one[] = {"ab", "c"}, *const two[] = {"a", "bc"},
                             *const signs[] = {"|", "c"}, *const more[] = {"", "|c"};
    struct arena *mem = arena_new();
    (void)state;
    for (size_t i = 0; i < LEN(pairs); i++)
        assert_string_not_equal(key_fold(mem, pairs[i][0]), key_fold(mem, pairs[i][1]));
    assert_string_not_equal(key_join(mem, one, 2), key_join(mem, two, 2));
    assert_string_not_equal(key_join(mem, signs, 2), key_join(mem, more, 2));
    assert_string_equal(key_fold(mem, " !!! "), "!!!");
    assert_string_equal(key_trim(mem, "　 a b \t"), "a b");
    assert_string_equal(key_trim(mem, " 　"), "");
    arena_free(mem);
}

static void like_names_are_found_alike(void **state)
{
    struct arena *mem = arena_new();
    (void)state;
    assert_true(key_alike(mem, "老王烩面", "老王烩面兴达路店"));
    assert_true(key_alike(mem, "老王烩面馆", "老王烩面店"));
    assert_false(key_alike(mem, "老王烩面", "小美理发"));
    assert_false(key_alike(mem, "店", "小美理发店"));
    arena_free(mem);
}

static void a_credit_code_with_a_wrong_check_character_is_told(void **state)
{
    static const struct {
        const char *text;
        enum code_fault fault;
    } cases[] = {
        {"91350100M000100Y43",     CODE_RIGHT    },
        {"91350100m000100y43",     CODE_RIGHT    },
        {"9135 0100 M000 100Y 43", CODE_RIGHT    },
        {"91350100M000100Y44",     CODE_CHECK    },
        {"91350100M000100Y4",      CODE_LENGTH   },
        {"91350100M000100Y433",    CODE_LENGTH   },
        {"12345",                  CODE_LENGTH   },
        {"91350100M0001O0Y43",     CODE_CHARACTER},
        {"９1350100M000100Y4",    CODE_CHARACTER},
        {"",                       CODE_LENGTH   },
    };
    (void)state;
    for (size_t i = 0; i < LEN(cases); i++) {
        char code[CODE_USCC + 1];
        enum code_fault fault = code_uscc(cases[i].text, code);
        if (cases[i].fault == CODE_CHARACTER ? fault == CODE_RIGHT : fault != cases[i].fault)
            fail_msg("%s: %s", cases[i].text, code_fault_name(fault));
        if (fault == CODE_RIGHT)
            assert_string_equal(code, "91350100M000100Y43");
    }
}

static void the_number_of_an_identity_card_is_found_in_a_text_and_masked(void **state)
{
    static const struct {
        const char *text, *masked; /* masked NULL: there is none */
    } cases[] = {
        {"41010519900307123X",                                     "41****************"                        },
        {"负责人 410105 19900307 123x，电话138",             "负责人 41****************，电话138"  },
        {"４１０１０５１９９００３０７１２３Ｘ", "４１****************"                    },
        {"甲410105194912310020乙41010519900307123X",             "甲41****************乙41****************"},
        {"410105199003071239",                                     NULL                                        }, /* check */
        {"410105199013071239",                                     NULL                                        },
        {"4101051990030712312345678X",                             NULL                                        },
        {"13812345678 13912345678",                                NULL                                        },
        {"91350100M000100Y43",                                     NULL                                        },
        {"",                                                       NULL                                        },
    };
    struct arena *mem = arena_new();
    size_t n;
    (void)state;
    for (size_t i = 0; i < LEN(cases); i++) {
        const char *wanted = cases[i].masked ? cases[i].masked : cases[i].text;
        assert_string_equal(code_masked(mem, cases[i].text), wanted);
        assert_true((code_resident(cases[i].text, &n) != NULL) == (cases[i].masked != NULL));
    }
    arena_free(mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_writings_of_one_name_have_one_key),
        cmocka_unit_test(different_names_keep_different_keys),
        cmocka_unit_test(like_names_are_found_alike),
        cmocka_unit_test(a_credit_code_with_a_wrong_check_character_is_told),
        cmocka_unit_test(the_number_of_an_identity_card_is_found_in_a_text_and_masked),
    };
    return UNIT_RUN(tests);
}
