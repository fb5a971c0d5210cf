#include "runtime/sandbox/guard/filter.h"

#include <linux/sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/sandbox/guard/filter_program.h"

namespace cairn {
namespace {

// Calls that the headers of older systems do not name; these numbers are all machines'.
constexpr long call_process_madvise = 440, call_mount_setattr = 442, call_quotactl_fd = 443,
               call_memfd_secret = 447, call_open_tree_attributes = 467;

// Looking into other processes, the kernel's keys and tracing, mounts and namespaces, and
// what is the machine's. Most are refused to nobody anyway; what cannot be called has no
// bugs to be used.
constexpr long refused[] = {
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    call_process_madvise,
    SYS_kcmp,
    SYS_pidfd_getfd,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_lookup_dcookie,
    SYS_mount,
    SYS_umount2,
    call_mount_setattr,
    SYS_move_mount,
    SYS_open_tree,
    call_open_tree_attributes,
    SYS_fsopen,
    SYS_fsmount,
    SYS_fsconfig,
    SYS_fspick,
    SYS_pivot_root,
    SYS_chroot,
    SYS_unshare,
    SYS_setns,
    SYS_kexec_load,
    SYS_kexec_file_load,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_open_by_handle_at,
    SYS_name_to_handle_at,
    SYS_quotactl,
    call_quotactl_fd,
    SYS_acct,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_clock_adjtime,
    SYS_adjtimex,
    SYS_syslog,
    SYS_vhangup,
    SYS_nfsservctl,
    SYS_fanotify_init,
    SYS_move_pages,
    SYS_migrate_pages,
    SYS_mbind,
    SYS_set_mempolicy,
    SYS_vmsplice,
#if defined(__x86_64__)
    SYS_iopl,
    SYS_ioperm,
    SYS_modify_ldt,
    SYS_uselib,
    SYS_ustat,
    SYS_sysfs,
    SYS__sysctl,
    SYS_create_module,
    SYS_query_module,
    SYS_get_kernel_syms,
#endif
};

// As a kernel without them would answer, so that libraries take the older way. The memory
// that these give is in no process and no folder, so no watcher could count it; what
// clone3 is asked for no filter can read.
constexpr long unknown[] = {
    SYS_clone3,       SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
    SYS_memfd_create, call_memfd_secret,  SYS_shmget,         SYS_shmat,
    SYS_shmctl,       SYS_msgget,         SYS_semget,
};

constexpr unsigned namespaces = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET |
                                CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;

// Which families of addresses a socket may have. Others are rarely tried, and some
// (AF_VSOCK, AF_ALG) are no part of a network namespace.
void filter_sockets(FilterProgram& filter, const FilterOptions& options) {
  // With the host's network would come its abstract sockets.
  if (options.network)
    filter.refuse_unless(SYS_socket, 0, {AF_INET, AF_INET6}, EACCES);
  else if (options.shares_host)
    filter.refuse(SYS_socket, EACCES);
  else
    filter.refuse_unless(SYS_socket, 0, {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK}, EACCES);
}

// Landlock does not ask about what belongs to a file besides its content, and the program
// may have the user's own rights.
void filter_owners(FilterProgram& filter) {
  constexpr long set_attribute_at = 463, remove_attribute_at = 466, change_mode_at = 452;
  constexpr long calls[] = {SYS_fchownat,     SYS_setxattr,     SYS_lsetxattr,      SYS_removexattr,
                            SYS_lremovexattr, set_attribute_at, remove_attribute_at};
  for (const long call : calls) filter.refuse(call, EPERM);
#if defined(SYS_chmod)
  for (const long call : {SYS_chown, SYS_lchown}) filter.refuse(call, EPERM);
  filter.hand_over(SYS_chmod);
#endif
  filter.hand_over(SYS_fchmodat);
  filter.hand_over(change_mode_at);
}

// Processes outside have the same user.
void filter_signals(FilterProgram& filter) {
  for (const long call :
       {SYS_tkill, SYS_pidfd_send_signal, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo})
    filter.refuse(call, EPERM);
  filter.refuse_unless(SYS_kill, 0, {0}, EPERM);  // Its own group.
  // abort() and raise() of the program itself.
  filter.refuse_unless(SYS_tgkill, 0, {static_cast<std::uint32_t>(::getpid())}, EPERM);
}

}  // namespace

Filtered filter_system_calls(const FilterOptions& options) {
  FilterProgram filter;
  for (const long call : refused) filter.refuse(call, EPERM);
  for (const long call : unknown) filter.refuse(call, ENOSYS);
  filter.refuse_with_any_bit(SYS_clone, 0, namespaces, EPERM);
  filter.refuse_if(SYS_ioctl, 1, {TIOCSTI, TIOCLINUX}, EPERM);    // Typing for the user.
  filter.refuse_unless(SYS_personality, 0, {0xffffffff}, EPERM);  // Asking is free.
  filter_sockets(filter, options);
  if (options.keep_signals_in) filter_signals(filter);
  if (!options.shares_host) return {filter.load(), -1};
  filter_owners(filter);
  const int listener = filter.load_and_listen();
  return {listener >= 0, listener};
}

}  // namespace cairn
