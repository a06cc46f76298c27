/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "http/problem.h"

/* In order of code: problem_text searches by halves. Titles say what to do, to the person in front of the screen. */
static const struct problem_text texts[] = {
    {"account.beyond_scope",    "该账号超出您的管理范围",                 "This account is beyond your scope",              0  },
    {"account.login",           "登录名只能用小写字母、数字和 . _ -",
     "A login has lower-case letters, digits and . _ - only",                                                                          0  },
    {"account.login_taken",     "登录名已被使用",                             "This login is taken",                            0  },
    {"account.password",        "密码须为8至128个字符，且不含登录名",
     "A password has 8 to 128 characters and not the login",                                                                           0  },
    {"account.role_unknown",    "没有这个角色",                                "No such role",                                   0  },
    {"account.roles",           "请至少给一个角色",                          "Give at least one role",                         0  },
    {"account.unknown",         "没有这个账号",                                "No such account",                                0  },
    {"area.code",               "区域代码只能是数字",                       "An area code has digits only",                   0  },
    {"area.no_polygon",         "该区域没有边界",                             "This area has no boundary",                      0  },
    {"area.unknown",            "没有这个区域",                                "No such area",                                   0  },
    {"backup.schema",           "这不是本版本的备份文件",                 "Not a backup of this version of the program",    0  },
    {"body.too_large",          "内容太大",                                      "The body is too large",                          413},
    {"body.type",               "内容类型不对",                                "The body has the wrong type",                    415},
    {"case.action_not_now",     "当前状态不能这样做",                       "Not possible in the present state",              0  },
    {"case.checker_is_handler", "核查人不能是处置人",                       "The checker cannot be the handler",              0  },
    {"case.into_needed",        "请指明并入哪一件",                          "Name the case to merge into",                    0  },
    {"case.kind_unknown",       "没有这类问题",                                "No such kind of case",                           0  },
    {"case.note_needed",        "请写处置说明",                                "A note is needed",                               0  },
    {"case.photo_needed",       "请附处置后的照片",                          "A photo of the result is needed",                0  },
    {"case.post_needed",        "请指明转给哪个岗位",                       "Name the post to route to",                      0  },
    {"case.reason_needed",      "请写明原因",                                   "A reason is needed",                             0  },
    {"case.role",               "您的角色不能这样做",                       "Your role may not do this",                      403},
    {"case.unknown",            "没有这件案卷",                                "No such case",                                   0  },
    {"csrf.header",             "请从本站页面操作",                          "Please act from this site's own pages",          403},
    {"db.not_empty",            "数据库里已有数据",                          "The database holds data already",                0  },
    {"divide.geometry",         "边界无法划分",                                "This boundary cannot be divided",                0  },
    {"follow.unknown",          "编号或密码不对",                             "The reference or the secret is wrong",           0  },
    {"http.header",             "请求头有误",                                   "A request header is wrong",                      400},
    {"http.method",             "此地址不支持该方法",                       "This address does not take that method",         405},
    {"http.query",              "查询参数有误",                                "The query is malformed",                         400},
    {"http.route",              "没有这个地址",                                "No such address",                                404},
    {"idempotency.key",         "幂等键须为8至64个字母、数字、_ 或 -",
     "An idempotency key has 8 to 64 letters, digits, _ or -",                                                                         400},
    {"idempotency.mismatch",    "同一幂等键已用于另一个请求",           "This key was used for another request",
     0                                                                                                                                    },
    {"input.cursor",            "翻页位置有误",                                "The cursor is not valid",                        0  },
    {"input.length",            "长度不对",                                      "The length is out of bounds",                    0  },
    {"input.missing",           "缺少必填项",                                   "A needed field is missing",                      0  },
    {"input.range",             "数值超出范围",                                "The number is out of range",                     0  },
    {"input.twice",             "参数重复",                                      "A parameter was given twice",                    0  },
    {"input.type",              "类型不对",                                      "The value has the wrong type",                   0  },
    {"input.unknown_field",     "没有这个字段",                                "No such field",                                  0  },
    {"internal",                "服务器内部错误，请稍后再试",           "Something broke inside; please try again later", 0  },
    {"json.malformed",          "内容不是正确的 JSON",                        "The body is not well-formed JSON",               400},
    {"json.too_deep",           "JSON 嵌套太深",                                 "The JSON is nested too deeply",                  400},
    {"key.file",                "密钥文件不能用",                             "The key file cannot be used",                    0  },
    {"limit.rate",              "请求太频繁，请稍后再试",                 "Too many requests; please wait a little",        0  },
    {"locate.outside",          "此处不在网格内",                             "This place is outside the grid",                 0  },
    {"media.not_image",         "不是可用的图片",                             "This is not a usable picture",                   0  },
    {"place.outside_grid",      "此处不在网格内",                             "This place is outside the grid",                 0  },
    {"ref.unknown",             "没有这个编号",                                "No such reference",                              0  },
    {"right.area",              "不在您的管辖范围",                          "This is outside your scope",                     0  },
    {"right.missing",           "您没有这项权限",                             "You do not have this right",                     0  },
    {"server.busy",             "服务器繁忙，请稍后再试",                 "The server is busy; please try again soon",      503},
    {"session.locked",          "密码错误次数过多，已锁定15分钟",
     "Locked for 15 minutes after too many wrong passwords",                                                                           0  },
    {"session.needed",          "请先登录",                                      "Please sign in",                                 401},
    {"session.wrong",           "登录名或密码不对",                          "The login or the password is wrong",             0  },
    {"version.missing",         "请带上版本号（If-Match）",                  "Send the version (If-Match)",                    428},
    {"version.stale",           "内容已被他人修改，请刷新",              "Someone changed this meanwhile; please reload",
     0                                                                                                                                    },
};

static int by_code(const void *code, const void *text)
{
    return strcmp(code, ((const struct problem_text *)text)->code);
}

const struct problem_text *problem_text(const char *code)
{
    return bsearch(code, texts, LEN(texts), sizeof *texts, by_code);
}
