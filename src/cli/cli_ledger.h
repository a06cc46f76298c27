/* SPDX-License-Identifier: Apache-2.0 */
/* Inside cli: the part of import and export that is about ledgers. */
#pragma once

#include "cli/cli.h"

/* argv[1] is "ledger". */
enum cli_status cli_import_ledger(int argc, char **argv);
enum cli_status cli_export_ledger(int argc, char **argv);
