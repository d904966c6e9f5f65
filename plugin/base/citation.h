/* SPDX-License-Identifier: Apache-2.0
 * How a law is cited: schedules write the title of a basis with the article behind it, after a
 * blank; people read 《title》 and then the article. */
#ifndef FEEGUARD_BASE_CITATION_H
#define FEEGUARD_BASE_CITATION_H

#include "feeguard/text.h"

struct citation {
    struct fg_text title;   /* without the article */
    struct fg_text article; /* "第十三条"; empty: the whole of it is cited */
};

/* Both point into `title`. */
struct citation citation_of(struct fg_text title);

#endif
