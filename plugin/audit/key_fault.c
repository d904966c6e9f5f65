/* SPDX-License-Identifier: Apache-2.0
 * The sentences, in both languages. None names a path: the caller knows which file it meant. */
#include "audit/key_fault.h"

#include <stddef.h>

#include "feeguard/host.h"

struct sentence {
    const char *zh, *en;
};

static const struct sentence sentences[] = {
    [KEY_OK] = {"密钥文件正常。", "The key file is in order."},
    [KEY_MISSING] = {"密钥文件不存在：请核对路径，或用 feeguard ledger init 生成。",
                     "There is no such key file: check the path, or make it with feeguard ledger "
                     "init."},
    [KEY_EXISTS] = {"文件已存在，密钥从不被覆盖：请另选路径；若是上次轮换中断留下的 .new "
                    "文件，删除后重试。",
                    "The file exists and keys are never overwritten: choose another path, or if it "
                    "is the .new file of an interrupted rotation, remove that and try again."},
    [KEY_NOT_A_FILE] = {"密钥路径不是普通文件（符号链接也不接受）：请直接给出文件本身的路径。",
                        "The key path is no regular file, and symbolic links are not followed: "
                        "name the file itself."},
    [KEY_FOREIGN_OWNER] = {"密钥文件属于其他用户：请用 chown 改为运行本程序的用户。",
                           "The key file belongs to another user: chown it to the user that runs "
                           "this program."},
    [KEY_OPEN_TO_OTHERS] = {"密钥文件可被同组或其他用户访问：请执行 chmod 600；若可能已被读取，"
                            "请轮换密钥。",
                            "The key file is open to its group or to others: chmod 600 it, and "
                            "rotate the key if somebody may have read it."},
    [KEY_MALFORMED] = {"密钥文件格式有误：请从备份恢复，勿手工修改。",
                       "The key file is malformed: restore it from a backup, do not mend it by "
                       "hand."},
    [KEY_TOO_MANY_EPOCHS] = {"密钥文件的代数已达上限 8：请新建账本与密钥文件。",
                             "The key file is at its limit of 8 epochs: begin a new ledger with a "
                             "new key file."},
    [KEY_UNREADABLE] = {"密钥文件无法读取：请检查目录权限与存储设备。",
                        "The key file cannot be read: check the permissions of its directory and "
                        "the storage device."},
    [KEY_UNWRITABLE] = {"密钥文件无法写入：请检查目录是否存在、可写，且磁盘未满。",
                        "The key file cannot be written: check that its directory exists and is "
                        "writable, and that the disk is not full."},
    [KEY_NO_MEMORY] = {"内存不足，密钥文件未被处理：请稍后重试。",
                       "Memory ran out before the key file was dealt with: try again later."},
    [KEY_INTERNAL] = {"加密库拒绝工作：请检查 OpenSSL 的安装与配置（须提供 SHA-256、SM3、HMAC "
                      "与签名算法）。",
                      "The cryptographic library refused to work: check that the OpenSSL "
                      "configuration provides SHA-256, SM3, HMAC and the signature algorithms."},
};

const char *key_fault_text(enum key_fault fault, int32_t language)
{
    size_t index = (size_t)fault;

    if (index >= sizeof(sentences) / sizeof(sentences[0])) index = KEY_INTERNAL;
    return language == FG_LANGUAGE_EN ? sentences[index].en : sentences[index].zh;
}
