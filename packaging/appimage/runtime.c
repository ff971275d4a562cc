// The program at the beginning of Strata's AppImage (type 2 of the AppImage specification, draft of 2018): a static program
// with a SquashFS image of the app behind it. It mounts the image by FUSE and becomes the app's AppRun. Where FUSE can't be
// used, it extracts the image into a temporary folder, runs the app from there and removes the folder afterwards.
//
// SquashFS is read by libsquashfuse, FUSE is spoken by libfuse; here is only what the specification asks for. It is compiled
// from Debian's packages by scripts/setup/appImage.js, as the usual runtime is published by no package registry.
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <squashfuse/ll.h>

// libsquashfuse has it, its header does not.
sqfs_ll *sqfs_ll_open(const char *path, size_t offset);

// The image is compressed by zstd. libsquashfuse knows LZO too, whose library is under the GPL, so nothing of that is linked.
int lzo1x_decompress_safe(const void *from, size_t size, void *to, size_t *room, void *memory) {
  (void)from, (void)size, (void)to, (void)room, (void)memory;
  return -1;
}

static _Noreturn void fail(const char *what, const char *where) {
  fprintf(stderr, "Strata could not start: %s %s: %s.\n", what, where, strerror(errno));
  exit(127);
}

/* The image begins where the program ends, and the table of sections is the last thing of a program. */
static off_t offset_of_image(const char *self) {
  Elf64_Ehdr header;
  FILE *file = fopen(self, "re");
  if (file == NULL || fread(&header, sizeof header, 1, file) != 1) fail("reading", self);
  fclose(file);
  return header.e_shoff + (off_t)header.e_shentsize * header.e_shnum;
}

static char *temporary_folder(const char *kind) {
  const char *parent = getenv("TMPDIR");
  char *path;
  if (asprintf(&path, "%s/%s-XXXXXX", parent != NULL && *parent == '/' ? parent : "/tmp", kind) < 0) fail("naming", kind);
  if (mkdtemp(path) == NULL) fail("making the folder", path);
  return path;
}

// ---- Mounted by FUSE -------------------------------------------------------------------------------------------------

/* Lazy: a process that still has a file of the image open is served until it closes it. */
static void unmount(const char *folder) {
  if (geteuid() == 0 && umount2(folder, MNT_DETACH) == 0) return;
  pid_t child = fork();
  if (child == 0) {
    execlp("fusermount3", "fusermount3", "-u", "-z", "-q", "--", folder, NULL);
    _exit(127);
  }
  if (child > 0) waitpid(child, NULL, 0);
}

/* Serves the image until the pipe `alive` is closed, which the app holds open as long as it runs. */
static void serve(struct fuse_session *session, const char *folder, int alive) {
  struct fuse_buf buffer = {0};
  struct pollfd watched[] = {{.fd = fuse_session_fd(session), .events = POLLIN}, {.fd = alive}};
  while (!fuse_session_exited(session)) {
    if (poll(watched, 2, -1) < 0 && errno != EINTR) break;
    if (watched[1].fd >= 0 && watched[1].revents != 0) {
      unmount(folder);
      watched[1].fd = -1;
    }
    if (watched[0].revents == 0) continue;
    int received = fuse_session_receive_buf(session, &buffer);
    if (received == -EINTR || received == -EAGAIN) continue;
    if (received <= 0) break;
    fuse_session_process_buf(session, &buffer);
  }
  fuse_session_destroy(session);
  rmdir(folder);
}

static struct fuse_session *mount_image(const char *self, off_t offset, const char *folder) {
  static const struct fuse_lowlevel_ops operations = {
      .getattr = sqfs_ll_op_getattr, .opendir = sqfs_ll_op_opendir,     .releasedir = sqfs_ll_op_releasedir,
      .readdir = sqfs_ll_op_readdir, .lookup = sqfs_ll_op_lookup,       .open = sqfs_ll_op_open,
      .create = sqfs_ll_op_create,   .release = sqfs_ll_op_release,     .read = sqfs_ll_op_read,
      .readlink = sqfs_ll_op_readlink, .listxattr = sqfs_ll_op_listxattr, .getxattr = sqfs_ll_op_getxattr,
      .forget = sqfs_ll_op_forget,   .statfs = stfs_ll_op_statfs,
  };
  char *options[] = {"strata", "-o", "ro,nodev,nosuid,fsname=Strata.AppImage", NULL};
  struct fuse_args args = FUSE_ARGS_INIT(3, options);
  sqfs_ll *image = sqfs_ll_open(self, offset);
  if (image == NULL) return NULL;
  struct fuse_session *session = fuse_session_new(&args, &operations, sizeof operations, image);
  if (session == NULL || fuse_session_mount(session, folder) != 0) return NULL;
  return session;
}

/* Where the image is mounted, or NULL. What mounts and serves it is a process of its own, of another terminal session, so that
   Ctrl+C ends the app first. */
static char *mounted(const char *self, off_t offset) {
  int ready[2], alive[2];
  if (access("/dev/fuse", R_OK | W_OK) != 0 || pipe2(ready, O_CLOEXEC) != 0 || pipe(alive) != 0) return NULL;
  char *folder = temporary_folder("strata-mounted");
  pid_t child = fork();
  if (child == 0) {
    close(alive[1]);
    setsid();
    // Its parent ends at once, so that the app is left with no child that it does not know of.
    if (fork() != 0) _exit(0);
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int stream = 0; stream <= 2; stream++) dup2(nothing, stream);
    if (chdir("/") != 0) _exit(127);
    struct fuse_session *session = mount_image(self, offset, folder);
    if (session == NULL) _exit(127);
    if (write(ready[1], "", 1) != 1) _exit(127);
    close(ready[1]);
    serve(session, folder, alive[0]);
    _exit(0);
  }
  close(ready[1]);
  close(alive[0]);
  if (child > 0) waitpid(child, NULL, 0);
  char byte;
  if (child > 0 && read(ready[0], &byte, 1) == 1) return folder;
  close(alive[1]);
  rmdir(folder);
  return NULL;
}

// ---- Extracted -------------------------------------------------------------------------------------------------------

static void extract_entry(sqfs *fs, sqfs_inode *inode, const char *path) {
  static char buffer[1 << 20];
  mode_t mode = inode->base.mode;
  if (S_ISDIR(mode)) {
    if (mkdir(path, 0755) != 0 && errno != EEXIST) fail("making the folder", path);
  } else if (S_ISLNK(mode)) {
    size_t size = sizeof buffer;
    if (sqfs_readlink(fs, inode, buffer, &size) != SQFS_OK || symlink(buffer, path) != 0) fail("making the link", path);
  } else if (S_ISREG(mode)) {
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode & 0777);
    if (file < 0) fail("making", path);
    for (sqfs_off_t at = 0, size = inode->xtra.reg.file_size; at < size;) {
      sqfs_off_t count = sizeof buffer;
      if (sqfs_read_range(fs, inode, at, &count, buffer) != SQFS_OK || count <= 0) {
        errno = EIO;
        fail("reading, of the AppImage,", path);
      }
      for (sqfs_off_t done = 0; done < count;) {
        ssize_t written = write(file, buffer + done, count - done);
        if (written < 0) fail("writing", path);
        done += written;
      }
      at += count;
    }
    if (close(file) != 0) fail("writing", path);
  }
}

static void extract(const char *self, off_t offset, const char *folder) {
  sqfs fs;
  sqfs_traverse entries;
  sqfs_err error = sqfs_open_image(&fs, self, offset);
  if (error == SQFS_OK) error = sqfs_traverse_open(&entries, &fs, sqfs_inode_root(&fs));
  while (error == SQFS_OK && sqfs_traverse_next(&entries, &error)) {
    if (entries.dir_end) continue;
    sqfs_inode inode;
    char *path;
    error = sqfs_inode_get(&fs, &inode, sqfs_dentry_inode(&entries.entry));
    if (error != SQFS_OK) break;
    if (asprintf(&path, "%s/%s", folder, entries.path) < 0) fail("naming", entries.path);
    extract_entry(&fs, &inode, path);
    free(path);
  }
  if (error != SQFS_OK) {
    errno = EIO;
    fail("reading the AppImage", self);
  }
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk) {
  (void)status, (void)type, (void)walk;
  return remove(path);
}

static pid_t app;
static void pass_on(int signal) {
  if (app > 0) kill(app, signal);
}

// ---- The app ---------------------------------------------------------------------------------------------------------

static _Noreturn void run(const char *folder, char **arguments) {
  char *program;
  if (asprintf(&program, "%s/AppRun", folder) < 0 || setenv("APPDIR", folder, 1) != 0) fail("naming", folder);
  execv(program, arguments);
  fail("starting", program);
}

static _Noreturn void run_extracted(const char *self, off_t offset, char **arguments) {
  char *folder = temporary_folder("strata-extracted");
  extract(self, offset, folder);
  app = fork();
  if (app < 0) fail("starting", folder);
  if (app == 0) run(folder, arguments);
  struct sigaction action = {.sa_handler = pass_on};
  for (const int *signal = (int[]){SIGTERM, SIGHUP, SIGINT, 0}; *signal != 0; signal++) sigaction(*signal, &action, NULL);
  int status;
  while (waitpid(app, &status, 0) < 0 && errno == EINTR) continue;
  nftw(folder, remove_one, 32, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
  exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

int main(int count, char **arguments) {
  char self[PATH_MAX], here[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
  if (length < 0) fail("finding", "/proc/self/exe");
  self[length] = '\0';
  off_t offset = offset_of_image(self);
  const char *option = count > 1 ? arguments[1] : "";

  if (strcmp(option, "--appimage-offset") == 0) return printf("%jd\n", (intmax_t)offset) < 0;
  if (strcmp(option, "--appimage-extract") == 0) {
    if (mkdir("squashfs-root", 0755) != 0) fail("making the folder", "squashfs-root");
    extract(self, offset, "squashfs-root");
    return 0;
  }
  setenv("APPIMAGE", self, 1);
  setenv("ARGV0", arguments[0], 1);
  if (getcwd(here, sizeof here) != NULL) setenv("OWD", here, 1);
  if (strcmp(option, "--appimage-mount") == 0) {
    const char *folder = mounted(self, offset);
    if (folder == NULL) fail("mounting", self);
    puts(folder);
    fflush(stdout);
    pause();
    return 0;
  }
  if (strcmp(option, "--appimage-extract-and-run") == 0) {
    arguments[1] = arguments[0];
    run_extracted(self, offset, arguments + 1);
  }
  if (getenv("APPIMAGE_EXTRACT_AND_RUN") == NULL) {
    const char *folder = mounted(self, offset);
    if (folder != NULL) run(folder, arguments);
  }
  run_extracted(self, offset, arguments);
}
