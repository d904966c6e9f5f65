/* SPDX-License-Identifier: Apache-2.0
 * One table. */
#include "ledger/sqlite_refusal.h"

#include <stdio.h>

#include "feeguard/host.h"

#define LINE_MAX_SIZE 4608 /* a path of 4096 bytes, and the sentence */

static const struct {
    fg_status status;
    const char *text[2]; /* by FG_LANGUAGE_* */
} refusals[REFUSALS] = {
    [REFUSAL_NONE] = {FG_OK, {"", ""}},
    [REFUSAL_MISSING] = {FG_LEDGER_MISSING,
                         {"没有这个账本；请先运行 feeguard ledger init 建立",
                          "there is no such ledger; make it with feeguard ledger init"}},
    [REFUSAL_DIRECTORY] = {FG_LEDGER_MISSING,
                           {"账本所在目录不存在；请先建立目录",
                            "the directory of the ledger does not exist; make it first"}},
    [REFUSAL_ACCESS] =
        {FG_LEDGER_REFUSED,
         {"没有读写账本的权限；请让运行网关的用户拥有账本文件及其目录",
          "the ledger may not be read and written; give the file and its directory to"
          " the user that the gateway runs as"}},
    [REFUSAL_NOT_A_FILE] = {FG_LEDGER_REFUSED,
                            {"账本不是普通文件；请给出文件本身，不要用符号链接、目录或设备",
                             "the ledger is no regular file; name the file itself, no symbolic"
                             " link, directory or device"}},
    [REFUSAL_TWO_NAMES] = {FG_LEDGER_REFUSED,
                           {"账本还有别的名字（硬链接，或单独挂载的文件），各名字会各写各的日志；"
                            "请只留一个名字，需要挂载时挂载其目录",
                            "the ledger has another name, as a hard link or a file mounted by"
                            " itself, and each name would have a log of its own; leave it one name,"
                            " and mount its directory"}},
    [REFUSAL_NETWORK] = {FG_LEDGER_REFUSED,
                         {"账本在网络或用户态文件系统上，锁不可靠；请放到本地磁盘",
                          "the ledger lies on a network or user-space file system, where locks"
                          " cannot be relied on; put it on a local disk"}},
    [REFUSAL_FOREIGN] = {FG_LEDGER_REFUSED,
                         {"这个文件不是 feeguard 的账本；请检查路径，或另建账本",
                          "this file is no ledger of feeguard; check the path, or make a ledger"
                          " under another name"}},
    [REFUSAL_NEWER] = {FG_LEDGER_NEWER,
                       {"账本由更新的版本写成；请升级 feeguard",
                        "the ledger was written by a newer version; upgrade feeguard"}},
    [REFUSAL_DAMAGED] = {FG_LEDGER_DAMAGED,
                         {"账本损坏或不完整；请保留原文件，从备份恢复",
                          "the ledger is damaged or incomplete; keep the file, and restore the"
                          " ledger from a backup"}},
    [REFUSAL_IN_USE] = {FG_LEDGER_IN_USE,
                        {"本进程已经打开这个账本，或在 fork 之前打开过；一个进程只打开一次，fork "
                         "之后再打开",
                         "this process has the ledger open already, or had before it was forked;"
                         " open it once in a process, and after fork"}},
    [REFUSAL_KEYS] = {FG_LEDGER_REFUSED,
                      {"密钥文件不是这个账本的，或是轮换前的旧副本；请使用账本最近所用的密钥文件",
                       "the key file is not this ledger's, or a copy from before a rotation; use"
                       " the one that the ledger was last used with"}},
    [REFUSAL_SIGNER] = {FG_LEDGER_REFUSED, {"", ""}}, /* told already */
    [REFUSAL_EXISTS] = {FG_LEDGER_REFUSED,
                        {"已有同名文件，未作改动；请换一个路径，或先移走它",
                         "there is a file of this name already, and it was not touched; choose"
                         " another path, or move it away"}},
    [REFUSAL_UNWRITABLE] = {FG_LEDGER_UNAVAILABLE,
                            {"账本写不进去；请检查目录权限和磁盘空间",
                             "the ledger cannot be written; check the permissions of its directory"
                             " and the room on its disk"}},
    [REFUSAL_UNAVAILABLE] = {FG_LEDGER_UNAVAILABLE,
                             {"账本打不开；请检查磁盘、FILE.turn 的权限和占用账本的程序",
                              "the ledger cannot be opened; check the disk, the permissions of"
                              " FILE.turn, and which programs keep the ledger to themselves"}},
    [REFUSAL_MEMORY] = {FG_NO_MEMORY,
                        {"内存不足，或系统的 libcrypto 没有所需算法；账本未打开",
                         "memory ran out, or the system's libcrypto lacks what is needed; the"
                         " ledger was not opened"}},
};

fg_status refusal_status(enum refusal refusal)
{
    return refusals[refusal].status;
}

void refusal_tell_line(const char *sentence, const char *path, const struct sqlite_options *options)
{
    char line[LINE_MAX_SIZE];

    if (options->log == NULL) return;
    snprintf(line, sizeof(line), "%s: %s", path != NULL ? path : "", sentence);
    options->log(options->log_context, FG_LOG_ERROR, line);
}

void refusal_tell(enum refusal refusal, const char *path, const struct sqlite_options *options)
{
    if (refusal == REFUSAL_NONE || refusal == REFUSAL_SIGNER) return;
    refusal_tell_line(refusals[refusal].text[options->language == FG_LANGUAGE_EN], path, options);
}
