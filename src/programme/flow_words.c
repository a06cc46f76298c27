/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "account/account.h"
#include "programme/read.h"

struct word_bit {
    const char *word;
    unsigned bit;
};

static const struct word_bit inputs[] = {
    {"reason",       NEED_REASON      },
    {"note",         NEED_NOTE        },
    {"photo_after",  NEED_PHOTO_AFTER },
    {"post",         NEED_POST        },
    {"into",         NEED_INTO        },
    {"photo",        NEED_PHOTO       },
    {"co_posts",     NEED_CO_POSTS    },
    {"person",       NEED_PERSON      },
    {"until",        NEED_UNTIL       },
    {"standard",     NEED_STANDARD    },
    {"referral",     NEED_REFERRAL    },
    {"close_reason", NEED_CLOSE_REASON},
    {"finding",      NEED_FINDING     },
    {"rating",       NEED_RATING      },
    {"kind",         NEED_KIND        },
    {"place",        NEED_PLACE       },
};

static const struct word_bit conditions[] = {
    {"may_return",       WHEN_MAY_RETURN      },
    {"guard_open",       WHEN_GUARD_OPEN      },
    {"extension_first",  WHEN_EXTENSION_FIRST },
    {"extension_second", WHEN_EXTENSION_SECOND},
    {"extension_left",   WHEN_EXTENSION_LEFT  },
    {"before_due",       WHEN_BEFORE_DUE      },
    {"suspension_left",  WHEN_SUSPENSION_LEFT },
    {"no_request",       WHEN_NO_REQUEST      },
    {"suspension_asked", WHEN_SUSPENSION_ASKED},
    {"request_open",     WHEN_REQUEST_OPEN    },
    {"joint_open",       WHEN_JOINT_OPEN      },
    {"joint_done",       WHEN_JOINT_DONE      },
    {"minor",            WHEN_MINOR           },
    {"direct_close",     WHEN_DIRECT_CLOSE    },
    {"confirm_open",     WHEN_CONFIRM_OPEN    },
    {"reopen_open",      WHEN_REOPEN_OPEN     },
    {"appeal_open",      WHEN_APPEAL_OPEN     },
    {"appeal_asked",     WHEN_APPEAL_ASKED    },
    {"appeal_reviewed",  WHEN_APPEAL_REVIEWED },
    {"appeal_pending",   WHEN_APPEAL_PENDING  },
    {"marked",           WHEN_MARKED          },
    {"clock_over",       WHEN_CLOCK_OVER      },
    {"woken",            WHEN_WOKEN           },
    {"elsewhere",        WHEN_ELSEWHERE       },
};

static const struct word_bit deeds[] = {
    {"ask_extension",    DOES_ASK_EXTENSION   },
    {"grant_extension",  DOES_GRANT_EXTENSION },
    {"ask_suspension",   DOES_ASK_SUSPENSION  },
    {"grant_suspension", DOES_GRANT_SUSPENSION},
    {"refuse_request",   DOES_REFUSE_REQUEST  },
    {"assign",           DOES_ASSIGN          },
    {"insist",           DOES_INSIST          },
    {"count_return",     DOES_COUNT_RETURN    },
    {"count_rework",     DOES_COUNT_REWORK    },
    {"joint_answer",     DOES_JOINT_ANSWER    },
    {"escalate",         DOES_ESCALATE        },
    {"unescalate",       DOES_UNESCALATE      },
    {"refer",            DOES_REFER           },
    {"merge",            DOES_MERGE           },
    {"unmerge",          DOES_UNMERGE         },
    {"mark_urge",        DOES_MARK_URGE       },
    {"mark_supervise",   DOES_MARK_SUPERVISE  },
    {"mark_list",        DOES_MARK_LIST       },
    {"answer_mark",      DOES_ANSWER_MARK     },
    {"confirm",          DOES_CONFIRM         },
    {"dispute",          DOES_DISPUTE         },
    {"uphold",           DOES_UPHOLD          },
    {"ask_appeal",       DOES_ASK_APPEAL      },
    {"pass_appeal",      DOES_PASS_APPEAL     },
    {"grant_appeal",     DOES_GRANT_APPEAL    },
    {"refuse_appeal",    DOES_REFUSE_APPEAL   },
    {"self_handle",      DOES_SELF_HANDLE     },
    {"verify",           DOES_VERIFY          },
    {"correct",          DOES_CORRECT         },
    {"release_joint",    DOES_RELEASE_JOINT   },
    {"answer_still",     DOES_ANSWER_STILL    },
};

static const struct word_bit pseudo_roles[] = {
    {"reporter",     FLOW_REPORTER    },
    {"co_handler",   FLOW_CO_HANDLER  },
    {"system",       FLOW_SYSTEM      },
    {"inspection",   FLOW_INSPECTION  },
    {"late_handler", FLOW_LATE_HANDLER},
};

static const char *const milestones[MILESTONE__COUNT] = {
    [MILESTONE_ACCEPTED] = "accepted",     [MILESTONE_FILED] = "filed",
    [MILESTONE_DISPATCHED] = "dispatched", [MILESTONE_DISPOSED] = "disposed",
    [MILESTONE_CHECKED] = "checked",       [MILESTONE_CLOSED] = "closed",
};

static unsigned bit_of(const struct word_bit *known, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(word, known[i].word) == 0)
            return known[i].bit;
    return 0;
}

static const char *word_of(const struct word_bit *known, size_t n, unsigned bit)
{
    for (size_t i = 0; i < n; i++)
        if (known[i].bit == bit)
            return known[i].word;
    return NULL;
}

/* A missing list has no words. */
static enum err read_bits(const struct reader *r, const char *at, const struct node *v,
                          const char *what, const struct word_bit *known, size_t n_known,
                          unsigned *out)
{
    const char *const *words;
    size_t n;
    *out = 0;
    if (!v)
        return ERR_OK;
    TRY(read_words(r, at, v, &words, &n));
    for (size_t i = 0; i < n; i++) {
        unsigned bit = bit_of(known, n_known, words[i]);
        if (!bit)
            return read_fail(r, read_item(r, at, i), "no such %s: %s", what, words[i]);
        *out |= bit;
    }
    return ERR_OK;
}

enum err read_inputs(const struct reader *r, const char *at, const struct node *v, unsigned *out)
{
    return read_bits(r, at, v, "need", inputs, LEN(inputs), out);
}

enum err read_conditions(const struct reader *r, const char *at, const struct node *v,
                         unsigned *out)
{
    return read_bits(r, at, v, "condition", conditions, LEN(conditions), out);
}

enum err read_deeds(const struct reader *r, const char *at, const struct node *v, unsigned *out)
{
    return read_bits(r, at, v, "deed", deeds, LEN(deeds), out);
}

enum err read_roles(const struct reader *r, const char *at, const struct node *v, unsigned *out)
{
    const char *const *words;
    size_t n;
    enum role role;
    TRY(read_words(r, at, v, &words, &n));
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned bit = bit_of(pseudo_roles, LEN(pseudo_roles), words[i]);
        if (!bit && role_parse(words[i], &role))
            bit = 1U << role;
        if (!bit)
            return read_fail(r, read_item(r, at, i), "no such role: %s", words[i]);
        *out |= bit;
    }
    return ERR_OK;
}

enum err read_restart(const struct reader *r, const char *at, const char *word,
                      enum flow_restart *out)
{
    static const char *const words[] = {[RESTART_ALWAYS] = "always",
                                        [RESTART_OTHER_POST] = "other_post",
                                        [RESTART_REWORK] = "rework"};
    *out = RESTART_NO;
    if (!word)
        return ERR_OK;
    for (size_t i = RESTART_ALWAYS; i < LEN(words); i++)
        if (strcmp(word, words[i]) == 0)
            *out = (enum flow_restart)i;
    if (*out == RESTART_NO)
        return read_fail(r, at, "always, other_post or rework, not %.40s", word);
    return ERR_OK;
}

enum err read_milestone(const struct reader *r, const char *at, const char *word,
                        enum flow_milestone *out)
{
    *out = MILESTONE_NONE;
    if (!word)
        return ERR_OK;
    for (int i = MILESTONE_NONE + 1; i < MILESTONE__COUNT; i++)
        if (strcmp(word, milestones[i]) == 0)
            *out = (enum flow_milestone)i;
    return *out ? ERR_OK : read_fail(r, at, "no such milestone: %.40s", word);
}

const char *flow_need_word(unsigned bit)
{
    return word_of(inputs, LEN(inputs), bit);
}

const char *flow_when_word(unsigned bit)
{
    return word_of(conditions, LEN(conditions), bit);
}

const char *flow_does_word(unsigned bit)
{
    return word_of(deeds, LEN(deeds), bit);
}

const char *flow_milestone_word(enum flow_milestone m)
{
    return milestones[m];
}
