# SPDX-License-Identifier: GPL-3.0-or-later
add_executable(precision-workbench main_gui.cpp gui_options.cpp gui_options.h gui_tools.cpp gui_tools.h)
pwb_use_pch(precision-workbench ui)
pwb_unite(precision-workbench)
target_compile_options(precision-workbench PRIVATE $<$<CONFIG:Release>:-O1>)
target_link_libraries(precision-workbench PRIVATE pwb::ui CLI11::CLI11 pwb_warnings)
target_compile_definitions(precision-workbench PRIVATE PWB_VERSION="${PROJECT_VERSION}")
qt_add_translations(
  precision-workbench
  TS_FILES ${PROJECT_SOURCE_DIR}/resources/translations/precision-workbench_zh_CN.ts
  RESOURCE_PREFIX /i18n
  SOURCES ${PROJECT_SOURCE_DIR}/ui/main_window.cpp)
install(TARGETS precision-workbench)
