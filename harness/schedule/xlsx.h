/* SPDX-License-Identifier: Apache-2.0
 * What reading and writing workbooks (ISO/IEC 29500) share, and the parts of reading one. */
#ifndef HARNESS_SCHEDULE_XLSX_H
#define HARNESS_SCHEDULE_XLSX_H

#include <stdbool.h>
#include <stdint.h>

#include <libxml/xmlreader.h>

#include "base/text.h"
#include "schedule/book.h"

#define XLSX_MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define XLSX_RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define XLSX_PACKAGE_RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define XLSX_WORKBOOK "xl/workbook.xml"
#define XLSX_WORKBOOK_RELATIONS "xl/_rels/workbook.xml.rels"

/* "_x000D_": the character that a text begins with in that writing, or -1. */
int32_t xlsx_escape_at(struct fg_text text);

#endif
