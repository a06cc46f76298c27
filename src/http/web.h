/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The built front end, read whole into memory at start: a request only ever finds a file that was there, so no path can
 * lead out of the folder. A new build needs a new start. Dot files and links are left out; "x.gz" becomes the packed
 * form of "x".
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct web;

struct web_file {
    const char *path; /* "/office/index.html" */
    const char *type, *cache;
    char etag[24];            /* with quotes */
    const char *bytes, *gzip; /* gzip NULL: none */
    size_t n, gzip_n;
    size_t index; /* 0..web_len-1 */
};

/* problem gets 256 bytes. */
bool web_open(const char *dir, struct web **out, char problem[256]);
void web_close(struct web *w); /* takes NULL */
size_t web_len(const struct web *w);
const struct web_file *web_at(const struct web *w, size_t i);

/*
 * The file of a decoded path. A path without a file and without a dot in its last part is a page that the script draws:
 * below /office its own index.html, elsewhere the front one. NULL: no such file.
 */
const struct web_file *web_find(const struct web *w, const char *path);
