/* SPDX-License-Identifier: Apache-2.0 */
/* Inside cli: the part of import and export that is about the class catalogue. */
#pragma once

#include "cli/cli.h"

/* argv[1] is "catalogue". */
enum cli_status cli_import_catalogue(int argc, char **argv);
/* Puts the starter catalogue into a database that never had one. */
enum err cli_seed(struct cli_session *s) MUST_USE;
