/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/words.h"

#include <string.h>

struct word {
    const char *code;
    struct name_pair name;
};

static const struct word roles[] = {
    {"intake",       {"受理员", "Intake"}       },
    {"handler",      {"处置人员", "Handler"}   },
    {"checker",      {"核查员", "Checker"}      },
    {"supervisor",   {"督查员", "Supervisor"}   },
    {"admin",        {"管理员", "Administrator"}},
    {"auditor",      {"审计员", "Auditor"}      },
    {"dispatcher",   {"派遣员", "Dispatcher"}   },
    {"duty_chief",   {"值班长", "Duty chief"}   },
    {"grid_worker",  {"网格员", "Grid worker"}  },
    {"grid_lead",    {"网格长", "Grid lead"}    },
    {"clerk",        {"台账员", "Clerk"}        },
    {"inspector",    {"检查员", "Inspector"}    },
    {"owner",        {"业主", "Owner"}           },
    {"co_handler",   {"会办单位", "Joint unit"}},
    {"late_handler", {"超时单位", "Late unit"} },
    {"reporter",     {"报告人", "Reporter"}     },
    {"resident",     {"居民", "Resident"}        },
    {"operator",     {"运维人员", "Operator"}  },
    {"system",       {"系统", "System"}          },
    {"inspection",   {"检查", "Inspection"}      },
};

static const struct word actions[] = {
    {"file",              {"上报", "Filed"}                                                 },
    {"support",           {"附议", "Supported"}                                             },
    {"absorb",            {"并入另一件", "Another was merged in"}                        },
    {"give_back",         {"撤销并入", "The merge was undone"}                            },
    {"upper_moved",       {"上级案卷变更", "The case above was merged on"}              },
    {"still_there",       {"仍未解决", "Still there"}                                     },
    {"light",             {"时限提醒", "Time limit"}                                      },
    {"clock",             {"开始计时", "Clock begins"}                                    },
    {"recompute",         {"重算时限", "Due time computed anew"}                          },
    {"request_cancelled", {"申请随岗位变动取消", "Cancelled: the post changed hands"}},
    {"request_overdue",   {"申请逾期未审", "A request was not decided in time"}         },
    {"agenda",            {"列入议事清单", "Put on the agenda"}                         },
    {"erase_contact",     {"到期删除联系方式", "Contact erased"}                      },
    {"erase_words",       {"到期删除上报人的话", "Reporter's words erased"}          },
    {"open_contact",      {"查看联系方式", "Contact opened"}                            },
    {"export",            {"导出案卷", "Taken out as a file"}                             },
    {"mark_overdue",      {"督办超期", "Mark not answered in time"}                       },
};

static const struct name_pair nameless = {"其他", "Other"};

static const struct name_pair *find(const struct word *words, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(words[i].code, code) == 0)
            return &words[i].name;
    return &nameless;
}

const struct name_pair *role_words(const char *role)
{
    return find(roles, LEN(roles), role);
}

const struct name_pair *action_words(const struct flow *flow, const char *action)
{
    const struct flow_action *a = flow ? flow_action(flow, action) : NULL;
    return a ? &a->name : find(actions, LEN(actions), action);
}
