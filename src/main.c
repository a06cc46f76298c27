/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "media/shrink.h"

static const struct verb {
    const char *name;
    enum cli_status (*run)(int argc, char **argv);
    const char *help;
} verbs[] = {
    {"serve",    cli_serve,
     "--db URL [--listen HOST:PORT] [--web DIR] [--key FILE] [--rate N]\n"
     "      [--public-url URL] [--programmes DIR]\n"
     "      Serve the API and the web pages (default 127.0.0.1:8080)."                      },
    {"demo",     cli_demo,
     "--db URL [--key FILE] [--programmes DIR]\n"
     "      Fill an empty database with the Zhengzhou demonstration."                       },
    {"locate",   cli_locate,
     "--db URL LON LAT [--crs gcj02|wgs84] [--json]\n"
     "      Name the cell of a point and all areas above it. --points FILE|- for many."     },
    {"import",   cli_import,
     "areas|polygons|holidays|catalogue --db URL FILE|- [--dry-run] [...]\n"
     "  import ledger LEDGER FILE|- --db URL --area DISTRICT [--dry-run] [...]\n"
     "      Read the area tree (CSV), boundaries (GeoJSON), a year's holidays (JSON, CSV), the\n"
     "      class catalogue or a ledger's entries (XLSX, CSV): whole or not at all. holidays\n"
     "      --undo takes the last import back."                                             },
    {"export",   cli_export,
     "catalogue --db URL FILE.xlsx|FILE.csv|- [--area DISTRICT]\n"
     "  export ledger LEDGER FILE.xlsx|FILE.csv|- --db URL --area AREA [--as-of TIME] [...]\n"
     "      Write the class catalogue, or a ledger, as a sheet that import reads back as\n"
     "      unchanged."                                                                     },
    {"check",    cli_check,
     "areas|coverage|calendar|figures --db URL [--area CODE]\n"
     "  check programmes [--programmes DIR]\n"
     "      List overlaps, gaps, invalid rings, missing boundaries; posts without holder;\n"
     "      calendars that lack a year's holidays; facts behind indicators that differ from\n"
     "      the journal; what is wrong with programme files."                               },
    {"bulletin", cli_bulletin,
     "PROGRAMME --db URL --area CODE [--as-of DATE] [--english]\n"
     "      Print the programme's sentence with its figures, now or as of a day."           },
    {"verify",   cli_verify,
     "--db URL [--head FILE]\n"
     "      Recompute the journal's chains; name every changed, removed or moved row.\n"
     "      --head: hold the heads that were kept in FILE (GET /api/v1/chain) against them."},
    {"backup",   cli_backup,
     "--db URL FILE\n"
     "      Copy everything, of either engine, into one new SQLite file."                   },
    {"restore",  cli_restore,
     "--db URL FILE\n"
     "      Fill an empty database, of either engine, from such a file."                    },
    {"account",  cli_account,
     "add|list|password|disable|enable ... --db URL\n"
     "      Look after logins; passwords are read from standard input."                     },
};

static void help(FILE *to)
{
    (void)fputs("wangge " WANGGE_VERSION ": a city run by a grid.\n\n"
                "usage: wangge VERB [OPTIONS]\n\n",
                to);
    for (size_t i = 0; i < LEN(verbs); i++)
        (void)fprintf(to, "  %s %s\n", verbs[i].name, verbs[i].help);
    (void)fputs(
        "\nURL is sqlite:PATH or postgres:CONNINFO. Exit status: 0 done, 1 found something wrong,\n"
        "2 misuse, 3 could not run. See wangge(1).\n",
        to);
}

int main(int argc, char **argv)
{
    if (argc >= 2 && strcmp(argv[1], SHRINK_VERB) == 0)
        return shrink_main();
    if (argc >= 2 && strcmp(argv[1], "--version") == 0) {
        (void)puts("wangge " WANGGE_VERSION);
        return CLI_DONE;
    }
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "help") == 0) {
            help(stdout);
            return CLI_DONE;
        }
    }
    for (size_t i = 0; argc >= 2 && i < LEN(verbs); i++)
        if (strcmp(verbs[i].name, argv[1]) == 0)
            return (int)verbs[i].run(argc - 1, argv + 1);
    help(stderr);
    return CLI_MISUSE;
}
