# SPDX-License-Identifier: GPL-3.0-or-later
# pwb_embed(TARGET HEADER_NAME FILES …): puts text files of resources/ into TARGET, each reachable by its
# path below resources/ through base/resources.h.
function(pwb_embed target)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${target}_resources.cpp)
  add_custom_command(
    OUTPUT ${generated}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${generated} -DROOT=${PROJECT_SOURCE_DIR}/resources "-DFILES=${ARGN}" -P
            ${PROJECT_SOURCE_DIR}/cmake/EmbedFiles.cmake
    DEPENDS ${ARGN} ${PROJECT_SOURCE_DIR}/cmake/EmbedFiles.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${generated})
endfunction()
