/* SPDX-License-Identifier: Apache-2.0 */
/* The only door to libseccomp. */
#include "media/confine.h"

#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/macros.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

/* A picture of SHRINK_PIXELS with an alpha channel, a progressive JPEG's coefficients, and the program itself. */
enum { MEMORY_MB = 768 };

static bool limit(int what, rlim_t most)
{
    struct rlimit l = {most, most};
    return setrlimit((__rlimit_resource_t)what, &l) == 0;
}

bool confine_limits(void)
{
    bool ok = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0 &&
              limit(RLIMIT_CPU, CONFINE_SECONDS) && limit(RLIMIT_CORE, 0) &&
              limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, 3);
#ifndef SANITIZED /* sanitizers reserve terabytes of addresses */
    ok = ok && limit(RLIMIT_AS, (rlim_t)MEMORY_MB << 20);
#endif
    return ok;
}

static void release(scmp_filter_ctx *filter)
{
    if (*filter)
        seccomp_release(*filter);
}

bool confine_calls(int fd)
{
    static const int allowed[] = {
        SCMP_SYS(mmap),       SCMP_SYS(munmap),  SCMP_SYS(mremap),
        SCMP_SYS(brk),        SCMP_SYS(madvise), SCMP_SYS(futex),
        SCMP_SYS(exit_group), SCMP_SYS(exit),    SCMP_SYS(clock_gettime),
    };
    CLEANUP(release) scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return false;
    for (size_t i = 0; i < LEN(allowed); i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) != 0)
            return false;
    const struct scmp_arg_cmp to = {.arg = 0, .op = SCMP_CMP_EQ, .datum_a = (scmp_datum_t)fd};
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, &to) == 0 &&
           seccomp_load(filter) == 0;
}
