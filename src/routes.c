/* SPDX-License-Identifier: Apache-2.0 */
#include "routes.h"

#include "account/account_api.h"
#include "area/area_api.h"
#include "area/tile_api.h"
#include "calendar/calendar_api.h"
#include "casefile/case_api.h"
#include "catalogue/catalogue_api.h"
#include "event/event_api.h"
#include "figure/figure_api.h"
#include "indicator/indicator_api.h"
#include "inspection/inspection_api.h"
#include "inspection_sheet/inspection_sheet_api.h"
#include "journal/journal_api.h"
#include "ledger/ledger_api.h"
#include "ledger_sheet/ledger_sheet_api.h"
#include "media/media_api.h"
#include "meta/meta_api.h"
#include "person/person_api.h"
#include "post/post_api.h"
#include "print/sign_api.h"
#include "programme/programme_api.h"
#include "team/team_api.h"

void routes_all(struct routes out[ROUTES_TABLES])
{
    static const struct routes *const tables[ROUTES_TABLES] = {
        &meta_routes,          &account_routes,       &area_routes,
        &person_routes,        &team_routes,          &post_routes,
        &answer_routes,        &casefile_routes,      &report_routes,
        &figures_routes,       &calendar_routes,      &journal_routes,
        &media_routes,         &tile_routes,          &event_routes,
        &catalogue_routes,     &case_list_routes,     &agenda_routes,
        &indicator_routes,     &ledger_sheet_routes,  &ledger_routes,
        &entry_routes,         &figure_routes,        &sign_routes,
        &inspection_routes,    &task_routes,          &round_routes,
        &door_routes,          &programme_routes,     &inspection_sheet_routes,
        &listed_routes,        &rectification_routes, &rectification_sheet_routes,
        &ledger_export_routes, &confirm_routes,
    };
    for (size_t i = 0; i < ROUTES_TABLES; i++)
        out[i] = *tables[i];
}
