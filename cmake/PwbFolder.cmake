# SPDX-License-Identifier: GPL-3.0-or-later
# pwb_folder(NAME SOURCES … PUBLIC … PRIVATE … [PCH NAME] [LIGHT] [FAST SOURCES…])
# One library per folder of core/ or ui/, named pwb_NAME with the alias pwb::NAME; PUBLIC and PRIVATE say what it
# links, which is what keeps the folders in order. PCH: the precompiled header (cmake/PwbPch.cmake), else core's.
# FAST: sources with the loops over pixels, values and boxes, which are worth the compiler's last efforts.
# LIGHT: a folder without such loops, which is compiled quickly instead.
# Targets that do not link pwb_onnx find a fence where ONNX's headers are.
function(pwb_folder name)
  cmake_parse_arguments(ARG "LIGHT" "PCH" "SOURCES;PUBLIC;PRIVATE;FAST" ${ARGN})
  add_library(pwb_${name} STATIC ${ARG_SOURCES})
  add_library(pwb::${name} ALIAS pwb_${name})
  target_include_directories(pwb_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(pwb_${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE} pwb_warnings)
  if(NOT "pwb_onnx" IN_LIST ARG_PRIVATE)
    target_include_directories(pwb_${name} BEFORE PRIVATE ${PROJECT_SOURCE_DIR}/cmake/fences/onnx)
  endif()
  if(NOT ARG_PCH)
    set(ARG_PCH core)
  endif()
  pwb_use_pch(pwb_${name} ${ARG_PCH})
  pwb_unite(pwb_${name})
  if(ARG_LIGHT)
    target_compile_options(pwb_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
  if(ARG_FAST)
    set_property(SOURCE ${ARG_FAST} APPEND PROPERTY COMPILE_OPTIONS $<$<CONFIG:Release>:-O3>)
  endif()
endfunction()

# Names in the unnamed namespaces of one folder therefore differ from each other, which reads better anyway.
function(pwb_unite target)
  if(PWB_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    # g++ takes every source for a header then, in which unnamed namespaces would be wrong.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  endif()
endfunction()

# pwb_test(NAME SOURCES … LINK …): a GoogleTest program whose cases ctest lists one by one.
function(pwb_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} pwb_test_support GTest::gtest GTest::gmock GTest::gtest_main
                                        pwb_warnings)
  pwb_unite(${name})
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)  # compiled more often than run
  if("pwb_onnx" IN_LIST ARG_LINK)
    pwb_use_pch(${name} onnx_tests)
  else()
    pwb_use_pch(${name} tests)
  endif()
  # No cache: a test must not find what another one left.
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 1500 LABELS ${name} ENVIRONMENT "PWB_CACHE=")
endfunction()
