/* SPDX-License-Identifier: Apache-2.0
 * Loading the library: the version is asked for and the table measured before anything is called.
 */
#include "plugin.h"

#include <dlfcn.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "harness.h"
#include "trust.h"

#define ABI_MINOR_OF_TRUST 2
#define BESIDE "/../plugin/libfeeguard.so"

/* The library that was built or installed together with this program. */
static bool library_beside(char path[static PATH_MAX])
{
    ssize_t size = readlink("/proc/self/exe", path, PATH_MAX - sizeof(BESIDE));
    char *slash;

    if (size <= 0) return false;
    path[size] = '\0';
    slash = strrchr(path, '/');
    if (slash == NULL) return false;
    memcpy(slash, BESIDE, sizeof(BESIDE));
    return true;
}

/* The door's address is a function's; POSIX promises that the object pointer of dlsym holds it. */
static feeguard_plugin_fn door_find(void *handle)
{
    void *symbol = dlsym(handle, "feeguard_plugin");
    feeguard_plugin_fn door;

    _Static_assert(sizeof(door) == sizeof(symbol), "dlsym's pointer holds a function's");
    memcpy(&door, &symbol, sizeof(door));
    return door;
}

/* Whether the library speaks this version and has all calls of it. */
static bool calls_find(struct plugin *plugin, const char *path)
{
    const size_t needed =
        offsetof(struct fg_plugin, code_name_zh) + sizeof(plugin->calls->code_name_zh);
    feeguard_plugin_fn door = door_find(plugin->handle);

    if (door == NULL) {
        complain("%s: no feeguard plugin: it has no symbol feeguard_plugin", path);
        return false;
    }
    plugin->calls = door(FG_ABI_MAJOR);
    if (plugin->calls == NULL || plugin->calls->abi_major != FG_ABI_MAJOR ||
        plugin->calls->size < needed) {
        complain("%s: does not speak version %d of the contract", path, FG_ABI_MAJOR);
        return false;
    }
    return true;
}

bool plugin_open(struct plugin *plugin, const char *file)
{
    char path[PATH_MAX];

    *plugin = (struct plugin){0};
    if (file != NULL) {
        /* A name without a slash would be looked for in the system's library path. */
        snprintf(path, sizeof(path), "%s%s", strchr(file, '/') == NULL ? "./" : "", file);
    } else if (!library_beside(path)) {
        complain("cannot tell where this program is; give --plugin FILE");
        return false;
    }
    plugin->handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (plugin->handle == NULL) {
        complain("cannot load the plugin: %s", dlerror());
        return false;
    }
    if (calls_find(plugin, path)) return true;
    plugin_close(plugin);
    return false;
}

void plugin_close(struct plugin *plugin)
{
    if (plugin->handle != NULL) dlclose(plugin->handle);
    *plugin = (struct plugin){0};
}

/* Errors already carry their file and line; what is only information stays unsaid. */
static void log_line(void *context, int32_t severity, const char *line)
{
    (void)context;
    if (severity == FG_LOG_ERROR) {
        fprintf(stderr, "%s\n", line);
    } else if (severity == FG_LOG_WARNING) {
        fprintf(stderr, "feeguard: warning: %s\n", line);
    }
}

/* host.context goes to both callbacks; log_line needs none. */
fg_status engine_open(const struct plugin *plugin, const struct engine_choice *choice,
                      int64_t (*clock)(void *context), void *context, struct fg_engine **engine)
{
    struct fg_host host = {
        .size = sizeof(host), .context = context, .log = log_line, .clock = clock};
    struct fg_options options = {
        .size = sizeof(options),
        .mode = choice->mode,
        .schedules = text_of(choice->schedules),
        .ledger = text_of(choice->ledger == NULL ? "" : choice->ledger),
        .language = choice->language,
        .as_known_ymd = choice->as_known_ymd,
        .trust = text_of(choice->trust == NULL ? "" : choice->trust),
    };
    fg_status status;

    if (!trust_is_named(choice->trust)) return FG_BAD_OPTION;
    /* An older library would not see the option, and trust anybody. */
    if (choice->trust != NULL && plugin->calls->abi_minor < ABI_MINOR_OF_TRUST) {
        complain("this plugin is too old for --trust: it speaks version %u.%u of the contract",
                 plugin->calls->abi_major, plugin->calls->abi_minor);
        return FG_BAD_OPTION;
    }
    status = plugin->calls->open(&host, &options, engine);

    if (status != FG_OK) {
        complain("%s: %s (%s)", choice->schedules,
                 plugin->calls->status_text(status, choice->language),
                 plugin->calls->status_name(status));
    }
    return status;
}
