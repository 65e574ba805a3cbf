# SPDX-License-Identifier: GPL-3.0-or-later
add_library(pwb_warnings INTERFACE)
target_compile_options(pwb_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                                              -Woverloaded-virtual $<$<BOOL:${PWB_WERROR}>:-Werror>)
