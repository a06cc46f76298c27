/* SPDX-License-Identifier: Apache-2.0 */
/*
 * People who hold a duty: nobody else has a row here. The phone is sealed under the application's key, shown masked,
 * and opened only by a journalled look (or published, when the person consented in writing).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/secret.h"

struct sealed { /* n 0: none */
    const void *p;
    size_t n;
};

struct person {
    int32_t district;
    int64_t id, version;
    const char *name, *area; /* area: where the person serves */
    const char *note;        /* NULL, "made_up" */
    bool contact_public;     /* written consent to publish the phone */
    struct sealed contact;
};

struct person_new {
    const char *name, *area;
    const char *phone; /* NULL: none. As typed (person/phone.h) */
    const char *note;  /* NULL, "made_up" */
    bool contact_public;
};

/* Journalled. ERR_INVALID person.name, person.phone, person.consent (public without a phone), area.code, area.unknown. */
enum err person_add(struct ctx *c, const unsigned char key[SECRET_KEY], const struct person_new *p,
                    int64_t *out_id) MUST_USE;

struct person_change {
    const char *name,
        *area; /* NULL: as it is; area in the same district, else ERR_INVALID person.other_district */
    const char *phone;          /* NULL: as it is; "": erased, and with it the consent */
    const bool *contact_public; /* NULL: as it is */
};
/* Journalled. ERR_STALE when version is not the current one. */
enum err person_change(struct ctx *c, const unsigned char key[SECRET_KEY], int32_t district,
                       int64_t id, int64_t version, const struct person_change *p) MUST_USE;

/* ERR_NOT_FOUND person.unknown */
enum err person_get(struct ctx *c, int32_t district, int64_t id, struct person *out) MUST_USE;
/* Inside the prefix, by id, behind `after`; q: part of the name, NULL all; at most limit rows. */
enum err person_list(struct ctx *c, const char *prefix, const char *q, int64_t after, int64_t limit,
                     const struct person **out, size_t *out_n) MUST_USE;

/* The phone of a row, without a trace: for masking and for publishing by consent. NULL: none, or it does not open. */
const char *person_phone(struct ctx *c, const unsigned char key[SECRET_KEY], int32_t district,
                         int64_t id, struct sealed contact);
/* The same for somebody who wants to call: journalled. ERR_NOT_FOUND person.no_phone. */
enum err person_look(struct ctx *c, const unsigned char key[SECRET_KEY], int32_t district,
                     int64_t id, const char **out_phone) MUST_USE;
