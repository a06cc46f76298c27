/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "media/confine.h"
#include "media/picture.h"
#include "media/shrink.h"

enum { RED = 0xff0000, GREEN = 0x00ff00, BLUE = 0x0000ff, WHITE = 0xffffff };

static struct ctx *open_ctx(void)
{
    static struct ctx c;
    c = (struct ctx){.mem = arena_new()};
    return &c;
}

static const unsigned char *sample(struct ctx *c, const char *name, size_t *out_n)
{
    FILE *f = fopen(arena_printf(c->mem, "test/fuzz/shrink/%s", name), "rb");
    unsigned char *p = arena_alloc(c->mem, 1 << 16);
    assert_non_null(f);
    *out_n = fread(p, 1, 1 << 16, f);
    (void)fclose(f);
    return p;
}

/* Four quarters: red, green above; blue, white below. */
static struct picture quarters(struct ctx *c, int width, int height)
{
    static const unsigned colours[4] = {RED, GREEN, BLUE, WHITE};
    struct picture p = {width, height, arena_alloc(c->mem, (size_t)width * (size_t)height * 3)};
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            unsigned colour = colours[(y >= height / 2) * 2 + (x >= width / 2)];
            unsigned char *to = p.rgb + ((size_t)y * (size_t)width + (size_t)x) * 3;
            to[0] = (unsigned char)(colour >> 16);
            to[1] = (unsigned char)(colour >> 8);
            to[2] = (unsigned char)colour;
        }
    }
    return p;
}

/* The colour in the middle of a quarter, with what JPEG does to it rounded away. */
static unsigned colour(const struct picture *p, int right, int below)
{
    size_t x = (size_t)(p->width * (1 + 2 * right) / 4),
           y = (size_t)(p->height * (1 + 2 * below) / 4);
    const unsigned char *at = p->rgb + (y * (size_t)p->width + x) * 3;
    unsigned v = 0;
    for (int k = 0; k < 3; k++)
        v = v << 8 | (at[k] < 16 ? 0 : at[k] > 239 ? 255 : at[k]);
    return v;
}

static void assert_quarters(const struct picture *p, unsigned a, unsigned b, unsigned c, unsigned d)
{
    assert_int_equal(colour(p, 0, 0), a);
    assert_int_equal(colour(p, 1, 0), b);
    assert_int_equal(colour(p, 0, 1), c);
    assert_int_equal(colour(p, 1, 1), d);
}

static struct picture read_back(struct ctx *c, const unsigned char *jpeg, size_t n)
{
    struct picture p;
    assert_int_equal(picture_from_jpeg(c, jpeg, n, &p), ERR_OK);
    return p;
}

/* A JPEG as a camera writes it: an EXIF block with an orientation and a place, then the picture. */
static const unsigned char *camera(struct ctx *c, const struct picture *p, int orientation,
                                   size_t *out_n)
{
    unsigned char exif[] =
        "\xff\xe1\x00\x32" /* marker, 50 bytes with these two */
        "Exif\0\0MM\0*\0\0\0\x08"
        "\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00"
        "GPS 34.757,113.665";
    const unsigned char *plain;
    size_t n;
    assert_int_equal(picture_to_jpeg(c, p, &plain, &n), ERR_OK);
    exif[4 + 6 + 8 + 2 + 9] = (unsigned char)orientation;
    exif[3] = sizeof exif - 1 - 2;
    unsigned char *all = arena_alloc(c->mem, n + sizeof exif);
    memcpy(all, plain, 2);
    memcpy(all + 2, exif, sizeof exif - 1);
    memcpy(all + 2 + sizeof exif - 1, plain + 2, n - 2);
    *out_n = n + sizeof exif - 1;
    return all;
}

static bool contains(const unsigned char *p, size_t n, const char *word)
{
    return memmem(p, n, word, strlen(word)) != NULL;
}

static void metadata_does_not_survive(void **state)
{
    (void)state;
    struct ctx *c = open_ctx();
    struct picture p = quarters(c, 400, 300);
    struct shrunk out;
    size_t n;
    const unsigned char *image = camera(c, &p, 1, &n);
    assert_true(contains(image, n, "GPS 34.757"));
    assert_int_equal(shrink_here(c, image, n, &out), ERR_OK);
    assert_false(contains(out.full, out.full_n, "GPS"));
    assert_false(contains(out.full, out.full_n, "Exif"));
    assert_false(contains(out.thumb, out.thumb_n, "Exif"));
    arena_free(c->mem);
}

static void every_orientation_is_turned_upright(void **state)
{
    static const unsigned upright[9][4] = {
        {0     },
        { RED,   GREEN, BLUE, WHITE},
        { GREEN, RED,   WHITE, BLUE},
        {  WHITE, BLUE,  GREEN, RED},
        {   BLUE,  WHITE, RED, GREEN},
        { RED,   BLUE,  GREEN, WHITE},
        { BLUE,  RED,   WHITE, GREEN},
        { WHITE, GREEN, BLUE, RED},
        {   GREEN, WHITE, RED, BLUE},
    };
    (void)state;
    for (int o = 1; o <= 8; o++) {
        struct ctx *c = open_ctx();
        struct picture p = quarters(c, 320, 160);
        struct shrunk out;
        size_t n;
        const unsigned char *image = camera(c, &p, o, &n);
        assert_int_equal(shrink_here(c, image, n, &out), ERR_OK);
        struct picture back = read_back(c, out.full, out.full_n);
        assert_int_equal(back.width, o < 5 ? 320 : 160);
        assert_quarters(&back, upright[o][0], upright[o][1], upright[o][2], upright[o][3]);
        arena_free(c->mem);
    }
}

static void a_large_picture_is_scaled_and_a_small_one_kept(void **state)
{
    (void)state;
    struct ctx *c = open_ctx();
    struct picture p = quarters(c, 4000, 3000), small = quarters(c, 100, 60);
    struct shrunk out;
    const unsigned char *jpeg;
    size_t n;
    assert_int_equal(picture_to_jpeg(c, &p, &jpeg, &n), ERR_OK);
    assert_int_equal(shrink_here(c, jpeg, n, &out), ERR_OK);
    assert_int_equal(out.width, 1600);
    assert_int_equal(out.height, 1200);
    struct picture back = read_back(c, out.thumb, out.thumb_n);
    assert_int_equal(back.width, 320);
    assert_int_equal(back.height, 240);
    assert_quarters(&back, RED, GREEN, BLUE, WHITE);
    assert_int_equal(picture_to_jpeg(c, &small, &jpeg, &n), ERR_OK);
    assert_int_equal(shrink_here(c, jpeg, n, &out), ERR_OK);
    assert_int_equal(out.width, 100);
    assert_int_equal(out.height, 60);
    arena_free(c->mem);
}

/* A ramp stays a ramp: the average of the first and the last tenth is what it was. */
static void scaling_keeps_the_average_of_each_part(void **state)
{
    (void)state;
    struct ctx *c = open_ctx();
    struct picture p = {1777, 3, arena_alloc(c->mem, sizeof(char[3][1777][3]))}, out;
    double before = 0, after = 0;
    for (size_t i = 0; i < sizeof(char[3][1777][3]); i++)
        p.rgb[i] = (unsigned char)(i / 3 % 1777 * 255 / 1776);
    picture_shrink(c, &p, 1600, &out);
    assert_int_equal(out.width, 1600);
    assert_int_equal(out.height, 3);
    for (size_t i = 0; i < 1777; i++)
        before += p.rgb[i * 3];
    for (size_t i = 0; i < 1600; i++) {
        after += out.rgb[i * 3];
        assert_true(i == 0 || out.rgb[i * 3] >= out.rgb[i * 3 - 3]);
    }
    assert_true(before / 1777 - after / 1600 < 0.6 && after / 1600 - before / 1777 < 0.6);
    arena_free(c->mem);
}

static void png_and_webp_are_read_by_their_content(void **state)
{
    static const char *const names[] = {"alpha.png", "lossless.webp", "lossy.webp"};
    (void)state;
    for (size_t i = 0; i < LEN(names); i++) {
        struct ctx *c = open_ctx();
        struct shrunk out;
        size_t n;
        const unsigned char *image = sample(c, names[i], &n);
        assert_int_equal(shrink_here(c, image, n, &out), ERR_OK);
        struct picture back = read_back(c, out.full, out.full_n);
        assert_int_equal(back.width, 24);
        assert_int_equal(back.height, 16);
        assert_int_equal(colour(&back, 0, 1), WHITE); /* where it is transparent */
        assert_true(back.rgb[0] > 200 && back.rgb[2] < 60);
        arena_free(c->mem);
    }
}

static void assert_refused(enum err (*shrink)(struct ctx *, const void *, size_t, struct shrunk *),
                           struct ctx *c, const void *image, size_t n)
{
    struct shrunk out = {.width = -1};
    assert_int_equal(shrink(c, image, n, &out), ERR_INVALID);
    assert_string_equal(c->problem.code, "media.not_image");
    assert_int_equal(out.width, -1);
}

static void what_is_no_whole_picture_is_refused(void **state)
{
    static const char *const names[] = {"bomb.png", "cut.png", "text.jpg"};
    (void)state;
    struct ctx *c = open_ctx();
    struct picture p = quarters(c, 200, 200);
    size_t n;
    const unsigned char *jpeg;
    for (size_t i = 0; i < LEN(names); i++) {
        const unsigned char *image = sample(c, names[i], &n);
        assert_refused(shrink_here, c, image, n);
        assert_refused(shrink_apart, c, image, n);
    }
    assert_int_equal(picture_to_jpeg(c, &p, &jpeg, &n), ERR_OK);
    assert_refused(shrink_here, c, jpeg, n / 2);
    assert_refused(shrink_here, c, "", 0);
    assert_refused(shrink_apart, c, "", 0);
    assert_refused(shrink_here, c, "\xff\xd8\xff", 3);
    arena_free(c->mem);
}

static void too_many_pixels_or_bytes_are_refused(void **state)
{
    (void)state;
    struct ctx *c = open_ctx();
    assert_int_equal(picture_check(c, 8000, 5000), ERR_OK);
    assert_int_equal(picture_check(c, 8000, 5001), ERR_INVALID);
    assert_int_equal(picture_check(c, 0, 5), ERR_INVALID);
    assert_int_equal(picture_check(c, 30001, 1), ERR_INVALID);
    unsigned char *long_file = arena_alloc(c->mem, SHRINK_BYTES + 1);
    memset(long_file, 0xff, 3);
    long_file[1] = 0xd8;
    assert_refused(shrink_here, c, long_file, SHRINK_BYTES + 1);
    assert_refused(shrink_apart, c, long_file, SHRINK_BYTES + 1);
    arena_free(c->mem);
}

static void the_separate_process_gives_the_same_bytes(void **state)
{
    (void)state;
    struct ctx *c = open_ctx();
    struct picture p = quarters(c, 2400, 1800);
    struct shrunk here, apart;
    size_t n;
    const unsigned char *image = camera(c, &p, 6, &n);
    assert_int_equal(shrink_here(c, image, n, &here), ERR_OK);
    assert_int_equal(shrink_apart(c, image, n, &apart), ERR_OK);
    assert_int_equal(apart.width, 1200);
    assert_int_equal(apart.height, 1600);
    assert_int_equal(apart.full_n, here.full_n);
    assert_memory_equal(apart.full, here.full, here.full_n);
    assert_int_equal(apart.thumb_n, here.thumb_n);
    assert_memory_equal(apart.thumb, here.thumb, here.thumb_n);
    arena_free(c->mem);
}

static void read_a_file(void)
{
    (void)open("/etc/hostname", O_RDONLY);
}

static void call_somebody(void)
{
    (void)socket(AF_INET, SOCK_STREAM, 0);
}

static void start_a_program(void)
{
    char *const words[] = {NULL};
    (void)execve("/bin/true", words, words);
}

static void write_elsewhere(void)
{
    (void)!write(STDERR_FILENO, "x", 1);
}

static void just_end(void)
{
}

/* How a process ends that locks itself in and then does `what`: 0, or the signal. */
static int end_of(void (*what)(void))
{
    int status = 0;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        if (!confine_limits() || !confine_calls(STDOUT_FILENO))
            _exit(1);
        what();
        (void)syscall(SYS_exit_group, 0); /* _exit does more under a sanitizer */
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void a_locked_in_process_can_do_nothing_but_end(void **state)
{
    (void)state;
    assert_int_equal(end_of(just_end), 0);
    assert_int_equal(end_of(read_a_file), SIGSYS);
    assert_int_equal(end_of(call_somebody), SIGSYS);
    assert_int_equal(end_of(start_a_program), SIGSYS);
    assert_int_equal(end_of(write_elsewhere), SIGSYS);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(metadata_does_not_survive),
        cmocka_unit_test(every_orientation_is_turned_upright),
        cmocka_unit_test(a_large_picture_is_scaled_and_a_small_one_kept),
        cmocka_unit_test(scaling_keeps_the_average_of_each_part),
        cmocka_unit_test(png_and_webp_are_read_by_their_content),
        cmocka_unit_test(what_is_no_whole_picture_is_refused),
        cmocka_unit_test(too_many_pixels_or_bytes_are_refused),
        cmocka_unit_test(the_separate_process_gives_the_same_bytes),
        cmocka_unit_test(a_locked_in_process_can_do_nothing_but_end),
    };
    if (argc >= 2 && strcmp(argv[1], SHRINK_VERB) == 0)
        return shrink_main();
    return UNIT_RUN(tests);
}
