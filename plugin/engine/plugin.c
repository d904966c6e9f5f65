/* SPDX-License-Identifier: Apache-2.0
 * The door: the one exported symbol and the table behind it. */
#include "engine/codes.h"
#include "engine/engine.h"
#include "engine/status.h"

static const char *code_name(int32_t code)
{
    return code >= FG_INVALID_CHARGE && code < FG_CODE_COUNT ? codes[code].name : NULL;
}

static const char *code_name_zh(int32_t code)
{
    return code >= FG_INVALID_CHARGE && code < FG_CODE_COUNT ? codes[code].name_zh : NULL;
}

__attribute__((visibility("default"))) const struct fg_plugin *feeguard_plugin(uint32_t abi_major)
{
    static const struct fg_plugin plugin = {
        .size = sizeof(plugin),
        .abi_major = FG_ABI_MAJOR,
        .abi_minor = FG_ABI_MINOR,
        .version = FG_VERSION,
        .open = engine_open,
        .close = engine_close,
        .reload = engine_reload,
        .check = engine_check,
        .reserve = engine_reserve,
        .charge = engine_charge,
        .commit = engine_commit,
        .release = engine_release,
        .refund = engine_refund,
        .explain = engine_explain,
        .health = engine_health,
        .status_name = status_name,
        .status_text = status_text,
        .status_class = status_class,
        .code_name = code_name,
        .code_name_zh = code_name_zh,
        .submit = engine_submit,
        .collect = engine_collect,
        .descriptor = engine_descriptor,
        .permit_check = engine_permit_check,
        .documents = engine_documents,
        .metrics = engine_metrics,
    };

    return abi_major == FG_ABI_MAJOR ? &plugin : NULL;
}
