// Loaded before a program (LD_PRELOAD), makes each fsync and fdatasync FSYNC_MS milliseconds longer: a slow disk.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void wait_for_disk(void) {
  static long ms = -1;
  if (ms < 0) {
    const char *set = getenv("FSYNC_MS");
    ms = set ? atol(set) : 0;
  }
  struct timespec pause = {ms / 1000, ms % 1000 * 1000000};
  nanosleep(&pause, NULL);
}

int fsync(int fd) {
  wait_for_disk();
  return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd);
}

int fdatasync(int fd) {
  wait_for_disk();
  return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd);
}
