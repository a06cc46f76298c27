/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests that two readers might understand in two ways. Each must be refused or the connection closed, nothing of them
 * may be run, and what follows them on the connection must not be taken for a request.
 */
#include "unit.h"

#include <string.h>

#include "http/served.h"

enum who { LIBRARY, DOOR }; /* libmicrohttpd by itself, or our own check of what it let pass */

#define PROBE(text) text, sizeof(text) - 1

static const struct probe {
    const char *name;
    enum who who;
    const char *bytes;
    size_t n;
} probes[] = {
    {"two differing Content-Length",      DOOR,
     PROBE(
         "POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!")                     },
    {"two equal Content-Length",          DOOR,
     PROBE(
         "POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello")                      },
    {"Content-Length and chunked",        DOOR,
     PROBE(
         "POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")         },
    {"a length with a plus",              LIBRARY,
     PROBE("POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello")                                        },
    {"a negative length",                 LIBRARY,
     PROBE("POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\nhello")                                        },
    {"two lengths in one",                LIBRARY,
     PROBE("POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello")                                      },
    {"a length in hex",                   LIBRARY,
     PROBE("POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello")                                       },
    {"a length beyond all numbers",       LIBRARY,
     PROBE(
         "POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\nhello")                     },
    {"a blank before the colon",          DOOR,
     PROBE("POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\nhello")                                        },
    {"an unknown transfer coding",        DOOR,
     PROBE(
         "POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")                             },
    {"a chunk size of letters",           LIBRARY,
     PROBE(
         "POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n")               },
    {"a signed chunk size",               LIBRARY,
     PROBE(
         "POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n")               },
    {"a chunk size with 0x",              LIBRARY,
     PROBE(
         "POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n")              },
    {"a chunk size beyond all numbers",   LIBRARY,
     PROBE(
         "POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000005\r\nhello\r\n0\r\n\r\n")},
    {"a chunk without its end",           LIBRARY,
     PROBE(
         "POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloXX0\r\n\r\n")                  },
    {"a chunk without a size",            LIBRARY,
     PROBE(
         "POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\r\nhello\r\n0\r\n\r\n")                 },
    {"a header without a name",           DOOR,
     PROBE("GET /api/v1/hello/a HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n")                                                           },
    {"a blank in a name",                 DOOR,
     PROBE("GET /api/v1/hello/a HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n")                                                   },
    {"NUL in a value",                    DOOR,    PROBE("GET /api/v1/hello/a HTTP/1.1\r\nHost: a\r\nX: a\000b\r\n\r\n")       },
    {"NUL in a name",                     LIBRARY,
     PROBE("GET /api/v1/hello/a HTTP/1.1\r\nHost: a\r\nX\000Y: b\r\n\r\n")                                                     },
    {"a bare CR in a value",              DOOR,
     PROBE("GET /api/v1/hello/a HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n")                                                       },
    {"a folded line",                     DOOR,    PROBE("GET /api/v1/hello/a HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n")      },
    {"a folded length",                   DOOR,
     PROBE("POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n 5\r\n\r\nhello")                                     },
    {"a folded first line",               DOOR,
     PROBE("GET /api/v1/hello/a HTTP/1.1\r\n X: b\r\nHost: a\r\n\r\n")                                                         },
    {"no Host",                           LIBRARY, PROBE("GET /api/v1/hello/a HTTP/1.1\r\n\r\n")                               },
    {"two Hosts",                         DOOR,    PROBE("GET /api/v1/hello/a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")         },
    {"a Host that is none",               DOOR,    PROBE("GET /api/v1/hello/a HTTP/1.1\r\nHost: a/b@c\r\n\r\n")                },
    {"a line without a colon",            LIBRARY,
     PROBE("GET /api/v1/hello/a HTTP/1.1\r\nHost: a\r\nXb\r\n\r\n")                                                            },
    {"a version that is none",            DOOR,    PROBE("GET /api/v1/hello/a HTTP/1.9\r\nHost: a\r\n\r\n")                    },
    {"version 2",                         LIBRARY, PROBE("GET /api/v1/hello/a HTTP/2.0\r\nHost: a\r\n\r\n")                    },
    {"no version",                        LIBRARY, PROBE("GET /api/v1/hello/a\r\nHost: a\r\n\r\n")                             },
    {"a version in small letters",        LIBRARY,
     PROBE("GET /api/v1/hello/a http/1.1\r\nHost: a\r\n\r\n")                                                                  },
    {"a blank in the target",             LIBRARY, PROBE("GET /api/v1/hello/a b HTTP/1.1\r\nHost: a\r\n\r\n")                  },
    {"a control character in the target", DOOR,
     PROBE("GET /api/v1/hello/a\001b HTTP/1.1\r\nHost: a\r\n\r\n")                                                             },
    {"chunks in version 1.0",             DOOR,
     PROBE(
         "POST /api/v1/notes HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")                              },
    {"a vertical tab before a length",    LIBRARY,
     PROBE("POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Length: \0135\r\n\r\nhello")                                     },
};

static const char second[] = "GET /api/v1/version HTTP/1.1\r\nHost: a\r\n\r\n";

static void check(const struct served *s, const struct probe *p)
{
    struct client *c = client_open(server_port(s->server));
    client_send(c, p->bytes, p->n);
    client_send(c, second, sizeof second - 1);
    (void)client_drain(c);
    bool answered = strncmp(c->text, "HTTP/1.1 ", 9) == 0;
    bool refused = !answered || c->text[9] == '4' || strncmp(c->text + 9, "505", 3) == 0;
    bool ours = strstr(c->text, "problem+json") != NULL;
    if (!refused || strstr(c->text, "third") || (answered && ours != (p->who == DOOR)))
        fail_msg("%s: %.200s", p->name, answered ? c->text : "closed");
    client_close(c);
}

static void an_ambiguous_request_is_refused_and_its_connection_closed(void **state)
{
    (void)state;
    struct served s;
    served_open(&s, 0);
    for (size_t i = 0; i < LEN(probes); i++)
        check(&s, &probes[i]);
    assert_int_equal(s.a.world.runs, 0);
    assert_int_equal(client_get(s.client, "/api/v1/hello/a"), 200);
    served_close(&s);
}

static void too_much_head_is_refused(void **state)
{
    (void)state;
    static const char *const starts[] = {"GET /api/v1/hello/",
                                         "GET /api/v1/hello/a HTTP/1.1\r\nX: "};
    struct served s;
    char filler[40000];
    served_open(&s, 0);
    memset(filler, 'a', sizeof filler);
    for (size_t i = 0; i < LEN(starts); i++) {
        struct client *c = client_open(server_port(s.server));
        client_say(c, starts[i]);
        client_send(c, filler, sizeof filler);
        (void)client_drain(c);
        assert_true(c->n == 0 || strncmp(c->text, "HTTP/1.1 4", 10) == 0);
        client_close(c);
    }
    served_close(&s);
}

static void too_many_headers_are_refused(void **state)
{
    (void)state;
    struct served s;
    served_open(&s, 0);
    client_say(s.client, "GET /api/v1/hello/a HTTP/1.1\r\nHost: a\r\n");
    for (int i = 0; i < 64; i++)
        client_say(s.client, "X: a\r\n");
    client_say(s.client, "\r\n");
    assert_int_equal(client_read(s.client), 400);
    served_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_ambiguous_request_is_refused_and_its_connection_closed),
        cmocka_unit_test(too_much_head_is_refused),
        cmocka_unit_test(too_many_headers_are_refused),
    };
    return UNIT_RUN(tests);
}
