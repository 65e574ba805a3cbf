# SPDX-License-Identifier: GPL-3.0-or-later
# Precompiled headers, one per kind of target and shared by all of that kind (cmake/pch). They hold headers of other
# projects only: nothing there changes while one works, so nothing is compiled again for it.
option(PWB_PCH "Precompile the headers of other projects" ON)

# -fpch-preprocess lets ccache know what a precompiled header holds.
set(pwb_pch_options $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess> -Winvalid-pch)

# pwb_pch(NAME LINK …): cmake/pch/NAME.h
function(pwb_pch name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  if(NOT PWB_PCH)
    return()
  endif()
  add_library(pwb_pch_${name} OBJECT ${PROJECT_SOURCE_DIR}/cmake/pch/empty.cpp)
  set_target_properties(pwb_pch_${name} PROPERTIES AUTOMOC OFF)
  target_include_directories(pwb_pch_${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(pwb_pch_${name} PRIVATE pwb_warnings ${ARG_LINK})
  target_compile_options(pwb_pch_${name} PRIVATE ${pwb_pch_options})
  target_precompile_headers(pwb_pch_${name} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/pch/${name}.h)
endfunction()

# pwb_use_pch(TARGET NAME)
function(pwb_use_pch target name)
  if(NOT TARGET pwb_pch_${name})
    return()
  endif()
  target_compile_options(${target} PRIVATE ${pwb_pch_options})
  target_precompile_headers(${target} REUSE_FROM pwb_pch_${name})
endfunction()

pwb_pch(core LINK nlohmann_json::nlohmann_json tl::expected)
pwb_pch(onnx LINK nlohmann_json::nlohmann_json tl::expected pwb_onnx)
if(PWB_GUI)
  pwb_pch(ui LINK nlohmann_json::nlohmann_json tl::expected Qt6::Widgets)
endif()
if(PWB_TESTS)
  pwb_pch(tests LINK nlohmann_json::nlohmann_json tl::expected GTest::gtest GTest::gmock)
  pwb_pch(onnx_tests LINK nlohmann_json::nlohmann_json tl::expected GTest::gtest GTest::gmock rapidcheck pwb_onnx)
endif()
