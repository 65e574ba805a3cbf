# SPDX-License-Identifier: GPL-3.0-or-later
# pwb_folder(NAME SOURCES … PUBLIC … PRIVATE … [PCH HEADER…])
# One library per folder of core/ or ui/, named pwb_NAME with the alias pwb::NAME; PUBLIC and PRIVATE say what it
# links, which is what keeps the folders in order. PCH: headers of other libraries that most of its sources include,
# compiled once for the folder; only what is slow to read and does not change while one works belongs there.
function(pwb_folder name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE;PCH" ${ARGN})
  add_library(pwb_${name} STATIC ${ARG_SOURCES})
  add_library(pwb::${name} ALIAS pwb_${name})
  target_include_directories(pwb_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(pwb_${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE} pwb_warnings)
  if(ARG_PCH)
    target_precompile_headers(pwb_${name} PRIVATE ${ARG_PCH})
  endif()
endfunction()

# pwb_test(NAME SOURCES … LINK …): a GoogleTest program whose cases ctest lists one by one.
function(pwb_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} GTest::gtest GTest::gmock GTest::gtest_main pwb_warnings)
  target_compile_definitions(${name} PRIVATE PWB_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                             PWB_SAMPLES="${PROJECT_SOURCE_DIR}/resources/samples"
                                             PWB_BINARY_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  # No cache: a test must not find what another one left.
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 600 ENVIRONMENT "PWB_CACHE=")
endfunction()
