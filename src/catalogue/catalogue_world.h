/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of the catalogue: short ways to import, and to see what came of it. */
#pragma once

#include "unit.h"

#include "base/buf.h"
#include "catalogue/import.h"
#include "db/db.h"

#define HEAD "类别,大类代码,大类,小类代码,小类,立案条件,处置时限,结案条件,处置单位,主管部门\n"
#define SMALL                                                                                                         \
    HEAD "部件,01,公用设施,01,上水井盖,井盖缺失,2紧急工作时,井盖补齐,供水企业,城管局\n" \
         "部件,01,公用设施,01,上水井盖,井盖破损,1工作日,修复,供水企业,城管局\n"             \
         "事件,01,市容环境,10,暴露生活垃圾,有垃圾,4工作时,清理干净,环卫,城管局\n"

enum { DISTRICT = 410105 };

/* Each is one unit: imports, and commits what was applied. NULL options: for all districts. */
struct catalogue_report bring(struct ctx *c, const char *text, const struct catalogue_options *o);
struct catalogue_report bring_file(struct ctx *c, const void *p, size_t n,
                                   const struct catalogue_options *o);
struct catalogue_report bring_path(struct ctx *c, const char *path,
                                   const struct catalogue_options *o);
/* The whole file is refused with this code. */
void refused_whole(struct ctx *c, const char *text, const char *code);

void counts(const struct catalogue_report *r, int64_t added, int64_t changed, int64_t ended,
            int64_t unchanged);
/* "C17 rule;" of all findings, errors with a '!' in front. */
const char *findings(struct ctx *c, const struct catalogue_report *r);
/* "key.no filing limits;" of what holds in a district. */
const char *rows(struct ctx *c, int32_t district);
struct catalogue_row row_at(struct ctx *c, int32_t district, size_t i);
