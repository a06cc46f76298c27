/* SPDX-License-Identifier: Apache-2.0 */
#include "http/served.h"

#include "db/writer.h"

void served_open(struct served *s, int rate)
{
    served_open_with(s, rate, NULL);
}

void served_open_with(struct served *s, int rate, const char *web_dir)
{
    char problem[256];
    ask_open(&s->a);
    struct server_setup *setup = &s->a.setup;
    setup->db_url = unit_url(s->a.c);
    setup->listen = "127.0.0.1:0";
    setup->threads = 2;
    setup->rate = rate;
    setup->web_dir = web_dir;
    setup->idle_s = 2;
    if (writer_open(setup->db_url, 2, NULL, &setup->writer, problem) != ERR_OK)
        fail_msg("%s", problem);
    if (server_open(setup, &s->server, problem) != ERR_OK)
        fail_msg("%s", problem);
    s->client = client_open(server_port(s->server));
}

void served_close(struct served *s)
{
    client_close(s->client);
    server_close(s->server);
    writer_close(s->a.setup.writer);
    ask_close(&s->a);
}
