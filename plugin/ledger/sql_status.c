/* SPDX-License-Identifier: Apache-2.0
 * The single row that every transaction reads first and writes last, and what the gateway's log is
 * told. */
#include <inttypes.h>
#include <stdio.h>

#include "feeguard/host.h"
#include "ledger/sql_store.h"

static bool head_read(struct store *store, struct chain_head *head)
{
    struct fg_text hash = sql_bytes(&store->sql, SQL_STATUS_READ, 9);

    head->position = (uint64_t)sql_integer(&store->sql, SQL_STATUS_READ, 8);
    if (hash.size != DIGEST_SIZE) return sql_fail(&store->sql, SQL_FAULT_DAMAGED);
    memcpy(head->hash.bytes, hash.bytes, DIGEST_SIZE);
    return true;
}

bool sql_status_read(struct store *store)
{
    struct sql *sql = &store->sql;
    struct sql_status *status = &store->status;

    if (!sql_start(sql, SQL_STATUS_READ, NULL, 0)) return false;
    if (!sql_next(sql, SQL_STATUS_READ)) return sql_fail(sql, SQL_FAULT_DAMAGED);
    memset(status, 0, sizeof(*status)); /* its padding is compared as well */
    status->schema = sql_integer(sql, SQL_STATUS_READ, 0);
    status->keys = sql_integer(sql, SQL_STATUS_READ, 1);
    status->epoch = sql_integer(sql, SQL_STATUS_READ, 2);
    status->engine_ns = sql_integer(sql, SQL_STATUS_READ, 3);
    status->counts.reserved = (uint64_t)sql_integer(sql, SQL_STATUS_READ, 4);
    status->counts.committed = (uint64_t)sql_integer(sql, SQL_STATUS_READ, 5);
    status->last_charge = sql_integer(sql, SQL_STATUS_READ, 6);
    status->last_name = sql_integer(sql, SQL_STATUS_READ, 7);
    status->checkpoint_position = sql_integer(sql, SQL_STATUS_READ, 10);
    status->checkpoint_ns = sql_integer(sql, SQL_STATUS_READ, 11);
    status->horizon_day = sql_integer(sql, SQL_STATUS_READ, 12);
    status->changes = sql_integer(sql, SQL_STATUS_READ, 13);
    status->digest = sql_integer(sql, SQL_STATUS_READ, 14);
    if (!head_read(store, &status->head)) {
        sql_finish(sql, SQL_STATUS_READ);
        return false;
    }
    sql_finish(sql, SQL_STATUS_READ);
    store->read_status = *status;
    return true;
}

bool sql_status_write(struct store *store)
{
    struct sql_status *status = &store->status;
    struct sql_value values[13];

    if (memcmp(status, &store->read_status, sizeof(*status)) == 0) return true;
    status->changes++;
    values[0] = sql_of_integer(status->keys);
    values[1] = sql_of_integer(status->epoch);
    values[2] = sql_of_integer(status->engine_ns);
    values[3] = sql_of_integer((int64_t)status->counts.reserved);
    values[4] = sql_of_integer((int64_t)status->counts.committed);
    values[5] = sql_of_integer(status->last_charge);
    values[6] = sql_of_integer(status->last_name);
    values[7] = sql_of_integer((int64_t)status->head.position);
    values[8] = sql_of_bytes(status->head.hash.bytes, DIGEST_SIZE);
    values[9] = sql_of_integer(status->checkpoint_position);
    values[10] = sql_of_integer(status->checkpoint_ns);
    values[11] = sql_of_integer(status->horizon_day);
    values[12] = sql_of_integer(status->changes);
    return sql_run(&store->sql, SQL_STATUS_WRITE, values, SQL_COUNT(values));
}

/* One line to the gateway's log, now; outside transactions only. */
static void tell(const struct store *store, int32_t severity, const char *line)
{
    if (store->log != NULL) store->log(store->log_context, severity, line);
}

static const char *const reasons[SQL_FAULTS][2] = {
    [SQL_FAULT_NONE] = {"账本恢复正常", "the ledger works again"},
    [SQL_FAULT_FULL] = {"账本所在磁盘已满，一笔也记不下；请腾出空间，账本随后自行恢复",
                        "the disk of the ledger is full and nothing can be kept; make room, and the"
                        " ledger recovers by itself"},
    [SQL_FAULT_IO] = {"账本文件读写出错；请检查磁盘、文件权限和系统日志",
                      "the ledger's file cannot be read or written; check the disk, the"
                      " permissions of the file, and the system's log"},
    [SQL_FAULT_BUSY] =
        {"账本被别的程序长时间占用；请结束正在写账本的工具，或让停住的网关继续或结束",
         "another program keeps the ledger to itself; end the tool that is writing"
         " to it, or wake or end the gateway that was stopped"},
    [SQL_FAULT_DAMAGED] = {"账本内容损坏；请停用并从备份恢复，再运行 feeguard ledger check",
                           "the ledger is damaged; stop using it, restore it from a backup, and run"
                           " feeguard ledger check"},
    [SQL_FAULT_MEMORY] = {"内存不足，账本无法工作；请给进程更多内存",
                          "memory ran out and the ledger cannot work; give the process more"},
    [SQL_FAULT_KEYS] = {"别的进程已轮换密钥，本进程读到的不是那些新密钥；请让它能读到新的密钥文件",
                        "another process has rotated the keys and this one does not find the new"
                        " ones; let it read the new key file"},
    [SQL_FAULT_OTHER] = {"账本无法使用；请运行 feeguard ledger check",
                         "the ledger cannot be used; run feeguard ledger check"},
};

void sql_tell_state(const struct store *store, enum sql_fault fault)
{
    tell(store, fault == SQL_FAULT_NONE ? FG_LOG_INFO : FG_LOG_ERROR,
         reasons[fault][store->language == FG_LANGUAGE_EN]);
}

void sql_tell_head(const struct store *store, const struct chain_head *head)
{
    char text[CHAIN_HEAD_TEXT_SIZE], line[CHAIN_HEAD_TEXT_SIZE + 16];

    chain_head_text(head, text);
    snprintf(line, sizeof(line), "trail head %s", text);
    tell(store, FG_LOG_INFO, line);
}
