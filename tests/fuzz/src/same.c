// What libFuzzer finds with a seed depends on which code each input reaches. A hash map asks the
// system for a random key, and reading the clock takes another branch where a second ends between
// two readings. In a build for fuzzing, this program responds in the system's place, so that the
// same seed makes the same run. libFuzzer's own deadlines use another clock, which is left as it is.

#define _GNU_SOURCE
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

ssize_t getrandom(void *buffer, size_t length, unsigned int flags) {
  (void)flags;
  memset(buffer, 0x5a, length);
  return (ssize_t)length;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  if (clock == CLOCK_MONOTONIC) {
    time->tv_sec = 1000000;
    time->tv_nsec = 0;
    return 0;
  }
  return (int)syscall(SYS_clock_gettime, clock, time);
}
