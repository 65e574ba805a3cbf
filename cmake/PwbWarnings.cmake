# SPDX-License-Identifier: GPL-3.0-or-later
add_library(pwb_warnings INTERFACE)
target_compile_options(pwb_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                                              -Woverloaded-virtual $<$<BOOL:${PWB_WERROR}>:-Werror>)
# g++ 12 and 13 see an overlap in std::string's operator+ that is not there (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
  target_compile_options(pwb_warnings INTERFACE -Wno-restrict)
endif()
