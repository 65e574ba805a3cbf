# SPDX-License-Identifier: GPL-3.0-or-later
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(Protobuf REQUIRED)
find_package(OpenCV REQUIRED COMPONENTS core imgproc imgcodecs videoio)
find_package(Boost REQUIRED)
find_package(yaml-cpp REQUIRED)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)

# ONNX's own CMake configuration exports no usable target.
find_library(PWB_ONNX_LIBRARY onnx REQUIRED)
find_library(PWB_ONNX_PROTO_LIBRARY onnx_proto REQUIRED)
add_library(pwb_onnx INTERFACE)
target_link_libraries(pwb_onnx INTERFACE ${PWB_ONNX_LIBRARY} ${PWB_ONNX_PROTO_LIBRARY} protobuf::libprotobuf)
target_compile_definitions(pwb_onnx INTERFACE ONNX_ML=1 ONNX_NAMESPACE=onnx)

# ONNX Runtime: headers only, the library is loaded at run time (core/runtime/library.h).
find_path(
  PWB_ONNXRUNTIME_INCLUDE onnxruntime_cxx_api.h
  HINTS ${PROJECT_SOURCE_DIR}/.deps/onnxruntime/include
  PATH_SUFFIXES onnxruntime onnxruntime/core/session)
if(NOT PWB_ONNXRUNTIME_INCLUDE)
  message(FATAL_ERROR "ONNX Runtime's headers were not found: run scripts/setup")
endif()
add_library(pwb_onnxruntime INTERFACE)
target_include_directories(pwb_onnxruntime SYSTEM INTERFACE ${PWB_ONNXRUNTIME_INCLUDE})
target_compile_definitions(pwb_onnxruntime INTERFACE ORT_API_MANUAL_INIT)

if(PWB_GUI)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Charts Svg PrintSupport LinguistTools)
endif()
if(PWB_TESTS)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
  include(GoogleTest)
  if(PWB_GUI)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
  endif()
endif()
if(PWB_BENCH)
  find_package(benchmark REQUIRED)
endif()
