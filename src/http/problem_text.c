/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "http/problem.h"

/*
 * In order of code: problem_text searches by halves. Titles say what to do, to the person in front of the screen.
 * One row a line, so that two branches may each add theirs.
 */
/* clang-format off */
static const struct problem_text texts[] = {
    {"account.beyond_scope", "该账号超出您的管理范围", "This account is beyond your scope", 0},
    {"account.login", "登录名只能用小写字母、数字和 . _ -", "A login has lower-case letters, digits and . _ - only", 0},
    {"account.login_taken", "登录名已被使用", "This login is taken", 0},
    {"account.password", "密码须为8至128个字符，且不含登录名", "A password has 8 to 128 characters and not the login", 0},
    {"account.role_unknown", "没有这个角色", "No such role", 0},
    {"account.roles", "请至少给一个角色", "Give at least one role", 0},
    {"account.unknown", "没有这个账号", "No such account", 0},
    {"area.code", "区域代码只能是数字", "An area code has digits only", 0},
    {"area.exists", "该区域已存在", "This area exists already", 0},
    {"area.no_polygon", "该区域没有边界", "This area has no boundary", 0},
    {"area.outside_parent", "该区域超出上级区域", "This area reaches outside its parent", 0},
    {"area.unknown", "没有这个区域", "No such area", 0},
    {"backup.schema", "这不是本版本的备份文件", "Not a backup of this version of the program", 0},
    {"body.too_large", "内容太大", "The body is too large", 413},
    {"body.type", "内容类型不对", "The body has the wrong type", 415},
    {"case.action_not_now", "当前状态不能这样做", "Not possible in the present state", 0},
    {"case.action_unknown", "没有这个动作", "No such action", 0},
    {"case.checker_is_handler", "核查人不能是处置人", "The checker cannot be the handler", 0},
    {"case.closed", "案卷已结", "The case is closed", 0},
    {"case.into_needed", "请指明并入哪一件", "Name the case to merge into", 0},
    {"case.kind_unknown", "没有这类问题", "No such kind of case", 0},
    {"case.note_needed", "请写处置说明", "A note is needed", 0},
    {"case.photo_needed", "请附处置后的照片", "A photo of the result is needed", 0},
    {"case.post_needed", "请指明转给哪个岗位", "Name the post to route to", 0},
    {"case.reason_needed", "请写明原因", "A reason is needed", 0},
    {"case.role", "您的角色不能这样做", "Your role may not do this", 403},
    {"case.unknown", "没有这件案卷", "No such case", 0},
    {"csrf.header", "请从本站页面操作", "Please act from this site's own pages", 403},
    {"csv.encoding", "文件编码须为 UTF-8 或 GB18030", "The file must be UTF-8 or GB18030", 0},
    {"csv.not_text", "文件不是文本", "The file is not text", 0},
    {"csv.quote", "引号位置不对", "A quote is out of place", 0},
    {"csv.too_long", "单元格太长", "A cell is too long", 0},
    {"csv.too_wide", "列太多", "There are too many columns", 0},
    {"db.busy", "数据库繁忙，请稍后再试", "The database is busy; please try again soon", 0},
    {"db.fail_at", "数据库故障（测试）", "A database failure made by a test", 0},
    {"db.failed", "数据库故障", "The database failed", 0},
    {"db.failed_unit", "数据库事务已失败", "The unit of work has failed already", 0},
    {"db.lost", "与数据库的连接已断开", "The connection to the database is lost", 0},
    {"db.nodes", "没有空闲的编号节点", "No node for new ids is free", 0},
    {"db.not_empty", "数据库里已有数据", "The database holds data already", 0},
    {"db.statement", "数据库语句有误", "A statement was refused by the database", 0},
    {"db.type", "数据类型不符", "A value has a type the database did not expect", 0},
    {"db.unknown", "提交结果未知，请用同一幂等键重试", "The outcome is not known; try again with the same key", 0},
    {"divide.geometry", "边界无法划分", "This boundary cannot be divided", 0},
    {"follow.unknown", "编号或密码不对", "The reference or the secret is wrong", 0},
    {"geo.crs", "坐标系须为 wgs84 或 gcj02", "The coordinate system is wgs84 or gcj02", 0},
    {"geojson.malformed", "不是正确的 GeoJSON", "This is not well-formed GeoJSON", 0},
    {"http.header", "请求头有误", "A request header is wrong", 400},
    {"http.method", "此地址不支持该方法", "This address does not take that method", 405},
    {"http.path", "地址有误", "The address is malformed", 400},
    {"http.query", "查询参数有误", "The query is malformed", 400},
    {"http.route", "没有这个地址", "No such address", 404},
    {"idempotency.key", "幂等键须为8至64个字母、数字、_ 或 -", "An idempotency key has 8 to 64 letters, digits, _ or -", 400},
    {"idempotency.mismatch", "同一幂等键已用于另一个请求", "This key was used for another request", 0},
    {"input.cursor", "翻页位置有误", "The cursor is not valid", 0},
    {"input.length", "长度不对", "The length is out of bounds", 0},
    {"input.missing", "缺少必填项", "A needed field is missing", 0},
    {"input.range", "数值超出范围", "The number is out of range", 0},
    {"input.twice", "参数重复", "A parameter was given twice", 0},
    {"input.type", "类型不对", "The value has the wrong type", 0},
    {"input.unknown_field", "没有这个字段", "No such field", 0},
    {"internal", "服务器内部错误，请稍后再试", "Something broke inside; please try again later", 0},
    {"journal.head", "日志链头损坏", "The head of a journal chain is damaged", 0},
    {"json.malformed", "内容不是正确的 JSON", "The body is not well-formed JSON", 400},
    {"json.too_deep", "JSON 嵌套太深", "The JSON is nested too deeply", 400},
    {"key.file", "密钥文件不能用", "The key file cannot be used", 0},
    {"limit.rate", "请求太频繁，请稍后再试", "Too many requests; please wait a little", 0},
    {"locate.outside", "此处不在网格内", "This place is outside the grid", 0},
    {"media.not_image", "不是可用的图片", "This is not a usable picture", 0},
    {"media.unknown", "没有这张图片", "No such picture", 0},
    {"person.name", "请写姓名", "A name is needed", 0},
    {"person.no_phone", "没有登记电话", "No phone is on record", 0},
    {"person.other_district", "人员须在同一区县", "The person serves in another district", 0},
    {"person.unknown", "没有这个人员", "No such person", 0},
    {"place.outside_grid", "此处不在网格内", "This place is outside the grid", 0},
    {"post.ended", "该岗位已撤销", "This post was abolished", 0},
    {"post.holder", "请指明一名人员或一支队伍", "Name one person or one team", 0},
    {"post.kind_unknown", "没有这类岗位", "No such kind of post", 0},
    {"post.overlap", "任期重叠", "The terms overlap", 0},
    {"post.unknown", "没有这个岗位", "No such post", 0},
    {"post.vacant", "岗位已空缺", "The post is vacant already", 0},
    {"programme.invalid", "项目文件有误", "The programme file is not valid", 0},
    {"ref.unknown", "没有这个编号", "No such reference", 0},
    {"replay.damaged", "留存的答复已损坏", "The kept answer is damaged", 0},
    {"right.area", "不在您的管辖范围", "This is outside your scope", 0},
    {"right.missing", "您没有这项权限", "You do not have this right", 0},
    {"schema.newer", "数据库由更新的版本建立", "A newer version made this database", 0},
    {"schema.word", "结构文件有误", "The schema file is wrong", 0},
    {"server.busy", "服务器繁忙，请稍后再试", "The server is busy; please try again soon", 503},
    {"session.locked", "密码错误次数过多，已锁定15分钟", "Locked for 15 minutes after too many wrong passwords", 0},
    {"session.needed", "请先登录", "Please sign in", 401},
    {"session.wrong", "登录名或密码不对", "The login or the password is wrong", 0},
    {"team.member_already", "已是队员", "Already a member", 0},
    {"team.name", "请写队伍名称", "A name is needed", 0},
    {"team.not_member", "不是队员", "Not a member", 0},
    {"team.other_district", "队伍须在同一区县", "The team serves in another district", 0},
    {"team.unknown", "没有这支队伍", "No such team", 0},
    {"version.missing", "请带上版本号（If-Match）", "Send the version (If-Match)", 428},
    {"version.stale", "内容已被他人修改，请刷新", "Someone changed this meanwhile; please reload", 0},
};
/* clang-format on */

static int by_code(const void *code, const void *text)
{
    return strcmp(code, ((const struct problem_text *)text)->code);
}

const struct problem_text *problem_text(const char *code)
{
    return bsearch(code, texts, LEN(texts), sizeof *texts, by_code);
}
